"""What the call of a method changes and gives, by the rules in `snippet_rules.toml`."""

from __future__ import annotations

from wbguide_docs.copying.snippet_calls import Arguments, Functions
from wbguide_docs.copying.snippet_rules import METHODS, PLAIN, among, changeable, draws, within
from wbguide_docs.copying.snippet_values import NOTHING, Thing, Value, container, union


class Calls(Functions):
    """Calls of functions and methods."""

    def method(self, owner: Value, name: str, given: Arguments) -> Value:
        """Call a method of something."""
        kinds = [kind for kind in METHODS if kind != "detached" and name in METHODS[kind]]
        kind = kinds[0] if kinds else "other"
        if kind == "forms":
            return NOTHING
        if kind == "copies":
            copy = Thing(filled={unit for thing in owner.reach() for unit in thing.filled})
            return Value(frozenset([copy]), exact=True)
        self.may_run([owner, *given.all()])
        if kind == "views":
            return union([owner, *given.all()]).part()
        if kind == "shaping":
            return self._shape(owner, name, given)
        self.memory.look(*given.all())
        if kind in ("filling", "touching"):
            self.memory.fill(owner, all_of_it=kind == "filling")
            return NOTHING
        self.memory.look(owner)
        return self._work(owner, name, kind, given)

    def _shape(self, owner: Value, name: str, given: Arguments) -> Value:
        for thing in owner.things:
            thing.ready |= name == "build"
            thing.holds |= union(given.all()).things - {thing}
        self.memory.change(owner.reach())
        return NOTHING

    def _work(self, owner: Value, name: str, kind: str, given: Arguments) -> Value:
        """Call a method that has looked at what it is given, and at its owner."""
        if kind == "pure":
            return container([])
        if any(draws(thing) for thing in owner.things):
            self.memory.change(owner.things)
            return container([])
        if kind == "own":
            for thing in owner.things:
                thing.holds |= union(given.all()).things - {thing}
            self.memory.change(owner.things)
            return NOTHING if name in METHODS["detached"] else Value(owner.things)
        self.memory.change(owner.reach())
        self.memory.change(changeable(given.reach()))
        shuffles = name == "fit" and given.constants.get("shuffle") is not False
        if shuffles and any(within(thing.path, "keras") for thing in owner.reach()):
            self.memory.need(self.memory.draw("tensorflow"))
        kept = [] if name in METHODS["detached"] else [owner, *given.all()]
        plain = next((thing.path for thing in owner.things if among(thing.path, PLAIN)), "")
        return container([value.without_data() for value in kept], kind="object", path=plain)
