"""Checker for the exercise of *What equal weights cost*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["apart"]

apart = Check(
    0.8,
    [
        (0.0, "They would be equal only if their biases were, too."),
        (0.2, "Subtract the second bias; it is negative, so the difference grows."),
        (-0.8, "The first bias is the larger one."),
        (2.1, "Both read the same 1.3, so it cancels."),
        (1.8, "That is the first sum alone; subtract the second."),
        (1.0, "That is the sum of the second; subtract it from that of the first."),
        (1.3, "Both read that, so it cancels."),
    ],
)
"""By how much two units differ that read the same and have the biases 0.5 and -0.3."""
