"""Checkers for the exercise of *How large a step may be*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["limit_of_three"]

_STEEPEST, _FLATTEST = (17.0 + 265.0**0.5) / 3.0, (17.0 - 265.0**0.5) / 3.0

limit_of_three = Check(
    [_STEEPEST, 2.0 / _STEEPEST],
    [
        ([28.0 / 3.0, 3.0 / 14.0], "That is without a bias: fill in its row and column."),
        (
            [14.0 / 3.0, 3.0 / 7.0],
            "You left out the bias, and the 2 of the square: each entry is twice a mean.",
        ),
        (
            [_STEEPEST, 1.0 / _STEEPEST],
            "With 1/λ_max the steepest direction takes one step; the limit is twice that.",
        ),
        ([_STEEPEST / 2.0, 4.0 / _STEEPEST], "You left out the 2 of the square in the Hessian."),
        (
            [_STEEPEST / 2.0, 2.0 / _STEEPEST],
            "The limit is right, but each entry of the Hessian is twice a mean, and so is λ_max.",
        ),
        ([2.0 / _STEEPEST, _STEEPEST], "You swapped the two: λ_max comes first."),
        ([_FLATTEST, 2.0 / _FLATTEST], "That is λ_min: the steepest direction sets the limit."),
        ([3.0 * _STEEPEST, 2.0 / _STEEPEST / 3.0], "This is for the sum, not the mean."),
        ([2.0, 1.0], "That is for the bias alone; the weight is steeper."),
        (2.0 / _STEEPEST, "That is the limit. Give λ_max before it, both in a list."),
        (_STEEPEST, "That is λ_max. Give the limit after it, both in a list."),
    ],
)
"""λ_max for the samples 1, 2 and 3, and the learning rate above which a neuron then diverges."""
