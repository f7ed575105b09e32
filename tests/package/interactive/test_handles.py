"""What is pulled stays where its line is, sets what it shows, and can always be seen."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import altair as alt
import pytest

from tests.package.interactive.reading import about, domains, place, value_of
from wbguide.interactive import activate, compare_bias, fit_by_hand

X = [1.0, 2.0, 3.0, 4.0]
Y = [320.0, 480.0, 720.0, 880.0]
LINES = [fit_by_hand, compare_bias]


def handles(chart: alt.LayerChart) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = about(chart)["handles"]
    return found


def where(handle: dict[str, Any], **values: float) -> tuple[float, float]:
    return value_of(handle["x"], **values), value_of(handle["y"], **values)


@pytest.mark.parametrize("chart", LINES)
@pytest.mark.parametrize("x", [X, [-each for each in X]])
@pytest.mark.parametrize("weight", [-500.0, -130.0, 0.0, 130.0, 500.0])
@pytest.mark.parametrize("bias", [0.0, 200.0, 800.0])
def test_the_ends_of_a_line_are_on_it_and_set_what_they_show(
    chart: Callable[..., alt.LayerChart], x: list[float], weight: float, bias: float
) -> None:
    made = chart(x, Y)
    at = {"weight": weight, "bias": bias}
    (x_low, x_high), (y_low, y_high) = domains(fit_by_hand(x, Y))
    ring, diamond = (where(handle, **at) for handle in handles(made)[:2])
    for end in (ring, diamond):
        assert x_low <= end[0] <= x_high
        assert y_low <= end[1] <= y_high
    assert ring == (0.0, bias)
    sets = [handle["set"] for handle in handles(made)]
    assert value_of(sets[0]["bias"], at=place(*ring), **at) == bias
    on_line = weight * diamond[0] + bias == pytest.approx(diamond[1])
    assert on_line or abs(diamond[0]) == pytest.approx(max(x_high, -x_low) / 5)
    if on_line:
        there = value_of(sets[1]["weight"], at=place(*diamond), **at)
        assert there == pytest.approx(weight, abs=1e-9)


@pytest.mark.parametrize("weight", [-50.0, 0.0, 130.0])
def test_a_line_without_a_bias_has_its_own_end(weight: float) -> None:
    alone = handles(compare_bias(X, Y))[2]
    end = where(alone, weight_alone=weight)
    assert end[1] == pytest.approx(weight * end[0])
    pulled = value_of(alone["set"]["weight_alone"], at=place(*end))
    assert pulled == pytest.approx(weight, abs=1e-9)


def test_a_ring_that_would_leave_the_picture_stays_at_its_edge() -> None:
    chart = fit_by_hand(X, Y)
    low, high = domains(chart)[1]
    ring = handles(chart)[0]
    assert where(ring, bias=5000.0)[1] == high
    assert where(ring, bias=-5000.0)[1] == low


@pytest.mark.parametrize("x", [X, [-each for each in X]])
def test_pulled_to_the_bias_or_beyond_a_weight_does_not_explode(x: list[float]) -> None:
    pull = handles(fit_by_hand(x, Y))[1]["set"]["weight"]
    for across in (-1.0, 0.0, 1.0):
        assert abs(value_of(pull, at=place(across, 900.0), bias=100.0, weight=1.0)) < 1e4


def test_the_boundary_is_pulled_by_the_bias_and_the_dot_by_its_input() -> None:
    boundary, dot, _ = handles(activate("sigmoid"))
    at = {"weight": 2.0, "bias": -4.5, "x": 3.0, "boundary": 2.25, "output": 0.8}
    assert where(boundary, **at) == (2.25, 0.5)
    assert value_of(boundary["set"]["bias"], at=place(1.0, 0.9), **at) == -2.0
    assert where(dot, **at) == (3.0, 0.8)
    assert value_of(dot["set"]["x"], at=place(-7.0, 0.9), **at) == -7.0


def test_what_is_out_of_sight_cannot_be_pulled() -> None:
    boundary, dot, steep = handles(activate("relu"))
    assert "null" in boundary["x"]
    for outside in (10.5, -10.5):
        assert value_of(boundary["x"], boundary=outside) != value_of(
            boundary["x"], boundary=outside
        )
    assert value_of(dot["y"], output=8.0) == 8.0
    assert value_of(dot["y"], output=8.1) != 8.0
    assert value_of(steep["y"], bias=6.0) == 8.0
    assert value_of(steep["y"], bias=6.1) != 8.0
    assert value_of(steep["x"], bias=1.0, weight=0.1) != 20.0


@pytest.mark.parametrize("weight", [-8.0, -0.7, 0.7, 8.0])
@pytest.mark.parametrize("bias", [-4.5, -0.1, 0.0, 3.0])
@pytest.mark.parametrize(
    ("name", "function"),
    [("sigmoid", lambda z: 1 / (1 + math.exp(-z))), ("relu", lambda z: max(0.0, z))],
)
def test_a_curve_is_held_beside_its_boundary_and_pulled_by_its_weight(
    name: str, function: Callable[[float], float], bias: float, weight: float
) -> None:
    steep = handles(activate(name))[2]
    at = {"weight": weight, "bias": bias}
    x, y = where(steep, **at)
    assert y == pytest.approx(function(weight * x + bias))
    assert value_of(steep["set"]["weight"], at=place(x, 0.0), **at) == pytest.approx(weight)
    assert abs(value_of(steep["set"]["weight"], at=place(0.0, 0.0), **at)) < 100
