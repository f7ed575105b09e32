"""Read the expressions of a page as Python would, but with things for objects."""

from __future__ import annotations

import ast
import builtins
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from wbguide_docs.copying.snippet_calls import Arguments
from wbguide_docs.copying.snippet_methods import Calls
from wbguide_docs.copying.snippet_rules import METHODS, PLAIN, RECORDS, among
from wbguide_docs.copying.snippet_values import (
    NOTHING,
    Memory,
    Scope,
    Thing,
    Value,
    container,
    union,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


class Reader(ABC):
    """Finds what each expression may be, and notes in a memory what it uses and changes."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.calls = Calls(memory, self.run)
        self.scopes: tuple[Scope, ...] = ()

    @abstractmethod
    def run(self, function: Thing, given: Arguments) -> Value:
        """Run a function of the page."""

    @abstractmethod
    def function(self, node: Function) -> Value:
        """Define one."""

    @abstractmethod
    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind what an assignment names."""

    def values(self, nodes: Sequence[ast.expr | None]) -> list[Value]:
        """Read several expressions."""
        return [self.value(node) for node in nodes if node is not None]

    def value(self, node: ast.expr) -> Value:  # noqa: C901, PLR0911, PLR0912  # Python has so many
        """Read an expression."""
        match node:
            case ast.Constant():
                return NOTHING
            case ast.Name():
                return self.name(node.id)
            case ast.Attribute():
                return self.attribute(self.value(node.value), node.attr)
            case ast.Call():
                return self.call(node)
            case ast.Subscript():
                self.look(node.slice)
                return self.value(node.value).part()
            case ast.List() | ast.Tuple() | ast.Set():
                return container(self.values(node.elts))
            case ast.Dict():
                return container(self.values([*node.keys, *node.values]))
            case ast.BoolOp():
                return union(self.values(node.values))
            case ast.IfExp():
                self.look(node.test)
                return union(self.values([node.body, node.orelse]))
            case ast.Starred() | ast.Await():
                return self.value(node.value)
            case ast.NamedExpr():
                value = self.value(node.value)
                self.assign(node.target, value)
                return value
            case ast.Lambda():
                return self.function(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.comprehension(node)
        # Arithmetic, comparisons, text: new data from the numbers of others.
        parts = (each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))
        read = self.look(*parts)
        lists = (thing for value in read for thing in value.things if thing.kind == "data")
        return container(Value(frozenset(thing.holds)) for thing in lists)

    def look(self, *nodes: ast.expr | None) -> list[Value]:
        """Read expressions, and look at their numbers."""
        read = self.values(nodes)
        self.memory.look(*read)
        return read

    def name(self, name: str) -> Value:
        """Read a name."""
        for scope in reversed(self.scopes):
            if name in scope:
                return self.memory.use(scope[name])
        found = self.memory.load(name)
        if found is None and hasattr(builtins, name):
            return Value(frozenset([Thing("module", f"builtins.{name}")]), exact=True)
        return found or NOTHING

    def attribute(self, owner: Value, name: str) -> Value:
        """Read an attribute."""
        modules = [thing for thing in owner.things if thing.kind == "module"]
        if modules:  # the parts of a module share what was set in it
            parts = [Thing("module", f"{each.path}.{name}", each.made) for each in modules]
            return Value(frozenset(parts), exact=True)
        if name in METHODS["forms"]:
            return NOTHING
        record = name in RECORDS
        if plain := {thing for thing in owner.things if record or among(thing.path, PLAIN)}:
            self.memory.look(owner)
        return Value(owner.things - plain)

    def call(self, node: ast.Call) -> Value:
        """Read a call."""
        named = [(each.arg or "", each.value) for each in node.keywords]
        given = Arguments(
            self.values(node.args),
            {name: self.value(each) for name, each in named},
            {name: each.value for name, each in named if isinstance(each, ast.Constant)},
        )
        if isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value)
            if not any(thing.kind == "module" for thing in owner.things):
                return self.calls.method(owner, node.func.attr, given)
            return union(self.results(self.attribute(owner, node.func.attr), given))
        return union(self.results(self.value(node.func), given))

    def results(self, callee: Value, given: Arguments) -> Iterator[Value]:
        """Call each of the things that something may be."""
        for thing in callee.things:
            if thing.kind == "function":
                yield self.run(thing, given)
            elif thing.kind == "module":
                yield self.calls.function(thing, given)
            elif thing.kind == "object":
                yield self.calls.thing(thing, given)
            else:  # a part of a list, say: any of those in it
                yield from self.results(Value(frozenset(thing.holds)), given)

    def comprehension(self, node: Comprehension) -> Value:
        """Read a comprehension, whose names are its own."""
        self.scopes = (*self.scopes, {})
        for loop in node.generators:
            self.assign(loop.target, self.value(loop.iter).part())
            self.look(*loop.ifs)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        made = container(self.values(parts))
        self.scopes = self.scopes[:-1]
        return made
