"""What a code cell of a page is, and which nodes of a doctree came out of one."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from docutils import nodes
from nbformat import NotebookNode

from wbguide_docs.reading.format import line_of_code
from wbguide_docs.reading.syntax import parse


@dataclass(frozen=True)
class Cell:
    """A code cell: its number among all cells of the page, where it stands, and what it says."""

    number: int
    fence: int
    """The line of its fence in the page."""
    line: int
    """The line in which its code begins."""
    source: str
    tags: frozenset[str] = frozenset()
    raises: str = ""
    """The error that it announces."""
    metadata: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """All of its options, as MyST-NB reads them."""

    @property
    def unseen(self) -> bool:
        """Whether its code is nowhere on the page."""
        return bool(self.tags & {"remove-cell", "remove-input"})

    @property
    def folded(self) -> bool:
        """Whether a reader has to unfold its code."""
        return bool(self.tags & {"hide-cell", "hide-input"})

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax of its code; nothing if it has none, as running it will show."""
        return parse(self.source)


def read_cell(node: NotebookNode, number: int, fence: int, written: list[str]) -> Cell:
    """Return a code cell of a notebook, whose page was `written` in these lines."""
    return Cell(
        number,
        fence,
        line=line_of_code(node.source, fence, written),
        source=node.source,
        tags=frozenset(node.metadata.get("tags", ())),
        raises=node.metadata.get("raises") or "",
        metadata=node.metadata,
    )


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
