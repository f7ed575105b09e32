"""A chart of layers shows what passes through them, computed one layer at a time."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from tests.package.interactive.reading import drawn, parameters, printed, slider, texts, values_at
from wbguide.interactive import follow_layers
from wbguide.interactive.layers import LEVELS, MOST_RELU

UNITS, LAYERS, SAMPLES, SEED = 9, 4, 20, 3
CHART = follow_layers(units=UNITS, layers=LAYERS, samples=SAMPLES, seed=SEED)
DOTS, BEYOND = 3, (10, 15)  # layers of the picture
SETTINGS: list[dict[str, Any]] = [
    {"exponent": exponent, "activation": activation, "equal": equal}
    for exponent in (-1.0, -0.35, 0.0, 0.15, 1.0)
    for activation in ("tanh", "relu")
    for equal in (False, True)
]


def size(array: np.ndarray) -> float:
    return float(np.sqrt(np.mean(array**2)))


def passed(
    exponent: float, activation: str, *, equal: bool
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the outputs of each layer and the gradients with respect to them."""
    rng = np.random.default_rng(SEED)
    a = rng.normal(size=(SAMPLES, UNITS))
    draws = [rng.normal(size=(UNITS, UNITS)) for _ in range(LAYERS)]
    back = rng.normal(size=a.shape)
    spread = 10**exponent / np.sqrt(UNITS)
    weights = [spread * (np.ones_like(draw) if equal else draw) for draw in draws]
    outputs = []
    for W in weights:
        a = np.tanh(a @ W) if activation == "tanh" else np.maximum(a @ W, 0)
        outputs.append(a)
    gradients = [back / size(back)]
    for W, a in list(zip(weights, outputs, strict=True))[:0:-1]:
        slope = 1 - a**2 if activation == "tanh" else (a > 0) * 1.0
        gradients.insert(0, (gradients[0] * slope) @ W.T)
    return outputs, gradients


@pytest.mark.parametrize("setting", SETTINGS)
def test_it_reads_what_arrives_and_what_comes_back(setting: dict[str, Any]) -> None:
    outputs, gradients = passed(**setting)
    found = values_at(CHART, **setting)
    assert found["scale"] == 10 ** setting["exponent"]
    assert found["size"] == pytest.approx(size(outputs[-1]), rel=1e-9)
    assert found["gradient"] == pytest.approx(size(gradients[0]), rel=1e-9)
    lost = np.abs(outputs[-1]) > 0.99 if setting["activation"] == "tanh" else outputs[-1] == 0
    assert found["lost"] == pytest.approx(np.mean(lost), rel=1e-9)


@pytest.mark.parametrize("setting", SETTINGS)
def test_what_is_drawn_is_near(setting: dict[str, Any]) -> None:
    outputs, gradients = passed(**setting)
    found = values_at(CHART, **setting)
    exponent, activation, equal = setting.values()
    inputs = np.random.default_rng(SEED).normal(size=(SAMPLES, UNITS))
    shown = int(np.argmax(inputs.sum(axis=1) > 0))
    dots = np.concatenate([each[shown] for each in outputs])
    decades = np.log10([max(size(each), 1e-9) for each in outputs + gradients])
    powers = np.concatenate([np.arange(1, LAYERS + 1), np.arange(LAYERS)[::-1]])
    if activation == "tanh":
        letters = found["levels"][equal][found["place"]]
        steps = np.array([LEVELS.index(letter) for letter in letters])
        np.testing.assert_allclose(steps / 63 * 2 - 1, dots, atol=0.017)
        drawn_decades = found["tanh_decades"][equal][found["place"]]
    else:
        scales = found["scale"] ** np.repeat(np.arange(1, LAYERS + 1), UNITS)
        np.testing.assert_allclose(found["rays"][equal] * scales, dots, rtol=6e-3)
        drawn_decades = found["relu_decades"][equal] + exponent * powers
    np.testing.assert_allclose(np.clip(drawn_decades, -3, 3), np.clip(decades, -3, 3), atol=0.051)


def places(picture: str, number: int) -> np.ndarray:
    """Return where the symbols of a layer are."""
    layer = re.search(rf"<g[^>]*role-mark layer_{number}_marks.*?</g>", picture, re.DOTALL)
    assert layer
    found = re.findall(r"translate\(([\d.e-]+),([\d.e-]+)\)", layer[0])
    return np.array(found, dtype=np.float64)


def dots_of(picture: str) -> np.ndarray:
    """Return where the line of dots is broken, and leaves the round ends of nothing."""
    layer = re.search(rf"<g[^>]*role-mark layer_{DOTS}_marks.*?</g>", picture, re.DOTALL)
    assert layer
    assert layer[0].count("<path") == 1
    assert 'stroke-linecap="round"' in layer[0]
    found = re.findall(r"M([\d.e-]+),([\d.e-]+)Z", layer[0])
    return np.array(found, dtype=np.float64)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_dots_are_where_they_should_be_and_become_one(activation: str) -> None:
    different = dots_of(drawn(CHART, activation=activation, exponent=0.0))
    assert len(different) == UNITS * LAYERS
    outputs, _ = passed(0.0, activation, equal=False)
    inputs = np.random.default_rng(SEED).normal(size=(SAMPLES, UNITS))
    dots = np.concatenate([each[np.argmax(inputs.sum(axis=1) > 0)] for each in outputs])
    share = (dots + 1) / 2 if activation == "tanh" else np.minimum(dots / MOST_RELU, 1)
    np.testing.assert_allclose(different[:, 1], 132 - 110 * share, atol=1)
    assert len(np.unique(different[:, 0])) == UNITS * LAYERS
    one = dots_of(drawn(CHART, activation=activation, exponent=0.0, equal=True))
    assert len(np.unique(one, axis=0)) == LAYERS


@pytest.mark.parametrize(
    ("exponent", "equal", "edges"), [(-1.0, False, (270, 382)), (1.0, True, (200, 312))]
)
def test_what_is_beyond_the_axis_is_pointed_at(
    exponent: float, *, equal: bool, edges: tuple[int, int]
) -> None:
    passed_on = passed(exponent, "relu", equal=equal)
    picture = drawn(CHART, activation="relu", exponent=exponent, equal=equal)
    for arrays, number, edge in zip(passed_on, BEYOND, edges, strict=True):
        beyond = sum(abs(np.log10(size(array))) > 3 for array in arrays)
        assert beyond >= 1
        assert places(picture, number)[:, 1].tolist() == [edge] * beyond


def test_it_says_what_it_shows() -> None:
    chart = follow_layers()
    said = texts(drawn(chart))
    assert "spread = 1 / √64 = 0.125" in said
    assert "0% stuck beyond ±0.99 in layer 10" in said
    assert "outputs of 16 units, for one sample" in said
    assert "outputs: size 0.217 in layer 10" in said
    assert "gradient: size 0.376 back in layer 1" in said
    assert {"1,000", "0.001", "layer", "10", "−1"} <= set(said)
    relu = texts(drawn(chart, activation="relu", exponent=-1.0))
    assert "61% at zero in layer 10" in relu
    assert "outputs: size 4.50e-12 in layer 10" in relu
    assert "≥ 4" in relu
    assert "outputs for one sample" in texts(drawn(CHART))
    assert slider(chart, "exponent") == (-1, 1, 0.05, 0.0)
    assert parameters(chart)["exponent"]["bind"]["name"] == "spread of the weights · √64 "


@pytest.mark.parametrize("setting", SETTINGS[4:8])
def test_its_code_prints_what_it_shows(setting: dict[str, Any]) -> None:
    expected = values_at(CHART, **setting)["size"]
    assert printed(CHART, **setting) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"units": 1}, ValueError, "units must be at least 2; received 1"),
        ({"units": 257}, ValueError, "units must be at most 256; received 257"),
        ({"layers": 1}, ValueError, "layers must be at least 2; received 1"),
        ({"layers": 13}, ValueError, "layers must be at most 12; received 13"),
        ({"samples": 0}, ValueError, "samples must be at least 1; received 0"),
        ({"samples": 1001}, ValueError, "samples must be at most 1000; received 1001"),
        ({"seed": -1}, ValueError, "seed must be at least 0; received -1"),
        ({"layers": 2.5}, TypeError, "layers must be a whole number; received 2.5"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        follow_layers(**arguments)


@pytest.mark.parametrize("arguments", [{"units": 256}, {"layers": 12}, {"samples": 1000}])
def test_the_most_is_taken(arguments: dict[str, int]) -> None:
    small: dict[str, int] = {"units": 2, "layers": 2, "samples": 1}
    follow_layers(**small | arguments)
