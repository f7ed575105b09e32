r"""Losses: how wrong predictions are, as one number to make smaller.

A :class:`Loss` is called like a function and knows its own gradient with respect to the
predictions:

>>> mean_squared_error([0.0, 2.0], [0.0, 0.0])
2.0
>>> mean_squared_error.gradient([0.0, 2.0], [0.0, 0.0])
array([ 0., -2.])
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_targets_and_predictions,
    require_probabilities,
)

__all__ = ["LOSSES", "Loss", "binary_crossentropy", "mean_squared_error"]

Formula: TypeAlias = Callable[[FloatArray, FloatArray], tuple[float, FloatArray, float]]

EPSILON = 1e-7  # how close to 0 and 1 a probability may come, as in Keras


class Loss:
    """A mean over samples of how wrong each prediction is, with its gradient.

    Parameters
    ----------
    name : str
        The name that :meth:`wbguide.neuron.LinearNeuron.fit` and Keras know it by.
    formula : callable
        Maps targets and predictions, both finite floats of shape ``(n_samples,)``, to the loss,
        a direction of that shape and a scale; their product is the gradient. It may overwrite the
        predictions.
    probabilities : bool
        Whether targets and predictions must lie between 0 and 1.

    Examples
    --------
    >>> mean_squared_error
    Loss('mean_squared_error')
    """

    def __init__(self, name: str, formula: Formula, *, probabilities: bool = False) -> None:
        self.name = name
        self.probabilities = probabilities
        self._formula = formula

    def __repr__(self) -> str:
        return f"Loss({self.name!r})"

    def __call__(self, y_true: ArrayLike, y_pred: ArrayLike) -> float:
        """Return the loss.

        Parameters
        ----------
        y_true : array_like
            Targets, shape ``(n_samples,)``.
        y_pred : array_like
            Predictions, shape ``(n_samples,)``.

        Returns
        -------
        float
            For the mean squared error in the square of the unit of `y_true`.

        Raises
        ------
        TypeError
            If an argument is not made of real numbers.
        ValueError
            If the shapes differ, a value is not finite or out of range, or the loss overflows.

        Examples
        --------
        >>> mean_squared_error([1.0, 2.0], [1.0, 5.0])
        4.5
        """
        return self._evaluate(y_true, y_pred)[0]

    def gradient(self, y_true: ArrayLike, y_pred: ArrayLike) -> FloatArray:
        """Return the gradient of the loss with respect to `y_pred`.

        Parameters
        ----------
        y_true : array_like
            Targets, shape ``(n_samples,)``.
        y_pred : array_like
            Predictions, shape ``(n_samples,)``.

        Returns
        -------
        numpy.ndarray
            Shape ``(n_samples,)``. For the mean squared error in the unit of `y_true`.

        Raises
        ------
        TypeError
            If an argument is not made of real numbers.
        ValueError
            If the shapes differ, a value is not finite or out of range, or the loss overflows.

        Examples
        --------
        >>> mean_squared_error.gradient([1.0, 2.0], [1.0, 5.0])
        array([0., 3.])
        """
        _, direction, scale = self._evaluate(y_true, y_pred)
        return direction * scale

    def _evaluate(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[float, FloatArray, float]:
        targets, predictions = as_targets_and_predictions(y_true, y_pred)
        if self.probabilities:
            require_probabilities("y_true", targets)
            require_probabilities("y_pred", predictions)
        with np.errstate(over="ignore"):
            loss, direction, scale = self._formula(targets, predictions.copy())
        if not math.isfinite(loss):
            msg = f"y_true and y_pred must have a finite {self.name}; received values too far apart"
            raise ValueError(msg)
        return loss, direction, scale


def _mean_squared_error(y_true: FloatArray, y_pred: FloatArray) -> tuple[float, FloatArray, float]:
    # In place, and with a scale apart: with a million samples, another array or another pass over
    # this one costs as much as the arithmetic.
    residuals = np.subtract(y_pred, y_true, out=y_pred)
    return float(residuals @ residuals) / residuals.size, residuals, 2.0 / residuals.size


def _binary_crossentropy(y_true: FloatArray, y_pred: FloatArray) -> tuple[float, FloatArray, float]:
    p = np.clip(y_pred, EPSILON, 1.0 - EPSILON)
    loss = -float(np.mean(y_true * np.log(p) + (1.0 - y_true) * np.log(1.0 - p)))
    # Where the prediction was clipped, the loss is flat.
    return loss, np.where(p == y_pred, (p - y_true) / (p * (1.0 - p)), 0.0), 1.0 / p.size


mean_squared_error = Loss("mean_squared_error", _mean_squared_error)
r"""The mean of the squared residuals.

.. math::

    L = \frac{1}{n} \sum_i (\hat{y}_i - y_i)^2, \qquad
    \frac{\partial L}{\partial \hat{y}_i} = \frac{2}{n} (\hat{y}_i - y_i)
"""

binary_crossentropy = Loss("binary_crossentropy", _binary_crossentropy, probabilities=True)
r"""The mean surprise of 0-or-1 targets at predicted probabilities, in nats.

.. math::

    L = -\frac{1}{n} \sum_i [y_i \ln \hat{y}_i + (1 - y_i) \ln(1 - \hat{y}_i)], \qquad
    \frac{\partial L}{\partial \hat{y}_i} =
    \frac{1}{n} \cdot \frac{\hat{y}_i - y_i}{\hat{y}_i (1 - \hat{y}_i)}

Predictions are kept 1e-7 away from 0 and 1, as Keras does.
"""

LOSSES: Mapping[str, Loss] = MappingProxyType(
    {loss.name: loss for loss in (mean_squared_error, binary_crossentropy)}
)
"""The losses of this module, by name."""
