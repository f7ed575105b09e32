"""Run pages without a site around them."""

from __future__ import annotations

import asyncio

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from wbguide_docs.running.kernel import Run, run_page
from wbguide_docs.running.processes import Processes

SECONDS = 60


def run(
    *cells: str, imports: tuple[str, ...] = (), forks: bool = True, seconds: float = SECONDS
) -> tuple[list[NotebookNode], Run]:
    """Return the outputs of the cells, all in one list, and what else came of the run."""
    ((outputs, made),) = run_all((cells, imports), forks=forks, seconds=seconds)
    return outputs, made


def run_all(
    *pages: tuple[tuple[str, ...], tuple[str, ...]], forks: bool = True, seconds: float = SECONDS
) -> list[tuple[list[NotebookNode], Run]]:
    """Run pages one after the other, each given as its cells and what to import for it."""

    async def run_them() -> list[tuple[list[NotebookNode], Run]]:
        done = []
        async with Processes(forks=forks) as processes:
            for cells, imports in pages:
                page = new_notebook(cells=[new_code_cell(cell) for cell in cells])
                made = await run_page(page, [*imports], processes, seconds)
                done.append(([each for cell in page.cells for each in cell.outputs], made))
        return done

    return asyncio.run(run_them())


def printed(outputs: list[NotebookNode]) -> str:
    """Return what was printed."""
    return "".join(each.text for each in outputs if each.output_type == "stream")
