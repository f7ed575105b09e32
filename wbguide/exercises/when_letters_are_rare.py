"""Checker for the exercise of *When letters are rare*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["biases_for_frequencies"]

_FIRST, _OTHER = math.log(0.8), math.log(0.1)

biases_for_frequencies = Check(
    [0.0, _OTHER - _FIRST, _OTHER - _FIRST],
    [
        ([0.0, 0.0, 0.0], "With equal biases, a blank page gives each letter one third."),
        ([0.0, -0.7, -0.7], "You took the difference of the frequencies; take it of their logs."),
        (
            [0.0, _FIRST - _OTHER, _FIRST - _OTHER],
            "That makes the rarer letters eight times as likely, not an eighth.",
        ),
        ([0.0, 0.125, 0.125], "That is the ratio of the frequencies; scores need its logarithm."),
        ([0.0, _OTHER, _OTHER], "The first stays 0: subtract its logarithm from all."),
        (
            [_FIRST, _OTHER, _OTHER],
            "These give the same probabilities, but the first should stay 0: subtract it from all.",
        ),
        ([0.8, 0.1, 0.1], "Those are the frequencies; scores need their logarithms."),
        ([0.0, -3.0, -3.0], "That is the logarithm to base 2; the softmax has base e."),
    ],
)
"""Biases for three letters with frequencies 0.8, 0.1 and 0.1, of which the first is 0."""
