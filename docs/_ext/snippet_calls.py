"""What a call changes, and what it gives, by the rules for libraries in `snippet_rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from snippet_values import NOTHING, Memory, Thing, Value, container, union

RULES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("snippet_rules.toml").read_text(encoding="utf-8")
)
FUNCTIONS, METHODS = RULES["functions"], RULES["methods"]
OBJECTS, RANDOM = RULES["objects"], RULES["random"]
LAYERS = ("keras.layers", "keras.Model", "keras.Sequential")
PYPLOT = "matplotlib.pyplot"


@dataclass
class Arguments:
    """The values that a call passes."""

    positional: list[Value]
    named: dict[str, Value] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)

    def all(self) -> list[Value]:
        """Return them all."""
        return [*self.positional, *self.named.values()]


@cache
def within(path: str, family: str) -> bool:
    """Tell whether a full name is that of a family, or of a part of one."""
    return path == family or path.startswith(f"{family}.")


def among(path: str, families: list[str] | tuple[str, ...]) -> bool:
    """Do the same for several."""
    return any(within(path, family) for family in families)


class Calls:
    """Calls of what is not written on the page."""

    def __init__(self, memory: Memory, run: Callable[[Thing, Arguments], Value]) -> None:
        self.memory = memory
        self.run = run  # a function of the page

    def function(self, callee: Thing, given: Arguments) -> Value:
        """Call an imported or built-in function or class."""
        path, memory = callee.path, self.memory
        if path in RANDOM["seeds"]:
            for stream in RANDOM["seeds"][path]:
                memory.restart(stream)
            return NOTHING
        last = path.rpartition(".")[2]
        if last.startswith("set_") or last in ("rc", "simplefilter", "filterwarnings", "use"):
            memory.change([callee])  # a setting, which all that uses the module may obey
        if path in FUNCTIONS["wrapping"]:
            return Value(union(given.all()).things)
        self._may_run(given.all())
        if path in FUNCTIONS["forms"]:
            return NOTHING
        if path in FUNCTIONS["containers"]:
            return self._make(path, given, look=False)
        settled = self._draw(path, given)
        if among(path, LAYERS):
            made = self._make(path, given, look=False)
            for thing in made.things:
                thing.filled |= settled
            return made
        memory.need(settled)
        if path in FUNCTIONS["writing"] or path.endswith(".at"):
            memory.change(union(given.positional[:1]).things)
        memory.change(given.named.get("out", NOTHING).things)
        if path in FUNCTIONS["handing"]:
            return union(given.all()).part()
        memory.look(*given.all())
        if among(path, FUNCTIONS["pure"]) and not among(path, FUNCTIONS["makers"]):
            memory.change(thing for thing in _reach(given) if _draws(thing))
            return container([])
        return self._make(path, given, look=True)

    def method(self, owner: Value, name: str, given: Arguments) -> Value:
        """Call a method of something."""
        memory = self.memory
        if name in METHODS["forms"]:
            return NOTHING
        if name in METHODS["copies"]:
            copy = Thing(filled={unit for thing in owner.reach() for unit in thing.filled})
            return Value(frozenset([copy]), exact=True)
        self._may_run([owner, *given.all()])
        if name in METHODS["views"]:
            return union([owner, *given.all()]).part()
        if name in METHODS["shaping"]:
            for thing in owner.things:
                thing.ready |= name == "build"
                thing.holds |= union(given.all()).things - {thing}
            memory.change(owner.reach())
            return NOTHING
        memory.look(*given.all())
        if name in METHODS["filling"] + METHODS["touching"]:
            memory.fill(owner, all_of_it=name in METHODS["filling"])
            return NOTHING
        memory.look(owner)
        if any(_draws(thing) for thing in owner.things):
            memory.change(owner.things)
            return container([])
        if name in METHODS["pure"]:
            return container([])
        memory.change(owner.things if name in METHODS["own"] else owner.reach())
        if name in METHODS["own"]:
            for thing in owner.things:
                thing.holds |= union(given.all()).things - {thing}
            return NOTHING if name in METHODS["detached"] else Value(owner.things)
        memory.change(thing for thing in _reach(given) if thing.kind == "object")
        if name == "fit" and any(within(thing.path, "keras") for thing in owner.reach()):
            if given.constants.get("shuffle") is not False:
                memory.need(memory.draw("tensorflow"))
        kept = [] if name in METHODS["detached"] else [owner, *given.all()]
        return container([_without_data(value) for value in kept], kind="object")

    def thing(self, callee: Thing, given: Arguments) -> Value:
        """Call an object, such as a layer."""
        self._may_run(given.all())
        self.memory.look(Value(frozenset([callee])), *given.all())
        if not callee.ready:
            self.memory.change(Value(frozenset([callee])).reach())
            callee.ready = True
        return container([])

    def _draw(self, path: str, given: Arguments) -> set[int]:
        """Return the units that settle the numbers that a call takes from a random stream."""
        if path in (f"{PYPLOT}.figure", *FUNCTIONS["figures"]):
            self.memory.restart("figure")
        if within(path, PYPLOT):
            return self.memory.draw("figure")
        seeded = "seed" in given.named and given.constants.get("seed", 0) is not None
        if seeded or path in RANDOM["generators"]:
            return set()
        families = [family for family in RANDOM["draws"] if within(path, family)]
        return self.memory.draw(RANDOM["draws"][max(families, key=len)]) if families else set()

    def _make(self, path: str, given: Arguments, *, look: bool) -> Value:
        """Make an object that holds others, which may be changed when they are handed over."""
        self.memory.change(thing for thing in _reach(given) if thing.kind == "object")
        is_class = path.rpartition(".")[2][:1].isupper()
        kept = [_without_data(value) for value in given.all()]
        if look and not is_class:  # a function draws from a generator, and does not keep it
            kept = [Value(frozenset(t for t in value.things if not _draws(t))) for value in kept]
        made = container(kept, kind="object", path=path)
        inputs = any(thing.path == "keras.Input" for thing in _reach(given))
        for thing in made.reach():
            # What chains layers to an input builds them; other objects of Keras need no building.
            thing.ready |= inputs or not among(thing.path, LAYERS) and within(thing.path, "keras")
        return made

    def _may_run(self, values: list[Value]) -> None:
        """Run the page's functions that a library is given, as it may do."""
        for thing in union(values).reach():
            if thing.kind == "function":
                self.run(thing, Arguments([], {}))


def _reach(given: Arguments) -> set[Thing]:
    return union(given.all()).reach()


def _draws(thing: Thing) -> bool:
    return thing.path in RANDOM["generators"]


def _without_data(value: Value) -> Value:
    return Value(frozenset(thing for thing in value.reach() if thing.kind != "data"))
