"""Bind the names of a page, and change the objects that an assignment reaches into."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from wbguide_docs.copying.snippet_functions import Definer
from wbguide_docs.copying.snippet_values import Memory, Thing, Value, container


class Binder(Definer):
    """Runs what binds names."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.shared: set[str] = set()
        """Names of the page that its functions bind."""
        self.settings: dict[str, set[int]] = {}
        """For each library, the units that changed a setting of it."""

    def assigned(self, node: ast.Assign) -> None:
        """Run an assignment; `a, b = b, a` part by part."""
        (target, *others), source = node.targets, node.value
        if not others and isinstance(target, ast.Tuple) and isinstance(source, ast.Tuple):
            nodes = [*target.elts, *source.elts]
            if len(nodes) == 2 * len(source.elts) and not starred(nodes):
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
                self.memory.look(value, owner)
                for thing in owner.things:
                    thing.holds |= value.things - {thing}
                self.memory.change(owner.things)

    def augment(self, node: ast.AugAssign) -> None:
        """Run `a += b`, which changes an array in place."""
        target = ast.parse(ast.unparse(node.target), mode="eval").body  # as what is read
        old, new = self.look(target, node.value)
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
            module = Value(frozenset([Thing("module", path, past)]), exact=True)
            self.assign(ast.Name(name, ast.Store()), module)

    def delete(self, targets: list[ast.expr]) -> None:
        """Run `del`."""
        for target in targets:
            if isinstance(target, ast.Subscript | ast.Attribute):
                self.memory.change(self.value(target.value).things)


def starred(nodes: Iterable[ast.expr]) -> bool:
    """Tell whether one of some expressions stands for any number."""
    return any(isinstance(node, ast.Starred) for node in nodes)
