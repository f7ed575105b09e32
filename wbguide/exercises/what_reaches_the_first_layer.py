"""Checkers for the exercises of *What reaches the first layer*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["at_most", "relu_bias_gradient"]

at_most = Check(
    1 / 64,
    [
        (1 / 4, "That is the largest slope of one sigmoid; this nudge passes five, and weights."),
        (1 / 1024, "You left out the weights on the way: each multiplies the nudge too."),
        (1 / 32, "The first weight multiplies x; the first bias is added after it."),
        (1 / 16, "That is a chain of four slopes: each of the five layers has one."),
        (1 / 8, "You left out one slope and counted one weight too many."),
        (1 / 2, "That is the factor of one layer: the factors of five layers multiply."),
        (16.0, "A sigmoid's slope is at most 1/4; with 1 this would be tanh."),
        (13 / 4, "The factors of a chain multiply: they do not add up."),
    ],
)
"""The most that a bias can move the output of five sigmoids in a row, whose weights are 2."""


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
