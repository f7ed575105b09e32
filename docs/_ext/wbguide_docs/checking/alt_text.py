"""Require of figures and charts that they say what they show; of charts that they fit a phone."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.cells import is_output, line_of_output
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.prose import line_of
from wbguide_docs.reading.warning import warn

FIGURE = "an image has no alt text: describe it in ![...](...) or in the code cell's option 'alt'"
CHART = "a chart has no alt text: describe it in the cell's option 'alt'"
WIDTH = "a chart must have the width 'container', so that it fits a phone"


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of the images and charts of one page."""
    cells = read_page(app.env, app.env.docname).cells
    faults: dict[tuple[int, str], None] = {}  # a cell may put out a picture in several forms
    for node in document.findall(nodes.Element):
        if fault := _fault(node):
            line = line_of_output(node, cells) if is_output(node) else line_of(node)
            faults[line, fault] = None
    for line, fault in faults:
        warn(fault, app.env.docname, line, "alt_text")


def _fault(node: nodes.Element) -> str | None:
    if isinstance(node, nodes.image) and not node.get("alt", "").strip():
        return FIGURE
    if chart := node.get("chart"):
        if not chart["alt"]:
            return CHART
        if chart["width"] != "container":
            return WIDTH
    return None


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
