"""Checkers for the exercises of *Train a decision*."""

from __future__ import annotations

import math

from wbguide.exercises import Check

__all__ = ["first_step", "sure_and_wrong"]

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
