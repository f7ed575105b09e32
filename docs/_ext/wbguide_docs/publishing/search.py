"""Write what the site's search looks through: the sections of all pages, in one script.

A page that was opened from a folder may fetch nothing, but may load a script. So that the script
stays small, of a long section only the beginning is kept as it stands, to be quoted; of the rest,
each word once a page, but for those that tell no page from another. All words are kept beside the
doctrees, for the next build.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from wbguide_docs.answers import ANSWERS, KINDS, folder_of, message_of, read_asked

DATA = "search-data.js"
KEPT = "search.json"
COMMON_WORD = 8  # pages: what the rest of so many says tells hardly one from another
QUOTED = 110  # letters of a section that can be quoted, to the end of the sentence
SPACES = re.compile(r"\s+")
SENTENCE = re.compile(r"(?<=[.?!]) (?=\S)")
WORD = re.compile(r"[^\W\d_]{2,}")
NAME = re.compile(r"[A-Za-z_][\w.]*\w(?:=[\w.\[\]]+)?")
BLOCKS = {"p", "li", "dd", "dt", "td", "th", "pre", "div", "h1", "h2", "h3", "h4"}
HEADINGS = {"h1", "h2", "h3"}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "source"}
UNSEEN = {"svg", "script", "math", "noscript", "button", "summary"}
COMMON = """
    a all also an and any are as at be been both but by can could did do does each every first for
    from get has have here how if in into is it its me more most my no not now of on one only or
    other our same second so some such than that the their them then there these they this to too
    two us was we were what when where which who why will with would you your
"""
TELL_NOTHING = frozenset(COMMON.split())  # one page from another
# What stands around the text, what code has put out, and what the reference says of each argument.
LEFT_OUT = {
    *("headerlink", "wb-downloads", "wb-facts", "wb-ask", "viewcode-link", "visually-hidden"),
    *("cell_output", "wb-chart", "wb-exercise", "wb-exercise-function", "wb-install", "field-list"),
}


@dataclass
class Section:
    """A part of a page that has an address of its own."""

    place: str
    heading: str = ""
    text: str = ""
    names: set[str] = field(default_factory=set)  # of what its code calls

    def write(self, known: set[str]) -> list[str]:
        """Return place, heading, what can be quoted, and words of the rest that are not `known`."""
        text = self.text.strip()
        quoted, rest = text, ""
        if len(text) > QUOTED:
            quoted = ""
            for sentence in SENTENCE.split(text):
                if quoted and len(quoted) + len(sentence) > QUOTED:
                    break
                quoted = f"{quoted} {sentence}".strip()
            rest = text[len(quoted) :]
        words = {word.lower() for word in WORD.findall(rest)}
        words -= {word.lower() for word in WORD.findall(quoted)}
        words |= {name for name in self.names if name not in quoted}
        new = sorted(words - known - TELL_NOTHING)
        known.update(new)
        return [self.place, self.heading.strip(), quoted, " ".join(new)]


class Article(HTMLParser):
    """The sections of the article in an HTML page, as its reader sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self._open: list[tuple[str, str]] = []  # the elements around, and what their text is
        self._places = [""]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        given = {name: value or "" for name, value in attrs}
        if not self._open and given.get("role") != "main":
            return
        kind = self._open[-1][1] if self._open else "text"
        classes = set(given.get("class", "").split())
        if tag in UNSEEN or classes & LEFT_OUT:
            kind = "nothing"
        elif kind == "text":
            if tag == "section":
                self._places.append(given.get("id", ""))
            if tag in HEADINGS:
                kind = self._begin(self._places[-1] if tag != "h1" else "")
            elif tag == "dt" and given.get("id"):
                kind = self._begin(given["id"])
            elif tag == "pre":
                kind = "code"
        if tag not in VOID:
            self._open.append((tag, kind))

    def _begin(self, place: str) -> str:
        self.sections.append(Section(place))
        return "heading"

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if not self._open or tag in VOID:
            return
        kind = self._open.pop()[1]
        if tag == "section" and kind == "text" and len(self._places) > 1:
            self._places.pop()
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass an element that holds nothing."""

    def handle_data(self, data: str) -> None:
        """Keep text, with one space where there are many."""
        if not self._open or not self.sections:
            return
        kind, section = self._open[-1][1], self.sections[-1]
        text = SPACES.sub(" ", data)
        if kind == "heading":
            section.heading += text
        elif kind == "text":
            section.text += text.lstrip() if section.text.endswith(" ") else text
        elif kind == "code":
            section.names |= {*NAME.findall(text)}


def about(env: BuildEnvironment, name: str, address: str, html: str) -> dict[str, Any]:
    """Return what the search knows of a page: address, title, kind, how it is asked, sections."""
    sections = Article(html).sections
    words: set[str] = set()
    known = {
        "u": address,
        "t": env.titles[name].astext(),
        "k": KINDS.get(folder_of(name), "Page"),
        "m": message_of(env, name),
        "s": [section.write(words) for section in sections],
    }
    return {key: value for key, value in known.items() if value}


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the sections of a site that has been built."""
    builder, env = app.builder, app.env
    if exception is not None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    kept = Path(app.doctreedir, KEPT)
    known, read_at = {}, 0
    if kept.exists():
        pages = json.loads(kept.read_text(encoding="utf-8"))
        known, read_at = {page["u"]: page for page in pages}, kept.stat().st_mtime_ns
    found = []
    for name in sorted(env.found_docs):
        path, address = builder.get_output_path(name), builder.get_target_uri(name)
        if address in known and path.stat().st_mtime_ns < read_at:  # it was not written again
            found.append(known[address])
        else:
            found.append(about(env, name, address, path.read_text(encoding="utf-8")))
    asked = read_asked(Path(app.confdir))
    data = json.dumps(shortened(found, asked), ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, DATA).write_text(f"wbguideSections({data});\n", encoding="utf-8")
    # Whole or not at all, however the build ends: the next one looks here first.
    partial = kept.with_suffix(".partial")
    partial.write_text(json.dumps(found), encoding="utf-8")
    partial.replace(kept)


def shortened(pages: list[dict[str, Any]], asked: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return pages with how people ask for them, and without what too many have in common."""
    spread: Counter[str] = Counter()
    for page in pages:
        spread.update(word for section in page.get("s", ()) for word in section[3].split())
    found = []
    for page in pages:
        ways = asked.get(page["u"].removesuffix(".html"))
        sections = [
            [*section[:3], " ".join(w for w in section[3].split() if spread[w] <= COMMON_WORD)]
            for section in page.get("s", ())
        ]
        found.append(page | ({"a": ways} if ways else {}) | ({"s": sections} if sections else {}))
    return found


def add_page(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Return the page that a form without scripts leads to."""
    indexes = [f"{folder}/index" for folder in ANSWERS if f"{folder}/index" in app.env.found_docs]
    titles = [(page, app.env.titles[page].astext()) for page in indexes]
    return [("search", {"title": "Search", "indexes": titles}, "search.html")]


def ask_on_front_page(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put a box for questions on the front page, above its first part."""
    if doctree is None or page != app.config.root_doc:
        return
    address = escape(app.builder.get_relative_uri(page, "search"), quote=True)
    form = (
        f'<form class="wb-search wb-ask" method="get" action="{address}" role="search" '
        'aria-label="Ask a question"><input name="q" type="search" autocomplete="off" '
        'aria-label="Your question, or an error message" '
        'placeholder="A question or an error">'
        "<button>Search</button></form>\n"
    )
    title, end, rest = context["body"].partition("</h1>")
    place = rest.find("<section")
    rest = rest[:place] + form + rest[place:] if place >= 0 else f"\n{form}{rest}"
    context["body"] = title + end + rest


def leave_out(app: Sphinx) -> None:
    """Build no index for Sphinx's own search, which this one stands in for."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("builder-inited", leave_out)
    app.connect("html-collect-pages", add_page)
    app.connect("html-page-context", ask_on_front_page, priority=400)  # below later lines
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
