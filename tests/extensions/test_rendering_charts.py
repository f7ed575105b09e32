"""A chart becomes a part of its page that needs nothing else, or fails the build."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from wbguide_docs.reading.outputs import CHART
from wbguide_docs.rendering import charts
from wbguide_docs.rendering.charts import MIME_TYPE
from wbguide_docs.rendering.vega import FILE, bundle

from tests.extensions.tiny_site import ROOT, Site, cell, page

FIT = "from wbguide.interactive import fit_by_hand\nfit_by_hand([1, 2], [3, 5], weight=1.5)"
PLAIN = "import altair as alt\nalt.Chart(alt.InlineData(values=[{'x': 1}])).mark_point()"
STILL = f"{PLAIN}.encode(x='x:Q').properties(width='container')"

COMMIT = """from wbguide.interactive import meet_new_data
meet_new_data([0.2, 0.8], [1, 2], [0.5], [1.5], noise=1, most=2)"""

CHOSEN = f"""{PLAIN}.encode(x='x:Q').add_params(
    alt.param(name='shape', value=2, bind=alt.binding_radio(
        options=[1, 2], labels=['a row', 'a column'], name='Shape ')),
    alt.param(name='equal', value=True, bind=alt.binding_checkbox(name='All equal ')),
)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build pages with two charts, a still one, choices, a button to commit, and without any."""
    site = Site(tmp_path_factory.mktemp("site"), packages=ROOT)
    moving = page("1") + cell(FIT, alt="A <line> too low") + cell(FIT, alt="Again")
    site.write(chosen=page("1") + cell(CHOSEN, alt="A point"))
    site.write(commit=page("1") + cell(COMMIT, alt="Two samples"))
    site.write(moving=moving, picture=page("1") + cell(STILL, alt="A point"), words="# Words\n")
    build = site.build_here()
    assert build.status == 0, build.log
    return site


@pytest.fixture(scope="module")
def html(site: Site) -> str:
    """Return the page with two charts."""
    return site.html("moving")


def test_a_still_chart_is_a_picture_without_controls(site: Site) -> None:
    html = site.html("picture")
    assert 'aria-label="A point"' in html
    assert "wb-chart-panel" not in html


def test_choices_and_switches_are_buttons_with_labels_that_start_where_told(site: Site) -> None:
    html = site.html("chosen")
    assert "<legend>Shape</legend>" in html
    button = 'type="radio" name="wb-chart-1.shape" value="{}"{} autocomplete="off">{}<'
    assert button.format(1, "", "a row") in html
    assert button.format(2, " checked", "a column") in html
    assert '<input type="checkbox" name="equal" checked autocomplete="off">All equal<' in html


def test_a_button_stands_for_the_switch_that_commits(site: Site) -> None:
    html = site.html("commit")
    assert '<label class="wb-chart-switch" hidden><input type="checkbox" name="shown"' in html
    assert '<button type="button" name="commit">Commit</button>' in html
    assert "hidden until you commit" in html
    assert 'name="commit"' not in site.html("chosen")


def test_cells_put_charts_out_in_the_media_type_that_is_rendered() -> None:
    """The rooms that run and copy pages have the name from `reading`, which this one cannot ask."""
    assert MIME_TYPE == CHART


def test_pictures_say_what_they_show_and_take_the_colors_of_the_page(html: str) -> None:
    assert 'role="img" aria-label="A &lt;line&gt; too low"' in html
    pictures = re.findall(r"<svg .*?</svg>", html.partition("wb-chart-live")[0], re.DOTALL)[-2:]
    assert len(pictures) == 2
    for picture in pictures:
        assert "var(--wb-blue)" in picture
        assert "loss (mean squared error) = 3.125" in picture  # residuals 1.5 and 2
        assert not re.search(r'="#[0-9a-fA-F]{3,8}"', picture)
        assert "style=" not in picture


def test_a_chart_is_made_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.html("picture").partition("wb-chart-1")[2]
    site.replace("picture", "# A page", "# Another page")
    monkeypatch.setattr(charts, "convert", None)
    build = site.build_here()
    assert build.status == 0, build.log
    assert site.html("picture").partition("wb-chart-1")[2] == before


def test_readouts_start_with_their_values(html: str) -> None:
    assert re.search(r'<output name="loss"[^>]*aria-live="polite">3.125</output>', html)


def test_no_id_is_given_twice(html: str) -> None:
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    for referred in re.findall(r"url\(#([^)]*)\)", html.partition("<script type=")[0]):
        assert referred in ids


def test_only_a_page_with_a_chart_loads_its_script(site: Site, html: str) -> None:
    assert f'data-vega="{FILE}" defer="defer" src="_static/charts.js' in html
    assert "vega-embed" not in html
    assert "chart" not in site.html("words")
    assert (site.docs / "_build/html/_static" / FILE).read_text() == bundle()


def test_vega_is_small_and_declares_one_global() -> None:
    script = bundle()
    assert len(gzip.compress(script.encode())) < 210_000
    assert re.findall(r"window\.(wb\w+)", script) == ["wbVega"]
    assert script.endswith("})();\n")


def test_a_field_that_is_computed_from_itself_fails_the_build(tmp_path: Path) -> None:
    site = Site(tmp_path, packages=ROOT)
    grown = f"{PLAIN}.transform_calculate(x='datum.x + 1').encode(x='x:Q')"
    site.write(grown=page("1") + cell(grown, alt="A point"))
    with pytest.raises(ValueError, match="a chart computes 'x' from itself"):
        site.build_here()
