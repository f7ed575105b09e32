"""The line of one neuron, moved by its weight and its bias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._least_squares import least_squares
from wbguide._validation import FloatArray
from wbguide.interactive._parts import (
    DATA,
    DIAMOND,
    MODEL,
    RESIDUAL,
    RING,
    WITHOUT,
    Goal,
    Handle,
    Row,
    Slider,
    as_learning_rate,
    as_samples,
    axis_domains,
    code_of_samples,
    layer_of,
    loss_expression,
    loss_goals,
    lowest_loss,
    make_axis,
    make_chart,
    make_slider,
    sample_rows,
    text_of,
)
from wbguide.training import learning_rate_limit

WITH_BIAS: Final = "weight * {x} + bias"
WITHOUT_BIAS: Final = "weight_alone * {x}"
MAX_SQUARES: Final = 10  # more of them cannot be told apart


def fit_by_hand(
    x: ArrayLike,
    y: ArrayLike,
    *,
    weight: float = 0.0,
    bias: float = 0.0,
    weight_range: Sequence[float] | None = None,
    bias_range: Sequence[float] | None = None,
    x_label: str = "x",
    y_label: str = "y",
    learning_rate: float | None = None,
) -> alt.LayerChart:
    """Move the weight and the bias of a neuron until its line fits the data.

    Each residual is drawn, with its square if there are at most 10; the loss is the mean of these
    areas. With a learning rate, the line can also learn by itself where this project's site shows
    the chart: by gradient descent, from wherever it was moved to.

    Parameters
    ----------
    x : array_like
        The feature, shape ``(n_samples,)``, at most 200 samples.
    y : array_like
        The targets, shape ``(n_samples,)``.
    weight, bias : float
        Where the sliders start.
    weight_range, bias_range : array_like, optional
        Lowest and highest value of each slider, shape ``(2,)``. By default from the data, around
        zero.
    x_label, y_label : str
        What the axes show, with the unit.
    learning_rate : float, optional
        The size of a step when the line learns by itself, below `wbguide.learning_rate_limit`.

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight``, ``bias`` and ``loss`` (mean squared error).

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite, there are too many samples, a slider's start
        lies outside its range, or the learning rate is not below its limit.
    TypeError
        If a value is not a number or a label not a string.

    Examples
    --------
    >>> chart = fit_by_hand([1, 2, 3], [300, 500, 700], weight=100)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]]
    ['weight', 'bias', 'loss']
    """
    return _move_lines(
        x,
        y,
        weight=(weight, weight_range),
        bias=(bias, bias_range),
        labels=(x_label, y_label),
        layers=_line_and_residuals,
        goals=_fit,
        losses={"loss": ("loss (mean squared error)", WITH_BIAS)},
        title=(
            f"'ŷ = ' + {text_of('weight')} + (bias < 0 ? 'x − ' : 'x + ') + {text_of('abs(bias)')}"
        ),
        subtitle=f"'loss (mean squared error) = ' + {text_of('loss')}",
        code="""\
w, b = {weight:float}, {bias:float}
print(np.mean((w * x + b - y) ** 2))
""",
        learning_rate=learning_rate,
    )


def compare_bias(
    x: ArrayLike,
    y: ArrayLike,
    *,
    weight: float = 0.0,
    bias: float = 0.0,
    weight_range: Sequence[float] | None = None,
    bias_range: Sequence[float] | None = None,
    x_label: str = "x",
    y_label: str = "y",
) -> alt.LayerChart:
    """Move two lines, one with a bias and one without, which runs through the origin.

    Parameters
    ----------
    x : array_like
        The feature, shape ``(n_samples,)``, at most 200 samples.
    y : array_like
        The targets, shape ``(n_samples,)``.
    weight, bias : float
        Where the sliders start; the line without a bias starts at the same weight.
    weight_range, bias_range : array_like, optional
        Lowest and highest value of each slider, shape ``(2,)``. By default from the data, around
        zero.
    x_label, y_label : str
        What the axes show, with the unit.

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight`` and ``bias`` of one line, ``weight_alone`` of the other, and
        ``loss_with_bias`` and ``loss_without_bias`` (mean squared errors).

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite, there are too many samples, or a slider's
        start lies outside its range.
    TypeError
        If a value is not a number or a label not a string.

    Examples
    --------
    >>> chart = compare_bias([1, 2, 3], [300, 500, 700], weight=200, bias=100)
    >>> chart.to_dict()["params"][4]["name"]
    'loss_without_bias'
    """
    return _move_lines(
        x,
        y,
        weight=(weight, weight_range),
        bias=(bias, bias_range),
        labels=(x_label, y_label),
        layers=_two_lines,
        goals=_compare,
        losses={
            "loss_with_bias": ("loss with bias", WITH_BIAS),
            "loss_without_bias": ("loss without bias", WITHOUT_BIAS),
        },
        title=f"'with bias (solid): loss = ' + {text_of('loss_with_bias')}",
        subtitle=f"'without bias (dashed): loss = ' + {text_of('loss_without_bias')}",
        code="""\
w, b, w_alone = {weight:float}, {bias:float}, {weight_alone:float}
print(np.mean((w * x + b - y) ** 2))
print(np.mean((w_alone * x - y) ** 2))
""",
        has_alone=True,
    )


@dataclass(frozen=True)
class _Plane:
    """What the axes span, and the expressions for the two places at which the line is held."""

    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def ring(self) -> dict[str, str]:
        """The line at zero, where the bias is read off, or the edge that is nearest to it."""
        low, high = self.y
        return {"x": "0", "y": f"clamp(bias, {low!r}, {high!r})"}

    def diamond(self, weight: str = "weight", bias: str = "bias") -> dict[str, str]:
        """Return the far end of a line, or where it leaves the picture."""
        (low, high), far = self.y, self.far
        end = f"clamp({weight} * {far!r} + {bias}, {low!r}, {high!r})"
        left, right = sorted((far, far / 5))
        there = f"clamp(({end} - {bias}) / {weight}, {left!r}, {right!r})"
        return {"x": f"{weight} == 0 ? {far!r} : {there}", "y": end}

    @property
    def ends(self) -> list[Row]:
        return [{"x": end} for end in self.x]

    @property
    def far(self) -> float:
        return max(self.x, key=abs)

    def handles(self) -> list[Handle]:
        return [
            {"name": "bias b", **self.ring, "set": {"bias": "at.y"}},
            self.tilt("weight w"),
        ]

    def tilt(self, name: str, weight: str = "weight", bias: str = "bias") -> Handle:
        # A little way from zero, so that a weight does not grow without limit.
        run = f"max(at.x, {self.far / 20!r})" if self.far > 0 else f"min(at.x, {self.far / 20!r})"
        sets = {weight: f"(at.y - {bias}) / {run}"}
        return {"name": name, **self.diamond(weight, bias), "set": sets}


def _move_lines(
    x: ArrayLike,
    y: ArrayLike,
    *,
    weight: tuple[float, Sequence[float] | None],
    bias: tuple[float, Sequence[float] | None],
    labels: tuple[str, str],
    layers: Callable[[list[Row], _Plane, alt.X, alt.Y], list[alt.Chart]],
    goals: Callable[[FloatArray, FloatArray, Slider, Slider], list[Goal]],
    losses: dict[str, tuple[str, str]],
    title: str,
    subtitle: str,
    code: str,
    learning_rate: float | None = None,
    has_alone: bool = False,
) -> alt.LayerChart:
    """Return a chart of samples and `layers` whose `losses` are labels and predictions.

    One of the lines may have a weight alone, and no bias.
    """
    features, targets = as_samples(x, y)
    x_domain, y_domain = axis_domains(features, targets)
    x_axis = make_axis(alt.X, "x", labels[0], x_domain)
    y_axis = make_axis(alt.Y, "y", labels[1], y_domain)
    plane = _Plane(x_domain, y_domain)
    samples = sample_rows(features, targets)
    best_weight, best_bias = least_squares(features, targets)
    weight_slider = make_slider("weight", "weight w", *weight, best_weight)
    bias_slider = make_slider("bias", "bias b", *bias, best_bias)
    controls, handles, ends = [weight_slider, bias_slider], plane.handles(), []
    if has_alone:
        alone = replace(weight_slider, name="weight_alone", label="weight w without a bias")
        controls.append(alone)
        handles.append(plane.tilt(alone.label, alone.name, "0"))
        end = layer_of([{}], plane.diamond(alone.name, "0"))
        ends.append(end.mark_point(stroke=WITHOUT, **DIAMOND).encode(x="x:Q", y="y:Q"))
    return make_chart(
        *layers(samples, plane, x_axis, y_axis),
        layer_of([{}], plane.ring).mark_point(stroke=MODEL, **RING).encode(x="x:Q", y="y:Q"),
        *ends,
        layer_of([{}], plane.diamond())
        .mark_point(stroke=MODEL, **DIAMOND)
        .encode(x="x:Q", y="y:Q"),
        layer_of(samples)
        .mark_point(color=DATA, filled=True, size=75, opacity=1)
        .encode(x="x:Q", y="y:Q"),
        controls=controls,
        values={
            name: loss_expression(features, targets, prediction)
            for name, (_, prediction) in losses.items()
        },
        title=title,
        subtitle=subtitle,
        readouts={name: label for name, (label, _) in losses.items()},
        code=f"{code_of_samples(features, targets)}\n{code}",
        goals=goals(features, targets, weight_slider, bias_slider),
        handles=handles,
        learn=None if learning_rate is None else _steps(features, targets, learning_rate),
    )


def _steps(features: FloatArray, targets: FloatArray, learning_rate: float) -> dict[str, str]:
    """Return expressions for the weight and the bias after one more step of gradient descent."""
    rate = as_learning_rate(learning_rate, learning_rate_limit(features[:, np.newaxis]))
    mean_x, mean_y = features.mean().item(), targets.mean().item()
    mean_xx = np.mean(features**2).item()
    mean_xy = np.mean(features * targets).item()
    slope = f"(weight * {mean_xx!r} + bias * ({mean_x!r}) - ({mean_xy!r}))"
    height = f"(weight * ({mean_x!r}) + bias - ({mean_y!r}))"
    return {
        "weight": f"weight - {2 * rate!r} * {slope}",
        "bias": f"bias - {2 * rate!r} * {height}",
    }


def _loss_at_start(features: FloatArray, targets: FloatArray, weight: Slider, bias: float) -> float:
    return float(np.mean((weight.start * features + bias - targets) ** 2))


def _fit(features: FloatArray, targets: FloatArray, weight: Slider, bias: Slider) -> list[Goal]:
    return loss_goals(
        "loss",
        _loss_at_start(features, targets, weight, bias.start),
        lowest_loss(features, targets, weight.values, bias.values),
    )


def _compare(features: FloatArray, targets: FloatArray, weight: Slider, bias: Slider) -> list[Goal]:
    return [
        *loss_goals(
            "loss_without_bias",
            _loss_at_start(features, targets, weight, 0.0),
            lowest_loss(features, targets, weight.values, np.zeros(1)),
            "Bring the loss of the dashed line {down}.",
        )[-1:],
        *loss_goals(
            "loss_with_bias",
            _loss_at_start(features, targets, weight, bias.start),
            lowest_loss(features, targets, weight.values, bias.values),
            "Bring the loss of the solid line {down}.",
        )[-1:],
    ]


def _line_and_residuals(
    samples: list[Row], plane: _Plane, x_axis: alt.X, y_axis: alt.Y
) -> list[alt.Chart]:
    prediction = {"prediction": WITH_BIAS.format(x="datum.x")}
    # A square's side is as long on the screen as the residual, on the side where the line is not.
    across = f"{(plane.x[1] - plane.x[0]) / (plane.y[1] - plane.y[0])!r} * height / width"
    beside = f"(datum.y - datum.prediction) * (weight < 0 ? -1 : 1) * {across}"
    squares = layer_of(samples, {**prediction, "beside": f"datum.x - {beside}"}).mark_rect(
        color=RESIDUAL, opacity=0.2, clip=True
    )
    residuals = layer_of(samples, prediction).mark_rule(
        color=RESIDUAL, strokeWidth=2, strokeDash=[4, 2], clip=True
    )
    line = layer_of(plane.ends, prediction).mark_line(color=MODEL, strokeWidth=3, clip=True)
    layers = [
        squares.encode(x=x_axis, x2="beside:Q", y=y_axis, y2="prediction:Q"),
        residuals.encode(x=x_axis, y=y_axis, y2="prediction:Q"),
        line.encode(x="x:Q", y="prediction:Q"),
    ]
    return layers if len(samples) <= MAX_SQUARES else layers[1:]


def _two_lines(_samples: list[Row], plane: _Plane, x_axis: alt.X, y_axis: alt.Y) -> list[alt.Chart]:
    lines = layer_of(
        plane.ends,
        {
            "with_bias": WITH_BIAS.format(x="datum.x"),
            "without_bias": WITHOUT_BIAS.format(x="datum.x"),
        },
    )
    without_bias = lines.mark_line(color=WITHOUT, strokeWidth=3, strokeDash=[7, 5], clip=True)
    origin = layer_of([{"x": 0.0, "y": 0.0}]).mark_point(stroke=WITHOUT, **RING)
    with_bias = lines.mark_line(color=MODEL, strokeWidth=3, clip=True)
    return [
        without_bias.encode(x=x_axis, y="without_bias:Q"),
        origin.encode(x="x:Q", y=y_axis),
        with_bias.encode(x="x:Q", y="with_bias:Q"),
    ]
