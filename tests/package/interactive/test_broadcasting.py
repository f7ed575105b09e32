"""A chart of broadcast residuals trains as NumPy does with targets of each shape."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pytest

from tests.package.interactive.reading import (
    about,
    drawn,
    parameters,
    printed,
    slider,
    texts,
    values_at,
)
from wbguide.interactive import broadcast_residuals

X = np.array([[1.0, -1.0], [0.0, 1.5], [-1.0, 0.5], [0.5, -0.5]])
Y = X @ [30.0, -20.0] + 101.0
NOISY = np.add(Y, [5.0, -3.0, 4.0, -1.0])
ROW, COLUMN = "y", "y[:, np.newaxis]"
STEPS = [0, 1, 7, 60]


def chart_of(y: np.ndarray = Y, **more: Any) -> alt.LayerChart:
    given: dict[str, Any] = {"weights": [7.0, 3.0], "epochs": 60}
    return broadcast_residuals(X, y, **given | more)


def trained(  # noqa: PLR0917 - what training depends on
    w: np.ndarray, b: float, y: np.ndarray, targets: str, steps: int, rate: float = 0.1
) -> tuple[np.ndarray, float, float]:
    """Return what training arrives at, one step at a time, and its loss."""
    subtracted = y if targets == ROW else y[:, np.newaxis]
    for _ in range(steps):
        back = 2 * ((X @ w + b)[:, np.newaxis] - subtracted)
        back /= back.size
        w, b = w - rate * (back.T @ X).sum(axis=0), b - rate * back.sum()
    return w, b, float(np.mean(((X @ w + b)[:, np.newaxis] - subtracted) ** 2))


@pytest.mark.parametrize("y", [Y, NOISY])
@pytest.mark.parametrize("targets", [ROW, COLUMN])
@pytest.mark.parametrize("steps", STEPS)
def test_both_neurons_are_trained_on_what_broadcasting_makes(
    y: np.ndarray, targets: str, steps: int
) -> None:
    best = np.linalg.lstsq(np.column_stack([X, np.ones(4)]), y)[0]
    chart = chart_of(y, bias=-9.0)
    neurons = list(parameters(chart)["neuron"]["bind"]["options"])
    for neuron, w, b in [(neurons[0], best[:-1], best[-1]), ("new", np.array([7.0, 3.0]), -9.0)]:
        found = values_at(chart, targets=targets, neuron=neuron, step=steps)
        w_there, b_there, loss = trained(w, b, y, targets, steps)
        there = [found["weight_1"], found["weight_2"], found["bias"]]
        np.testing.assert_allclose(there, [*w_there, b_there], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found["predictions"], X @ w_there + b_there, rtol=1e-9)
        assert found["loss"] == pytest.approx(loss, rel=1e-9, abs=1e-9)


def test_samples_that_do_not_fix_every_weight_keep_what_they_do_not_see() -> None:
    twice = np.column_stack([X[:, 0], X[:, 0], X[:, 0]])  # one feature, three times
    chart = broadcast_residuals(twice, Y, weights=[9.0, 0.0, 0.0], epochs=500)
    found = values_at(chart, targets=ROW, neuron="new", step=500)
    weights = [found[f"weight_{k}"] for k in (1, 2, 3)]
    np.testing.assert_allclose(weights, [6.0, -3.0, -3.0], atol=1e-6)  # their sum is 0


def test_a_neuron_is_perfect_if_it_is_exact() -> None:
    assert parameters(chart_of())["neuron"]["bind"]["labels"][0] == "the perfect one"
    assert parameters(chart_of(NOISY))["neuron"]["bind"]["labels"][0] == "the best one"


@pytest.mark.parametrize(("targets", "shape"), [(ROW, "(4,)"), (COLUMN, "(4, 1)")])
def test_the_table_shows_each_residual_that_is_made(targets: str, shape: str) -> None:
    picture = drawn(chart_of(weights=[8.0, 4.0]), targets=targets, neuron="new", step=0)
    predictions = X @ [8.0, 4.0]
    table = predictions[:, np.newaxis] - Y
    made = table.ravel() if targets == ROW else np.diag(table)
    cells = [f"{number:.0f}".replace("-", "−") for number in [*made, *predictions, *Y]]
    assert sorted(text for text in texts(picture) if text in cells) == sorted(cells)
    named = ["ŷ", "(4, 1)", "y", shape, "mean", "w₁ = 8.0", "w₂ = 4.0", "b = 0.0"]
    assert sorted(text for text in texts(picture) if text in named) == sorted(named)


def test_a_shape_is_tapped_where_it_is_or_would_be() -> None:
    row, column = about(chart_of())["taps"]
    assert [each["value"] for each in (row, column)] == [ROW, COLUMN]
    assert [each["say"] for each in (row, column)] == list(
        parameters(chart_of())["targets"]["bind"]["labels"]
    )
    left, top, right, bottom = row["at"]
    assert (left, right) == pytest.approx((2 / 6, 1), abs=0.01)  # four of six columns
    assert bottom <= column["at"][1] + 4  # just above the table
    left, top, right, bottom = column["at"]
    assert (left, right) == pytest.approx((1 / 6, 2 / 6), abs=0.01)
    assert bottom - top == pytest.approx(4 * 24, abs=4)
    for targets in (ROW, COLUMN):  # dashes are there for both
        assert drawn(chart_of(), targets=targets).count('stroke-dasharray="3,3"') == 8


def test_the_step_starts_where_told() -> None:
    assert slider(chart_of(step=60), "step") == (0, 60, 1, 60)
    assert slider(broadcast_residuals(X, Y, weights=[0, 0]), "step") == (0, 200, 1, 0)


@pytest.mark.parametrize("targets", [ROW, COLUMN])
@pytest.mark.parametrize("neuron", ["perfect", "new"])
def test_its_code_prints_what_it_shows(targets: str, neuron: str) -> None:
    chart = chart_of()
    moved: dict[str, Any] = {"targets": targets, "neuron": neuron, "step": 7}
    loss = values_at(chart, **moved)["loss"]
    assert printed(chart, **moved) == pytest.approx(loss, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"X": X[:1]}, ValueError, r"X must have 2 to 6 samples.*received shape \(1, 2\)"),
        ({"X": np.ones((7, 2))}, ValueError, r"X must have 2 to 6 .*received shape \(7, 2\)"),
        ({"X": np.ones((4, 5))}, ValueError, r"at most 4 features; received shape \(4, 5\)"),
        ({"X": X[:, 0]}, ValueError, r"X must have shape \(n_samples, n_features\)"),
        ({"y": Y[:3]}, ValueError, r"y must have shape \(4,\); received shape \(3,\)"),
        ({"weights": [1.0]}, ValueError, r"weights must have shape \(2,\)"),
        ({"bias": "1"}, TypeError, "bias must be real numbers"),
        ({"learning_rate": 0.0}, ValueError, "learning_rate must be positive; received 0"),
        ({"learning_rate": 1.5}, ValueError, "learning_rate must be below its limit.*received 1"),
        ({"epochs": 0}, ValueError, "epochs must be at least 1; received 0"),
        ({"step": -1}, ValueError, "step must be at least 0; received -1"),
        ({"step": 61}, ValueError, "step must be at most epochs, 60; received 61"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    given: dict[str, Any] = {"X": X, "y": Y, "weights": [7.0, 3.0], "epochs": 60}
    with pytest.raises(error, match=message):
        broadcast_residuals(**given | arguments)
