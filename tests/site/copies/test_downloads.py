"""The notebook and the script that a page offers run, and show what the page shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
import uv

from tests.site.copies.built_pages import SITE, Page, pages
from tests.site.copies.readers import (
    beside_the_wheel,
    interpreter,
    metadata,
    of_notebook,
    placed_at,
    printed_by_script,
    run_command,
    run_notebook,
    run_script,
)
from tests.site.copies.shown import Shown, differences

SOLUTION = "# A solution\n"  # what a folded cell shows
Record = Callable[[str, object], None]
every_page = pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)


@every_page
def test_a_notebook_shows_what_the_page_shows(
    page: Page, tmp_path: Path, record_property: Record
) -> None:
    file = beside_the_wheel(page.file(".ipynb"), tmp_path)
    shown = run_notebook(file, file.parent)
    for found, cell in zip(shown, page.cells, strict=True):
        assert not differences(found, cell.shown), cell.name
    assert list(file.parent.glob("*.ipynb")) == [file]
    record_property("notebooks", 1)


@every_page
def test_a_notebook_comes_with_the_outputs_of_the_page(page: Page) -> None:
    book = nbformat.read(page.file(".ipynb"), as_version=4)
    _, *cells = [cell for cell in book.cells if cell.cell_type == "code"]
    for notebook_cell, cell in zip(cells, page.cells, strict=True):
        if cell.code:
            assert notebook_cell.source.removeprefix(SOLUTION).rstrip() == cell.code
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
    script = beside_the_wheel(file, tmp_path)
    found = run_script(python, script, tmp_path / "elsewhere")
    assert not differences(found, page.shown(), breaks=False)
    record_property("scripts", 1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder under a prefix; return the folder and its address."""
    folder = tmp_path / "served" / "a-prefix"
    folder.mkdir(parents=True)
    handler = partial(SimpleHTTPRequestHandler, directory=folder.parent)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}/a-prefix/"
    server.shutdown()
    server.server_close()


STRANGERS = ("tutorials/one-neuron-is-a-line.html", "tutorials/weights-of-a-keras-layer.html")


@pytest.mark.parametrize("name", STRANGERS)
def test_a_script_runs_from_its_address(
    name: str, served: tuple[Path, str], tmp_path: Path, record_property: Record
) -> None:
    folder, home = served
    page = next(page for page in pages() if page.name == name)
    (wheel,) = SITE.glob("*.whl")
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    script = folder / page.file(".py").name
    script.write_text(placed_at(home, page, ".py"), "utf-8")
    command = [uv.find_uv_bin(), "run", "--no-project", "--quiet", home + script.name]
    found = printed_by_script(run_command(command, tmp_path))
    assert not differences(found, Shown(page.shown().text), breaks=False)
    record_property("scripts from their address", 1)
