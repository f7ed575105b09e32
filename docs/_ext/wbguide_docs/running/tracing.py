"""Observe what each statement of a page reads, binds and changes, while the page runs.

This runs in the process of the page. IPython runs a cell statement by statement; the names of the
page are kept in a dictionary that notes who asks for them, in functions of the page too. What a
statement changed shows in the fingerprints of all that names lead to, taken before and after it.
Neither the outputs of the page nor the lines of its tracebacks are others for it.
"""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from wbguide_docs.running.fingerprints import FIGURES, STREAMS, Figures, Fingerprint, unnamed

# What makes streams of random numbers start afresh: all of them, or one.
SEED_ALL, SEED_ONE = "set_random_seed", {"seed", "set_seed"}
OF_IPYTHON = re.compile(r"_+|_i+|_i?\d+|__\w+__")
Trace: TypeAlias = dict[str, list[str]]


class Names(dict[str, Any]):
    """The names of a page, and which of them a statement has read and bound."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.read: set[str] = set()
        self.bound: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """Note that a name is read, unless the statement itself has bound it."""
        value = super().__getitem__(name)
        if name not in self.bound:
            self.read.add(name)
        return value

    def __setitem__(self, name: str, value: Any) -> None:
        """Note that a name is bound."""
        super().__setitem__(name, value)
        self.bound.add(name)

    def __delitem__(self, name: str) -> None:
        """Note that a name is bound no more."""
        super().__delitem__(name)
        self.bound.add(name)


class Snapshot:
    """The names of a page at one moment, and the fingerprints of what they lead to."""

    def __init__(
        self, names: dict[str, Any], figures: Figures, kept: dict[str, Fingerprint]
    ) -> None:
        """Take it; those that are `kept` from an earlier one cannot have changed since."""
        arrays: dict[int, tuple[Any, bytes]] = {}
        self.values = {name: id(value) for name, value in names.items()}
        self.figures = {*figures.open()}
        self.prints = {
            name: kept.get(name) or Fingerprint(value, arrays, figures)
            for name, value in [*names.items(), *unnamed(figures)]
        }

    def untouched(self, names: dict[str, Any], read: set[str]) -> dict[str, Fingerprint]:
        """Return the fingerprints of what a statement that has `read` some names cannot reach."""
        reached = set().union(*(self.prints[name].reach for name in read & {*self.prints}))
        return {
            name: self.prints[name]
            for name in self.values.keys() & names.keys()
            if self.values[name] == id(names[name])
            and not (self.prints[name].drawn or self.prints[name].opaque)
            and self.prints[name].reach.isdisjoint(reached)
        }

    def opaque(self, name: str) -> set[int]:
        """Return those parts of what a name leads to that nobody can look into."""
        return self.prints[name].opaque if name in self.prints else set()


class Tracer:
    """What observes the statements that a shell runs, and writes a line of JSON for each cell."""

    def __init__(self, shell: Any, file: Path) -> None:
        self._file = file
        self._figures = Figures()
        self._before: Snapshot | None = None
        self._traces: list[Trace] = []
        self._running = False  # as `%%capture` runs a cell within a statement
        self._own = {*shell.user_ns_hidden, *shell.user_ns}
        self._names = Names(shell.user_ns)
        shell.user_module, shell.user_ns = shell.prepare_user_module(user_ns=self._names)
        shell.init_sys_modules()
        self._run_code = shell.run_code
        shell.run_code = self.run_code
        shell.events.register("pre_run_cell", self.start_cell)
        shell.events.register("post_run_cell", self.end_cell)

    def start_cell(self, _: object) -> None:
        """Forget what has been seen: figures are closed between two cells."""
        if not self._running:
            self._before = None
            self._traces = []

    def end_cell(self, _: object) -> None:
        """Write down what the statements of a cell did."""
        if self._running:
            return
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self._traces) + "\n")

    async def run_code(self, code: types.CodeType, *arguments: Any, **options: Any) -> Any:
        """Run a statement as the shell does, and note what it did."""
        if self._running:
            return await self._run_code(code, *arguments, **options)
        before = self._before or self._snapshot(None, set())
        self._names.read, self._names.bound = set(), set()
        self._running = True
        try:
            failed = await self._run_code(code, *arguments, **options)
        finally:
            self._running = False
        read, bound = self._names.read, self._names.bound
        self._before = after = self._snapshot(before, read)
        self._traces.append(self._trace(code, before, after, read, bound))
        return failed

    def _trace(
        self,
        code: types.CodeType,
        before: Snapshot,
        after: Snapshot,
        read: set[str],
        bound: set[str],
    ) -> Trace:
        names = {*before.values, *after.values}
        bound = bound & names
        # Some are bound past the dictionary, as by `global` in a function.
        bound |= {name for name in names if before.values.get(name) != after.values.get(name)}
        read = read & names
        reached = set().union(*(before.opaque(name) for name in read))
        changed = {
            name
            for name in {*before.prints} & {*after.prints} - bound
            if before.prints[name].digest != after.prints[name].digest
            or reached & after.opaque(name)
        }
        # A library may come with the statement that seeds its stream: NumPy loads `random` late.
        changed |= ({*after.prints} - {*before.prints}) & {*STREAMS}
        if after.figures - before.figures:  # it begins a figure, whatever was drawn before
            bound |= {FIGURES}
        used = self._names_used(code, read)
        if SEED_ALL in used:
            bound |= {*STREAMS}
        elif SEED_ONE & used:
            bound |= changed & {*STREAMS}
        changed -= bound
        read |= changed & {*STREAMS}  # each draw changes what the next one gives
        pyplot = sys.modules.get("matplotlib.pyplot", self)
        if any(self._names.get(name) is pyplot for name in read):
            read |= {FIGURES}
        return {"reads": sorted(read), "binds": sorted(bound), "changes": sorted(changed)}

    def _snapshot(self, before: Snapshot | None, read: set[str]) -> Snapshot:
        names = {
            name: value
            for name, value in self._names.items()
            if name not in self._own and not OF_IPYTHON.fullmatch(name)
        }
        kept = before.untouched(names, read) if before else {}
        return Snapshot(names, self._figures, kept)

    def _names_used(self, code: types.CodeType, read: set[str]) -> set[str]:
        """Return the names and attributes in a statement, and in functions that it may call."""
        values = [self._names.get(name) for name in sorted(read)]
        functions = [value.__code__ for value in values if isinstance(value, types.FunctionType)]
        return {
            name for one in [code, *functions] for each in _nested(one) for name in each.co_names
        }


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _nested(constant)
