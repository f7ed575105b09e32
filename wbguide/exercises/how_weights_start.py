"""Checkers for the exercises of *How weights start*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["moving_parameters", "relu_spread", "size_after_ten"]

moving_parameters = Check(
    [1, 0],
    [
        ([6, 20], "Most gradients are zero: a zero weight passes nothing on, in either direction."),
        ([0, 0], "The output bias has a gradient: it needs neither an input nor another weight."),
        ([6, 0], "The hidden biases stay: what leads from them to the output is a zero weight."),
        ([1, 5], "The last weights stay: each is multiplied by tanh(0) = 0."),
        ([1, 15], "The first weights stay: what leads from them to the output is a zero weight."),
        (
            [6, 5],
            "Ten of these stay: each is multiplied by tanh(0) = 0, or by a weight that is zero.",
        ),
        ([1, 20], "All the weights stay at zero: think of what each one is multiplied by."),
        ([0, 1], "You swapped the two: the biases come first."),
    ],
)
"""How many biases and weights of a 3-5-1 network ever move when all of them start at zero."""

relu_spread = Check(
    0.1,
    [
        (0.01, "That is the mean of the squared weights; take its root."),
        (math.sqrt(1 / 200), "That rule is for an activation that keeps both signs."),
        (
            math.sqrt(2 / 250),
            "That is Glorot's rule, which takes the mean of 200 inputs and 50 units.",
        ),
        (math.sqrt(2 / 50), "What adds up are the inputs of a unit, not the units."),
        (math.sqrt(6 / 200), "That is the limit of an even draw with this spread."),
        (0.05, "That is the spread of `random_normal`, the same for every layer."),
    ],
)
"""The standard deviation of the weights that suits ReLU, with 200 inputs and 50 units."""

size_after_ten = Check(
    2.0**-5,
    [
        (1.0, "You left out the ReLU, which cuts the mean square in half in every layer."),
        (2.0**-10, "That is the mean square; the size is its root."),
        (math.sqrt(0.5), "That is the factor of one layer, and there are ten."),
        (5 * math.sqrt(2), "You multiplied by the number of layers; each layer multiplies."),
        (32.0, "The factor of a layer is below one: the sizes shrink."),
        (0.5, "That is the mean square that one ReLU leaves; ten layers follow each other."),
    ],
)
"""The size after ten ReLU layers of 100 units, with weights of standard deviation 0.1."""
