"""Checkers for the exercises of *Bending lines into curves*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["hat", "kink_at"]

kink_at = Check(
    -1.5,
    [
        (1.5, "The sum is zero where w times x equals minus b: mind the sign."),
        (3.0, "That is the bias, the output at x = 0; the weight has a say in where the kink is."),
        (-3.0, "Minus the bias is the kink of a neuron with weight 1."),
        (-2 / 3, "You divided the weight by the bias."),
        (2 / 3, "You divided the weight by the bias, and left out the minus."),
        (0.0, "The kink sits at 0 only for a neuron without a bias."),
    ],
)
"""Where a ReLU with weight 2 and bias 3 has its kink."""

hat = Check(
    [-1.0, -3.0, -4.0, 2.0, -6.0, 4.0],
    [
        (
            [1.0, 3.0, 4.0, 2.0, -6.0, 4.0],
            "With weight 1, a neuron bends at minus its bias: mind the sign.",
        ),
        (
            [-1.0, -3.0, -4.0, 2.0, -4.0, 0.0],
            "Those are the slopes; an output weight is the change of the slope.",
        ),
        (
            [1.0, 3.0, 4.0, 4.0, -4.0, 0.0],
            "Mind the sign of the biases; and an output weight is a change of slope, not a rise.",
        ),
        (
            [-1.0, -3.0, -4.0, 4.0, -4.0, 0.0],
            "Those are the rises; an output weight is the change of the slope.",
        ),
        (
            [-1.0, -3.0, -4.0, 4.0, -8.0, 4.0],
            "A slope is the rise divided by the run, and the first run is 2 long.",
        ),
        (
            [-1.0, -3.0, -4.0, 2.0, -4.0, 4.0],
            "The second weight is the change of the slope, from 2 to −4.",
        ),
        (
            [-1.0, -3.0, -4.0, 2.0, -6.0, 0.0],
            "Without the last neuron, the curve would go on falling beyond 4.",
        ),
        (
            [-1.0, -3.0, -4.0, 2.0, 6.0, 4.0],
            "The slope falls at the second knot, so that weight is negative.",
        ),
        (
            [2.0, -6.0, 4.0, -1.0, -3.0, -4.0],
            "You swapped the two: the biases come first.",
        ),
    ],
)
"""Three biases and three output weights for a hat with corners (1, 0), (3, 4) and (4, 0)."""
