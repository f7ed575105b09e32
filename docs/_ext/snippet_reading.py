"""Read the expressions of a page as Python would, but with things for objects."""

from __future__ import annotations

import ast
import builtins
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from snippet_calls import METHODS, OBJECTS, Arguments, Calls, among
from snippet_values import NOTHING, Memory, Scope, Thing, Value, container, union

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


class Reader(ABC):
    """Finds what each expression may be, and notes in a memory what it uses and changes."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.calls = Calls(memory, self.run)
        self.scopes: tuple[Scope, ...] = ()
        self.running: list[Thing] = []
        self.returned: list[Value] = []

    def run(self, function: Thing, given: Arguments) -> Value:
        """Run a function of the page with the names that the page has now."""
        if function in self.running or function.code is None:
            return NOTHING
        if isinstance(function.code, ast.ClassDef):
            made = container([Value(frozenset([function])), *given.all()], kind="object")
            for method in function.defaults.values():
                for thing in method.things:
                    self.run(thing, Arguments([made, *given.positional], given.named))
            return made
        outer = self.scopes, self.returned
        self.scopes, self.returned = (*function.scopes, self._bound(function, given)), []
        self.running.append(function)
        if isinstance(function.code, ast.Lambda):
            self.returned.append(self.value(function.code.body))
        else:
            self.body(function.code.body)
        result = union(self.returned)
        self.running.pop()
        self.scopes, self.returned = outer
        return result

    def _bound(self, function: Thing, given: Arguments) -> Scope:
        assert not isinstance(function.code, ast.ClassDef | None)
        arguments = function.code.args
        named = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        scope = {each.arg: NOTHING for each in arguments.kwonlyargs} | dict.fromkeys(named, NOTHING)
        scope |= function.defaults
        scope |= dict(zip(named, given.positional, strict=False))
        rest = union(given.all())
        scope |= {each.arg: rest for each in (arguments.vararg, arguments.kwarg) if each}
        for name, value in given.named.items():
            if name in scope:
                scope[name] = value
            elif not name:  # **something may hold any of them
                scope |= {key: union([value, old]) for key, old in scope.items()}
        return scope

    @abstractmethod
    def body(self, statements: Iterable[ast.stmt]) -> None:
        """Run statements."""

    @abstractmethod
    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind what an assignment names."""

    @abstractmethod
    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Value:
        """Define a function."""

    def values(self, nodes: Sequence[ast.expr | None]) -> list[Value]:
        """Read several expressions."""
        return [self.value(node) for node in nodes if node is not None]

    def value(self, node: ast.expr) -> Value:
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
            case ast.Starred() | ast.Await() | ast.YieldFrom():
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
        if isinstance(node, ast.Yield):
            self.returned += read
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
        parts = [
            Thing("module", f"{thing.path}.{name}", thing.made)  # with one past for all its parts
            for thing in owner.things
            if thing.kind == "module"
        ]
        if parts:
            return Value(frozenset(parts), exact=True)
        if name in METHODS["forms"]:
            return NOTHING
        if plain := {thing for thing in owner.things if among(thing.path, OBJECTS["plain"])}:
            self.memory.look(owner)
        return Value(owner.things - plain)

    def call(self, node: ast.Call) -> Value:
        """Read a call."""
        positional = self.values(node.args)
        named = {each.arg or "": self.value(each.value) for each in node.keywords}
        constants = {
            each.arg: each.value.value
            for each in node.keywords
            if each.arg and isinstance(each.value, ast.Constant)
        }
        given = Arguments(positional, named, constants)
        if isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value)
            if not any(thing.kind == "module" for thing in owner.things):
                return self.calls.method(owner, node.func.attr, given)
            callee = self.attribute(owner, node.func.attr)
        else:
            callee = self.value(node.func)
        return union(self._results(callee, given))

    def _results(self, callee: Value, given: Arguments) -> Iterator[Value]:
        for thing in callee.things:
            if thing.kind == "function":
                yield self.run(thing, given)
            elif thing.kind == "module":
                yield self.calls.function(thing, given)
            elif thing.kind == "object":
                yield self.calls.thing(thing, given)
            else:  # a part of a list, say: any of those in it
                held = Value(frozenset(thing.holds))
                yield from self._results(held, given)

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
