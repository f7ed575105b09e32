"""Checkers for the exercises of *What the bias is for*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["and_gate", "switch_at", "through_the_origin"]

through_the_origin = Check(
    19 / 7,
    [
        (1.0, "That is the slope of the line with a bias of 4, and this neuron has none."),
        (3.0, "That is the mean of y divided by the mean of x; multiply both by x before you add."),
        (31 / 9, "That is the mean of the ratios y / x, in which a small x counts for too much."),
        (14 / 38, "You swapped the two sums: divide by the sum of the squares of x."),
        (38.0, "That is the sum of the products; divide it by the sum of the squares of x."),
    ],
)
"""The best weight without a bias for x = 1, 2, 3 and y = 5, 6, 7."""

switch_at = Check(
    -10.0,
    [
        (10.0, "The switch is at -b / w: with this bias it would be at -2.5."),
        (-2.5, "That would be right for a weight of 1: the weight multiplies the input."),
        (2.5, "The bias is not where the switch is; it must cancel the weight times the input."),
        (-1.6, "You divided the weight by the input: multiply them."),
        (-0.625, "You divided the input by the weight: multiply them."),
        (-9.5, "The sigmoid is one half where the sum is 0, not where it is one half."),
    ],
)
"""The bias with which a sigmoid neuron of weight 4 gives one half at x = 2.5."""

and_gate = Check(
    [-2.0, -1.0],
    [
        ([-1.0, 0.0], "That is an OR gate: one input of 1 is enough."),
        ([-2.0, 0.0], "Near the upper end, one input of 1 is enough: that is an OR gate."),
        ([1.0, 2.0], "Those are thresholds; a bias is minus a threshold."),
        ([2.0, 1.0], "Those are thresholds; a bias is minus a threshold."),
        ([-1.0, -2.0], "These are the two, but the lower one comes first."),
        ([0.0, 1.0], "With a positive bias, the neuron says yes even where both inputs are 0."),
    ],
)
"""The lowest and the highest bias of an AND gate whose weights are 1 and 1."""
