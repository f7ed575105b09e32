"""Checkers for the exercises of *How large weights start*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["relu_spread", "size_after_ten"]

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
