"""Checkers for the exercises of *Read and set the weights of a Keras layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["mean_of_two", "parameters", "shapes_without_bias"]

parameters = Check(
    15,
    [
        (12, "You left out the biases: each unit has one."),
        (13, "There is one bias for each unit, not one for the layer."),
        (16, "There is one bias for each unit, not one for each input."),
        (7, "Every input has a weight for every unit: multiply them."),
        (10, "Every input has a weight for every unit: multiply them."),
        (2, "That is the number of arrays; count the numbers in them."),
    ],
)
"""How many numbers ``get_weights()`` holds for 4 inputs and 3 units."""

mean_of_two = Check(
    [0.5, 0.5, 0.0],
    [
        ([1.0, 1.0, 0.0], "That is the sum; the mean is half of it."),
        ([0.5, 0.5, 0.5], "With this bias, the mean of 0 and 0 would be 0.5."),
        ([0.5, 0.5, 1.0], "With this bias, the mean of 0 and 0 would be 1."),
        ([1.0, 0.0, 0.0], "That is the first input alone."),
        ([2.0, 2.0, 0.0], "You multiplied by the number of inputs; divide by it."),
    ],
)
"""Both weights and the bias of a unit that computes the mean of its two inputs."""

shapes_without_bias = Check(
    1,
    [
        (2, "The second array would be the bias, and this layer has none."),
        (0, "The weights are still there; `get_weights()` is empty before the layer is built."),
        (3, "A layer with a bias has two arrays; this one has no bias."),
    ],
)
"""How many arrays ``get_weights()`` returns with ``use_bias=False``."""
