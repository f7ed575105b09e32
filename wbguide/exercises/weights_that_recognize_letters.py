"""Checkers for the exercises of *Weights that recognize letters*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["parameters", "probability", "scores"]

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

_FIRST, _SECOND = math.exp(2), math.exp(-1)

probability = Check(
    _FIRST / (_FIRST + _SECOND),
    [
        (2.0, "You divided the scores themselves; take the exponential of each first."),
        (2 / 3, "You left out the exponentials: the score −1 counts as e to the power −1."),
        (_FIRST, "That is the exponential of the score; divide it by the sum of both."),
        (_FIRST / _SECOND, "That is the ratio of the two; divide by the sum of both."),
        (_SECOND / (_FIRST + _SECOND), "That is the probability of the second letter."),
        (_FIRST / (_FIRST + 1), "That would be right if the second score were 0; it is −1."),
        (_FIRST / (_FIRST + math.e), "You lost the minus sign of the second score."),
        (1000 / 1001, "You took powers of 10; the softmax takes powers of e."),
        (8 / 9, "You took powers of 2; the softmax takes powers of e."),
    ],
)
"""The probability of the first of two letters, whose scores are 2 and -1."""

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
