"""A linear neuron: one weight per input feature, one bias, one output.

Everything that a neuron does is in two lines, ``z = X @ w + b`` and ``w -= learning_rate * dL/dw``
(with the same for ``b``). The first is here, with the gradient; the second in
``wbguide.training``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wbguide import _validation as check
from wbguide._validation import Float, FloatArray
from wbguide.activations import ACTIVATIONS
from wbguide.initializers import glorot_uniform
from wbguide.losses import LOSSES, Loss
from wbguide.training import History, Schedule, descend, in_blocks, learning_rate_limit

__all__ = ["Gradients", "History", "LinearNeuron", "learning_rate_limit"]


class Gradients(NamedTuple):
    """The partial derivatives of a loss with respect to what a neuron learns."""

    weights: FloatArray
    """Shape ``(n_features,)``, in units of loss per unit of weight."""
    bias: float | None
    """In units of loss per unit of bias; None for a neuron without a bias."""


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
        Keras's name for the identity, ``"linear"``, is understood, too.
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
        n = self._n_features = check.as_count("n_features", n_features)
        check.require_memory("n_features", n, 8 * n)
        self._use_bias = check.as_flag("use_bias", use_bias)
        self._activation = check.as_choice("activation", activation, ACTIVATIONS)
        rng = check.as_optional_generator("rng", rng)
        check.require_no_bias(bias, use_bias=self._use_bias)
        dtype = _common_dtype(*(given for given in (weights, bias) if given is not None))
        if weights is None:
            weights = np.zeros(n) if rng is None else glorot_uniform((n, 1), rng=rng)[:, 0]
        b = check.as_number("bias", 0.0 if bias is None else bias)
        self._set(check.as_vector("weights", weights, n), b, dtype)

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
        self._set(
            check.as_vector("weights", weights, self._n_features, self._weights.dtype), self._bias
        )

    @property
    def bias(self) -> float:
        """The bias, 0.0 for a neuron without one."""
        return float(self._bias)

    @bias.setter
    def bias(self, bias: float) -> None:
        check.require_no_bias(bias, use_bias=self._use_bias)
        self._set(self._weights, check.as_number("bias", bias, self._weights.dtype))

    @property
    def slope(self) -> float:
        """The weight, as the rise per unit of x of the line that one feature gives."""
        check.require_line("slope", self._n_features, self._activation)
        return float(self._weights[0])

    @property
    def intercept(self) -> float:
        """The bias, as the height at x = 0 of the line that one feature gives."""
        check.require_line("intercept", self._n_features, self._activation)
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
        shapes = [(self._n_features, 1), (1,)][: 1 + self._use_bias]
        arrays = check.as_arrays("weights", weights, shapes)
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
        samples = check.as_matrix("X", X, self._n_features, self._weights.dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # reported by the next line
            z = _weighted_sum(samples, self._weights, self._bias)
        check.require_finite("X @ weights + bias", z)
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
            The name of a loss in :mod:`wbguide.losses`, or ``"mse"``, as in Keras.

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
        X, y, to_lower = self._as_problem(X, y, loss)
        formula = partial(self._loss_and_gradients, to_lower)
        with np.errstate(over="ignore", invalid="ignore"):  # reported by the next line
            value, dw, db = in_blocks(formula, X, y, self._weights, self._bias)
        check.require_finite_loss("X and y", to_lower.name, "too large", value, dw)
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
            The name of a loss in :mod:`wbguide.losses`, or ``"mse"``, as in Keras.
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
            If a shape is wrong, a value is not finite or out of range, or the history would not
            fit in memory; the neuron is then as it was. Also if the loss, the weights or the bias
            stop being finite; the neuron then keeps the last finite weights and bias.

        Notes
        -----
        Too large a learning rate makes the mean squared error of a linear neuron overflow sooner or
        later, above :func:`~wbguide.neuron.learning_rate_limit` for full batches. Behind a sigmoid
        or tanh, and with the binary cross-entropy, a step is never longer than the learning rate
        times a constant: too large a one makes the loss jump about, but hardly ever overflow.

        The history grows by ``n_features + 2`` floats a step, and the samples are never copied as
        a whole, unless `rng` shuffles them into a full batch.

        Examples
        --------
        >>> neuron = LinearNeuron(1)
        >>> neuron.fit([[1.0], [2.0]], [300.0, 500.0], learning_rate=0.2, epochs=400)
        History(400 steps, loss 1.7e+05 to 1.605e-09)
        >>> neuron.predict([[1.2]]).round(2)
        array([340.])
        """
        X, y, to_lower = self._as_problem(X, y, loss)
        plan = Schedule(len(y), learning_rate, epochs, batch_size, rng)
        formula = partial(self._loss_and_gradients, to_lower)
        history, last = descend(formula, X, y, (self._weights, self._bias), plan)
        self._set(history.weights[last], history.bias[last])
        plan.require_convergence(X, history, last, to_lower.name, use_bias=self._use_bias)
        return history

    def _as_problem(self, X: Any, y: Any, loss: str) -> tuple[FloatArray, FloatArray, Loss]:
        name = check.as_choice("loss", loss, LOSSES)
        X = check.as_matrix("X", X, self._n_features, self._weights.dtype)
        y = check.as_vector("y", y, len(X), self._weights.dtype)
        if LOSSES[name].probabilities:
            check.require_activation(name, "sigmoid", self._activation)
            check.require_probabilities("y", y)
        return X, y, LOSSES[name]

    def _loss_and_gradients(
        self, loss: Loss, X: FloatArray, y: FloatArray, w: FloatArray, b: Float
    ) -> tuple[float, FloatArray, Float]:
        """Return the loss, and its gradients in the weights and in the bias."""
        z = _weighted_sum(X, w, b)
        value, delta = loss._of_sums(y, z, ACTIVATIONS[self._activation])
        db = delta.sum() if self._use_bias else b.dtype.type(0.0)
        return value, delta @ X, db

    def _set(self, weights: FloatArray, bias: Float, dtype: np.dtype[Any] | None = None) -> None:
        """Store read-only arrays, so that whoever was handed one never sees it change."""
        weights = weights.astype(weights.dtype if dtype is None else dtype)
        weights.flags.writeable = False
        self._weights = weights
        self._bias: Float = weights.dtype.type(bias)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._set(self._weights, self._bias)  # a copy of a read-only array can be written to


def _weighted_sum(X: FloatArray, w: FloatArray, b: Float) -> FloatArray:
    z: FloatArray = X @ w + b
    return z


def _common_dtype(*arrays: ArrayLike) -> np.dtype[Any]:
    """Return float32 if there are arrays and every one is, else float64."""
    kept = bool(arrays) and all(np.asarray(array).dtype == np.float32 for array in arrays)
    return np.dtype(np.float32 if kept else np.float64)
