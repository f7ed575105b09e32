"""Checkers for the exercises of *Learn w and b by gradient descent*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["limit_of_three", "one_step", "three_houses"]

three_houses = Check(
    [-440.0, -180.0],
    [
        ([-1320.0, -540.0], "This is the gradient of the sum, not the mean: divide by 3 houses."),
        ([-220.0, -90.0], "You left out the 2 that the derivative of a square brings."),
        ([440.0, 180.0], "The residual is the prediction minus the price, so the signs turn."),
        ([-180.0, -440.0], "You swapped the two: the weight comes first."),
        ([-180.0, -180.0], "The weight's gradient multiplies each residual by its area."),
        ([-360.0, -180.0], "Multiply each residual by its own area, not their mean by the mean."),
        ([-440.0, 0.0], "The bias has a gradient too: twice the mean residual."),
    ],
)
"""Both gradients, of the weight and of the bias, for three houses at w = 140 and b = 130."""


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


def _case(
    n_samples: int, w: float, b: float, learning_rate: float
) -> tuple[float, float, FloatArray, FloatArray, float]:
    rng = np.random.default_rng(n_samples)
    return w, b, rng.normal(1.0, 2.0, n_samples), rng.normal(3.0, 2.0, n_samples), learning_rate


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
    cases=[_case(3, 3.0, -1.0, 0.05), _case(5, -1.5, 2.0, 0.2), _case(4, 0.5, 4.0, 0.7)],
)
"""A function that takes a weight, a bias, samples and a learning rate one step further."""

_STEEPEST, _FLATTEST = (17.0 + 265.0**0.5) / 3.0, (17.0 - 265.0**0.5) / 3.0

limit_of_three = Check(
    [_STEEPEST, 2.0 / _STEEPEST],
    [
        ([28.0 / 3.0, 3.0 / 14.0], "That is without a bias: fill in its row and column."),
        (
            [14.0 / 3.0, 3.0 / 7.0],
            "You left out the bias, and the 2 of the square: each entry is twice a mean.",
        ),
        (
            [_STEEPEST, 1.0 / _STEEPEST],
            "With 1/λ_max the steepest direction takes one step; the limit is twice that.",
        ),
        ([_STEEPEST / 2.0, 4.0 / _STEEPEST], "You left out the 2 of the square in the Hessian."),
        (
            [_STEEPEST / 2.0, 2.0 / _STEEPEST],
            "The limit is right, but each entry of the Hessian is twice a mean, and so is λ_max.",
        ),
        ([2.0 / _STEEPEST, _STEEPEST], "You swapped the two: λ_max comes first."),
        ([_FLATTEST, 2.0 / _FLATTEST], "That is λ_min: the steepest direction sets the limit."),
        ([3.0 * _STEEPEST, 2.0 / _STEEPEST / 3.0], "This is for the sum, not the mean."),
        ([2.0, 1.0], "That is for the bias alone; the weight is steeper."),
    ],
)
"""λ_max for the samples 1, 2 and 3, and the learning rate above which a neuron then diverges."""
