"""What a reader of the course has done is kept on the device, shown on the map, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.browser.test_accessibility import violations
from tests.site.browser.visits import SETTLE, SITE, Visit

PAGE = "tutorials/one-neuron-is-a-line"
MAP = "tutorials/index.html"
KEY = "wbguide-progress"
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('QuotaExceededError'); }"


def done(page: Page, kind: str, name: str) -> None:
    """Tell the page that something is done."""
    page.evaluate(
        "(detail) => document.dispatchEvent(new CustomEvent('wb-done', {detail}))",
        {"kind": kind, "id": f"{PAGE}#{name}"},
    )


def stored(page: Page) -> dict[str, list[str]]:
    """Return what is kept on the device."""
    found: dict[str, list[str]] = json.loads(
        page.evaluate(f"localStorage.getItem('{KEY}')") or "{}"
    )
    return found


def card(page: Page) -> Locator:
    """Return what the map says of the page."""
    return page.locator(f".wb-progress[data-page='{PAGE}']")


def test_a_page_is_read_when_its_end_was_in_view(
    site: str, new_visit: Callable[..., Visit]
) -> None:
    for home in (site, SITE.as_uri() + "/"):
        page = new_visit("about:blank").page
        page.goto(f"{home}{PAGE}.html")
        page.evaluate(SETTLE)
        assert stored(page) == {}
        page.locator("#exercises > h2").scroll_into_view_if_needed()
        page.evaluate(SETTLE)
        assert stored(page)["read"] == [PAGE]
        page.goto(home + MAP)
        expect(card(page)).to_have_text("✓ Read")
        expect(page.locator(".wb-progress >> visible=true")).to_have_count(1)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_what_is_done_is_shown_and_forgotten(
    site: str, visit: Callable[..., Visit], theme: str, width: int
) -> None:
    seen = visit(f"{site}{PAGE}.html", width=width, color_scheme=theme)  # read to its end
    page = seen.page
    for kind, name in [
        ("exercise", "price"), ("exercise", "slope"), ("exercise", "price"),
        ("goal", "chart-1.1"), ("nonsense", "x"),
    ]:  # fmt: skip
        done(page, kind, name)
    page.evaluate("document.dispatchEvent(new CustomEvent('wb-done'))")
    page.goto(site + MAP)
    expect(card(page)).to_have_text("✓ Read · 2 of 3 exercises solved · 1 goal reached")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    button = page.get_by_role("button", name="Forget my progress")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_be_focused()
    expect(page.locator(".wb-forget").get_by_role("status")).to_have_text("Forgotten.")
    expect(page.locator(".wb-progress >> visible=true")).to_have_count(0)
    assert stored(page) == {}
    page.reload()
    expect(button).not_to_be_visible()
    assert seen.messages == []
    assert not seen.foreign()


@pytest.mark.parametrize("how", [BLOCKED, FULL])
def test_no_storage_breaks_nothing(site: str, new_visit: Callable[..., Visit], how: str) -> None:
    seen = new_visit("about:blank")
    seen.page.add_init_script(how)
    seen.page.goto(f"{site}{PAGE}.html")
    seen.page.locator("#exercises > h2").scroll_into_view_if_needed()
    done(seen.page, "exercise", "price")
    seen.page.evaluate(SETTLE)
    seen.page.goto(site + MAP)
    seen.page.evaluate(SETTLE)
    expect(seen.page.locator(".wb-progress >> visible=true")).to_have_count(0)
    assert seen.messages == []


@pytest.mark.parametrize("left", ["no JSON", "null", '{"read": 3, "goal": [7]}', "[]"])
def test_what_others_left_there_breaks_nothing(
    site: str, new_visit: Callable[..., Visit], left: str
) -> None:
    seen = new_visit("about:blank")
    seen.page.goto(site + MAP)
    seen.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, left])
    seen.page.reload()
    expect(seen.page.locator(".wb-progress >> visible=true")).to_have_count(0)
    seen.page.goto(f"{site}{PAGE}.html")
    done(seen.page, "goal", "chart-1.1")
    assert f"{PAGE}#chart-1.1" in stored(seen.page)["goal"]
    assert seen.messages == []


def test_without_scripts_nothing_is_shown(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + MAP, java_script_enabled=False).page
    assert page.locator(".wb-progress").count() == len(list(SITE.glob("tutorials/*.html"))) - 1
    expect(page.locator(".wb-progress >> visible=true")).to_have_count(0)
    expect(page.locator(".wb-forget")).to_have_count(0)
