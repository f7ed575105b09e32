"""Initial weights, drawn from the distributions that Keras draws from.

All but :func:`zeros` take the random generator that they draw from: to get the same weights again,
pass a generator with the same seed.
"""

from __future__ import annotations

import math

import numpy as np

from wbguide._validation import (
    FloatArray,
    as_fans,
    as_generator,
    as_positive,
    require_finite,
)

__all__ = ["glorot_uniform", "he_normal", "random_normal", "zeros"]

# The standard deviation of a standard normal variable cut off at -2 and 2: dividing by it gives the
# truncated variable the variance that the plain one would have.
TRUNCATED_STDDEV = math.sqrt(
    1.0 - 4.0 * math.exp(-2.0) / (math.sqrt(2.0 * math.pi) * math.erf(math.sqrt(2.0)))
)


def zeros(shape: tuple[int, int]) -> FloatArray:
    """Return weights that are all zero.

    Parameters
    ----------
    shape : tuple of int
        ``(fan_in, fan_out)``: the number of inputs of each neuron, and the number of neurons.

    Returns
    -------
    numpy.ndarray
        Of that shape.

    Raises
    ------
    TypeError
        If `shape` is not a tuple of whole numbers.
    ValueError
        If `shape` does not have two entries of at least 1, or is too large for memory.

    Examples
    --------
    >>> zeros((2, 1))
    array([[0.],
           [0.]])
    """
    return np.zeros(as_fans(shape))


def random_normal(
    shape: tuple[int, int], *, rng: np.random.Generator, stddev: float = 0.05
) -> FloatArray:
    """Return weights from a normal distribution around zero.

    Parameters
    ----------
    shape : tuple of int
        ``(fan_in, fan_out)``: the number of inputs of each neuron, and the number of neurons.
    rng : numpy.random.Generator
        What draws them.
    stddev : float
        Standard deviation.

    Returns
    -------
    numpy.ndarray
        Of that shape.

    Raises
    ------
    TypeError
        If an argument is of the wrong type.
    ValueError
        If `shape` does not have two entries of at least 1 or is too large for memory, or `stddev`
        is not positive, or so large that a weight overflows.

    Examples
    --------
    >>> random_normal((100, 100), rng=np.random.default_rng(0)).std().round(3)
    np.float64(0.05)
    """
    weights = as_generator("rng", rng).normal(0.0, as_positive("stddev", stddev), as_fans(shape))
    require_finite("weights", weights)
    return weights


def glorot_uniform(shape: tuple[int, int], *, rng: np.random.Generator) -> FloatArray:
    r"""Return weights from a uniform distribution, of variance :math:`2 / (fan_{in} + fan_{out})`.

    This is what Keras draws the weights of a ``Dense`` layer from, unless told otherwise.

    Parameters
    ----------
    shape : tuple of int
        ``(fan_in, fan_out)``: the number of inputs of each neuron, and the number of neurons.
    rng : numpy.random.Generator
        What draws them.

    Returns
    -------
    numpy.ndarray
        Of that shape, between :math:`\pm\sqrt{6 / (fan_{in} + fan_{out})}`.

    Raises
    ------
    TypeError
        If an argument is of the wrong type.
    ValueError
        If `shape` does not have two entries of at least 1, or is too large for memory.

    References
    ----------
    X. Glorot and Y. Bengio, *Understanding the difficulty of training deep feedforward neural
    networks*, AISTATS 2010, equation 16.

    Examples
    --------
    The limit for one input and one output is the square root of 3, about 1.73:

    >>> bool(abs(glorot_uniform((1, 1), rng=np.random.default_rng(0))[0, 0]) < 3**0.5)
    True
    """
    fan_in, fan_out = as_fans(shape)
    limit = math.sqrt(6.0 / (fan_in + fan_out))
    return as_generator("rng", rng).uniform(-limit, limit, (fan_in, fan_out))


def he_normal(shape: tuple[int, int], *, rng: np.random.Generator) -> FloatArray:
    r"""Return weights from a truncated normal distribution, of variance :math:`2 / fan_{in}`.

    Parameters
    ----------
    shape : tuple of int
        ``(fan_in, fan_out)``: the number of inputs of each neuron, and the number of neurons.
    rng : numpy.random.Generator
        What draws them.

    Returns
    -------
    numpy.ndarray
        Of that shape. None is further from zero than two standard deviations of the normal
        distribution before it is cut off.

    Raises
    ------
    TypeError
        If an argument is of the wrong type.
    ValueError
        If `shape` does not have two entries of at least 1, or is too large for memory.

    References
    ----------
    K. He, X. Zhang, S. Ren and J. Sun, *Delving deep into rectifiers*, ICCV 2015, equation 10.

    Examples
    --------
    >>> he_normal((200, 100), rng=np.random.default_rng(0)).var().round(3)
    np.float64(0.01)
    """
    fan_in, fan_out = as_fans(shape)
    as_generator("rng", rng)
    standard = rng.standard_normal((fan_in, fan_out))
    while (outside := np.abs(standard) > 2.0).any():
        standard[outside] = rng.standard_normal(int(outside.sum()))
    return standard * (math.sqrt(2.0 / fan_in) / TRUNCATED_STDDEV)
