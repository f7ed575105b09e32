"""Keep the outputs of pages that ran well, each with all that could change them.

The folder stands for what is the same for all pages. A file in it is named after the code of a page
and what its run loaded, says that in its first line, and holds the outputs in its second.

MyST-NB's own cache knows a page by its cells alone: after a change of an imported package it serves
the old outputs, and a build stopped at the wrong moment breaks it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path

from nbformat import NotebookNode

from wbguide_docs.reading.pages import code_cells
from wbguide_docs.running.environment import MATPLOTLIBRC, VARIABLES
from wbguide_docs.running.loaded import Basis, Present
from wbguide_docs.running.startup import ARGUMENTS

ROOM = Path(__file__).parent
TAGS = {"raises-exception", "skip-execution"}
NOT_ASKED_FOR = ("console_scripts", "gui_scripts", "pytest11")  # by no library of a page


def digest() -> str:
    """Return a digest of the interpreter, the settings, what runs pages, and plugins."""
    plugins = sorted(
        f"{each.group} {each.name} {each.value}"
        for found in distributions()
        for each in found.entry_points
        if each.group not in NOT_ASKED_FOR
    )
    parts = [platform.platform(), sys.version, plugins, VARIABLES, ARGUMENTS]
    sha = hashlib.sha256(json.dumps(parts).encode())
    for path in [*sorted(ROOM.glob("*.py")), MATPLOTLIBRC]:
        sha.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return sha.hexdigest()[:16]


class Store:
    """A folder of outputs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._chosen = folder / "chosen" / "pages.json"

    def find(self, code: str) -> str | None:
        """Return the name of the file that holds what code would put out now."""
        for name, basis in self._bases.items():
            if name.startswith(f"{code}-") and self._present.holds(basis):
                return name
        return None

    def save(self, notebook: NotebookNode, basis: Basis) -> str:
        """Store the outputs of a page, and return the name of their file."""
        content = [
            {
                "execution_count": cell.execution_count,
                "outputs": cell.outputs,
                "trace": cell.metadata.get("trace", []),  # what its statements did, see `tracing`
            }
            for cell in code_cells(notebook)
        ]
        first = json.dumps(basis, sort_keys=True)
        name = f"{key(notebook)}-{hashlib.sha256(first.encode()).hexdigest()[:16]}.json"
        write_whole(self._folder / name, f"{first}\n{json.dumps(content)}\n")
        return name

    def choose(self, chosen: dict[str, str]) -> None:
        """Say which files belong to pages as they are now, by the key of their code."""
        write_whole(self._chosen, json.dumps(self.chosen | chosen))

    @property
    def chosen(self) -> dict[str, str]:
        """The names of the files that a build has chosen, by the key of the code."""
        found: dict[str, str] = {}
        if self._chosen.exists():
            found = json.loads(self._chosen.read_text(encoding="utf-8"))
        return found

    def fill(self, notebook: NotebookNode) -> bool:
        """Put the outputs chosen for a page into its code cells; return False if there are none."""
        name = self.chosen.get(key(notebook))
        if not name or not (self._folder / name).exists():
            return False
        _, content = (self._folder / name).read_text(encoding="utf-8").splitlines()
        stored = json.loads(content, object_hook=NotebookNode)
        for cell, outcome in zip(code_cells(notebook), stored, strict=True):
            cell.metadata.trace = outcome.pop("trace")
            cell.update(outcome)
        return True

    @cached_property
    def _bases(self) -> dict[str, Basis]:
        found = {}
        for path in sorted(self._folder.glob("*.json")):
            with path.open(encoding="utf-8") as file:
                found[path.name] = json.loads(file.readline())
        return found

    @cached_property
    def _present(self) -> Present:
        return Present(self._bases.values())


def key(notebook: NotebookNode) -> str:
    """Return what names the code of a page: a digest of its cells."""
    # Of a cell's options only those that decide how it runs: hiding a cell need not run it.
    code = [
        (
            cell.source,
            sorted(TAGS & set(cell.metadata.get("tags", []))),
            cell.metadata.get("raises"),
        )
        for cell in code_cells(notebook)
    ]
    return hashlib.sha256(json.dumps(code).encode()).hexdigest()[:16]


def write_whole(path: Path, text: str) -> None:
    """Write a file so that, however the build ends, it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
