"""What an epoch of `LinearNeuron.fit` costs, next to rivals and to the arithmetic it cannot avoid.

Not part of the ordinary tests, since times depend on what else the machine does:

    pytest tests/benchmarks -o python_files='bench_*.py'
"""

import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sklearn.linear_model import SGDRegressor

from wbguide import LinearNeuron

Array = np.ndarray[Any, np.dtype[Any]]

LEARNING_RATE = 0.01
ROUNDS = 5
# Samples, features, epochs a round of ours and of the rivals'.
SIZES = [
    (2, 1, 1000, 20),
    (1000, 10, 1000, 20),
    (100_000, 10, 100, 5),
    (1_000_000, 10, 50, 2),
]


def seconds(function: Callable[[], Any], epochs: int) -> float:
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) / epochs


def bound(X: Array, y: Array, epochs: int) -> None:
    """Do two matrix-vector products a step: none can predict and find the gradient with less."""
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        X @ w
        y @ X


def fit(X: Array, y: Array, epochs: int) -> None:
    LinearNeuron(X.shape[1]).fit(X, y, learning_rate=LEARNING_RATE, epochs=epochs)


def keras_model(n_features: int) -> Any:
    model = keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="mean_squared_error")
    return model


def sgd_regressor(epochs: int) -> SGDRegressor:
    """Return one that takes the data in order, at a constant rate, and stops on no criterion."""
    return SGDRegressor(
        max_iter=epochs,
        tol=None,
        shuffle=False,
        alpha=0.0,
        learning_rate="constant",
        eta0=1e-6,
    )


@pytest.mark.parametrize(("n_samples", "n_features", "epochs", "rival_epochs"), SIZES)
def test_fit(
    benchmark: BenchmarkFixture,
    table: list[str],
    *,
    n_samples: int,
    n_features: int,
    epochs: int,
    rival_epochs: int,
) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_samples, n_features))
    y = X.sum(axis=1) + 1.0 + 0.1 * rng.normal(size=n_samples)
    X32, y32 = X.astype(np.float32), y.astype(np.float32)[:, np.newaxis]
    model, regressor = keras_model(n_features), sgd_regressor(rival_epochs)

    def fit_keras(epochs: int) -> None:
        model.fit(X32, y32, batch_size=n_samples, epochs=epochs, shuffle=False, verbose=0)

    fit_keras(1)  # traces the step, once
    ours, products, of_keras, of_sklearn = (
        min(times)
        for times in zip(
            *(
                (
                    seconds(lambda: fit(X, y, epochs), epochs),
                    seconds(lambda: bound(X, y, epochs), epochs),
                    seconds(lambda: fit_keras(rival_epochs), rival_epochs),
                    seconds(lambda: regressor.fit(X, y), rival_epochs),
                )
                for _ in range(ROUNDS)
            ),
            strict=True,
        )
    )
    benchmark.extra_info |= {"bound": products, "keras": of_keras, "sklearn": of_sklearn}
    benchmark.pedantic(fit, (X, y, epochs), rounds=3)  # type: ignore[no-untyped-call]
    table.append(
        f"{n_samples:9,} {n_features:3} {ours * 1e6:7.0f} µs {ours / products:9.2f} "
        f"{of_keras / ours:13,.0f} {of_sklearn / ours:20,.2f}"
    )
