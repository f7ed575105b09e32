"""A term says what it means, to a pointer, to the focus and to a finger."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.site.browser.test_accessibility import violations
from tests.site.browser.visits import SITE, Visit

PAGE = "questions/why-is-my-loss-nan.html"
LINK = 'article a.reference[href*="#term-learning-rate"]'
MEANING = "The factor by which the gradient is multiplied"


def test_a_pointer_and_the_focus_show_a_meaning(site: str, visit: Callable[..., Visit]) -> None:
    for home in (site, SITE.as_uri() + "/"):
        seen = visit(home + PAGE)
        page = seen.page
        assert not [request for request in seen.requests if request.url.endswith("terms.js")]
        link = page.locator(LINK).first
        tip = page.get_by_role("tooltip")
        link.hover()
        expect(tip).to_contain_text(MEANING)
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(tip).to_have_count(0)
        link.focus()
        expect(tip).to_contain_text(MEANING)
        expect(link).to_have_attribute("aria-describedby", "wb-meaning")
        link.blur()
        expect(tip).to_have_count(0)


def test_a_first_tap_tells_and_a_second_leads(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + PAGE, width=375, has_touch=True).page
    link = page.locator(LINK).first
    link.tap()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text(MEANING)
    box = tip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    assert page.url == site + PAGE
    link.tap()
    page.wait_for_url("**/glossary.html#term-learning-rate")
