"""What an epoch of `LinearNeuron.fit` costs, next to rivals and to the arithmetic it cannot avoid.

Not part of the ordinary tests, since times depend on what else the machine does:

    pytest tests/benchmarks -o python_files='bench_*.py'
"""

import json
import subprocess
import sys
from typing import Any

import keras
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sklearn.linear_model import SGDRegressor

from tests.benchmarks.bound import LEARNING_RATE, SIZES, best_seconds, fit, make_samples

RIVAL_EPOCHS = {2: 20, 1000: 20, 100_000: 5, 1_000_000: 2}  # of Keras and SGDRegressor, a round


@pytest.fixture(scope="module")
def ratios_to_bound() -> dict[str, float]:
    """Return, by the number of samples, how long `fit` takes of what its two products take."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bound"], capture_output=True, text=True, check=True
    )
    ratios: dict[str, float] = json.loads(run.stdout)
    return ratios


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


@pytest.mark.parametrize(("n_samples", "n_features", "epochs"), SIZES)
def test_fit(
    benchmark: BenchmarkFixture,
    table: list[str],
    ratios_to_bound: dict[str, float],
    *,
    n_samples: int,
    n_features: int,
    epochs: int,
) -> None:
    X, y = make_samples(n_samples, n_features)
    X32, y32 = X.astype(np.float32), y.astype(np.float32)[:, np.newaxis]
    rival_epochs = RIVAL_EPOCHS[n_samples]
    model, regressor = keras_model(n_features), sgd_regressor(rival_epochs)

    def fit_keras(epochs: int) -> None:
        model.fit(X32, y32, batch_size=n_samples, epochs=epochs, shuffle=False, verbose=0)

    fit_keras(1)  # traces the step, once
    ours, of_keras, of_sklearn = best_seconds(
        lambda: fit(X, y, epochs),
        lambda: fit_keras(rival_epochs),
        lambda: regressor.fit(X, y),
    )
    ours, of_keras, of_sklearn = ours / epochs, of_keras / rival_epochs, of_sklearn / rival_epochs
    ratio = ratios_to_bound[str(n_samples)]
    benchmark.extra_info |= {"fit / bound": ratio, "keras": of_keras, "sklearn": of_sklearn}
    benchmark.pedantic(fit, (X, y, epochs), rounds=3)  # type: ignore[no-untyped-call]
    table.append(
        f"{n_samples:9,} {n_features:3} {ours * 1e6:7.0f} µs {ratio:9.2f} "
        f"{of_keras / ours:13,.0f} {of_sklearn / ours:20,.2f}"
    )
