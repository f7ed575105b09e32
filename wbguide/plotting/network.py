"""Diagrams of neurons and networks: circles, and weights that join them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_float_array, as_number, as_vector, require_shape
from wbguide.plotting._style import as_axes, halo, number_text, sign_stroke, write_beside

Point: TypeAlias = tuple[float, float]

_MAX_UNITS: Final = 12  # more circles in a column than this are too small to read
_MAX_NUMBERED_WEIGHTS: Final = 8  # more numbers than this run into each other
_WIDEST: Final = 5.0  # points
_RADIUS: Final = 0.27  # of a unit's circle, where the next one is 1 below
_STUB: Final = 0.14  # by which a bias comes from above
_ABOVE, _BELOW = 0.7, 0.32  # what the diagram needs beyond the centers of its outer units
# Where along its line a number may stand, how long it is there, and how much room it needs.
_SHARES: Final = np.linspace(0.24, 0.7, 24)
_NUMBER: Final = np.linspace(-0.45, 0.45, 5)
_ENOUGH: Final = 0.4
_RAISED: Final = 0.17
_UNITS_ACROSS: Final = 7.0  # that fit side by side in a figure: circles are of one size in all
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def draw_network(
    layer_weights: Sequence[ArrayLike],
    layer_biases: Sequence[ArrayLike | None],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network of dense layers, with the bias of every unit above it.

    The wider a connection, the larger its weight against the others of the diagram. Solid in the
    color `POSITIVE` is positive, dashed in `NEGATIVE` is negative, and dotted gray is zero.

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
    above = [0.0, *(0.0 if bias is None else _ABOVE for bias in biases)]
    tops = [(size - 1) / 2 + extra for size, extra in zip(sizes, above, strict=True)]
    top = max(*tops, (max(sizes) - 1) / 2 + _BELOW)
    if ax is None:
        width = rcParams["figure.figsize"][0]
        height = width * (top + (max(sizes) - 1) / 2 + _BELOW) / _UNITS_ACROSS
        ax = plt.subplots(figsize=(width, height))[1]
    ax = as_axes(ax)
    gap = max(2.0, min(4.0, (_UNITS_ACROSS - 1.5) / len(weights)))
    centers = [
        [(gap * layer, (size - 1) / 2 - unit) for unit in range(size)]
        for layer, size in enumerate(sizes)
    ]
    scale = max(float(np.abs(kernel).max()) for kernel in weights)
    values, lines = [], []
    for layer, kernel in enumerate(weights):
        for (row, column), weight in np.ndenumerate(kernel):
            values.append(float(weight))
            lines.append((centers[layer][row], centers[layer + 1][column]))
            _draw_weight(ax, values[-1], scale, *lines[-1])
    if len(values) <= _MAX_NUMBERED_WEIGHTS:
        _number_weights(ax, values, scale, lines)
    for layer, units in enumerate(centers):
        of_layer = biases[layer - 1] if layer else None
        for unit, center in enumerate(units):
            bias = None if of_layer is None else float(of_layer[unit])
            _draw_unit(ax, center, _unit_name(layer, unit, sizes), bias)
    middle = gap * len(weights) / 2
    reach = max(_UNITS_ACROSS / 2, middle + 0.75)
    ax.set(xlim=(middle - reach, middle + reach), ylim=(-(max(sizes) - 1) / 2 - _BELOW, top))
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


def _draw_weight(ax: Axes, weight: float, scale: float, start: Point, end: Point) -> None:
    xs, ys = zip(start, end, strict=True)
    width = _line_width(weight, scale)
    ax.plot(xs, ys, linewidth=width, zorder=1, solid_capstyle="butt", **sign_stroke(weight))


def _line_width(weight: float, scale: float) -> float:
    return max(0.6, _WIDEST * abs(weight) / scale) if weight else 1.0


def _number_weights(
    ax: Axes, weights: list[float], scale: float, lines: list[tuple[Point, Point]]
) -> None:
    """Write each weight along its line, where it is farthest from other lines and numbers."""
    strokes = [np.linspace(*line, 40) for line in lines]
    ends = [point for line in lines for point in line]
    words = [np.add(end, [[shift, _RADIUS + 0.25]]) for end in ends for shift in (-0.4, 0.0, 0.4)]
    choices = [_places(*line) for line in lines]
    chosen = [places[0] for places in choices]
    for _ in range(3):  # each once more, when all others have found theirs
        for number, places in enumerate(choices):
            others = [*strokes, *chosen, *words]
            del others[len(lines) + number], others[number]
            room = [_clearance(place, others) for place in places]
            chosen[number] = places[int(np.argmax(room))]
    for weight, (start, end), place in zip(weights, lines, chosen, strict=True):
        along = np.subtract(end, start) / math.dist(start, end)
        point = place[len(place) // 2] - _RAISED * np.array([-along[1], along[0]])
        away = 3 + _line_width(weight, scale) / 2
        write_beside(
            ax,
            f"w = {number_text(weight)}",
            (float(point[0]), float(point[1])),
            (-away * along[1], away * along[0]),
            ha="center",
            rotation=math.degrees(math.atan2(along[1], along[0])),
            rotation_mode="anchor",
            path_effects=halo(),
            zorder=4,
        )


def _places(start: Point, end: Point) -> list[FloatArray]:
    """Return where a number may stand: points along it, a little above the line."""
    first, last = np.array(start), np.array(end)
    along = (last - first) / np.linalg.norm(last - first)
    above = _RAISED * np.array([-along[1], along[0]])
    return [first + share * (last - first) + np.outer(_NUMBER, along) + above for share in _SHARES]


def _clearance(place: FloatArray, others: list[FloatArray]) -> float:
    """Return how far a number is from all others, up to as far as is enough."""
    gaps = [np.hypot(*(place[:, np.newaxis] - other).T).min() for other in others]
    return float(min([_ENOUGH, *gaps]))


def _draw_unit(ax: Axes, center: Point, name: str, bias: float | None) -> None:
    edge, fill = rcParams["text.color"], rcParams["axes.facecolor"]
    ax.add_patch(Circle(center, _RADIUS, facecolor=fill, edgecolor=edge, linewidth=1.5, zorder=2))
    ax.text(*center, name, ha="center", va="center")
    if bias is None:
        return
    x, rim = center[0], center[1] + _RADIUS
    ax.plot([x, x], [rim + _STUB, rim], linewidth=2, zorder=1, **sign_stroke(bias))
    ax.text(
        x,
        rim + _STUB,
        f"b = {number_text(bias)}",
        ha="center",
        va="bottom",
        fontsize=0.9 * rcParams["font.size"],
        path_effects=halo(),
        zorder=4,
    )
