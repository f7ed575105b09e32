"""Find for each cell of a page the earlier statements that it cannot do without."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass

from wbguide_docs.copying.snippet_rules import RULES
from wbguide_docs.copying.snippet_running import Runner
from wbguide_docs.copying.snippet_values import Memory

REQUIREMENTS: dict[str, list[str]] = RULES["requirements"]


@dataclass(frozen=True)
class Cell:
    """A code cell of a page."""

    source: str
    hidden: bool = False
    """Whether it is not on the page."""
    raises: bool = False


@dataclass(frozen=True)
class Unit:
    """A statement of the page, or several that share a line."""

    cell: int
    text: str
    statements: tuple[ast.stmt, ...]
    line: int
    """Counted within its cell."""


@dataclass(frozen=True)
class Slices:
    """The units of a page, and for each cell the numbers of the units that it needs of others."""

    units: list[Unit]
    needed: list[list[int]]


def slice_page(cells: list[Cell]) -> Slices:
    """Return what each cell needs."""
    units = [unit for number, cell in enumerate(cells) for unit in _units(number, cell)]
    memory = Memory()
    runner = Runner(memory)
    for number, unit in enumerate(units):
        following = units[number + 1].cell if number + 1 < len(units) else None
        if number and units[number - 1].cell != unit.cell:
            memory.streams.pop("figure", None)  # a notebook closes figures at the end of a cell
        # Where an error is announced, the last statement is the one that fails.
        fails = cells[unit.cell].raises and following != unit.cell
        memory.start(number, effects=not fails)
        runner.body(unit.statements)
    needed = []
    for index in range(len(cells)):
        own = {number for number, unit in enumerate(units) if unit.cell == index}
        needed.append(sorted(_all_needed(own, memory.needs) - own))
    return Slices(units, needed)


def _units(number: int, cell: Cell) -> list[Unit]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:  # an announced one, or the page would not have run
        return []
    lines = cell.source.splitlines()
    groups: list[tuple[int, int, list[ast.stmt]]] = []
    for node in tree.body:
        decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
        start, end = min([node.lineno, *decorators]), node.end_lineno or node.lineno
        if groups and groups[-1][1] >= start:
            groups[-1][2].append(node)
            groups[-1] = (groups[-1][0], end, groups[-1][2])
        else:
            groups.append((start, end, [node]))
    return [
        Unit(number, "\n".join(lines[start - 1 : end]), tuple(nodes), start)
        for start, end, nodes in groups
    ]


def _all_needed(units: set[int], needs: dict[int, set[int]]) -> set[int]:
    found, new = set(units), set(units)
    while new:
        new = {other for unit in new for other in needs[unit]} - found
        found |= new
    return found


def imports(code: str) -> list[str]:
    """Return the full names that some code imports."""
    names = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{each.name}" for each in node.names]
    return names


def requirements(code: str) -> list[str]:
    """Return what to install so that some code runs; raise LookupError where nobody knows."""
    extras: dict[str, set[str]] = {}
    for name in imports(code):
        parts = name.split(".")
        if parts[0] in sys.stdlib_module_names:
            continue
        families = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        family = next((each for each in families if each in REQUIREMENTS), None)
        if family is None:
            msg = f"snippet_rules.toml does not say what to install for {name!r}"
            raise LookupError(msg)
        for requirement in REQUIREMENTS[family]:
            package, _, extra = requirement.rstrip("]").partition("[")
            extras.setdefault(package, set()).update(filter(None, [extra]))
    return [
        f"{package}[{','.join(sorted(extras[package]))}]" if extras[package] else package
        for package in sorted(extras)
    ]


def install_line(code: str, before: str = "# pip install ") -> str:
    """Return the line that says so."""
    needed = requirements(code)
    return before + " ".join(f'"{each}"' if "[" in each else each for each in needed)
