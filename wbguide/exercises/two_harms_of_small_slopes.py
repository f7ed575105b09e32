"""Checker for the exercise of *Two harms of small slopes*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["left_in_layer_five"]

left_in_layer_five = Check(
    0.1 / 4**4,
    [
        (0.1 / 4**5, "There are four steps from layer 1 to layer 5, not five."),
        (0.1 / 4**3, "There are four steps from layer 1 to layer 5, not three."),
        (0.1 / 4, "That is left in layer 2; four steps multiply."),
        (0.1 / (4 * 4), "A quarter, four times over: the factors multiply, so divide by 4⁴."),
        (0.1 / (4 * 5), "A quarter, four times over: the factors multiply."),
        (0.1 * 4**4, "You multiplied by 4: a quarter is left each time."),
        (1 / 4**4, "That is the share that is left; it is a share of 0.1."),
        (0.02, "A quarter is left each time, so four factors of a quarter multiply."),
    ],
    rtol=1e-3,
)
"""What is left of 0.1 after four steps that each keep a quarter."""
