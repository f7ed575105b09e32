"""Require that a page which runs code also checks what it claims."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.warning import warn

LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
NO_CHECK = (
    "this page runs code and checks nothing: compare a result with what the page claims, by "
    "np.testing.assert_allclose or assert, in a cell tagged remove-cell if it would distract"
)


def checks(tree: ast.AST) -> bool:
    """Tell whether code compares something, such that another result would stop it."""
    return any(is_check(node) for node in _runs(tree))


def _runs(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs with the cell, and not only if a function is called."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, LATER):
            yield child
            yield from _runs(child)


def is_check(node: ast.AST) -> bool:
    """Tell whether a node of a syntax tree compares something, such that it could fail."""
    match node:
        case ast.Assert(test=ast.Compare(left=left, comparators=[right])):
            return _can_differ(left, right)
        case ast.Assert(test=ast.Tuple()):
            return False  # a tuple is true, whatever is in it
        case ast.Assert(test=test):
            return _can_differ(test)
        case ast.Call(
            func=ast.Attribute(attr=name) | ast.Name(id=name), args=[actual, expected, *_]
        ) if name.startswith("assert_"):
            return _can_differ(actual, expected)
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr=name)))]):
            return name == "raises"
        case _:
            return False


def _can_differ(*values: ast.expr) -> bool:
    """Tell whether values are not constants only, nor all the same expression."""
    named = any(isinstance(node, ast.Name) for value in values for node in ast.walk(value))
    return named and (len(values) == 1 or len({ast.dump(value) for value in values}) > 1)


def check(app: Sphinx, _doctree: nodes.document) -> None:
    """Warn of a page whose cells hold no check, at its first cell."""
    name = app.env.docname
    cells = read_page(app.env, name).cells
    if cells and not any(cell.raises or checks(cell.tree) for cell in cells):
        warn(NO_CHECK, name, cells[0].fence, "check")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
