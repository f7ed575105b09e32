"""Checkers for the exercises of *The price of a missing bias*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["costlier_land", "hidden_from", "three_samples"]

three_samples = Check(
    28.0,
    [
        (196.0, "That is the whole square of the bias, but the weight hides a part of it."),
        (2.0, "Square the bias before you multiply it by the share."),
        (168.0, "That is the part which the weight hides; the rest of the square is left."),
        (140.0, "Divide by the mean of the squares of x, not by their sum."),
        (28**0.5, "That is the typical error; the loss is its square."),
        (84.0, "That is the sum of the squared residuals; the loss is their mean."),
        (0.0, "A loss of zero needs a line through all three, and it misses the origin."),
    ],
)
"""The loss without a bias for x = 1, 2, 3 and an exact line with the intercept 14."""

hidden_from = Check(
    2 * 99**0.5,
    [
        (10.0, "With a mean of 10 and a spread of 2, one part in 26 is left."),
        (20.0, "That is close, but the 1 in the formula counts as well: 99 and not 100."),
        (99**0.5, "That is the mean for a spread of 1."),
        (99**0.5 / 2, "Multiply by the spread: the wider the inputs, the farther they must be."),
        (198.0, "In the formula the ratio is squared: take a root."),
    ],
)
"""The mean of inputs of spread 2 from which on a hundredth of the squared bias is left."""

costlier_land = Check(
    1800.0,
    [
        (
            200.0,
            "A line through the origin cannot follow: its residuals grow with the price.",
        ),
        (600.0, "The residuals are 3 times as large, but the loss squares them."),
        (400.0, "Land costs 3 times as much, not twice: divide 150 by 50, and square that."),
        (5400.0, "The loss squares the residuals; you multiplied by 3 three times."),
        (200 / 9, "You divided: land that costs more makes the loss larger."),
        (300.0, "The loss does not grow by what the land costs more, but by a factor."),
        (200.0 + 100.0**2, "The loss does not grow by the square of the difference."),
        (22_500.0, "That is the square of the whole intercept; the weight hides a part of it."),
    ],
)
"""The loss without a bias where the intercept is 150, if it is 200 for an intercept of 50."""
