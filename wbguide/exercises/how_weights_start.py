"""Checkers for the exercises of *How weights start*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["different_units", "moving_parameters"]

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

different_units = Check(
    4,
    [
        (6, "Some units start equal in all three; these stay copies of each other."),
        (5, "That is one copy too many: there are two pairs of equal units."),
        (3, "Units with the same bias differ, too, if their outgoing weights differ."),
        (2, "Units with the same outgoing weight differ, too, if their biases differ."),
        (1, "Equal incoming weights alone do not make copies: biases and outgoing weights count."),
    ],
)
"""How many different units training leaves of six with equal incoming weights."""
