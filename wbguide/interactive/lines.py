"""The line of one neuron, moved by its weight and its bias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import altair as alt
from numpy.typing import ArrayLike

from wbguide._least_squares import least_squares
from wbguide.interactive._parts import (
    DATA,
    MODEL,
    RESIDUAL,
    WITHOUT,
    Row,
    as_samples,
    axis_domains,
    code_of_samples,
    layer_of,
    loss_expression,
    make_axis,
    make_chart,
    make_slider,
    make_value,
    sample_rows,
    text_of,
)

WITH_BIAS: Final = "weight * {x} + bias"
WITHOUT_BIAS: Final = "weight * {x}"
RING: Final[dict[str, Any]] = {"size": 90, "filled": False, "strokeWidth": 2, "clip": True}


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
) -> alt.LayerChart:
    """Move the weight and the bias of a neuron until its line fits the data.

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

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight``, ``bias`` and ``loss`` (mean squared error).

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite, there are too many samples, or a slider's
        start lies outside its range.
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
        losses={"loss": ("loss (mean squared error)", WITH_BIAS)},
        title=(
            f"'ŷ = ' + {text_of('weight')} + (bias < 0 ? 'x − ' : 'x + ') + {text_of('abs(bias)')}"
        ),
        subtitle=f"'loss (mean squared error) = ' + {text_of('loss')}",
        code="""\
w, b = {weight:float}, {bias:float}
print(np.mean((w * x + b - y) ** 2))
""",
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
    """Move one weight and see two lines: with a bias, and without, through the origin.

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

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight``, ``bias``, ``loss_with_bias`` and ``loss_without_bias``
        (mean squared errors).

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
    >>> chart.to_dict()["params"][3]["name"]
    'loss_without_bias'
    """
    return _move_lines(
        x,
        y,
        weight=(weight, weight_range),
        bias=(bias, bias_range),
        labels=(x_label, y_label),
        layers=_two_lines,
        losses={
            "loss_with_bias": ("loss with bias", WITH_BIAS),
            "loss_without_bias": ("loss without bias", WITHOUT_BIAS),
        },
        title=f"'with bias (solid): loss = ' + {text_of('loss_with_bias')}",
        subtitle=f"'without bias (dashed): loss = ' + {text_of('loss_without_bias')}",
        code="""\
w, b = {weight:float}, {bias:float}
print(np.mean((w * x + b - y) ** 2))
print(np.mean((w * x - y) ** 2))
""",
    )


def _move_lines(
    x: ArrayLike,
    y: ArrayLike,
    *,
    weight: tuple[float, Sequence[float] | None],
    bias: tuple[float, Sequence[float] | None],
    labels: tuple[str, str],
    layers: Callable[[list[Row], list[Row], alt.X, alt.Y], list[alt.Chart]],
    losses: dict[str, tuple[str, str]],
    title: str,
    subtitle: str,
    code: str,
) -> alt.LayerChart:
    """Return a chart of samples and `layers` whose `losses` are labels and predictions."""
    features, targets = as_samples(x, y)
    x_domain, y_domain = axis_domains(features, targets)
    x_axis = make_axis(alt.X, "x", labels[0], x_domain)
    y_axis = make_axis(alt.Y, "y", labels[1], y_domain)
    samples = sample_rows(features, targets)
    best_weight, best_bias = least_squares(features, targets)
    return make_chart(
        *layers(samples, [{"x": end} for end in x_domain], x_axis, y_axis),
        layer_of(samples)
        .mark_point(color=DATA, filled=True, size=75, opacity=1)
        .encode(x="x:Q", y="y:Q"),
        params=[
            make_slider("weight", "weight w", *weight, best_weight),
            make_slider("bias", "bias b", *bias, best_bias),
            *(
                make_value(name, loss_expression(features, targets, prediction))
                for name, (_, prediction) in losses.items()
            ),
        ],
        title=title,
        subtitle=subtitle,
        readouts={name: label for name, (label, _) in losses.items()},
        code=f"{code_of_samples(features, targets)}\n{code}",
    )


def _line_and_residuals(
    samples: list[Row], ends: list[Row], x_axis: alt.X, y_axis: alt.Y
) -> list[alt.Chart]:
    prediction = {"prediction": WITH_BIAS.format(x="datum.x")}
    residuals = layer_of(samples, prediction).mark_rule(
        color=RESIDUAL, strokeWidth=2, strokeDash=[4, 2], clip=True
    )
    line = layer_of(ends, prediction).mark_line(color=MODEL, strokeWidth=3, clip=True)
    intercept = layer_of([{"x": 0.0}], prediction).mark_point(color=MODEL, **RING)
    return [
        residuals.encode(x=x_axis, y=y_axis, y2="prediction:Q"),
        line.encode(x="x:Q", y="prediction:Q"),
        intercept.encode(x="x:Q", y="prediction:Q"),
    ]


def _two_lines(
    _samples: list[Row], ends: list[Row], x_axis: alt.X, y_axis: alt.Y
) -> list[alt.Chart]:
    lines = layer_of(
        ends,
        {
            "with_bias": WITH_BIAS.format(x="datum.x"),
            "without_bias": WITHOUT_BIAS.format(x="datum.x"),
        },
    )
    without_bias = lines.mark_line(color=WITHOUT, strokeWidth=3, strokeDash=[7, 5], clip=True)
    origin = layer_of([{"x": 0.0, "y": 0.0}]).mark_point(color=WITHOUT, **RING)
    with_bias = lines.mark_line(color=MODEL, strokeWidth=3, clip=True)
    return [
        without_bias.encode(x=x_axis, y="without_bias:Q"),
        origin.encode(x="x:Q", y=y_axis),
        with_bias.encode(x="x:Q", y="with_bias:Q"),
    ]
