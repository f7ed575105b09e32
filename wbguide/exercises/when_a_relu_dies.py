"""Checkers for the exercises of *When a ReLU dies*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["back_above", "dead_up_to", "relu_bias_gradient"]

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

back_above = Check(
    -1.5,
    [
        (1.5, "The weight is still below zero when the unit comes back: mind the sign."),
        (-0.6, "That is for the input 5, which comes back last: the largest sum is at 2."),
        (0.6, "The weight is still below zero, and the largest sum is at the input 2."),
        (-6.0, "The sum is zero where w times x equals minus b: divide, do not multiply."),
        (-2 / 3, "The sum is zero where w equals minus b over x: turn the fraction over."),
        (-3.0, "That is the weight for an input of 1; the smallest input is 2."),
        (0.0, "Before the weight is zero the bias wins already, at the smallest input."),
    ],
)
"""The weight above which a ReLU with bias 3 is on for some input from 2 to 5."""


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
        (
            _without_slope,
            "Look at the samples where the ReLU is off: their output does not move with the bias.",
        ),
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
