"""What nobody runs rots: each session of the noxfile runs before a change lands, or weekly."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = ("README.md", ".ci/run", ".github/workflows/scheduled.yml")  # .ci/run obeys the README
COMMAND = re.compile(r"nox (?:--?[\w-]+ )*?-(?P<how>[st]) (?P<what>[^<\n]*)")


def tags_of_sessions(noxfile: str) -> dict[str, set[str]]:
    """Return the name of each session, with its tags."""
    found = {}
    for node in ast.parse(noxfile).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in map(ast.unparse, node.decorator_list):
            if decorator.startswith("nox.session"):
                tags = re.search(r"tags=(\[.*?\])", decorator)
                found[node.name] = set(ast.literal_eval(tags[1])) if tags else set()
    return found


def not_run(noxfile: str, commands: str) -> set[str]:
    """Return the sessions that no command runs, neither by name nor by tag."""
    run: set[str] = set()
    for found in COMMAND.finditer(commands):
        words = re.findall(r"[\w-]+", found["what"].partition(" -- ")[0])
        run |= {f"{found['how']} {word.partition('-')[0]}" for word in words}
    return {
        name
        for name, tags in tags_of_sessions(noxfile).items()
        if f"s {name}" not in run and not any(f"t {tag}" in run for tag in tags)
    }


def test_each_session_is_run_by_someone() -> None:
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    commands = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in RUNS)
    assert len(tags_of_sessions(noxfile)) > 10
    assert not not_run(noxfile, commands)


def test_what_mutants_are_tested_with_has_every_page_with_an_exercise() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    copied = [ROOT / name for name in settings["tool"]["mutmut"]["also_copy"]]
    pages = [
        path
        for path in (ROOT / "docs").rglob("*.md")
        if "_build" not in path.parts and "from wbguide.exercises" in path.read_text("utf-8")
    ]
    assert len(pages) > 20
    assert not [path for path in pages if not {*copied} & {*path.parents}]


def test_a_session_that_nobody_runs_is_found() -> None:
    noxfile = """
@nox.session
def lint(session): ...
@nox.session(tags=["tests"])
def docs(session): ...
@nox.session(python=PYTHONS)
@nox.parametrize("choice", CHOICES)
def versions(session, choice): ...
@nox.session
def bench(session): ...
"""
    run = 'nox -s lint types\nnox -t tests\nnox --error -s "versions-3.11(lowest)"\n'
    assert not_run(noxfile, run) == {"bench"}
    assert not_run(noxfile, "nox -s versions -- bench lint docs") == {"bench", "lint", "docs"}
