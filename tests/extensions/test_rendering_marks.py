"""Marks of a series are one element, and look as they did."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser
from wbguide_docs.rendering.marks import SVG, join_marks

USE, LINE = f"{SVG}use", f"{SVG}polyline"


def draw() -> ET.Element:
    """Return a drawing of series of marks: alike, few, of other colors, of other sizes."""
    x = np.linspace(0.0, 1.0, 7)
    with mpl.rc_context({"svg.fonttype": "none"}):
        fig, ax = plt.subplots(figsize=(3.0, 3.0))
        ax.plot(x, x**2, "o-", color="C1", alpha=0.4, markersize=12)
        ax.plot(x[:3], x[:3] + 0.2, "s", markeredgecolor="black")
        ax.scatter(x, 1 - x, marker="^", color="C2", edgecolor="white")
        ax.scatter(x, 0.8 - x / 2, c=["C3"] * 5 + ["C4"] * 2)
        ax.scatter(x, 0.3 - x / 4, s=100 * x + 10)
        ax.axis("off")
        file = io.StringIO()
        fig.savefig(file, format="svg")
        plt.close(fig)
    return ET.fromstring(file.getvalue())  # noqa: S314  # our own


def test_marks_that_differ_by_their_place_alone_are_one_line_with_markers() -> None:
    root = draw()
    before = len(root.findall(f".//{USE}"))
    join_marks(root)
    lines = [line.attrib["points"].split() for line in root.iter(LINE)]
    assert [len(points) for points in lines] == [7, 5, 7]
    assert before - len(root.findall(f".//{USE}")) == 7 + 5 + 7


def test_no_shape_stays_that_nobody_uses_and_none_is_lost() -> None:
    root = draw()
    join_marks(root)
    text = ET.tostring(root, encoding="unicode")
    defined = [path.attrib["id"] for path in root.findall(f".//{SVG}defs/{SVG}path")]
    assert defined
    assert all(f'href="#{name}"' in text for name in defined)
    for line in root.iter(LINE):
        name = line.attrib["marker-mid"].removeprefix("url(#").removesuffix(")")
        (shape,) = root.findall(f".//{SVG}marker[@id='{name}']/{SVG}path")
        assert shape.attrib["d"]


def pixels(browser: Browser, root: ET.Element, file: Path) -> NDArray[np.float64]:
    ET.ElementTree(root).write(file)
    page = browser.new_page(viewport={"width": 300, "height": 300})
    page.goto(file.as_uri())
    return np.asarray(plt.imread(io.BytesIO(page.screenshot())), dtype=np.float64)


def test_a_browser_draws_them_as_before(chromium: Browser, tmp_path: Path) -> None:
    plain, joined, without = draw(), draw(), draw()
    join_marks(joined)
    for parent in list(without.iter(f"{SVG}g")):
        for use in parent.findall(USE):
            parent.remove(use)
    drawings = enumerate((plain, joined, without))
    before, after, gone = (
        pixels(chromium, root, tmp_path / f"{number}.svg") for number, root in drawings
    )
    # A place is rounded to a tenth of a pixel, so that only edges may differ, and by a little.
    assert np.abs(before - after).max() < 0.3
    assert np.abs(before - gone).max() > 0.5
