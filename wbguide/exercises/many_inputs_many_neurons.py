"""Checkers for the exercises of *Many inputs, many neurons*."""

from __future__ import annotations

import numpy as np

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck

__all__ = ["from_rows", "network_parameters"]

network_parameters = Check(
    66,
    [
        (56, "You left out the biases: every unit of both layers has one."),
        (58, "There is one bias for each unit, not one for each layer."),
        (68, "There is one bias for each unit, not one for each input."),
        (71, "The five inputs are no units: they have no bias."),
        (60, "The second layer takes the 7 outputs of the first, not the 5 inputs."),
        (63, "The units of the last layer have biases too."),
        (59, "The units of the hidden layer have biases too."),
        (42, "That is the first layer alone; the second has numbers of its own."),
        (35, "Those are the weights of the first layer alone."),
        (105, "Do not multiply all three: each layer has arrays of its own."),
        (15, "Those are inputs and units; count the weights between them, and the biases."),
    ],
)
"""How many parameters 5 inputs, 7 units and then 3 units make."""


def _case(n_samples: int, n_inputs: int, n_units: int) -> list[FloatArray]:
    rng = np.random.default_rng(n_samples)
    shapes = [(n_samples, n_inputs), (n_units, n_inputs), (n_units,)]
    return [rng.normal(size=shape) for shape in shapes]


from_rows = FunctionCheck(
    lambda X, W, b: X @ W.T + b,
    [
        (
            lambda X, W, b: X @ W + b,
            "Each neuron takes one weight from every row; it should take one row.",
        ),
        (lambda X, W, _: X @ W.T, "You left out the biases."),
        (lambda X, W, b: X @ W.T + b[:, np.newaxis], "That adds a bias to each sample."),
        (lambda X, W, b: W @ X.T + b[:, np.newaxis], "Your neurons are rows and samples columns."),
        (lambda X, W, b: X @ W.T + b.sum(), "Each neuron adds its own bias, not all of them."),
    ],
    # As many units as inputs first, where a forgotten `.T` raises no error; then fewer, and more.
    cases=[_case(2, 2, 2), _case(5, 4, 3), _case(4, 2, 3), _case(3, 3, 3)],
)
"""A layer whose neurons are the rows of `W`."""
