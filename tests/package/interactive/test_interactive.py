"""Charts compute what wbguide computes, start where told, and refuse what cannot be drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import altair as alt
import numpy as np
import pytest

from tests.package.interactive.reading import evaluate, parameters
from wbguide import LinearNeuron, learning_rate_limit
from wbguide.interactive import activate, compare_bias, descend, fit_by_hand
from wbguide.losses import mean_squared_error

X = [1.0, 2.0, 3.0, 4.0]
Y = [320.0, 480.0, 720.0, 880.0]
Chart = Callable[..., alt.LayerChart]


def neuron_at(weight: float, bias: float) -> LinearNeuron:
    return LinearNeuron(1, weights=[weight], bias=bias)


def samples() -> tuple[np.ndarray, np.ndarray]:
    return np.array(X)[:, np.newaxis], np.array(Y)


@pytest.mark.parametrize(
    "chart",
    [
        fit_by_hand(X, Y),
        compare_bias(X, Y),
        descend(X, Y, learning_rate=0.01),
        activate("relu"),
    ],
)
def test_the_same_call_gives_the_same_chart_as_wide_as_its_container(chart: alt.LayerChart) -> None:
    spec = chart.to_dict()
    assert spec == chart.to_dict()
    assert spec["width"] == "container"
    assert "hconcat" not in spec
    named = {parameter["name"] for parameter in spec["params"]}
    assert set(spec["usermeta"]["wbguide"]["readouts"]) <= named


def test_sliders_start_where_told_and_span_what_is_needed() -> None:
    chart = fit_by_hand(X, Y, weight=100, bias=-5, bias_range=(-10, 30))
    weight, bias = parameters(chart)["weight"], parameters(chart)["bias"]
    assert weight["value"] == 100.0
    assert weight["bind"] == {
        "input": "range",
        "min": -500.0,  # twice the weight of the least-squares line, 192, rounded up
        "max": 500.0,
        "step": 5.0,
        "name": "weight w ",
    }
    assert bias["value"] == -5.0
    assert (bias["bind"]["min"], bias["bind"]["max"], bias["bind"]["step"]) == (-10, 30, 0.2)


@pytest.mark.parametrize(("weight", "bias"), [(0.0, 0.0), (200.0, 100.0), (-3.5, 1e3)])
def test_loss_is_the_mean_squared_error(weight: float, bias: float) -> None:
    samples_, targets = samples()
    expected = mean_squared_error(targets, neuron_at(weight, bias).predict(samples_))
    chart = fit_by_hand(X, Y)
    assert evaluate(chart, "loss", weight=weight, bias=bias) == pytest.approx(expected, rel=1e-12)


def test_losses_with_and_without_a_bias() -> None:
    samples_, targets = samples()
    without = LinearNeuron(1, weights=[200.0], use_bias=False)
    chart = compare_bias(X, Y, weight=200, bias=100)
    at = {"weight": 200.0, "bias": 100.0}
    assert evaluate(chart, "loss_with_bias", **at) == pytest.approx(400.0)  # residuals ±20
    assert evaluate(chart, "loss_without_bias", **at) == pytest.approx(
        mean_squared_error(targets, without.predict(samples_)), rel=1e-12
    )


@pytest.mark.parametrize("times_limit", [0.01, 0.5, 0.99, 1.0, 1.2])
def test_descent_arrives_where_fit_does(times_limit: float) -> None:
    samples_, targets = samples()
    rate = times_limit * learning_rate_limit(samples_)
    chart = descend(X, Y, learning_rate=rate, weight=-50, bias=20)
    neuron = neuron_at(-50.0, 20.0)
    history = neuron.fit(samples_, targets, learning_rate=rate, epochs=30)
    at = {"learning_rate": rate, "step": 30}
    assert evaluate(chart, "weight", **at) == pytest.approx(neuron.slope, rel=1e-9)
    assert evaluate(chart, "bias", **at) == pytest.approx(neuron.bias, rel=1e-9)
    loss = mean_squared_error(targets, neuron.predict(samples_))
    assert evaluate(chart, "loss", **at) == pytest.approx(loss, rel=1e-9)
    at["step"] = 0
    assert evaluate(chart, "loss", **at) == pytest.approx(history.loss[0], rel=1e-9)


def test_contour_through_the_start_has_its_loss_and_fits_the_axes() -> None:
    spec = descend(X, Y, learning_rate=0.01, weight=50).to_dict()
    contours = spec["layer"][0]
    calculated = {step["as"]: step["calculate"] for step in contours["transform"] if "as" in step}
    samples_, targets = samples()
    start = mean_squared_error(targets, neuron_at(50.0, 0.0).predict(samples_))
    domains = {axis: contours["encoding"][axis]["scale"]["domain"] for axis in "xy"}

    class Datum:
        radius = 1.0

    for Datum.angle in np.linspace(0, 6.28, 20):  # type: ignore[attr-defined]
        names = {"datum": Datum, "cos": math.cos, "sin": math.sin}
        w, b = (eval(calculated[name], names) for name in ("weight", "bias"))  # noqa: S307
        loss = mean_squared_error(targets, neuron_at(w, b).predict(samples_))
        assert loss == pytest.approx(start, rel=1e-9)
        assert domains["x"][0] < w < domains["x"][1]
        assert domains["y"][0] < b < domains["y"][1]


def test_learning_rates_reach_beyond_the_limit() -> None:
    limit = learning_rate_limit(samples()[0])
    chosen = parameters(descend(X, Y, learning_rate=limit / 10, epochs=7, step=3))
    assert 1.05 * limit < chosen["learning_rate"]["bind"]["max"] < 1.2 * limit
    assert (chosen["step"]["value"], chosen["step"]["bind"]["max"]) == (3, 7)
    higher = parameters(descend(X, Y, learning_rate=9 * limit))
    assert higher["learning_rate"]["bind"]["max"] == 9 * limit


@pytest.mark.parametrize("name", ["sigmoid", "relu"])
@pytest.mark.parametrize("x", [-8.0, 0.0, 2.25, 9.5])
def test_output_is_that_of_the_neuron(name: str, x: float) -> None:
    neuron = LinearNeuron(1, weights=[2.0], bias=-4.5, activation=name)
    output = evaluate(activate(name), "output", weight=2.0, bias=-4.5, x=x)
    assert output == pytest.approx(neuron.predict([[x]])[0], rel=1e-9)


def test_boundary_is_where_the_weighted_sum_is_zero() -> None:
    boundary = parameters(activate("sigmoid", weight=2, bias=-4.5))["boundary"]
    assert boundary["expr"] == "weight == 0 ? null : -bias / weight"


def test_labels_and_data_are_shown() -> None:
    spec = fit_by_hand(X, Y, x_label="size (1000 sqft)", y_label="price ($1000)").to_dict()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["x"]["title"] == "size (1000 sqft)"
    assert encoding["y"]["title"] == "price ($1000)"
    points = spec["datasets"][spec["layer"][-1]["data"]["name"]]
    assert points == [{"x": x, "y": y} for x, y in zip(X, Y, strict=True)]


def test_axes_hold_zero_where_the_bias_is_read() -> None:
    for targets in (Y, [-y for y in Y], [0.0] * 4):
        encoding = fit_by_hand(X, targets).to_dict()["layer"][0]["encoding"]
        for axis in "xy":
            low, high = encoding[axis]["scale"]["domain"]
            assert low < 0 < high


def test_a_single_sample_can_be_fitted() -> None:
    chart = fit_by_hand([2.0], [6.0])
    assert parameters(chart)["bias"]["bind"]["max"] == 20.0  # twice 6, rounded up
    assert evaluate(chart, "loss", weight=1.0, bias=1.0) == 9.0


@pytest.mark.parametrize(
    ("chart", "arguments", "error", "message"),
    [
        (
            fit_by_hand,
            {"x": [1, 2]},
            ValueError,
            r"y must have shape \(2,\); received shape \(4,\)",
        ),
        (fit_by_hand, {"x": [[1]] * 4}, ValueError, "x must have shape .*received shape"),
        (fit_by_hand, {"x": [1, 2, 3, math.nan]}, ValueError, "x must be finite.*nan at index .3"),
        (fit_by_hand, {"x": [0] * 201, "y": [0] * 201}, ValueError, "at most 200.*received 201"),
        (fit_by_hand, {"weight": "1"}, TypeError, "weight must be real numbers"),
        (
            fit_by_hand,
            {"weight_range": (1, 2)},
            ValueError,
            r"weight must lie from 1.0 to 2.0.*0.0",
        ),
        (fit_by_hand, {"bias_range": (2, 1)}, ValueError, r"bias_range must rise.*\(2.0, 1.0\)"),
        (fit_by_hand, {"bias_range": (0, 1, 2)}, ValueError, r"bias_range must have shape \(2,\)"),
        (fit_by_hand, {"x_label": 1}, TypeError, "x_label must be a string; received int"),
        (compare_bias, {"y_label": None}, TypeError, "y_label must be a string; received NoneType"),
        (compare_bias, {"bias": math.inf}, ValueError, "bias must be finite.*inf"),
        (descend, {"learning_rate": 0}, ValueError, "learning_rate must be positive; received 0"),
        (descend, {"epochs": 2.5}, TypeError, "epochs must be a whole number; received 2.5"),
        (descend, {"step": -1}, ValueError, "step must be at least 1; received -1"),
        (descend, {"step": 51}, ValueError, "step must be at most epochs, 50; received 51"),
        (descend, {"x": [2] * 4}, ValueError, "x must hold at least two different values.*2.0"),
        (descend, {"weight": 192, "bias": 120}, ValueError, r"minimum; received \[192.0, 120.0\]"),
        (
            activate,
            {"activation": "step"},
            ValueError,
            "activation must be one of 'sigmoid', 'relu'",
        ),
        (activate, {"x": 11}, ValueError, "x must lie from -10.0 to 10.0.*received 11.0"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    chart: Chart, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    given: dict[str, Any] = {"activation": "relu"} if chart is activate else {"x": X, "y": Y}
    if chart is descend:
        given["learning_rate"] = 0.01
    with pytest.raises(error, match=message):
        chart(**given | arguments)
