"""Run the statements of a page, as `snippet_reading` reads its expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from snippet_calls import Arguments
from snippet_reading import Reader
from snippet_values import NOTHING, Memory, Scope, Thing, Value, container, union


State = tuple[list[Scope], Scope, dict[str, set[int]]]


class Runner(Reader):
    """Follows every way that a statement may go."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.shared: set[str] = set()
        """Names of the page that its functions bind."""
        self.settings: dict[str, set[int]] = {}
        """For each library, the units that changed a setting of it."""

    def body(self, statements: Iterable[ast.stmt]) -> None:
        """Run statements."""
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
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

    def assigned(self, node: ast.Assign) -> None:
        """Run an assignment; `a, b = b, a` part by part."""
        (target, *others), source = node.targets, node.value
        if not others and isinstance(target, ast.Tuple) and isinstance(source, ast.Tuple):
            nodes = [*target.elts, *source.elts]
            if len(nodes) == 2 * len(source.elts) and not _starred(nodes):
                for each, part in zip(target.elts, self.values(source.elts), strict=True):
                    self.assign(each, part)
                return
        value = self.value(source)
        for each in node.targets:
            self.assign(each, value)

    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind the names of a target, or change what it is a part of."""
        match target:
            case ast.Name():
                if self.scopes and target.id not in self.shared:
                    self.scopes[-1][target.id] = value
                else:
                    self.memory.bind(target.id, value)
            case ast.Tuple() | ast.List():
                for each in target.elts:
                    self.assign(each, value.part())
            case ast.Starred():
                self.assign(target.value, value)
            case ast.Subscript() | ast.Attribute():
                owner = self.value(target.value)
                if isinstance(target, ast.Subscript):
                    self.look(target.slice)
                self.memory.look(value)
                for thing in owner.things:
                    thing.holds |= value.things - {thing}
                self.memory.look(owner)
                self.memory.change(owner.things)

    def augment(self, node: ast.AugAssign) -> None:
        """Run `a += b`, which changes an array in place."""
        old, new = self.look(_loaded(node.target), node.value)
        self.memory.change(thing for thing in old.things if thing.kind != "module")
        for thing in old.things:
            thing.holds |= {held for held in new.reach() if held.kind != "data"}
        if isinstance(node.target, ast.Name):
            self.assign(node.target, old if old.things else container([new]))

    def imported(self, node: ast.Import | ast.ImportFrom) -> None:
        """Bind the names of an import."""
        for each in node.names:
            if isinstance(node, ast.ImportFrom):
                path, name = f"{node.module}.{each.name}", each.asname or each.name
            else:
                path = each.name if each.asname else each.name.partition(".")[0]
                name = each.asname or path
            past = self.settings.setdefault(path.partition(".")[0], set())
            self.assign(
                ast.Name(name, ast.Store()),
                Value(frozenset([Thing("module", path, past)]), exact=True),
            )

    def delete(self, targets: list[ast.expr]) -> None:
        """Run `del`."""
        for target in targets:
            if isinstance(target, ast.Subscript | ast.Attribute):
                self.memory.change(self.value(target.value).things)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Value:
        """Define a function."""
        given, defaults = node.args, Scope()
        named = [each.arg for each in (*given.posonlyargs, *given.args)]
        if given.defaults:
            latest = named[-len(given.defaults) :]
            defaults |= zip(latest, self.values(given.defaults), strict=True)
        for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            defaults[each.arg] = self.value(default) if default else NOTHING
        made = Thing("function", code=node, scopes=self.scopes, defaults=defaults)
        return Value(frozenset([made]), exact=True)

    def defined(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        """Define a function or a class by its name."""
        if isinstance(node, ast.ClassDef):
            self.values(node.bases)
            thing = Thing("function", code=node, scopes=self.scopes)
            value = Value(frozenset([thing]), exact=True)
            self.scopes = (*self.scopes, thing.defaults)
            self.body(node.body)
            self.scopes = self.scopes[:-1]
        else:
            value = self.function(node)
        for decorator in reversed(node.decorator_list):
            made = self._results(self.value(decorator), Arguments([value]))
            value = union([value, *made])
        self.assign(ast.Name(node.name, ast.Store()), value)


def _joined(scopes: list[Scope]) -> Scope:
    names = {name for scope in scopes for name in scope}
    return {name: union(scope.get(name, NOTHING) for scope in scopes) for name in sorted(names)}


def _starred(nodes: Iterable[ast.expr]) -> bool:
    return any(isinstance(node, ast.Starred) for node in nodes)


def _never_empty(node: ast.expr) -> bool:
    """Tell whether a loop over this surely runs."""
    match node:
        case ast.List() | ast.Tuple() | ast.Set():
            return bool(node.elts) and not _starred(node.elts)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(count))]):
            return count > 0
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "reversed"), args=given):
            return all(_never_empty(each) for each in given)
    return False


def _loaded(target: ast.expr) -> ast.expr:
    """Return a target of an assignment as what is read."""
    source = ast.parse(ast.unparse(target), mode="eval").body
    assert isinstance(source, ast.Name | ast.Attribute | ast.Subscript)
    return source
