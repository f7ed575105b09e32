"""Write the words of all pages for the site's search.

Sphinx's search quotes from the pages that it finds, and fetches each of them to do so. A page that
was opened from a folder may not fetch. A script it may load; so the words are kept in one.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

WORDS = "search-words.js"
CALL, END = "wbguideWords(", ");\n"
SPACES = re.compile(r"\s+")
BLOCKS = {"p", "li", "dd", "dt", "td", "th", "pre", "div", "h1", "h2", "h3", "h4"}
UNQUOTED = {"headerlink", "wb-downloads", "wb-facts"}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "source"}


class Words(HTMLParser):
    """The words of the article in an HTML page, as its reader sees them, and where each id is."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.places: dict[str, int] = {}
        self.open: list[bool] = []  # for each element around: does its text count?
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        given = dict(attrs)
        if not self.open and given.get("role") != "main":
            return
        if (name := given.get("id")) and all(self.open):
            self.places[name] = len(self.text)
        if tag not in VOID:
            seen = tag not in ("svg", "script") and given.get("class") not in UNQUOTED
            self.open.append(seen and all(self.open))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self.open and tag not in VOID:
            self.open.pop()
            if tag in BLOCKS:
                self.handle_data(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass an element that holds nothing."""

    def handle_data(self, data: str) -> None:
        """Keep text, with one space where there are many."""
        if self.open and all(self.open):
            text = SPACES.sub(" ", data)
            self.text += text.lstrip() if self.text.endswith(" ") else text


def write_words(site: Path, pages: list[str]) -> None:
    """Write the words of the `pages` of a `site` as a script, looking only into what is new."""
    script = site / WORDS
    known, read_at = {}, 0
    if script.exists():
        known = json.loads(script.read_text(encoding="utf-8").removeprefix(CALL)[: -len(END)])
        read_at = script.stat().st_mtime_ns
    found = {}
    for page in pages:
        path = site / page
        if page in known and path.stat().st_mtime_ns < read_at:
            found[page] = known[page]
        else:
            words = Words(path.read_text(encoding="utf-8"))
            found[page] = {"text": words.text, "places": words.places}
    data = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    # Whole or not at all, however the build ends: the next one looks here first.
    partial = script.with_suffix(".partial")
    partial.write_text(f"{CALL}{data}{END}", encoding="utf-8")
    partial.replace(script)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the words of a site that has been built."""
    builder = app.builder
    if exception is None and isinstance(builder, StandaloneHTMLBuilder):
        pages = [builder.get_target_uri(name) for name in sorted(app.env.found_docs)]
        write_words(Path(app.outdir), pages)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
