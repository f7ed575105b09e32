"""Checkers for the exercises of *Many inputs, many neurons*."""

from __future__ import annotations

import numpy as np

from wbguide.exercises import Check, FunctionCheck

__all__ = ["from_rows", "network_parameters", "trap"]

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
    ],
)
"""How many parameters 5 inputs, 7 units and then 3 units make."""

trap = Check(
    16 / 3,
    [
        (0.0, "That is the loss of equal shapes; here every prediction meets every target."),
        (48.0, "That is the sum of the squares; the loss is their mean."),
        (16.0, "You divided the sum by 3 samples, but there are 9 differences."),
        (8 / 3, "You took every pair once; the difference of 0 and 2 is there in both orders."),
        (16 / 9, "That is the mean of the distances; square them first."),
        (8.0, "You left out the zeros; the mean is over all 9 differences."),
    ],
)
"""What the mean of the squares is when three perfect predictions are a column."""

from_rows = FunctionCheck(
    lambda X, W, b: X @ W.T + b,
    [
        (lambda X, W, b: X @ W + b, "Without `.T` a neuron gets one weight out of every row."),
        (lambda X, W, _: X @ W.T, "You left out the biases."),
        (lambda X, W, b: X @ W.T + b[:, np.newaxis], "That adds a bias to each sample."),
        (lambda X, W, b: W @ X.T + b[:, np.newaxis], "Your neurons are rows and samples columns."),
        (lambda X, W, b: X @ W.T + b.sum(), "Each neuron adds its own bias, not all of them."),
    ],
    arguments=[
        np.array([[1.0, 2.0], [3.0, 5.0]]),
        np.array([[1.0, -1.0], [2.0, 3.0]]),
        np.array([10.0, 20.0]),
    ],
)
"""A layer whose neurons are the rows of `W`."""
