"""Checker for the exercise of *What a blank page is read as*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["added_to_each"]

added_to_each = Check(
    3 / 4,
    [
        (3.0, "Four weights count in each image, so that would add 12."),
        (3 / 16, "Only the four weights under the ink count, not all 16."),
        (3 / 12, "It is the four pixels with ink that count, not the twelve without."),
        (12.0, "You multiplied by 4: the four weights together should add 3."),
        (-3 / 4, "The weights should add what the bias added, not take it away."),
        (4 / 3, "Divide the bias by the number of weights that count."),
        (0.0, "Then the outputs would fall by 3, as the bias is gone."),
    ],
)
"""What stands in, in each weight, for a bias of 3, if 4 of 16 pixels have ink in every image."""
