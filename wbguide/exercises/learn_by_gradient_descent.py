"""Checkers for the exercises of *Learn w and b by gradient descent*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["limit_of_three", "one_step", "two_houses"]

two_houses = Check(
    [-250.0, -140.0],
    [
        ([-500.0, -280.0], "This is the gradient of the sum, not the mean: divide by 2 houses."),
        ([-125.0, -70.0], "You left out the 2 that the derivative of a square brings."),
        ([250.0, 140.0], "The residual is the prediction minus the price, so the signs turn."),
        ([-140.0, -250.0], "You swapped the two: the weight comes first."),
        ([-140.0, -140.0], "The weight's gradient multiplies each residual by its area."),
        ([-210.0, -140.0], "Multiply each residual by its own area, not their mean by the mean."),
        ([-250.0, 0.0], "The bias has a gradient too: twice the mean residual."),
    ],
)
"""Both gradients, of the weight and of the bias, for two houses at w = 120 and b = 150."""


def _step(
    w: float,
    b: float,
    x: FloatArray,
    y: FloatArray,
    learning_rate: float,
    *,
    factor: float = 2.0,
) -> list[float]:
    residuals = w * x + b - y
    dw, db = factor * np.mean(residuals * x), factor * np.mean(residuals)
    return [float(w - learning_rate * dw), float(b - learning_rate * db)]


def _one_after_the_other(
    w: float, b: float, x: FloatArray, y: FloatArray, learning_rate: float
) -> list[float]:
    new_w = _step(w, b, x, y, learning_rate)[0]
    return [new_w, _step(new_w, b, x, y, learning_rate)[1]]


def _the_bias_first(
    w: float, b: float, x: FloatArray, y: FloatArray, learning_rate: float
) -> list[float]:
    new_b = _step(w, b, x, y, learning_rate)[1]
    return [_step(w, new_b, x, y, learning_rate)[0], new_b]


one_step = FunctionCheck(
    _step,
    [
        (
            _one_after_the_other,
            "The bias's gradient saw the new weight: compute both gradients before you step.",
        ),
        (
            _the_bias_first,
            "The weight's gradient saw the new bias: compute both gradients before you step.",
        ),
        (
            lambda w, b, x, y, learning_rate: _step(w, b, x, y, -learning_rate),
            "You walked uphill: subtract the gradient.",
        ),
        (
            lambda w, b, x, y, learning_rate: _step(w, b, x, y, learning_rate, factor=2.0 * len(x)),
            "This is the gradient of the sum, not the mean.",
        ),
        (
            lambda w, b, x, y, learning_rate: _step(w, b, x, y, learning_rate, factor=1.0),
            "You left out the 2 that the derivative of a square brings.",
        ),
        (
            lambda w, b, x, y, learning_rate: [_step(w, b, x, y, learning_rate)[0], b],
            "The bias has not moved: its gradient is twice the mean residual.",
        ),
        (
            lambda w, b, x, y, learning_rate: _step(w, b, x, y, learning_rate)[::-1],
            "You swapped the two: the weight comes first.",
        ),
        (
            lambda w, b, x, y, _learning_rate: [
                start - _step(w, b, x, y, 1.0)[i] for i, start in enumerate([w, b])
            ],
            "You returned the gradients: take a step with them.",
        ),
    ],
    arguments=[3.0, -1.0, np.array([1.0, 2.0, 4.0]), np.array([2.0, 8.0, 9.0]), 0.05],
)
"""A function that takes a weight, a bias, samples and a learning rate one step further."""

limit_of_three = Check(
    6.0 / (17.0 + 265.0**0.5),
    [
        (3.0 / 14.0, "That is the limit without a bias: fill in its row and column."),
        (
            12.0 / 28.0,
            "You left out the bias, and the 2 of the square: each entry is twice a mean.",
        ),
        (
            3.0 / (17.0 + 265.0**0.5),
            "That is 1/λ_max, where the steepest direction takes one step; the limit is twice it.",
        ),
        (12.0 / (17.0 + 265.0**0.5), "You left out the 2 of the square in the Hessian."),
        ((17.0 + 265.0**0.5) / 3.0, "That is λ_max itself; the limit is 2 divided by it."),
        (6.0 / (17.0 - 265.0**0.5), "That is 2/λ_min: the steepest direction sets the limit."),
        (2.0 / (17.0 + 265.0**0.5), "This is the limit for the sum, not the mean."),
        (1.0, "That is the limit of the bias alone; the weight is steeper."),
    ],
)
"""The learning rate above which a neuron with a bias diverges on the samples 1, 2 and 3."""
