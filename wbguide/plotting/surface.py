"""The loss of a neuron with one input as a map of its weight and its bias."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from wbguide._least_squares import least_squares
from wbguide._validation import (
    FloatArray,
    as_float_array,
    as_matrix,
    as_vector,
    require_shape,
    require_spread,
)
from wbguide.neuron import History
from wbguide.plotting._style import LOSS, MODEL, as_axes, name_axes, number_text, write_beside

_MAX_DOTS: Final = 100  # on the path of a training


def plot_loss_surface(
    X: ArrayLike, y: ArrayLike, *, path: History | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the mean squared error of every weight and bias as a map seen from above.

    Each contour joins pairs of equal loss and is marked with it. The map is centered on the lowest
    point, which ordinary least squares gives, and is wide enough for all of `path`.

    Parameters
    ----------
    X : array_like
        One feature, shape ``(n_samples, 1)``.
    y : array_like
        The targets, shape ``(n_samples,)``.
    path : wbguide.neuron.History, optional
        A training to draw on the map, from its start to its end.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on: the weight to the right, the bias upward.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not finite, or all samples of `X` are equal: then a
        whole line of weights and biases is lowest.
    TypeError
        If `ax` is not Matplotlib's, or the values are not numbers.

    Examples
    --------
    >>> ax = plot_loss_surface([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0])
    >>> minimum, = ax.lines
    >>> [float(round(value[0], 12)) for value in minimum.get_data()]
    [2.0, 1.0]
    """
    feature = as_matrix("X", X, 1, np.dtype(np.float64))[:, 0]
    targets = as_vector("y", y, feature.size, np.dtype(np.float64))
    require_spread("X", feature)
    surface = _Surface.of(feature, targets)
    weights, biases = _path(path)
    ax = as_axes(ax)
    reach = _reach(surface, float(targets.std()), weights, biases)
    right = weights.size and weights[0] > surface.weight
    _draw_contours(ax, surface, reach, away=-1 if right else 1)
    _draw_lowest(ax, surface)
    if weights.size:
        _draw_path(ax, weights, biases)
    return name_axes(ax, "weight w", "bias b")


@dataclass(frozen=True)
class _Surface:
    """The mean squared error around its lowest point, which is quadratic."""

    mean: float  # of the feature
    spread: float  # its standard deviation
    weight: float  # at the lowest point, as the bias
    bias: float
    loss: float

    @classmethod
    def of(cls, feature: FloatArray, targets: FloatArray) -> Self:
        spread = feature.std()
        mean = feature.mean()
        weight, bias = least_squares(feature, targets)
        loss = np.mean((weight * feature + bias - targets) ** 2)
        return cls(*(float(value) for value in (mean, spread, weight, bias, loss)))

    def loss_at(self, weights: FloatArray, biases: FloatArray) -> FloatArray:
        """Return the loss for weights and biases that are given from the lowest point on."""
        # A sum of squares, so that it cannot cancel where the loss is small.
        tilt, shift = self.spread * weights, biases + self.mean * weights
        return self.loss + tilt**2 + shift**2

    def distances_to(self, losses: FloatArray) -> FloatArray:
        """Return how far the weight alone must move from the lowest point to reach `losses`."""
        return np.sqrt(losses - self.loss) / math.hypot(self.spread, self.mean)


def _reach(
    surface: _Surface, rise: float, weights: FloatArray, biases: FloatArray
) -> tuple[float, float]:
    """Return how far the map goes from the lowest point: to see the bowl, and all of the path."""
    rise = rise or 1.0  # the root of how far the loss is to rise
    weight_reach = 1.15 * np.abs(weights - surface.weight).max(initial=0.0)
    bias_reach = 1.15 * np.abs(biases - surface.bias).max(initial=0.0)
    return max(rise / surface.spread, weight_reach), max(1.5 * rise, bias_reach)


def _draw_contours(ax: Axes, surface: _Surface, reach: tuple[float, float], *, away: int) -> None:
    """Draw contours with their losses, written to the right (1) or the left (-1)."""
    dw, db = np.meshgrid(*(np.linspace(-far, far, 61) for far in reach))
    loss = surface.loss_at(dw, db)
    levels = _contour_levels(surface.loss, float(loss.max()))
    w, b = surface.weight + dw, surface.bias + db
    for level in levels:
        # Tints laid over one another leave no seams, and let any background shine through.
        ax.contourf(w, b, loss, levels=[surface.loss - 1, level], colors=[LOSS], alpha=0.09)
    lines = ax.contour(w, b, loss, levels=levels, colors=[LOSS], linewidths=0.8)
    # In a row from the lowest point, and none on the point itself or beyond the map.
    distances = surface.distances_to(levels)
    distances = distances[(distances > 0.15 * reach[0]) & (distances < 0.95 * reach[0])]
    row = [(float(surface.weight + away * distance), surface.bias) for distance in distances]
    ax.clabel(lines, fmt=number_text, fontsize=0.8 * rcParams["font.size"], manual=row)


def _draw_lowest(ax: Axes, surface: _Surface) -> None:
    lowest = surface.weight, surface.bias
    ax.plot(*lowest, "*", color=rcParams["text.color"], markersize=14, zorder=4)
    write_beside(ax, "lowest", lowest, (0, 9), ha="center", zorder=4)


def _draw_path(ax: Axes, weights: FloatArray, biases: FloatArray) -> None:
    # Dots for the first steps alone: later ones are short, and would lie on one another.
    (line,) = ax.plot(weights, biases, ".-", color=MODEL, linewidth=1.5, zorder=3)
    line.set(markersize=5, markevery=slice(0, _MAX_DOTS))
    start = float(weights[0]), float(biases[0])
    ax.plot(*start, "o", color=MODEL, markersize=8, zorder=3)
    write_beside(ax, "start", start, (0, 8), ha="center", color=MODEL, zorder=4)


def _path(path: History | None) -> tuple[FloatArray, FloatArray]:
    if path is None:
        return np.empty(0), np.empty(0)
    weights = as_float_array("path.weights", path.weights)
    require_shape("path.weights", weights, "n_steps + 1", 1)
    return weights[:, 0], as_vector("path.bias", path.bias, len(weights))


def _contour_levels(lowest: float, highest: float) -> FloatArray:
    """Return round levels, each about twice the one before, or evenly spaced in a narrow range."""
    decades = 10.0 ** np.arange(-3, 1) * 10.0 ** np.floor(np.log10(highest))
    doubling = np.outer(decades, [1, 2, 5]).ravel()
    doubling = doubling[(lowest < doubling) & (doubling < highest)][-8:]
    if doubling.size >= 4:
        return doubling
    even: FloatArray = np.asarray(MaxNLocator(8).tick_values(lowest, highest))
    return even[(lowest < even) & (even < highest)]
