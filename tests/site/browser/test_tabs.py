"""Tabs show one library, the reader's, on all pages; on paper all are there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.site.browser.test_accessibility import violations
from tests.site.browser.visits import Visit

DIALECTS = "reference/dialects.html"
RECIPE = "howto/move-weights-between-libraries.html"


def shown(page: Page) -> list[str]:
    """Return the names of the tabs whose content is seen, one for each set."""
    names: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".tab-content")]
          .filter((each) => each.checkVisibility())
          .map((each) => each.previousElementSibling.textContent)"""
    )
    return names


def test_a_choice_holds_for_all_tabs_and_pages(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + DIALECTS).page
    assert shown(page) == ["NumPy", "NumPy", "wbguide"]
    label = page.locator(".tab-label", has_text="PyTorch").nth(1)
    label.scroll_into_view_if_needed()
    before = label.bounding_box()
    label.click()
    assert shown(page) == ["PyTorch"] * 3
    after = label.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 2
    page.goto(site + RECIPE)
    assert shown(page) == ["PyTorch"]


def test_keys_choose(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + DIALECTS).page
    page.get_by_role("radio", name="NumPy").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["Keras", "Keras", "Keras"]
    ring = page.locator(".tab-input:focus-visible + .tab-label").first
    expect(ring).to_have_css("outline-style", "solid")


def test_without_a_script_there_is_a_choice_too(site: str, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site + DIALECTS)
    first = page.locator(".tab-set").first
    expect(first.locator(".tab-content").first).to_be_visible()
    first.locator(".tab-label", has_text="Keras").click()
    expect(first.locator(".tab-content").first).to_be_hidden()
    expect(first.locator(".tab-content").nth(2)).to_be_visible()
    page.close()


def test_on_paper_all_are_there(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + DIALECTS).page
    page.emulate_media(media="print")
    assert len(shown(page)) == page.locator(".tab-content").count()


def test_no_barriers(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + DIALECTS).page
    page.locator(".tab-label", has_text="PyTorch").first.click()
    assert violations(page) == []
