"""Gradient descent on the loss surface of one neuron."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike, NDArray

from wbguide._least_squares import least_squares
from wbguide._validation import FloatArray, as_number, as_positive, require_spread
from wbguide.interactive._parts import (
    ALMOST_ZERO,
    LOSS,
    MODEL,
    RING,
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
CONTOUR_POINTS: Final = 24  # which a curve joins to within a thousandth of the ellipse
TRAIL: Final = 15  # steps that fade behind the point
STARTS: Final = ("start_weight", "start_bias")
STRAIGHT: Final = math.cos(math.radians(5))  # of the angle at which a step misses what it aims at


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

    The axes span the whole path from the start that is given, at any learning rate that lets it
    converge. The start can be moved as far as the picture goes. An arrow shows where the point has
    left it.

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
        With the parameters ``learning_rate``, ``step``, ``start_weight``, ``start_bias``, and what
        they lead to: ``weight``, ``bias`` and ``loss`` (mean squared error). In the direction of
        each eigenvector of the Hessian, ``far_1`` and ``far_2`` are the distances of the start
        from the minimum, and ``kept_1`` and ``kept_2`` what a step multiplies them by; ``near`` is
        how many steps can be drawn.

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
    ['learning_rate', 'step', 'start_weight', 'start_bias', 'far_1', 'far_2', 'kept_1', 'kept_2',
     'near', 'weight', 'bias', 'loss']
    """
    features, targets = as_samples(x, y)
    rate = as_positive("learning_rate", learning_rate)
    step_slider = make_steps("step", step, epochs)
    start = [float(as_number("weight", weight)), float(as_number("bias", bias))]
    surface = _loss_surface(features, targets, np.array(start))
    limit = 2 / max(surface.eigenvalues)
    rate_slider = _rate_slider(rate, limit)
    starts = [_start_slider(surface, k) for k in range(2)]
    outside = f"({' || '.join(_outside(surface))})"
    return make_chart(
        *_layers(surface, int(step_slider.high), outside),
        controls=[rate_slider, step_slider, *starts],
        values={
            **surface.values(),
            "weight": surface.after("step", 0),
            "bias": surface.after("step", 1),
            "loss": surface.loss_after("step"),
        },
        title=f"'step ' + step + ': loss = ' + {text_of('loss')}",
        subtitle=(
            f"learning_rate > {limit!r} ? 'above the limit {limit:.3g}: ' + ({outside}"
            " ? 'out of the picture' : 'each step overshoots')"
            f" : 'w = ' + {text_of('weight')} + ', b = ' + {text_of('bias')}"
        ),
        readouts={"loss": "loss (mean squared error)", "weight": "weight w", "bias": "bias b"},
        code=f"""\
{code_of_samples(features, targets)}
w, b = {{start_weight:float}}, {{start_bias:float}}
for _ in range({{step:int}}):
    error = w * x + b - y
    w -= {{learning_rate:float}} * np.mean(2 * error * x)
    b -= {{learning_rate:float}} * np.mean(2 * error)
print(np.mean((w * x + b - y) ** 2))
print(w, b)
""",
        goals=_goals(surface, rate_slider, step_slider, starts),
        handles=[
            {
                "name": "start",
                "x": "start_weight",
                "y": "start_bias",
                "set": {"start_weight": "at.x", "start_bias": "at.y"},
            }
        ],
        marks={"learning_rate": (limit, f"limit {limit:.3g}")},
        play="step",
    )


def _goals(
    surface: LossSurface, rate: Slider, step: Slider, starts: Sequence[Slider]
) -> list[Goal]:
    """Return those of the goals that some setting reaches, and that the start does not.

    A descent could arrive in no time from a start beside the minimum, so that those goals are for
    the start that is given.
    """
    losses = surface.losses(rate.values, step.values)
    first = float(surface.losses(np.array([rate.start]), np.array([step.start]))[0, 0])
    there = max(1.02 * surface.least, 1e-4 * surface.loss_at_start)
    low = round_up_to_two_digits(max(there, 1.05 * float(losses.min())))
    arrived = losses < low
    fewest = int(step.values[arrived.any(axis=0).argmax()])
    few = int(round_up(1.1 * fewest or 1))
    quick = arrived & (step.values <= few) & (few < step.high)
    exploded = losses > 10 * surface.loss_at_start
    given = "".join(f" && {each.name} == {each.start!r}" for each in starts)
    start = "w = {:,.12g} and b = {:,.12g}".format(*surface.start).replace("-", "−")
    candidates = [
        (
            f"loss < {low!r}{given}",
            f"Arrive from {start}: bring the loss below {low:,.12g}.",
            arrived.any(),
            first < low,
        ),
        (
            f"loss < {low!r} && step <= {few}{given}",
            f"Bring it below {low:,.12g} from there in {few} steps or fewer.",
            quick.any(),
            first < low and step.start <= few,
        ),
        (
            f"loss > 10 * ({surface.loss_after('0')})",
            "Make the loss explode: above ten times that of the start.",
            exploded.any(),
            first > 10 * surface.loss_at_start,
        ),
        (
            surface.aims_straight(),
            "Set step to 1, and pull the start until that step points at the lowest point.",
            *_straight(surface, starts),
        ),
    ]
    return [(when, say) for when, say, reached, now in candidates if reached and not now]


def _straight(surface: LossSurface, starts: Sequence[Slider]) -> tuple[bool, bool]:
    """Return whether some start aims at the minimum, and whether the one that is given does."""
    reached, now = (
        surface.aimed_straight(np.stack(np.meshgrid(*each), axis=-1).reshape(-1, 2)).any()
        for each in ([each.values for each in starts], [[each.start] for each in starts])
    )
    return bool(reached), bool(now)


def _rate_slider(rate: float, limit: float) -> Slider:
    """Return a slider that ends a little above the limit, or at the rate that it starts with."""
    step = round_up(limit / 100)
    beyond = float(f"{math.ceil(1.1 * limit / step) * step:.12g}")
    return make_slider("learning_rate", "learning rate η", rate, (0.0, max(beyond, rate)))


def _start_slider(surface: LossSurface, coordinate: int) -> Slider:
    """Return a slider of what can be seen, of some 200 steps."""
    ends = surface.domain(coordinate)
    step = round_up((ends[1] - ends[0]) / 200)
    low, high = (
        float(f"{end * step:.12g}")
        for end in (math.ceil(ends[0] / step), math.floor(ends[1] / step))
    )
    name = STARTS[coordinate]
    label = f"{('weight', 'bias')[coordinate]} at the start"
    return Slider(name, label, surface.start[coordinate], low, high, step)


def _outside(surface: LossSurface) -> list[str]:
    """Return the conditions that the point has left the picture at one of its sides."""
    return [
        f"{name} {sign} {end!r}"
        for coordinate, name in enumerate(("weight", "bias"))
        for sign, end in zip("<>", surface.domain(coordinate), strict=True)
    ]


def _layers(surface: LossSurface, n_steps: int, outside: str) -> list[alt.Chart]:
    x_axis = make_axis(alt.X, "weight", "weight w", surface.domain(0))
    y_axis = make_axis(alt.Y, "bias", "bias b", surface.domain(1))
    contours = _contours(surface).mark_line(
        interpolate="cardinal-closed",
        filled=True,
        fill=LOSS,
        fillOpacity=0.07,
        stroke=LOSS,
        strokeWidth=1,
        clip=True,
    )
    minimum = layer_of([dict(zip(("weight", "bias"), surface.minimum, strict=True))])
    minimum = minimum.mark_point(shape="cross", size=110, color=LOSS, filled=True)
    path = alt.Chart(alt.sequence(n_steps + 1, as_="k"))
    path = path.transform_filter("datum.k <= min(step, near)").transform_calculate(
        weight=surface.after("datum.k", 0), bias=surface.after("datum.k", 1)
    )
    here = layer_of([{}], {"weight": "weight", "bias": "bias"})
    start = layer_of([{}], {"weight": "start_weight", "bias": "start_bias"})
    place = {"x": "weight:Q", "y": "bias:Q"}
    return [
        contours.encode(x=x_axis, y=y_axis, detail="radius:Q", order="angle:Q"),
        minimum.encode(**place),
        path.mark_line(color=MODEL, strokeWidth=1, opacity=0.55, clip=True).encode(
            **place, order="k:Q"
        ),
        *_trail(surface, place),
        start.mark_point(**RING | {"size": 220}, stroke=MODEL).encode(**place),
        here.mark_point(color=MODEL, filled=True, opacity=1, size=130, clip=True).encode(**place),
        _arrow(surface, outside).encode(**place, angle=alt.Angle("turn:Q", scale=None)),
    ]


def _trail(surface: LossSurface, place: dict[str, str]) -> list[alt.Chart]:
    """Return the last steps, of which the older are fainter."""
    steps = alt.Chart(alt.sequence(TRAIL, as_="ago")).transform_calculate(k="step - datum.ago")
    shown = alt.Opacity("shown:Q", scale=None, legend=None)
    points = steps.transform_filter("datum.k >= 0 && datum.k <= near").transform_calculate(
        weight=surface.after("datum.k", 0),
        bias=surface.after("datum.k", 1),
        weight_before=surface.after("max(datum.k - 1, 0)", 0),
        bias_before=surface.after("max(datum.k - 1, 0)", 1),
        shown=f"1 - datum.ago / {TRAIL}",
    )
    return [
        points.mark_rule(color=MODEL, strokeWidth=2, clip=True).encode(
            **place, x2="weight_before:Q", y2="bias_before:Q", opacity=shown
        ),
        points.mark_point(color=MODEL, filled=True, size=26, clip=True).encode(
            **place, opacity=shown
        ),
    ]


def _arrow(surface: LossSurface, outside: str) -> alt.Chart:
    """Return a mark at the edge of the picture that points to where the point is beyond it."""
    (left, right), (low, high) = surface.domain(0), surface.domain(1)
    across = f"(weight - ({surface.minimum[0]!r})) / {right - left!r} * width"
    up = f"(bias - ({surface.minimum[1]!r})) / {high - low!r} * height"
    arrow = layer_of(
        [{}],
        {
            "turn": f"atan2({across}, {up}) * 180 / PI",
            "weight": f"clamp(weight, {left!r}, {right!r})",
            "bias": f"clamp(bias, {low!r}, {high!r})",
        },
    )
    pointing: alt.Chart = arrow.transform_filter(outside).mark_point(
        shape="triangle-up", color=MODEL, filled=True, opacity=1, size=260
    )
    return pointing


def _contours(surface: LossSurface) -> alt.Chart:
    contours = layer_of(
        [{"radius": k / CONTOUR_THROUGH_START} for k in range(1, CONTOURS + 1)],
        {"angle": f"sequence({CONTOUR_POINTS})"},
    )
    points = contours.transform_flatten(["angle"]).transform_calculate(
        turn=f"datum.angle * 2 * PI / {CONTOUR_POINTS}"
    )
    return points.transform_calculate(weight=surface.contour(0), bias=surface.contour(1))


@dataclass(frozen=True)
class LossSurface:
    """The mean squared error of a line around its minimum, in the directions of its eigenvectors.

    A list with two values is of a weight and a bias, or of one for each eigenvector, the first of
    which is that of the largest eigenvalue.
    """

    start: list[float]
    minimum: list[float]
    least: float
    eigenvalues: list[float]
    directions: list[list[float]]  # of each eigenvector
    distances: list[float]  # of the start that is given from the minimum, along each
    radii: list[list[float]]  # of the contour through that start, along each

    def values(self) -> dict[str, str]:
        """Return the expressions for where descent starts, and what a step keeps of that."""
        far = 100 * math.hypot(self.reach(0), self.reach(1))
        w, b = (f"({name} - ({value!r}))" for name, value in zip(STARTS, self.minimum, strict=True))
        return {
            **{
                f"far_{k}": f"({along[0]!r}) * {w} + ({along[1]!r}) * {b}"
                for k, along in enumerate(self.directions, 1)
            },
            **{
                f"kept_{k}": f"1 - learning_rate * {eigenvalue!r}"
                for k, eigenvalue in enumerate(self.eigenvalues, 1)
            },
            # Of the steps of a descent that diverges, those that are not too far away to be drawn.
            "near": (
                f"abs(kept_1) > 1 ? log({far!r} / max(abs(far_1), {far * ALMOST_ZERO!r}))"
                " / log(abs(kept_1)) : 1e9"
            ),
        }

    def after(self, steps: str, coordinate: int) -> str:
        """Return the expression for the weight (0) or the bias (1) after some steps of descent."""
        terms = [repr(self.minimum[coordinate])]
        for k, along in enumerate(self.directions, 1):
            terms.append(f"({along[coordinate]!r}) * far_{k} * pow(kept_{k}, {steps})")
        return " + ".join(terms)

    def loss_after(self, steps: str) -> str:
        """Return the expression for the loss after some steps of descent."""
        terms = [repr(self.least)]
        for k, eigenvalue in enumerate(self.eigenvalues, 1):
            terms.append(f"{eigenvalue / 2!r} * pow(far_{k} * pow(kept_{k}, {steps}), 2)")
        return " + ".join(terms)

    def aims_straight(self) -> str:
        """Return the condition that a step from the start points at the minimum, from far away."""
        one, two = (repr(each) for each in self.eigenvalues)
        ahead = f"{one} * far_1 * far_1 + {two} * far_2 * far_2"
        steep = f"pow({one} * far_1, 2) + pow({two} * far_2, 2)"
        return (
            f"{ahead} > {sum(self.excesses) / 5!r}"
            f" && {ahead} > {STRAIGHT!r} * sqrt(({steep}) * (far_1 * far_1 + far_2 * far_2))"
        )

    def aimed_straight(self, starts: FloatArray) -> NDArray[np.bool_]:
        """Return whether that is so for each of the starts."""
        far = (starts - self.minimum) @ np.transpose(self.directions)
        slopes = far * self.eigenvalues
        ahead = (slopes * far).sum(axis=1)
        straight = STRAIGHT * np.linalg.norm(slopes, axis=1) * np.linalg.norm(far, axis=1)
        aimed: NDArray[np.bool_] = (ahead > sum(self.excesses) / 5) & (ahead > straight)
        return aimed

    def contour(self, coordinate: int) -> str:
        """Return the expression for a point of an ellipse, given its turn and relative radius."""
        along, across = (radius[coordinate] for radius in self.radii)
        ellipse = f"({along!r}) * cos(datum.turn) + ({across!r}) * sin(datum.turn)"
        return f"{self.minimum[coordinate]!r} + datum.radius * ({ellipse})"

    @property
    def excesses(self) -> list[float]:
        """Return what the start has in each direction more than the least loss."""
        return [
            eigenvalue * distance**2 / 2
            for eigenvalue, distance in zip(self.eigenvalues, self.distances, strict=True)
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

    def reach(self, coordinate: int) -> float:
        """Return how far the contour through the start is from the minimum at most."""
        return math.hypot(*(radius[coordinate] for radius in self.radii))

    def domain(self, coordinate: int) -> tuple[float, float]:
        """Return what an axis must span: the paths from the start, the minimum and some air.

        In the direction of an eigenvector a path goes from its start to the minimum, or leaps to
        and fro across it, the farther the higher the learning rate, and at its limit by as much
        as it starts with.
        """
        most = max(self.eigenvalues)
        low = high = self.minimum[coordinate]
        for distance, along, eigenvalue in zip(
            self.distances, self.directions, self.eigenvalues, strict=True
        ):
            start = distance * along[coordinate]
            back = start * min(1 - 2 / most * eigenvalue, 0.0)
            low, high = low + min(start, back), high + max(start, back)
        # Some air too for a path that runs along the other axis.
        air = 0.1 * (high - low) + 0.05 * self.reach(coordinate)
        return low - air, high + air


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
        start.tolist(),
        minimum.tolist(),
        least,
        eigenvalues.tolist(),
        directions.tolist(),
        distances.tolist(),
        (radii[:, np.newaxis] * directions).tolist(),
    )
