"""Checkers for the exercises of *Good on new data*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["choose", "too_warm"]

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
