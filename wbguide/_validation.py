"""Every check of an argument, and every error that such a check raises.

A message names the argument, says what is required and says what arrived.
"""

from __future__ import annotations

import math
import numbers
import os
import sys
from collections.abc import Collection, Sequence
from decimal import Decimal
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Float: TypeAlias = np.floating[Any]
FloatArray: TypeAlias = NDArray[Float]


def as_float_array(name: str, value: ArrayLike, dtype: np.dtype[Any] | None = None) -> FloatArray:
    """Return `value` as an array of finite floats, without a copy where none is needed.

    Without a `dtype`, float32 and float64 are kept and other real numbers become float64.
    """
    if hidden := _count_masked(value):  # the array would show what the mask hides
        msg = f"{name} must not be masked; received {hidden} masked values"
        raise ValueError(msg)
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        msg = f"{name} must be an array of numbers; received {type(value).__name__}: {error}"
        raise ValueError(msg) from error
    if array.dtype == object and all(isinstance(number, _REAL) for number in array.flat):
        array = np.array([_as_float(number) for number in array.flat]).reshape(array.shape)
    # Types of other libraries, such as bfloat16, have no kind of their own, but can be cast.
    if array.dtype.kind not in "biuf" and not (
        array.dtype.kind == "V" and np.can_cast(array.dtype, np.float64)
    ):
        msg = f"{name} must be real numbers; received dtype {array.dtype}"
        raise TypeError(msg)
    if dtype is None:
        dtype = array.dtype if array.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # reported below, as infinite or NaN
        array = array.astype(dtype, copy=False)
    require_finite(name, array)
    return array


# What an array of objects may hold, such as the columns of a table that are of different types.
_REAL = (numbers.Real, Decimal, np.bool_)


def _as_float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:  # of a whole number or a fraction
        return math.inf if number > 0 else -math.inf
    except ValueError:  # of a signaling NaN
        return math.nan


def _count_masked(value: object) -> int:
    if isinstance(value, list | tuple):
        return sum(map(_count_masked, value))
    return int(np.ma.getmaskarray(value).sum()) if isinstance(value, np.ma.MaskedArray) else 0


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


def as_number(name: str, value: ArrayLike, dtype: np.dtype[Any] | None = None) -> Float:
    """Return `value`, a single finite number, as a NumPy scalar."""
    array = as_float_array(name, value, dtype)
    if array.ndim:
        msg = f"{name} must be a single number; received shape {array.shape}"
        raise ValueError(msg)
    # A bool is a number to Python, but never one to a reader.
    if isinstance(np.asarray(value).item(), bool):
        msg = f"{name} must be a number; received {value!r}"
        raise TypeError(msg)
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


def as_optional_generator(
    name: str, value: np.random.Generator | None
) -> np.random.Generator | None:
    """Return `value` if it is a NumPy random generator or None."""
    return None if value is None else as_generator(name, value)


KERAS_NAMES = MappingProxyType({"linear": "identity", "mse": "mean_squared_error"})


def as_choice(name: str, value: str, choices: Collection[str]) -> str:
    """Return `value`, or the name that it is Keras's word for, if it is one of `choices`."""
    chosen = KERAS_NAMES.get(value, value) if isinstance(value, str) else None
    if chosen not in choices:
        msg = f"{name} must be one of {', '.join(map(repr, choices))}; received {value!r}"
        raise ValueError(msg)
    return chosen


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


def require_finite_loss(
    arguments: str, loss: str, why: str, value: float, gradient: FloatArray | None = None
) -> None:
    """Raise unless a loss is finite, and so is its gradient where there is one."""
    if not (math.isfinite(value) and (gradient is None or np.isfinite(gradient).all())):
        msg = f"{arguments} must have a finite {loss}; received values {why}"
        raise ValueError(msg)


def require_activation(loss: str, needed: str, activation: str) -> None:
    """Raise unless a neuron has the activation that its loss needs."""
    if activation != needed:
        msg = f"loss {loss!r} needs activation {needed!r}; received {activation!r}"
        raise ValueError(msg)


def require_no_bias(bias: object, *, use_bias: bool) -> None:
    """Raise if a neuron without a bias is given one."""
    if not (use_bias or bias is None):
        msg = "bias must not be given to a neuron with use_bias=False"
        raise ValueError(msg)


def require_line(name: str, n_features: int, activation: str) -> None:
    """Raise unless a neuron is a line."""
    if n_features != 1 or activation != "identity":
        msg = (
            f"{name} needs 1 feature and activation 'identity'; "
            f"received {n_features} and {activation!r}"
        )
        raise ValueError(msg)


def as_arrays(
    name: str, value: Sequence[ArrayLike], shapes: Sequence[tuple[int, ...]]
) -> list[FloatArray]:
    """Return `value`, a list of one array for each of `shapes`, as arrays of finite floats."""
    if not isinstance(value, list | tuple):
        msg = f"{name} must be a list of arrays; received {type(value).__name__}"
        raise TypeError(msg)
    if len(value) != len(shapes):
        some = "1 array" if len(shapes) == 1 else f"{len(shapes)} arrays"
        wanted = " and ".join(map(str, shapes))
        msg = f"{name} must be {some}, of shape {wanted}; received {len(value)}"
        raise ValueError(msg)
    arrays = [as_float_array(f"{name}[{i}]", array) for i, array in enumerate(value)]
    for i, (array, shape) in enumerate(zip(arrays, shapes, strict=True)):
        require_shape(f"{name}[{i}]", array, *shape)
    return arrays


def as_fans(shape: tuple[int, int]) -> tuple[int, int]:
    """Return `shape`, the numbers of inputs and of neurons of a layer."""
    if not isinstance(shape, tuple):
        msg = f"shape must be a tuple (fan_in, fan_out); received {shape!r}"
        raise TypeError(msg)
    if len(shape) != 2:
        msg = f"shape must be (fan_in, fan_out); received {shape}"
        raise ValueError(msg)
    fans = as_count("fan_in", shape[0]), as_count("fan_out", shape[1])
    require_memory("shape", fans, 8 * math.prod(fans))
    return fans


def require_memory(name: str, value: object, n_bytes: int) -> None:
    """Raise unless the machine has room for what `value` asks for, before it is taken.

    That an allocation succeeds proves little: Linux promises more memory than there is, and ends
    the process that then uses it.
    """
    try:
        fits = n_bytes <= _physical_memory() and np.empty(n_bytes, np.uint8).size == n_bytes
    except MemoryError:
        fits = False
    if not fits:
        size = f"{n_bytes / 2**30:,.1f} GiB"
        msg = f"{name} must be small enough for memory; received {value}, which takes {size}"
        raise ValueError(msg)


def _physical_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows, which promises no more than there is
        return sys.maxsize


def refuse_divergence(  # noqa: PLR0917 - what the message tells
    loss: str, start: float, learning_rate: float, step: int, batch_size: int | None, limit: float
) -> NoReturn:
    """Raise, since training ran out of numbers at a step: with what would have helped, if any."""
    require_finite_loss("X and y", loss, "too large", start if limit else math.inf)
    of = "full batches" if batch_size is None else f"batches of {batch_size}"
    where = "" if batch_size is None else ", that of the steepest batch"
    advice = f"a linear neuron learns from {of} below 2/λ_max = {limit:.6g}{where}"
    if loss == "binary_crossentropy":  # its Hessian is at most an eighth as large
        advice = (
            f"no step below {8 * limit:.6g} raises the loss of its batch: "
            f"8 times 2/λ_max of a linear neuron and {of}{where}"
        )
    msg = (
        f"learning_rate must be small enough for the loss to stay finite; received "
        f"{learning_rate:.6g}, with which it did not at step {step}. On this data, {advice}"
    )
    raise ValueError(msg)
