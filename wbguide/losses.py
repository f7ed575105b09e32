r"""Losses: how wrong predictions are, as one number to make smaller.

A :class:`Loss` is called like a function and knows its own gradient with respect to the
predictions:

>>> mean_squared_error([0.0, 2.0], [0.0, 0.0])
2.0
>>> mean_squared_error.gradient([0.0, 2.0], [0.0, 0.0])
array([ 0., -2.])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_targets_and_predictions,
    require_finite_loss,
    require_probabilities,
)
from wbguide.activations import Activation, identity, sigmoid

__all__ = ["LOSSES", "Loss", "binary_crossentropy", "mean_squared_error"]

Formula: TypeAlias = Callable[[FloatArray, FloatArray], tuple[float, FloatArray]]

EPSILON = 1e-7  # how close to 0 and 1 a probability may come, as in Keras


class Loss:
    """A mean over samples of how wrong each prediction is, with its gradient.

    Parameters
    ----------
    name : str
        The name that :meth:`wbguide.neuron.LinearNeuron.fit` and Keras know it by.
    formula : callable
        Maps targets and predictions, both finite floats of shape ``(n_samples,)``, to the loss and
        its gradient with respect to the predictions, of that shape.
    of_logits : callable, optional
        For a loss of probabilities, whose targets and predictions must lie between 0 and 1: the
        same from the :term:`logit` ``z`` of which a prediction is the sigmoid. It maps targets and
        logits to the loss and its gradient with respect to the logits.

    Examples
    --------
    >>> mean_squared_error
    Loss('mean_squared_error')
    """

    def __init__(self, name: str, formula: Formula, *, of_logits: Formula | None = None) -> None:
        self.name = name
        self.probabilities = of_logits is not None
        self._formula = formula
        self._of_logits = of_logits

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
        return self._evaluate(y_true, y_pred)[1]

    def _of_sums(
        self, y_true: FloatArray, z: FloatArray, activation: Activation
    ) -> tuple[float, FloatArray]:
        """Return the loss of a neuron and, by the chain rule, its gradient in ``z``."""
        if self._of_logits is not None:  # for the sigmoid alone
            return self._of_logits(y_true, z)
        if activation is identity:  # spare two passes over the samples
            return self._formula(y_true, z)
        loss, gradient = self._formula(y_true, activation._function(z))
        return loss, gradient * activation._derivative(z)

    def _evaluate(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[float, FloatArray]:
        targets, predictions = as_targets_and_predictions(y_true, y_pred)
        if self.probabilities:
            require_probabilities("y_true", targets)
            require_probabilities("y_pred", predictions)
        with np.errstate(over="ignore"):
            loss, gradient = self._formula(targets, predictions)
        require_finite_loss("y_true and y_pred", self.name, "too far apart", loss)
        return loss, gradient


def _mean_squared_error(y_true: FloatArray, y_pred: FloatArray) -> tuple[float, FloatArray]:
    residuals = y_pred - y_true
    loss = float(residuals @ residuals) / residuals.size
    residuals *= 2.0 / residuals.size
    return loss, residuals


def _binary_crossentropy(y_true: FloatArray, y_pred: FloatArray) -> tuple[float, FloatArray]:
    p = np.clip(y_pred, EPSILON, 1.0 - EPSILON)
    loss = -np.mean(y_true * np.log(p) + (1.0 - y_true) * np.log1p(-p))
    # Where the prediction was clipped, the loss is flat.
    slopes = np.where(p == y_pred, (p - y_true) / (p * (1.0 - p)), 0.0)
    return float(loss), slopes / p.size


def _binary_crossentropy_of_logits(y_true: FloatArray, z: FloatArray) -> tuple[float, FloatArray]:
    # Where a target is 1, it is the distance of the sigmoid from 1 that counts: sigmoid(-z), which
    # is exact where 1 - sigmoid(z) would round to 0.
    yes, no = y_true, 1.0 - y_true
    loss = np.mean(yes * np.logaddexp(0.0, -z) + no * np.logaddexp(0.0, z))
    return float(loss), (no * sigmoid._function(z) - yes * sigmoid._function(-z)) / z.size


mean_squared_error = Loss("mean_squared_error", _mean_squared_error)
r"""The mean of the squared residuals.

.. math::

    L = \frac{1}{n} \sum_i (\hat{y}_i - y_i)^2, \qquad
    \frac{\partial L}{\partial \hat{y}_i} = \frac{2}{n} (\hat{y}_i - y_i)
"""

binary_crossentropy = Loss(
    "binary_crossentropy", _binary_crossentropy, of_logits=_binary_crossentropy_of_logits
)
r"""The mean surprise of 0-or-1 targets at predicted probabilities, in nats.

.. math::

    L = -\frac{1}{n} \sum_i [y_i \ln \hat{y}_i + (1 - y_i) \ln(1 - \hat{y}_i)], \qquad
    \frac{\partial L}{\partial \hat{y}_i} =
    \frac{1}{n} \cdot \frac{\hat{y}_i - y_i}{\hat{y}_i (1 - \hat{y}_i)}

Called on probabilities, as here, it keeps them 1e-7 away from 0 and 1, as Keras does with plain
probabilities: no prediction costs more than 16.12, and closer to 0 and 1 than that the gradient is
zero. A neuron's loss is worked out from its weighted sum :math:`z` instead, as Keras's is for a
layer with ``activation="sigmoid"``, and there nothing is clipped:

.. math::

    L = \frac{1}{n} \sum_i [y_i \ln(1 + e^{-z_i}) + (1 - y_i) \ln(1 + e^{z_i})], \qquad
    \frac{\partial L}{\partial z_i} = \frac{1}{n} (\hat{y}_i - y_i)
"""

LOSSES: Mapping[str, Loss] = MappingProxyType(
    {loss.name: loss for loss in (mean_squared_error, binary_crossentropy)}
)
"""The losses of this module, by name."""
