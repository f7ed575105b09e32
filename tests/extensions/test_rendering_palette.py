"""Matplotlib, charts, the extension and the style sheet speak of the same colors."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from wbguide_docs.rendering.palette import COLORS

from tests.extensions.tiny_site import DOCS
from wbguide.interactive import activate, compare_bias, descend, fit_by_hand

BLACK = "#000000"  # what Matplotlib draws without a color of ours
PAPER = "var(--wb-paper)"  # in figures not quite white, so that it is told from what they leave out
THEMED = {color: variable for color, variable in COLORS.items() if color != BLACK}


def test_figures_are_drawn_in_the_palette() -> None:
    settings = (DOCS / "_ext/wbguide_docs/running/matplotlibrc").read_text()
    drawn = {f"#{color}" for color in re.findall(r'(?:: |")([0-9a-f]{6})\b', settings)}
    assert drawn == set(THEMED)


def test_the_light_theme_has_the_colors_of_the_palette() -> None:
    css = (DOCS / "_static/figures.css").read_text()
    light, *dark = re.findall(r"{((?:\s*--wb-\w+: #\w{6};)+)", css)
    values = {f"var({name})": color for name, color in re.findall(r"(--wb-\w+): (#\w{6})", light)}
    assert values.pop(PAPER) == "#ffffff"
    assert values == {name: color for color, name in THEMED.items() if name != PAPER}
    assert len(dark) == 2
    assert len({" ".join(block.split()) for block in dark}) == 1


def test_every_color_of_a_chart_is_of_the_palette() -> None:
    data = [0, 1], [1, 3]
    charts = [fit_by_hand(*data), compare_bias(*data), activate("relu")]
    charts.append(descend(*data, learning_rate=0.1))
    for chart in charts:
        colors = set(re.findall(r"#[0-9a-f]{6}", chart.to_json()))
        assert colors
        assert colors <= set(COLORS)


# Severe color blindness of each kind, Machado et al. 2009, https://doi.org/10.1109/TVCG.2009.113,
# on linear light.
EYES = {
    "all colors": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(  # of linear sRGB
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
HUES = ("blue", "orange", "green", "pink", "violet", "olive", "indigo")


def themes() -> list[dict[str, str]]:
    """Return the hues of the light theme and of the dark."""
    css = (DOCS / "_static/figures.css").read_text()
    light, dark, _ = re.findall(r"{((?:\s*--wb-\w+: #\w{6};)+)", css)
    found = [dict(re.findall(r"--wb-(\w+): (#\w{6})", block)) for block in (light, dark)]
    return [{hue: theme[hue] for hue in HUES} for theme in found]


def lab(color: str, eye: str) -> np.ndarray:
    """Return a color in CIELAB, as it is seen."""
    parts = np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    ratio = XYZ @ np.clip(EYES[eye] @ linear, 0, 1) / XYZ.sum(axis=1)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_white_and_red_are_where_cielab_has_them() -> None:
    np.testing.assert_allclose(lab("#ffffff", "all colors"), [100, 0, 0], atol=0.01)
    np.testing.assert_allclose(lab("#ff0000", "all colors"), [53.24, 80.09, 67.20], atol=0.01)


@pytest.mark.parametrize("eye", EYES)
def test_hues_are_told_apart_by_the_color_blind(eye: str) -> None:
    for theme in themes():
        for one, two in combinations(HUES, 2):
            distance = np.linalg.norm(lab(theme[one], eye) - lab(theme[two], eye))
            assert distance >= 20, (one, two)


def test_signs_of_weights_are_told_apart_in_gray() -> None:
    for theme in themes():
        positive, negative = (lab(theme[hue], "all colors")[0] for hue in ("violet", "olive"))
        assert abs(positive - negative) >= 20
