"""Checkers for the exercises of *A gate without a bias*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["and_gate"]

and_gate = Check(
    [-2.0, -1.0],
    [
        ([-1.0, 0.0], "That is an OR gate: one input of 1 is enough."),
        ([-2.0, 0.0], "Near the upper end, one input of 1 is enough: that is an OR gate."),
        ([1.0, 2.0], "Those are thresholds; a bias is minus a threshold."),
        ([2.0, 1.0], "Those are thresholds; a bias is minus a threshold."),
        ([-1.0, -2.0], "These are the two, but the lower one comes first."),
        ([0.0, 1.0], "With a positive bias, the neuron says yes even where both inputs are 0."),
        ([-1.5, -1.5], "That is one bias that works; give the two between which all of them lie."),
    ],
)
"""The lowest and the highest bias of an AND gate whose weights are 1 and 1."""
