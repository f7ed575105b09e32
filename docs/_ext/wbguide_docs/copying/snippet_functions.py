"""Define the functions and classes of a page, and run them where they are called."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Iterable

from wbguide_docs.copying.snippet_calls import Arguments
from wbguide_docs.copying.snippet_reading import Function, Reader
from wbguide_docs.copying.snippet_values import (
    NOTHING,
    Memory,
    Scope,
    Thing,
    Value,
    container,
    union,
)


class Definer(Reader):
    """Runs the body of a function with the names that the page has when it is called."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.running: list[Thing] = []
        self.returned: list[Value] = []

    @abstractmethod
    def body(self, statements: Iterable[ast.stmt]) -> None:
        """Run statements."""

    def function(self, node: Function) -> Value:
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
            value = union([value, *self.results(self.value(decorator), Arguments([value]))])
        self.assign(ast.Name(node.name, ast.Store()), value)

    def run(self, function: Thing, given: Arguments) -> Value:
        """Run a function, or make an object of a class."""
        if function in self.running or function.code is None:
            return NOTHING
        self.running.append(function)
        if isinstance(function.code, ast.ClassDef):
            result = self._made(function, given)
        else:
            result = self._run(function, function.code, given)
        self.running.pop()
        return result

    def _made(self, function: Thing, given: Arguments) -> Value:
        """Make an object, any of whose methods may be called then."""
        made = container([Value(frozenset([function])), *given.all()], kind="object")
        for method in function.defaults.values():
            for thing in method.things:
                self.run(thing, Arguments([made, *given.positional], given.named))
        return made

    def _run(self, function: Thing, code: Function, given: Arguments) -> Value:
        outer = self.scopes, self.returned
        self.scopes, self.returned = (*function.scopes, _bound(function, code, given)), []
        if isinstance(code, ast.Lambda):
            self.returned.append(self.value(code.body))
        else:
            self.body(code.body)
        result = union(self.returned)
        self.scopes, self.returned = outer
        return result


def _bound(function: Thing, code: Function, given: Arguments) -> Scope:
    """Return the arguments of a call by the names that the function has for them."""
    named = [each.arg for each in (*code.args.posonlyargs, *code.args.args)]
    keywords = [each.arg for each in code.args.kwonlyargs]
    scope = dict.fromkeys([*named, *keywords], NOTHING) | function.defaults
    scope |= dict(zip(named, given.positional, strict=False))
    rest = union(given.all())
    scope |= {each.arg: rest for each in (code.args.vararg, code.args.kwarg) if each}
    for name, value in given.named.items():
        if name in scope:
            scope[name] = value
        elif not name:  # what `**` unpacks may hold any of them
            scope |= {key: union([value, old]) for key, old in scope.items()}
    return scope
