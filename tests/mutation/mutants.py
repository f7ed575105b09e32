"""Small changes to the code of `wbguide`, each of which a test or a page should notice.

What is changed into what is decided by mutmut. Its own way to run mutants is not used: it changes
nothing outside of functions, so neither formulas that are lambdas nor the answers of exercises.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from difflib import ndiff
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import accumulate
from pathlib import Path
from types import CodeType
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    module: str
    function: str
    """The name of the outermost function or method around the change, else nothing."""
    span: tuple[int, int]
    """Where the text that is replaced starts and ends in the file."""
    text: str
    """What it is replaced by."""
    lines: tuple[int, int]
    """The first and the last line of the statement that is changed; at import, as `body`."""
    body: tuple[int, int]
    """The first and the last line of the function around it, or of the file."""

    @property
    def path(self) -> Path:
        """The file of the module."""
        return module_path(self.module)

    @property
    def line(self) -> int:
        """The line of the change."""
        return _read(self.path).count("\n", 0, self.span[0]) + 1

    def is_for(self, path: str) -> bool:
        """Whether a test file or a page is named after the module, or after its subpackage."""
        names = {name.strip("_") for name in self.module.split(".")[1:]} or {"package", "index"}
        return Path(path).stem.strip("_").removeprefix("test_") in names

    def source(self) -> str:
        """Return the module with the change."""
        original = _read(self.path)
        return original[: self.span[0]] + self.text + original[self.span[1] :]

    def change(self) -> str:
        """Return the lines that differ, as ``- before`` and ``+ after``."""
        # Without indentation, which is another inside of parentheses that were written anew.
        original = [line.strip() for line in _read(self.path).splitlines()]
        changed = [line.strip() for line in self.source().splitlines()]
        first = self.line - 1
        last = first + 1 + _read(self.path)[slice(*self.span)].count("\n")
        lines = ndiff(original[first:last], changed[first : len(changed) - len(original) + last])
        return "\n".join(line.rstrip() for line in lines if line[0] in "+-")


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def module_path(module: str) -> Path:
    """Return the file of a module of the package."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def modules(prefix: str = "wbguide") -> list[str]:
    """Return the names of the package's modules that start with `prefix`."""
    paths = sorted((ROOT / "wbguide").rglob("*.py"))
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in paths]
    names = [".".join(part for part in each if part != "__init__") for each in parts]
    return [name for name in names if f"{name}.".startswith(f"{prefix}.")]


@cache
def mutants_of(module: str) -> list[Mutant]:
    """Return every mutant of a module."""
    path = module_path(module)
    source = path.read_text(encoding="utf-8")
    visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    tree = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    tree.visit(visitor)
    starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    unique: dict[tuple[tuple[int, int], str], Mutant] = {}
    for function, range_, text, lines, body in visitor.found:
        span = (
            starts[range_.start.line - 1] + range_.start.column,
            starts[range_.end.line - 1] + range_.end.column,
        )
        mutant = Mutant(module, function, span, text, lines, body)
        if mutant.source() != source:
            unique.setdefault((span, text), mutant)
    return list(unique.values())


class _Visitor(MutationVisitor):
    """Mutate methods with decorators too, and leave out what nobody could notice."""

    METADATA_DEPENDENCIES = (  # type: ignore[assignment]  # mutmut's is of two, as declared
        *MutationVisitor.METADATA_DEPENDENCIES,
        PositionProvider,
        WhitespaceInclusivePositionProvider,
    )

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.found: list[tuple[str, Any, str, tuple[int, int], tuple[int, int]]] = []
        self._around: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        self._around.append(node)
        return super().on_visit(node)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        super().on_leave(original_node)
        self._around.pop()

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        # Only type checkers read these, and `nox -s types` has them read.
        if isinstance(node, cst.AnnAssign) and _code(node.annotation.annotation) == "TypeAlias":
            return True
        skipped: bool = super()._skip_node_and_children(node)
        return skipped

    def _create_mutations(self, node: cst.CSTNode) -> None:
        start = len(self.mutations)
        super()._create_mutations(node)
        new = self.mutations[start:]
        if isinstance(node, cst.SimpleString):
            # mutmut marks a string at both ends, and then makes it lower and upper case. Who
            # compares the string finds all three, so two of them would only add weight to text.
            new = new[:1]
        scopes = [each for each in self._around if isinstance(each, cst.FunctionDef | cst.ClassDef)]
        simple = [each for each in self._around if isinstance(each, cst.SimpleStatementLine)]
        functions = [each for each in scopes if isinstance(each, cst.FunctionDef)]
        name = ""
        if functions:
            name = ".".join(each.name.value for each in scopes[: scopes.index(functions[0]) + 1])
        for mutation in new:
            range_ = self.get_metadata(WhitespaceInclusivePositionProvider, node)
            text = _code(mutation.mutated_node)
            body = self._lines(functions[0]) if functions else (1, sys.maxsize)
            lines = self._lines(simple[-1] if simple else node)
            if not functions or any(isinstance(each, cst.Parameters) for each in self._around):
                lines = body  # it runs at import, whoever happens to be first to do that
            self.found.append((name, range_, text, lines, body))

    def _lines(self, node: cst.CSTNode) -> tuple[int, int]:
        range_: Any = self.get_metadata(PositionProvider, node, None)
        if range_ is None:
            range_ = self.get_metadata(WhitespaceInclusivePositionProvider, node)
        return range_.start.line, range_.end.line


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def activate(mutant: Mutant) -> None:
    """Let this process import the mutant in place of the module that it changes."""
    loaded = [name for name in sys.modules if f"{name}.".startswith("wbguide.")]
    if loaded:
        message = f"imported before the mutant was chosen: {loaded}"
        raise RuntimeError(message)
    sys.meta_path.insert(0, _Finder(mutant))


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        loader = _Loader(fullname, str(self._mutant.path))
        loader.mutant = self._mutant
        return importlib.util.spec_from_file_location(fullname, self._mutant.path, loader=loader)


class _Loader(SourceFileLoader):
    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  # it is the mutant's
        return compile(self.mutant.source(), self.path, "exec")
