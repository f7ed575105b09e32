"""Let no number be glued into prose that rests on nothing which can fail.

What is glued is a name, and that very name is read by a check, or shown by a cell that is on the
page, for readers to compare. It counts only as long as the name is not bound again: a check of `w`
says nothing of what is called `w` later. A check that repeats what the name was bound to is none.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.checking.assertions import LATER, is_check
from wbguide_docs.reading.cells import Cell
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.warning import warn

VISIBLE = (
    "`glue` is not at hand where readers run this: glue in a hidden cell or below `# %% checks`"
)
NO_NAME = "what is glued is a name that a check reads: write x = ..., assert x < 1, glue(x=x)"
UNCHECKED = (
    "{name} is in the prose and rests on nothing: no check reads this name, as in "
    "`assert {name} < 1`, and no visible cell prints it"
)
UNSEEN = {"remove-cell", "remove-output"}

Binding = tuple[str, int]
"""A name, and how often it was bound before."""
Fault = tuple[int, str]


@dataclass
class Page:
    """What the cells of a page bind, check, show and glue, as they are read from the top."""

    faults: list[Fault] = field(default_factory=list)
    """The lines and what is wrong there."""
    glued: list[tuple[int, Binding]] = field(default_factory=list)
    firm: set[Binding] = field(default_factory=set)
    _bound: Counter[str] = field(default_factory=Counter)
    _values: dict[Binding, str] = field(default_factory=dict)

    def read(self, cell: Cell) -> None:
        """Read one cell."""
        seen = not UNSEEN & cell.tags
        body = cell.tree.body
        for statement in body:
            self._read(statement, cell, seen=seen)
        if seen and body and isinstance(body[-1], ast.Expr) and cell.source.rstrip()[-1] != ";":
            self._rest(_shown([body[-1].value]))

    def _read(self, node: ast.AST, cell: Cell, *, seen: bool) -> None:
        if isinstance(node, LATER):
            return
        for child in _in_order(node):
            self._read(child, cell, seen=seen)
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                self._bound[name] += 1
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._values[self._binding(name)] = ast.dump(value)
            case ast.Call(func=ast.Name(id="glue")):
                self._glue(node, cell)
            case ast.Call(func=ast.Name(id="print"), args=values) if seen:
                self._rest(_shown(values))
        if is_check(node):
            self._rest(self._checked(node))

    def _glue(self, call: ast.Call, cell: Cell) -> None:
        if "remove-cell" not in cell.tags:
            self.faults.append((cell.line + call.lineno - 1, VISIBLE))
        values = [*call.args, *[keyword.value for keyword in call.keywords]]
        for value in values:
            line = cell.line + value.lineno - 1
            if isinstance(value, ast.Name) and not call.args:
                self.glued.append((line, self._binding(value.id)))
            else:
                self.faults.append((line, NO_NAME))

    def _checked(self, check: ast.AST) -> Iterator[str]:
        """Yield the names that a check reads."""
        sides = _sides(check)
        for side in sides:
            if isinstance(side, ast.Name):
                value = self._values.get(self._binding(side.id))
                if value in [ast.dump(other) for other in sides if other is not side]:
                    return
        local = {
            name.id
            for side in sides
            for part in ast.walk(side)
            if isinstance(part, ast.comprehension)
            for name in ast.walk(part.target)
            if isinstance(name, ast.Name)
        }
        for side in sides:
            names = {part.id for part in ast.walk(side) if isinstance(part, ast.Name)}
            yield from names - local

    def _binding(self, name: str) -> Binding:
        return name, self._bound[name]

    def _rest(self, names: Iterable[str]) -> None:
        self.firm.update(self._binding(name) for name in names)


def _in_order(node: ast.AST) -> Iterable[ast.AST]:
    """Return the parts of a node as Python comes to them: a value before the name it is given."""
    if isinstance(node, ast.Assign):
        return [node.value, *node.targets]
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return []  # its names are its own, and it checks nothing
    return ast.iter_child_nodes(node)


def _sides(check: ast.AST) -> list[ast.expr]:
    """Return what a check compares."""
    match check:
        case ast.Assert(test=ast.Compare(left=left, comparators=others)):
            return [left, *others]
        case ast.Assert(test=test):
            return [test]
        case ast.Call(args=[actual, expected, *_]):
            return [actual, expected]
        case _:
            return []


def _shown(values: Iterable[ast.expr]) -> Iterator[str]:
    """Yield the names whose own values a reader sees where some expressions are put out."""
    for value in values:
        match value:
            case ast.Name(id=name):
                yield name
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.JoinedStr(values=parts):
                yield from _shown(parts)
            case ast.FormattedValue(value=part) | ast.Starred(value=part):
                yield from _shown([part])


def faults(cells: Iterable[Cell]) -> list[Fault]:
    """Return what is wrong with what the cells of a page glue, by line."""
    page = Page()
    for cell in cells:
        page.read(cell)
    unchecked = [
        (line, UNCHECKED.format(name=binding[0]))
        for line, binding in page.glued
        if binding not in page.firm
    ]
    return sorted(page.faults + unchecked)


def check(app: Sphinx, _document: nodes.document) -> None:
    """Warn of what one page glues."""
    for line, fault in faults(read_page(app.env, app.env.docname).cells):
        warn(fault, app.env.docname, line, "glue")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
