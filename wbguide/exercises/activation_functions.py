"""Checkers for the exercises of *Activation functions*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["dead_up_to", "folded", "relu_bias_gradient"]

folded = Check(
    [-6.0, 19.0],
    [
        ([-6.0, 10.0], "The biases of the first layer pass through the weights of the second."),
        ([-6.0, 5.0], "You left out what becomes of the first layer's biases."),
        ([-6.0, 14.0], "You left out the bias of the second layer."),
        ([-1.0, 19.0], "Each weight of the first layer meets one of the second: multiply them."),
        ([10.0, 19.0], "One weight of the first layer is negative."),
        ([19.0, -6.0], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias of the one layer that two linear layers fold into."""


def _case(w: float, b: float, n: int) -> tuple[float, float, FloatArray, FloatArray]:
    rng = np.random.default_rng(n)
    return w, b, rng.uniform(-3.0, 3.0, n), rng.uniform(-2.0, 2.0, n)


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


def _on_without_bias(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    return 2 * float(np.mean((np.maximum(w * x + b, 0) - y) * (w * x > 0)))


def _leaky(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    z = w * x + b
    slope = np.where(z > 0, 1.0, 0.01)
    return 2 * float(np.mean((slope * z - y) * slope))


def _leaky_slope(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    z = w * x + b
    return 2 * float(np.mean((np.maximum(z, 0) - y) * np.where(z > 0, 1.0, 0.01)))


def _weight_gradient(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
    z = w * x + b
    return 2 * float(np.mean((np.maximum(z, 0) - y) * (z > 0) * x))


relu_bias_gradient = FunctionCheck(
    _bias_gradient,
    [
        (_without_slope, "Where the ReLU is off its slope is 0, and the sample does not count."),
        (_on_without_bias, "The bias decides, too, which samples are on: that is where z > 0."),
        (_leaky, "That is the gradient of a leaky ReLU; where a ReLU is off, its slope is 0."),
        (_leaky_slope, "That is the slope of a leaky ReLU; where a ReLU is off, its slope is 0."),
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
    # In each case some samples are on and some off, and the bias decides for one or more; in the
    # largest, some sums are hardly above zero, and some hardly below.
    cases=[_case(1.5, -2.0, 4), _case(-0.8, 0.9, 7), _case(0.9, 0.8, 6), _case(-1.2, -1.1, 60)],
)
"""The gradient of the mean squared error for the bias of a ReLU, given ``w, b, x, y``."""

dead_up_to = Check(
    -15.0,
    [
        (15.0, "The bias has to pull the largest sum, 15, down to zero: mind the sign."),
        (-6.0, "With -6 only the input 2 is off; dead is a unit that is off for every input."),
        (-10.5, "That is for the middle of the inputs; look for the input with the largest sum."),
        (0.0, "With a bias of 0 every input is on: the bias has to pull all sums down."),
        (-5.0, "That is minus the largest input: multiply it by the weight."),
        (-5 / 3, "The sum is zero where b equals minus w times x: multiply, do not divide."),
        (-0.6, "The sum is zero where b equals minus w times x: multiply, do not divide."),
    ],
)
"""The largest bias at which a ReLU with weight 3 is off for all inputs from 2 to 5."""
