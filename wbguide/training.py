"""How a neuron learns: step by step down the gradient, batch by batch, with a record of the path.

The formulas that are descended are in :mod:`wbguide.neuron`. Here is what goes around them: the
loop, its batches and its history, the learning rate at which it fails, and what makes it fast.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wbguide import _validation as check
from wbguide._validation import Float, FloatArray

__all__ = ["History", "learning_rate_limit"]

# Maps X, y, the weights and the bias to the loss and its gradients in the weights and the bias.
Formula: TypeAlias = Callable[
    [FloatArray, FloatArray, FloatArray, Float], tuple[float, FloatArray, Float]
]

# How many numbers of X a step works on at once: few enough that they are still in the processor's
# cache when the gradient needs them again, and so many that calls and small sums cost little beside
# the two products.
BLOCK_SIZE = 2**17


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """The path that training took, one step after the other.

    Step ``k`` starts at ``weights[k]`` and ``bias[k]``, finds ``loss[k]`` on its batch there, and
    ends at ``weights[k + 1]`` and ``bias[k + 1]``.

    Examples
    --------
    >>> from wbguide import LinearNeuron
    >>> history = LinearNeuron(1).fit([[1.0], [2.0]], [300.0, 500.0], learning_rate=0.2, epochs=2)
    >>> history
    History(2 steps, loss 1.7e+05 to 2.34e+04)
    >>> history.bias
    array([  0., 160., 100.])
    """

    loss: FloatArray
    """Shape ``(n_steps,)``, the loss on the batch of each step, *before* that step, as in Keras."""
    weights: FloatArray
    """Shape ``(n_steps + 1, n_features)``."""
    bias: FloatArray
    """Shape ``(n_steps + 1,)``."""

    def __repr__(self) -> str:
        return f"History({self.loss.size} steps, loss {self.loss[0]:.4g} to {self.loss[-1]:.4g})"


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
    ones for the bias. It holds for full batches, a linear neuron and the mean squared error. With
    smaller batches, training stays below the lowest of the limits of the batches.

    References
    ----------
    Y. Nesterov, *Lectures on Convex Optimization*, 2nd ed., Springer, 2018, section 1.2.3.

    Examples
    --------
    >>> round(learning_rate_limit([[1.0], [2.0]]), 4)
    0.2918
    """
    samples = check.as_matrix("X", X)
    if check.as_flag("use_bias", use_bias):
        samples = np.column_stack([samples, np.ones(len(samples))])
    largest_singular_value = float(np.linalg.norm(samples, ord=2))
    if largest_singular_value == 0:
        return math.inf
    # The eigenvalue is 2 / n times the square of this, which might overflow.
    root = math.sqrt(len(samples)) / largest_singular_value
    return root * root


class Schedule:
    """What steps training takes: how long, how many, and on which samples."""

    def __init__(
        self, n_samples: int, learning_rate: float, epochs: int, batch_size: int | None, rng: Any
    ) -> None:
        self.learning_rate = check.as_positive("learning_rate", learning_rate)
        self.epochs = check.as_count("epochs", epochs)
        size = n_samples if batch_size is None else check.as_count("batch_size", batch_size)
        self.batch_size = min(size, n_samples)
        self._starts = range(0, n_samples, self.batch_size)
        self.n_steps = self.epochs * len(self._starts)
        self._rng = check.as_optional_generator("rng", rng)
        self._order: NDArray[np.intp] | None = None

    def shuffle(self) -> None:
        """Begin a pass."""
        if self._rng is not None:
            self._order = self._rng.permutation(self._starts.stop)

    def batches(self) -> Iterator[slice | NDArray[np.intp]]:
        """Yield the rows of each batch of a pass; without shuffling as slices, which copy none."""
        for start in self._starts:
            rows = slice(start, start + self.batch_size)
            yield rows if self._order is None else self._order[rows]

    def require_convergence(
        self, X: FloatArray, history: History, last: int, loss: str, *, use_bias: bool
    ) -> None:
        """Raise, with a learning rate that would have done, unless all steps stayed finite."""
        if last < self.n_steps:
            size = None if len(self._starts) == 1 else self.batch_size
            limit = self._lowest_limit(X, use_bias=use_bias)
            rate, start = self.learning_rate, float(history.loss[0])
            check.refuse_divergence(loss, start, rate, last + 1, size, limit)

    @np.errstate(over="ignore")  # of squares, whose limit is 0
    def _lowest_limit(self, X: FloatArray, *, use_bias: bool) -> float:
        """Return the lowest learning rate limit of the batches of this pass."""
        # One over the mean square of a batch is at most its limit: few have to be worked out.
        squares = np.einsum("ij,ij->i", X, X, dtype=np.float64) + use_bias
        batches = list(self.batches())
        steepness = np.array([squares[rows].mean() for rows in batches])
        limit = math.inf
        for batch in np.argsort(-steepness):
            if steepness[batch] * limit <= 1 + 1e-9:
                break
            limit = min(limit, learning_rate_limit(X[batches[batch]], use_bias=use_bias))
        return limit


@np.errstate(over="ignore", invalid="ignore")  # reported by who calls this, as divergence
def descend(
    formula: Formula, X: FloatArray, y: FloatArray, start: tuple[FloatArray, Float], plan: Schedule
) -> tuple[History, int]:
    """Return the path, and the place on it of the last finite weights and bias.

    They are not the last of all if the loss, the weights or the bias stopped being finite.
    """
    w, b = start
    n = plan.n_steps
    check.require_memory("epochs", plan.epochs, (n + 1) * (w.size + 2) * w.itemsize)
    history = History(*(np.empty(shape, w.dtype) for shape in (n, (n + 1, w.size), n + 1)))
    step = 0
    for _ in range(plan.epochs):
        plan.shuffle()
        for rows in plan.batches():
            history.weights[step], history.bias[step] = w, b
            loss, dw, db = in_blocks(formula, X[rows], y[rows], w, b)
            history.loss[step] = loss
            if not math.isfinite(loss):
                return history, _last_finite(history, step)
            w = w - plan.learning_rate * dw
            b = b - plan.learning_rate * db
            step += 1
    history.weights[step], history.bias[step] = w, b
    return history, _last_finite(history, step + 1)


def _last_finite(history: History, end: int) -> int:
    """Return the last step before `end` with finite weights and a finite bias.

    Behind an activation that levels off, the loss may be finite where the weights are not.
    """
    for step in range(end - 1, 0, -1):
        if np.isfinite(history.weights[step]).all() and np.isfinite(history.bias[step]):
            return step
    return 0


def in_blocks(
    formula: Formula, X: FloatArray, y: FloatArray, w: FloatArray, b: np.floating[Any]
) -> tuple[float, FloatArray, np.floating[Any]]:
    """Return what `formula` gives for all samples, worked out for one block after the other."""
    n_rows = max(1, BLOCK_SIZE // w.size)
    if len(y) <= n_rows:
        return formula(X, y, w, b)
    loss, dw, db = 0.0, np.zeros_like(w), b.dtype.type(0.0)
    for start in range(0, len(y), n_rows):
        rows = slice(start, start + n_rows)
        of_block = formula(X[rows], y[rows], w, b)
        share = len(y[rows]) / len(y)  # all three are means over samples
        loss += share * of_block[0]
        dw += share * of_block[1]
        db += share * of_block[2]
    return loss, dw, db
