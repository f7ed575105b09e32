"""A network that is chosen by its training loss meets new data only when a reader commits."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import altair as alt
import numpy as np
import pytest

from tests.package.interactive.reading import (
    about,
    evaluate,
    parameters,
    reached_at_start,
    unreached,
    value_of,
)
from wbguide.interactive import meet_new_data
from wbguide.interactive.new_data import PENALTIES

RNG = np.random.default_rng(0)
X, X_NEW = RNG.uniform(size=12), RNG.uniform(size=250)
Y, Y_NEW = (4 * np.sin(5 * x) + RNG.normal(size=x.size) for x in (X, X_NEW))


@pytest.fixture(scope="module")
def chart() -> alt.LayerChart:
    return meet_new_data(X, Y, X_NEW, Y_NEW, noise=1, most=14)


def predict(x: np.ndarray, neurons: int, penalty: float) -> np.ndarray:
    """Solve the normal equations, in which a penalty is added to the diagonal."""
    columns, at = (
        np.column_stack(
            [np.maximum(0, np.subtract.outer(each, np.arange(neurons) / neurons)), each**0]
        )
        for each in (X, x)
    )
    spared = np.diag([*np.ones(neurons), 0])  # the bias
    square = columns.T @ columns + X.size * penalty * spared
    return np.asarray(at @ np.linalg.solve(square, columns.T @ Y))


SETTINGS = [
    (neurons, place, penalty)
    for neurons in (1, 2, 3, 9, 14)
    for place, penalty in enumerate(PENALTIES)
    if penalty >= 1e-4 or neurons < 4  # else the normal equations lose their digits
]


@pytest.mark.parametrize(("neurons", "place", "penalty"), SETTINGS)
def test_losses_are_those_of_the_fitted_network(
    chart: alt.LayerChart, neurons: int, place: int, penalty: float
) -> None:
    at: dict[str, Any] = {"neurons": neurons, "penalty": place, "shown": True}
    for name, x, y in [("training_loss", X, Y), ("new_loss", X_NEW, Y_NEW)]:
        table = name + "es"
        at[table] = json.loads(parameters(chart)[table]["expr"])
        expected = np.mean((predict(x, neurons, penalty) - y) ** 2)
        assert evaluate(chart, name, **at) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("neurons", "place", "penalty"), SETTINGS)
def test_the_curve_is_that_of_the_fitted_network(
    chart: alt.LayerChart, neurons: int, place: int, penalty: float
) -> None:
    step = np.ptp(Y) / 250
    second = parameters(chart)["curves"]["value"][neurons - 1][place]
    drawn = step * np.cumsum(np.cumsum(second))
    kinks = np.arange(neurons + 1) / neurons
    np.testing.assert_allclose(drawn, predict(kinks, neurons, penalty), atol=0.51 * step)


@pytest.mark.parametrize(
    ("ends", "drawn"),
    [
        ((0.25, 0.75), (0, 0.25, 1, 0.75)),  # within
        ((0.5, 2.5), (0, 0.5, 0.25, 1)),  # up and out
        ((-3, 1), (0.75, 0, 1, 1)),  # in from below
        ((3, -1), (0.5, 1, 0.75, 0)),  # through
        ((0.5, 0.5), (0, 0.5, 1, 0.5)),  # level
        ((2, 3), None),
        ((-1, -1), None),
    ],
)
def test_a_piece_of_the_curve_ends_where_it_leaves_the_plane(
    chart: alt.LayerChart, ends: tuple[float, float], drawn: tuple[float, ...] | None
) -> None:
    """Heights are shares of the plane, places those of the piece from 3/5 to 4/5."""
    plane = chart.to_dict()["layer"][0]["layer"]
    low, high = plane[0]["encoding"]["y"]["scale"]["domain"]
    datum = SimpleNamespace(
        j=3, **dict(zip("ab", low + np.multiply(ends, high - low), strict=True))
    )
    for step in plane[2]["transform"][8:]:
        if "calculate" in step:
            setattr(datum, step["as"], value_of(step["calculate"], datum=datum, neurons=5))
        elif not value_of(step["filter"], datum=datum):
            assert drawn is None
            return
    assert drawn == pytest.approx(
        (
            5 * datum.x - 3,
            (datum.y - low) / (high - low),
            5 * datum.x2 - 3,
            (datum.y2 - low) / (high - low),
        ),
        abs=1e-9,
    )


@pytest.mark.parametrize("most", [2, 14, 40])
def test_each_goal_can_be_reached_and_is_not_yet(most: int) -> None:
    chart = meet_new_data(X, Y, X_NEW, Y_NEW, noise=1, most=most)
    assert reached_at_start(chart) == []
    assert unreached(chart) == []
    assert len(about(chart)["goals"]) == (2 if most == 2 else 3)  # two learn nothing by heart


def test_without_penalties_the_size_alone_is_chosen(chart: alt.LayerChart) -> None:
    plain = meet_new_data(X, Y, X_NEW, Y_NEW, noise=1, most=14, penalties=False)
    assert [name for name, each in parameters(plain).items() if "bind" in each] == [
        "neurons",
        "shown",
    ]
    assert parameters(plain)["penalty"]["expr"] == "0"
    for table in ("training_losses", "new_losses"):
        every, only = (json.loads(parameters(each)[table]["expr"]) for each in (chart, plain))
        assert only == [row[:1] for row in every]
    assert reached_at_start(plain) == unreached(plain) == []
    assert [goal["say"].partition(" ")[0] for goal in about(plain)["goals"]] == ["Learn", "Come"]
    assert "k, alpha = {neurons:int}, 0\n" in about(plain)["code"]


def test_new_data_is_hidden_until_a_reader_commits(chart: alt.LayerChart) -> None:
    new_loss = parameters(chart)["new_loss"]["expr"]
    hidden = value_of(new_loss, shown=False, new_losses=[[1.0]], neurons=1, penalty=0)
    assert np.isnan(hidden)  # null
    new, samples, _ = chart.to_dict()["layer"][0]["layer"]
    assert {"filter": "shown"} in new["transform"]
    assert "transform" not in samples
    assert about(chart)["commit"] == {"name": "shown", "kept": "kept"}


def test_at_most_fifty_of_the_new_samples_are_drawn(chart: alt.LayerChart) -> None:
    spec = chart.to_dict()
    drawn = spec["datasets"][spec["layer"][0]["layer"][0]["data"]["name"]]
    assert drawn[1] == {"x": round(X_NEW[5], 3), "y": round(Y_NEW[5], 2)}
    assert len(drawn) == 50


def test_a_loss_of_zero_is_one() -> None:
    chart = meet_new_data([0, 0.5, 1], [0, 0, 0], [0.2], [0], noise=1, most=2)
    assert not np.any(json.loads(parameters(chart)["new_losses"]["expr"]))
    assert unreached(chart) == []


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"x": [0.1] * 11 + [1.1]}, ValueError, "x must lie between 0 and 1; received 1.1"),
        ({"x_new": [-0.1], "y_new": [1]}, ValueError, "x_new must lie between 0 and 1.*-0.1"),
        ({"y_new": [1]}, ValueError, r"y_new must have shape \(250,\); received shape \(1,\)"),
        ({"x": [0.5] * 201, "y": [1] * 201}, ValueError, "x must have at most 200 samples"),
        ({"noise": 0}, ValueError, "noise must be positive; received 0"),
        ({"most": 41}, ValueError, "most must be at most 40; received 41"),
        ({"most": 1}, ValueError, "most must be at least 2; received 1"),
        ({"neurons": 0}, ValueError, "neurons must be at least 1; received 0"),
        ({"neurons": 31}, ValueError, "neurons must be at most most, 30; received 31"),
        ({"neurons": 1.0}, TypeError, "neurons must be a whole number; received 1.0"),
        ({"penalties": 0}, TypeError, "penalties must be True or False; received 0"),
        ({"x_label": 1}, TypeError, "x_label must be a string; received int"),
        ({"y_label": 1}, TypeError, "y_label must be a string; received int"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    given: dict[str, Any] = {"x": X, "y": Y, "x_new": X_NEW, "y_new": Y_NEW, "noise": 1}
    with pytest.raises(error, match=message):
        meet_new_data(**given | arguments)
