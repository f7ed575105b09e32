"""Would the build of the site find a mutant, from nothing but the pages that it runs?"""

from __future__ import annotations

import gc
import io
import os
import sys
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import charts
import execution_rules
from coverage import Coverage
from execution_kernel import AFTER_LAST_CELL, Run, _Capture
from execution_settings import variables
from forks import in_child
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from mutants import ROOT, Mutant, activate
from nbformat import NotebookNode
from traces import Trace, Traces, measure
from traitlets.config import Config

DOCS = ROOT / "docs"


class Pages:
    """The pages that run code, with what each of them runs of the package."""

    def __init__(self, only: list[Path], patience: float) -> None:
        self._patience = patience
        self._home = TemporaryDirectory(prefix="mutants-")
        self._pages = _read_pages(only)
        _start_kernel(Path(self._home.name), self._pages.values())
        self._traces = Traces([Path(name) for name in self._pages], self._trace)

    def find(self, mutant: Mutant) -> str:
        """Return the page and the line that find a mutant, or nothing."""
        activate(mutant)
        spent = 0.0
        for name in sorted(self._traces.runners(mutant), key=mutant.is_for, reverse=True):
            spent += self._traces.seconds[name]
            if spent > self._patience:
                break
            limit = 20.0 + 10.0 * self._traces.seconds[name]
            if problem := in_child(_run, self._pages[name], seconds=limit):
                return f"{os.path.relpath(name, ROOT)}:{problem}"
        return ""

    def _trace(self, path: Path) -> Trace:
        name = str(path)

        def run(coverage: Coverage) -> tuple[str, dict[str, float]]:
            coverage.switch_context(name)
            started = time.process_time()
            problem = _run(self._pages[name])
            return problem, {name: time.process_time() - started}

        return measure(run)


class Kernel(InteractiveShell):
    """Runs cells as the kernel of a page does, without a process and a protocol of its own."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.raised: list[NotebookNode] = []
        self.display_pub = CapturingDisplayPublisher()

    def enable_gui(self, gui: object = None) -> None:
        """Do nothing: figures go into the page."""

    def showtraceback(self, exc_tuple: Any = None, *_: object, **__: object) -> None:
        """Keep an error, without the time that IPython takes to lay it out."""
        kind: Any
        kind, error = (exc_tuple or sys.exc_info())[:2]
        output = {"output_type": "error", "ename": kind.__name__, "evalue": str(error)}
        self.raised.append(NotebookNode(output | {"traceback": [f"{kind.__name__}: {error}"]}))

    def showsyntaxerror(self, *_: object, **__: object) -> None:
        """Keep an error."""
        self.showtraceback()


def _start_kernel(home: Path, pages: Iterable[NotebookNode]) -> None:
    """Start the kernel in which pages run, and import what they do, but nothing of wbguide."""
    environment = variables(home)
    os.environ.clear()
    os.environ.update(environment)

    code = "\n".join(cell.source for page in pages for cell in page.cells)
    for name in ("altair", "keras", "matplotlib.pyplot", "myst_nb"):
        if f"import {name.partition('.')[0]}" in code:
            import_module(name)
    config = Config()
    config.HistoryManager.enabled = False
    config.InlineBackend.figure_formats = {"svg"}
    kernel: Any = Kernel.instance(config=config)
    kernel.enable_matplotlib("inline")
    kernel.run_cell(charts.KERNEL_LINE, silent=True)
    gc.freeze()


def _read_pages(only: list[Path]) -> dict[str, NotebookNode]:
    from myst_nb.core.read import read_myst_markdown_notebook  # noqa: PLC0415

    paths = [path for path in only if path.suffix == ".md"] if only else DOCS.rglob("[!_]*.md")
    return {
        str(path): read_myst_markdown_notebook(text, add_source_map=True)
        for path in sorted(paths)
        if "{code-cell}" in (text := path.read_text(encoding="utf-8"))
    }


def _run(page: NotebookNode) -> str:
    """Run a page in this process, and return the first reason not to publish it."""
    with TemporaryDirectory(prefix="mutant-") as folder:
        home = Path(folder)
        (home / "empty").mkdir()
        os.chdir(home / "empty")
        run = Run()
        with _Capture(home / "stdout") as stdout, _Capture(home / "stderr") as stderr:
            os.dup2(stdout.writer.fileno(), 1)
            os.dup2(stderr.writer.fileno(), 2)
            sys.stdout, sys.stderr = io.StringIO(), sys.__stderr__
            for index in _run_cells(page):
                run.stderr[index] = stderr.new()
            run.stdout = stdout.new()
        os.chdir(ROOT)
    for problem in execution_rules.problems(page, run):
        line = "end" if problem.cell == AFTER_LAST_CELL else page.metadata.source_map[problem.cell]
        return f"{line}: {problem.what} {problem.details.strip().splitlines()[-1:]}"
    return ""


def _run_cells(page: NotebookNode) -> Iterator[int]:
    """Run cell after cell, up to an error that stops the page's kernel."""
    kernel: Any = Kernel.instance()
    for index, cell in enumerate(page.cells):
        if cell.cell_type != "code":
            continue
        kernel.raised.clear()
        kernel.run_cell(cell.source, store_history=True)
        cell.execution_count = kernel.execution_count
        cell.outputs = list(kernel.raised)
        yield index
        if kernel.raised and "raises-exception" not in cell.metadata.get("tags", []):
            return
