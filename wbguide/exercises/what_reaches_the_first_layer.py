"""Checkers for the exercises of *What reaches the first layer*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["at_most"]

at_most = Check(
    1 / 64,
    [
        (1 / 4, "That is the largest slope of one sigmoid; this nudge passes five, and weights."),
        (1 / 1024, "You left out the weights on the way: each multiplies the nudge too."),
        (1 / 32, "The first weight multiplies x; the first bias is added after it."),
        (1 / 16, "That is a chain of four slopes: each of the five layers has one."),
        (1 / 8, "You left out one slope and counted one weight too many."),
        (1 / 2, "That is the factor of one layer: the factors of five layers multiply."),
        (16.0, "A sigmoid's slope is at most 1/4; with 1 this would be tanh."),
        (13 / 4, "The factors of a chain multiply: they do not add up."),
    ],
)
"""The most that a bias can move the output of five sigmoids in a row, whose weights are 2."""
