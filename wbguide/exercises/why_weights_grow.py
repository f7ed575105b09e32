"""Checkers for the exercises of *Why weights grow*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["settles_at", "tenfold"]

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
