"""Things that the code of a page makes, who made and changed them, and what a reader of them needs.

A page is a list of units: statements, numbered from its top. A thing keeps two sets of them: `made`
has those that changed the thing itself, `filled` those that settled the numbers inside. Who uses a
thing needs the first. The second only who looks at the numbers: shapes are the same without.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

Scope = dict[str, "Value"]


@dataclass(eq=False)
class Thing:
    """An object, or what is known of it before the page runs."""

    kind: str = "data"
    """`data`, which nobody changes in passing, `object`, `function` of the page, or `module`."""
    path: str = ""
    """The full name of what was imported, or of what made the object."""
    made: set[int] = field(default_factory=set)
    filled: set[int] = field(default_factory=set)
    holds: set[Thing] = field(default_factory=set)
    ready: bool = False
    """Whether a call leaves it as it is, as a layer that is built."""
    code: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | None = None
    scopes: tuple[Scope, ...] = ()
    defaults: Scope = field(default_factory=dict)


class Value(NamedTuple):
    """What an expression may be: one of some things, or a part of one."""

    things: frozenset[Thing] = frozenset()
    exact: bool = False
    """Whether it is one thing as a whole."""

    def reach(self) -> set[Thing]:
        """Return the things and all that they hold."""
        found: set[Thing] = set()
        new = set(self.things)
        while new:
            found |= new
            new = {held for thing in new for held in thing.holds} - found
        return found

    def part(self) -> Value:
        """Return what a part of it may be, such as an item."""
        held = (held for thing in self.things for held in thing.holds)
        return Value(self.things.union(held))

    def without_data(self) -> Value:
        """Return what it holds but for data."""
        return Value(frozenset(thing for thing in self.reach() if thing.kind != "data"))


NOTHING = Value()


def union(values: Iterable[Value]) -> Value:
    """Return a value that may be any of some."""
    some = {value for value in values if value.things}
    if len(some) == 1:
        return some.pop()
    return Value(frozenset(thing for value in some for thing in value.things))


def container(values: Iterable[Value], *, kind: str = "data", path: str = "") -> Value:
    """Return a new thing that holds `values`."""
    made = Thing(kind, path, holds=set(union(values).things))
    return Value(frozenset([made]), exact=True)


class Memory:
    """The names of a page, its random streams, and for each unit the units that it needs."""

    def __init__(self) -> None:
        self.names: Scope = {}
        self.binders: dict[str, set[int]] = {}
        self.streams: dict[str, set[int]] = {}
        self.needs: dict[int, set[int]] = {}
        self.unit = -1
        self.effects = True
        self.unsure = 0  # how many `if`s and loops are around, whose code may not run

    def start(self, unit: int, *, effects: bool = True) -> None:
        """Begin a unit; one without `effects` is not to be needed by any other."""
        self.unit, self.effects, self.needs[unit] = unit, effects, set()

    def need(self, units: Iterable[int]) -> None:
        """Note that this unit needs others."""
        self.needs[self.unit] |= set(units) - {self.unit}

    def load(self, name: str) -> Value | None:
        """Read a name of the page."""
        if name not in self.names:
            return None
        self.need(self.binders[name])
        return self.use(self.names[name])

    def use(self, value: Value) -> Value:
        """Need that the things are as they are now, but for the numbers inside."""
        self.need(unit for thing in value.reach() for unit in thing.made)
        return value

    def look(self, *values: Value) -> None:
        """Look at the numbers too."""
        for thing in union(values).reach():
            self.need(thing.made | thing.filled)

    def bind(self, name: str, value: Value) -> None:
        """Give a value to a name of the page."""
        if self.effects:
            self.names[name], self.binders[name] = value, {self.unit}

    def change(self, things: Iterable[Thing]) -> None:
        """Change things themselves."""
        for thing in things:
            self.need(thing.made)
            if self.effects:
                thing.made.add(self.unit)

    def fill(self, value: Value, *, all_of_it: bool) -> None:
        """Put new numbers into things."""
        for thing in value.reach() if self.effects else ():
            if all_of_it and value.exact and not self.unsure:
                thing.filled.clear()
            thing.filled.add(self.unit)

    def restart(self, stream: str) -> None:
        """Seed a random stream, or begin a figure."""
        if self.effects:
            kept = self.streams.get(stream, set()) if self.unsure else set()
            self.streams[stream] = {self.unit} | kept

    def draw(self, stream: str) -> set[int]:
        """Take numbers from a stream; return the units that settle which.

        What nobody has seeded is different in each run, so that nothing shown can rest on it.
        """
        settled = set(self.streams.get(stream, ()))
        if settled and self.effects:
            self.streams[stream].add(self.unit)
        return settled
