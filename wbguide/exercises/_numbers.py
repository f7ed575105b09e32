"""Numbers as readers give them, in whatever form a page's code has them, and how alike two are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from numbers import Integral
from typing import Any

import numpy as np

from wbguide._validation import FloatArray, as_float_array

__all__ = ["Numbers", "is_close", "is_rounded", "read"]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers in float64, and what the form in which they came says about them."""

    values: FloatArray
    whole: bool  # all came as whole numbers, which are counted and not measured
    resolution: float  # how far neighbors are apart in the coarsest type, relative to them

    @property
    def lean(self) -> FloatArray:
        """The values without axes of length one: rows, columns and Keras's shapes are alike."""
        return np.squeeze(self.values)


def read(name: str, value: Any) -> Numbers:
    """Return finite numbers from arrays, tensors, tables, fractions, or lists of all these.

    Parts of different shapes are read one after the other, as ``get_weights()`` gives them.
    """
    if isinstance(value, list | tuple):
        return _join([read(name, part) for part in value])
    if hasattr(value, "numpy"):  # NumPy cannot read a tensor that is a single bfloat16 by itself
        value = value.numpy()
    values = as_float_array(name, value, np.dtype(np.float64))
    array = np.asarray(value)
    kinds = {type(item) for item in array.flat} if array.dtype == np.object_ else {array.dtype.type}
    if any(issubclass(kind, bool | np.bool_) for kind in kinds):
        # A bool is a number to Python, but never one to a reader.
        msg = f"{name} must be real numbers; received dtype bool"
        raise TypeError(msg)
    whole = all(issubclass(kind, Integral) for kind in kinds)
    return Numbers(values, whole, 0.0 if whole else _resolution(array.dtype))


def _join(parts: Sequence[Numbers]) -> Numbers:
    arrays = [part.values for part in parts]
    alike = len({array.shape for array in arrays}) == 1
    return Numbers(
        np.stack(arrays) if alike else np.concatenate([np.empty(0), *map(np.ravel, arrays)]),
        all(part.whole for part in parts),
        max((part.resolution for part in parts), default=0.0),
    )


def _resolution(dtype: np.dtype[Any]) -> float:
    steps = np.exp2(-np.arange(53.0))  # NumPy's finfo does not know bfloat16
    return float(steps[(1 + steps).astype(dtype).astype(np.float64) > 1].min())


def is_close(answer: Numbers, value: Numbers, rtol: float) -> bool:
    """Say whether an answer gives a value: exactly, if that is made of whole numbers."""
    return answer.lean.shape == value.lean.shape and bool(_close(answer, value, rtol).all())


def _close(answer: Numbers, value: Numbers, rtol: float) -> np.ndarray[Any, np.dtype[np.bool_]]:
    size = np.abs(value.lean)
    scale = np.where(size, size, size.max(initial=0.0) or 1.0)
    tolerance = 0.0 if value.whole else max(rtol, answer.resolution)
    return np.asarray(np.abs(answer.lean - value.lean) <= tolerance * scale)


def is_rounded(answer: Numbers, value: Numbers, rtol: float) -> bool:
    """Say whether an answer is what is left of a value if some of its digits are dropped."""
    if value.whole or answer.lean.shape != value.lean.shape:
        return False
    return all(
        close or any(math.isclose(given, rounded, rel_tol=1e-6) for rounded in _roundings(number))
        for close, given, number in zip(
            _close(answer, value, rtol).flat, answer.lean.flat, value.lean.flat, strict=True
        )
    )


def _roundings(number: np.floating[Any]) -> Iterator[float]:
    """Yield a number rounded to one digit and more, and cut to two digits and more."""
    exact = Decimal(repr(float(number)))
    if len(exact.normalize().as_tuple().digits) <= 3:
        return  # nobody rounds 0.25
    for digits in range(1, 10):
        yield float(Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(exact))
        yield float(Context(prec=digits + 1, rounding=ROUND_DOWN).create_decimal(exact))
