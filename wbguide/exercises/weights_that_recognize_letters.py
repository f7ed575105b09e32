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
    rtol=1e-5,  # a single bias more or less is told
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

biases_for_frequencies = Check(
    [0.0, -math.log(2), -math.log(2)],
    [
        ([0.0, -0.25, -0.25], "You took the difference of the frequencies; take it of their logs."),
        (
            [0.0, math.log(2), math.log(2)],
            "That makes the rarer letters twice as likely, not half.",
        ),
        ([0.0, 0.5, 0.5], "That is the ratio of the frequencies; scores need its logarithm."),
        ([0.0, -math.log(4), -math.log(4)], "The first stays 0: subtract its logarithm from all."),
        (
            [-math.log(2), -math.log(4), -math.log(4)],
            "These give the same probabilities, but the first should stay 0: subtract it from all.",
        ),
        ([0.5, 0.25, 0.25], "Those are the frequencies; scores need their logarithms."),
        ([0.0, -1.0, -1.0], "That is the logarithm to base 2; the softmax has base e."),
    ],
)
"""Biases for three letters with frequencies 1/2, 1/4 and 1/4, of which the first is 0."""
