"""Checkers for the exercises of *From a line to a decision*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["baseline", "steep_at_five"]

steep_at_five = Check(
    [12.0, -60.0],
    [
        ([3.0, -15.0], "The boundary is right; the slope there is a quarter of the weight."),
        ([0.75, -3.75], "You divided by 4: the weight is four times the slope, not a quarter."),
        ([12.0, 60.0], "The sign: with this bias the boundary is at -5."),
        ([12.0, -5.0], "The bias is not minus the boundary: with these two it is at 5/12."),
        (
            [12.0, -5 / 12],
            "You divided the boundary by the weight; the bias is minus their product.",
        ),
        (
            [12.0, -12 / 5],
            "You divided the weight by the boundary; the bias is minus their product.",
        ),
        ([-12.0, 60.0], "The boundary is right, but this curve falls: its slope is -3."),
        ([3.0, 5.0], "Those are the slope and the boundary: find the weight and the bias."),
        ([12.0, 5.0], "The weight is right; with a bias of 5 the boundary is at -5/12."),
        ([-60.0, 12.0], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias of a sigmoid neuron with its boundary at 5 and a slope of 3 there."""

baseline = Check(
    -math.log(99.0),
    [
        (0.01, "The bias goes through the sigmoid too, and the sigmoid of 0.01 is about a half."),
        (math.log(99.0), "The sign: with this bias the neuron says 0.99."),
        (math.log(0.01), "Near, but that leaves out the 1 in 1 + exp(-b)."),
        (-math.log10(99.0), "That is the logarithm to the base 10; take the natural one."),
        (-99.0, "That is minus exp(-b); take the logarithm."),
        (0.0, "With a bias of zero the neuron says one half."),
    ],
)
"""The bias with which a sigmoid neuron that ignores its input says 0.01."""
