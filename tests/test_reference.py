"""The pages of the API reference check what they say: here without Keras and without a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1] / "docs" / "reference" / "api"
CELL = re.compile(r"```\{code-cell\} python\n((?:.|\n)*?)^```$", re.MULTILINE)


def cells(page: Path) -> Iterator[str]:
    """Yield the code of each cell, on the lines on which it stands in the page."""
    text = page.read_text(encoding="utf-8")
    for cell in CELL.finditer(text):
        options, _, code = cell[1].rpartition(":tags: [remove-cell]\n")
        yield "\n" * text.count("\n", 0, cell.start(1)) + "\n" * options.count("\n") + code


@pytest.mark.parametrize(
    "page",
    sorted(page for page in PAGES.glob("*.md") if CELL.search(page.read_text("utf-8")))
    or [pytest.param(None, marks=pytest.mark.skip("the documentation is not here"))],
    ids=lambda page: page.stem if page else "none",
)
def test_what_a_reference_page_says_holds(page: Path) -> None:
    namespace: dict[str, object] = {}
    for cell in cells(page):
        exec(compile(cell, str(page), "exec"), namespace)  # noqa: S102  # our own page
