"""Run the code of the pages before Sphinx reads them, on all cores, and never without need.

Every page that fails is listed with the line of each cell that failed; then the build ends. Only
the outputs of pages that ran well are kept, so a page that fails fails until it is put right.
"""

from __future__ import annotations

import asyncio
import json
import os
from copy import deepcopy
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import myst_nb.sphinx_
from myst_nb.core.execute.base import NotebookClientBase
from myst_nb.core.read import MystMetadataParsingError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

from wbguide_docs.reading.outputs import EVENT
from wbguide_docs.reading.pages import code_cells, read_page
from wbguide_docs.running.imports import imports_of
from wbguide_docs.running.kernel import run_page
from wbguide_docs.running.loaded import basis
from wbguide_docs.running.presenting import make_presentable
from wbguide_docs.running.processes import FORKS, Processes
from wbguide_docs.running.store import Store, digest, key, write_whole
from wbguide_docs.running.verdict import Problem, problems

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_config_value("execution_packages", [], "", list)
    app.add_config_value("execution_seconds_per_page", 180, "", (int, float))
    app.add_config_value("execution_forks", FORKS, "", bool)
    app.connect(EVENT, fill_outputs)
    app.connect("config-inited", choose_store)
    app.connect("env-get-outdated", find_outdated)
    app.connect("env-before-read-docs", run_pages)
    # MyST-NB asks this function for a page's outputs, and has no setting for where to find them.
    myst_nb.sphinx_.create_client = with_stored_outputs
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def choose_store(app: Sphinx, config: Config) -> None:
    """Set the folder of outputs; a setting that makes Sphinx read every page when it changes."""
    config.nb_execution_mode = "off"
    config.nb_execution_cache_path = str(_folder(app) / digest())


def with_stored_outputs(
    notebook: NotebookNode, source: str, nb_config: Any, logger: Any, *_: Any, **__: Any
) -> NotebookClientBase:
    """Stand in for MyST-NB's `create_client`."""
    if code_cells(notebook):
        store = Store(Path(nb_config.execution_cache_path))
        if not store.fill(notebook):
            message = f"{source}, or what it imports, was changed while the pages ran: build again"
            raise SphinxError(message)
        notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return NotebookClientBase(notebook, Path(source), nb_config, logger)


def fill_outputs(app: Sphinx, notebook: NotebookNode) -> None:
    """Answer whoever asks for the outputs of a page."""
    Store(Path(app.config.nb_execution_cache_path)).fill(notebook)


def find_outdated(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Have those pages read again that would put out something else now."""
    store = Store(Path(app.config.nb_execution_cache_path))
    chosen = store.chosen
    codes = _codes(env)
    for name in removed:
        codes.pop(name, None)
    return [name for name, code in codes.items() if store.find(code) != chosen.get(code, "")]


def run_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run those of the pages about to be read whose outputs are not in store."""
    store = Store(Path(app.config.nb_execution_cache_path))
    pages, failed = _read_pages(env, docnames)
    found = {name: store.find(key(page)) for name, page in pages.items()}
    missing = {name: page for name, page in pages.items() if not found[name]}
    if missing:
        failed += asyncio.run(_run_all(app, store, missing, found))
    store.choose({key(pages[name]): file for name, file in found.items() if file})
    codes = _codes(env)
    for name in docnames:
        codes.pop(name, None)
        if name in pages:
            codes[name] = key(pages[name])
    cached = len(pages) - len(missing)
    logger.info("%d pages executed, %d from the cache", len(missing), cached)
    if failed:
        # Sphinx would follow an exception with its own traceback, and bury what matters.
        raise SystemExit("Failed pages, listed above: " + ", ".join(sorted(failed)))
    app.emit("pages-executed", env, pages)


def _codes(env: Any) -> dict[str, str]:
    """Return the keys of the code of the pages, as they were when they were last read."""
    if not hasattr(env, "executed_codes"):
        env.executed_codes = {}
    codes: dict[str, str] = env.executed_codes
    return codes


def _read_pages(env: Any, docnames: list[str]) -> tuple[dict[str, NotebookNode], list[str]]:
    """Read the pages that have code, as MyST-NB will; return also the names of the unreadable."""
    pages, unreadable = {}, []
    for name in docnames:
        try:
            page = read_page(env, name).notebook
        except MystMetadataParsingError as error:
            logger.error("this page cannot be read: %s", error, location=name)  # noqa: TRY400
            unreadable.append(name)
        else:
            if page:
                pages[name] = page
    return pages, unreadable


async def _run_all(
    app: Sphinx, store: Store, pages: dict[str, NotebookNode], stored: dict[str, str | None]
) -> list[str]:
    """Run pages side by side; store those that succeed, and return the names of the others."""
    durations = _folder(app) / "seconds.json"
    seconds: dict[str, float] = json.loads(durations.read_text()) if durations.exists() else {}
    slots = asyncio.Semaphore(os.cpu_count() or 1)
    imports, distributions = imports_of(pages), packages_distributions()
    failed: list[str] = []

    async def run_one(name: str, page: NotebookNode) -> None:
        async with slots:
            executed = deepcopy(page)
            allowed = app.config.execution_seconds_per_page
            run = await run_page(executed, imports[name], processes, allowed)
        seconds[name] = round(run.seconds, 1)
        logger.info("executed %s in %.1f s", name, run.seconds)
        if found := problems(executed, run):
            failed.append(name)
            _list(name, page, found)
        else:
            make_presentable(executed)
            packages = app.config.execution_packages
            rests_on = basis(run.loaded, packages, distributions, since=run.began)
            stored[name] = store.save(executed, rests_on) if rests_on else None

    async with (
        Processes(forks=app.config.execution_forks) as processes,
        asyncio.TaskGroup() as group,
    ):
        # The longest first, and those never timed before them: a long page that starts last
        # leaves the other cores idle.
        for name in sorted(pages, key=lambda name: -seconds.get(name, float("inf"))):
            group.create_task(run_one(name, pages[name]))
    write_whole(durations, json.dumps(seconds))
    return failed


def _list(name: str, page: NotebookNode, found: list[Problem]) -> None:
    for problem in found:
        line, source = None, ""
        if problem.cell is not None:
            line, source = page.metadata.source_map[problem.cell], page.cells[problem.cell].source
        lines = [f"  > {code}" for code in source.splitlines()[:10]]
        lines += [f"    {detail}" for detail in problem.details.strip().splitlines()]
        logger.error("%s\n%s\n", problem.what, "\n".join(lines), location=(name, line))


def _folder(app: Sphinx) -> Path:
    """Return a folder beside the output, where MyST-NB too keeps what it makes."""
    return Path(app.outdir).parent / "executed"
