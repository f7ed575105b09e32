"""A linear neuron: one weight per input feature, one bias, one output.

Everything that a neuron does is in two lines, ``z = X @ w + b`` and ``w -= learning_rate * dL/dw``
(with the same for ``b``). The rest of this module checks, names and records.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_choice,
    as_count,
    as_flag,
    as_float_array,
    as_generator,
    as_matrix,
    as_number,
    as_positive,
    as_vector,
    require_finite,
    require_probabilities,
    require_shape,
)
from wbguide.activations import ACTIVATIONS
from wbguide.initializers import glorot_uniform
from wbguide.losses import LOSSES

__all__ = ["Gradients", "History", "LinearNeuron", "learning_rate_limit"]

# How many numbers of X a step works on at once: few enough that they are still in the processor's
# cache when the gradient needs them again, and so many that calls and small sums cost little beside
# the two products.
BLOCK_SIZE = 2**19


class Gradients(NamedTuple):
    """The partial derivatives of a loss with respect to what a neuron learns."""

    weights: FloatArray
    """Shape ``(n_features,)``, in units of loss per unit of weight."""
    bias: float | None
    """In units of loss per unit of bias; None for a neuron without a bias."""


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """The path that training took, one step after the other.

    Step ``k`` starts at ``weights[k]`` and ``bias[k]``, finds ``loss[k]`` on its batch there, and
    ends at ``weights[k + 1]`` and ``bias[k + 1]``.
    """

    loss: FloatArray
    """Shape ``(n_steps,)``, the loss on the batch of each step, *before* that step, as in Keras."""
    weights: FloatArray
    """Shape ``(n_steps + 1, n_features)``."""
    bias: FloatArray
    """Shape ``(n_steps + 1,)``."""

    def __repr__(self) -> str:
        return f"History({self.loss.size} steps, loss {self.loss[0]:.4g} to {self.loss[-1]:.4g})"


class LinearNeuron:
    """A neuron that computes ``X @ weights + bias``, and learns both by gradient descent.

    Parameters
    ----------
    n_features : int
        Number of inputs.
    use_bias : bool
        Whether there is a bias to learn. Without one, the neuron is forced through the origin.
    weights : array_like, optional
        Initial weights, shape ``(n_features,)``. By default zeros or, if `rng` is given, drawn by
        :func:`~wbguide.initializers.glorot_uniform`, as Keras draws them.
    bias : float, optional
        Initial bias, 0 by default, as in Keras.
    activation : str
        The name of the function in :mod:`wbguide.activations` through which the output passes.
    rng : numpy.random.Generator, optional
        Source of the initial weights, where none are given.

    Raises
    ------
    TypeError
        If an argument is of the wrong type.
    ValueError
        If an argument has the wrong shape or value.

    Notes
    -----
    Numbers are float64, unless all the weights and bias that are given are float32. What is passed
    to a method is converted to the neuron's precision.

    Examples
    --------
    A house of 1200 square feet at 200 (in $1000s, per 1000 square feet) plus 100:

    >>> neuron = LinearNeuron(1, weights=[200.0], bias=100.0)
    >>> neuron
    LinearNeuron(1, weights=[200.], bias=100.0)
    >>> neuron.predict([[1.2]])
    array([340.])
    """

    def __init__(
        self,
        n_features: int,
        *,
        use_bias: bool = True,
        weights: ArrayLike | None = None,
        bias: float | None = None,
        activation: str = "identity",
        rng: np.random.Generator | None = None,
    ) -> None:
        self._n_features = as_count("n_features", n_features)
        self._use_bias = as_flag("use_bias", use_bias)
        self._activation = as_choice("activation", activation, ACTIVATIONS)
        if rng is not None:
            as_generator("rng", rng)
        if bias is not None:
            self._require_bias()
        given = [value for value in (weights, bias) if value is not None]
        if weights is None:
            shape = (self._n_features, 1)
            drawn = np.zeros(shape) if rng is None else glorot_uniform(shape, rng=rng)
            weights = drawn[:, 0]
        self._set(
            as_vector("weights", weights, self._n_features),
            as_number("bias", 0.0 if bias is None else bias),
            dtype=_common_dtype(*given),
        )

    def __repr__(self) -> str:
        weights = np.array2string(self._weights, separator=", ", threshold=10)
        parts = [f"{self._n_features}, weights={weights}"]
        parts.append(f"bias={self.bias!r}" if self._use_bias else "use_bias=False")
        if self.activation != "identity":
            parts.append(f"activation={self.activation!r}")
        return f"LinearNeuron({', '.join(parts)})"

    @property
    def n_features(self) -> int:
        """Number of inputs."""
        return self._n_features

    @property
    def use_bias(self) -> bool:
        """Whether the neuron has a bias."""
        return self._use_bias

    @property
    def activation(self) -> str:
        """Name of the activation function."""
        return self._activation

    @property
    def weights(self) -> FloatArray:
        """Weights, shape ``(n_features,)``, read-only; assign an array to replace them."""
        return self._weights

    @weights.setter
    def weights(self, weights: ArrayLike) -> None:
        self._set(as_vector("weights", weights, self._n_features, self._weights.dtype), self._bias)

    @property
    def bias(self) -> float:
        """The bias, 0.0 for a neuron without one."""
        return float(self._bias)

    @bias.setter
    def bias(self, bias: float) -> None:
        self._require_bias()
        self._set(self._weights, as_number("bias", bias, self._weights.dtype))

    @property
    def slope(self) -> float:
        """The weight, as the rise per unit of x of the line that one feature gives."""
        self._require_line("slope")
        return float(self._weights[0])

    @property
    def intercept(self) -> float:
        """The bias, as the height at x = 0 of the line that one feature gives."""
        self._require_line("intercept")
        return self.bias

    def get_weights(self) -> list[FloatArray]:
        """Return copies of the weights and the bias, in the shapes and order of Keras.

        Returns
        -------
        list of numpy.ndarray
            The weights, shape ``(n_features, 1)``, and the bias, shape ``(1,)``; the weights alone
            for a neuron without a bias. :meth:`set_weights` takes this list, and so does
            ``keras.layers.Dense(1)``.

        Examples
        --------
        >>> w, b = LinearNeuron(1, weights=[200.0], bias=100.0).get_weights()
        >>> w, b
        (array([[200.]]), array([100.]))
        """
        arrays = [self._weights[:, np.newaxis].copy()]
        if self._use_bias:
            arrays.append(np.array([self._bias]))
        return arrays

    def set_weights(self, weights: Sequence[ArrayLike]) -> None:
        """Replace the weights and the bias, given in the shapes and order of Keras.

        Parameters
        ----------
        weights : list of array_like
            The weights, shape ``(n_features, 1)``, and the bias, shape ``(1,)``; the weights alone
            for a neuron without a bias. The neuron becomes float32 if all are, else float64.

        Raises
        ------
        TypeError
            If `weights` is not a list or tuple of arrays of real numbers.
        ValueError
            If there are too few or too many arrays, or one has the wrong shape or is not finite.

        Examples
        --------
        >>> neuron = LinearNeuron(1)
        >>> neuron.set_weights([[[200.0]], [100.0]])
        >>> neuron
        LinearNeuron(1, weights=[200.], bias=100.0)
        """
        if not isinstance(weights, list | tuple):
            msg = f"weights must be a list of arrays; received {type(weights).__name__}"
            raise TypeError(msg)
        shapes = [(self._n_features, 1), (1,)][: 1 + self._use_bias]
        if len(weights) != len(shapes):
            wanted = " and ".join(map(str, shapes))
            msg = (
                f"weights must be {len(shapes)} arrays, of shape {wanted}; received {len(weights)}"
            )
            raise ValueError(msg)
        arrays = [as_float_array(f"weights[{i}]", array) for i, array in enumerate(weights)]
        for i, (array, shape) in enumerate(zip(arrays, shapes, strict=True)):
            require_shape(f"weights[{i}]", array, *shape)
        bias = arrays[1][0] if self._use_bias else self._bias
        self._set(arrays[0][:, 0], bias, dtype=_common_dtype(*arrays))

    def predict(self, X: ArrayLike) -> FloatArray:
        """Return the output of the neuron for each sample.

        Parameters
        ----------
        X : array_like
            Samples, shape ``(n_samples, n_features)``.

        Returns
        -------
        numpy.ndarray
            Shape ``(n_samples,)``, where Keras's layer gives ``(n_samples, 1)``.

        Raises
        ------
        TypeError
            If `X` is not made of real numbers.
        ValueError
            If `X` has the wrong shape, or a value or prediction is not finite.

        Examples
        --------
        >>> LinearNeuron(2, weights=[1.0, -1.0], bias=0.5).predict([[3.0, 1.0], [0.0, 0.0]])
        array([2.5, 0.5])
        """
        samples = as_matrix("X", X, self._n_features, self._weights.dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # reported by the next line
            z = samples @ self._weights + self._bias
        require_finite("X @ weights + bias", z)
        return ACTIVATIONS[self._activation](z)

    def gradients(
        self, X: ArrayLike, y: ArrayLike, *, loss: str = "mean_squared_error"
    ) -> Gradients:
        r"""Return the gradients of the loss with respect to the weights and the bias.

        Parameters
        ----------
        X : array_like
            Samples, shape ``(n_samples, n_features)``.
        y : array_like
            Targets, shape ``(n_samples,)``.
        loss : str
            The name of a loss in :mod:`wbguide.losses`.

        Returns
        -------
        Gradients
            The gradient with respect to the weights, shape ``(n_features,)``, and to the bias, in
            units of loss per unit of each.

        Raises
        ------
        TypeError
            If `X` or `y` is not made of real numbers.
        ValueError
            If a shape is wrong, a value or the loss is not finite, or `y` or the prediction is
            out of the range of the loss.

        Notes
        -----
        By the chain rule, with :math:`\delta_i = \frac{\partial L}{\partial \hat{y}_i} f'(z_i)`:
        :math:`\frac{\partial L}{\partial w} = \sum_i \delta_i x_i` and
        :math:`\frac{\partial L}{\partial b} = \sum_i \delta_i`.

        Examples
        --------
        Two houses, two residuals, -300 and -500: the gradient of the bias is twice their mean.

        >>> LinearNeuron(1).gradients([[1.0], [2.0]], [300.0, 500.0])
        Gradients(weights=array([-1300.]), bias=-800.0)
        """
        X, y = self._as_samples(X, y, loss)
        with np.errstate(over="ignore", invalid="ignore"):
            value, dw, db = self._loss_and_gradients(X, y, self._weights, self._bias, loss)
        if not (math.isfinite(value) and np.isfinite(dw).all()):
            msg = f"X and y must have a finite {loss}; received values too large"
            raise ValueError(msg)
        return Gradients(dw, float(db) if self._use_bias else None)

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        *,
        learning_rate: float,
        epochs: int,
        batch_size: int | None = None,
        loss: str = "mean_squared_error",
        rng: np.random.Generator | None = None,
    ) -> History:
        """Learn the weights and the bias from samples, by gradient descent.

        Parameters
        ----------
        X : array_like
            Samples, shape ``(n_samples, n_features)``.
        y : array_like
            Targets, shape ``(n_samples,)``.
        learning_rate : float
            Length of a step, as a multiple of the gradient.
        epochs : int
            Number of passes over the samples.
        batch_size : int, optional
            Number of samples a step; by default all of them. The last batch may be smaller.
        loss : str
            The name of a loss in :mod:`wbguide.losses`.
        rng : numpy.random.Generator, optional
            Shuffles the samples before every epoch; by default they are taken in order.

        Returns
        -------
        History
            The loss, the weights and the bias at every step.

        Raises
        ------
        TypeError
            If an argument is of the wrong type.
        ValueError
            If a shape is wrong, or a value is not finite or out of range; the neuron is then as it
            was. Also if the loss, the weights or the bias stop being finite, as they do when the
            learning rate is too large; the neuron then keeps the last finite weights and bias.

        Examples
        --------
        >>> neuron = LinearNeuron(1)
        >>> neuron.fit([[1.0], [2.0]], [300.0, 500.0], learning_rate=0.2, epochs=400)
        History(400 steps, loss 1.7e+05 to 1.605e-09)
        >>> neuron.predict([[1.2]]).round(2)
        array([340.])
        """
        X, y = self._as_samples(X, y, loss)
        learning_rate = as_positive("learning_rate", learning_rate)
        epochs = as_count("epochs", epochs)
        batch_size = (
            len(y) if batch_size is None else min(as_count("batch_size", batch_size), len(y))
        )
        if rng is not None:
            as_generator("rng", rng)

        n_steps = epochs * math.ceil(len(y) / batch_size)
        history = History(
            loss=np.empty(n_steps, X.dtype),
            weights=np.empty((n_steps + 1, self._n_features), X.dtype),
            bias=np.empty(n_steps + 1, X.dtype),
        )
        w, b = self._weights, self._bias
        with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported below
            for step, (X_batch, y_batch) in enumerate(_batches(X, y, epochs, batch_size, rng)):
                history.weights[step], history.bias[step] = w, b
                value, dw, db = self._loss_and_gradients(X_batch, y_batch, w, b, loss)
                if not math.isfinite(value):
                    self._report_divergence(X, history, step, learning_rate, loss)
                history.loss[step] = value
                w = w - learning_rate * dw
                if self._use_bias:
                    b = b - learning_rate * db
            history.weights[n_steps], history.bias[n_steps] = w, b
        if not (np.isfinite(w).all() and np.isfinite(b)):
            self._report_divergence(X, history, n_steps, learning_rate, loss)
        self._set(w, b)
        return history

    def _loss_and_gradients(
        self,
        X: FloatArray,
        y: FloatArray,
        w: FloatArray,
        b: np.floating[Any],
        loss: str,
    ) -> tuple[float, FloatArray, np.floating[Any]]:
        """Return the loss and its gradients on arrays that have been checked."""
        n_rows = max(1, BLOCK_SIZE // self._n_features)
        if len(y) <= n_rows:
            return self._loss_and_gradients_of_block(X, y, w, b, loss)
        value, dw, db = 0.0, np.zeros_like(w), b.dtype.type(0.0)
        for start in range(0, len(y), n_rows):
            rows = slice(start, start + n_rows)
            of_block = self._loss_and_gradients_of_block(X[rows], y[rows], w, b, loss)
            share = len(y[rows]) / len(y)  # all three are means over samples
            value += share * of_block[0]
            dw += share * of_block[1]
            db += share * of_block[2]
        return value, dw, db

    def _loss_and_gradients_of_block(
        self,
        X: FloatArray,
        y: FloatArray,
        w: FloatArray,
        b: np.floating[Any],
        loss: str,
    ) -> tuple[float, FloatArray, np.floating[Any]]:
        z = X @ w
        z += b
        if self._activation == "identity":  # spare two passes over the samples
            value, delta, scale = LOSSES[loss]._formula(y, z)
        else:
            activation = ACTIVATIONS[self._activation]
            value, delta, scale = LOSSES[loss]._formula(y, activation._function(z))
            delta *= activation._derivative(z)
        return value, delta @ X * scale, delta.sum() * scale

    def _as_samples(self, X: ArrayLike, y: ArrayLike, loss: str) -> tuple[FloatArray, FloatArray]:
        as_choice("loss", loss, LOSSES)
        X = as_matrix("X", X, self._n_features, self._weights.dtype)
        y = as_vector("y", y, len(X), self._weights.dtype)
        if LOSSES[loss].probabilities:
            if self.activation != "sigmoid":
                msg = f"loss {loss!r} needs activation 'sigmoid'; received {self.activation!r}"
                raise ValueError(msg)
            require_probabilities("y", y)
        return X, y

    def _report_divergence(
        self, X: FloatArray, history: History, step: int, learning_rate: float, loss: str
    ) -> None:
        limit = learning_rate_limit(X, use_bias=self._use_bias) if step else 0.0
        if limit == 0:
            msg = f"X and y must have a finite {loss}; received values too large"
            raise ValueError(msg)
        # Behind an activation that levels off, the loss may stay finite when the weights do not.
        finite = np.isfinite(history.weights[:step]).all(axis=1) & np.isfinite(history.bias[:step])
        last = int(np.flatnonzero(finite)[-1])
        self._set(history.weights[last], history.bias[last])
        msg = (
            f"learning_rate must be small enough for the loss to stay finite; received "
            f"{learning_rate:.6g}, with which it did not at step {last + 1}. On this data, a "
            f"linear neuron learns from full batches below 2/λ_max = {limit:.6g}"
        )
        raise ValueError(msg)

    def _set(
        self, weights: FloatArray, bias: np.floating[Any], *, dtype: np.dtype[Any] | None = None
    ) -> None:
        """Store read-only arrays, so that whoever was handed one never sees it change."""
        weights = weights.astype(weights.dtype if dtype is None else dtype)
        weights.flags.writeable = False
        self._weights = weights
        self._bias: np.floating[Any] = weights.dtype.type(bias)

    def _require_bias(self) -> None:
        if not self._use_bias:
            msg = "bias must not be given to a neuron with use_bias=False"
            raise ValueError(msg)

    def _require_line(self, name: str) -> None:
        if self._n_features != 1 or self.activation != "identity":
            msg = (
                f"{name} needs 1 feature and activation 'identity'; "
                f"received {self._n_features} and {self.activation!r}"
            )
            raise ValueError(msg)


def learning_rate_limit(X: ArrayLike, *, use_bias: bool = True) -> float:
    r"""Return the learning rate above which gradient descent on `X` diverges.

    Parameters
    ----------
    X : array_like
        Samples, shape ``(n_samples, n_features)``.
    use_bias : bool
        Whether the neuron has a bias.

    Returns
    -------
    float
        :math:`2 / \lambda_{\max}`, in units of weight squared per unit of loss. Infinity where
        there is nothing to learn: for zeros, without a bias.

    Raises
    ------
    TypeError
        If `X` is not made of real numbers, or `use_bias` is not True or False.
    ValueError
        If `X` is not a finite matrix.

    Notes
    -----
    :math:`\lambda_{\max}` is the largest eigenvalue of the Hessian of the mean squared error,
    :math:`\frac{2}{n} \tilde{X}^\top \tilde{X}`, where :math:`\tilde{X}` is `X` with a column of
    ones for the bias. It holds for full batches, a linear neuron and the mean squared error.

    References
    ----------
    Y. Nesterov, *Lectures on Convex Optimization*, 2nd ed., Springer, 2018, section 1.2.3.

    Examples
    --------
    >>> round(learning_rate_limit([[1.0], [2.0]]), 4)
    0.2918
    """
    samples = as_matrix("X", X)
    if as_flag("use_bias", use_bias):
        samples = np.column_stack([samples, np.ones(len(samples))])
    largest_singular_value = float(np.linalg.norm(samples, ord=2))
    if largest_singular_value == 0:
        return math.inf
    # The eigenvalue is 2 / n times the square of this, which might overflow.
    root = math.sqrt(len(samples)) / largest_singular_value
    return root * root


def _common_dtype(*arrays: ArrayLike) -> np.dtype[Any]:
    """Return float32 if there are arrays and every one is, else float64."""
    kept = bool(arrays) and all(np.asarray(array).dtype == np.float32 for array in arrays)
    return np.dtype(np.float32 if kept else np.float64)


def _batches(
    X: FloatArray, y: FloatArray, epochs: int, batch_size: int, rng: np.random.Generator | None
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield the samples of each step; without shuffling, as views."""
    for _ in range(epochs):
        order = None if rng is None else rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = slice(start, start + batch_size)
            chosen = rows if order is None else order[rows]
            yield X[chosen], y[chosen]
