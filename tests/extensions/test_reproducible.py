"""The same pages give the same site, and the comparison that says so notices when they do not.

`tests/reproducible` compares the real site.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extensions.comparison import differences
from tests.extensions.tiny_site import Build, Site, page

FIGURE = """\
---
mystnb:
  image:
    alt: A line.
---
import matplotlib.pyplot as plt

plt.plot([0, 1], [0, 1], label="line")
plt.legend();"""
CHART = """\
---
mystnb:
  image:
    alt: A point.
---
import altair

altair.Chart(altair.Data(values=[{"x": 1}]), width="container").mark_point().encode(x="x:Q")"""
STEADY = {
    "steady": page(FIGURE, CHART, "{k for k in 'abcdefgh'}", "[hash('a'), 1 / 3]"),
    "still": "# Still\n\n$$ x^2 $$\n",
}
UNSTEADY = {
    "address": page("object()"),
    "folder": page("import os\nos.getcwd()"),
    "random": page("import numpy as np\nnp.random.default_rng().normal()"),
    "time": page("import time\ntime.time()"),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the same pages in two folders, as two users would."""
    built = []
    for name, jobs in (("one", "1"), ("another folder", "4")):
        site = Site(tmp_path_factory.mktemp(name))
        site.write(**STEADY, **UNSTEADY)
        build: Build = site.build("-j", jobs)
        assert build.status == 0, build.log
        built.append(site.docs / "_build/html")
    return built[0], built[1]


def test_pages_that_are_steady_are_identical(sites: tuple[Path, Path]) -> None:
    changed = {difference.partition(":")[0] for difference in differences(*sites)}
    kinds = ("html", "ipynb", "md", "taken.js")
    shown = {f"{name}.{kind}" for name in UNSTEADY for kind in kinds}
    # The text of the pages that differ is in these, too.
    assert changed <= shown | {"llms-full.txt", "search-data.js"}


@pytest.mark.parametrize("name", UNSTEADY)
def test_page_that_is_not_steady_is_named(sites: tuple[Path, Path], name: str) -> None:
    assert any(difference.startswith(f"{name}.html:") for difference in differences(*sites))


def test_difference_is_shown_with_its_line(tmp_path: Path) -> None:
    for name, text in (("one", "a\nb 1 c"), ("two", "a\nb 2 c")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(text)
        (tmp_path / name / "same.html").write_text("same")
    (tmp_path / "two/new.svg").write_text("")
    assert differences(tmp_path / "one", tmp_path / "two") == [
        "new.svg: only in the second build",
        "page.html:2: byte 4\n  first:  b'a\\nb 1 c'\n  second: b'a\\nb 2 c'",
    ]


def test_file_that_goes_on_differs_at_its_end(tmp_path: Path) -> None:
    for name, text in (("one", "ab"), ("two", "abc")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(text)
    (difference,) = differences(tmp_path / "one", tmp_path / "two")
    assert difference.startswith("page.html:1: byte 2\n")


def test_no_site_is_not_the_same_site(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no site at"):
        differences(tmp_path, tmp_path)
