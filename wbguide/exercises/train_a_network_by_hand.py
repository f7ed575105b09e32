"""Checkers for the exercises of *Train a network by hand*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["hidden_bias_gradient", "shape_of_delta"]

shape_of_delta = Check(
    [32, 4],
    [
        ([5, 4], "That is the shape of the weights; a delta belongs to a sample and a unit."),
        ([5, 3], "Those are the inputs and the outputs; a delta belongs to a sample and a unit."),
        ([4, 32], "Samples are rows: swap the two."),
        ([32, 3], "That is the shape of the delta at the output, one layer later."),
        ([32, 5], "That is the shape of the inputs, and inputs have no delta to learn from."),
        ([4], "That is the shape of the biases' gradient, after the sum over the samples."),
        ([4, 3], "That is the shape of the weights to the output, not of a delta."),
    ],
)
"""The shape of the hidden delta for 32 samples, 5 inputs, 4 hidden units and 3 outputs."""


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
