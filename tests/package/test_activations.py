"""Activations at points where the value is known without the code under test."""

import math
from typing import Any

import numpy as np
import pytest

from wbguide.activations import ACTIVATIONS, Activation, identity, relu, sigmoid, tanh

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=str)


@pytest.mark.parametrize(
    ("activation", "z", "value", "derivative"),
    [
        (identity, -3.0, -3.0, 1.0),
        (identity, 2.0, 2.0, 1.0),
        # At z = ln 3, exp(-z) = 1/3: the sigmoid is 1 / (1 + 1/3) = 3/4, its slope 3/4 * 1/4.
        (sigmoid, math.log(3.0), 0.75, 0.1875),
        (sigmoid, -math.log(3.0), 0.25, 0.1875),
        (sigmoid, 0.0, 0.5, 0.25),
        (relu, -2.0, 0.0, 0.0),
        (relu, 0.0, 0.0, 0.0),
        (relu, 2.0, 2.0, 1.0),
        # At z = ln 2, exp(z) = 2: the tangent is (2 - 1/2) / (2 + 1/2) = 3/5, its slope 1 - 9/25.
        (tanh, math.log(2.0), 0.6, 0.64),
        (tanh, -math.log(2.0), -0.6, 0.64),
        (tanh, 0.0, 0.0, 1.0),
    ],
)
def test_value_and_derivative(
    activation: Activation, z: float, value: float, derivative: float
) -> None:
    assert activation(z) == pytest.approx(value, rel=1e-15)
    assert activation.derivative(z) == pytest.approx(derivative, rel=1e-15)


@pytest.mark.parametrize(
    ("activation", "low", "high"), [(sigmoid, 0.0, 1.0), (tanh, -1.0, 1.0)], ids=str
)
def test_levels_off_without_overflow(activation: Activation, low: float, high: float) -> None:
    largest = np.finfo(np.float64).max
    np.testing.assert_array_equal(activation([-largest, largest]), [low, high])
    np.testing.assert_array_equal(activation.derivative([-largest, largest]), [0.0, 0.0])


def test_sigmoid_keeps_its_relative_precision_far_below_zero() -> None:
    """Where exp(-z) dwarfs 1, the sigmoid is exp(z)."""
    np.testing.assert_allclose(sigmoid([-50.0, -700.0]), np.exp([-50.0, -700.0]), rtol=1e-12)


@every_activation
@pytest.mark.parametrize("shape", [(0,), (3,), (2, 1), (2, 3, 4)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_precision_are_kept(
    activation: Activation, shape: tuple[int, ...], dtype: Any
) -> None:
    z = np.ones(shape, dtype)
    for result in (activation(z), activation.derivative(z)):
        assert result.shape == shape
        assert result.dtype == dtype


@every_activation
def test_a_number_gives_a_number(activation: Activation) -> None:
    assert isinstance(activation(0.5), np.float64)
    assert isinstance(activation.derivative(0.5), np.float64)


@every_activation
def test_the_argument_is_left_alone(activation: Activation) -> None:
    z = np.array([-1.0, 2.0])
    result = activation(z)
    assert not np.shares_memory(result, z)
    np.testing.assert_array_equal(z, [-1.0, 2.0])


@every_activation
def test_bad_input_is_named(activation: Activation) -> None:
    for function in (activation, activation.derivative):
        with pytest.raises(TypeError, match=r"^z must be real numbers; received dtype <U1$"):
            function("0")
        with pytest.raises(ValueError, match=r"^z must be finite in float64; received nan"):
            function([np.nan])


def test_the_table_of_names() -> None:
    assert dict(ACTIVATIONS) == {
        "identity": identity,
        "sigmoid": sigmoid,
        "relu": relu,
        "tanh": tanh,
    }
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())
    assert repr(tanh) == "Activation('tanh')"
