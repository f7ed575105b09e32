"""A line that learns by itself takes the steps that `LinearNeuron.fit` takes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.package.interactive.reading import about, value_of
from wbguide import LinearNeuron, learning_rate_limit
from wbguide.interactive import fit_by_hand

X = [-1.0, 2.0, 3.5, 4.0]
Y = [320.0, 480.0, 720.0, 880.0]


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.1])
@pytest.mark.parametrize(("weight", "bias"), [(0.0, 0.0), (-300.0, 250.5), (118.25, -1e6)])
def test_a_step_is_that_of_fit(weight: float, bias: float, rate: float) -> None:
    learn = about(fit_by_hand(X, Y, learning_rate=rate))["learn"]
    neuron = LinearNeuron(1, weights=[weight], bias=bias)
    neuron.fit(np.array(X)[:, np.newaxis], np.array(Y), learning_rate=rate, epochs=1)
    expected = {"weight": neuron.weights[0], "bias": neuron.bias}
    for name, after in expected.items():
        assert value_of(learn[name], weight=weight, bias=bias) == pytest.approx(after, rel=1e-9)


def test_a_line_learns_only_where_it_is_told_a_rate() -> None:
    assert "learn" not in about(fit_by_hand(X, Y))


def test_a_rate_at_which_descent_would_diverge_is_refused() -> None:
    limit = learning_rate_limit(np.array(X)[:, np.newaxis])
    fit_by_hand(X, Y, learning_rate=0.99 * limit)
    refused = r"learning_rate must be below its limit, 0\.\d+; received 1"
    with pytest.raises(ValueError, match=refused):
        fit_by_hand(X, Y, learning_rate=1)
    with pytest.raises(ValueError, match="learning_rate must be positive"):
        fit_by_hand(X, Y, learning_rate=0.0)
