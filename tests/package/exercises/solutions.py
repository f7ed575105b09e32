"""The solutions that the tutorials show under *Exercises*, as code without their pages."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wbguide.exercises import Check, FunctionCheck

DOCS = Path(__file__).parents[3] / "docs"
FOLDERS = ("deeper", "tutorials")
CELL = re.compile(r"^```\{code-cell\}.*?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OPTIONS = re.compile(r"\A(---\n.*?^---\n|(:[^\n]*\n)+)", re.DOTALL | re.MULTILINE)
MODULE = "wbguide.exercises."


@dataclass(frozen=True)
class Solution:
    """What a page gives to a checker, and the code that makes it."""

    name: str  # of the checker, with its module
    check: Check | FunctionCheck
    code: str
    answer: str  # the name that the code binds it to
    helpers: str  # functions that the code calls, and the page has defined before

    def run(self, code: str) -> Any:
        """Return the answer that `code` makes: the solution's own, or a mutant of it."""
        namespace = {"np": np}
        for source in (self.helpers, code):
            exec(compile(source, self.name, "exec"), namespace)  # noqa: S102 - the project's own pages
        return namespace[self.answer]

    @property
    def is_function(self) -> bool:
        return isinstance(self.check, FunctionCheck)


def solutions() -> list[Solution]:
    """Return the solutions of all exercises, in the order of the pages' names."""
    return [each for page in _pages() for each in _solutions_of(page)]


def _pages() -> list[Path]:
    return sorted(page for folder in FOLDERS for page in (DOCS / folder).glob("*.md"))


def _solutions_of(page: Path) -> Iterator[Solution]:
    cells = [
        ast.parse(OPTIONS.sub("", code)) for code in CELL.findall(page.read_text(encoding="utf-8"))
    ]
    helpers = [node for cell in cells for node in cell.body if isinstance(node, ast.FunctionDef)]
    checkers: dict[str, str] = {}
    for cell in cells:
        checkers |= _imported_checkers(cell)
        judged = next(filter(None, (_judged(node, checkers) for node in cell.body)), None)
        if judged:
            checker, answer = judged
            module, name = checkers[checker].rsplit(".", 1)
            code = _code_that_binds(cell.body, answer)
            used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
            yield Solution(
                f"{module.removeprefix(MODULE)}.{name}",
                getattr(importlib.import_module(module), name),
                code,
                answer,
                "\n".join(ast.unparse(helper) for helper in helpers if helper.name in used),
            )


def _imported_checkers(cell: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in cell.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(MODULE)
        for alias in node.names
    }


def _judged(node: ast.stmt, checkers: dict[str, str]) -> tuple[str, str] | None:
    """Return checker and answer of a line such as ``assert kink_at(answer)``."""
    match node:
        case ast.Assert(test=ast.Call(func=ast.Name(id=checker), args=[ast.Name(id=answer)])):
            return (checker, answer) if checker in checkers else None
    return None


def _code_that_binds(body: list[ast.stmt], name: str) -> str:
    """Return the statements of a cell that bind a name, and those that bind what they use."""
    needed, kept = {name}, []
    for node in reversed(body):
        inside = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
        bound = {each.id for each in inside if isinstance(each.ctx, ast.Store)}
        if isinstance(node, ast.FunctionDef):
            bound = {node.name}
        if bound & needed:
            needed |= {each.id for each in inside}
            kept.append(ast.unparse(node))
    return "\n".join(reversed(kept))
