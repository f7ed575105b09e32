"""Show where a page stands in the course: a line below its title, and cards with pictures.

An author writes an index of pages as a list of definitions: the link, and what is found there. On
the map each of them becomes a card, with a figure of the page itself, drawn small, and its facts.
The front page has what is counted of the whole, and with the directive `path` all tutorials.
"""

from __future__ import annotations

import json
import re
from html import escape
from itertools import count as counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from wbguide_docs.answers import ANSWERS
from wbguide_docs.course import DEEPER, TUTORIALS, Facts, facts_of, pages_of, parts_of
from wbguide_docs.rendering.figures import markup_of
from wbguide_docs.rendering.marks import SVG

INDEXES = [f"{TUTORIALS}/index", f"{DEEPER}/index"]
CODE = re.compile(r"`([^`]+)`")
NUMBER = re.compile(r"-?[\d.]+")
EDGE = 0.02  # of the width, for strokes at the frame
NOT_SHAPES = {f"{SVG}text", f"{SVG}metadata"}  # words, and the drawing for phones
LEFT_OUT = ("matplotlib.axis", "text", "legend")  # too small to read: words, ticks


def place(env: BuildEnvironment, page: str) -> str:
    """Return which page of the course it is, in words."""
    path = pages_of(env, TUTORIALS)
    return f"Tutorial {path.index(page) + 1} of {len(path)}" if page in path else "Deep dive"


def add_line(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write below the title for whom a page is, and how long it takes."""
    facts = facts_of(app.env, page) if doctree else None
    if not facts:
        return
    parts = [place(app.env, page)]
    if facts.door:
        title = escape(app.env.titles[facts.door].astext())
        address = app.builder.get_relative_uri(page, facts.door)
        parts.append(f'goes on from <a href="{address}">{title}</a>')
    parts += [f"about {facts.minutes} minutes", f"for you if {_html(facts.readers)}"]
    line = f'<p class="wb-facts">{" · ".join(parts)}</p>'
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{line}", 1)


def count(env: BuildEnvironment) -> str:
    """Return in words what the site holds."""
    path = pages_of(env, TUTORIALS)
    minutes = [facts.minutes for page in path if (facts := facts_of(env, page))]
    course = [*path, *pages_of(env, DEEPER)]
    exercises = sum(exercises_in(env.get_doctree(page)) for page in course)
    answers = sum(len(pages_of(env, folder)) for folder in ANSWERS)
    each = f" of {min(minutes)} to {max(minutes)} minutes" if minutes else ""
    return (
        f"{len(path)} tutorials{each} · {exercises} exercises · {answers} answers · "
        "all code has run, and its results were checked"
    )


def add_count(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write on the front page, above its first part, what the site holds."""
    if doctree and page == app.config.root_doc and pages_of(app.env, TUTORIALS):
        line = f'<p class="wb-facts">{count(app.env)}</p>'
        title, section, rest = context["body"].partition("</h1>")
        context["body"] = title + section + rest.replace("<section", f"{line}\n<section", 1)


class PathDirective(SphinxDirective):
    """Stand for all tutorials, in order."""

    def run(self) -> list[nodes.Node]:
        """Return what becomes of it once all pages are read."""
        return [nodes.container(classes=["wb-path"])]


def add_files(app: Sphinx, page: str, _t: str, context: dict[str, Any], _d: object) -> None:
    """Load `course.css` and `progress.js` on pages of the course, and on maps."""
    body = context.get("body", "")
    inside = page != app.config.root_doc and 'class="wb-facts"' in body
    if page in INDEXES or inside or 'class="wb-progress"' in body:
        attributes: dict[str, Any] = {"data-page": page} if inside else {}
        app.add_css_file("course.css")
        app.add_js_file("progress.js", loading_method="defer", **attributes)


class Map(SphinxPostTransform):
    """Make cards of the definitions in an index of the course."""

    default_priority = 20  # after references are resolved
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Do so for one page."""
        if self.env.docname == self.config.root_doc:
            for place in list(self.document.findall(nodes.container)):
                if "wb-path" in place["classes"]:
                    # Not by `replace_self`, which would hand its class on to the first part.
                    at = place.parent.index(place)
                    place.parent[at : at + 1] = self._path()
        if self.env.docname not in INDEXES:
            return
        numbers = counter(1)
        for found in list(self.document.findall(nodes.definition_list)):
            items = list(found.findall(nodes.definition_list_item))
            pages = [self._page(item) for item in items]
            if all(pages):
                cards = nodes.bullet_list(classes=["wb-map"])
                cards += [
                    self._card(item, page, facts, f"map-{next(numbers)}")
                    for item, (page, facts) in zip(items, filter(None, pages), strict=True)
                ]
                found.replace_self(cards)

    def _path(self) -> list[nodes.Node]:
        """Return the title of each part, and a card for each of its pages."""
        numbers = {page: k for k, page in enumerate(pages_of(self.env, TUTORIALS), start=1)}
        made: list[nodes.Node] = []
        for title, pages in parts_of(self.env):
            cards = nodes.bullet_list(classes=["wb-map", "wb-path"])
            for page in pages:
                if facts := facts_of(self.env, page):
                    cards += self._small_card(page, facts, numbers[page])
            made += [nodes.rubric("", title, **{"heading-level": 3}), cards]
        return made

    def _small_card(self, page: str, facts: Facts, number: int) -> nodes.list_item:
        document = self.env.get_doctree(page)
        address = self.app.builder.get_relative_uri(self.env.docname, page)
        picture = self._picture(document, facts.picture, f"path-{number}")
        link = nodes.reference("", self.env.titles[page].astext(), refuri=address)
        return nodes.list_item(
            "",
            nodes.raw("", picture, format="html"),
            nodes.paragraph("", "", nodes.inline("", str(number), classes=["wb-number"]), link),
            nodes.raw("", progress(page, exercises_in(document)), format="html"),
            nodes.paragraph("", f"{facts.minutes} minutes", classes=["wb-small"]),
        )

    def _page(self, item: nodes.definition_list_item) -> tuple[str, Facts] | None:
        """Return the page of the course that a definition is about."""
        for link in item[0].findall(nodes.reference):
            address = link.get("refuri", "").removesuffix(".html")
            page = f"{self.env.docname.rpartition('/')[0]}/{address.rpartition('/')[2]}"
            if page in self.env.found_docs and (facts := facts_of(self.env, page)):
                return page, facts
        return None

    def _card(
        self, item: nodes.definition_list_item, page: str, facts: Facts, prefix: str
    ) -> nodes.list_item:
        title, finding = item[0], item[1]
        small = [f"{facts.minutes} minutes", f"needs {facts.needs}"]
        if facts.door:
            small.insert(0, f"after {self.env.titles[facts.door].astext()}")
        path = pages_of(self.env, TUTORIALS)
        number = str(path.index(page) + 1) if page in path else ""
        document = self.env.get_doctree(page)
        picture = self._picture(document, facts.picture, prefix)
        return nodes.list_item(
            "",
            nodes.raw("", picture, format="html"),
            nodes.paragraph(
                "", "", nodes.inline("", number, classes=["wb-number"]), *title.children
            ),
            *finding.children,
            nodes.paragraph("", "", *_nodes(f"Afterwards you can {facts.able}.")),
            nodes.raw("", progress(page, exercises_in(document)), format="html"),
            nodes.paragraph("", "", *_nodes(" · ".join(small)), classes=["wb-small"]),
        )

    def _picture(self, document: nodes.document, number: int, prefix: str) -> str:
        """Return one of the figures that a page has, or nothing if it has fewer."""
        files = [Path(self.env.srcdir, image["uri"]) for image in document.findall(nodes.image)]
        figures = [each for each in files if each.suffix == ".svg" and each.is_file()]
        if len(figures) < number:
            return ""
        return thumbnail(figures[number - 1].read_text(encoding="utf-8"), prefix)


def exercises_in(document: nodes.document) -> int:
    """Return how many exercises a page has that can be solved in it."""
    return int(document.get("exercises", 0))


def progress(page: str, exercises: int) -> str:
    """Return where `progress.js` writes what a reader has done of a page."""
    facts = f'data-page="{escape(page)}" data-exercises="{exercises}"'
    return f'<p class="wb-progress" {facts} hidden></p>'


def _html(text: str) -> str:
    """Return a text of the front matter, in which code stands between backticks."""
    return CODE.sub(r"<code>\1</code>", escape(text))


def _nodes(text: str) -> list[nodes.Node]:
    """Return the same as nodes of a document."""
    parts = CODE.split(text)  # code is every second one
    return [nodes.literal("", part) if i % 2 else nodes.Text(part) for i, part in enumerate(parts)]


def thumbnail(source: str, prefix: str) -> str:
    """Return the shapes of a figure, without what is too small to read."""
    root = ET.fromstring(source)  # noqa: S314  # written by this build
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("id", "").startswith(LEFT_OUT) or child.tag in NOT_SHAPES:
                parent.remove(child)
    if frames := [_frame(found) for each in root.iter(f"{SVG}g") if (found := _background(each))]:
        left, top, right, bottom = zip(*frames, strict=True)
        width, height = max(right) - min(left), max(bottom) - min(top)
        edge = EDGE * width
        corner = f"{min(left) - edge:.0f} {min(top) - edge:.0f}"
        root.set("viewBox", f"{corner} {width + 2 * edge:.0f} {height + 2 * edge:.0f}")
    return markup_of(root, "", prefix, "wb-figure wb-thumbnail")


def _background(group: ET.Element) -> str:
    """Return the path of the background of axes, or nothing if there is none, as in a diagram."""
    first = group.find(f"{SVG}g")
    if first is None or not group.get("id", "").startswith("axes_"):
        return ""
    path = first.find(f"{SVG}path") if first.get("id", "").startswith("patch_") else None
    return path.get("d", "") if path is not None else ""


def _frame(background: str) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a path."""
    numbers = [float(each) for each in NUMBER.findall(background)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def follow_pages(app: Sphinx, _: BuildEnvironment, read: list[str]) -> None:
    """Have the maps written again if what they show of the pages about to be read changes."""
    pages = [name for name in read if name.partition("/")[0] in (TUTORIALS, DEEPER)]
    note = Path(app.doctreedir, "on-maps.json")
    known = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    shown = {}

    def rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
        shown.update({page: _on_maps(env, page) for page in pages})
        news = any(known.get(page) != shown[page] for page in pages)
        return [name for name in (*INDEXES, app.config.root_doc) if news and name in env.found_docs]

    def keep(_: Sphinx, exception: Exception | None) -> None:
        if not exception:
            note.write_text(json.dumps(known | shown), encoding="utf-8")

    app.connect("env-updated", rewrite)
    app.connect("build-finished", keep)


def _on_maps(env: BuildEnvironment, page: str) -> str:
    """Return what maps show of a page; the name of a figure is a digest of it."""
    if page in INDEXES:
        return json.dumps(parts_of(env))
    document = env.get_doctree(page)
    figures = [image["uri"] for image in document.findall(nodes.image)]
    return json.dumps([env.metadata[page].get("course"), exercises_in(document), figures])


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_directive("path", PathDirective)
    app.add_post_transform(Map)
    app.connect("html-page-context", add_count, priority=300)  # above the box for questions
    app.connect("html-page-context", add_line, priority=600)  # above what is to download
    app.connect("html-page-context", add_files, priority=700)
    app.connect("env-before-read-docs", follow_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
