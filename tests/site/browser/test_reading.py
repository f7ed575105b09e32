"""What a reader does with a page works: by keyboard, without scripts, and from a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.site.browser.visits import SITE, Visit

TEXT = """[...document.querySelectorAll("article :is(h1, h2, h3, p, li, dt, dd, td, pre, math)")]
  .filter((element) => !element.closest(".wb-chart, .wb-install, noscript, [role=status]"))
  .map((element) => element.textContent.replace(/\\s+/g, " ").trim())"""
TUTORIAL = "tutorials/one-neuron-is-a-line.html"


@cache
def anchors(file: Path) -> set[str]:
    """Return what links can lead to in a file."""
    return set(re.findall('id="(.*?)"', file.read_text("utf-8")))


def broken_links(page: Page, file: Path) -> list[str]:
    """Return the links of a page that would lead nowhere from a file in a folder."""
    links = page.evaluate("""[...document.querySelectorAll("[href], [src]")].map((element) =>
      element.getAttribute("href") ?? element.getAttribute("src"))""")
    broken = []
    for link in links:
        url = urlsplit(urljoin(file.as_uri(), link))
        if url.scheme != "file":
            continue
        goal = Path(unquote(url.path))
        if not goal.is_file() or (url.fragment and unquote(url.fragment) not in anchors(goal)):
            broken.append(link)
    return broken


def test_links_lead_somewhere_from_a_folder(name: str, opened: Callable[[str], Visit]) -> None:
    if name == "404.html":
        pytest.skip("its links are absolute, since a host serves it at any address")
    assert not broken_links(opened("light").page, SITE / name)


def test_without_scripts_nothing_is_missing(opened: Callable[[str], Visit]) -> None:
    found = opened("without scripts").page.evaluate(TEXT)
    assert found
    assert found == opened("light").page.evaluate(TEXT)


@pytest.mark.parametrize("link", ["missing.html", "faulty.html#missing", "missing.png"])
def test_a_broken_link_is_found(link: str, visit: Callable[..., Visit], tmp_path: Path) -> None:
    file = tmp_path / "faulty.html"
    file.write_text(f'<a href="{link}">Link</a>', encoding="utf-8")
    assert broken_links(visit(file.as_uri()).page, file) == [link]


def test_a_missing_page_is_said_to_be_at_any_address(
    site: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(site + "no/such/page.html")
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Page not found")
    assert [text for text in seen.messages if "404" not in text] == []
    assert not seen.foreign()
    seen.page.get_by_role("link", name="front page").click()
    assert seen.page.url == site + "index.html"


def test_a_copied_cell_is_its_code_alone(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL, permissions=["clipboard-read", "clipboard-write"]).page
    cell = page.locator(".cell_input").first
    cell.get_by_role("button", name="Copy this code").click()
    expect(page.get_by_role("status").last).to_have_text("Copied")
    assert (
        page.evaluate("navigator.clipboard.readText()") == cell.locator("pre").inner_text().strip()
    )
    assert page.locator(".cell_output .wb-copy").count() == 0


def test_a_copied_session_has_no_prompts_and_no_output(
    site: str, visit: Callable[..., Visit]
) -> None:
    url = site + "reference/api/losses.html"
    page = visit(url, permissions=["clipboard-read", "clipboard-write"]).page
    session = page.locator("div.highlight", has=page.locator(".gp")).first
    session.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").last).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert ">>>" in session.inner_text()
    assert ">>>" not in copied
    compile(copied, "copied", "exec")


def test_the_theme_is_kept(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL).page
    theme = page.locator("body")
    expect(theme).to_have_attribute("data-theme", "auto")
    page.locator(".theme-toggle-content button").click()
    expect(theme).to_have_attribute("data-theme", "dark")
    background = theme.evaluate("(body) => getComputedStyle(body).backgroundColor")
    page.goto(site + "reference/glossary.html")
    expect(theme).to_have_attribute("data-theme", "dark")
    expect(theme).to_have_css("background-color", background)


@pytest.mark.parametrize(
    ("box", "inside"), [("__navigation", ".sidebar-brand"), ("__toc", ".toc-tree li li a >> nth=0")]
)
def test_keys_open_and_close_a_drawer(
    site: str, visit: Callable[..., Visit], box: str, inside: str
) -> None:
    page = visit(site + TUTORIAL, width=375).page
    link = page.locator(inside)
    expect(link).not_to_be_visible()
    page.locator(f"#{box}").focus()
    page.keyboard.press("Space")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(link).not_to_be_visible()
    expect(page.locator(f"#{box}")).to_be_focused()


def test_the_skip_link_leads_past_the_navigation(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_only_blocks_that_scroll_stop_the_tab_key(site: str, visit: Callable[..., Visit]) -> None:
    url = site + "reference/notation.html"
    stops = ".table-wrapper[tabindex='0']"
    expect(visit(url, width=320).page.locator(stops)).to_have_count(1)
    expect(visit(url, width=1280).page.locator(stops)).to_have_count(0)
    expect(visit(url, java_script_enabled=False).page.locator(stops)).to_have_count(1)
