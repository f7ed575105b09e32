"""Keep visible cells short enough to read, and lines short enough to be seen whole.

A cell whose code is folded may be long: nobody has to read it. Its lines have to fit, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.cells import Cell
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.warning import warn

LINES = 15  # what one reads without scrolling back
COLUMNS = 90  # what fits beside both sidebars, at 1280 px


def faults(cells: list[Cell]) -> Iterator[tuple[int, str]]:
    """Yield what is too long in the cells of a page, with its line."""
    for cell in cells:
        if cell.unseen:
            continue
        lines = cell.source.splitlines()
        if len(lines) > LINES and not cell.folded:
            yield cell.line, f"a visible cell of {len(lines)} lines: {LINES} are enough; split it"
        for number, line in enumerate(lines):
            if len(line) > COLUMNS:
                at = cell.line + number
                yield at, f"a line of {len(line)} columns: {COLUMNS} are seen; break it"


def check(app: Sphinx, _document: nodes.document) -> None:
    """Warn of what is too long on one page."""
    name = app.env.docname
    for line, fault in faults(read_page(app.env, name).cells):
        warn(fault, name, line, "length")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
