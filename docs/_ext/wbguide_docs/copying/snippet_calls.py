"""What a call of a library's function changes and gives, by the rules of `snippet_rules.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wbguide_docs.copying.snippet_rules import (
    FUNCTIONS,
    LAYERS,
    PYPLOT,
    RANDOM,
    among,
    changeable,
    draws,
    within,
)
from wbguide_docs.copying.snippet_values import NOTHING, Memory, Thing, Value, container, union


@dataclass
class Arguments:
    """The values that a call passes."""

    positional: list[Value] = field(default_factory=list)
    named: dict[str, Value] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)

    def all(self) -> list[Value]:
        """Return them all."""
        return [*self.positional, *self.named.values()]

    def reach(self) -> set[Thing]:
        """Return all things in them."""
        return union(self.all()).reach()


class Functions:
    """Calls of functions and classes that are not written on the page."""

    def __init__(self, memory: Memory, run: Callable[[Thing, Arguments], Value]) -> None:
        self.memory = memory
        self.run = run  # a function of the page

    def function(self, callee: Thing, given: Arguments) -> Value:
        """Call an imported or built-in function or class."""
        path = callee.path
        if path in RANDOM["seeds"]:
            for stream in RANDOM["seeds"][path]:
                self.memory.restart(stream)
            return NOTHING
        if path in FUNCTIONS["wrapping"]:
            return Value(union(given.all()).things)
        last = path.rpartition(".")[2]
        if last.startswith("set_") or last in FUNCTIONS["settings"]:
            self.memory.change([callee])  # all that uses the module
        self.may_run(given.all())
        if path in FUNCTIONS["forms"]:
            return NOTHING
        if among(path, LAYERS):
            return self._layer(path, given)
        return self._plain(path, given)

    def _layer(self, path: str, given: Arguments) -> Value:
        """Make a layer, or a model of them, without a look at what is in it."""
        settled = self._draw(path, given)
        made = self._make(path, given)
        for thing in made.things:
            thing.filled |= settled
        return made

    def _plain(self, path: str, given: Arguments) -> Value:
        """Call a function that works with what it is given."""
        memory = self.memory
        memory.need(self._draw(path, given))
        if path in FUNCTIONS["writing"] or path.endswith(".at"):
            memory.change(union(given.positional[:1]).things)
        memory.change(given.named.get("out", NOTHING).things)
        if path in FUNCTIONS["handing"]:
            return union(given.all()).part()
        memory.look(*given.all())
        if among(path, FUNCTIONS["pure"]) and not among(path, FUNCTIONS["makers"]):
            memory.change(thing for thing in given.reach() if draws(thing))
            return container([])
        return self._make(path, given)

    def thing(self, callee: Thing, given: Arguments) -> Value:
        """Call an object, such as a layer."""
        self.may_run(given.all())
        whole = Value(frozenset([callee]))
        self.memory.look(whole, *given.all())
        if not callee.ready:
            self.memory.change(whole.reach())
            callee.ready = True
        return container([])

    def may_run(self, values: list[Value]) -> None:
        """Run the page's functions that a library is given, as it may do."""
        for thing in union(values).reach():
            if thing.kind == "function":
                self.run(thing, Arguments())

    def _draw(self, path: str, given: Arguments) -> set[int]:
        """Return the units that settle the numbers that a call takes from a random stream."""
        if path in FUNCTIONS["figures"]:
            self.memory.restart("figure")
        if within(path, PYPLOT):
            return self.memory.draw("figure")
        seeded = "seed" in given.named and given.constants.get("seed", 0) is not None
        streams = [stream for family, stream in RANDOM["draws"].items() if within(path, family)]
        if seeded or path in RANDOM["generators"] or not streams:
            return set()
        return self.memory.draw(streams[0])

    def _make(self, path: str, given: Arguments) -> Value:
        """Make an object that holds others, which may be changed when they are handed over."""
        self.memory.change(changeable(given.reach()))
        kept = [value.without_data() for value in given.all()]
        if not path.rpartition(".")[2][:1].isupper():
            # A function draws from a generator, and does not keep it, as a class might.
            kept = [Value(frozenset(t for t in value.things if not draws(t))) for value in kept]
        made = container(kept, kind="object", path=path)
        inputs = any(thing.path == "keras.Input" for thing in given.reach())
        for thing in made.reach():
            # What chains layers to an input builds them; other objects of Keras need no building.
            built = within(thing.path, "keras") and not among(thing.path, LAYERS)
            thing.ready |= inputs or built
        return made
