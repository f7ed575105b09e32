r"""Activation functions, which turn a weighted sum into the output of a neuron.

An :class:`Activation` is called like a function and knows its own derivative:

>>> sigmoid([-1000.0, 0.0, 1000.0])
array([0. , 0.5, 1. ])
>>> sigmoid.derivative([-1000.0, 0.0, 1000.0])
array([0.  , 0.25, 0.  ])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_float_array

__all__ = ["ACTIVATIONS", "Activation", "identity", "relu", "sigmoid", "tanh"]

Elementwise: TypeAlias = Callable[[FloatArray], FloatArray]


class Activation:
    """A function of a neuron's weighted sum, with its derivative.

    Parameters
    ----------
    name : str
        The name that :class:`~wbguide.neuron.LinearNeuron` and Keras know it by.
    function : callable
        Maps an array of finite floats to one of the same shape.
    derivative : callable
        The derivative of `function`, likewise.

    Examples
    --------
    >>> relu
    Activation('relu')
    >>> relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """

    def __init__(self, name: str, function: Elementwise, derivative: Elementwise) -> None:
        self.name = name
        self._function = function
        self._derivative = derivative

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"

    def __call__(self, z: ArrayLike) -> FloatArray:
        """Return the activation of `z`.

        Parameters
        ----------
        z : array_like
            Weighted sums ``X @ w + b``, of any shape.

        Returns
        -------
        numpy.ndarray
            Of the shape of `z`: for a single number, a NumPy float.

        Raises
        ------
        TypeError
            If `z` is not made of real numbers.
        ValueError
            If a value is not finite.

        Examples
        --------
        >>> tanh([0.0])
        array([0.])
        """
        value: FloatArray = self._function(as_float_array("z", z))[()]
        return value

    def derivative(self, z: ArrayLike) -> FloatArray:
        """Return the derivative of the activation at `z`.

        Parameters
        ----------
        z : array_like
            Weighted sums ``X @ w + b``, of any shape.

        Returns
        -------
        numpy.ndarray
            Of the shape of `z`: for a single number, a NumPy float.

        Raises
        ------
        TypeError
            If `z` is not made of real numbers.
        ValueError
            If a value is not finite.

        Examples
        --------
        >>> tanh.derivative([0.0])
        array([1.])
        """
        slope: FloatArray = self._derivative(as_float_array("z", z))[()]
        return slope


# With e = exp(-|z|), which never overflows, no formula subtracts numbers that are nearly equal.


def _sigmoid(z: FloatArray) -> FloatArray:
    e = np.exp(-np.abs(z))
    value: FloatArray = np.where(z < 0, e, 1.0) / (1.0 + e)
    return value


def _sigmoid_derivative(z: FloatArray) -> FloatArray:
    e = np.exp(-np.abs(z))
    slope: FloatArray = e / (1.0 + e) ** 2
    return slope


def _tanh_derivative(z: FloatArray) -> FloatArray:
    e = np.exp(-np.abs(z))
    slope: FloatArray = (2.0 * e / (1.0 + e**2)) ** 2  # 1 / cosh(z)**2
    return slope


identity = Activation("identity", np.copy, np.ones_like)
r""":math:`f(z) = z`, the activation of a linear neuron; its derivative is 1.

Keras calls it ``"linear"``.
"""

sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_derivative)
r""":math:`\sigma(z) = 1 / (1 + e^{-z})`, from 0 to 1.

Its derivative is :math:`\sigma(z)\,(1 - \sigma(z))`, at most 1/4.
"""

relu = Activation("relu", lambda z: np.maximum(z, 0.0), lambda z: (z > 0).astype(z.dtype))
r""":math:`\max(0, z)`, the rectified linear unit.

Its derivative is 1 where :math:`z > 0`, else 0. At 0, where the function has a kink and no
derivative, Keras takes 0 too.
"""

tanh = Activation("tanh", np.tanh, _tanh_derivative)
r""":math:`(e^z - e^{-z}) / (e^z + e^{-z})`, from -1 to 1.

Its derivative is :math:`1 - \tanh^2 z = 1 / \cosh^2 z`, at most 1.
"""

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {activation.name: activation for activation in (identity, sigmoid, relu, tanh)}
)
"""The activations of this module, by name."""
