"""A chart of backpropagation finds the gradients, and tells what each of them is worth."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import altair as alt
import numpy as np
import pytest

from tests.package.interactive.reading import (
    about,
    parameters,
    reached_at_start,
    unreached,
    value_of,
)
from wbguide.interactive import backpropagate

RNG = np.random.default_rng(0)
XOR: tuple[Any, Any] = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
HAND: list[Any] = [[[0.5, 1.0, -1.0], [1.0, -0.5, 0.5]], [0.0] * 3, [[1.0], [-2.0], [-0.5]], [0.0]]
WILD = [RNG.normal(size=shape) for shape in [(2, 3), (3,), (3, 1), (1,)]]
SAMPLES = RNG.normal(size=(3, 2)), np.array([0.0, 1.0, 0.3])
CASES: list[tuple[Any, Any, Any]] = [(*SAMPLES, WILD), (*XOR, HAND)]


def flat(values: Any) -> np.ndarray:
    """Return the 13 numbers in the order in which a chart reaches them."""
    first, first_biases, second, bias = map(np.asarray, values)
    return np.concatenate([bias, second[:, 0], first_biases, first.ravel()])


def loss(numbers: np.ndarray, x: np.ndarray, y: float) -> float:
    """Return the cross-entropy, from the prediction itself."""
    outputs = np.tanh(numbers[4:7] + x @ numbers[7:].reshape(2, 3))
    prediction = 1 / (1 + np.exp(-(numbers[0] + outputs @ numbers[1:4])))
    return float(-y * np.log(prediction) - (1 - y) * np.log(1 - prediction))


def seen(chart: alt.LayerChart) -> Callable[..., dict[str, Any]]:
    """Return what gives all parameters of a chart at a setting."""
    told = parameters(chart)

    def at(**values: float) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for name, each in told.items():
            if "expr" in each:
                names[name] = value_of(each["expr"], **names)
            else:
                names[name] = values.get(name, each["value"])
        return names

    return at


@pytest.mark.parametrize(("x", "y", "values"), CASES)
def test_gradients_are_the_slopes_of_the_loss(x: Any, y: Any, values: Any) -> None:
    at, numbers = seen(backpropagate(x, y, values)), flat(values)
    for sample, (row, target) in enumerate(zip(np.asarray(x), y, strict=True)):
        slopes = [
            (loss(numbers + h, row, target) - loss(numbers - h, row, target)) / 2e-5
            for h in 1e-5 * np.eye(13)
        ]
        found = at(sample=sample)
        np.testing.assert_allclose(found["gradients"][1:], slopes, atol=1e-8)


def backward(x: Any, y: Any, values: Any) -> np.ndarray:
    """Do what the page on backpropagation does, with matrices."""
    first, biases, second, bias = map(np.asarray, values)
    outputs = np.tanh(x @ first + biases)
    delta2 = 1 / (1 + np.exp(-(outputs @ second + bias))) - y
    delta1 = (delta2 @ second.T) * (1 - outputs**2)
    return flat([x.T @ delta1, delta1.sum(axis=0), outputs.T @ delta2, delta2.sum(axis=0)])


@pytest.mark.parametrize(("x", "y", "values"), CASES)
def test_gradients_are_those_of_the_page(x: Any, y: Any, values: Any) -> None:
    at = seen(backpropagate(x, y, values))
    for sample, (row, target) in enumerate(zip(np.asarray(x, float), y, strict=True)):
        expected = backward(row[np.newaxis], [[target]], values)
        found = at(sample=sample)["gradients"]
        assert found[0] == 0
        np.testing.assert_allclose(found[1:], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("x", "y", "values"), CASES)
def test_what_is_promised_and_what_happens(x: Any, y: Any, values: Any) -> None:
    at, numbers = seen(backpropagate(x, y, values)), flat(values)
    for sample, step, change in itertools.product(range(3), range(14), [-1, -0.35, 0, 0.05, 1]):
        row, target = np.asarray(x)[sample], y[sample]
        found = at(sample=sample, step=step, change=change)
        moved = numbers + change * np.eye(14)[step][1:]
        happened = loss(moved, row, target) - loss(numbers, row, target)
        assert found["happened"] == pytest.approx(happened, abs=1e-12)
        assert found["promised"] == found["gradients"][step] * change


def test_from_zero_only_biases_hear() -> None:
    gradients = seen(backpropagate(*XOR, HAND))()["gradients"]
    assert gradients == pytest.approx([0, 0.5, 0, 0, 0, 0.5, -1, -0.25, 0, 0, 0, 0, 0, 0])
    layers = backpropagate(*XOR, HAND).to_dict()["layer"]
    deaf = layers[0]["transform"][0]["calculate"]
    for n, step, faint in [(2, 13, True), (5, 13, False), (8, 13, True), (8, 7, False)]:
        assert faint == value_of(
            deaf.replace("!(", "not("), datum=SimpleNamespace(n=n), gradients=gradients, step=step
        )


def test_each_number_stands_where_its_link_or_unit_is() -> None:
    """By hand: the first hidden unit is at (0.5, 2), the first input at (0, 1)."""
    spec = backpropagate(*XOR, HAND, sample=2).to_dict()
    links, circles = (spec["datasets"][spec["layer"][k]["data"]["name"]] for k in (0, 1))
    assert links[3] == {"n": 8, "value": 0.5, "x": 0.0, "y": 1.0, "x2": 0.5, "y2": 2.0}
    assert links[-1] == {"n": 13, "value": 0.5, "x": 0, "y": -1, "x2": 0.5, "y2": -2}
    assert [each["n"] for each in links] == [2, 3, 4, 8, 9, 10, 11, 12, 13]
    assert [each["n"] for each in circles] == [0, 0, 5, 6, 7, 1]
    numbers = spec["datasets"][spec["layer"][-7]["data"]["name"]]
    assert [each["value"] for each in numbers] == flat(HAND).tolist()
    assert numbers[7] == pytest.approx({"n": 8, "value": 0.5, "x": 0.225, "y": 1.45})
    found = spec["datasets"][spec["layer"][-6]["data"]["name"]]
    assert found[0] == pytest.approx({"n": 1, "value": 0, "x": 1, "y": 0})  # δ, in its unit


@pytest.mark.parametrize(("x", "y", "values"), CASES)
def test_each_goal_can_be_reached_and_is_not_yet(x: Any, y: Any, values: Any) -> None:
    chart = backpropagate(x, y, values)
    assert reached_at_start(chart) == []
    assert unreached(chart) == []


def test_goals_are_those_that_can_be_reached() -> None:
    said = [goal["say"] for goal in about(backpropagate(*XOR, HAND))["goals"]]
    assert said == [
        "Pass δ of (0, 0) back to all 13 numbers: which gradients stay 0?",
        "Change a number by 0.5 or more, and leave the loss as it is.",
        "Find a change that misses its promise by more than half of it.",
    ]
    flat_loss = backpropagate([[1, -2]], [0.5], [0 * np.asarray(each) for each in HAND])
    assert [goal["say"] for goal in about(flat_loss)["goals"]] == said[1:2]


def test_it_can_be_played_slowly_enough_to_read() -> None:
    assert about(backpropagate(*XOR, HAND))["play"] == {"name": "step", "ms": 900}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"x": [[1]]}, ValueError, r"x must have shape \(n_samples, 2\); received shape \(1, 1\)"),
        ({"x": [[1, 2]] * 9}, ValueError, "x must have at most 8 samples; received 9"),
        ({"y": [0]}, ValueError, r"y must have shape \(4,\); received shape \(1,\)"),
        ({"y": [0, 1, 2, 0]}, ValueError, "y must lie between 0 and 1; received 2"),
        ({"parameters": HAND[:3]}, ValueError, "parameters must be 4 arrays; received 3"),
        (
            {"parameters": [*HAND[:2], [1, -2, -0.5], [0]]},
            ValueError,
            r"parameters\[2\] must have shape \(3, 1\); received shape \(3,\)",
        ),
        (
            {"sample": 4},
            ValueError,
            "sample must be less than the number of samples, 4; received 4",
        ),
        ({"sample": -1}, ValueError, "sample must be at least 0; received -1"),
        ({"sample": 1.0}, TypeError, "sample must be a whole number; received 1.0"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    given: dict[str, Any] = {"x": XOR[0], "y": XOR[1], "parameters": HAND}
    with pytest.raises(error, match=message):
        backpropagate(**given | arguments)
