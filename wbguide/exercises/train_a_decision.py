"""Checker for the exercise of *Train a decision*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["first_step"]

first_step = Check(
    [0.08, 0.01],
    [
        ([0.18, 0.06], "The sigmoid of 0 is one half, not 0: so the neuron says 0.5 to all five."),
        ([-0.8, -0.1], "Those are the slopes; subtract the learning rate times each."),
        ([-0.08, -0.01], "You walked uphill: a step subtracts the slope."),
        ([0.8, 0.1], "You left out the learning rate."),
        ([0.16, 0.02], "That has the 2 of the squared error; the cross-entropy has none."),
        ([0.4, 0.05], "That is the slope of the sum; the loss is the mean over five students."),
        ([0.01, 0.01], "For the weight, multiply each residual by its hours first."),
        (
            [0.02, 0.0025],
            "The slope of the sigmoid cancels: what is left is prediction minus target.",
        ),
        ([0.08, 0.0], "The bias moves too, unless the residuals add up to zero."),
        ([0.01, 0.08], "You swapped the two: the weight comes first."),
        ([0.0, 0.0], "Those are the weight and the bias before the step."),
    ],
)
"""Weight and bias of a sigmoid neuron after its first step from zero, for five students."""
