"""Checker for the exercise of *Erase a stroke*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["erased"]

erased = Check(
    [1.0, -0.5],
    [
        ([2.0, 0.5], "You left out the biases."),
        ([3.0, 1.5], "You subtracted the bias of E; its difference from that of F is −1."),
        ([3.0, 1.0], "That is before you erase anything, and after the first pixel."),
        ([1.0, 1.5], "You put the third pixel back; both are erased."),
        ([-1.0, -4.0], "You counted an erased pixel against the letter; it counts 0."),
        ([5.0, 6.5], "You added the weights of the pixels that are erased."),
        ([-1.0, 0.5], "You subtracted E from F."),
        ([1.0, -1.0], "The first pixel is still there: it holds half a point."),
        ([2.0, 0.0], "That is the score of E alone; subtract that of F."),
        ([1.0, 0.5], "That is the score of F; subtract it from that of E."),
    ],
)
"""By how much one letter leads another, after one pixel is erased and after two."""
