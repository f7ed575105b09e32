"""A notebook looks like its page, in JupyterLab and in VS Code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat import v4
from playwright.sync_api import Page, expect
from wbguide_docs.reading.outputs import CHART

from tests.site.browser.servers import free_port, wait_for
from tests.site.browser.visits import MODULES, SITE, Visit, from_npm

NOTEBOOKS = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.ipynb"))
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # all cells, not those in sight alone
    "apputils-extension/notification": {"fetchNews": "false"},
}
MONEY = v4.new_notebook(cells=[v4.new_markdown_cell("One for $300,000, one for 500,000$.")])
SHOWN = "[...document.images].filter((image) => image.closest('.jp-Cell') && image.naturalWidth)"


HARD = ("$", "<span>", '"image/png"', '"source_hidden"', CHART)  # what a notebook may show badly


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Open the notebooks that have most of something, or all, since each takes seconds."""
    if "notebook" in metafunc.fixturenames:
        texts = {name: (SITE / name).read_text(encoding="utf-8") for name in NOTEBOOKS}
        most = {max(texts, key=lambda name: texts[name].count(what)) for what in HARD}
        everything = metafunc.config.getoption("--audit-all")
        metafunc.parametrize("notebook", NOTEBOOKS if everything else sorted(most))


def formulas_of(name: str) -> int:
    """Return how many formulas stand in the words of a page, which are those of its notebook."""
    html = (SITE / name).with_suffix(".html").read_text(encoding="utf-8")
    found = BeautifulSoup(html, "html.parser").select("article math")
    return sum(not formula.find_parent("dl") for formula in found)


def rendered_by_vs_code(files: list[Path]) -> list[str]:
    """Return the words of notebooks as HTML."""
    from_npm("markdown-it")
    script = Path(__file__).with_name("markdown.mjs")
    command = [shutil.which("node") or "node", str(script), *map(str, files)]
    variables = os.environ | {"NODE_MODULES": str(MODULES)}
    run = subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, check=True, env=variables, text=True
    )
    pages: list[str] = json.loads(run.stdout)
    return pages


def formulas_in_vs_code(html: str) -> int:
    assert "katex-error" not in html
    return html.count('class="katex"')


def test_vs_code_shows_each_formula_and_no_other() -> None:
    assert len(NOTEBOOKS) > 20
    pages = rendered_by_vs_code([SITE / name for name in NOTEBOOKS])
    found = {name: formulas_in_vs_code(html) for name, html in zip(NOTEBOOKS, pages, strict=True)}
    assert found == {name: formulas_of(name) for name in NOTEBOOKS}
    assert sum(found.values()) > 100


def test_vs_code_takes_plain_money_for_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "money.ipynb"
    file.write_text(json.dumps(MONEY), encoding="utf-8")
    assert formulas_in_vs_code(rendered_by_vs_code([file])[0]) == 1


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Yield the address of a JupyterLab that trusts nothing yet, and the folder that it shows."""
    home = tmp_path_factory.mktemp("lab")
    for name, setting in SETTINGS.items():
        file = home / f"settings/@jupyterlab/{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(setting), encoding="utf-8")
    (home / "books").mkdir()
    port = free_port()
    options = [f"--port={port}", "--ServerApp.port_retries=0", f"--notebook-dir={home / 'books'}"]
    options += ["--no-browser", "--allow-root", "--IdentityProvider.token="]
    folders = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTER_CONFIG_DIR": "config"}
    folders |= {"JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipython"}
    variables = os.environ | {name: str(home / folder) for name, folder in folders.items()}
    command = [sys.executable, "-m", "jupyterlab", *options]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=variables, stderr=log, stdout=log)  # noqa: S603
    wait_for(port, process, home / "log", seconds=60)
    yield f"http://127.0.0.1:{port}/doc/tree/", home / "books"
    process.terminate()
    process.wait()


Open = Callable[[str, str], Page]


@pytest.fixture
def open_in_lab(lab: tuple[str, Path], visit: Callable[..., Visit]) -> Open:
    """Open a notebook, and wait until all its words are shown."""
    address, folder = lab

    def open_it(name: str, text: str) -> Page:
        (folder / name).write_text(text, encoding="utf-8")
        page = visit(address + name).page
        count = sum(cell["cell_type"] == "markdown" for cell in json.loads(text)["cells"])
        expect(page.locator(".jp-MarkdownCell .jp-MarkdownOutput")).to_have_count(
            count, timeout=120_000
        )
        return page

    return open_it


def test_jupyter_shows_each_formula_and_each_figure_before_it_trusts(
    open_in_lab: Open, notebook: str
) -> None:
    text = (SITE / notebook).read_text(encoding="utf-8")
    page = open_in_lab(notebook.replace("/", "-"), text)
    expect(page.locator("mjx-container")).to_have_count(formulas_of(notebook), timeout=60_000)
    pictures = text.count('"image/png": ')
    page.wait_for_function(f"{SHOWN}.length === {pictures}", timeout=60_000)
    said = page.locator(".jp-Notebook").inner_text()
    assert not re.search("wbguide.invalid|MathJax|Math input error", said)
    placeholders = page.locator(".jp-CodeCell .jp-InputPlaceholder")
    expect(placeholders).to_have_count(text.count('"source_hidden": true'), timeout=60_000)
    folded = placeholders.all_inner_texts()
    assert sum("# A solution" in each for each in folded) == text.count('"hide-cell"')


def test_jupyter_takes_plain_money_for_a_formula(open_in_lab: Open) -> None:
    page = open_in_lab("money.ipynb", json.dumps(MONEY))
    expect(page.locator("mjx-container")).to_have_count(1, timeout=60_000)
