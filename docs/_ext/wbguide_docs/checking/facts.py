"""Count what can fail on a page, and tell what it imports, from the syntax tree of its cells.

A check that is written once counts once, however often a loop runs it. What an exercise's checker
says of an answer counts only where it is asserted, since a verdict that is shown cannot fail.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable

from nbformat import NotebookNode

from wbguide_docs.checking.assertions import is_check
from wbguide_docs.reading.pages import code_cells
from wbguide_docs.reading.syntax import parse


def cells_that_run(page: NotebookNode) -> list[NotebookNode]:
    """Return the code cells of a page but those that are told not to run."""
    return [
        cell for cell in code_cells(page) if "skip-execution" not in cell.metadata.get("tags", [])
    ]


def count_checks(page: NotebookNode) -> int:
    """Return how many statements, calls and announced errors could fail when `page` runs."""
    cells = cells_that_run(page)
    announced = sum("raises-exception" in cell.metadata.get("tags", []) for cell in cells)
    return announced + sum(map(is_check, _nodes(cells)))


def imported(page: NotebookNode) -> set[str]:
    """Return the packages outside the standard library that `page` names in its imports."""
    names: set[str] = set()
    for node in _nodes(cells_that_run(page)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")  # a page is in no package: it has no relative imports
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names


def _nodes(cells: Iterable[NotebookNode]) -> Iterable[ast.AST]:
    return (node for cell in cells for node in ast.walk(parse(cell.source)))
