"""Losses and their gradients, by hand."""

import math
from typing import Any

import numpy as np
import pytest

from wbguide.losses import EPSILON, LOSSES, Loss, binary_crossentropy, mean_squared_error

every_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=str)


def test_mean_squared_error_and_gradient() -> None:
    """The residuals are 2, -1 and 0: the mean of 4, 1 and 0, and two thirds of each."""
    y_true, y_pred = [1.0, 2.0, 3.0], [3.0, 1.0, 3.0]
    assert mean_squared_error(y_true, y_pred) == pytest.approx(5 / 3, rel=1e-15)
    np.testing.assert_allclose(
        mean_squared_error.gradient(y_true, y_pred), [4 / 3, -2 / 3, 0.0], rtol=1e-15
    )


def test_binary_crossentropy_and_gradient() -> None:
    """The targets were given probabilities 1/4 and 1/2.

    The loss is the mean of ln 4 and ln 2. The gradient of -ln p is -1/p, that of -ln(1 - p) is
    1 / (1 - p), and each counts for one half.
    """
    y_true, y_pred = [1.0, 0.0], [0.25, 0.5]
    assert binary_crossentropy(y_true, y_pred) == pytest.approx(1.5 * math.log(2.0), rel=1e-15)
    np.testing.assert_allclose(
        binary_crossentropy.gradient(y_true, y_pred), [-4.0 / 2, 2.0 / 2], rtol=1e-15
    )


def test_binary_crossentropy_of_a_target_between_0_and_1() -> None:
    """A target of 1/4, predicted as 1/4, costs its own entropy and pulls neither way."""
    entropy = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))
    assert binary_crossentropy([0.25], [0.25]) == pytest.approx(entropy, rel=1e-15)
    assert binary_crossentropy.gradient([0.25], [0.25]) == [0.0]


def test_binary_crossentropy_of_a_certain_mistake_is_finite_and_flat() -> None:
    """Predictions stay EPSILON away from 0 and 1, where the loss has no slope."""
    assert binary_crossentropy([1.0], [0.0]) == pytest.approx(-math.log(EPSILON), rel=1e-15)
    assert binary_crossentropy([0.0], [1.0]) == pytest.approx(-math.log(EPSILON), rel=1e-9)
    np.testing.assert_array_equal(
        binary_crossentropy.gradient([1.0, 0.0, 1.0], [0.0, 1.0, 1.0]), [0.0, 0.0, 0.0]
    )


def test_binary_crossentropy_in_float32_is_finite() -> None:
    """The float32 next below 1 is closer to 1 than EPSILON, so the clip must not round to 1."""
    y_true, y_pred = np.array([0, 1], np.float32), np.array([1, 0], np.float32)
    assert binary_crossentropy(y_true, y_pred) == pytest.approx(-math.log(EPSILON), rel=0.01)


@every_loss
def test_a_perfect_prediction_has_no_loss(loss: Loss) -> None:
    assert loss([0.0, 1.0], [0.0, 1.0]) == pytest.approx(0.0, abs=2 * EPSILON)


@every_loss
@pytest.mark.parametrize(
    ("true_dtype", "pred_dtype", "dtype"),
    [
        (np.float32, np.float32, np.float32),
        (np.float64, np.float64, np.float64),
        (np.float32, np.float64, np.float64),
        (np.int64, np.float32, np.float64),
        (np.bool_, np.float64, np.float64),
    ],
)
def test_the_gradient_has_the_wider_precision(
    loss: Loss, true_dtype: Any, pred_dtype: Any, dtype: Any
) -> None:
    y_true, y_pred = np.array([0, 1], true_dtype), np.array([0.5, 0.5], pred_dtype)
    assert loss.gradient(y_true, y_pred).dtype == dtype
    assert type(loss(y_true, y_pred)) is float


@every_loss
def test_the_arguments_are_left_alone(loss: Loss) -> None:
    y_true, y_pred = np.array([0.0, 1.0]), np.array([0.25, 0.25])
    loss(y_true, y_pred)
    assert not np.shares_memory(loss.gradient(y_true, y_pred), y_pred)
    np.testing.assert_array_equal(y_true, [0.0, 1.0])
    np.testing.assert_array_equal(y_pred, [0.25, 0.25])


@every_loss
def test_a_column_is_not_a_vector(loss: Loss) -> None:
    """NumPy would make (2, 2) of the difference of (2,) and (2, 1), without a word."""
    for function in (loss, loss.gradient):
        with pytest.raises(ValueError, match=r"^y_pred must have shape \(2,\); received .*2, 1"):
            function([0.0, 1.0], [[0.0], [1.0]])


@every_loss
@pytest.mark.parametrize(
    ("y_true", "y_pred", "error", "message"),
    [
        ([], [], ValueError, r"^y_true must not be empty; received shape \(0,\)$"),
        ([0.0], [0.0, 1.0], ValueError, r"^y_pred must have shape \(1,\); received shape \(2,\)$"),
        ([np.nan], [0.0], ValueError, r"^y_true must be finite in float64; received nan"),
        ([0.0], [np.inf], ValueError, r"^y_pred must be finite in float64; received inf"),
        (["a"], [0.0], TypeError, r"^y_true must be real numbers; received dtype <U1$"),
        ([0.0], [1j], TypeError, r"^y_pred must be real numbers; received dtype complex128$"),
    ],
)
def test_bad_input_is_named(
    loss: Loss, y_true: Any, y_pred: Any, error: type[Exception], message: str
) -> None:
    for function in (loss, loss.gradient):
        with pytest.raises(error, match=message):
            function(y_true, y_pred)


@pytest.mark.parametrize("outside", [-0.1, 1.1])
def test_binary_crossentropy_takes_probabilities(outside: float) -> None:
    with pytest.raises(ValueError, match=f"^y_true must lie between 0 and 1; received {outside}$"):
        binary_crossentropy([0.0, outside], [0.5, 0.5])
    with pytest.raises(ValueError, match=f"^y_pred must lie between 0 and 1; received {outside}$"):
        binary_crossentropy([0.0, 1.0], [0.5, outside])


def test_a_loss_that_overflows_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^y_true and y_pred must have a finite mean_squared_err"):
        mean_squared_error([1e200], [-1e200])


def test_the_table_of_names() -> None:
    assert dict(LOSSES) == {
        "mean_squared_error": mean_squared_error,
        "binary_crossentropy": binary_crossentropy,
    }
    assert all(name == loss.name for name, loss in LOSSES.items())
    assert repr(mean_squared_error) == "Loss('mean_squared_error')"
