"""What a reader is asked to predict is folded until the reader has decided, and never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.site.browser.test_accessibility import violations
from tests.site.browser.visits import SETTLE, SITE, Visit

CHOICES = "tutorials/one-neuron-is-a-line.html"  # has a prediction with choices, and one without
WORDS = "questions/is-a-bias-a-threshold.html"
FIGURES = "tutorials/bending-lines-into-curves.html"
DECIDED = "I have decided: show it"
# Whether an element is drawn.
DRAWN = "(e) => e.checkVisibility({contentVisibilityAuto: true}) && e.clientHeight > 0"


def drawn(part: Locator) -> bool:
    """Tell whether a part of the page is seen."""
    seen: bool = part.evaluate(DRAWN)
    return seen


def printed(page: Page) -> Locator:
    """Return what the cell put out that the question is about."""
    return page.locator(".wb-predicted pre", has_text="threshold:")


def losses(page: Page) -> Locator:
    """Return what answers the prediction with choices."""
    return page.locator(".wb-predicted pre", has_text="w = 250")


def test_a_button_shows_what_was_to_be_predicted(site: str, visit: Callable[..., Visit]) -> None:
    for home in (site, SITE.as_uri() + "/"):
        seen = visit(home + WORDS)
        page = seen.page
        assert not drawn(printed(page))
        assert violations(page) == []
        button = page.get_by_role("button", name=DECIDED)
        button.focus()
        top = button.evaluate("(e) => e.getBoundingClientRect().top")
        page.keyboard.press("Enter")
        assert drawn(printed(page))
        expect(button).to_have_count(0)
        result = page.get_by_role("group", name="Result")
        expect(result).to_be_focused()
        assert abs(result.evaluate("(e) => e.getBoundingClientRect().top") - top) < 24
        assert violations(page) == []
        assert not seen.foreign()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_a_choice_says_what_is_true_of_it_and_shows_the_result(
    site: str, visit: Callable[..., Visit], theme: str, width: int
) -> None:
    page = visit(site + CHOICES, width=width, color_scheme=theme).page
    group = page.get_by_role("group", name="Your prediction")
    choices = group.locator("summary")
    expect(choices).to_have_count(3)
    assert not drawn(losses(page))
    assert not group.locator("p").first.is_visible()
    choices.nth(1).scroll_into_view_if_needed()
    choices.nth(1).focus()
    top = choices.nth(1).evaluate("(e) => e.getBoundingClientRect().top")
    page.keyboard.press("Enter")
    expect(group.locator("details").nth(1).locator("p")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The result is shown")).to_have_count(1)
    assert drawn(losses(page))
    expect(choices.nth(1)).to_be_focused()
    assert choices.nth(1).evaluate("(e) => e.getBoundingClientRect().top") == top
    choices.nth(2).click()  # and what is true of the others
    expect(group.locator("details[open]")).to_have_count(2)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("button", name="Show it without choosing")).to_have_count(0)


def test_figures_that_follow_are_folded_with_a_result(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(site + "tutorials/train-a-keras-layer.html").page
    figure = page.locator(".cell.wb-predicted-too").first
    assert not drawn(figure)
    page.locator(".wb-choices summary", has_text="Every step takes both houses").click()
    assert drawn(figure)


def test_what_is_said_of_a_result_is_folded_with_it(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + CHOICES).page
    said = page.locator("p", has_text="has the smallest loss of the three")
    assert not drawn(said)
    page.get_by_role("group", name="Your prediction").locator("summary").first.click()
    assert drawn(said)


def test_what_is_open_stays_open_when_the_page_is_loaded_again(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(site + WORDS).page
    page.get_by_role("button", name=DECIDED).first.click()
    page.reload()
    assert drawn(printed(page))


def test_whoever_searches_for_what_is_folded_finds_it(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit("about:blank").page
    page.goto(f"{site}{WORDS}#:~:text=threshold:%20[False")
    expect(page.get_by_role("button", name=DECIDED)).to_have_count(0)
    assert drawn(printed(page))


def test_a_link_opens_what_it_leads_to(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + WORDS).page
    printed(page).evaluate("(e) => e.id = 'x'")
    assert not drawn(printed(page))
    page.locator("article a.reference").first.evaluate("(e) => { e.href = '#x'; e.click(); }")
    expect(page.get_by_role("button", name=DECIDED)).to_have_count(0)
    assert drawn(printed(page))


def test_what_an_address_names_is_open_at_once(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + WORDS).page

    def name_it(route: Route) -> None:
        html = (SITE / WORDS).read_text("utf-8")
        body = html.replace('<div class="cell_output wb-p', '<div id="x" class="cell_output wb-p')
        assert body != html
        route.fulfill(body=body, content_type="text/html")

    page.route(f"**/{WORDS}", name_it)
    page.goto("about:blank")
    page.goto(f"{site}{WORDS}#x")
    assert drawn(printed(page))


@pytest.mark.parametrize("path", [CHOICES, WORDS, FIGURES])
def test_all_is_open_without_scripts_and_on_paper(
    site: str, visit: Callable[..., Visit], path: str
) -> None:
    without = visit(site + path, java_script_enabled=False).page
    for part in without.locator(".wb-predicted").all():
        assert part.is_visible()
        assert part.evaluate("(e) => e.clientHeight") > 0
    expect(without.locator(".wb-predict")).to_have_count(0)
    page = visit(site + path).page
    page.emulate_media(media="print")
    page.evaluate(SETTLE)
    for part in page.locator(".wb-predicted, .wb-choices p").all():
        assert drawn(part)
    expect(page.locator(".wb-predict >> visible=true")).to_have_count(0)


def test_a_page_that_asks_nothing_needs_no_script(site: str, visit: Callable[..., Visit]) -> None:
    asked = [request.url for request in visit(site + "howto/install.html").requests]
    assert not [url for url in asked if url.endswith(("predict.js", "progress.js"))]
