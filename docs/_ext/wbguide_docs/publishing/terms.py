"""Write what each term means, in one script, for readers who stop at a word.

A page loads it when the pointer, the focus or a finger first stops at a link to the glossary, and
shows the definition there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

SCRIPT = "terms.js"


def meanings(document: nodes.document) -> dict[str, str]:
    """Return the first paragraph of each definition in a glossary, by the anchor of its term."""
    found: dict[str, str] = {}
    for item in document.findall(nodes.definition_list_item):
        definition = item.next_node(nodes.definition)
        first = definition.next_node(nodes.paragraph) if definition is not None else None
        if first is not None:
            for term in item.findall(nodes.term):
                found |= dict.fromkeys(term["ids"], " ".join(first.astext().split()))
    return found


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the terms of a site that has been built."""
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    objects = app.env.domains.standard_domain.objects
    pages = sorted({page for (kind, _), (page, _) in objects.items() if kind == "term"})
    found: dict[str, str] = {}
    for page in pages:
        found |= meanings(app.env.get_doctree(page))
    data = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    Path(app.outdir, SCRIPT).write_text(f"wbguideTerms({data});\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
