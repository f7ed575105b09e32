"""Checkers for the exercises of *Train a Keras layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["first_step", "free_and_frozen"]

first_step = Check(
    [130.0, 80.0],
    [
        ([65.0, 40.0], "You left out the 2 that the derivative of a square brings."),
        ([260.0, 160.0], "These are the steps of the sum, not of the mean: divide by 2 houses."),
        ([-130.0, -80.0], "You walked uphill: subtract the slope."),
        ([80.0, 80.0], "The slope for the weight multiplies each residual by its area."),
        ([120.0, 80.0], "Multiply each residual by its own area, not their mean by the mean."),
        ([80.0, 130.0], "You swapped the two: the weight comes first."),
        ([-1300.0, -800.0], "Those are the two slopes: take a step with them."),
        ([1300.0, 800.0], "You left out the learning rate."),
        ([130.0, 0.0], "The bias has a slope too: twice the mean residual."),
        ([130.0, 41.0], "Compute both slopes before you change the weight."),
        ([200.0, 100.0], "That is where many steps lead: take only the first."),
        ([0.0, 0.0], "That is the start, but the layer prices both houses too low there."),
    ],
)
"""Weight and bias after one step of 0.1 from 0 and 0, on houses of 1 and 2 at 300 and 500."""

free_and_frozen = Check(
    [8, 15],
    [
        ([15, 8], "You swapped the two: the first layer is the frozen one."),
        ([6, 12], "You left out the biases: each unit has one."),
        ([10, 15], "The second layer reads the 3 outputs of the first, not the 4 inputs."),
        ([6, 15], "The second layer has biases too: one for each unit."),
        ([8, 12], "Freezing a layer freezes its biases too."),
        ([11, 12], "Freezing a layer freezes its biases too."),
        ([9, 16], "There is one bias for each unit, not one for each input."),
        ([7, 13], "There is one bias for each unit, not one for the layer."),
        ([23, 0], "The first layer is frozen, so training leaves it alone."),
        ([0, 23], "Only the first layer is frozen."),
        ([2, 2], "That is the number of arrays: count the numbers in them."),
    ],
)
"""How many numbers of a 4-3-2 network training may change, and may not, if layer 1 is frozen."""
