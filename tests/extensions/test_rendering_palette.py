"""Matplotlib, charts, the extension and the style sheet speak of the same colors."""

from __future__ import annotations

import re

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
