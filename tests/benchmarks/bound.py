"""What `LinearNeuron.fit` costs next to the arithmetic that it cannot avoid, as JSON.

A process of its own, in which TensorFlow's threads are not there to disturb: `bench_fit` starts it.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from wbguide import LinearNeuron

Array = np.ndarray[Any, np.dtype[Any]]

LEARNING_RATE = 0.01
ROUNDS = 9
# Samples, features, epochs a round of ours.
SIZES = [
    (2, 1, 1000),
    (1000, 10, 1000),
    (100_000, 10, 100),
    (1_000_000, 10, 20),
]


def make_samples(n_samples: int, n_features: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_samples, n_features))
    return X, X.sum(axis=1) + 1.0 + 0.1 * rng.normal(size=n_samples)


def fit(X: Array, y: Array, epochs: int) -> None:
    LinearNeuron(X.shape[1]).fit(X, y, learning_rate=LEARNING_RATE, epochs=epochs)


def products(X: Array, y: Array, epochs: int) -> None:
    """Do two matrix-vector products a step: none can predict and find the gradient with less."""
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        X @ w
        y @ X


def best_seconds(*functions: Callable[[], Any]) -> list[float]:
    """Return the shortest time of each function, all of them taking turns."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(ROUNDS):
        for function, taken in zip(functions, times, strict=True):
            start = time.perf_counter()
            function()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def main() -> None:
    ratios = {}
    for n_samples, n_features, epochs in SIZES:
        X, y = make_samples(n_samples, n_features)
        samples = X, y, epochs
        ours, least = best_seconds(partial(fit, *samples), partial(products, *samples))
        ratios[n_samples] = ours / least
    sys.stdout.write(json.dumps(ratios))


if __name__ == "__main__":
    main()
