"""Checkers for the exercises of *When a ReLU dies*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["back_above", "dead_up_to"]

dead_up_to = Check(
    -15.0,
    [
        (15.0, "The bias has to pull the largest sum, 15, down to zero: mind the sign."),
        (-6.0, "With -6 only the input 2 is off; dead is a unit that is off for every input."),
        (-10.5, "That is for the middle of the inputs; look for the input with the largest sum."),
        (0.0, "With a bias of 0 every input is on: the bias has to pull all sums down."),
        (-5.0, "That is minus the largest input: multiply it by the weight."),
        (-5 / 3, "The sum is zero where b equals minus w times x: multiply, do not divide."),
        (-0.6, "The sum is zero where b equals minus w times x: multiply, do not divide."),
    ],
)
"""The largest bias at which a ReLU with weight 3 is off for all inputs from 2 to 5."""

back_above = Check(
    -1.5,
    [
        (1.5, "The weight is still below zero when the unit comes back: mind the sign."),
        (-0.6, "That is for the input 5, which comes back last: the largest sum is at 2."),
        (0.6, "The weight is still below zero, and the largest sum is at the input 2."),
        (-6.0, "The sum is zero where w times x equals minus b: divide, do not multiply."),
        (-2 / 3, "The sum is zero where w equals minus b over x: turn the fraction over."),
        (-3.0, "That is the weight for an input of 1; the smallest input is 2."),
        (0.0, "Before the weight is zero the bias wins already, at the smallest input."),
    ],
)
"""The weight above which a ReLU with bias 3 is on for some input from 2 to 5."""
