"""Checkers for the exercises of *Activation functions*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["dead_up_to", "folded", "relu_bias_gradient"]

folded = Check(
    [-6.0, 15.0],
    [
        ([-6.0, 9.0], "The biases of the first layer pass through the weights of the second."),
        ([-6.0, 5.0], "You left out what becomes of the first layer's biases."),
        ([-6.0, 10.0], "You left out the bias of the second layer."),
        ([-1.0, 15.0], "Each weight of the first layer meets one of the second: multiply them."),
        ([10.0, 15.0], "One weight of the first layer is negative."),
        ([15.0, -6.0], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias of the one layer that two linear layers fold into."""


def _bias_gradient(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    z = w * x + b
    return 2 * float(np.mean((np.maximum(z, 0) - y) * (z > 0)))


def _without_slope(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    return 2 * float(np.mean(np.maximum(w * x + b, 0) - y))


def _of_a_line(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    return 2 * float(np.mean(w * x + b - y))


def _over_those_on(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    z = w * x + b
    return 2 * float(np.mean((z - y)[z > 0]))


def _weight_gradient(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    z = w * x + b
    return 2 * float(np.mean((np.maximum(z, 0) - y) * (z > 0) * x))


relu_bias_gradient = FunctionCheck(
    _bias_gradient,
    [
        (_without_slope, "Where the ReLU is off its slope is 0, and the sample does not count."),
        (_of_a_line, "That is the gradient of a neuron without the ReLU."),
        (
            lambda w, b, x, y: x.size * _bias_gradient(w, b, x, y),
            "This is the gradient of the sum, not of the mean.",
        ),
        (_over_those_on, "The mean is over all samples, not only over those that are on."),
        (
            lambda w, b, x, y: _bias_gradient(w, b, x, y) / 2,
            "The derivative of a square brings a factor of 2.",
        ),
        (lambda w, b, x, y: -_bias_gradient(w, b, x, y), "A residual is prediction minus target."),
        (_weight_gradient, "That is the gradient for the weight: the bias is not multiplied by x."),
    ],
    arguments=[1.5, -0.25, np.array([-2.0, -1.0, 0.5, 3.0]), np.array([0.2, -0.5, 2.0, 0.25])],
)
"""The gradient of the mean squared error for the bias of a ReLU, given ``w, b, x, y``."""

dead_up_to = Check(
    2.0,
    [
        (6.0, "Up to 6 some inputs are off; dead is a unit that is off for every input."),
        (-2.0, "The weight is negative, so the bias has to be positive to lift a sum to zero."),
        (0.0, "With a bias of 0 it is dead, but also with some that are larger: look how far up."),
        (3.0, "With 3 the input 1 has the sum 1, so that the unit is on."),
        (1.0, "With 1 it is dead, but also with somewhat more: look for the largest bias."),
        (0.5, "The sum is zero where b equals minus w times x: multiply, do not divide."),
        (4.0, "That is for the middle of the inputs; look for the input with the largest sum."),
    ],
)
"""The largest bias at which a ReLU with weight −2 is off for all inputs from 1 to 3."""
