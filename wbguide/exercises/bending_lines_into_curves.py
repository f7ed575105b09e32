"""Checkers for the exercises of *Bending lines into curves*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["kink_at", "neurons_for_a_thousandth", "through_three_knots"]

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

through_three_knots = Check(
    [2.0, -2.5, 5.0],
    [
        ([2.0, -0.5, 5.0], "Those are the slopes; an output weight is the change of the slope."),
        ([2.0, -2.5, 0.0], "Without the output's bias, the curve would start at the height 0."),
        ([2.0, -3.0, 5.0], "A slope is the rise divided by the run, and the second run is 2 long."),
        ([2.0, -1.0, 5.0], "Those are the rises; divide by the runs, then take the changes."),
        ([2.0, 2.5, 5.0], "The slope falls at the second knot, so that weight is negative."),
    ],
)
"""Two output weights and the output's bias for the knots (0, 5), (1, 7) and (3, 6)."""

neurons_for_a_thousandth = Check(
    71,
    [
        (70, "With 70 the error is still above 0.001: round up."),
        (2 * math.pi / math.sqrt(8e-3), "Neurons come whole: round up."),
        (72, "That is enough, but one fewer is too."),
        (199, "You left out the 8."),
        (2 * math.pi / math.sqrt(1e-3), "You left out the 8."),
        (4935, "The error falls with the square of k: take a root."),
        (4 * math.pi**2 / 8e-3, "The error falls with the square of k: take a root."),
        (36, "The interval is 2π wide, not π."),
        (math.pi / math.sqrt(8e-3), "The interval is 2π wide, not π."),
        (51, "That is for the root of the mean square; the largest error is asked for."),
    ],
)
"""How many neurons keep the largest error of the built sine within 0.001."""
