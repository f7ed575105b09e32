"""Gradient descent on the loss surface of one neuron."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._least_squares import least_squares
from wbguide._validation import FloatArray, as_count, as_number, as_positive, require_spread
from wbguide.interactive._parts import (
    LOSS,
    MODEL,
    Slider,
    as_samples,
    code_of_samples,
    layer_of,
    make_axis,
    make_chart,
    make_slider,
    round_up,
    text_of,
)

CONTOURS: Final = 9
CONTOUR_THROUGH_START: Final = 5


def descend(
    x: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float,
    epochs: int = 50,
    step: int = 0,
    weight: float = 0.0,
    bias: float = 0.0,
) -> alt.LayerChart:
    """Step through gradient descent on the loss surface, at a learning rate of your choice.

    Parameters
    ----------
    x : array_like
        The feature, shape ``(n_samples,)``, at most 200 samples, not all equal.
    y : array_like
        The targets, shape ``(n_samples,)``.
    learning_rate : float
        Where the slider of the learning rate starts. It ends above the limit at which descent
        diverges.
    epochs : int
        Steps that the slider can take, each over all samples.
    step : int
        Where the slider of the steps starts.
    weight, bias : float
        Where descent starts.

    Returns
    -------
    altair.LayerChart
        With the parameters ``learning_rate``, ``step``, and what they lead to: ``weight``,
        ``bias`` and ``loss`` (mean squared error).

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite or positive where it must be, the features are
        all equal, `step` exceeds `epochs`, or descent starts at the minimum.
    TypeError
        If a value is not a number, or `epochs` or `step` not a whole one.

    Notes
    -----
    The loss is quadratic in the weight and the bias. In the directions of its Hessian's
    eigenvectors, a step multiplies the distance to the minimum by ``1 - learning_rate * λ``: that
    is what the browser computes, and what `LinearNeuron.fit` arrives at step by step. Beyond
    ``learning_rate = 2 / λ_max`` the factor exceeds 1 in size, and descent diverges.

    Examples
    --------
    >>> chart = descend([1, 2, 3], [300, 500, 700], learning_rate=0.1)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]]
    ['learning_rate', 'step', 'weight', 'bias', 'loss']
    """
    features, targets = as_samples(x, y)
    rate = as_positive("learning_rate", learning_rate)
    n_steps = as_count("epochs", epochs)
    first = as_count("step", step, least=0)
    if first > n_steps:
        msg = f"step must be at most epochs, {n_steps}; received {first}"
        raise ValueError(msg)
    start = [float(as_number("weight", weight)), float(as_number("bias", bias))]
    surface = _loss_surface(features, targets, np.array(start))
    limit = 2 / max(surface.eigenvalues)
    return make_chart(
        *_layers(surface, n_steps),
        sliders=[
            _rate_slider(rate, limit),
            Slider("step", "step", first, 0, n_steps, 1),
        ],
        values={
            "weight": surface.after("step", 0),
            "bias": surface.after("step", 1),
            "loss": surface.loss_after("step"),
        },
        title=f"'step ' + step + ': loss (mean squared error) = ' + {text_of('loss')}",
        subtitle=(
            f"learning_rate > {limit!r} ? 'η is above 2/λ_max = {limit:.3g}: every step overshoots"
            f" further' : 'w = ' + {text_of('weight')} + ', b = ' + {text_of('bias')}"
        ),
        readouts={"loss": "loss (mean squared error)", "weight": "weight w", "bias": "bias b"},
        code=f"""\
{code_of_samples(features, targets)}
w, b = {start[0]!r}, {start[1]!r}
for _ in range({{step:int}}):
    error = w * x + b - y
    w -= {{learning_rate:float}} * np.mean(2 * error * x)
    b -= {{learning_rate:float}} * np.mean(2 * error)
print(np.mean((w * x + b - y) ** 2))
print(w, b)
""",
    )


def _rate_slider(rate: float, limit: float) -> Slider:
    """Return a slider that ends a little above the limit, or at the rate that it starts with."""
    step = round_up(limit / 100)
    beyond = float(f"{math.ceil(1.1 * limit / step) * step:.12g}")
    return make_slider("learning_rate", "learning rate η", rate, (0.0, max(beyond, rate)))


def _layers(surface: LossSurface, n_steps: int) -> list[alt.Chart]:
    x_axis = make_axis(alt.X, "weight", "weight w", surface.domain(0))
    y_axis = make_axis(alt.Y, "bias", "bias b", surface.domain(1))
    contours = _contours(surface).mark_line(
        filled=True, fill=LOSS, fillOpacity=0.07, stroke=LOSS, strokeWidth=1, clip=True
    )
    minimum = layer_of([dict(zip(("weight", "bias"), surface.minimum, strict=True))])
    minimum = minimum.mark_point(shape="cross", size=110, color=LOSS, filled=True)
    path = _path(surface, n_steps).mark_line(
        color=MODEL, strokeWidth=1.5, clip=True, point={"color": MODEL, "size": 22}
    )
    here = layer_of([{}], {"weight": "weight", "bias": "bias"})
    here = here.mark_point(color=MODEL, filled=True, opacity=1, size=130, clip=True)
    return [
        contours.encode(x=x_axis, y=y_axis, detail="radius:Q", order="angle:Q"),
        minimum.encode(x="weight:Q", y="bias:Q"),
        path.encode(x="weight:Q", y="bias:Q", order="k:Q"),
        here.encode(x="weight:Q", y="bias:Q"),
    ]


def _contours(surface: LossSurface) -> alt.Chart:
    contours = layer_of(
        [{"radius": k / CONTOUR_THROUGH_START} for k in range(1, CONTOURS + 1)],
        {"angle": "sequence(0, 6.35, 0.1)"},  # a little past 2π, so that the contour closes
    )
    points = contours.transform_flatten(["angle"])
    return points.transform_calculate(weight=surface.contour(0), bias=surface.contour(1))


def _path(surface: LossSurface, n_steps: int) -> alt.Chart:
    steps = alt.Chart(alt.sequence(n_steps + 1, as_="k")).transform_filter("datum.k <= step")
    return steps.transform_calculate(
        weight=surface.after("datum.k", 0), bias=surface.after("datum.k", 1)
    )


@dataclass(frozen=True)
class LossSurface:
    """The mean squared error of a line around its minimum, in the directions of its eigenvectors.

    A list with two values is of a weight and a bias, or of one for each eigenvector.
    """

    minimum: list[float]
    least: float
    eigenvalues: list[float]
    offsets: list[list[float]]  # along each eigenvector, from the minimum to the start
    radii: list[list[float]]  # of the contour through the start, along each eigenvector

    def after(self, steps: str, coordinate: int) -> str:
        """Return the expression for the weight (0) or the bias (1) after some steps of descent."""
        terms = [repr(self.minimum[coordinate])]
        for offset, eigenvalue in zip(self.offsets, self.eigenvalues, strict=True):
            terms.append(f"({offset[coordinate]!r}) * {_shrunk(eigenvalue, steps)}")
        return " + ".join(terms)

    def loss_after(self, steps: str) -> str:
        """Return the expression for the loss after some steps of descent."""
        terms = [repr(self.least)]
        for offset, eigenvalue in zip(self.offsets, self.eigenvalues, strict=True):
            excess = eigenvalue * (offset[0] ** 2 + offset[1] ** 2) / 2
            terms.append(f"{excess!r} * {_shrunk(eigenvalue, f'2 * {steps}')}")
        return " + ".join(terms)

    def contour(self, coordinate: int) -> str:
        """Return the expression for a point of an ellipse, given its angle and relative radius."""
        along, across = (radius[coordinate] for radius in self.radii)
        ellipse = f"({along!r}) * cos(datum.angle) + ({across!r}) * sin(datum.angle)"
        return f"{self.minimum[coordinate]!r} + datum.radius * ({ellipse})"

    def domain(self, coordinate: int) -> tuple[float, float]:
        """Return what an axis must span to hold every descent that converges, and some air."""
        reach = 1.3 * math.hypot(*(radius[coordinate] for radius in self.radii))
        return self.minimum[coordinate] - reach, self.minimum[coordinate] + reach


def _loss_surface(features: FloatArray, targets: FloatArray, start: FloatArray) -> LossSurface:
    require_spread("x", features)
    minimum = np.array(least_squares(features, targets))
    least = float(np.mean((features * minimum[0] + minimum[1] - targets) ** 2))
    # Of the design matrix and not of its square, so that small eigenvalues keep their digits.
    design = np.column_stack([features, np.ones_like(features)]) / math.sqrt(features.size)
    _, singular_values, directions = np.linalg.svd(design, full_matrices=False)
    eigenvalues = 2 * singular_values**2
    distances = directions @ (start - minimum)
    excess = float(eigenvalues @ distances**2) / 2
    if excess <= 1e-12 * float(np.mean(targets**2)):
        msg = f"weight and bias must not start at the minimum; received {start.tolist()}"
        raise ValueError(msg)
    radii = np.sqrt(2 * excess / eigenvalues)
    return LossSurface(
        minimum.tolist(),
        least,
        eigenvalues.tolist(),
        (distances[:, np.newaxis] * directions).tolist(),
        (radii[:, np.newaxis] * directions).tolist(),
    )


def _shrunk(eigenvalue: float, steps: str) -> str:
    return f"pow(1 - learning_rate * {eigenvalue!r}, {steps})"
