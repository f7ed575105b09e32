"""Checker for the exercise of *Backpropagation: the gradients of every layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["four_gradients"]

four_gradients = Check(
    [-3.0, -1.5, 0.0, -0.5],
    [
        (
            [-1.0, -0.5, 0.0, -0.5],
            "You left out the weight between the two units, 3, on the way back.",
        ),
        ([3.0, 1.5, 0.0, 0.5], "The residual is the prediction minus the target: the signs turn."),
        ([-1.5, -1.5, 0.0, -0.5], "The gradient of a weight is the bias's times the input, 2."),
        (
            [-3.0, -1.5, -0.5, -0.5],
            "The second weight is multiplied by the hidden activation, which is 0.",
        ),
        ([-3.0, 0.0, 0.0, -0.5], "The hidden bias has a gradient too: the weight's without x."),
        ([-3.0, 0.0, 0.0, 0.0], "Biases have gradients too, each the delta of its unit."),
        (
            [-0.75, -0.375, 0.0, -0.125],
            "With the cross-entropy the sigmoid's slope cancels: delta 2 is the residual.",
        ),
        (
            [0.5, -1.0, 3.0, 0.0],
            "Those are the weights and biases; the question is how the loss changes with each.",
        ),
        ([-3.0, 0.0, -1.5, -0.5], "The order is w1, b1, w2, b2."),
        ([0.0, -1.5, 0.0, -0.5], "The first weight has a gradient too: delta 1 times its input."),
        ([0.0, 0.0, 0.0, -0.5], "The slope of tanh at 0 is 1, not 0."),
    ],
)
"""The gradients of both weights and both biases of a network with one unit a layer."""
