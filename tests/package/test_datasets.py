"""Data sets: what is promised of their numbers."""

import sys
from typing import Any

import numpy as np
import pytest

from wbguide.datasets import FONTS, house_prices, letters, make_line


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_house_prices_lie_on_the_line_200_x_plus_100() -> None:
    X, y = house_prices()
    np.testing.assert_array_equal(X, [[1.0], [2.0]])
    np.testing.assert_array_equal(y, 200.0 * X[:, 0] + 100.0)


def test_house_prices_are_made_anew() -> None:
    """Whoever changes what they were given changes nothing for others."""
    X, y = house_prices()
    X[:], y[:] = 0.0, 0.0
    assert house_prices()[1].tolist() == [300.0, 500.0]
    assert house_prices()[0].tolist() == [[1.0], [2.0]]


def test_make_line_without_noise_is_on_the_line(rng: np.random.Generator) -> None:
    X, y = make_line(50, weight=-2.0, bias=0.5, rng=rng)
    assert X.shape == (50, 1)
    assert y.shape == (50,)
    assert 0.0 <= X.min() < 0.1
    assert 0.9 < X.max() < 1.0
    np.testing.assert_array_equal(y, -2.0 * X[:, 0] + 0.5)


def test_make_line_scatters_vertically_by_the_noise(rng: np.random.Generator) -> None:
    """Of 10 000 residuals the mean is within 0.03, the spread within 3 % (over 4 errors each)."""
    X, y = make_line(10_000, weight=3.0, bias=-1.0, noise=0.5, rng=rng)
    residuals = y - (3.0 * X[:, 0] - 1.0)
    assert residuals.mean() == pytest.approx(0.0, abs=0.03)
    assert residuals.std() == pytest.approx(0.5, rel=0.03)


def test_noise_moves_no_point_sideways() -> None:
    """The same seed gives the same positions, so that scatter alone is compared."""
    exact, _ = make_line(5, weight=1.0, bias=0.0, rng=np.random.default_rng(1))
    noisy, _ = make_line(5, weight=1.0, bias=0.0, noise=1.0, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(exact, noisy)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n_samples": 0}, ValueError, r"^n_samples must be at least 1; received 0$"),
        ({"n_samples": 2**50}, ValueError, r"^n_samples must be small enough for memory; rec"),
        ({"n_samples": 2.0}, TypeError, r"^n_samples must be a whole number; received 2.0$"),
        ({"weight": np.nan}, ValueError, r"^weight must be finite in float64; received nan$"),
        ({"weight": [1.0]}, ValueError, r"^weight must be a single number; received shape \(1,\)$"),
        ({"bias": "1"}, TypeError, r"^bias must be real numbers; received dtype <U1$"),
        ({"noise": -1.0}, ValueError, r"^noise must be positive; received -1.0$"),
        ({"rng": 0}, TypeError, r"^rng must be a numpy.random.Generator; received int$"),
        ({"weight": 1.7e308, "bias": 1.7e308}, ValueError, r"^y must be finite in float64"),
        ({"noise": 1.7e308}, ValueError, r"^y must be finite in float64; received -?inf"),
    ],
)
def test_bad_input_is_named(
    arguments: dict[str, Any],
    error: type[Exception],
    message: str,
    rng: np.random.Generator,
) -> None:
    defaults: dict[str, Any] = {"n_samples": 50, "weight": 1.0, "bias": 0.0, "rng": rng}
    with pytest.raises(error, match=message):
        make_line(**(defaults | arguments))


def test_no_test_font_is_of_a_family_of_the_training_fonts() -> None:
    """A family is named by what its fonts' names start with."""
    families = {kind: {name[:3] for name in names} for kind, names in FONTS.items()}
    assert families == {"training": {"Dej", "cmr", "cmt", "cmb", "cms"}, "test": {"STI"}}
    assert [len(set(names)) for names in FONTS.values()] == [17, 4]


def test_letters_are_ink_on_paper(rng: np.random.Generator) -> None:
    """Some pixels are all ink, most are all paper, and no ink is cut off at the border."""
    X, y = letters(
        200, fonts="training", alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", noise=None, rng=rng
    )
    assert X.shape == (200, 256)
    assert y.shape == (200,)
    assert set(y.tolist()) <= set(range(26))
    assert X.min() == 0.0
    assert X.max() == 1.0
    assert np.median(X) == 0.0
    border = np.pad(np.zeros((14, 14)), 1, constant_values=1).ravel() == 1
    assert X[:, border].max() < 0.3


def test_a_letter_is_upright_and_has_its_rows_from_the_top(rng: np.random.Generator) -> None:
    """T has its bar at the top, L at the bottom; J has its hook at the left."""
    t, ell, j = (
        letters(30, fonts="test", alphabet=letter, noise=None, rng=rng)[0].mean(axis=0)
        for letter in "TLJ"
    )
    upper, left = (places.ravel() < 8 for places in np.mgrid[0:16, 0:16])
    assert t[upper].sum() > 1.3 * t[~upper].sum()
    assert ell[upper].sum() < 0.8 * ell[~upper].sum()
    assert j[left & ~upper].sum() > j[left & upper].sum()


def test_letters_vary_in_place_angle_and_weight(rng: np.random.Generator) -> None:
    """One letter of one font family is never drawn twice alike, and has more ink when bold."""
    X, _ = letters(100, fonts="test", alphabet="I", noise=None, rng=rng)
    assert len(np.unique(X, axis=0)) == 100
    ink = X.sum(axis=1)
    assert ink.max() > 1.5 * ink.min()
    rows, columns = np.mgrid[0:16, 0:16] + 0.5
    centers = np.stack([X @ rows.ravel(), X @ columns.ravel()]) / ink
    np.testing.assert_array_less(np.abs(centers - 8), 1.0 + 0.5)  # moved by up to a pixel
    np.testing.assert_array_less(0.5, np.ptp(centers, axis=1))


def test_the_same_seed_draws_the_same_letters_and_noise_comes_last() -> None:
    clean, y = letters(5, fonts="training", noise=None, rng=np.random.default_rng(1))
    again, y_again = letters(5, fonts="training", noise=None, rng=np.random.default_rng(1))
    noisy, y_noisy = letters(5, fonts="training", noise=0.2, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(clean, again)
    assert y.tolist() == y_again.tolist() == y_noisy.tolist()
    noise = (noisy - clean).ravel()  # 1280 numbers: the spread is within 10 %, or 5 errors
    assert noise.std() == pytest.approx(0.2, rel=0.1)
    assert noise.mean() == pytest.approx(0.0, abs=0.03)


def test_letters_are_as_frequent_as_asked_for(rng: np.random.Generator) -> None:
    """Of 2000 letters, a share is within 5 points, or over 4 errors."""
    options: dict[str, Any] = {"fonts": "test", "alphabet": "XYZ", "rng": rng}
    _, y = letters(2000, **options)
    np.testing.assert_allclose(np.bincount(y) / 2000, [1 / 3, 1 / 3, 1 / 3], atol=0.05)
    _, y = letters(2000, frequencies=[6, 3, 1], **options)
    np.testing.assert_allclose(np.bincount(y) / 2000, [0.6, 0.3, 0.1], atol=0.05)
    _, y = letters(20, frequencies=[1.7e308, 1.7e308, 1e-300], **options)
    assert set(y.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n_samples": 0}, ValueError, r"^n_samples must be at least 1; received 0$"),
        ({"n_samples": 2**50}, ValueError, r"^n_samples must be small enough for memory; rec"),
        ({"fonts": "all"}, ValueError, r"^fonts must be one of 'training', 'test'; received 'all'"),
        ({"rng": 0}, TypeError, r"^rng must be a numpy.random.Generator; received int$"),
        ({"alphabet": ""}, ValueError, r"^alphabet must be different letters from A to Z; rec.*''"),
        ({"alphabet": "ABA"}, ValueError, r"^alphabet must be different letters .* received 'ABA'"),
        ({"alphabet": "ab"}, ValueError, r"^alphabet must be different letters .* received 'ab'"),
        ({"alphabet": 3}, ValueError, r"^alphabet must be different letters .* received 3$"),
        ({"frequencies": [1, 2]}, ValueError, r"^frequencies must have shape \(10,\); received"),
        ({"frequencies": [0.0] * 10}, ValueError, r"^frequencies must be positive; received 0.0$"),
        ({"noise": 0.0}, ValueError, r"^noise must be positive; received 0.0$"),
        ({"noise": 1.7e308}, ValueError, r"^X must be finite in float64; received -?inf"),
    ],
)
def test_bad_input_to_letters_is_named(
    arguments: dict[str, Any],
    error: type[Exception],
    message: str,
    rng: np.random.Generator,
) -> None:
    defaults: dict[str, Any] = {"n_samples": 3, "fonts": "test", "rng": rng}
    with pytest.raises(error, match=message):
        letters(**(defaults | arguments))


def test_letters_say_that_they_need_matplotlib(
    monkeypatch: pytest.MonkeyPatch, rng: np.random.Generator
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"fonts of Matplotlib: pip install matplotlib$"):
        letters(1, fonts="test", rng=rng)
