"""Checkers for the exercises of *Weights that recognize letters*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["biases_for_frequencies", "parameters", "scores"]

parameters = Check(
    10_426,
    [
        (10_400, "You left out the biases: each letter has one."),
        (10_401, "There is one bias for each letter, not one for the layer."),
        (10_800, "There is one bias for each letter, not one for each pixel."),
        (426, "Every pixel has a weight for every letter: multiply them."),
        (546, "An image of 20 by 20 has 400 pixels, not 20, and so many weights for each letter."),
        (2570, "That is the layer of this page: 256 pixels and 10 letters."),
    ],
)
"""How many weights and biases read 26 letters in images of 20 by 20 pixels."""

scores = Check(
    [3.0, 1.0],
    [
        ([4.0, -1.0], "You left out the biases."),
        ([6.0, -2.0], "You swapped the biases: each belongs to the neuron of its column."),
        ([5.0, -3.0], "You subtracted the biases; they are added."),
        ([1.0, 4.0], "You counted the weights where there is no ink: those are times 0."),
        ([-3.0, 5.0], "You added up the weights under the paper; it is the ink that counts."),
        ([1.0, 3.0], "You swapped the two: the first neuron's score comes first."),
    ],
)
"""The scores of two neurons for an image of four pixels."""

_FIRST, _OTHER = math.log(0.8), math.log(0.1)

biases_for_frequencies = Check(
    [0.0, _OTHER - _FIRST, _OTHER - _FIRST],
    [
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
