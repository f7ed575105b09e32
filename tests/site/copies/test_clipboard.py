"""What a reader's browser copies runs in an environment with what its first line installs."""

from __future__ import annotations

import os
import random
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from tests.site.copies.built_pages import SITE, Page, PageCell, pages
from tests.site.copies.readers import Record, interpreter, run_text
from tests.site.copies.shown import Shown, differences

OURS = "# pip install "
FRAMEWORKS = ("keras", "tensorflow")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw a copy with our package and one with Keras from a host, and one from a folder."""
    if "copy" in metafunc.fixturenames:
        chance = random.Random(metafunc.config.getoption("--sample"))  # noqa: S311  # no secret
        ours: list[tuple[Page, int]] = []
        theirs: list[tuple[Page, int]] = []
        for page in pages():
            for number, cell in enumerate(page.cells):
                installs = cell.runnable.partition("\n")[0]
                if cell.runnable != cell.code and cell.shown.text and " @ " in installs:
                    with_keras = any(name in installs for name in FRAMEWORKS)
                    (theirs if with_keras else ours).append((page, number))
        drawn = [("host", *chance.choice(each)) for each in (ours, theirs)]
        drawn.append(("folder", *chance.choice(ours)))
        names = [f"{place}-{page.name}:{number}" for place, page, number in drawn]
        metafunc.parametrize("copy", drawn, ids=names)


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserContext]:
    """Yield a browser whose clipboard can be read."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium")
        )
        yield browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        browser.close()


def copied(chromium: BrowserContext, address: str, page: Page, cell: PageCell) -> str:
    """Press *Copy runnable* at a cell, and return what the clipboard holds."""
    shown = [each for each in page.cells if each.code]
    tab = chromium.new_page()
    tab.goto(address)
    tab.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    box = tab.locator(".cell_input").nth(shown.index(cell))
    box.get_by_role("button", name="Copy runnable").click()
    tab.get_by_role("status").last.get_by_text("Copied").wait_for(state="attached")
    text: str = tab.evaluate("navigator.clipboard.readText()")
    tab.close()
    return text


def test_a_copy_runs_where_it_is_pasted(
    copy: tuple[str, Page, int],
    chromium: BrowserContext,
    hosted: str,
    tmp_path: Path,
    record_property: Record,
) -> None:
    place, page, number = copy
    cell = page.cells[number]
    home = hosted if place == "host" else SITE.as_uri() + "/"
    code = copied(chromium, home + page.name, page, cell)
    first = code.partition("\n")[0]
    assert first.startswith(OURS)
    assert home in first
    python = interpreter(tmp_path, tuple(shlex.split(first.removeprefix(OURS))))
    wanted = Shown(cell.shown_by_copy.text)
    found = run_text(python, code, tmp_path)
    assert not differences(found, wanted, page.printed_before(cell), breaks=False)
    record_property("snippets from a clipboard", 1)
