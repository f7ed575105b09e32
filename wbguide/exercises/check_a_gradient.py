"""Checkers for the exercises of *Check a gradient*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["three_houses", "two_quotients"]

three_houses = Check(
    [-440.0, -180.0],
    [
        ([-1320.0, -540.0], "This is the slope of the sum, not the mean: divide by 3 houses."),
        ([-220.0, -90.0], "You left out the 2 that the derivative of a square brings."),
        ([440.0, 180.0], "The residual is the prediction minus the price, so the signs turn."),
        ([-180.0, -440.0], "You swapped the two: the weight comes first."),
        ([-180.0, -180.0], "The slope for the weight multiplies each residual by its area."),
        ([-360.0, -180.0], "Multiply each residual by its own area, not their mean by the mean."),
        ([-440.0, 0.0], "The bias has a slope too: twice the mean residual."),
        ([-440.0, -90.0], "The weight's slope is right; the bias's has a factor of 2, too."),
        ([-220.0, -180.0], "The bias's slope is right; the weight's has a factor of 2, too."),
        ([1320.0, 540.0], "This is the slope of the sum, and with the signs turned."),
        ([0.0, 0.0], "Both slopes are zero only at the best line, 200 and 100."),
    ],
)
"""Both slopes, for the weight and for the bias, of three houses at w = 140 and b = 130."""

two_quotients = Check(
    [-12.0, -16.0],
    [
        ([-12.0, -32.0], "The two weights of the second quotient are 2 apart: divide by 2h."),
        ([-6.0, -16.0], "The two weights of the first quotient are 1 apart: divide by h."),
        ([-20.0, -16.0], "The first quotient moves up: take the loss at 4 minus the loss at 3."),
        ([12.0, 16.0], "The loss falls where w grows: subtract the loss at the smaller weight."),
        ([-16.0, -12.0], "You swapped the two: the one-sided quotient comes first."),
        ([-16.0, -16.0], "That is the slope itself; the one-sided quotient is off by the bend."),
        ([2.0, 2.0], "Those are quotients of the residual: square it first."),
        ([4.0, 36.0], "Those are two of the losses: subtract, and divide by the distance."),
        ([0.0, 0.0], "The loss is 36, 16 and 4 at the weights 2, 3 and 4."),
    ],
)
"""The quotient to one side and to both sides, of the loss (2w - 10)² at w = 3 with a step of 1."""
