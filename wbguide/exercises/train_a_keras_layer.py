"""Checkers for the exercises of *Train a Keras layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["first_step", "free_and_frozen"]

first_step = Check(
    [220.0, 100.0],
    [
        ([110.0, 50.0], "You left out the 2 that the derivative of a square brings."),
        ([660.0, 300.0], "This is the step of the sum, not of the mean: divide by 3 houses."),
        ([-220.0, -100.0], "You walked uphill: subtract the slope."),
        ([100.0, 100.0], "The slope for the weight multiplies each residual by its area."),
        ([200.0, 100.0], "Multiply each residual by its own area, not their mean by the mean."),
        ([100.0, 220.0], "You swapped the two: the weight comes first."),
        ([-2200.0, -1000.0], "Those are the two slopes: take a step with them."),
        ([2200.0, 1000.0], "You left out the learning rate."),
        ([220.0, 0.0], "The bias has a slope too: twice the mean residual."),
        ([220.0, 12.0], "Compute both slopes before you change the weight."),
        ([150.0, 200.0], "That is where many steps lead: take only the first."),
        ([0.0, 0.0], "That is the start, but the layer prices all houses too low there."),
    ],
    rtol=1e-4,
)
"""Weight and bias after one step of 0.1 from 0 and 0, on areas 1, 2, 3 at 400, 400, 700."""

free_and_frozen = Check(
    [8, 18],
    [
        ([18, 8], "You swapped the two: the first layer is the frozen one."),
        ([6, 15], "You left out the biases: each unit has one."),
        ([12, 18], "The second layer reads the 3 outputs of the first, not the 5 inputs."),
        ([6, 18], "The second layer has biases too: one for each unit."),
        ([8, 15], "The first layer has biases too: freezing it freezes them as well."),
        ([11, 15], "Freezing a layer freezes its biases too."),
        ([9, 20], "There is one bias for each unit, not one for each input."),
        ([7, 16], "There is one bias for each unit, not one for the layer."),
        ([26, 0], "The first layer is frozen, so training leaves it alone."),
        ([8, 26], "That is all numbers together: only those of the first layer stay."),
        ([0, 26], "Only the first layer is frozen."),
        ([2, 2], "That is the number of arrays: count the numbers in them."),
    ],
)
"""How many numbers of a 5-3-2 network training may change, and may not, if layer 1 is frozen."""
