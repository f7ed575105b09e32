"""Charts compute what wbguide computes, start where told, and refuse what cannot be drawn."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import altair as alt
import numpy as np
import pytest

from tests.package.interactive.reading import (
    about,
    domains,
    drawn,
    evaluate,
    parameters,
    parts,
    slider,
    value_of,
    values_at,
)
from wbguide import LinearNeuron, learning_rate_limit
from wbguide.activations import ACTIVATIONS
from wbguide.interactive import (
    activate,
    backpropagate,
    compare_bias,
    descend,
    fit_by_hand,
    meet_new_data,
)
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


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        (
            "fit_by_hand",
            fit_by_hand(
                X,
                Y,
                weight=100,
                bias=-5,
                bias_range=(-10, 30),
                x_label="area (m²)",
                y_label="price ($)",
            ),
        ),
        (
            "compare_bias",
            compare_bias(
                X,
                Y,
                weight=200,
                bias=100,
                weight_range=(0, 300),
                x_label="x (m)",
                y_label="y (s)",
            ),
        ),
        ("descend", descend(X, Y, learning_rate=0.01, epochs=30, step=3, weight=-50, bias=20)),
        ("activate", activate("sigmoid", weight=2, bias=-4.5, x=1, x_label="x (m)", y_label="p")),
        (
            "backpropagate",
            backpropagate(
                [[0.0, 0.0], [0.5, -1.0]],
                [0, 1],
                [
                    [[0.5, 1.0, -1.0], [1.0, -0.5, 0.5]],
                    [0.1, 0.0, -0.2],
                    [[1.0], [-2.0], [-0.5]],
                    [0.3],
                ],
                sample=1,
            ),
        ),
        (
            "meet_new_data",
            meet_new_data(
                *([0.1, 0.4, 0.9], [1, 3, 2]),
                *([0.2, 0.4, 0.7], [2, 3, 2.5]),
                noise=0.1,
                neurons=2,
                most=3,
                x_label="x (m)",
                y_label="y (s)",
            ),
        ),
    ],
)
def test_a_chart_is_made_of_what_is_written_down(name: str, chart: alt.LayerChart) -> None:
    """Each part is as in `charts/`, where numbers have five digits."""
    expected = (Path(__file__).parent / f"charts/{name}.txt").read_text(encoding="utf-8")
    assert parts(chart).splitlines() == expected.splitlines()


@pytest.mark.parametrize(("count", "drawn"), [(10, ["rect", "rule"]), (11, ["rule"])])
def test_residuals_have_squares_while_one_can_tell_them_apart(count: int, drawn: list[str]) -> None:
    chart = fit_by_hand(np.arange(count), np.arange(count)).to_dict()
    marks = [layer["mark"]["type"] for layer in chart["layer"]]
    assert [mark for mark in marks if mark in {"rect", "rule"}] == drawn


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
    without = LinearNeuron(1, weights=[230.0], use_bias=False)
    chart = compare_bias(X, Y, weight=200, bias=100)
    at = {"weight": 200.0, "bias": 100.0, "weight_alone": 230.0}
    assert evaluate(chart, "loss_with_bias", **at) == pytest.approx(400.0)  # residuals ±20
    assert evaluate(chart, "loss_without_bias", **at) == pytest.approx(
        mean_squared_error(targets, without.predict(samples_)), rel=1e-12
    )


@pytest.mark.parametrize("times_limit", [0.01, 0.5, 0.99, 1.0, 1.2])
@pytest.mark.parametrize("start", [(-50.0, 20.0), (300.0, -65.0)])  # as given, and pulled elsewhere
def test_descent_arrives_where_fit_does(times_limit: float, start: tuple[float, float]) -> None:
    samples_, targets = samples()
    rate = times_limit * learning_rate_limit(samples_)
    chart = descend(X, Y, learning_rate=rate, weight=-50, bias=20)
    neuron = neuron_at(*start)
    history = neuron.fit(samples_, targets, learning_rate=rate, epochs=30)
    at = {"start_weight": start[0], "start_bias": start[1], "learning_rate": rate}
    found = values_at(chart, **at, step=30)
    assert found["weight"] == pytest.approx(neuron.slope, rel=1e-9)
    assert found["bias"] == pytest.approx(neuron.bias, rel=1e-9)
    loss = mean_squared_error(targets, neuron.predict(samples_))
    assert found["loss"] == pytest.approx(loss, rel=1e-9)
    found = values_at(chart, **at, step=0)
    assert found["loss"] == pytest.approx(history.loss[0], rel=1e-9)
    assert (found["weight"], found["bias"]) == pytest.approx(start)


def test_a_start_is_pulled_as_far_as_the_picture_goes() -> None:
    chart = descend(X, Y, learning_rate=0.01, weight=-50, bias=20)
    (handle,) = about(chart)["handles"]
    at = {"start_weight": -50.0, "start_bias": 20.0}
    assert (value_of(handle["x"], **at), value_of(handle["y"], **at)) == (-50.0, 20.0)
    pulled = SimpleNamespace(x=190.0, y=-7.5)
    assert [value_of(each, at=pulled) for each in handle["set"].values()] == [190.0, -7.5]
    for name, (left, right) in zip(handle["set"], domains(chart), strict=True):
        low, high, step, _ = slider(chart, name)
        assert left <= low < left + step
        assert right - step < high <= right
        assert 80 < (high - low) / step < 201
        assert low / step == pytest.approx(round(low / step))


@pytest.mark.parametrize(
    ("weight", "bias", "straight"),
    [
        (0.0, 0.0, False),
        (384.0, 185.0, True),  # along the steep direction, (0.947, 0.322) from (192, 120)
        (384.0, 240.0, False),
        (194.0, 120.7, False),  # too near
    ],
)
def test_few_starts_aim_straight_at_the_lowest_point(
    weight: float, bias: float, *, straight: bool
) -> None:
    chart = descend(X, Y, learning_rate=0.01)
    found = values_at(chart, start_weight=weight, start_bias=bias)
    goal = about(chart)["goals"][-1]
    assert goal["say"].startswith("Set step to 1")
    assert value_of(goal["when"], **found) == straight


def test_contour_through_the_start_has_its_loss() -> None:
    contours = descend(X, Y, learning_rate=0.01, weight=50).to_dict()["layer"][0]
    calculated = {step["as"]: step["calculate"] for step in contours["transform"] if "as" in step}
    samples_, targets = samples()
    start = mean_squared_error(targets, neuron_at(50.0, 0.0).predict(samples_))
    for angle in np.linspace(0, 6.28, 20):
        datum = SimpleNamespace(radius=1.0, turn=angle)
        w, b = (value_of(calculated[name], datum=datum) for name in ("weight", "bias"))
        loss = mean_squared_error(targets, neuron_at(w, b).predict(samples_))
        assert loss == pytest.approx(start, rel=1e-9)


@pytest.mark.parametrize("start", [(0.0, 300.0), (-50.0, 20.0), (500.0, 120.0), (192.0, 0.0)])
def test_axes_span_each_path_that_does_not_diverge(start: tuple[float, float]) -> None:
    limit = learning_rate_limit(samples()[0])
    chart = descend(X, Y, learning_rate=0.01, weight=start[0], bias=start[1])
    path = [(192.0, 120.0)]
    for times_limit in (0.02, 0.6, 0.99, 1.0):
        for step in (0, 1, 2, 3, 10, 200):
            found = values_at(chart, learning_rate=times_limit * limit, step=step)
            path.append((found["weight"], found["bias"]))
    for (low, high), there in zip(domains(chart), zip(*path, strict=True), strict=True):
        assert low < min(there) <= max(there) < high
        assert high - low < 1.5 * (max(there) - min(there)) + 300


def test_an_arrow_shows_where_the_point_has_left_the_picture() -> None:
    # From 0 and 0 around (3, 1), see below: a path of at most 3 to each side, and some air.
    chart = descend([-1.0, 1.0], [-2.0, 4.0], learning_rate=0.25)
    (left, right), (low, high) = domains(chart)
    assert (left + right, low + high) == pytest.approx((6, 2))
    assert 3.6 < right - 3 < 3.9
    *placed, condition = chart.to_dict()["layer"][-1]["transform"]
    for bias, outside in [(1.0, False), (low - 0.1, True), (high + 0.1, True)]:
        assert value_of(condition["filter"], weight=3.0, bias=bias) == outside
    at = {"weight": -9.0, "bias": 1.0}
    assert value_of(condition["filter"], **at)
    assert value_of(condition["filter"], **at | {"weight": right + 0.1})
    placed = {step["as"]: step["calculate"] for step in placed}
    assert value_of(placed["weight"], **at) == left
    assert value_of(placed["bias"], **at) == 1.0
    size = {"width": 300.0, "height": 260.0}
    assert value_of(placed["turn"], **at, **size) == -90.0  # to the left
    assert value_of(placed["turn"], **at | size | {"weight": 3.0, "bias": 9.0}) == 0  # up


def test_a_descent_that_diverges_is_drawn_as_far_as_it_is_near() -> None:
    chart = descend(X, Y, learning_rate=0.1)
    assert values_at(chart)["near"] > 400
    limit = learning_rate_limit(samples()[0])
    at = {"learning_rate": 1.1 * limit, "start_weight": 100.0}
    last = int(values_at(chart, **at)["near"])
    distances = [
        np.hypot(found["weight"] - 192, found["bias"] - 120)
        for found in (values_at(chart, **at, step=step) for step in (last, last + 1))
    ]
    reach = 100 * max(high - low for low, high in domains(chart))
    assert reach / 10 < distances[0] < distances[1] < 10 * reach
    start = {"start_weight": 192.0, "start_bias": 120.0}  # the minimum, which nothing leaves
    assert values_at(chart, **at | start)["near"] > last


def test_a_descent_tells_its_limit_and_can_be_played() -> None:
    told = about(descend(X, Y, learning_rate=0.01))
    limit = learning_rate_limit(samples()[0])
    assert told["marks"]["learning_rate"]["at"] == pytest.approx(limit)
    assert told["marks"]["learning_rate"]["say"] == f"limit {limit:.3g}"
    assert told["play"] == {"name": "step", "ms": 40}
    assert about(activate("relu"))["play"] is None


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


@pytest.mark.parametrize("name", ["sigmoid", "relu"])
@pytest.mark.parametrize("weight", [-10.0, -0.7, 0.0, 2.0, 9.9])
def test_the_tangent_has_the_slope_of_the_output(name: str, weight: float) -> None:
    for bias, x in itertools.product([-10.0, -4.5, 0.0, 0.3, 10.0], [-10.0, -0.1, 0.0, 2.25, 9.5]):
        found = values_at(activate(name), weight=weight, bias=bias, x=x)["slope"]
        expected = weight * ACTIVATIONS[name].derivative(weight * x + bias)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_tangent_is_drawn_where_the_dot_is_seen() -> None:
    """By hand: from (2, 2), a slope of 1 is 260 / 8.5 pixels upward for 700 / 20 to the right."""
    chart = activate("relu")
    _, seen = re.findall(r"rotate\(([^)]+)\)", drawn(chart, x=2.0))
    assert float(seen) == pytest.approx(-math.degrees(math.atan2(260 / 8.5, 700 / 20)))
    marks = [drawn(chart, x=x).count('aria-roledescription="point"') for x in (2.0, 8.0, 8.1)]
    assert marks == [4, 4, 2]


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


@pytest.mark.parametrize("chart", [fit_by_hand, compare_bias])
def test_sliders_and_axes_that_are_left_to_the_chart(chart: Chart) -> None:
    """Sliders are symmetric: twice the least-squares line (192, 120), or the start, rounded up."""
    plain = chart(X, Y)
    assert slider(plain, "weight") == slider(plain, "bias") == (-500.0, 500.0, 5.0, 0.0)
    assert slider(chart(X, Y, weight=-260), "weight") == (-1000.0, 1000.0, 10.0, -260.0)
    assert slider(chart(X, Y, weight=250), "weight") == (-500.0, 500.0, 5.0, 250.0)
    assert slider(chart(X, Y, bias_range=(-1, 0)), "bias") == (-1.0, 0.0, 0.005, 0.0)
    assert slider(chart([2.0], [6.0]), "weight") == (-1.0, 1.0, 0.01, 0.0)  # no slope is best
    assert slider(chart([0.0, 1.0], [0.0, 0.5]), "weight")[:2] == (-1.0, 1.0)
    for highest, step in [(200.0, 1.0), (201.0, 2.0)]:  # of 200 steps at most
        limited = chart(X, Y, weight_range=(0, highest))
        assert slider(limited, "weight") == (0, highest, step, 0)
    for end in (1, 2):
        assert slider(chart(X, Y, weight=end, weight_range=(1, 2)), "weight")[3] == end
    encodings = [layer["encoding"] for layer in plain.to_dict()["layer"]]
    titles = {axis["title"] for each in encodings for axis in each.values() if "title" in axis}
    assert titles == {"x", "y"}


def test_axes_have_air_around_the_data_and_zero() -> None:
    np.testing.assert_allclose(domains(fit_by_hand(X, Y)), [[-0.32, 4.32], [-70.4, 950.4]])
    assert domains(fit_by_hand([0.0], [-5.0])) == [[-1.0, 1.0], [-5.4, 0.4]]


def test_two_hundred_samples_are_taken() -> None:
    loss = parameters(fit_by_hand([1.0] * 200, [2.0] * 200))["loss"]["expr"]
    assert loss.count("pow") == 200


def test_a_relu_has_axes_and_code_of_its_own() -> None:
    relu = activate("relu")
    spec = relu.to_dict()
    curve = spec["layer"][1]
    assert curve["encoding"]["y"]["title"] == "ŷ"
    assert curve["encoding"]["y"]["scale"]["domain"] == [-0.5, 8.0]
    assert spec["layer"][0]["encoding"]["x"]["title"] == "x"
    assert curve["transform"] == [{"calculate": "max(0, weight * datum.x + bias)", "as": "y"}]
    assert "np.maximum(0, z)" in spec["usermeta"]["wbguide"]["code"]
    assert "'relu: ŷ = ' + " in spec["title"]["text"]["expr"]
    assert [slider(relu, name)[3] for name in ("weight", "bias", "x")] == [1.0, 0.0, 0.0]


def test_descent_from_two_samples_by_hand() -> None:
    # At ±1, the best line is y = 3 x + 1 and both eigenvalues of the Hessian are 2, so a rate of
    # 0.25 halves the distance to the minimum in each step, and 1 is the limit.
    chart = descend([-1.0, 1.0], [-2.0, 4.0], learning_rate=0.25)
    assert slider(chart, "step") == (0, 400, 1, 0)
    assert slider(chart, "learning_rate") == (0.0, 1.1, 0.01, 0.25)
    found = values_at(chart, learning_rate=0.25, step=2)
    after = [found[name] for name in ("weight", "bias", "loss")]
    assert after == pytest.approx([3 * 0.75, 0.75, 10 / 16])


def test_slider_of_rates_ends_on_a_step() -> None:
    # A limit of 0.1005, of which a hundredth is rounded up to 0.002.
    chart = descend([-3.1544, 3.1544], [0.0, 1.0], learning_rate=0.05)
    assert slider(chart, "learning_rate")[1] == 56 * 0.002


def test_the_last_step_can_be_the_first_shown() -> None:
    assert slider(descend(X, Y, learning_rate=0.01, epochs=50, step=50), "step")[3] == 50


def test_single_precision_is_no_less_exact() -> None:
    single = np.array([0.1, 0.2, 0.7], dtype=np.float32)
    double = single.astype(np.float64)
    expected = descend(double, double[::-1], learning_rate=0.1).to_dict()
    assert descend(single, double[::-1], learning_rate=0.1).to_dict() == expected
    assert descend(double, single[::-1], learning_rate=0.1).to_dict() == expected


@pytest.mark.parametrize("scale", [1e-100, 1e-9, 1e100])
def test_what_is_the_minimum_does_not_depend_on_the_unit(scale: float) -> None:
    targets = [scale * target for target in Y]
    descend(X, targets, learning_rate=0.01)
    with pytest.raises(ValueError, match="weight and bias must not start at the minimum"):
        descend(X, targets, learning_rate=0.01, weight=192 * scale, bias=120 * scale)


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
        (descend, {"step": -1}, ValueError, "step must be at least 0; received -1"),
        (descend, {"step": None}, TypeError, "step must be a whole number; received None"),
        (descend, {"step": 401}, ValueError, "step must be at most epochs, 400; received 401"),
        (
            descend,
            {"x": [2] * 4},
            ValueError,
            "^x must have samples that differ; received 4 equal to 2.0",
        ),
        (
            descend,
            {"x": [1e-200, 2e-200, 0, 0]},
            ValueError,
            "1e-150.*received 4 from 0.0 to 2e-200",
        ),
        (descend, {"weight": 192, "bias": 120}, ValueError, r"minimum; received \[192.0, 120.0\]"),
        (
            activate,
            {"activation": "step"},
            ValueError,
            "activation must be one of 'sigmoid', 'relu'",
        ),
        *(
            (
                activate,
                {name: 11},
                ValueError,
                f"^{name} must lie from -10.0 to 10.0, where its slider does; received 11.0$",
            )
            for name in ("weight", "bias", "x")
        ),
        *(
            (
                chart,
                {f"{axis}_label": 1},
                TypeError,
                f"^{axis}_label must be a string; received int$",
            )
            for chart in (fit_by_hand, compare_bias, activate)
            for axis in "xy"
        ),
        *(
            (chart, {name: "1"}, TypeError, f"^{name} must be real numbers")
            for chart in (compare_bias, descend, activate)
            for name in ("weight", "bias")
        ),
        (fit_by_hand, {"weight_range": (2, 2)}, ValueError, "^weight_range must rise from lowest"),
        (compare_bias, {"bias_range": (1, 2)}, ValueError, "^bias must lie from 1.0 to 2.0"),
        (compare_bias, {"weight_range": (1, 2)}, ValueError, "^weight must lie from 1.0 to 2.0"),
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
