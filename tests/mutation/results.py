"""Count who noticed what, and list what nobody did."""

from __future__ import annotations

import json
import tomllib
from itertools import chain, count
from pathlib import Path

from mutants import ROOT, Mutant, mutants_of

GOALS = {"unit tests": 0.95, "pages": 0.90}
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def keys(mutants: list[Mutant]) -> dict[str, Mutant]:
    """Return mutants by what they are known by as long as their own lines stay as they are."""
    by_key: dict[str, Mutant] = {}
    for mutant in mutants:
        first = f"{mutant.module} {mutant.function}\n{mutant.change()}"
        others = (f"{first}\n# {number}" for number in count(2))  # of the same lines
        by_key[next(name for name in chain([first], others) if name not in by_key)] = mutant
    return by_key


def reasons() -> dict[str, str]:
    """Return why some mutants make no difference, by key."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {
        f"{each['module']} {each['function']}\n{change.strip()}": each["reason"]
        for each in listed.get("equivalent", [])
        for change in each["changes"]
    }


class Results:
    """How each judge found each mutant, if it did."""

    def __init__(self, path: Path, mutants: list[Mutant]) -> None:
        self._path = path
        self._found: dict[str, dict[str, str]] = {}
        if path.exists():
            self._found = json.loads(path.read_text(encoding="utf-8"))
        self.mutants = keys(mutants)
        self._known = reasons()
        for module in {mutant.module for mutant in mutants}:
            every = keys(mutants_of(module))
            if stale := [
                name for name in self._known if _is_of(name, module) and name not in every
            ]:
                message = f"no mutants any more, so take them from {EQUIVALENT}: {stale}"
                raise ValueError(message)

    def add(self, judge: str, found: dict[str, str]) -> None:
        """Note how a judge found mutants, and keep it for a run that asks for survivors again."""
        self._found.setdefault(judge, {}).update(found)
        self._path.parent.mkdir(exist_ok=True)
        self._path.write_text(json.dumps(self._found, indent=1), encoding="utf-8")

    def survivors(self, judge: str) -> dict[str, Mutant]:
        """Return the mutants that a judge has not found, but for those that cannot be."""
        found = self._found.get(judge, {})
        return {
            name: mutant
            for name, mutant in self.mutants.items()
            if name not in self._known and not found.get(name)
        }

    def listing(self, judge: str) -> str:
        """Return the file, the line, the function and the change of each survivor."""
        return "\n".join(
            f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.function}\n"
            + "".join(f"    {line}\n" for line in mutant.change().splitlines())
            for mutant in self.survivors(judge).values()
        )

    def table(self, judges: list[str]) -> str:
        """Return a row for each module."""
        head = ["module", "mutants", "equivalent", *(f"killed by {judge}" for judge in judges)]
        rows = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
        modules = dict.fromkeys(mutant.module for mutant in self.mutants.values())
        rows += [self._row(f"`{module}`", judges, module) for module in modules]
        return "\n".join([*rows, self._row("all", judges)])

    def share(self, judge: str, module: str = "") -> tuple[int, float]:
        """Return how many mutants a judge found, and what share of those that can be."""
        names = [name for name in self.mutants if _is_of(name, module)]
        n_real = len([name for name in names if name not in self._known])
        n_found = n_real - len([name for name in self.survivors(judge) if _is_of(name, module)])
        return n_found, n_found / max(1, n_real)

    def _row(self, title: str, judges: list[str], module: str = "") -> str:
        names = [name for name in self.mutants if _is_of(name, module)]
        cells = [title, str(len(names)), str(len([name for name in names if name in self._known]))]
        cells += ["{} ({:.1%})".format(*self.share(judge, module)) for judge in judges]
        return "| " + " | ".join(cells) + " |"


def _is_of(name: str, module: str) -> bool:
    return not module or name.split(" ", 1)[0] == module
