"""Checkers for the exercises of *Read and set the weights of a Keras layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["inputs_of_summary", "mean_of_two", "parameters"]

parameters = Check(
    15,
    [
        (12, "You left out the biases: each unit has one."),
        (13, "There is one bias for each unit, not one for the layer."),
        (16, "There is one bias for each unit, not one for each input."),
        (7, "Every input has a weight for every unit: multiply them."),
        (10, "Every input has a weight for every unit: multiply them."),
        (19, "The inputs have no bias: only the units have one."),
        (2, "That is the number of arrays; count the numbers in them."),
    ],
)
"""How many numbers ``get_weights()`` holds for 4 inputs and 3 units."""

inputs_of_summary = Check(
    8,
    [
        (9, "One of the 9 numbers of each unit is its bias."),
        (48, "Those are all the weights; divide them among the units."),
        (54, "That is the number of all weights and biases."),
        (6, "That is the number of units: the last number of the Output Shape."),
        (53 / 6, "You took off one bias; each of the 6 units has one."),
    ],
)
"""How many inputs a layer of 6 units with 54 parameters has."""

mean_of_two = Check(
    [0.5, 0.5, 0.0],
    [
        ([1.0, 1.0, 0.0], "That is the sum; the mean is half of it."),
        ([0.5, 0.5, 0.5], "With this bias, the mean of 0 and 0 would be 0.5."),
        ([0.5, 0.5, 1.0], "With this bias, the mean of 0 and 0 would be 1."),
        ([1.0, 1.0, 1.0], "With these, the layer adds the two inputs, and then 1."),
        ([1.0, 0.0, 0.0], "That is the first input alone."),
        ([2.0, 2.0, 0.0], "You multiplied by the number of inputs; divide by it."),
    ],
)
"""Both weights and the bias of a unit that computes the mean of its two inputs."""
