"""Every check of an argument, and every error that such a check raises.

A message names the argument, says what is required and says what arrived.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Collection
from string import ascii_uppercase
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating[Any]]


def as_float_array(name: str, value: ArrayLike, dtype: np.dtype[Any] | None = None) -> FloatArray:
    """Return `value` as an array of finite floats, without a copy where none is needed.

    Without a `dtype`, float32 and float64 are kept and other real numbers become float64.
    """
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        msg = f"{name} must be an array of numbers; received {type(value).__name__}: {error}"
        raise ValueError(msg) from error
    if np.ma.is_masked(value):  # the array would show what the mask hides
        msg = f"{name} must not be masked; received {np.ma.getmask(value).sum()} masked values"
        raise ValueError(msg)
    if array.dtype.kind not in "biuf":
        msg = f"{name} must be real numbers; received dtype {array.dtype}"
        raise TypeError(msg)
    if dtype is None:
        dtype = array.dtype if array.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # reported below, as infinite or NaN
        array = array.astype(dtype, copy=False)
    require_finite(name, array)
    return array


def require_finite(name: str, array: FloatArray) -> None:
    """Raise unless every number in `array` is finite."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum()
    # NaN and infinity are carried along by a sum, which reads a large array once and allocates
    # nothing. But the sum of finite numbers may overflow, too: only then look at each.
    if not (math.isfinite(total) or np.isfinite(array).all()):
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        at = f" at index {index}" if index else ""
        msg = f"{name} must be finite in {array.dtype}; received {array[index]}{at}"
        raise ValueError(msg)


def require_shape(name: str, array: FloatArray, *shape: int | str) -> None:
    """Raise unless `array` has `shape`, in which a name such as ``"n_samples"`` is any size."""
    fits = array.ndim == len(shape) and all(
        isinstance(wanted, str) or size == wanted
        for size, wanted in zip(array.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        msg = f"{name} must have shape ({wanted}); received shape {array.shape}"
        raise ValueError(msg)
    if array.size == 0:
        msg = f"{name} must not be empty; received shape {array.shape}"
        raise ValueError(msg)


def require_spread(name: str, feature: FloatArray) -> None:
    """Raise unless a line through samples with this feature has one best slope."""
    low, high = float(feature.min()), float(feature.max())
    if low == high:
        msg = f"{name} must have samples that differ; received {feature.size} equal to {low}"
        raise ValueError(msg)
    # Squares of differences must be numbers too, and what is left by rounding is no difference.
    if not 1e-150 < high - low < 1e150 or feature.std() <= 1e-12 * max(-low, high):
        msg = (
            f"{name} must have samples that differ by more than rounding errors, and by between "
            f"1e-150 and 1e150; received {feature.size} from {low} to {high}"
        )
        raise ValueError(msg)


def as_matrix(
    name: str,
    value: ArrayLike,
    n_features: int | str = "n_features",
    dtype: np.dtype[Any] | None = None,
) -> FloatArray:
    """Return `value` as finite floats of shape ``(n_samples, n_features)``."""
    array = as_float_array(name, value, dtype)
    require_shape(name, array, "n_samples", n_features)
    return array


def as_vector(
    name: str,
    value: ArrayLike,
    length: int | str = "n_samples",
    dtype: np.dtype[Any] | None = None,
) -> FloatArray:
    """Return `value` as finite floats of shape ``(length,)``."""
    array = as_float_array(name, value, dtype)
    require_shape(name, array, length)
    return array


def as_number(name: str, value: ArrayLike, dtype: np.dtype[Any] | None = None) -> np.floating[Any]:
    """Return `value`, a single finite number, as a NumPy scalar."""
    array = as_float_array(name, value, dtype)
    if array.ndim:
        msg = f"{name} must be a single number; received shape {array.shape}"
        raise ValueError(msg)
    return array.dtype.type(array)


def as_positive(name: str, value: float) -> float:
    """Return `value`, a single positive number, as a float."""
    number = float(as_number(name, value))
    if number <= 0:
        msg = f"{name} must be positive; received {number}"
        raise ValueError(msg)
    return number


def as_count(name: str, value: int, least: int = 1) -> int:
    """Return `value`, a whole number of at least `least`, as an int."""
    # A bool is an int to Python, but never a count to a reader.
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        msg = f"{name} must be a whole number; received {value!r}"
        raise TypeError(msg)
    count = int(value)
    if count < least:
        msg = f"{name} must be at least {least}; received {count}"
        raise ValueError(msg)
    if count > sys.maxsize:
        msg = f"{name} must be at most {sys.maxsize}; received a larger number"
        raise ValueError(msg)
    return count


def as_flag(name: str, value: object) -> bool:
    """Return `value`, Python's or NumPy's True or False, as a bool."""
    if not isinstance(value, bool | np.bool_):
        msg = f"{name} must be True or False; received {value!r}"
        raise TypeError(msg)
    return bool(value)


def as_generator(name: str, value: np.random.Generator) -> np.random.Generator:
    """Return `value` if it is a NumPy random generator."""
    if not isinstance(value, np.random.Generator):
        msg = f"{name} must be a numpy.random.Generator; received {type(value).__name__}"
        raise TypeError(msg)
    return value


def as_choice(name: str, value: str, choices: Collection[str]) -> str:
    """Return `value` if it is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        msg = f"{name} must be one of {', '.join(map(repr, choices))}; received {value!r}"
        raise ValueError(msg)
    return value


def as_alphabet(name: str, value: str) -> str:
    """Return `value`, a string of capital letters without repetition."""
    different = set(value) if isinstance(value, str) else set()
    if not different or len(different) < len(value) or not different <= set(ascii_uppercase):
        msg = f"{name} must be different letters from A to Z; received {value!r}"
        raise ValueError(msg)
    return value


def as_targets_and_predictions(
    y_true: ArrayLike, y_pred: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return both as vectors of one length and one dtype.

    NumPy would broadcast ``(n,)`` minus ``(n, 1)`` to ``(n, n)`` without a word.
    """
    targets = as_vector("y_true", y_true)
    predictions = as_vector("y_pred", y_pred, targets.size)
    dtype = np.result_type(targets, predictions)
    return targets.astype(dtype, copy=False), predictions.astype(dtype, copy=False)


def require_probabilities(name: str, array: FloatArray) -> None:
    """Raise unless every number in `array` lies between 0 and 1."""
    for extreme in (array.min(), array.max()):
        if not 0 <= extreme <= 1:
            msg = f"{name} must lie between 0 and 1; received {extreme}"
            raise ValueError(msg)
