"""Checkers for the exercises of *Train a network by hand*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["hidden_bias_gradient", "what_delta_tells"]


def _case(n_samples: int, n_units: int, n_outputs: int) -> list[FloatArray]:
    rng = np.random.default_rng(n_samples)
    A1 = np.tanh(rng.normal(size=(n_samples, n_units)))
    return [rng.normal(size=(n_samples, n_outputs)), rng.normal(size=(n_units, n_outputs)), A1]


hidden_bias_gradient = FunctionCheck(
    lambda delta2, W2, A1: (delta2 @ W2.T * (1 - A1**2)).sum(axis=0),
    [
        (
            lambda delta2, W2, _A1: (delta2 @ W2.T).sum(axis=0),
            "This is how fast the loss changes with the outputs of the layer, not with its biases.",
        ),
        (
            lambda delta2, W2, A1: delta2 @ W2.T * (1 - A1**2),
            "That is one delta for every sample: add them up.",
        ),
        (
            lambda delta2, W2, A1: (delta2 @ W2.T * (1 - A1**2)).mean(axis=0),
            "The mean is already in delta2, as 1/n: add up, do not average again.",
        ),
        (
            lambda delta2, W2, A1: (delta2 @ W2.T * (1 - A1**2)).sum(axis=1),
            "You added over the units: there is one bias a unit, so add over the samples.",
        ),
        (
            lambda delta2, W2, A1: (delta2 @ W2.T * (1 - np.tanh(A1) ** 2)).sum(axis=0),
            "A1 has been through tanh already: its slope is 1 − A1².",
        ),
        (
            lambda delta2, W2, A1: (delta2 @ W2.T * A1 * (1 - A1)).sum(axis=0),
            "That is the slope of a sigmoid, and these units are tanh.",
        ),
        (
            lambda delta2, _W2, A1: A1.T @ delta2,
            "That is the gradient of the weights to the output.",
        ),
    ],
    cases=[_case(4, 3, 2), _case(3, 3, 1), _case(6, 2, 5), _case(5, 5, 5)],
)
"""A function that returns the gradient of the hidden biases, given the delta of the output."""

what_delta_tells = Check(
    [-0.004, -0.012],
    [
        ([0.01, 0.03], "That is by how much the sum grows; δ says what the loss makes of that."),
        ([-0.4, -1.2], "Those are the gradients, for a change of 1: here the change is 0.01."),
        ([0.004, 0.012], "The δ is negative: when the sum grows, the loss falls."),
        ([-0.004, -0.004], "The weight is multiplied by its input, 3, before it is added."),
        ([-0.004, -0.01 * 0.4 / 3], "A larger input makes the sum grow more: multiply by it."),
        ([-0.012, -0.012], "The bias is added to the sum as it is, without an input."),
        ([-0.012, -0.004], "You swapped the two: the bias comes first."),
        ([-0.4, -0.4], "That is δ itself: it is multiplied by how much the sum grows."),
        ([-0.39, -0.39], "The δ is not what changes: it says by how much the loss does."),
        ([-40, -120], "You divided by the change: multiply δ by it."),
        ([0.01, 0.01], "That is what you change; the question is what the loss does."),
    ],
)
"""What a raised bias and a raised weight do to the loss, given the δ of a unit and an input."""
