"""Let no number stand in prose that is neither computed nor given.

Computed is what was glued from a cell. Given is what stands as a number in the code that the page
shows: the author chose it, and nothing computed it. Alt texts are left out: they describe what a
picture shows, its ticks and its heights by eye, and options of a cell cannot be glued.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.cells import is_output
from wbguide_docs.reading.prose import Block, blocks
from wbguide_docs.reading.syntax import parse
from wbguide_docs.reading.warning import warn

NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)"  # not in a name, as in float32 or GPT-4
    r"(?P<value>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?)"
    r"(?:/(?P<divisor>\d+))?(?P<percent>\s?%)?(?P<unit>\s+square\s+feet)?"
)
LARGEST_CONSTANT = 10

EXCEPTIONS = {
    r"(?<![\w/])\d/\d(?!\d)": "a fraction of two digits: exact, so derived rather than measured",
    r"\((?:19|20)\d\d\)": "the year of a source",
    r"\b(?:chapter|issue|question|section|thread|version)s?\s+\d+(?:\.\d+)*(?:(?:,|\sand)\s\d+)*": (
        "where to look something up"
    ),
    r"\b(?:Altair|Keras|Matplotlib|NumPy|Python|TensorFlow)\s+\d+(?:\.\d+)*"
    r"(?:(?:,|\sor)\s\d+\.\d+)*": "a version, not ours",
    r"\bshapes?\s+\((?:\w+,\s?)*\w*\)": "a shape, which is read off the code",
}
EXCEPTION = re.compile("|".join(f"(?:{pattern})" for pattern in EXCEPTIONS))


def givens(document: nodes.document) -> dict[float, set[str]]:
    """Return the numbers in the code of a page, without their signs, and how each is written."""
    found: dict[float, set[str]] = {}
    for listing in document.findall(nodes.literal_block):
        if not is_output(listing):
            source = listing.astext()
            for node in ast.walk(parse(source)):
                value = node.value if isinstance(node, ast.Constant) else None
                if isinstance(value, int | float) and not isinstance(value, bool):
                    written = ast.get_source_segment(source, node) or ""
                    found.setdefault(float(value), set()).add(written)
    return found


def typed_numbers(block: Block, given: dict[float, set[str]]) -> Iterator[tuple[int, str]]:
    """Yield the numbers of a block that are not given, with the line of each."""
    text = EXCEPTION.sub(lambda found: re.sub(r"\S", " ", found[0]), block.text)
    for number in NUMBER.finditer(text):
        meanings = _meanings(number) & given.keys()
        # 4.00 is what something was rounded to, though the code has a 4.
        rounded = "." in number["value"] and number["value"].endswith("0")
        if rounded:
            meanings = {value for value in meanings if number["value"] in given[value]}
        if not meanings:
            yield block.line_of(number.start()), number[0].strip()


def _meanings(number: re.Match[str]) -> set[float]:
    """Return the values that code may have for a number of the text."""
    value = float(number["value"].replace(",", "")) / float(number["divisor"] or 1)
    scales = [1.0]
    if number["percent"]:
        scales.append(100.0)
    if number["unit"] or number.string[: number.start()].endswith("$"):
        scales.append(1000.0)  # code counts in $1000s and in 1000 square feet
    return {float(f"{value / scale:.12g}") for scale in scales}


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of the numbers of one page that were typed in."""
    given = givens(document)
    message = "%s is neither given nor glued: compute it in a cell, and write {glue:text}`name:.2f`"
    if not given:
        # What runs nothing computes nothing: it may state definitions, such as 1/4, but no results.
        constants = range(LARGEST_CONSTANT + 1)
        given = {float(n): {str(n)} for n in constants}
        given |= {float(f"{1 / n:.12g}"): {str(1 / n)} for n in constants if n}
        message = "%s is not computed, and this page has no code: leave it to a page that has"
    for block in blocks(document):
        for line, number in typed_numbers(block, given):
            warn(message % number, app.env.docname, line, "number")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
