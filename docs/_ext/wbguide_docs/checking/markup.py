"""Refuse raw HTML that nobody checks, and what a page would load from another host.

Sphinx and MyST warn of dead links in Markdown, not of those in raw HTML. So links stand in
Markdown. What a browser would refuse is named here with its line; `publishing.furo` looks at the
whole page as it is written.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.cells import is_output, line_of_output
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.prose import line_of
from wbguide_docs.reading.warning import warn

LINK = re.compile(r"<[a-z][^<>]*\s(?:href|src|srcset|action|data|poster)\s*=", re.IGNORECASE)
LOAD = re.compile(
    r"<(?!a\b)[a-z][^<>]*\s(?:href|src|srcset|data|poster)\s*=\s*[\"']?\s*(?:https?:)?//"
    r"|\burl\(\s*[\"']?(?:https?:)?//|@import\b|\bimport\(",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"<style[ >]|<script(?![^>]*\ssrc=)|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE
)
UNCHECKED = "nothing checks a link in raw HTML: write it in Markdown, as [text](page.md#anchor)"
FORBIDDEN = "a strict Content-Security-Policy forbids this: give it a class, and put it in _static"
FOREIGN = "a page loads nothing from another host: keep a copy in the site"


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of the raw HTML and the images of one page."""
    name = app.env.docname
    cells = read_page(app.env, name).cells
    for raw in document.findall(nodes.raw):
        text = raw.astext()
        put_out = is_output(raw)
        faults = {LOAD: FOREIGN} if put_out else {LOAD: FOREIGN, INLINE: FORBIDDEN, LINK: UNCHECKED}
        for pattern, fault in faults.items():
            if found := pattern.search(text):
                line = line_of(raw) + text.count("\n", 0, found.start())
                warn(fault, name, line_of_output(raw, cells) if put_out else line, "link")
                break
    for image in document.findall(nodes.image):
        if "://" in image["uri"] or image["uri"].startswith("//"):
            warn(FOREIGN, name, line_of(image), "link")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
