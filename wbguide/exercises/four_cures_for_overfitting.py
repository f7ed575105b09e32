"""Checkers for the exercises of *Four cures for overfitting*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["shared", "stopped"]

shared = Check(
    [2.0, 4.0],
    [
        ([10.0, 0.0], "The sum of the squares is 100: let both weights work."),
        ([0.0, 5.0], "The sum of the squares is 25: with a little help it gets smaller."),
        ([5.0, 2.5], "Each does half of the work, but the second does more for the same square."),
        ([10 / 3, 10 / 3], "Equal weights make too little of the second input."),
        ([4.0, 2.0], "You swapped the two: the larger input gets the larger weight."),
        ([5.0, 5.0], "The second input is twice as large, so its weight counts twice."),
        ([4.0, 3.0], "These give 10, but another pair has a smaller sum of squares."),
    ],
)
"""The weights that a penalty chooses for two inputs, of which the second is twice the first."""

stopped = Check(
    [7, 3],
    [
        ([3, 3], "Training cannot know yet that epoch 3 was the best: it waits first."),
        ([3, 7], "You swapped the two: the last epoch that runs comes first."),
        ([7, 7], "Those are the last weights; the best ones are restored."),
        ([6, 3], "A patience of 4 bears four epochs without a new best: 4, 5, 6 and 7."),
        ([8, 3], "A patience of 4 stops after the fourth epoch without a new best."),
        ([9, 9], "That epoch is better still, but training is over by then."),
        ([9, 3], "Epoch 9 would be better still, but training is over by then."),
        ([7, 5], "Epoch 5 is better than epoch 4, but not than epoch 3."),
    ],
)
"""The last epoch that runs, and the epoch whose weights are kept."""
