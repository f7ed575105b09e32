"""Checkers for the exercises of *Why weights grow*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["settles_at", "sure_and_wrong", "tenfold"]

tenfold = Check(
    2 / 0.8 * math.log(10),
    [
        (2 / 0.8, "That leaves out the logarithm of 10, by which the steps grow."),
        (1 / 0.8 * math.log(10), "You left out the 2: each sample is half a gap away."),
        (2 * math.log(10), "That is for a gap of 1."),
        (2 * 0.8 * math.log(10), "A wider gap makes the weight grow less: divide by it."),
    ],
)
"""The growth of a weight from a step to ten times that step, at a gap of 0.8."""

settles_at = Check(
    0.25,
    [
        (1.0, "That is the middle, and it is out of reach: the middle times -4 is below -1."),
        (-0.25, "The sign: the boundary is between -4 and 6, on the other side of 0 than the no."),
        (-1 / 6, "That is where the yes alone would take it; here it is the no that stays."),
        (4.0, "The boundary is one divided by 4, not 4."),
        (0.4, "Do not divide 2 by 5: one sample alone decides, and the boundary is -1/p."),
    ],
)
"""The boundary of a neuron that learns from a no at -4 and a yes at 6."""

sure_and_wrong = Check(
    -math.log(0.1),
    [
        (0.1, "That is the probability of the truth; the loss is minus its logarithm."),
        (-math.log(0.9), "That would be the loss if the target were 1, and it is 0."),
        (math.log(0.1), "The logarithm of a probability is negative; the loss is minus that."),
        (1.0, "That is the logarithm to the base 10; the loss takes the natural one."),
        (0.9**2, "That is the squared error."),
        (math.log2(10), "That is the logarithm to the base 2; the loss takes the natural one."),
        (0.9, "That is the residual; the loss is minus the logarithm of a probability."),
    ],
)
"""The cross-entropy of one sample with target 0 and prediction 0.9."""
