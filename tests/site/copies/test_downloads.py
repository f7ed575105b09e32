"""The notebook and the script that a page offers run, and show what the page shows.

They are taken from the built site as a stranger takes them: from an address with a prefix.
"""

from __future__ import annotations

import os
from importlib.metadata import requires
from pathlib import Path

import nbformat
import pytest
import uv

from tests.site.copies.built_pages import SITE, Page, page_of, pages
from tests.site.copies.readers import (
    Record,
    interpreter,
    make_kernel,
    metadata,
    of_notebook,
    placed_at,
    run_in,
    run_notebook,
    run_script,
)
from tests.site.copies.shown import differences

JUPYTER = ("ipykernel", "matplotlib-inline", "pip")  # what runs a notebook, and its `%pip`
WITHOUT_KERAS = "tutorials/one-neuron-is-a-line.html"
WITH_KERAS = "tutorials/weights-of-a-keras-layer.html"
SOLUTION = "# A solution\n"  # what a folded cell shows


def saved(text: str, file: Path) -> Path:
    """Return the file that a reader has saved."""
    file.write_text(text, "utf-8")
    return file


def without_ours(page: Page) -> list[str]:
    """Return what the script of a page declares, but for our package."""
    declared = metadata(placed_at("", page, ".py"))["dependencies"]
    return [each for each in declared if not each.startswith("wbguide")]


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a kernel that has what the pages use, but not our package."""
    home = tmp_path_factory.mktemp("jupyter")
    libraries = {each for page in pages() for each in without_ours(page)}
    libraries |= {each.partition(";")[0] for each in requires("wbguide") or []}
    make_kernel(interpreter(home, (*JUPYTER, *sorted(libraries))), "stranger", home)
    os.environ["JUPYTER_PATH"] = str(home)
    return "stranger"


def demand_what_is_shown(
    page: Page, home: str, folder: Path, kernel: str, **variables: str
) -> None:
    """Save the notebook of a page, run it, and compare."""
    file = saved(placed_at(home, page, ".ipynb"), folder / page.file(".ipynb").name)
    shown = run_notebook(file, folder, kernel, **variables)
    for found, cell in zip(shown, page.cells, strict=True):
        assert not differences(found, cell.shown), cell.name


def test_a_notebook_shows_what_the_page_shows(
    page: Page, hosted: str, jupyter: str, tmp_path: Path, record_property: Record
) -> None:
    demand_what_is_shown(page, hosted, tmp_path, jupyter)
    assert list(tmp_path.iterdir()) == [tmp_path / page.file(".ipynb").name]
    record_property("notebooks", 1)


def test_a_notebook_runs_where_there_is_nothing_but_jupyter(
    hosted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    make_kernel(interpreter(tmp_path, JUPYTER), "bare", tmp_path)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    demand_what_is_shown(page_of(WITHOUT_KERAS), hosted, tmp_path, "bare", PIP_NO_INDEX="0")
    record_property("notebooks in a bare environment", 1)


def test_a_notebook_comes_with_the_outputs_of_the_page(page: Page) -> None:
    book = nbformat.read(page.file(".ipynb"), as_version=4)
    _, *cells = [cell for cell in book.cells if cell.cell_type == "code"]
    for notebook_cell, cell in zip(cells, page.cells, strict=True):
        if cell.code:
            assert notebook_cell.source.removeprefix(SOLUTION).rstrip() == cell.code
        assert not differences(of_notebook(notebook_cell.outputs), cell.shown)


def test_the_prose_of_a_notebook_is_plain(page: Page) -> None:
    book = nbformat.read(page.file(".ipynb"), as_version=4)
    prose = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert prose.startswith("# ")
    assert "{" + "term}" not in prose
    assert "{" + "doc}" not in prose
    assert "glue:" not in prose
    assert ".md)" not in prose


def test_a_script_shows_what_the_page_shows(
    page: Page,
    hosted: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    record_property: Record,
) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    script = saved(placed_at(hosted, page, ".py"), folder / page.file(".py").name)
    declared = tuple(metadata(script.read_text("utf-8"))["dependencies"])
    python = interpreter(tmp_path_factory.getbasetemp(), declared)
    found = run_script(python, script, tmp_path / "elsewhere")
    assert not differences(found, page.shown(), breaks=False)
    record_property("scripts", 1)


@pytest.mark.parametrize("name", [WITHOUT_KERAS, WITH_KERAS])
def test_a_script_runs_from_its_address(
    name: str, served: tuple[Path, str], tmp_path: Path, record_property: Record
) -> None:
    folder, home = served
    page = page_of(name)
    (wheel,) = SITE.glob("*.whl")
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    script = saved(placed_at(home, page, ".py"), folder / page.file(".py").name)
    here = tmp_path / "here"
    here.mkdir()
    found = run_in([uv.find_uv_bin(), "run", "--no-project", "--quiet", home + script.name], here)
    assert not differences(found, page.shown(), breaks=False)
    record_property("scripts from their address", 1)


def test_what_is_saved_from_a_folder_runs(tmp_path: Path, record_property: Record) -> None:
    page, home = page_of(WITHOUT_KERAS), SITE.as_uri() + "/"
    script = saved(placed_at(home, page, ".py"), tmp_path / "script.py")
    here = tmp_path / "here"
    here.mkdir()
    found = run_in([uv.find_uv_bin(), "run", "--no-project", "--quiet", str(script)], here)
    assert not differences(found, page.shown(), breaks=False)
    record_property("scripts from a folder", 1)
