"""Checkers for the exercises of *Choose a learning rate*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["back_and_forth", "steps_until_close"]

back_and_forth = Check(
    1.0,
    [
        (2.0, "You left out the 2 in the slope, which is −800 at 100."),
        (0.5, "With that, the first step ends at 500, and the bias stays there."),
        (-1.0, "A step subtracts the slope, which is negative at 100: no minus is needed."),
        (-2.0, "A step subtracts the slope, 2(b − 500), which is negative at 100."),
        (800.0, "That is how long the step is: divide it by the slope."),
        (-800.0, "That is the slope: the step is 800 long, and is the learning rate times that."),
        (0.25, "With that, each step halves the distance to 500, and does not cross it."),
        (0.1, "With that, a step is a fifth of the distance to 500, and does not cross it."),
        (0.0, "With that, the bias does not move."),
    ],
)
"""The learning rate with which a bias leaps from 100 to 900 and back, where the mean is 500."""

steps_until_close = Check(
    9,
    [
        (8, "After 8 steps 400/256 are left, which is more than 1."),
        (4, "After 4 steps 400/16 are left, which is more than 1."),
        (5, "Each step leaves half of the distance, and not a quarter of it."),
        (21, "You left out the 2 in the slope: a step takes half of the distance, not a quarter."),
        (7, "The bias starts 400 away from 500, and not 100."),
        (10, "Count the steps, and not the values of the bias, of which the start is the first."),
        (400, "Each step takes half of what is left, and not 1."),
        (2, "The second step is shorter than the first, because the slope is smaller there."),
    ],
)
"""The steps until a bias that starts 400 away, and halves that in each, is less than 1 away."""
