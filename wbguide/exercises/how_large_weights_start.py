"""Checkers for the exercises of *How large weights start*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["relu_spread"]

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
