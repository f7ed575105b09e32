"""Find for each cell of a page the earlier statements that it cannot do without.

What each statement read, bound and changed has been observed while the page ran. A name stands on
the statement that bound it last, and on all that have changed since what it leads to. Where only
the form of a thing is asked for, such as its shape, random numbers need not be those of the page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wbguide_docs.copying.magics import without_magics
from wbguide_docs.reading.cells import Cell

Trace = Mapping[str, list[str]]
IMPORTS = (ast.Import, ast.ImportFrom)
STREAM = "random>"  # how the names of streams of random numbers end, that no name leads to
SETTINGS = "<settings"  # how those of settings begin, on which all may rest
FIGURES = "<figures>"  # those that Matplotlib holds, until the cell ends
FORMS = {"count_params", "dtype", "ndim", "shape", "size"}  # attributes
LOOKING_AT_FORMS = {"isinstance", "len", "type"}
SHAPES = {"add", "build", "compile"}  # methods that do their work whatever the numbers are
FILLS = "set_weights"  # a method that replaces all numbers


@dataclass(frozen=True)
class Unit:
    """A statement of the page, or several that share a line, and what they did."""

    cell: int
    text: str
    statements: tuple[ast.stmt, ...]
    traces: tuple[Trace, ...]
    hidden: bool
    """Whether it is not on the page."""
    fails: bool
    """Whether it ends in an error, so that nobody can run what follows it."""

    @property
    def makes_object(self) -> bool:
        """Tell whether it does no more than to make an object of a class, and shows nothing."""
        match self.statements:
            case [ast.Assign(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)))]:
                return name[0].isupper()
        return False


@dataclass(frozen=True)
class Slices:
    """The units of a page, and for each cell the numbers of the units that it needs of others."""

    units: list[Unit]
    needed: list[list[int]]


def slice_page(cells: list[Cell], traces: Sequence[Sequence[Trace]]) -> Slices:
    """Return what each cell needs, given what each of its statements did."""
    units = [
        unit
        for number, (cell, observed) in enumerate(zip(cells, traces, strict=True))
        for unit in _units(number, cell, observed)
    ]
    needs = Needs(units)
    needed = []
    for index in range(len(cells)):
        own = [number for number, unit in enumerate(units) if unit.cell == index]
        needed.append(sorted(needs.of(own) - {*own}))
    return Slices(units, needed)


def _units(number: int, cell: Cell, traces: Sequence[Trace]) -> Iterator[Unit]:
    nodes, hidden = cell.tree.body, "remove-cell" in cell.tags
    lines = without_magics(cell.source).splitlines()
    if cell.source.lstrip().startswith("%%"):  # IPython has run its body as one statement
        yield Unit(
            number, "\n".join(lines).strip("\n"), tuple(nodes), tuple(traces), hidden, fails=False
        )
        return
    groups: list[tuple[int, int, list[int]]] = []
    for index, node in enumerate(nodes):
        decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
        start, end = min([node.lineno, *decorators]), node.end_lineno or node.lineno
        if groups and groups[-1][1] >= start:
            groups[-1] = (groups[-1][0], end, [*groups[-1][2], index])
        else:
            groups.append((start, end, [index]))
    for start, end, members in groups:
        text = "\n".join(lines[start - 1 : end])
        if text.strip():
            # Where an error is announced, the last statement that ran is the one that fails.
            fails = bool(cell.raises) and members[-1] >= len(traces) - 1
            observed = tuple(traces[members[0] : members[-1] + 1])
            yield Unit(
                number, text, tuple(nodes[each] for each in members), observed, hidden, fails
            )


@dataclass
class Needs:
    """What each unit needs at once: others, whether with their numbers, and of random streams."""

    units: list[Unit]
    others: list[dict[int, bool]] = field(default_factory=list)
    draws: list[set[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._settled: dict[str, dict[int, bool]] = {}
        self._imported: dict[str, int] = {}
        self._functions: dict[str, ast.stmt] = {}
        self._fills: dict[str, set[int]] = {}
        for number, unit in enumerate(self.units):
            if number and self.units[number - 1].cell != unit.cell:
                self._settled.pop(FIGURES, None)
            self.others.append({})
            self.draws.append(set())
            for statement, trace in zip(unit.statements, unit.traces, strict=False):
                self._read(number, statement, trace)
                if not unit.fails:
                    self._settle(number, statement, trace)
            self.others[number].pop(number, None)

    def of(self, own: list[int]) -> set[int]:
        """Return all units that some need, themselves included."""
        found: dict[int, bool] = {}
        new = {number: not self.units[number].makes_object for number in own}
        while new:
            found |= new
            wanted: dict[int, bool] = {}
            for number, numbers in new.items():
                edges = self.others[number].items()
                drawn = dict.fromkeys(self.draws[number] if numbers else (), True)
                for other, looked_at in [*edges, *drawn.items()]:
                    wanted[other] = wanted.get(other, False) or (numbers and looked_at)
            new = {
                each: looked_at
                for each, looked_at in wanted.items()
                if looked_at > found.get(each, -1)
            }
        return {*found}

    def _read(self, number: int, statement: ast.stmt, trace: Trace) -> None:
        settings = [name for name in self._settled if name.startswith(SETTINGS)]
        for name in [*trace["reads"], *settings]:
            if name.endswith(STREAM):
                self.draws[number] |= {*self._settled.get(name, ())} - {number}
                continue
            looked_at = self._looks(statement, name)
            for other, numbers in self._settled.get(name, {}).items():
                if looked_at or other not in self._fills.get(name, ()):
                    known = self.others[number].get(other, False)
                    self.others[number][other] = known or (numbers and looked_at)

    def _settle(self, number: int, statement: ast.stmt, trace: Trace) -> None:
        if isinstance(statement, IMPORTS):
            text = ast.unparse(statement)
            first = self._imported.get(text, number)
            if first != number and all(first in self._settled[name] for name in trace["binds"]):
                return  # it has been imported already
            if not self.units[number].hidden:
                self._imported[text] = number
        for name in trace["binds"]:
            before = self._settled.get(name, {}) if _adds_part(statement) else {}
            self.others[number] |= before
            self._settled[name] = before | {number: True}
            self._fills.pop(name, None)
            if isinstance(statement, ast.FunctionDef):
                self._functions[name] = statement
        filled = self._filled_by(statement) & {*trace["changes"]}
        replaced = {each for name in filled for each in self._fills.get(name, ())}
        for name in trace["changes"]:
            if name.startswith(SETTINGS) and isinstance(statement, IMPORTS):
                continue
            if name.endswith(STREAM) and name not in self._settled:
                continue  # what nobody has seeded is different in each run
            before = self._settled.get(name, {})
            self._settled[name] = {
                each: numbers and name not in filled
                for each, numbers in before.items()
                if each not in replaced
            } | {number: True}
        for name in filled:
            self._fills[name] = {number}

    def _filled_by(self, statement: ast.stmt) -> set[str]:
        """Return the names of things whose numbers a statement replaces."""
        return {
            node.value.id
            for tree in self._run_by(statement)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == FILLS
            if isinstance(node.value, ast.Name)
        }

    def _looks(self, statement: ast.stmt, name: str) -> bool:
        """Tell whether a statement that reads a name may ask for more than the form of a thing."""
        trees = [tree for tree in self._run_by(statement) if name in _names(tree)]
        return not trees or any(_looks(tree, name) for tree in trees)

    def _run_by(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return a statement and the functions of the page that it calls."""
        called = _names(statement) & {*self._functions}
        return [statement, *(self._functions[name] for name in sorted(called))]


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _adds_part(statement: ast.stmt) -> bool:
    """Tell whether a statement is like `import a.b`, which adds a module to another."""
    return isinstance(statement, ast.Import) and any(
        "." in each.name and not each.asname for each in statement.names
    )


def _looks(node: ast.AST, name: str) -> bool:
    """Tell whether some code asks for more than the form of what a name leads to."""
    match node:
        case ast.Name(id=found):
            return found == name
        case ast.Attribute(attr=attribute) if attribute in FORMS:
            return False
        case ast.Call(func=ast.Name(id=function)) if function in LOOKING_AT_FORMS:
            return False
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr=method)) if method in {
            *SHAPES,
            FILLS,
        }:
            return any(_looks(each, name) for each in [*node.args, *node.keywords])
        case ast.ListComp(elt=element, generators=[ast.comprehension(target=ast.Name(id=each))]):
            if not _looks(element, each):
                return _looks(element, name)
    return any(_looks(child, name) for child in ast.iter_child_nodes(node))
