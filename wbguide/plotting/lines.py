"""Samples of one feature, the line of a neuron, and what is between them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_number, as_vector
from wbguide.plotting._style import (
    DATA,
    MODEL,
    RESIDUAL,
    as_axes,
    name_axes,
    number_text,
    write_beside,
)


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
    ax = as_axes(ax)
    # Larger than the lines are wide, so that a dot on the line is still seen to be there.
    ax.plot(feature, targets, "o", color=DATA, markersize=7, zorder=3)
    return name_axes(ax, "x", "y")


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
    slope, intercept = _parameters(weight, bias)
    ax = as_axes(ax)
    ends = np.array(ax.get_xlim())
    heights = slope * ends + intercept
    ax.plot(ends, heights, color=MODEL, linewidth=2.5)
    ax.set_xlim(ends[0], ends[1])
    if label is None:
        label = _equation(slope, intercept)
    if label:
        write_beside(ax, label, (ends[1], heights[1]), (5, 0), va="center", color=MODEL)
    return name_axes(ax, "x", "y")


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
    slope, intercept = _parameters(weight, bias)
    ax = as_axes(ax)
    predictions = slope * feature + intercept
    # Dashed, so that a stroke is told from the line by more than its color.
    ax.vlines(feature, predictions, targets, colors=RESIDUAL, linestyles=(0, (2, 1)), linewidth=2)
    longest = int(np.abs(targets - predictions).argmax())
    if label:
        # On the side where the line runs away from the sample.
        leftward = (targets[longest] > predictions[longest]) == (slope > 0)
        write_beside(
            ax,
            label,
            (feature[longest], (targets[longest] + predictions[longest]) / 2),
            (-7 if leftward else 7, 0),
            ha="right" if leftward else "left",
            va="center",
            color=RESIDUAL,
        )
    return name_axes(ax, "x", "y")


def _samples(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    feature = as_vector("x", x)
    return feature, as_vector("y", y, feature.size)


def _parameters(weight: float, bias: float) -> tuple[float, float]:
    return float(as_number("weight", weight)), float(as_number("bias", bias))


def _equation(slope: float, intercept: float) -> str:
    sign = "−" if intercept < 0 else "+"
    return f"ŷ = {number_text(slope)}x {sign} {number_text(abs(intercept))}"
