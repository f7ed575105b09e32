"""A chart becomes a part of its page that needs nothing else, or fails the build."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from wbguide_docs.rendering.palette import COLORS
from wbguide_docs.rendering.vega import FILE, bundle

from tests.extensions.chart_site import build, cell, chart_cell, chart_page
from wbguide.interactive import activate, compare_bias, descend, fit_by_hand

FIT = "from wbguide.interactive import fit_by_hand\nfit_by_hand([1, 2], [3, 5], weight=1.5)"
PLAIN = "import altair as alt\nalt.Chart(alt.InlineData(values=[{'x': 1}])).mark_point()"
INDEX = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a page with two charts, built beside a page without one."""
    folder = tmp_path_factory.mktemp("site")
    page = chart_page(chart_cell(FIT, "A <line> too low"), chart_cell(FIT, "Again"))
    status, log, built = build(folder, index=INDEX, moving=page, still="# Still\n\nWords.\n")
    assert status == 0, log
    return (built / "moving.html").read_text()


def test_a_chart_without_alt_text_fails_with_page_and_line(tmp_path: Path) -> None:
    status, log, _ = build(tmp_path, index=INDEX, moving=chart_page(cell(FIT)))
    assert status == 1
    assert re.search(r"moving\.md:14: WARNING: a chart has no alt text", log), log


def test_a_chart_that_does_not_fit_a_phone_fails(tmp_path: Path) -> None:
    status, log, _ = build(tmp_path, index=INDEX, moving=chart_page(chart_cell(PLAIN, "A point")))
    assert status == 1
    assert "a chart must have the width 'container'" in log


def test_a_still_chart_is_a_picture_without_controls(tmp_path: Path) -> None:
    code = f"{PLAIN}.encode(x='x:Q').properties(width='container')"
    status, log, built = build(tmp_path, index=chart_page(chart_cell(code, "A point")))
    assert status == 0, log
    html = (built / "index.html").read_text()
    assert 'aria-label="A point"' in html
    assert "wb-chart-panel" not in html


def test_pictures_say_what_they_show_and_take_the_colors_of_the_page(html: str) -> None:
    assert 'role="img" aria-label="A &lt;line&gt; too low"' in html
    pictures = re.findall(r"<svg .*?</svg>", html.partition("wb-chart-live")[0], re.DOTALL)[-2:]
    assert len(pictures) == 2
    for picture in pictures:
        assert "var(--wb-blue)" in picture
        assert "loss (mean squared error) = 3.125" in picture  # residuals 1.5 and 2
        assert not re.search(r'="#[0-9a-fA-F]{3,8}"', picture)
        assert "style=" not in picture


def test_readouts_start_with_their_values(html: str) -> None:
    assert re.search(r'<output name="loss"[^>]*aria-live="polite">3.125</output>', html)


def test_no_id_is_given_twice(html: str) -> None:
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    for referred in re.findall(r"url\(#([^)]*)\)", html.partition("<script type=")[0]):
        assert referred in ids


def test_only_a_page_with_a_chart_loads_its_script(html: str, tmp_path: Path) -> None:
    assert f'data-vega="{FILE}" defer="defer" src="_static/charts.js' in html
    assert "vega-embed" not in html
    _, _, built = build(tmp_path, index="# Still\n\nWords.\n")
    assert "chart" not in (built / "index.html").read_text()


def test_the_same_page_gives_the_same_bytes(html: str, tmp_path: Path) -> None:
    page = chart_page(chart_cell(FIT, "A <line> too low"), chart_cell(FIT, "Again"))
    _, _, built = build(tmp_path, index=INDEX, moving=page, still="# Still\n\nWords.\n")
    assert (built / "moving.html").read_text() == html
    assert (built / "_static" / FILE).read_text() == bundle()


def test_vega_is_small_and_declares_one_global() -> None:
    script = bundle()
    assert len(gzip.compress(script.encode())) < 210_000
    assert re.findall(r"window\.(wb\w+)", script) == ["wbVega"]
    assert script.endswith("})();\n")


def test_every_color_of_a_chart_follows_the_theme() -> None:
    data = [0, 1], [1, 3]
    charts = [fit_by_hand(*data), compare_bias(*data), activate("relu")]
    charts.append(descend(*data, learning_rate=0.1))
    for chart in charts:
        colors = set(re.findall(r"#[0-9a-f]{6}", chart.to_json()))
        assert colors
        assert colors <= set(COLORS)
