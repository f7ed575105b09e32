"""Read a page as MyST-NB reads it: its text, the notebook that it is, and its code cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from nbformat import NotebookNode

from wbguide_docs.reading.cells import Cell, read_cell
from wbguide_docs.reading.format import create_reader


@dataclass(frozen=True)
class Page:
    """What an author wrote. It is read once for all who ask, so copy a notebook to change it."""

    text: str
    notebook: NotebookNode | None
    """None if the page runs no code."""
    cells: list[Cell]
    """The code cells, hidden ones too, which never reach the doctree."""
    lines: list[int]
    """The line in which each cell of the notebook begins: of code its fence."""


# By environment. Those read before Sphinx forks are known in all its processes. Not what Sphinx has
# for such things, `temp_data`: it empties that for each page that it reads, and copies all that is
# in it for each that it writes.
_known: WeakKeyDictionary[Any, dict[str, Page]] = WeakKeyDictionary()


def read_page(env: Any, name: str) -> Page:
    """Return the page of a name; raise MystMetadataParsingError if MyST-NB cannot read it."""
    path = Path(env.doc2path(name))
    text = path.read_text(encoding="utf-8-sig")
    known = _known.setdefault(env, {})
    if name not in known or known[name].text != text:
        known[name] = _parsed(env, path, text)
    return known[name]


def _parsed(env: Any, path: Path, text: str) -> Page:
    reader = create_reader(str(path), env.myst_config, env.mystnb_config, text)
    notebook = reader.read(text) if reader else None
    if notebook is None or not code_cells(notebook):
        return Page(text, None, [], [])
    written = text.splitlines()
    starts = notebook.metadata.source_map
    lines, cells = [], []
    for number, (node, line) in enumerate(zip(notebook.cells, starts, strict=True)):
        if node.cell_type == "code":
            cells.append(read_cell(node, number, line, written))
        if node.cell_type == "markdown":  # `line` is the line before, and blank lines may follow
            blank = takewhile(lambda text: not text.strip(), written[line:])
            line += 1 + sum(1 for _ in blank)  # noqa: PLW2901
        lines.append(line)
    return Page(text, notebook, cells, lines)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells of a notebook that hold code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
