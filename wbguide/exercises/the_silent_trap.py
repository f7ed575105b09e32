"""Checkers for the exercises of *The silent trap*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["learned", "trap"]

trap = Check(
    28 / 9,
    [
        (0.0, "That is the loss of equal shapes; here every prediction meets every target."),
        (28.0, "That is the sum of the squares; the loss is their mean."),
        (10 / 3, "Those are the squares of the targets; square the differences."),
        (28 / 3, "You divided the sum by 3 samples, but there are 9 differences."),
        (14 / 9, "You took every pair once; the difference of 0 and 1 is there in both orders."),
        (12 / 9, "That is the mean of the distances; square them first."),
        (28 / 6, "You left out the zeros; the mean is over all 9 differences."),
    ],
)
"""What the mean of the squares is when three perfect predictions are a column."""

learned = Check(
    [0.0, 5.0],
    [
        ([2.0, 1.0], "The right shapes teach that; here every prediction meets every target."),
        ([2.0, 5.0], "The weight does not stay: the best answer is the same for every sample."),
        ([0.0, 1.0], "The bias does not stay: without the weight, it is the whole answer."),
        ([0.0, 4.0], "That is the median; the smallest mean of the squares is at the mean."),
        ([0.0, 20.0], "That is the sum of the targets; divide it by their number."),
        ([0.0, 0.0], "Then every answer is 0, which is too low for all four targets."),
        ([5.0, 0.0], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias of a neuron that was trained on a table of four by four residuals."""
