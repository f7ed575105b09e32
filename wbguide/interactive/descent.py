"""Gradient descent on the loss surface of one neuron."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._least_squares import least_squares
from wbguide._validation import FloatArray, as_number, as_positive, require_spread
from wbguide.interactive._parts import (
    LOSS,
    MODEL,
    Goal,
    Slider,
    as_samples,
    code_of_samples,
    layer_of,
    make_axis,
    make_chart,
    make_slider,
    make_steps,
    round_up,
    round_up_to_two_digits,
    text_of,
)

CONTOURS: Final = 9
CONTOUR_THROUGH_START: Final = 5
ENDS: Final = ("left", "right", "low", "high")
OUTSIDE: Final = "(weight < left || weight > right || bias < low || bias > high)"
TRAIL: Final = 15  # steps that fade behind the point


def descend(
    x: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float,
    epochs: int = 400,
    step: int = 0,
    weight: float = 0.0,
    bias: float = 0.0,
) -> alt.LayerChart:
    """Step through gradient descent on the loss surface, at a learning rate of your choice.

    The axes span the whole path, as far as the learning rate lets it converge. Beyond that, an
    arrow shows where the point has left the picture.

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
        ``bias``, ``loss`` (mean squared error), and the ends of the axes: ``left``, ``right``,
        ``low`` and ``high``.

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
    ['learning_rate', 'step', 'weight', 'bias', 'loss', 'left', 'right', 'low', 'high']
    """
    features, targets = as_samples(x, y)
    rate = as_positive("learning_rate", learning_rate)
    step_slider = make_steps("step", step, epochs)
    start = [float(as_number("weight", weight)), float(as_number("bias", bias))]
    surface = _loss_surface(features, targets, np.array(start))
    limit = 2 / max(surface.eigenvalues)
    rate_slider = _rate_slider(rate, limit)
    return make_chart(
        *_layers(surface, int(step_slider.high)),
        controls=[rate_slider, step_slider],
        values={
            "weight": surface.after("step", 0),
            "bias": surface.after("step", 1),
            "loss": surface.loss_after("step"),
            **dict(zip(ENDS, surface.domain(0) + surface.domain(1), strict=True)),
        },
        title=f"'step ' + step + ': loss = ' + {text_of('loss')}",
        subtitle=(
            f"learning_rate > {limit!r} ? 'above the limit {limit:.3g}: ' + ({OUTSIDE}"
            " ? 'out of the picture' : 'each step overshoots')"
            f" : 'w = ' + {text_of('weight')} + ', b = ' + {text_of('bias')}"
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
        goals=_goals(surface, rate_slider, step_slider),
        marks={"learning_rate": (limit, f"limit {limit:.3g}")},
        play="step",
    )


def _goals(surface: LossSurface, rate: Slider, step: Slider) -> list[Goal]:
    """Return those of the goals that some setting reaches, and that the start does not."""
    losses = surface.losses(rate.values, step.values)
    first = float(surface.losses(np.array([rate.start]), np.array([step.start]))[0, 0])
    there = max(1.02 * surface.least, 1e-4 * surface.loss_at_start)
    low = round_up_to_two_digits(max(there, 1.05 * float(losses.min())))
    high = round_up(10 * surface.loss_at_start)
    arrived = losses < low
    fewest = int(step.values[arrived.any(axis=0).argmax()])
    few = int(round_up(1.1 * fewest or 1))
    quick = arrived & (step.values <= few) & (few < step.high)
    candidates = [
        (f"loss < {low!r}", f"Arrive: bring the loss below {low:,.12g}.", arrived, first < low),
        (
            f"loss < {low!r} && step <= {few}",
            f"Bring it below {low:,.12g} in {few} steps or fewer.",
            quick,
            first < low and step.start <= few,
        ),
        (
            f"loss > {high!r}",
            f"Make the loss explode: above {high:,.12g}.",
            losses > high,
            first > high,
        ),
    ]
    return [(when, say) for when, say, reached, now in candidates if reached.any() and not now]


def _rate_slider(rate: float, limit: float) -> Slider:
    """Return a slider that ends a little above the limit, or at the rate that it starts with."""
    step = round_up(limit / 100)
    beyond = float(f"{math.ceil(1.1 * limit / step) * step:.12g}")
    return make_slider("learning_rate", "learning rate η", rate, (0.0, max(beyond, rate)))


def _layers(surface: LossSurface, n_steps: int) -> list[alt.Chart]:
    x_axis = make_axis(alt.X, "weight", "weight w", ENDS[:2])
    y_axis = make_axis(alt.Y, "bias", "bias b", ENDS[2:])
    contours = _contours(surface).mark_line(
        filled=True, fill=LOSS, fillOpacity=0.07, stroke=LOSS, strokeWidth=1, clip=True
    )
    minimum = layer_of([dict(zip(("weight", "bias"), surface.minimum, strict=True))])
    minimum = minimum.mark_point(shape="cross", size=110, color=LOSS, filled=True)
    path = alt.Chart(alt.sequence(n_steps + 1, as_="k")).transform_filter("datum.k <= step")
    path = path.transform_calculate(
        weight=surface.after("datum.k", 0), bias=surface.after("datum.k", 1)
    ).transform_filter(surface.is_near("datum.weight", "datum.bias"))
    here = layer_of([{}], {"weight": "weight", "bias": "bias"})
    place = {"x": "weight:Q", "y": "bias:Q"}
    return [
        contours.encode(x=x_axis, y=y_axis, detail="radius:Q", order="angle:Q"),
        minimum.encode(**place),
        path.mark_line(color=MODEL, strokeWidth=1, opacity=0.55, clip=True).encode(
            **place, order="k:Q"
        ),
        *_trail(surface, place),
        here.mark_point(color=MODEL, filled=True, opacity=1, size=130, clip=True).encode(**place),
        _arrow(surface).encode(**place, angle=alt.Angle("turn:Q", scale=None)),
    ]


def _trail(surface: LossSurface, place: dict[str, str]) -> list[alt.Chart]:
    """Return the last steps, of which the older are fainter."""
    steps = alt.Chart(alt.sequence(TRAIL, as_="ago")).transform_calculate(k="step - datum.ago")
    shown = alt.Opacity("shown:Q", scale=None, legend=None)
    points = (
        steps.transform_filter("datum.k >= 0")
        .transform_calculate(
            weight=surface.after("datum.k", 0),
            bias=surface.after("datum.k", 1),
            weight_before=surface.after("max(datum.k - 1, 0)", 0),
            bias_before=surface.after("max(datum.k - 1, 0)", 1),
            shown=f"1 - datum.ago / {TRAIL}",
        )
        .transform_filter(surface.is_near("datum.weight", "datum.bias"))
    )
    return [
        points.mark_rule(color=MODEL, strokeWidth=2, clip=True).encode(
            **place, x2="weight_before:Q", y2="bias_before:Q", opacity=shown
        ),
        points.mark_point(color=MODEL, filled=True, size=26, clip=True).encode(
            **place, opacity=shown
        ),
    ]


def _arrow(surface: LossSurface) -> alt.Chart:
    """Return a mark at the edge of the picture that points to where the point is beyond it."""
    across = f"(weight - ({surface.minimum[0]!r})) / (right - left) * width"
    up = f"(bias - ({surface.minimum[1]!r})) / (high - low) * height"
    arrow = layer_of(
        [{}],
        {
            "turn": f"atan2({across}, {up}) * 180 / PI",
            "weight": "clamp(weight, left, right)",
            "bias": "clamp(bias, low, high)",
        },
    )
    pointing: alt.Chart = arrow.transform_filter(OUTSIDE).mark_point(
        shape="triangle-up", color=MODEL, filled=True, opacity=1, size=260
    )
    return pointing


def _contours(surface: LossSurface) -> alt.Chart:
    contours = layer_of(
        [{"radius": k / CONTOUR_THROUGH_START} for k in range(1, CONTOURS + 1)],
        {"angle": "sequence(0, 6.33, 0.05)"},  # a little past 2π, so that the contour closes
    )
    points = contours.transform_flatten(["angle"])
    return points.transform_calculate(weight=surface.contour(0), bias=surface.contour(1))


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
        for excess, eigenvalue in zip(self.excesses, self.eigenvalues, strict=True):
            terms.append(f"{excess!r} * {_shrunk(eigenvalue, f'2 * {steps}')}")
        return " + ".join(terms)

    def contour(self, coordinate: int) -> str:
        """Return the expression for a point of an ellipse, given its angle and relative radius."""
        along, across = (radius[coordinate] for radius in self.radii)
        ellipse = f"({along!r}) * cos(datum.angle) + ({across!r}) * sin(datum.angle)"
        return f"{self.minimum[coordinate]!r} + datum.radius * ({ellipse})"

    @property
    def excesses(self) -> list[float]:
        """Return what the start has in each direction more than the least loss."""
        return [
            eigenvalue * math.hypot(*offset) ** 2 / 2
            for offset, eigenvalue in zip(self.offsets, self.eigenvalues, strict=True)
        ]

    @property
    def loss_at_start(self) -> float:
        """Return the loss before the first step."""
        return self.least + sum(self.excesses)

    def losses(self, rates: FloatArray, steps: FloatArray) -> FloatArray:
        """Return the loss at each of the learning rates (rows) after each number of steps."""
        loss = np.full((rates.size, steps.size), self.least)
        with np.errstate(over="ignore"):
            for excess, eigenvalue in zip(self.excesses, self.eigenvalues, strict=True):
                loss += excess * (1 - rates[:, np.newaxis] * eigenvalue) ** (2 * steps)
        return loss

    def is_near(self, weight: str, bias: str) -> str:
        """Return the condition that a point is not so far away that it cannot be drawn."""
        return " && ".join(
            f"abs({value} - ({middle!r})) < {100 * self.reach(coordinate)!r}"
            for coordinate, (value, middle) in enumerate(
                zip((weight, bias), self.minimum, strict=True)
            )
        )

    def reach(self, coordinate: int) -> float:
        """Return how far the contour through the start is from the minimum at most."""
        return math.hypot(*(radius[coordinate] for radius in self.radii))

    def domain(self, coordinate: int) -> tuple[str, str]:
        """Return expressions for what an axis must span: the path, the minimum and some air.

        In the direction of an eigenvector a path goes from its start to the minimum, or leaps to
        and fro across it, by no more than it starts with unless it diverges.
        """
        low, high = [], []
        for offset, eigenvalue in zip(self.offsets, self.eigenvalues, strict=True):
            start = offset[coordinate]
            back = f"({start!r}) * clamp(1 - learning_rate * {eigenvalue!r}, -1, 0)"
            low.append(back if start > 0 else repr(start))
            high.append(repr(start) if start > 0 else back)
        lowest, highest = " + ".join(low), " + ".join(high)
        least = 0.05 * self.reach(coordinate)  # of a path that runs along the other axis
        air = f"(0.1 * ({highest} - ({lowest})) + {least!r})"
        middle = self.minimum[coordinate]
        return f"({middle!r} + {lowest} - {air})", f"({middle!r} + {highest} + {air})"


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
