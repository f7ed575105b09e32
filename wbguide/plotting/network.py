"""Diagrams of neurons and networks: circles, and weights that join them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_float_array, as_number, as_vector, require_shape
from wbguide.plotting._style import as_axes, number_text, sign_stroke

Point: TypeAlias = tuple[float, float]

_MAX_UNITS: Final = 12  # more circles in a column than this are too small to read
_MAX_NUMBERED_WEIGHTS: Final = 8  # more numbers than this run into each other
_WIDEST: Final = 5.0  # points
_RADIUS: Final = 0.27  # of a unit's circle, where the next one is 1 below
_UNITS_ACROSS: Final = 7.0  # that fit side by side in a figure: circles are of one size in all
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


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
    ax = as_axes(ax)
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
        ax.plot(xs, ys, linewidth=width, zorder=1, **sign_stroke(weight))
    else:
        ax.plot(xs, ys, ":", color=rcParams["axes.edgecolor"], linewidth=1, zorder=1)
    if numbered:
        ax.text(
            start[0] + 0.42 * (end[0] - start[0]),
            start[1] + 0.42 * (end[1] - start[1]),
            f"w = {number_text(weight)}",
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
    sign = sign_stroke(bias)
    ax.text(
        center[0],
        center[1] + _RADIUS,
        f"b = {number_text(bias)}",
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
