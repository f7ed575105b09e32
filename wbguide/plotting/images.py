"""The weights of a unit as an image of its input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import rcParams
from matplotlib.colors import ListedColormap, to_rgba
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from wbguide._validation import (
    as_count,
    as_float_array,
    as_vector,
    require_shape,
)
from wbguide.plotting._style import NEGATIVE, POSITIVE, number_text

_SHADES: Final = 65
_GAMMA: Final = 0.7  # of the opacity: below 1, small weights are seen on a dark page too


def plot_weight_images(
    W: ArrayLike,
    shape: tuple[int, int],
    *,
    biases: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Figure:
    r"""Draw the weights of every unit as an image of the input that it looks for.

    All images share one scale, symmetric about zero: the full color `POSITIVE` is the
    largest weight, full `NEGATIVE` as far below zero, and zero shows the background.

    Parameters
    ----------
    W : array_like
        The weights, shape ``(n_features, n_units)``, as Keras gives its kernels.
    shape : tuple of int
        Rows and columns of an image; their product is ``n_features``.
    biases : array_like, optional
        Shape ``(n_units,)``; each stands below its unit's name.
    names : sequence of str, optional
        One for each unit, by default their numbers from 0.

    Returns
    -------
    matplotlib.figure.Figure
        A new figure with one image a unit, and the scale.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a value is not finite.
    TypeError
        If `shape` is not two whole numbers, or the values are not numbers.

    Examples
    --------
    >>> figure = plot_weight_images([[1.0], [0.0], [0.0], [-1.0]], (2, 2), biases=[0.5])
    >>> figure.axes[0].get_title()
    'unit 0\nb = 0.5'
    """
    rows, columns = _image_shape(shape)
    kernel = as_float_array("W", W)
    require_shape("W", kernel, rows * columns, "n_units")
    titles = _titles(kernel.shape[1], names, biases)
    figure, axes = _grid(len(titles), rows, columns)
    limit = float(np.abs(kernel).max()) or 1.0
    signs = _signs()
    for ax, weights, title in zip(axes.flat, kernel.T, titles, strict=False):
        image = ax.imshow(
            weights.reshape(rows, columns),
            cmap=signs,
            vmin=-limit,
            vmax=limit,
            interpolation="none",  # one pixel a weight in the file, whatever the size on the screen
        )
        ax.set_title(title, fontsize=rcParams["font.size"], fontweight="normal")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
    bar = figure.colorbar(
        image, ax=axes, location="bottom", shrink=0.5, ticks=[-limit, 0, limit], format=_tick
    )
    bar.set_label("weight")
    return figure


def _titles(n_units: int, names: Sequence[str] | None, biases: ArrayLike | None) -> list[str]:
    titles = [f"unit {unit}" for unit in range(n_units)] if names is None else list(names)
    if len(titles) != n_units:
        msg = f"names must have {n_units} entries, one for each unit; received {len(titles)}"
        raise ValueError(msg)
    if biases is None:
        return titles
    pairs = zip(titles, as_vector("biases", biases, n_units), strict=True)
    return [f"{title}\nb = {number_text(bias)}" for title, bias in pairs]


def _grid(n_images: int, rows: int, columns: int) -> tuple[Figure, NDArray[Any]]:
    """Return a figure as high as its images need, and their axes, up to five in a row."""
    across = min(n_images, 5)
    down = -(-n_images // across)
    width = rcParams["figure.figsize"][0]
    height = down * (width / across * rows / columns * 0.85 + 0.6) + 0.6
    figure, axes = plt.subplots(
        down, across, figsize=(width, max(height, 1.8)), squeeze=False, layout="constrained"
    )
    for ax in axes.flat[n_images:]:
        ax.set_axis_off()
    return figure, axes


def _signs() -> ListedColormap:
    """Return the colors from negative over none to positive."""
    # An odd number of shades, so that zero has one of its own.
    sizes = np.linspace(-1.0, 1.0, _SHADES)
    colors = [to_rgba(POSITIVE if s > 0 else NEGATIVE, abs(s) ** _GAMMA) for s in sizes]
    return ListedColormap(colors, name="signs")


def _tick(value: float, _position: int) -> str:
    return number_text(value)


def _image_shape(shape: tuple[int, int]) -> tuple[int, int]:
    if not isinstance(shape, tuple) or len(shape) != 2:
        msg = f"shape must be a tuple of rows and columns; received {shape!r}"
        raise TypeError(msg)
    return as_count("shape[0]", shape[0]), as_count("shape[1]", shape[1])
