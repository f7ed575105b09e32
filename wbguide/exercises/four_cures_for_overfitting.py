"""Checker for the exercise of *Four cures for overfitting*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["stopped"]

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
