"""Checkers for the exercises of *A batch at a time*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["house_by_house", "steps_of_training"]

steps_of_training = Check(
    80,
    [
        (16, "That is one epoch; there are 5."),
        (15, "That is one epoch, and without its last, smaller batch."),
        (75, "The last batch of an epoch is smaller, but it is a step too."),
        (79, "Each epoch ends with a smaller batch: round up first, then multiply by 5."),
        (78, "Each epoch ends with a smaller batch: round up first, then multiply by 5."),
        (78.125, "Steps are whole: the last batch of an epoch is smaller."),
        (5, "That is for all samples at once; a batch has 64."),
        (5000, "That is for batches of 1; a batch has 64."),
        (320, "You multiplied by the size of a batch; divide the samples by it."),
    ],
)
"""How many steps 5 epochs over 1000 samples take in batches of 64."""

house_by_house = Check(
    525.0,
    [
        (300.0, "That is one step over all three houses at once."),
        (353.125, "You left out the 2 that the derivative of a square brings."),
        (-725.0, "You walked uphill: subtract the slope."),
        (375.0, "You took the houses in the other order: it starts with 300."),
        (700.0, "Each step starts from the bias that the step before it left, not from 100."),
        (200.0, "That is after the first house; two more follow."),
        (350.0, "That is after the second house; one more follows."),
        (500.0, "The mean price is where all three at once would lead in the end."),
    ],
    rtol=1e-4,
)
"""The bias after one epoch of steps over 300, 500 and 700, one at a time, from 100."""
