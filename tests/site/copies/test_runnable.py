"""Each snippet that can be copied from a page runs on its own, and shows what the page shows."""

from __future__ import annotations

import ast
import random

import pytest

from tests.site.copies.built_pages import Page, PageCell, pages
from tests.site.copies.readers import Record, Server, run_fresh
from tests.site.copies.shown import Shown, differences

SAMPLE = 12


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw the sample."""
    if "drawn" in metafunc.fixturenames:
        chance = random.Random(metafunc.config.getoption("--sample"))  # noqa: S311  # no secret
        all_cells = [(page, cell) for page in pages() for cell in page.cells if cell.code]
        drawn = chance.sample(all_cells, SAMPLE)
        names = [f"{page.name}:{page.cells.index(cell)}" for page, cell in drawn]
        metafunc.parametrize("drawn", drawn, ids=names)


def imported(page: Page) -> list[str]:
    """Return the modules that a page imports, which a process may load once for all its cells."""
    trees = [ast.parse(cell.code) for cell in page.cells]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [each.name for node in nodes if isinstance(node, ast.Import) for each in node.names]
    return sorted({*names, *(n.module or "" for n in nodes if isinstance(n, ast.ImportFrom))})


def faults_of(found: Shown, page: Page, cell: PageCell) -> list[str]:
    """Return how what a copy shows differs from what its cell does."""
    wanted, before = cell.shown_by_copy, page.printed_before(cell)
    faults = differences(found, wanted, before)
    # A notebook breaks the lines of a list of arrays elsewhere than `print` does.
    return faults and differences(found, wanted, before, breaks=False) and faults


def ways_to_run(cell: PageCell) -> tuple[bool, ...]:
    """Return whether to run what is copied as a file: what is completed prints there what it shows.

    A chart is displayed by a notebook, and saved by a file.
    """
    if cell.shown.charts:
        return (False, True)
    return (cell.runnable != cell.code,)


def test_each_snippet_of_a_page_shows_what_the_page_shows(
    page: Page, record_property: Record
) -> None:
    cells = [cell for cell in page.cells if cell.code]
    server = Server(["IPython.core.interactiveshell", "matplotlib.pyplot", *imported(page)])
    found = {
        f"cell {page.cells.index(cell)}, {cell.name}, {'file' if as_file else 'notebook'}": faults
        for cell in cells
        for as_file in ways_to_run(cell)
        if (faults := faults_of(server.run(cell.runnable, as_file=as_file), page, cell))
    }
    server.close()
    assert not found, "\n".join(f"{name}: {fault}" for name in found for fault in found[name])
    record_property("snippets in a fresh namespace", len(cells))
    record_property("of them completed", sum(cell.runnable != cell.code for cell in cells))


def test_a_snippet_shows_the_same_in_a_fresh_interpreter(
    drawn: tuple[Page, PageCell], record_property: Record
) -> None:
    page, cell = drawn
    assert not faults_of(run_fresh(cell.runnable), page, cell)
    record_property("snippets in a fresh interpreter", 1)


def test_a_snippet_says_what_to_install() -> None:
    completed = [cell for page in pages() for cell in page.cells if cell.runnable != cell.code]
    assert completed
    importing = [cell.runnable for cell in completed if "import " in cell.runnable]
    assert importing
    assert all(code.startswith("# pip install ") for code in importing)
