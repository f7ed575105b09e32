"""Hold the headings of pages to the templates of their folders, which CONTRIBUTING.md gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.warning import warn

# What the reference says, it does not argue.
FOLDERS = ("deeper", "errors", "howto", "questions", "tutorials")
FIRST = {"errors": ("Raise it", "Why", "Mend it"), "questions": ("Predict", "Run")}
SILENT = "See it go wrong"  # with which an error begins that raises nothing
LAST = {
    "deeper": ("Remember", "Exercises", "Further reading"),
    "errors": ("Verdict", "Read next"),
    "questions": ("Verdict", "Read next"),
    "tutorials": ("Remember", "Exercises", "In practice", "Further reading"),
}
RECAP = ("In a sentence:", "As a formula:", "Not so:")
# A heading says what to do. No program can tell a verb from a noun ("Weights" is both), so the
# verbs are listed: add yours.
VERB = re.compile(
    r"""
    add|ask|average|begin|break|build|carry|center|change|check|choose|combine|come|compare|
    compute|copy|count|cut|derive|divide|do|double|draw|end|erase|explain|fail|find|fit|follow|
    freeze|get|give|go|guess|hold|initialize|keep|learn|leave|let|load|look|lose|make|match|
    measure|meet|mix|move|multiply|name|open|order|pay|penalize|pick|place|plot|predict|put|read|
    remove|repeat|replace|run|save|say|scale|see|set|shift|show|shrink|shuffle|solve|split|spread|
    squeeze|stack|start|step|stop|sum|swap|take|teach|tell|test|think|train|try|tune|turn|undo|
    unroll|use|wait|walk|watch|widen|work|write
    """,
    re.VERBOSE | re.IGNORECASE,
)

Fault = tuple[nodes.Node, str]


def faults(document: nodes.document, folder: str) -> Iterator[Fault]:
    """Yield what is wrong with the headings of a page in a folder, and where."""
    pages = _sections(document)
    for extra in pages[1:]:
        yield extra[0], "a page has one title: make this heading one of level 2, with ##"
    if pages:
        yield from _faults_of_page(pages[0], folder)


def _faults_of_page(page: nodes.section, folder: str) -> Iterator[Fault]:
    if folder in FOLDERS:
        yield from _opening(page)
    headings = [section[0] for section in _sections(page)]
    first, last = FIRST.get(folder, ()), LAST.get(folder, ())
    if folder == "errors" and headings and headings[0].astext() == SILENT:
        first = (SILENT, *first[1:])
    yield from _order(page, folder, "begin", headings[: len(first)], first)
    yield from _order(page, folder, "end", headings[max(0, len(headings) - len(last)) :], last)
    if folder in ("deeper", "tutorials"):
        for heading in headings:
            if heading.astext() not in last:
                yield from _no_verb(heading)
        yield from _recap(page)


def _recap(page: nodes.section) -> Iterator[Fault]:
    for section in _sections(page):
        if section[0].astext() == "Remember":
            items = section.findall(nodes.list_item)
            said = [next(iter(item.findall(nodes.strong)), None) for item in items]
            if [words and words.astext() for words in said] != [*RECAP]:
                wanted = ", ".join(f"**{words}**" for words in RECAP)
                yield section[0], f"what to remember is a list of three, which begin with {wanted}"


def _sections(node: nodes.Element) -> list[nodes.section]:
    return [child for child in node.children if isinstance(child, nodes.section)]


def _opening(page: nodes.section) -> Iterator[Fault]:
    opening = [n for n in page.children[1:] if not isinstance(n, nodes.section | nodes.target)]
    if not (opening and isinstance(opening[0], nodes.paragraph)):
        yield page[0], "a page opens with its answer: put a paragraph below its title"


def _order(
    page: nodes.section,
    folder: str,
    where: str,
    headings: list[nodes.Node],
    template: tuple[str, ...],
) -> Iterator[Fault]:
    """Yield the first heading that is not the template's, or the title if there are too few."""
    if [heading.astext() for heading in headings] == [*template]:
        return
    pairs = zip(headings, template, strict=False)
    others = [heading for heading, wanted in pairs if heading.astext() != wanted]
    names = ", ".join(template)
    order = ", in this order" if len(template) > 1 else ""
    yield [*others, page[0]][0], f"the headings of a page in {folder}/ {where} with {names}{order}"


def _no_verb(heading: nodes.Node) -> Iterator[Fault]:
    first = re.split(r"\W", heading.astext(), maxsplit=1)[0]
    if not VERB.fullmatch(first):
        fault = f"a heading of a tutorial begins with a verb; if {first!r} is one, add it to VERB"
        yield heading, f"{fault} in checking/headings.py"


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of the headings of one page."""
    folder, _, name = app.env.docname.rpartition("/")
    if name != "index":
        for place, fault in faults(document, folder):
            warn(fault, app.env.docname, place.line, "heading")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
