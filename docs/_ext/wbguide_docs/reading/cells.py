"""Read the code of a page, with that of hidden cells, which never reaches its doctree."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.format import line_of_code
from wbguide_docs.reading.pages import read_page

MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A code cell: its number among all cells of the page, where it stands, and what it says."""

    number: int
    fence: int
    """The line of its fence in the page."""
    line: int
    """The line in which its code begins."""
    source: str
    announces_error: bool
    tags: frozenset[str] = frozenset()

    @property
    def tree(self) -> ast.Module:
        """The syntax of its code; nothing if it has none, as running it will show."""
        return parse(self.source)


def parse(source: str) -> ast.Module:
    """Return the syntax of Python code that may have lines for IPython."""
    try:
        return ast.parse(MAGIC.sub("pass", source))
    except SyntaxError:
        return ast.Module([], [])


def is_output(node: nodes.Node) -> bool:
    """Tell whether a node of the doctree is something that a cell put out."""
    while node.parent:
        node = node.parent
        if "nb_element" in node.attributes:
            return bool(node["nb_element"] != "cell_code_source")
    return False


def line_of_output(node: nodes.Element, cells: list[Cell]) -> int:
    """Return the line of the fence of the cell that put out what is now a node of the doctree."""
    while "cell_index" not in node:
        node = node.parent
    return next(cell.fence for cell in cells if cell.number == node["cell_index"])


def cells_of_page(app: Sphinx) -> list[Cell]:
    """Return the code cells of the page that is being read, which is parsed once for all."""
    found: list[Cell] | None = app.env.temp_data.get(__name__)
    if found is None:
        found = app.env.temp_data[__name__] = _read_cells(app.env, app.env.docname)
    return found


def _read_cells(env: Any, name: str) -> list[Cell]:
    """Return the code cells of a page."""
    text, notebook = read_page(env, name)
    if notebook is None:
        return []
    cells = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            fence = notebook.metadata.source_map[number]
            line = line_of_code(cell.source, fence, text.splitlines())
            announces_error = bool(cell.metadata.get("raises"))
            tags = frozenset(cell.metadata.get("tags", ()))
            cells.append(Cell(number, fence, line, cell.source, announces_error, tags))
    return cells
