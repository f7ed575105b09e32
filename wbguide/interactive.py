"""Charts with sliders: move the weight and the bias, and see what the neuron and its loss do.

Each function returns an Altair chart whose sliders are part of it, so the same call moves in a
notebook and on this project's site. The numbers are computed where the chart is shown, by Vega
expressions that agree with `wbguide` to within rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_choice,
    as_count,
    as_number,
    as_positive,
    as_vector,
)

__all__ = ["activate", "compare_bias", "descend", "fit_by_hand"]

# The colors of the site's light theme, which the site replaces by those of the theme in use.
_DATA: Final = "#0571e2"
_MODEL: Final = "#bc5806"
_LOSS: Final = "#1e5837"
_RESIDUAL: Final = "#a05886"

_HEIGHT: Final = 260  # pixels between the axes; the width is the container's
_MAX_SAMPLES: Final = 200  # every sample is a term of the loss that the browser computes
_CONTOURS: Final = 9
_CONTOUR_THROUGH_START: Final = 5

_ACTIVATIONS: Final = {
    "sigmoid": ("1 / (1 + exp(-({z})))", (-0.05, 1.05)),
    "relu": ("max(0, {z})", (-0.5, 8.0)),
}

_Row: TypeAlias = dict[str, float]


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
    features, targets = _samples(x, y)
    rows, (x_domain, y_domain) = _rows(features, targets), _domains(features, targets)
    x_axis, y_axis = _axis(alt.X, "x", x_label, x_domain), _axis(alt.Y, "y", y_label, y_domain)
    best_weight, best_bias = _least_squares(features, targets)
    prediction = {"prediction": "weight * datum.x + bias"}

    residuals = _layer(rows, prediction).mark_rule(color=_RESIDUAL, strokeWidth=2, clip=True)
    line = _layer(_ends(x_domain), prediction).mark_line(color=_MODEL, strokeWidth=3, clip=True)
    intercept = _layer([{"x": 0.0}], prediction).mark_point(
        color=_MODEL, size=90, filled=False, strokeWidth=2, clip=True
    )
    return _chart(
        residuals.encode(x=x_axis, y=y_axis, y2="prediction:Q"),
        line.encode(x="x:Q", y="prediction:Q"),
        intercept.encode(x="x:Q", y="prediction:Q"),
        _points(rows),
        params=[
            _slider("weight", "weight w", weight, weight_range, best_weight),
            _slider("bias", "bias b", bias, bias_range, best_bias),
            _value("loss", _mean_squared_error(features, targets, "weight * {x} + bias")),
        ],
        title=(
            f"'ŷ = ' + {_text('weight')} + (bias < 0 ? ' x − ' : ' x + ') + {_text('abs(bias)')}"
        ),
        subtitle=f"'loss (mean squared error) = ' + {_text('loss')}",
        readouts={"loss": "loss (mean squared error)"},
        code=f"""\
import numpy as np

from wbguide import LinearNeuron
from wbguide.losses import mean_squared_error

{_arrays(features, targets)}

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
    features, targets = _samples(x, y)
    rows, (x_domain, y_domain) = _rows(features, targets), _domains(features, targets)
    x_axis, y_axis = _axis(alt.X, "x", x_label, x_domain), _axis(alt.Y, "y", y_label, y_domain)
    best_weight, best_bias = _least_squares(features, targets)
    predictions = {"with_bias": "weight * datum.x + bias", "without_bias": "weight * datum.x"}

    ends = _layer(_ends(x_domain), predictions)
    origin = _layer([{"x": 0.0, "y": 0.0}]).mark_point(
        color=_RESIDUAL, size=90, filled=False, strokeWidth=2, clip=True
    )
    with_bias = ends.mark_line(color=_MODEL, strokeWidth=3, clip=True)
    without_bias = ends.mark_line(color=_RESIDUAL, strokeWidth=3, strokeDash=[7, 5], clip=True)
    return _chart(
        without_bias.encode(x=x_axis, y=alt.Y("without_bias:Q")),
        origin.encode(x="x:Q", y=y_axis),
        with_bias.encode(x="x:Q", y="with_bias:Q"),
        _points(rows),
        params=[
            _slider("weight", "weight w", weight, weight_range, best_weight),
            _slider("bias", "bias b", bias, bias_range, best_bias),
            _value("loss_with_bias", _mean_squared_error(features, targets, "weight * {x} + bias")),
            _value("loss_without_bias", _mean_squared_error(features, targets, "weight * {x}")),
        ],
        title=f"'with bias (solid): loss = ' + {_text('loss_with_bias')}",
        subtitle=f"'without bias (dashed): loss = ' + {_text('loss_without_bias')}",
        readouts={"loss_with_bias": "loss with bias", "loss_without_bias": "loss without bias"},
        code=f"""\
import numpy as np

from wbguide import LinearNeuron
from wbguide.losses import mean_squared_error

{_arrays(features, targets)}

with_bias = LinearNeuron(1, weights=[{{weight:float}}], bias={{bias:float}})
without_bias = LinearNeuron(1, weights=[{{weight:float}}], use_bias=False)
print(mean_squared_error(y, with_bias.predict(X)))
print(mean_squared_error(y, without_bias.predict(X)))
""",
    )


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
    features, targets = _samples(x, y)
    rate = as_positive("learning_rate", learning_rate)
    n_steps = as_count("epochs", epochs)
    first = as_count("step", step) if step else 0
    if first > n_steps:
        msg = f"step must be at most epochs, {n_steps}; received {first}"
        raise ValueError(msg)
    start = np.array([as_number("weight", weight), as_number("bias", bias)], dtype=np.float64)
    surface = _loss_surface(features, targets, start)
    contours = _layer(
        [{"radius": k / _CONTOUR_THROUGH_START} for k in range(1, _CONTOURS + 1)],
        {"angle": "sequence(0, 6.35, 0.1)"},  # a little past 2π, so that the contour closes
    )
    contours = contours.transform_flatten(["angle"])
    contours = contours.transform_calculate(weight=surface.contour(0), bias=surface.contour(1))
    path = alt.Chart(alt.sequence(0, n_steps + 1, as_="k")).transform_filter("datum.k <= step")
    path = path.transform_calculate(
        weight=surface.after("datum.k", 0), bias=surface.after("datum.k", 1)
    )
    target = _layer([dict(zip(("weight", "bias"), surface.minimum, strict=True))])
    here = _layer([{}], {"weight": "weight", "bias": "bias"})
    x_axis = _axis(alt.X, "weight", "weight w", surface.domain(0))
    y_axis = _axis(alt.Y, "bias", "bias b", surface.domain(1))
    limit = 2 / max(surface.eigenvalues)
    rate_step = _round_up(limit / 100)
    highest_rate = max(float(f"{math.ceil(1.1 * limit / rate_step) * rate_step:.12g}"), rate)
    return _chart(
        contours.mark_line(
            filled=True, fill=_LOSS, fillOpacity=0.07, stroke=_LOSS, strokeWidth=1, clip=True
        ).encode(x=x_axis, y=y_axis, detail="radius:Q", order="angle:Q"),
        target.mark_point(shape="cross", size=110, color=_LOSS, filled=True).encode(
            x="weight:Q", y="bias:Q"
        ),
        path.mark_line(
            color=_MODEL, strokeWidth=1.5, clip=True, point={"color": _MODEL, "size": 22}
        ).encode(x="weight:Q", y="bias:Q", order="k:Q"),
        here.mark_point(color=_MODEL, filled=True, opacity=1, size=130, clip=True).encode(
            x="weight:Q", y="bias:Q"
        ),
        params=[
            _slider("learning_rate", "learning rate η", rate, (0.0, highest_rate), rate),
            alt.param(
                name="step",
                value=first,
                bind=alt.binding_range(min=0, max=n_steps, step=1, name="step "),
            ),
            _value("weight", surface.after("step", 0)),
            _value("bias", surface.after("step", 1)),
            _value("loss", surface.loss_after("step")),
        ],
        title=f"'step ' + step + ': loss (mean squared error) = ' + {_text('loss')}",
        subtitle=(
            f"learning_rate > {limit!r} ? 'η is above 2/λ_max = {limit:.3g}: every step overshoots"
            f" further' : 'w = ' + {_text('weight')} + ', b = ' + {_text('bias')}"
        ),
        readouts={"loss": "loss (mean squared error)", "weight": "weight w", "bias": "bias b"},
        code=f"""\
import numpy as np

from wbguide import LinearNeuron
from wbguide.losses import mean_squared_error

{_arrays(features, targets)}

neuron = LinearNeuron(1, weights=[{float(start[0])!r}], bias={float(start[1])!r})
for _ in range({{step:int}}):
    neuron.fit(X, y, learning_rate={{learning_rate:float}}, epochs=1)
print(mean_squared_error(y, neuron.predict(X)))
print(neuron)
""",
    )


def activate(
    activation: str,
    *,
    weight: float = 1.0,
    bias: float = 0.0,
    x: float = 0.0,
    x_label: str = "x",
    y_label: str = "ŷ",
) -> alt.LayerChart:
    """Move the weight and the bias of a neuron with an activation, and see its boundary move.

    Parameters
    ----------
    activation : str
        ``"sigmoid"`` or ``"relu"``.
    weight, bias, x : float
        Where the sliders start: the two parameters, and an input. All within ±10.
    x_label, y_label : str
        What the axes show, with the unit.

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight``, ``bias``, ``x``, the ``output`` for this input, and the
        ``boundary`` ``-bias / weight`` where a sigmoid gives one half and a ReLU has its kink.

    Raises
    ------
    ValueError
        If `activation` is another, or a slider's start lies outside its range.
    TypeError
        If a value is not a number or a label not a string.

    Examples
    --------
    >>> chart = activate("sigmoid", weight=2.0, bias=-4.5)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]]
    ['weight', 'bias', 'x', 'output', 'boundary']
    """
    name = as_choice("activation", activation, _ACTIVATIONS)
    expression, y_domain = _ACTIVATIONS[name]
    x_axis, y_axis = _axis(alt.X, "x", x_label, (-10.0, 10.0)), _axis(alt.Y, "y", y_label, y_domain)
    curve = alt.Chart(alt.sequence(-10, 10.05, 0.05, as_="x")).transform_calculate(
        y=expression.format(z="weight * datum.x + bias")
    )
    crossing = _layer([{"y": y_domain[1]}], {"x": "boundary"})
    crossing = crossing.transform_filter("isValid(datum.x) && abs(datum.x) <= 10")
    probe = _layer([{}], {"x": "x", "y": "output"})
    return _chart(
        crossing.mark_rule(color=_RESIDUAL, strokeWidth=2, strokeDash=[4, 4]).encode(x=x_axis),
        curve.mark_line(color=_MODEL, strokeWidth=3, clip=True).encode(x="x:Q", y=y_axis),
        probe.mark_point(color=_DATA, filled=True, opacity=1, size=110, clip=True).encode(
            x="x:Q", y="y:Q"
        ),
        params=[
            _slider("weight", "weight w", weight, (-10.0, 10.0), 1.0),
            _slider("bias", "bias b", bias, (-10.0, 10.0), 1.0),
            _slider("x", "input x", x, (-10.0, 10.0), 1.0),
            _value("output", expression.format(z="weight * x + bias")),
            _value("boundary", "weight == 0 ? null : -bias / weight"),
        ],
        title=f"'{name}: ŷ = ' + {_text('output')} + ' at x = ' + {_text('x')}",
        subtitle=(
            "weight == 0 ? 'w = 0: the output is the same for every x, and there is no boundary'"
            f" : 'boundary (dashed) at −b/w = ' + {_text('boundary')}"
        ),
        readouts={"output": "output ŷ", "boundary": "boundary −b/w"},
        code=f"""\
from wbguide import LinearNeuron

neuron = LinearNeuron(1, weights=[{{weight:float}}], bias={{bias:float}}, activation="{name}")
print(neuron.predict([[{{x:float}}]])[0])
""",
    )


@dataclass(frozen=True)
class _LossSurface:
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


def _loss_surface(features: FloatArray, targets: FloatArray, start: FloatArray) -> _LossSurface:
    if np.ptp(features) == 0:
        msg = f"x must hold at least two different values; received {features[0]} only"
        raise ValueError(msg)
    minimum = np.array(_least_squares(features, targets))
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
    return _LossSurface(
        minimum.tolist(),
        least,
        eigenvalues.tolist(),
        (distances[:, np.newaxis] * directions).tolist(),
        (radii[:, np.newaxis] * directions).tolist(),
    )


def _samples(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    features = as_vector("x", x, dtype=np.dtype(np.float64))
    if features.size > _MAX_SAMPLES:
        msg = f"x must have at most {_MAX_SAMPLES} samples; received {features.size}"
        raise ValueError(msg)
    return features, as_vector("y", y, features.size, dtype=np.dtype(np.float64))


def _rows(features: FloatArray, targets: FloatArray) -> list[_Row]:
    return [{"x": x, "y": y} for x, y in zip(features.tolist(), targets.tolist(), strict=True)]


def _ends(domain: tuple[float, float]) -> list[_Row]:
    return [{"x": end} for end in domain]


def _domains(*columns: FloatArray) -> list[tuple[float, float]]:
    """Return what each axis spans: the data, some air, and zero, where the bias is read off."""
    domains = []
    for values in columns:
        low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
        air = 0.08 * (high - low) or 1.0
        domains.append((low - air, high + air))
    return domains


def _least_squares(features: FloatArray, targets: FloatArray) -> tuple[float, float]:
    centered = features - features.mean()
    spread = float(centered @ centered)
    weight = float(centered @ targets) / spread if spread else 0.0
    return weight, float(targets.mean() - weight * features.mean())


def _layer(rows: Sequence[_Row], calculated: dict[str, str] | None = None) -> alt.Chart:
    chart: alt.Chart = alt.Chart(alt.InlineData(values=list(rows)))
    return chart.transform_calculate(**calculated) if calculated else chart


def _points(rows: Sequence[_Row]) -> alt.Chart:
    points: alt.Chart = _layer(rows).mark_point(color=_DATA, filled=True, size=75, opacity=1)
    return points.encode(x="x:Q", y="y:Q")


def _axis(channel: Any, field: str, label: str, domain: tuple[float, float]) -> Any:
    if not isinstance(label, str):
        msg = f"{field}_label must be a string; received {type(label).__name__}"
        raise TypeError(msg)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return channel(f"{field}:Q", title=label, scale=scale, axis=alt.Axis(tickCount=6))


def _slider(
    name: str, label: str, value: float, limits: Sequence[float] | None, typical: float
) -> alt.Parameter:
    start = float(as_number(name, value))
    if limits is None:
        limit = _round_up(2 * max(abs(typical), abs(start)) or 1.0)
        low, high = -limit, limit
    else:
        low, high = as_vector(f"{name}_range", limits, 2).tolist()
    if not low < high:
        msg = f"{name}_range must rise from lowest to highest; received ({low}, {high})"
        raise ValueError(msg)
    if not low <= start <= high:
        msg = f"{name} must lie from {low} to {high}, where its slider does; received {start}"
        raise ValueError(msg)
    step = _round_up((high - low) / 200)
    bind = alt.binding_range(min=low, max=high, step=step, name=f"{label} ")
    return alt.param(name=name, value=start, bind=bind)


def _value(name: str, expression: str) -> alt.Parameter:
    return alt.param(name=name, expr=expression)


def _round_up(number: float) -> float:
    """Return the next of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, …."""
    exponent = math.floor(math.log10(number))
    digit = next(d for d in (1, 2, 5, 10) if number <= d * 10.0**exponent * (1 + 1e-9))
    return float(f"{digit}e{exponent}")


def _mean_squared_error(features: FloatArray, targets: FloatArray, prediction: str) -> str:
    squares = (
        f"pow({prediction.format(x=f'({x!r})')} - ({y!r}), 2)"
        for x, y in zip(features.tolist(), targets.tolist(), strict=True)
    )
    return f"({' + '.join(squares)}) / {features.size}"


def _shrunk(eigenvalue: float, steps: str) -> str:
    return f"pow(1 - learning_rate * {eigenvalue!r}, {steps})"


def _text(parameter: str) -> str:
    """Return the expression for `parameter` to five significant digits, or in whole numbers."""
    style = f"abs({parameter}) < 1e5 ? ',.5~r' : abs({parameter}) < 1e9 ? ',.0f' : '.4~e'"
    # What rounding leaves of a zero would fill the line.
    return f"format(abs({parameter}) < 1e-9 ? 0 : {parameter}, {style})"


def _arrays(features: FloatArray, targets: FloatArray) -> str:
    return f"X = np.array({[[x] for x in features.tolist()]})\ny = np.array({targets.tolist()})"


def _chart(
    *layers: alt.Chart,
    params: Sequence[alt.Parameter],
    title: str,
    subtitle: str,
    readouts: dict[str, str],
    code: str,
) -> alt.LayerChart:
    """Return the layers as one chart that tells a site's renderer what to read out and to copy."""
    heading = alt.Title(
        text=alt.expr(f"[{title}, {subtitle}]"),
        anchor="start",
        frame="group",
        fontSize=14,
        fontWeight="normal",
        lineHeight=20,
        offset=12,
    )
    chart = alt.LayerChart(
        layer=list(layers),
        width="container",
        height=_HEIGHT,
        title=heading,
        usermeta={"wbguide": {"readouts": readouts, "code": code}},
    )
    return chart.add_params(*params)
