"""Run the statements of a page, as `snippet_reading` reads its expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from wbguide_docs.copying.snippet_binding import Binder, starred
from wbguide_docs.copying.snippet_values import NOTHING, Scope, union

State = tuple[list[Scope], Scope, dict[str, set[int]]]


class Runner(Binder):
    """Follows every way that a statement may go."""

    def body(self, statements: Iterable[ast.stmt]) -> None:
        """Run statements."""
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:  # noqa: C901, PLR0912  # Python has so many
        """Run one."""
        match node:
            case ast.Assign():
                self.assigned(node)
            case ast.AnnAssign() if node.value:
                self.assign(node.target, self.value(node.value))
            case ast.AugAssign():
                self.augment(node)
            case ast.Return():
                self.returned += self.values([node.value])
            case ast.Import() | ast.ImportFrom():
                self.imported(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.defined(node)
            case ast.For() | ast.AsyncFor() | ast.While():
                self.loop(node)
            case ast.If():
                self.look(node.test)
                self.perhaps(node.body, node.orelse, one=True)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    value = self.value(item.context_expr)
                    if item.optional_vars:
                        self.assign(item.optional_vars, value)
                self.body(node.body)
            case ast.Try() | ast.TryStar():
                self.perhaps(node.body, *(each.body for each in node.handlers), node.orelse)
                self.body(node.finalbody)
            case ast.Match():
                self.look(node.subject)
                self.perhaps(*(case.body for case in node.cases))
            case ast.Delete():
                self.delete(node.targets)
            case ast.Global():
                self.shared |= set(node.names)
            case _:
                children = ast.iter_child_nodes(node)
                self.look(*(child for child in children if isinstance(child, ast.expr)))

    def perhaps(self, *ways: Iterable[ast.stmt], one: bool = False) -> None:
        """Run statements of which each may be passed by, unless `one` of the ways is taken."""
        before = self._state()
        ends = [] if one else [before]
        self.memory.unsure += 1
        for way in ways:
            self._go_to([before])
            self.body(way)
            ends.append(self._state())
        self.memory.unsure -= 1
        self._go_to(ends)

    def loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        """Run a loop twice, since the second time it finds what the first has left."""
        surely = not isinstance(node, ast.While) and _never_empty(node.iter)
        if isinstance(node, ast.While):
            self.look(node.test)
        else:
            items = self.value(node.iter).part()
        before = self._state()
        self.memory.unsure += not surely
        for _ in range(2):
            if not isinstance(node, ast.While):
                self.assign(node.target, items)
            self.body(node.body)
        self.memory.unsure -= not surely
        self._go_to([self._state()] if surely else [before, self._state()])
        self.perhaps(node.orelse)

    def _state(self) -> State:
        scopes = [dict(scope) for scope in self.scopes]
        return scopes, dict(self.memory.names), dict(self.memory.binders)

    def _go_to(self, states: list[State]) -> None:
        """Know of names what is known in any of some states."""
        for scope, *many in zip(self.scopes, *(state[0] for state in states), strict=True):
            scope.update(_joined(many))
        self.memory.names = _joined([state[1] for state in states])
        binders = [state[2] for state in states]
        self.memory.binders = {
            name: {unit for each in binders for unit in each.get(name, ())}
            for name in self.memory.names
        }


def _joined(scopes: list[Scope]) -> Scope:
    names = {name for scope in scopes for name in scope}
    return {name: union(scope.get(name, NOTHING) for scope in scopes) for name in sorted(names)}


def _never_empty(node: ast.expr) -> bool:
    """Tell whether a loop over this surely runs."""
    match node:
        case ast.List() | ast.Tuple() | ast.Set():
            return bool(node.elts) and not starred(node.elts)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(count))]):
            return count > 0
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "reversed"), args=given):
            return all(_never_empty(each) for each in given)
    return False
