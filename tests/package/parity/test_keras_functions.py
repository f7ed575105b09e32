"""Activations, losses and initializers against those of Keras that bear the same names."""

from typing import Any

import keras
import numpy as np
import pytest
import scipy.stats
import tensorflow as tf

from wbguide.activations import ACTIVATIONS
from wbguide.initializers import glorot_uniform, he_normal, random_normal
from wbguide.losses import EPSILON, LOSSES

every_dtype = pytest.mark.parametrize("dtype", ["float32", "float64"])


def keras_activation(name: str) -> Any:
    return keras.activations.get("linear" if name == "identity" else name)


@every_dtype
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name: str, dtype: str) -> None:
    """Values and derivatives agree, also at the kink of relu and where the others level off."""
    z = np.concatenate([np.linspace(-5, 5, 101), [-30.0, 30.0, -80.0, 80.0]]).astype(dtype)
    variable = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(variable)
        value = keras_activation(name)(variable)
    derivative = tape.gradient(value, variable)
    unit = float(np.finfo(dtype).eps)
    ours = ACTIVATIONS[name]
    np.testing.assert_allclose(ours(z), value.numpy(), rtol=100 * unit, atol=unit)
    np.testing.assert_allclose(
        ours.derivative(z), derivative.numpy(), rtol=100 * unit, atol=4 * unit
    )


@every_dtype
@pytest.mark.parametrize("name", LOSSES)
def test_losses(name: str, dtype: str) -> None:
    """Values and gradients agree, also for certain predictions, right and wrong."""
    rng = np.random.default_rng(0)
    y_true = rng.integers(0, 2, 50).astype(dtype)
    y_pred = np.concatenate([rng.uniform(0.01, 0.99, 46), [0.0, 1.0, 0.0, 1.0]]).astype(dtype)
    y_true[-4:] = [0.0, 1.0, 1.0, 0.0]
    variable = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(variable)
        value = keras.losses.get(name)(y_true, variable)
    gradient = tape.gradient(value, variable)
    ours = LOSSES[name]
    tolerance = 20 * float(np.finfo(dtype).eps)
    assert ours(y_true, y_pred) == pytest.approx(float(value), rel=tolerance)
    np.testing.assert_allclose(
        ours.gradient(y_true, y_pred), gradient.numpy(), rtol=tolerance, atol=tolerance
    )


def test_epsilon() -> None:
    assert keras.backend.epsilon() == EPSILON


SHAPE = (30, 20)
# Name, our draws, the initializer of Keras, and the standard deviation that both should have.
INITIALIZERS = [
    (random_normal, "RandomNormal", 0.05),
    (glorot_uniform, "GlorotUniform", (2 / (30 + 20)) ** 0.5),
    (he_normal, "HeNormal", (2 / 30) ** 0.5),
]


def draw_ours(initializer: Any, n_draws: int = 100) -> Any:
    rng = np.random.default_rng(0)
    return np.concatenate([initializer(SHAPE, rng=rng).ravel() for _ in range(n_draws)])


def draw_theirs(name: str, n_draws: int = 100) -> Any:
    """One seed for each draw: an initializer of Keras repeats itself."""
    make = getattr(keras.initializers, name)
    return np.concatenate([make(seed=seed)(SHAPE).numpy().ravel() for seed in range(n_draws)])


@pytest.mark.parametrize(("initializer", "name", "stddev"), INITIALIZERS)
def test_initializers_draw_from_the_distribution_of_keras(
    initializer: Any, name: str, stddev: float
) -> None:
    """Of 60 000 draws each: one distribution, one spread, one extreme."""
    ours, theirs = draw_ours(initializer), draw_theirs(name)
    assert scipy.stats.ks_2samp(ours, theirs).pvalue > 0.01
    assert ours.std() == pytest.approx(stddev, rel=0.01)
    assert theirs.std() == pytest.approx(stddev, rel=0.01)
    if initializer is not random_normal:  # the others have limits
        assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=1e-3)


@pytest.mark.parametrize(
    ("initializer", "distribution"),
    [
        (random_normal, scipy.stats.norm(scale=0.05)),
        (glorot_uniform, scipy.stats.uniform(-(0.12**0.5), 2 * 0.12**0.5)),
        (
            he_normal,
            scipy.stats.truncnorm(-2, 2, scale=(2 / 30) ** 0.5 / scipy.stats.truncnorm.std(-2, 2)),
        ),
    ],
)
def test_initializers_draw_from_the_documented_distribution(
    initializer: Any, distribution: Any
) -> None:
    """Against the exact distribution: for glorot_uniform, up to the root of 6 / (30 + 20)."""
    assert scipy.stats.kstest(draw_ours(initializer), distribution.cdf).pvalue > 0.01


@pytest.mark.parametrize(
    ("draw", "name"),
    [
        (lambda rng, size: rng.normal(0, 0.05 * 1.05, size), "RandomNormal"),
        (lambda rng, size: rng.normal(0, (2 / 50) ** 0.5, size), "GlorotUniform"),
        (lambda rng, size: rng.normal(0, (2 / 30) ** 0.5, size), "HeNormal"),
    ],
    ids=["5 % too wide", "normal, not uniform", "not truncated"],
)
def test_another_distribution_would_be_noticed(draw: Any, name: str) -> None:
    """Near misses, two of them of the right variance, fail the test that ours pass."""
    theirs = draw_theirs(name)
    wrong = draw(np.random.default_rng(0), theirs.size)
    assert scipy.stats.ks_2samp(wrong, theirs).pvalue < 0.01
