"""Checkers for the exercises of *What the bias is for*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["back_to_zero", "through_the_origin"]

through_the_origin = Check(
    19 / 7,
    [
        (1.0, "That is the slope of the line with a bias of 4, and this neuron has none."),
        (3.0, "That is the mean of y divided by the mean of x; multiply both by x before you add."),
        (31 / 9, "That is the mean of the ratios y / x, in which a small x counts for too much."),
        (14 / 38, "You swapped the two sums: divide by the sum of the squares of x."),
        (38.0, "That is the sum of the products; divide it by the sum of the squares of x."),
        (38 / 36, "Square each x first, and then add: the sum of the squares is 14."),
    ],
)
"""The best weight without a bias for x = 1, 2, 3 and y = 5, 6, 7."""

back_to_zero = Check(
    60.0,
    [
        (420.0, "That is the height of the line at the average house, not at an area of zero."),
        (780.0, "An area of zero lies below the mean: go back by two, not forward."),
        (360.0, "That is what the weight adds from zero to the mean; take it off the bias."),
        (240.0, "That is one step back from the average house, and the mean is 2."),
        (-60.0, "The other way round: take what the weight adds off the bias."),
        (330.0, "Multiply the weight by the distance to zero; you divided."),
    ],
)
"""The bias of a line whose weight is 180 and whose height at an input of 2 is 420."""
