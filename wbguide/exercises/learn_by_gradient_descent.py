"""Checkers for the exercises of *Learn w and b by gradient descent*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["one_step", "two_steps"]

two_steps = Check(
    [300.0, 400.0],
    [
        ([200.0, 275.0], "You left out the 2 that the derivative of a square brings."),
        ([-100.0, -400.0], "You walked uphill: subtract the slope."),
        ([700.0, 400.0], "This is the slope of the sum, not the mean: divide by 3 houses."),
        ([900.0, 100.0], "You left out the learning rate."),
        ([300.0, 500.0], "The second step starts from the new bias, where the slope is smaller."),
        ([400.0, 300.0], "You swapped the two: the first step comes first."),
        ([200.0, 100.0], "Those are the two changes: add them up from the start, 100."),
        ([-800.0, -400.0], "Those are the two slopes: take the steps with them."),
        ([500.0, 500.0], "That is where the steps lead in the end: at the mean price."),
        ([100.0, 100.0], "The bias changes, since the mean residual is not zero."),
    ],
    rtol=1e-4,
)
"""The bias after one step and after two, where the weight stays at 0 and prices average 500."""


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


def _without_inputs(
    w: float, b: float, x: FloatArray, y: FloatArray, learning_rate: float
) -> list[float]:
    new_b = _step(w, b, x, y, learning_rate)[1]
    return [w + (new_b - b), new_b]


one_step = FunctionCheck(
    _step,
    [
        (
            _one_after_the_other,
            "The second line does not see the same weight as the first line.",
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
        (
            lambda w, b, x, y, _learning_rate: _step(w, b, x, y, 1.0),
            "You left out the learning rate: it multiplies each slope.",
        ),
        (
            _without_inputs,
            "The slope for the weight multiplies each residual by its input, `x`.",
        ),
    ],
    cases=[_case(3, 3.0, -1.0, 0.05), _case(5, -1.5, 2.0, 0.2), _case(4, 0.5, 4.0, 0.7)],
)
"""A function that takes a weight, a bias, samples and a learning rate one step further."""
