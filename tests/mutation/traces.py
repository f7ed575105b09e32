"""Which lines of the package does each test, or each page, run?"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage
from forks import in_children
from mutants import ROOT, Mutant, module_path, modules

CACHE = ROOT / ".mutants_cache"
SECONDS = 3600.0


@dataclass(frozen=True)
class Trace:
    """What the runners in a file, which are tests or are one page, run of the package."""

    problem: str
    """Why they cannot tell a mutant: they fail without."""
    seconds: dict[str, float]
    """By runner."""
    lines: dict[str, dict[int, set[str]]]
    """The runners of each line of each module."""


def measure(run: Callable[[Coverage], tuple[str, dict[str, float]]]) -> Trace:
    """Measure a function that sets its runners as contexts; it returns a problem and seconds."""
    coverage = Coverage(source_pkgs=["wbguide"], data_file=None, config_file=False)
    with coverage.collect():
        problem, seconds = run(coverage)
    data, lines = coverage.get_data(), {}
    for module in modules():
        found = data.contexts_by_lineno(str(module_path(module)))
        # Without a context are lines that ran when a test file was imported.
        lines[module] = {line: set(names) - {""} for line, names in found.items()}
    return Trace(problem, seconds, lines)


class Traces:
    """The traces of all files, from a cache where neither file nor package has changed."""

    def __init__(self, paths: Iterable[Path], trace: Callable[[Path], Trace]) -> None:
        self.seconds: dict[str, float] = {}
        self._all: list[Trace] = []
        code = [*(module_path(module) for module in modules()), *Path(__file__).parent.glob("*.py")]
        cached = {path: CACHE / f"{_digest([path, *sorted(code)])}.pickle" for path in paths}
        missing = [path for path, file in cached.items() if not file.exists()]
        CACHE.mkdir(exist_ok=True)
        for path, result in in_children(trace, missing, os.cpu_count() or 1, SECONDS):
            if isinstance(result, BaseException):
                raise result
            if result.problem:
                message = f"{path} fails without any mutant: {result.problem}"
                raise RuntimeError(message)
            cached[path].write_bytes(pickle.dumps(result))
        for file in cached.values():
            self._all.append(pickle.loads(file.read_bytes()))  # noqa: S301  # our own
            self.seconds.update(self._all[-1].seconds)

    def runners(self, mutant: Mutant) -> list[str]:
        """Return who might notice a mutant, the quickest first.

        Those who run the changed statement; where it only runs at import, those who run anything
        in the function around it, else in the module or in its subpackage.
        """
        names = [mutant.module]
        package = mutant.module.rpartition(".")[0]
        if not mutant.function and "." in package:
            names = modules(package)
        for lines in (mutant.lines, mutant.body, (1, sys.maxsize)):
            if found := self._within(names, lines):
                return sorted(found, key=lambda name: (self.seconds[name], name))
        return []

    def _within(self, names: list[str], lines: tuple[int, int]) -> set[str]:
        return {
            runner
            for trace in self._all
            for name in names
            for line, runners in trace.lines[name].items()
            if lines[0] <= line <= lines[1]
            for runner in runners
        }


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:32]
