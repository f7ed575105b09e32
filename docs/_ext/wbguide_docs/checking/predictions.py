"""Hold a page to the predictions that it asks for: something must follow that answers."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.predictions import MARK, predictions
from wbguide_docs.reading.prose import line_of
from wbguide_docs.reading.warning import warn

FEWEST, MOST = 2, 4


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of a prediction that nothing answers, and of too few or too many choices."""
    name = app.env.docname
    for each in predictions(document, name):
        line = line_of(each.asks.next_node(nodes.TextElement) or each.asks)
        if not each.answers:
            fault = "the page asks for a prediction, and no output follows below this heading"
            warn(fault, name, line, "prediction")
        if each.choices is not None and not FEWEST <= len(each.choices) <= MOST:
            fault = f"a prediction has {FEWEST} to {MOST} choices, and this has {len(each.choices)}"
            warn(fault, name, line, "prediction")
        if not isinstance(each.asks, nodes.section | nodes.paragraph | nodes.definition_list):
            fault = f"{{.{MARK}}} stands above a paragraph or above a list of definitions"
            warn(fault, name, line, "prediction")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
