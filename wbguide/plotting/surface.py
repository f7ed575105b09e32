"""The loss of a neuron with one input as a map of its weight and its bias."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D
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
from wbguide.plotting._style import (
    LOSS,
    MODEL,
    as_axes,
    halo,
    name_axes,
    number_text,
    write_beside,
)

_STEPS: Final = (0, 1, 2, 10, 100)  # of a training that are marked
_TINT: Final = 0.035  # opacity: of eight, one over the other, a path is told well
_APART: Final = 0.18  # of what the map reaches, for words not to meet
_NUMBER: Final[dict[str, Any]] = {"ha": "center", "va": "center", "size": "small"}


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
    away = -1 if weights.size and biases[0] > surface.bias else 1
    _draw_contours(ax, surface, reach, away=away)
    _draw_lowest(ax, surface, away=away)
    if weights.size:
        _draw_path(ax, weights, biases, reach)
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
        weight, bias = least_squares(feature, targets)
        loss = np.mean((weight * feature + bias - targets) ** 2)
        return cls(float(feature.mean()), float(feature.std()), weight, bias, float(loss))

    def loss_at(self, weights: FloatArray, biases: FloatArray) -> FloatArray:
        """Return the loss for weights and biases that are given from the lowest point on."""
        # A sum of squares, so that it cannot cancel where the loss is small.
        tilt, shift = self.spread * weights, biases + self.mean * weights
        loss: FloatArray = self.loss + tilt**2 + shift**2
        return loss

    def contour(self, level: float) -> Path:
        """Return the ellipse of all weights and biases whose loss is `level`."""
        radius = math.sqrt(level - self.loss)
        tilt = radius / self.spread
        onto = Affine2D.from_values(tilt, -self.mean * tilt, 0.0, radius, self.weight, self.bias)
        return Path.unit_circle().transformed(onto)


def _reach(
    surface: _Surface, rise: float, weights: FloatArray, biases: FloatArray
) -> tuple[float, float]:
    """Return how far the map goes from the lowest point: to see the bowl, and all of the path."""
    rise = rise or 1.0  # the root of how far the loss is to rise
    weight_reach = 1.15 * np.abs(weights - surface.weight).max(initial=0.0)
    bias_reach = 1.15 * np.abs(biases - surface.bias).max(initial=0.0)
    return max(rise / surface.spread, weight_reach), max(1.5 * rise, bias_reach)


def _draw_contours(ax: Axes, surface: _Surface, reach: tuple[float, float], *, away: int) -> None:
    """Draw contours with their losses, written in a column above (1) or below (-1) the lowest."""
    corners = surface.loss_at(*np.meshgrid(*([-far, far] for far in reach)))
    levels = _contour_levels(surface.loss, float(corners.max()))
    # Tints laid over one another leave no seams, and let any background shine through.
    tint: dict[str, Any] = {"facecolor": LOSS, "alpha": _TINT, "linewidth": 0}
    ax.add_patch(Rectangle((0, 0), 1, 1, transform=ax.transAxes, **tint))
    for level in levels[::-1]:
        contour = surface.contour(level)
        ax.add_patch(PathPatch(contour, **tint))
        ax.add_patch(PathPatch(contour, facecolor="none", edgecolor=LOSS, linewidth=0.8))
    ax.set_xlim(surface.weight - reach[0], surface.weight + reach[0])
    ax.set_ylim(surface.bias - reach[1], surface.bias + reach[1])
    last = _APART * reach[1]
    for level, height in zip(levels, np.sqrt(levels - surface.loss), strict=True):
        # None on the lowest point, on another, or beyond the map.
        if height - last > _APART * reach[1] and height < 0.93 * reach[1]:
            place = surface.weight, surface.bias + away * height
            ax.text(*place, number_text(level), zorder=4, path_effects=halo(), **_NUMBER)
            last = height


def _draw_lowest(ax: Axes, surface: _Surface, *, away: int) -> None:
    lowest = surface.weight, surface.bias
    ax.plot(*lowest, "*", color=rcParams["text.color"], markersize=14, zorder=4)
    style = {"va": "top" if away > 0 else "bottom", "path_effects": halo()}
    write_beside(ax, "lowest", lowest, (0, -9 * away), ha="center", zorder=4, **style)


def _draw_path(
    ax: Axes, weights: FloatArray, biases: FloatArray, reach: tuple[float, float]
) -> None:
    """Draw the path of a training, with dots at a few of its steps and the number of each."""
    line = halo(4.5)
    ax.plot(weights, biases, "-", color=MODEL, linewidth=2, zorder=3, path_effects=line)
    places = np.column_stack([weights / reach[0], biases / reach[1]])
    shown: list[int] = []
    for step in (step for step in _STEPS if step < len(weights)):
        if any(np.hypot(*(places[step] - places[other])) < _APART for other in shown):
            continue  # too near to be told apart
        shown.append(step)
        point = float(weights[step]), float(biases[step])
        ax.plot(*point, "o", color=MODEL, markersize=6 if step else 8, zorder=3)
        name = f"step {step}" if step else "start"
        style = {"va": "center", "color": MODEL, "path_effects": halo()}
        write_beside(ax, name, point, (7, 0), zorder=4, **style)


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
