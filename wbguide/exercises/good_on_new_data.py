"""Checkers for the exercises of *Good on new data*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["choose", "stopped", "too_warm"]

choose = Check(
    8,
    [
        (16, "That has the smallest training loss: it knows its own samples by heart."),
        (1, "There the two losses are closest, but both are large: it underfits."),
        (2, "Both losses are still far above the noise: it underfits."),
        (4, "Its training loss is near the noise, but go by the validation loss."),
        (5, "That is about the smallest validation loss; give the size that has it."),
    ],
)
"""The size to take, of five with the losses of their training and validation."""

too_warm = Check(
    10.0,
    [
        (9.0, "That is the loss of the true curve itself; being off by 1 comes on top."),
        (1.0, "That would be the loss if the thermometer made no errors."),
        (4.0, "You added the degrees; the loss is made of their squares."),
        (16.0, "You added first and squared then; the noise has either sign, so square each."),
        (8.0, "To be off by 1 makes the loss larger, not smaller."),
        (10.0**0.5, "That is the root; the loss is the mean of the squares."),
    ],
)
"""The validation loss of a curve that is too warm by a degree, with a noise of 3 degrees."""

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
