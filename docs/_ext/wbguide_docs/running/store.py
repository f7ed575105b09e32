"""Keep the outputs of pages that ran well, in a folder that stands for all that could change them.

MyST-NB's own cache knows a page by its cells alone: after a change of an imported package it serves
the old outputs, and a build stopped at the wrong moment breaks it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from nbformat import NotebookNode

from wbguide_docs.reading.pages import code_cells
from wbguide_docs.running.environment import MATPLOTLIBRC, VARIABLES
from wbguide_docs.running.startup import ARGUMENTS

HERE = Path(__file__).parent
TAGS = {"raises-exception", "skip-execution"}
FIND = """
import sys
from importlib.util import find_spec
for package in sys.argv[1:]:
    if spec := find_spec(package):
        print(spec.origin)
"""


def digest(packages: list[str]) -> str:
    """Return a digest of the interpreter, libraries, settings, and the files of `packages`."""
    libraries = sorted({f"{found.name}=={found.version}" for found in distributions()})
    parts = [platform.platform(), sys.version, libraries, VARIABLES, ARGUMENTS]
    sha = hashlib.sha256(json.dumps(parts).encode())
    own = [*sorted(HERE.glob("*.py")), MATPLOTLIBRC]
    for path in own + _files_of(packages):
        sha.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return sha.hexdigest()[:16]


def _files_of(packages: list[str]) -> list[Path]:
    """Find packages where a kernel imports them from, which need not be where this process does."""
    command = [sys.executable, "-P", "-c", FIND, *packages]
    found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    folders = [Path(origin).parent for origin in found.stdout.splitlines()]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    ]


class Store:
    """A folder of outputs, one file a page, each named after the page's code."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, notebook: NotebookNode) -> bool:
        """Tell whether the outputs of this page's code are here."""
        return self._path(notebook).exists()

    def save(self, notebook: NotebookNode) -> None:
        """Store the outputs of a page."""
        content = [
            {"execution_count": cell.execution_count, "outputs": cell.outputs}
            for cell in code_cells(notebook)
        ]
        write_whole(self._path(notebook), json.dumps(content))

    def fill(self, notebook: NotebookNode) -> None:
        """Put the stored outputs into the code cells of a page."""
        text = self._path(notebook).read_text(encoding="utf-8")
        stored = json.loads(text, object_hook=NotebookNode)
        for cell, outcome in zip(code_cells(notebook), stored, strict=True):
            cell.update(outcome)

    def _path(self, notebook: NotebookNode) -> Path:
        # Of a cell's options only those that decide how it runs: hiding a cell need not run it.
        code = [
            (
                cell.source,
                sorted(TAGS & set(cell.metadata.get("tags", []))),
                cell.metadata.get("raises"),
            )
            for cell in code_cells(notebook)
        ]
        sha = hashlib.sha256(json.dumps(code).encode())
        return self._folder / f"{sha.hexdigest()[:16]}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that, however the build ends, it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
