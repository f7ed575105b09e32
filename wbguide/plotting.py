"""Figures of neurons, their data and their training, in one visual language.

Data are dots, the model is a line, a residual is the stroke between them. Weights and biases show
their size as width and their sign twice: by color and by a solid or a dashed stroke.

Colors are references to Matplotlib's color cycle, so a figure takes on the style of wherever it is
drawn: the defaults in a notebook, the theme on this project's site.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_count,
    as_float_array,
    as_matrix,
    as_number,
    as_vector,
    require_shape,
)
from wbguide.neuron import History

__all__ = [
    "DATA",
    "LOSS",
    "MODEL",
    "NEGATIVE",
    "POSITIVE",
    "RESIDUAL",
    "draw_network",
    "draw_neuron",
    "plot_data",
    "plot_line",
    "plot_loss_surface",
    "plot_residuals",
    "plot_weight_images",
]

DATA: Final = "C0"
"""The color of samples."""
MODEL: Final = "C1"
"""The color of what a model predicts."""
LOSS: Final = "C2"
"""The color of a loss."""
RESIDUAL: Final = "C3"
"""The color of errors, and of what is wrong."""
POSITIVE: Final = "C0"
"""The color of weights above zero."""
NEGATIVE: Final = "C1"
"""The color of weights below zero."""

_MAX_UNITS = 12  # more circles in a column than this are too small to read
_MAX_NUMBERED_WEIGHTS = 8  # more numbers than this run into each other
_MAX_DOTS = 100  # on the path of a training
_WIDEST = 5.0  # points
_RADIUS = 0.27  # of a unit's circle, where the next one is 1 below
_UNITS_ACROSS = 7.0  # that fit side by side in a figure, so that circles are of one size in all
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plot_data(x: ArrayLike, y: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw samples of one feature as dots.

    Parameters
    ----------
    x : array_like
        The feature, shape ``(n_samples,)``.
    y : array_like
        The targets, shape ``(n_samples,)``.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    ValueError
        If the shapes differ, or a value is not finite.
    TypeError
        If `ax` is not Matplotlib's, or the values are not numbers.

    Examples
    --------
    >>> ax = plot_data([0, 1, 2], [1, 3, 5])
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('x', 'y')
    """
    feature, targets = _samples(x, y)
    ax = _axes(ax)
    # Larger than the lines are wide, so that a dot on the line is still seen to be there.
    ax.plot(feature, targets, "o", color=DATA, markersize=7, zorder=3)
    return _name_axes(ax, "x", "y")


def plot_line(
    weight: float, bias: float, *, ax: Axes | None = None, label: str | None = None
) -> Axes:
    """Draw the line ``weight * x + bias`` of a neuron with one input, named at its end.

    The line spans the axes as they are, so draw the data first.

    Parameters
    ----------
    weight : float
        The slope.
    bias : float
        The height at which the line crosses ``x = 0``.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default on a new figure, from 0 to 1.
    label : str, optional
        What stands at the line's end: by default its equation, with ``""`` nothing.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    ValueError
        If `weight` or `bias` is not a single finite number.
    TypeError
        If `ax` is not Matplotlib's, or `weight` or `bias` is not a number.

    Examples
    --------
    >>> ax = plot_line(-1.0, 4.0)
    >>> [text.get_text() for text in ax.texts]
    ['ŷ = −1x + 4']
    """
    slope, intercept = float(as_number("weight", weight)), float(as_number("bias", bias))
    ax = _axes(ax)
    ends = np.array(ax.get_xlim())
    heights = slope * ends + intercept
    ax.plot(ends, heights, color=MODEL, linewidth=2.5)
    ax.set_xlim(ends[0], ends[1])
    if label is None:
        sign = "−" if intercept < 0 else "+"
        label = f"ŷ = {_number(slope)}x {sign} {_number(abs(intercept))}"
    if label:
        ax.annotate(
            label,
            (ends[1], heights[1]),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=MODEL,
        )
    return _name_axes(ax, "x", "y")


def plot_residuals(
    x: ArrayLike,
    y: ArrayLike,
    weight: float,
    bias: float,
    *,
    ax: Axes | None = None,
    label: str = "residual",
) -> Axes:
    """Draw every residual as a stroke from the line to its sample, and name the longest.

    Parameters
    ----------
    x : array_like
        The feature, shape ``(n_samples,)``.
    y : array_like
        The targets, shape ``(n_samples,)``.
    weight : float
        The slope of the line.
    bias : float
        The height at which the line crosses ``x = 0``.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default on a new figure.
    label : str, optional
        What stands beside the longest residual; with ``""`` nothing.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    ValueError
        If the shapes differ, or a value is not finite.
    TypeError
        If `ax` is not Matplotlib's, or a value is not a number.

    Examples
    --------
    >>> ax = plot_residuals([0, 1], [1.0, 5.0], weight=2, bias=1)
    >>> ax.texts[0].get_text()
    'residual'
    """
    feature, targets = _samples(x, y)
    slope, intercept = float(as_number("weight", weight)), float(as_number("bias", bias))
    ax = _axes(ax)
    predictions = slope * feature + intercept
    # Dashed, so that a stroke is told from the line by more than its color.
    ax.vlines(feature, predictions, targets, colors=RESIDUAL, linestyles=(0, (2, 1)), linewidth=2)
    longest = int(np.abs(targets - predictions).argmax())
    if label:
        # On the side where the line runs away from the sample.
        leftward = (targets[longest] > predictions[longest]) == (slope > 0)
        ax.annotate(
            label,
            (feature[longest], (targets[longest] + predictions[longest]) / 2),
            xytext=(-7 if leftward else 7, 0),
            textcoords="offset points",
            ha="right" if leftward else "left",
            va="center",
            color=RESIDUAL,
        )
    return _name_axes(ax, "x", "y")


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
    spread = feature.std()
    if spread <= 1e-12 * np.abs(feature).max():
        msg = f"X must have samples that differ; received {feature.size} equal to {feature[0]}"
        raise ValueError(msg)
    weights, biases = _path(path)
    ax = _axes(ax)

    mean = feature.mean()
    best_weight = ((feature - mean) @ targets) / (feature.size * spread**2)
    best_bias = targets.mean() - best_weight * mean
    lowest = np.mean((best_weight * feature + best_bias - targets) ** 2)

    # Far enough to see the bowl: where the loss has risen by about the variance of the targets.
    rise = targets.std() or 1.0
    weight_reach = max(rise / spread, 1.15 * np.abs(weights - best_weight).max(initial=0.0))
    bias_reach = max(1.5 * rise, 1.15 * np.abs(biases - best_bias).max(initial=0.0))
    dw, db = np.meshgrid(
        np.linspace(-weight_reach, weight_reach, 61), np.linspace(-bias_reach, bias_reach, 61)
    )
    # Written from the lowest point out, the sum cannot cancel where the loss is small.
    loss = lowest + spread**2 * dw**2 + (db + mean * dw) ** 2
    levels = _contour_levels(float(lowest), float(loss.max()))
    w, b = best_weight + dw, best_bias + db
    for level in levels:
        # Tints laid over one another leave no seams, and let any background shine through.
        ax.contourf(w, b, loss, levels=[lowest - 1, level], colors=[LOSS], alpha=0.09)
    lines = ax.contour(w, b, loss, levels=levels, colors=[LOSS], linewidths=0.8)
    # In a row from the lowest point, away from the path's start, and none on the point itself.
    away = -1 if weights.size and weights[0] > best_weight else 1
    distances = np.sqrt((levels - lowest) / (spread**2 + mean**2))
    distances = distances[(distances > 0.15 * weight_reach) & (distances < 0.95 * weight_reach)]
    row = [(float(best_weight + away * distance), float(best_bias)) for distance in distances]
    ax.clabel(lines, fmt=_number, fontsize=0.8 * rcParams["font.size"], manual=row)

    ax.plot(best_weight, best_bias, "*", color=rcParams["text.color"], markersize=14, zorder=4)
    ax.annotate(
        "lowest",
        (best_weight, best_bias),
        xytext=(0, 9),
        textcoords="offset points",
        ha="center",
        zorder=4,
    )
    if weights.size:
        # Dots for the first steps alone: later ones are short, and would lie on one another.
        (line,) = ax.plot(weights, biases, ".-", color=MODEL, linewidth=1.5, zorder=3)
        line.set(markersize=5, markevery=slice(0, _MAX_DOTS))
        ax.plot(weights[0], biases[0], "o", color=MODEL, markersize=8, zorder=3)
        ax.annotate(
            "start",
            (weights[0], biases[0]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            color=MODEL,
            zorder=4,
        )
    return _name_axes(ax, "weight w", "bias b")


def draw_network(
    layer_weights: Sequence[ArrayLike],
    layer_biases: Sequence[ArrayLike | None],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network of dense layers, with the bias of every unit in a box above it.

    The wider a connection, the larger its weight against the others of the diagram. Solid blue
    (the first color of the cycle) is positive, dashed orange (the second) is negative, and dotted
    gray is zero.

    Parameters
    ----------
    layer_weights : sequence of array_like
        The weights of each layer, shape ``(n_inputs, n_units)``, as Keras gives its kernels.
    layer_biases : sequence of array_like or None
        The biases of each layer, shape ``(n_units,)``, or None for a layer without.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default on a new figure as high as the diagram needs.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    ValueError
        If there is no layer, the shapes of neighbors do not fit, a value is not finite, or a layer
        has more than 12 units.
    TypeError
        If `ax` is not Matplotlib's, or the values are not numbers.

    Examples
    --------
    >>> ax = draw_network([[[1.0, -2.0]], [[0.5], [3.0]]], [[0.0, 1.0], [-4.0]])
    >>> [text.get_text() for text in ax.texts if "b =" in text.get_text()]
    ['b = 0', 'b = 1', 'b = −4']
    """
    weights, biases = _layers(layer_weights, layer_biases)
    sizes = [len(weights[0]), *(kernel.shape[1] for kernel in weights)]
    if ax is None:
        width = rcParams["figure.figsize"][0]
        ax = plt.subplots(figsize=(width, width * (max(sizes) + 0.5) / _UNITS_ACROSS))[1]
    ax = _axes(ax)
    gap = max(2.0, min(3.0, (_UNITS_ACROSS - 1.5) / len(weights)))
    centers = [
        [(gap * layer, (size - 1) / 2 - unit) for unit in range(size)]
        for layer, size in enumerate(sizes)
    ]
    scale = max(float(np.abs(kernel).max()) for kernel in weights)
    numbered = sum(kernel.size for kernel in weights) <= _MAX_NUMBERED_WEIGHTS
    for layer, kernel in enumerate(weights):
        for (row, column), weight in np.ndenumerate(kernel):
            start, end = centers[layer][row], centers[layer + 1][column]
            _draw_weight(ax, float(weight), scale, start, end, numbered=numbered)
    for layer, units in enumerate(centers):
        for unit, center in enumerate(units):
            values = biases[layer - 1] if layer else None
            _draw_unit(ax, center, _unit_name(layer, unit, sizes), values, unit)
    height = (max(sizes) - 1) / 2
    middle = gap * len(weights) / 2
    reach = max(_UNITS_ACROSS / 2, middle + 0.75)
    ax.set(xlim=(middle - reach, middle + reach), ylim=(-height - 0.4, height + 0.7))
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def draw_neuron(weights: ArrayLike, bias: float, *, ax: Axes | None = None) -> Axes:
    """Draw one neuron: its inputs, the weight of each, its bias and its output.

    Parameters
    ----------
    weights : array_like
        Shape ``(n_features,)``.
    bias : float
        The bias.
    ax : matplotlib.axes.Axes, optional
        Where to draw. By default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    ValueError
        If the shape does not fit, a value is not finite, or there are more than 12 weights.
    TypeError
        If `ax` is not Matplotlib's, or the values are not numbers.

    Examples
    --------
    >>> ax = draw_neuron([200.0], 100.0)
    >>> [text.get_text() for text in ax.texts]
    ['w = 200', 'x', 'ŷ', 'b = 100']
    """
    kernel = as_vector("weights", weights, "n_features")[:, np.newaxis]
    return draw_network([kernel], [[float(as_number("bias", bias))]], ax=ax)


def plot_weight_images(
    W: ArrayLike,
    shape: tuple[int, int],
    *,
    biases: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Figure:
    r"""Draw the weights of every unit as an image of the input that it looks for.

    All images share one scale, symmetric about zero: full blue (the first color of the cycle) is
    the largest weight, full orange (the second) as far below zero, and zero shows the background.

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
    n_units = kernel.shape[1]
    titles = [f"unit {unit}" for unit in range(n_units)] if names is None else list(names)
    if len(titles) != n_units:
        msg = f"names must have {n_units} entries, one for each unit; received {len(titles)}"
        raise ValueError(msg)
    if biases is not None:
        values = as_vector("biases", biases, n_units)
        pairs = zip(titles, values, strict=True)
        titles = [f"{title}\nb = {_number(value)}" for title, value in pairs]

    across = min(n_units, 5)
    down = -(-n_units // across)
    width = rcParams["figure.figsize"][0]
    height = down * (width / across * rows / columns * 0.85 + 0.6)
    figure, axes = plt.subplots(
        down, across, figsize=(width, max(height, 1.8)), squeeze=False, layout="constrained"
    )
    limit = float(np.abs(kernel).max()) or 1.0
    colors = [to_rgba(NEGATIVE), to_rgba(NEGATIVE, 0), to_rgba(POSITIVE, 0), to_rgba(POSITIVE)]
    steps = [0.0, 0.5, float(np.nextafter(0.5, 1.0)), 1.0]  # some versions refuse equal ones
    # An odd number of shades, so that zero has one of its own.
    signs = LinearSegmentedColormap.from_list("signs", list(zip(steps, colors, strict=True)), N=65)
    for ax in axes.flat[n_units:]:
        ax.set_axis_off()
    for unit, ax in enumerate(axes.flat[:n_units]):
        image = ax.imshow(
            kernel[:, unit].reshape(rows, columns),
            cmap=signs,
            vmin=-limit,
            vmax=limit,
            interpolation="none",  # one pixel a weight in the file, whatever the size on the screen
        )
        ax.set_title(titles[unit], fontsize=rcParams["font.size"])
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
    bar = figure.colorbar(image, ax=axes, ticks=[-limit, 0, limit], format=_tick, aspect=12)
    bar.set_label("weight")
    return figure


def _axes(ax: Axes | None) -> Axes:
    if ax is None:
        return plt.subplots()[1]
    if not isinstance(ax, Axes):
        msg = f"ax must be a matplotlib.axes.Axes; received {type(ax).__name__}"
        raise TypeError(msg)
    return ax


def _name_axes(ax: Axes, xlabel: str, ylabel: str) -> Axes:
    """Name the axes that the caller has not named."""
    ax.set(xlabel=ax.get_xlabel() or xlabel, ylabel=ax.get_ylabel() or ylabel)
    return ax


def _samples(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    feature = as_vector("x", x)
    return feature, as_vector("y", y, feature.size)


def _number(value: float) -> str:
    """Return `value` to three digits or to one, with a true minus sign and no negative zero."""
    if 999.5 <= abs(value) < 1e7:  # a reader knows 20,000 better than 2e+04
        return f"{value:,.0f}".replace("-", "−")
    return f"{round(float(value), 12) + 0.0:.3g}".replace("-", "−")


def _tick(value: float, _position: int) -> str:
    return _number(value)


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


def _layers(
    layer_weights: Sequence[ArrayLike], layer_biases: Sequence[ArrayLike | None]
) -> tuple[list[FloatArray], list[FloatArray | None]]:
    if len(layer_weights) == 0:
        msg = "layer_weights must have at least one layer; received none"
        raise ValueError(msg)
    if len(layer_biases) != len(layer_weights):
        msg = (
            f"layer_biases must have {len(layer_weights)} entries, one for each layer; "
            f"received {len(layer_biases)}"
        )
        raise ValueError(msg)
    weights: list[FloatArray] = []
    biases: list[FloatArray | None] = []
    n_inputs: int | str = "n_inputs"
    for layer, (kernel, bias) in enumerate(zip(layer_weights, layer_biases, strict=True)):
        array = as_float_array(f"layer_weights[{layer}]", kernel)
        require_shape(f"layer_weights[{layer}]", array, n_inputs, "n_units")
        if max(array.shape) > _MAX_UNITS:
            msg = (
                f"layer_weights[{layer}] must have at most {_MAX_UNITS} inputs and units; "
                f"received shape {array.shape}"
            )
            raise ValueError(msg)
        n_inputs = array.shape[1]
        weights.append(array)
        name = f"layer_biases[{layer}]"
        biases.append(None if bias is None else as_vector(name, bias, n_inputs))
    return weights, biases


def _unit_name(layer: int, unit: int, sizes: list[int]) -> str:
    """Return x for an input, ŷ for an output, and nothing for what the network never shows."""
    if 0 < layer < len(sizes) - 1:
        return ""
    name = "ŷ" if layer else "x"
    return name + (str(unit + 1).translate(_SUBSCRIPTS) if sizes[layer] > 1 else "")


def _stroke(value: float) -> dict[str, Any]:
    """Return how a sign looks, in color and in a second cue for who cannot tell the colors."""
    if value < 0:
        return {"color": NEGATIVE, "linestyle": (0, (3, 1.5))}
    return {"color": POSITIVE, "linestyle": "-"}


def _draw_weight(
    ax: Axes,
    weight: float,
    scale: float,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    numbered: bool,
) -> None:
    xs, ys = zip(start, end, strict=True)
    if weight:
        width = max(0.6, _WIDEST * abs(weight) / scale)
        ax.plot(xs, ys, linewidth=width, zorder=1, **_stroke(weight))
    else:
        ax.plot(xs, ys, ":", color=rcParams["axes.edgecolor"], linewidth=1, zorder=1)
    if numbered:
        ax.text(
            start[0] + 0.42 * (end[0] - start[0]),
            start[1] + 0.42 * (end[1] - start[1]),
            f"w = {_number(weight)}",
            ha="center",
            va="center",
            bbox={"facecolor": rcParams["axes.facecolor"], "edgecolor": "none", "pad": 1.5},
        )


def _draw_unit(
    ax: Axes, center: tuple[float, float], name: str, biases: FloatArray | None, unit: int
) -> None:
    edge, fill = rcParams["text.color"], rcParams["axes.facecolor"]
    ax.add_patch(Circle(center, _RADIUS, facecolor=fill, edgecolor=edge, linewidth=1.5, zorder=2))
    ax.text(*center, name, ha="center", va="center")
    if biases is None:
        return
    bias = float(biases[unit])
    sign = _stroke(bias)
    ax.text(
        center[0],
        center[1] + _RADIUS,
        f"b = {_number(bias)}",
        ha="center",
        va="bottom",
        fontsize=0.9 * rcParams["font.size"],
        zorder=4,
        bbox={
            "facecolor": fill,
            "edgecolor": sign["color"],
            "linestyle": sign["linestyle"],
            "linewidth": 1.2,
            "pad": 2,
        },
    )


def _image_shape(shape: tuple[int, int]) -> tuple[int, int]:
    if not isinstance(shape, tuple) or len(shape) != 2:
        msg = f"shape must be a tuple of rows and columns; received {shape!r}"
        raise TypeError(msg)
    return as_count("shape[0]", shape[0]), as_count("shape[1]", shape[1])
