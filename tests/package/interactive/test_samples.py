"""A sigmoid with samples tells how many of them lie on the side of their target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.package.interactive.reading import (
    about,
    evaluate,
    printed,
    reached_at_start,
    unreached,
)
from wbguide import LinearNeuron
from wbguide.interactive import activate

X = [-3.5, 0.0, 1.0, 2.0, 3.0, 4.25]
Y = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0]


@pytest.mark.parametrize("weight", [-7.5, -0.5, 0.0, 2.0, 10.0])
@pytest.mark.parametrize("bias", [-9.0, -1.0, 0.0, 4.5])
def test_right_are_those_that_the_neuron_gets_right(weight: float, bias: float) -> None:
    neuron = LinearNeuron(1, weights=[weight], bias=bias, activation="sigmoid")
    yes = neuron.predict(np.array(X)[:, np.newaxis]) > 0.5
    chart = activate("sigmoid", samples=(X, Y))
    assert evaluate(chart, "right", weight=weight, bias=bias) == np.sum(yes == np.array(Y, bool))


@pytest.mark.parametrize("weight", [-10.0, -0.5, 0.0, 2.0, 10.0])
@pytest.mark.parametrize("bias", [-10.0, -1.0, 0.0, 4.5])
def test_the_loss_is_the_cross_entropy(weight: float, bias: float) -> None:
    neuron = LinearNeuron(1, weights=[weight], bias=bias, activation="sigmoid")
    samples = np.array(X)[:, np.newaxis], np.array(Y)
    history = neuron.fit(*samples, learning_rate=1.0, epochs=1, loss="binary_crossentropy")
    chart = activate("sigmoid", samples=(X, Y), loss=True)
    found = evaluate(chart, "loss", weight=weight, bias=bias)
    assert found == pytest.approx(history.loss[0], rel=1e-9, abs=1e-9)


def test_a_loss_is_copied_as_code() -> None:
    chart = activate("sigmoid", samples=(X, Y), loss=True)
    found = evaluate(chart, "loss", weight=2.0, bias=-10.0)
    assert printed(chart, weight=2.0, bias=-10.0) == pytest.approx(found, rel=1e-9)


def test_a_loss_is_asked_for_as_low_as_the_sliders_allow() -> None:
    """By hand, at x = 2 and 3, with -b/w = 2.5: w = 4 at most, and ln(1 + 1/e²) = 0.127 for both.

    Steps of 0.1 do not matter much there: 1.2 times as much is 0.152.
    """
    hours = activate("sigmoid", weight=0, samples=([2.0, 3.0], [0, 1]), loss=True)
    assert [goal["say"] for goal in about(hours)["goals"]] == [
        "Bring the cross-entropy below 0.5.",
        "Bring the cross-entropy below 0.15.",
    ]
    assert reached_at_start(hours) == unreached(hours) == []
    sure = activate("sigmoid", weight=3, samples=([-9.0, 9.0], [0, 1]), loss=True)
    assert about(sure)["goals"] == []


@pytest.mark.parametrize(
    ("activation", "samples", "error", "message"),
    [
        ("relu", (X, Y), ValueError, "samples must come with a sigmoid, .* received 'relu'"),
        ("sigmoid", X, TypeError, "samples must be a tuple of features and targets; received"),
        ("sigmoid", (X, [2.0, *Y[1:]]), ValueError, r"targets that are 0 or 1; received \[2\.0,"),
        ("sigmoid", ([11.0, *X[1:]], Y), ValueError, r"features within ±10; received \[11\.0,"),
        ("sigmoid", (X, Y[1:]), ValueError, "y must"),
    ],
)
def test_samples_that_are_no_yes_and_no_are_refused(
    activation: str, samples: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        activate(activation, samples=samples)


def test_a_loss_needs_samples() -> None:
    with pytest.raises(ValueError, match="samples must be given for a loss; received None"):
        activate("sigmoid", loss=True)
