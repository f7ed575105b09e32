"""*Copy runnable* is where a cell lacks something in a file, and gives it with what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.site.browser.visits import SITE, Visit
from tests.site.copies.built_pages import Page as CodePage

CLIPBOARD = ["clipboard-read", "clipboard-write"]
RUNNABLE, PLAIN = "Copy runnable", "Copy this code"
WHEEL = "https://wbguide.invalid/wbguide.whl"  # in what no reader has asked for yet
TUTORIAL = "tutorials/weights-of-a-keras-layer.html"
# Presses each button of each cell, and takes down its name and what it copies: in one go, since by
# mouse and clipboard a page takes many seconds.
PRESS_ALL = """() => {
  let copied;
  navigator.clipboard.writeText = async (text) => { copied = text; };
  return [...document.querySelectorAll(".cell_input")].map((input) =>
    [...input.querySelectorAll("button")].map((button) => {
      button.click();
      return [button.title.split(":")[0], copied];
    }));
}"""
SMALLEST = 24  # pixels, of what a finger can hit


def clipboard(page: Page) -> str:
    """Return what a reader would paste."""
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_what_is_copied_is_the_cell_with_what_it_lacks(
    site: str, visit: Callable[..., Visit], code: CodePage
) -> None:
    page = visit(site + code.name).page
    wheel = page.locator('meta[name="wbguide-wheel"]').get_attribute("content")
    runnables = [cell.runnable.replace(WHEEL, urljoin(page.url, wheel)) for cell in code.cells]
    assert page.evaluate(PRESS_ALL) == [
        [*([[RUNNABLE, runnable]] if runnable != cell.code else []), [PLAIN, cell.code]]
        for cell, runnable in zip(code.cells, runnables, strict=True)
        if cell.code
    ]


def test_a_mouse_copies(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL, permissions=CLIPBOARD).page
    for name, start in ((PLAIN, "import keras\n"), (RUNNABLE, "# pip install keras")):
        page.locator(".cell_input").get_by_role("button", name=name).first.click()
        expect(page.get_by_role("status").last).to_have_text("Copied")
        assert clipboard(page).startswith(start)


def test_a_keyboard_copies_too(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL, permissions=CLIPBOARD, width=375).page
    button = page.get_by_role("button", name=RUNNABLE).first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").last).to_have_text("Copied")
    installs, _, words = clipboard(page).partition("\n")
    assert installs.startswith("# pip install keras ")
    assert words.startswith("# What TensorFlow prints")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-copied]")).to_have_count(2)
    cell = page.locator(".cell_input", has=page.locator("[data-copied]"))
    assert clipboard(page) == cell.locator("pre").inner_text().strip()


@pytest.mark.parametrize("width", [320, 1280])
def test_buttons_are_large_enough(site: str, visit: Callable[..., Visit], width: int) -> None:
    page = visit(site + TUTORIAL, width=width).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    targets = page.locator(".wb-copy button, .wb-downloads a").all()
    assert len(targets) > 2
    for target in targets:
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= SMALLEST


@pytest.mark.parametrize("kind", ["notebook", "script"])
def test_a_page_is_saved(site: str, visit: Callable[..., Visit], kind: str) -> None:
    for settings in ({}, {"java_script_enabled": False}):
        page = visit(site + TUTORIAL, **settings).page
        with page.expect_download() as saved:
            page.locator(".wb-downloads").get_by_role("link", name=kind).click()
        name = {"notebook": ".ipynb", "script": ".py"}[kind]
        assert saved.value.suggested_filename == "weights-of-a-keras-layer" + name


@pytest.mark.parametrize("place", ["served", "folder"])
def test_what_is_taken_names_the_wheel_where_it_lies_for_the_reader(
    site: str, visit: Callable[..., Visit], place: str, tmp_path: Path
) -> None:
    home = site if place == "served" else SITE.as_uri() + "/"
    (wheel,) = SITE.glob("*.whl")
    named = re.compile(rf"wbguide\[[\w,]+\] @ {re.escape(home + wheel.name)}#sha256=\w{{64}}")
    page = visit(home + "index.html", permissions=CLIPBOARD).page
    page.locator(".wb-install").get_by_role("button").click()
    assert named.search(clipboard(page))
    page.goto(home + "tutorials/one-neuron-is-a-line.html")
    page.get_by_role("button", name=RUNNABLE).last.click()
    for kind in ("notebook", "script"):
        with page.expect_download() as saved:
            page.locator(".wb-downloads").get_by_role("link", name=kind).click()
        saved.value.save_as(tmp_path / kind)
        text = (tmp_path / kind).read_text("utf-8")
        assert named.search(text)
        assert ".invalid" not in text
