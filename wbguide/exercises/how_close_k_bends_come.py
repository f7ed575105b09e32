"""Checkers for the exercises of *How close k bends come*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["neurons_for_a_thousandth"]

neurons_for_a_thousandth = Check(
    71,
    [
        (70, "With 70 the error is still above 0.001: round up."),
        (2 * math.pi / math.sqrt(8e-3), "Neurons come whole: round up."),
        (72, "That is enough, but one fewer is too."),
        (199, "You left out the 8."),
        (2 * math.pi / math.sqrt(1e-3), "You left out the 8."),
        (4935, "The error falls with the square of k: take a root."),
        (4 * math.pi**2 / 8e-3, "The error falls with the square of k: take a root."),
        (36, "The interval is 2π wide, not π."),
        (math.pi / math.sqrt(8e-3), "The interval is 2π wide, not π."),
        (51, "That is for the root of the mean square; the largest error is asked for."),
    ],
)
"""How many neurons keep the largest error of the built sine within 0.001."""
