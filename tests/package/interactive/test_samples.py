"""A sigmoid with samples tells how many of them lie on the side of their target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.package.interactive.reading import evaluate
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
