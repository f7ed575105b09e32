"""At convergence, gradient descent is where least squares is: `LinearRegression` solves for it."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from wbguide import LinearNeuron, learning_rate_limit


@pytest.mark.parametrize("use_bias", [True, False], ids=["bias", "no bias"])
def test_converges_to_least_squares(use_bias: bool) -> None:  # noqa: FBT001
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 4)) + 1.0
    y = X @ [1.0, -2.0, 0.5, 3.0] + 10.0 + rng.normal(size=100)
    solution = LinearRegression(fit_intercept=use_bias).fit(X, y)
    neuron = LinearNeuron(4, use_bias=use_bias)
    rate = learning_rate_limit(X, use_bias=use_bias) / 2
    neuron.fit(X, y, learning_rate=rate, epochs=2000)
    np.testing.assert_allclose(neuron.weights, solution.coef_, rtol=1e-9)
    np.testing.assert_allclose(neuron.bias, solution.intercept_, rtol=1e-9)
    np.testing.assert_allclose(neuron.predict(X), solution.predict(X), rtol=1e-9)
    gradients = neuron.gradients(X, y)
    np.testing.assert_allclose(gradients.weights, 0.0, atol=1e-9)
