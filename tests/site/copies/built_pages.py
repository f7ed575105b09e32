"""The pages of the built site that run code, as their readers get them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.site.copies.shown import Shown, as_printed, labels

SITE = Path(os.environ.get("WBGUIDE_SITE", "docs/_build/html")).resolve()


@dataclass
class PageCell:
    """A code cell of a page."""

    code: str
    """As *Copy* gives it; nothing for a cell whose code is not shown."""
    runnable: str
    """As *Copy runnable* gives it, or the code where nothing is missing."""
    shown: Shown = field(default_factory=Shown)

    @property
    def shown_by_copy(self) -> Shown:
        """What *Copy runnable* shows: it prints, where the page shows."""
        return self.shown if self.runnable == self.code else as_printed(self.shown)

    @property
    def name(self) -> str:
        """A few words to find it by."""
        return self.code.partition("\n")[0][:60]


@dataclass
class Page:
    """A page that runs code."""

    name: str
    cells: list[PageCell]

    def file(self, suffix: str) -> Path:
        """Return one of its downloads."""
        return (SITE / self.name).with_suffix(suffix)

    def printed_before(self, cell: PageCell) -> str:
        """Return what the cells before one print."""
        earlier = self.cells[: self.cells.index(cell)]
        return "\n".join(each.shown.text for each in earlier)

    def shown(self) -> Shown:
        """Return what all its cells show, one after the other."""
        parts = [as_printed(cell.shown) for cell in self.cells]
        text = "\n".join(part.text for part in parts if part.text)
        figures = [figure for part in parts for figure in part.figures]
        return Shown(text, figures=figures, charts=sum(part.charts for part in parts))


@cache
def pages() -> list[Page]:
    """Return them all."""
    if not SITE.is_dir():
        msg = f"there is no site at {SITE}: build it with `nox -s docs`, or set WBGUIDE_SITE"
        raise pytest.UsageError(msg)
    found = [
        read_page(path.relative_to(SITE).as_posix(), path.read_text("utf-8"))
        for path in sorted(SITE.rglob("*.html"))
    ]
    return [page for page in found if page.cells]


def page_of(name: str) -> Page:
    """Return the page of that name."""
    return next(page for page in pages() if page.name == name)


def read_page(name: str, text: str) -> Page:
    """Read the cells of a page."""
    if 'class="cell' not in text:
        return Page(name, [])
    soup = BeautifulSoup(text, "html.parser")
    pool = soup.find("script", id="wb-snippets")
    data = json.loads(pool.get_text()) if pool else {"pool": [], "cells": []}
    lacking = iter(data["cells"])
    cells = []
    for cell in soup.select("div.cell"):
        source = cell.select_one(".cell_input pre")
        code = source.get_text().rstrip() if source else ""
        entry: list[Any] = next(lacking, []) if source else []
        cells.append(PageCell(code, runnable(data["pool"], entry, code), read_outputs(cell)))
    return Page(name, cells)


def runnable(pool: list[str], entry: list[Any], code: str) -> str:
    """Return what `page.js` copies, but for where it lies for the reader."""
    if not entry:
        return code
    groups, *change = entry
    if change:
        kept, end = change
        code = "\n".join([*code.split("\n")[:kept], end])
    parts = ["\n".join(pool[number] for number in group) for group in groups]
    return "\n\n".join([*parts, code]) + "\n"


def read_outputs(cell: Tag) -> Shown:
    """Read what the cell of a page shows."""
    shown = Shown()
    printed = [each.get_text() for each in cell.select(".output.stream pre")]
    shown.text = "".join(printed).rstrip()
    for kind, kept in (("text_plain", shown.results), ("traceback", shown.errors)):
        kept += [each.get_text().rstrip() for each in cell.select(f".output.{kind} pre")]
    drawings = cell.select("svg.wb-figure:not(.wb-narrow)")
    shown.figures = [labels(str(drawing)) for drawing in drawings]
    shown.charts = len(cell.select(".wb-chart"))
    return shown
