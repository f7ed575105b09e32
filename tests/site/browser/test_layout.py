"""A page fits: it never scrolls sideways, never moves under its reader's eyes, and prints whole."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.site.browser.visits import OBSERVE, Visit

# The page may not be wider than the window. What is wide scrolls within itself, and takes the
# focus, so that keys scroll it; and it is a part of the article, not the article.
OVERFLOW = """() => {
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll("*")) {
    const {overflowX} = getComputedStyle(element);
    if (overflowX === "visible" || element.scrollWidth <= element.clientWidth + 1) continue;
    if (element.clientWidth <= 1 || element.closest("svg") || !element.checkVisibility()) continue;
    const name = `${element.tagName} ${element.className}`;
    if (element.querySelector("h1, h2")) found.push(`${name} holds headings and scrolls`);
    else if (overflowX === "hidden") found.push(`${name} cuts off what it holds`);
    else if (!element.matches("[tabindex='0']")) found.push(`${name} scrolls, by no key`);
  }
  return found;
}"""
PRINT = """() => {
  const found = [];
  const shown = (query) => [...document.querySelectorAll(query)].filter((e) => e.checkVisibility());
  for (const element of shown(
    ".sidebar-drawer, .toc-drawer, .mobile-header, .wb-copy, .wb-search, .content-icon-container"))
    found.push(`${element.className} is of no use on paper`);
  for (const element of shown("article pre, article .table-wrapper, article .wb-equation"))
    if (element.scrollWidth > element.clientWidth + 1 &&
        getComputedStyle(element).overflowX !== "visible")
      found.push(`${element.textContent.slice(0, 40)} is cut off`);
  for (const link of shown("article a[href^=http]"))
    if (!getComputedStyle(link, "::after").content.includes("attr(href)") &&
        !getComputedStyle(link, "::after").content.includes(link.getAttribute("href")))
      found.push(`${link.href} is not written out`);
  for (const folded of document.querySelectorAll("article details:not([open])"))
    if (![...folded.children].at(-1).checkVisibility({contentVisibilityAuto: true}))
      found.push("a folded part stays folded");
  if (getComputedStyle(document.body).colorScheme.includes("dark")) found.push("dark paper");
  return found;
}"""

CUT = """() => [...document.querySelectorAll("article .cell pre")]
  .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.textContent.slice(0, 40)} is cut off`)"""

SCREEN = 900  # the height of a small laptop's window
FAR = 1500  # from the top: what is to be moved stands where its question is asked
PLACES = """() => {
  const place = (query) => {
    const first = [...document.querySelectorAll(query)].find((each) => each.checkVisibility());
    return first ? Math.round(first.getBoundingClientRect().top + scrollY) : null;
  };
  return [place("article .wb-figure, article .wb-chart"), place("article .wb-chart")];
}"""


def overflows(page: Page, width: int) -> list[str]:
    """Return what does not fit a window of some width."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(50)  # for the page to see its new size; no timer runs without scripts
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def cut_off(page: Page) -> list[str]:
    """Return the cells and outputs that do not fit a large window."""
    page.set_viewport_size({"width": 1280, "height": 800})
    found: list[str] = page.evaluate(CUT)
    return found


def print_faults(page: Page) -> list[str]:
    """Return what a page loses on paper, or wastes paper on."""
    page.set_viewport_size({"width": 700, "height": 1000})  # of A4, between its margins
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(PRINT)
    page.emulate_media(media="screen")
    return found


def test_a_page_of_the_course_shows_its_first_picture_at_once_and_its_chart_soon(
    opened: Callable[[str], Visit],
) -> None:
    page = opened("light").page
    page.set_viewport_size({"width": 1280, "height": SCREEN})
    picture, chart = page.evaluate(PLACES)
    if page.locator(".wb-facts").count():  # only pages of the course promise them
        assert picture is not None
        assert picture < SCREEN
        assert (chart or 0) <= FAR


@pytest.mark.parametrize("reader", ["light", "without scripts"])
def test_nothing_scrolls_sideways(
    opened: Callable[[str], Visit], reader: str, *, in_full: bool
) -> None:
    if reader != "light" and not in_full:
        pytest.skip("without scripts, the largest page of each kind is seen")
    page = opened(reader).page
    found = {width: overflows(page, width) for width in (320, 375, 768, 1280)}
    assert not any(found.values()), found


def test_no_cell_is_cut_off_in_a_large_window(opened: Callable[[str], Visit]) -> None:
    assert not cut_off(opened("light").page)


@pytest.mark.parametrize("reader", ["light", "dark"])
def test_nothing_moves_while_it_loads(opened: Callable[[str], Visit], reader: str) -> None:
    assert round(opened(reader).shift, 4) == 0  # less than that cannot be seen


def arrive_late(route: Route) -> None:
    """Let a file through after everything else."""
    time.sleep(0.5)
    route.continue_()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """Return a page that is not open yet, and that will take down what moves in it."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.add_init_script(OBSERVE)
    yield page
    context.close()


def test_a_late_font_moves_nothing(site: str, watched: Page) -> None:
    watched.route("**/math.woff2", arrive_late)
    watched.goto(site + "index.html", wait_until="networkidle")
    assert watched.evaluate("document.fonts.check('1em \"wbguide math\"')")
    assert watched.evaluate("wbSeen.shift") == 0


@pytest.mark.parametrize("width", [375, 376, 377])
def test_a_long_table_moves_nothing_on_a_slow_machine(site: str, watched: Page, width: int) -> None:
    watched.set_viewport_size({"width": width, "height": 800})
    slower = watched.context.new_cdp_session(watched)
    slower.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    watched.goto(site + "reference/notation.html", wait_until="networkidle")
    assert watched.evaluate("wbSeen.shift") == 0


def test_print_is_whole(opened: Callable[[str], Visit]) -> None:
    assert not print_faults(opened("light").page)


def test_who_wants_no_motion_sees_none(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + "index.html").page
    assert page.evaluate("""[...document.querySelectorAll('*')].every((element) => {
      const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(element);
      return transitionDuration === "0s" && animationName === "none" && scrollBehavior === "auto";
    })""")


@pytest.mark.parametrize(
    "rule",
    [
        "p { width: 500px }",
        "main { overflow-x: auto } p { width: 500px }",
        "div { overflow-x: hidden } p { width: 500px }",
        "div { overflow-x: auto } p { width: 500px }",
    ],
)
def test_what_does_not_fit_is_found(
    rule: str, faulty: Callable[..., Visit], tmp_path: object
) -> None:
    (tmp_path / "wide.css").write_text(rule)  # type: ignore[operator]
    page = faulty(
        "<main><h1>A</h1><div><p>Wide</div></main>", head='<link rel="stylesheet" href="wide.css">'
    ).page
    assert overflows(page, 320)


def test_a_cell_that_is_cut_off_is_found(faulty: Callable[..., Visit]) -> None:
    cell = f'<article><div class="cell"><pre>{"wide " * 400}</pre></div></article>'
    assert cut_off(faulty(cell).page)


def test_a_shift_is_found(faulty: Callable[..., Visit], tmp_path: object) -> None:
    script = "setTimeout(() => document.body.prepend('Late', document.createElement('hr')), 50)"
    (tmp_path / "late.js").write_text(script)  # type: ignore[operator]
    visit = faulty('<p>Early<script src="late.js" defer></script>')
    assert visit.shift > 0


@pytest.mark.parametrize(
    "fault",
    [
        '<div class="toc-drawer">Contents</div>',
        '<article><a href="https://example.com/">A link</a></article>',
        "<article><details><summary>More</summary><p>Folded</details></article>",
    ],
)
def test_a_fault_in_print_is_found(fault: str, faulty: Callable[..., Visit]) -> None:
    assert print_faults(faulty(fault).page)


def sheets(page: Page) -> int:
    """Return how many sheets of A4 a page takes."""
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    printed = page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def test_the_cheat_sheet_takes_one_sheet(site: str, visit: Callable[..., Visit]) -> None:
    assert sheets(visit(site + "reference/cheat-sheet.html").page) == 1


def test_a_second_sheet_is_counted(faulty: Callable[..., Visit]) -> None:
    assert sheets(faulty("<p>Line</p>" * 80).page) > 1
