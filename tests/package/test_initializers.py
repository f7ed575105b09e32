"""Initial weights: shape, limits and spread. tests/parity compares the distributions to Keras."""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pytest

from wbguide.initializers import glorot_uniform, he_normal, random_normal, zeros

Initializer: TypeAlias = Callable[..., np.ndarray[Any, np.dtype[Any]]]
RANDOM = [random_normal, glorot_uniform, he_normal]

every_random_initializer = pytest.mark.parametrize("initializer", RANDOM)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_zeros() -> None:
    np.testing.assert_array_equal(zeros((2, 3)), [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])


@every_random_initializer
def test_the_same_seed_gives_the_same_weights(initializer: Initializer) -> None:
    first, again, other = (initializer((3, 2), rng=np.random.default_rng(s)) for s in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()


@every_random_initializer
def test_shape_and_precision(initializer: Initializer, rng: np.random.Generator) -> None:
    weights = initializer((np.int64(4), 3), rng=rng)
    assert weights.shape == (4, 3)
    assert weights.dtype == np.float64


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [
        (random_normal, 0.05**2),
        (glorot_uniform, 2 / (400 + 100)),
        (he_normal, 2 / 400),
    ],
)
def test_mean_and_variance(
    initializer: Initializer, variance: float, rng: np.random.Generator
) -> None:
    """Of 40 000 draws: the mean within 4 standard errors, the variance within 4 % (over 4)."""
    weights = initializer((400, 100), rng=rng)
    assert abs(weights.mean()) < 4 * math.sqrt(variance / weights.size)
    assert weights.var() == pytest.approx(variance, rel=0.04)


def test_random_normal_has_the_standard_deviation_asked_for(rng: np.random.Generator) -> None:
    assert random_normal((200, 200), rng=rng, stddev=3.0).std() == pytest.approx(3.0, rel=0.02)


def test_glorot_uniform_fills_the_interval_up_to_its_limits(rng: np.random.Generator) -> None:
    """With 4 inputs and 2 outputs the limits are the roots of 6 / (4 + 2) = 1."""
    draws = np.array([glorot_uniform((4, 2), rng=rng) for _ in range(1000)])
    assert -1.0 <= draws.min() < -0.99
    assert 0.99 < draws.max() <= 1.0


def test_he_normal_is_cut_off_at_two_standard_deviations(rng: np.random.Generator) -> None:
    """The normal that is cut off is wider than the result: 1 / 0.8796 for a variance of 1."""
    weights = he_normal((2, 20_000), rng=rng)
    limit = 2.0 / 0.87962566103423978
    assert 0.99 * limit < np.abs(weights).max() <= limit


@pytest.mark.parametrize("initializer", [zeros, *RANDOM])
@pytest.mark.parametrize(
    ("shape", "error", "message"),
    [
        ([2, 1], TypeError, r"^shape must be a tuple \(fan_in, fan_out\); received \[2, 1\]$"),
        (2, TypeError, r"^shape must be a tuple \(fan_in, fan_out\); received 2$"),
        ((2,), ValueError, r"^shape must be \(fan_in, fan_out\); received \(2,\)$"),
        ((2, 1, 1), ValueError, r"^shape must be \(fan_in, fan_out\); received \(2, 1, 1\)$"),
        ((0, 1), ValueError, r"^fan_in must be at least 1; received 0$"),
        ((2, -1), ValueError, r"^fan_out must be at least 1; received -1$"),
        ((2.0, 1), TypeError, r"^fan_in must be a whole number; received 2.0$"),
        ((2, True), TypeError, r"^fan_out must be a whole number; received True$"),
        (
            (10**9, 10**9),
            ValueError,
            r"^shape must be small enough for memory; rec.* 7,450,580,596\.9 ",
        ),
        ((10**400, 1), ValueError, r"^fan_in must be at most \d+; received a larger number$"),
    ],
)
def test_a_bad_shape_is_named(
    initializer: Initializer, shape: Any, error: type[Exception], message: str
) -> None:
    arguments = {} if initializer is zeros else {"rng": np.random.default_rng(0)}
    with pytest.raises(error, match=message):
        initializer(shape, **arguments)


@every_random_initializer
def test_a_seed_is_not_a_generator(initializer: Initializer) -> None:
    with pytest.raises(TypeError, match=r"^rng must be a numpy.random.Generator; received int$"):
        initializer((2, 1), rng=0)


@pytest.mark.parametrize("stddev", [0.0, -1.0])
def test_a_standard_deviation_is_positive(stddev: float, rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match=f"^stddev must be positive; received {stddev}$"):
        random_normal((2, 1), rng=rng, stddev=stddev)


def test_a_standard_deviation_near_the_largest_float_overflows(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match=r"^weights must be finite in float64; received"):
        random_normal((9, 9), rng=rng, stddev=1.7e308)
