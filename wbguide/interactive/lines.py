"""The line of one neuron, moved by its weight and its bias."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
from numpy.typing import ArrayLike

from wbguide.interactive._parts import (
    MODEL,
    RESIDUAL,
    arrays_code,
    as_samples,
    axis_domains,
    end_rows,
    layer_of,
    least_squares,
    loss_expression,
    make_axis,
    make_chart,
    make_slider,
    make_value,
    sample_points,
    sample_rows,
    text_of,
)


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
    features, targets = as_samples(x, y)
    rows, (x_domain, y_domain) = sample_rows(features, targets), axis_domains(features, targets)
    x_axis, y_axis = (
        make_axis(alt.X, "x", x_label, x_domain),
        make_axis(alt.Y, "y", y_label, y_domain),
    )
    best_weight, best_bias = least_squares(features, targets)
    prediction = {"prediction": "weight * datum.x + bias"}

    residuals = layer_of(rows, prediction).mark_rule(color=RESIDUAL, strokeWidth=2, clip=True)
    line = layer_of(end_rows(x_domain), prediction).mark_line(color=MODEL, strokeWidth=3, clip=True)
    intercept = layer_of([{"x": 0.0}], prediction).mark_point(
        color=MODEL, size=90, filled=False, strokeWidth=2, clip=True
    )
    return make_chart(
        residuals.encode(x=x_axis, y=y_axis, y2="prediction:Q"),
        line.encode(x="x:Q", y="prediction:Q"),
        intercept.encode(x="x:Q", y="prediction:Q"),
        sample_points(rows),
        params=[
            make_slider("weight", "weight w", weight, weight_range, best_weight),
            make_slider("bias", "bias b", bias, bias_range, best_bias),
            make_value("loss", loss_expression(features, targets, "weight * {x} + bias")),
        ],
        title=(
            f"'ŷ = ' + {text_of('weight')} + (bias < 0 ? ' x − ' : ' x + ')"
            f" + {text_of('abs(bias)')}"
        ),
        subtitle=f"'loss (mean squared error) = ' + {text_of('loss')}",
        readouts={"loss": "loss (mean squared error)"},
        code=f"""\
import numpy as np

from wbguide import LinearNeuron
from wbguide.losses import mean_squared_error

{arrays_code(features, targets)}

neuron = LinearNeuron(1, weights=[{{weight:float}}], bias={{bias:float}})
print(mean_squared_error(y, neuron.predict(X)))
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
    features, targets = as_samples(x, y)
    rows, (x_domain, y_domain) = sample_rows(features, targets), axis_domains(features, targets)
    x_axis, y_axis = (
        make_axis(alt.X, "x", x_label, x_domain),
        make_axis(alt.Y, "y", y_label, y_domain),
    )
    best_weight, best_bias = least_squares(features, targets)
    predictions = {"with_bias": "weight * datum.x + bias", "without_bias": "weight * datum.x"}

    ends = layer_of(end_rows(x_domain), predictions)
    origin = layer_of([{"x": 0.0, "y": 0.0}]).mark_point(
        color=RESIDUAL, size=90, filled=False, strokeWidth=2, clip=True
    )
    with_bias = ends.mark_line(color=MODEL, strokeWidth=3, clip=True)
    without_bias = ends.mark_line(color=RESIDUAL, strokeWidth=3, strokeDash=[7, 5], clip=True)
    return make_chart(
        without_bias.encode(x=x_axis, y=alt.Y("without_bias:Q")),
        origin.encode(x="x:Q", y=y_axis),
        with_bias.encode(x="x:Q", y="with_bias:Q"),
        sample_points(rows),
        params=[
            make_slider("weight", "weight w", weight, weight_range, best_weight),
            make_slider("bias", "bias b", bias, bias_range, best_bias),
            make_value("loss_with_bias", loss_expression(features, targets, "weight * {x} + bias")),
            make_value("loss_without_bias", loss_expression(features, targets, "weight * {x}")),
        ],
        title=f"'with bias (solid): loss = ' + {text_of('loss_with_bias')}",
        subtitle=f"'without bias (dashed): loss = ' + {text_of('loss_without_bias')}",
        readouts={"loss_with_bias": "loss with bias", "loss_without_bias": "loss without bias"},
        code=f"""\
import numpy as np

from wbguide import LinearNeuron
from wbguide.losses import mean_squared_error

{arrays_code(features, targets)}

with_bias = LinearNeuron(1, weights=[{{weight:float}}], bias={{bias:float}})
without_bias = LinearNeuron(1, weights=[{{weight:float}}], use_bias=False)
print(mean_squared_error(y, with_bias.predict(X)))
print(mean_squared_error(y, without_bias.predict(X)))
""",
    )
