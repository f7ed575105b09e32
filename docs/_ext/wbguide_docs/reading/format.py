"""What a page may say of its cells beyond what MyST-NB knows, put into MyST-NB's own terms.

An option `alt` describes the picture that a cell shows, and folds its code, unless a tag says
`show-input`: the picture is what the reader is after. Other code that is folded is no solution,
and its fold does not say so. Below the line `# %% checks`, a visible cell goes on as a hidden one:
what is there runs with the page, and is neither shown nor copied. All this is read here and
nowhere else, so that all who read a page, MyST-NB too, see the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import myst_nb.sphinx_
from myst_nb.core import read
from nbformat import NotebookNode, v4
from sphinx.application import Sphinx

MARKER = "# %% checks"
SEEN = {"show-input", "hide-input", "remove-input", "remove-cell"}  # what an author has chosen
BREAK = re.compile(r"^# ?%%.*$", re.MULTILINE)
END = re.compile(r"\s*\n(?:```|# ?%%)")  # of the code of a cell


def create_reader(path: str, *arguments: Any, **options: Any) -> read.NbReader | None:
    """Stand in for MyST-NB's `create_nb_reader`."""
    reader = read.create_nb_reader(path, *arguments, **options)
    if reader:
        reader.read = partial(_read, reader.read)
    return reader


def _read(read_plain: Callable[[str], NotebookNode], text: str) -> NotebookNode:
    notebook = read_plain(text)
    lines = text.splitlines()
    pieces = [
        piece
        for cell, line in zip(notebook.cells, notebook.metadata.source_map, strict=True)
        for piece in _pieces(cell, line, lines)
    ]
    notebook.cells = [cell for cell, _ in pieces]
    notebook.metadata.source_map = [line for _, line in pieces]
    return notebook


def _pieces(cell: NotebookNode, fence: int, lines: list[str]) -> Iterator[tuple[NotebookNode, int]]:
    """Yield what becomes of a cell, each part with the line above its code."""
    if cell.cell_type == "code":
        if alt := cell.metadata.pop("alt", None):
            options = cell.metadata.setdefault("mystnb", NotebookNode())
            options.setdefault("image", NotebookNode()).alt = str(alt)
            _fold(cell.metadata, options)
        elif "hide-input" in cell.metadata.get("tags", []):
            _prompt(cell.metadata.setdefault("mystnb", NotebookNode()), "code")
        if found := BREAK.search(cell.source):
            line = line_of_code(cell.source, fence, lines)
            line += cell.source.count("\n", 0, found.start())
            if found[0].rstrip() != MARKER:
                message = f"line {line}: {found[0]!r} is no marker; {MARKER!r} is"
                raise read.MystMetadataParsingError(message)
            checks = cell.source[found.end() :].strip("\n")
            cell.source = cell.source[: found.start()].rstrip()
            yield cell, fence
            cell, fence = v4.new_code_cell(checks, metadata={"tags": ["remove-cell"]}), line
    yield cell, fence


def _fold(metadata: NotebookNode, options: NotebookNode) -> None:
    tags = metadata.setdefault("tags", [])
    if not SEEN & set(tags):
        tags.append("hide-input")
        _prompt(options, "code of the figure")


def _prompt(options: NotebookNode, what: str) -> None:
    options.code_prompt_show = f"Show the {what}"
    options.code_prompt_hide = f"Hide the {what}"


def line_of_code(source: str, above: int, lines: list[str]) -> int:
    """Return the line in which the code of a cell begins, somewhere below another."""
    below = "\n".join(lines[above:])
    start = below.find(source)
    # What ends the code tells it from the cell's options, in which the same words may stand.
    while start >= 0 and not END.match(below, start + len(source)):
        start = below.find(source, start + 1)
    return above + 1 + below.count("\n", 0, max(start, 0))


def setup(_app: Sphinx) -> dict[str, Any]:
    """Have MyST-NB read pages so: for what a cell may say it has no setting."""
    myst_nb.sphinx_.create_nb_reader = create_reader
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
