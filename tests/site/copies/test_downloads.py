"""The notebook and the script that a page offers run, and show what the page shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from tests.site.copies.built_pages import Page, pages
from tests.site.copies.readers import interpreter, metadata, of_notebook, run_notebook, run_script
from tests.site.copies.shown import differences

Record = Callable[[str, object], None]
every_page = pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)


@every_page
def test_a_notebook_shows_what_the_page_shows(
    page: Page, tmp_path: Path, record_property: Record
) -> None:
    shown = run_notebook(page.file(".ipynb"), tmp_path)
    for found, cell in zip(shown, page.cells, strict=True):
        assert not differences(found, cell.shown), cell.name
    assert not list(tmp_path.iterdir())
    record_property("notebooks", 1)


@every_page
def test_a_notebook_comes_with_the_outputs_of_the_page(page: Page) -> None:
    book = nbformat.read(page.file(".ipynb"), as_version=4)
    _, *cells = [cell for cell in book.cells if cell.cell_type == "code"]
    for notebook_cell, cell in zip(cells, page.cells, strict=True):
        if cell.code:
            assert notebook_cell.source.rstrip() == cell.code
        assert not differences(of_notebook(notebook_cell.outputs), cell.shown)


@every_page
def test_the_prose_of_a_notebook_is_plain(page: Page) -> None:
    book = nbformat.read(page.file(".ipynb"), as_version=4)
    prose = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert prose.startswith("# ")
    assert "{" + "term}" not in prose
    assert "{" + "doc}" not in prose
    assert "glue:" not in prose
    assert ".md)" not in prose


@every_page
def test_a_script_shows_what_the_page_shows(
    page: Page, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, record_property: Record
) -> None:
    file = page.file(".py")
    declared = metadata(file.read_text("utf-8"))
    python = interpreter(tmp_path_factory.getbasetemp(), tuple(declared["dependencies"]))
    found = run_script(python, file, tmp_path)
    assert not differences(found, page.shown(), breaks=False)
    record_property("scripts", 1)
