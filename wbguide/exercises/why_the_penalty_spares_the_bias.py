"""Checkers for the exercises of *Why the penalty spares the bias*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["gradients", "penalized_bias", "shared"]


def _case(
    n_samples: int, n_features: int, b: float, alpha: float
) -> tuple[FloatArray, FloatArray, FloatArray, float, float]:
    rng = np.random.default_rng(n_samples)
    X, y = rng.normal(size=(n_samples, n_features)), rng.normal(size=n_samples)
    return X, y, rng.uniform(1.0, 2.0, n_features), b, alpha


def _gradients(
    X: FloatArray,
    y: FloatArray,
    w: FloatArray,
    b: float,
    alpha: float,
    *,
    on_weights: float = 2.0,
    on_bias: float = 0.0,
    of_loss: float = 2.0,
) -> FloatArray:
    residuals = X @ w + b - y
    dw = of_loss * X.T @ residuals / len(y) + on_weights * alpha * w
    db = of_loss * residuals.mean() + on_bias * alpha * b
    return np.append(dw, db)


def _of_the_sum(X: FloatArray, y: FloatArray, w: FloatArray, b: float, alpha: float) -> FloatArray:
    on_weights = 2.0 / len(y)
    return len(y) * _gradients(X, y, w, b, alpha, on_weights=on_weights)


gradients = FunctionCheck(
    _gradients,
    [
        (
            lambda _X, _y, w, _b, _alpha: np.zeros(len(w) + 1),
            "All gradients are zero only where the loss is at its lowest point.",
        ),
        (
            lambda *known: _gradients(*known, on_bias=2.0),
            "You penalized the bias as well; its gradient stays twice the mean residual.",
        ),
        (
            lambda *known: _gradients(*known, on_weights=0.0),
            "You left out the penalty: its gradient is 2αw.",
        ),
        (
            lambda *known: _gradients(*known, on_weights=1.0),
            "The penalty αw² has the derivative 2αw, not αw.",
        ),
        (
            lambda X, y, w, b, _alpha: _gradients(X, y, w, b, 1.0),
            "The penalty's strength α is missing: its gradient is 2αw.",
        ),
        (
            lambda *known: _gradients(*known, on_weights=-2.0),
            "The penalty is added to the loss, so its gradient is added too.",
        ),
        (_of_the_sum, "This is the gradient of the sum of the squared residuals, not of the mean."),
        (
            lambda *known: _gradients(*known, of_loss=1.0),
            "You lost the 2 of the squared residuals.",
        ),
    ],
    cases=[_case(3, 2, 3.0, 0.3), _case(7, 3, -1.2, 1.7), _case(5, 1, 0.8, 0.04)],
)
"""The gradients of the penalized loss for the weights and, last, for the bias."""

penalized_bias = Check(
    16.0,
    [
        (20.0, "That is the mean of the targets, the best bias without a penalty."),
        (15.0, "You subtracted α times the mean; the penalty is on b, which is smaller."),
        (20 / 1.125, "The penalty αb² has the derivative 2αb, not αb."),
        (25.0, "The penalty makes the bias smaller, not larger: divide by 1 + α."),
        (5.0, "You multiplied by α; divide by 1 + α."),
        (0.0, "Only without data is the best bias zero."),
    ],
)
"""The bias that is best for targets of mean 20, with a penalty of strength 0.25 on the bias."""

shared = Check(
    [2.0, 4.0],
    [
        ([10.0, 0.0], "The sum of the squares is 100: let both weights work."),
        ([0.0, 5.0], "The sum of the squares is 25: with a little help it gets smaller."),
        ([5.0, 2.5], "Each does half of the work, but the second does more for the same square."),
        ([10 / 3, 10 / 3], "Equal weights make too little of the second input."),
        ([4.0, 2.0], "You swapped the two: the larger input gets the larger weight."),
        ([5.0, 5.0], "The second input is twice as large, so its weight counts twice."),
        ([4.0, 3.0], "These give 10, but another pair has a smaller sum of squares."),
    ],
)
"""The weights that a penalty chooses for two inputs, of which the second is twice the first."""
