"""What all figures share: colors, strokes, numbers, and names beside what they name."""

from __future__ import annotations

from typing import Any, Final

import matplotlib.pyplot as plt
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.patheffects import AbstractPathEffect, withStroke

DATA: Final = "C0"
MODEL: Final = "C1"
LOSS: Final = "C2"
RESIDUAL: Final = "C3"
WITHOUT: Final = "C3"
TRAINING: Final = "C2"
VALIDATION: Final = "C6"
POSITIVE: Final = "C4"
NEGATIVE: Final = "C5"


def as_axes(ax: Axes | None) -> Axes:
    """Return `ax`, or the axes of a new figure."""
    if ax is None:
        return plt.subplots()[1]
    if not isinstance(ax, Axes):
        msg = f"ax must be a matplotlib.axes.Axes; received {type(ax).__name__}"
        raise TypeError(msg)
    return ax


def name_axes(ax: Axes, xlabel: str, ylabel: str) -> Axes:
    """Name the axes that the caller has not named."""
    ax.set(xlabel=ax.get_xlabel() or xlabel, ylabel=ax.get_ylabel() or ylabel)
    return ax


def write_beside(
    ax: Axes, text: str, point: tuple[float, float], offset: tuple[float, float], **style: Any
) -> None:
    """Write `text` at `offset`, in typographic points, from a point of the data."""
    ax.annotate(text, point, xytext=offset, textcoords="offset points", **style)


def halo(width: float = 3.0) -> list[AbstractPathEffect]:
    """Return what keeps a text or a line apart from what it lies on."""
    return [withStroke(linewidth=width, foreground=rcParams["axes.facecolor"])]


def number_text(value: float) -> str:
    """Return `value` to three digits or to one, with a true minus sign and no negative zero."""
    if 999.5 <= abs(value) < 1e7:  # a reader knows 20,000 better than 2e+04
        return f"{value:,.0f}".replace("-", "−")
    return f"{round(float(value), 12) + 0.0:.3g}".replace("-", "−")


def sign_stroke(value: float) -> dict[str, Any]:
    """Return how a sign looks, in color and in a second cue for who cannot tell the colors."""
    if value == 0:
        return {"color": rcParams["axes.edgecolor"], "linestyle": ":"}
    if value < 0:
        return {"color": NEGATIVE, "linestyle": (0, (3, 1.5))}
    return {"color": POSITIVE, "linestyle": "-"}
