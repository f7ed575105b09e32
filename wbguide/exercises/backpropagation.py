"""Checkers for the exercises of *Backpropagation: the gradients of every layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["four_gradients", "what_delta_tells"]

what_delta_tells = Check(
    [-0.004, -0.012],
    [
        ([0.01, 0.03], "That is by how much the sum grows; δ says what the loss makes of that."),
        ([-0.4, -1.2], "Those are the gradients, for a change of 1: here the change is 0.01."),
        ([0.004, 0.012], "The δ is negative: when the sum grows, the loss falls."),
        ([-0.004, -0.004], "The weight is multiplied by its input, 3, before it is added."),
        ([-0.004, -0.01 * 0.4 / 3], "A larger input makes the sum grow more: multiply by it."),
        ([-0.012, -0.012], "The bias is added to the sum as it is, without an input."),
        ([-0.012, -0.004], "You swapped the two: the bias comes first."),
        ([-0.4, -0.4], "That is δ itself: it is multiplied by how much the sum grows."),
        ([-0.39, -0.39], "The δ is not what changes: it says by how much the loss does."),
        ([-40, -120], "You divided by the change: multiply δ by it."),
        ([0.01, 0.01], "That is what you change; the question is what the loss does."),
    ],
)
"""What a raised bias and a raised weight do to the loss, given the δ of a unit and an input."""

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
