"""The search finds the page for what people type, on every page, by keyboard, from a folder."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from gzip import compress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.browser.test_accessibility import SETTINGS, violations
from tests.site.browser.visits import SITE, Visit, from_npm
from tests.site.sampling import is_answer

# What people type who know no more of a page than its title, five times for each answer.
QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
DATA = "search-data.js"
BYTES = 100_000
WITHIN_THREE = 0.95
TUTORIAL = "tutorials/one-neuron-is-a-line.html"
FIELD = "Your question, or an error message"
# Types each query, and takes down the first three addresses, and the milliseconds until then.
TYPE_ALL = """(queries) => {
  const field = document.querySelector(".wb-dialog input");
  return queries.map((query) => {
    field.value = query;
    const start = performance.now();
    field.dispatchEvent(new Event("input"));
    const found = [...document.querySelectorAll(".wb-dialog .wb-results a")].slice(0, 3);
    const addresses = found.map((link) => link.href);
    document.body.getBoundingClientRect();
    return [addresses, performance.now() - start];
  });
}"""


@cache
def known() -> dict[str, dict[str, Any]]:
    """Return what the search knows of each page."""
    text = (SITE / DATA).read_text(encoding="utf-8")
    pages = json.loads(text.removeprefix("wbguideSections(").removesuffix(");\n"))
    return {page["u"]: page for page in pages}


def answers() -> list[str]:
    """Return the addresses of all answers."""
    return [name for name in known() if is_answer(name)]


def opened_search(page: Page) -> None:
    """Open the search by its key, and wait until it answers."""
    page.keyboard.press("/")
    field = page.get_by_role("dialog").get_by_label(FIELD)
    expect(field).to_be_focused()
    field.fill("weight")
    expect(page.locator(".wb-dialog .wb-results a").first).to_be_visible()


def ranks(page: Page, home: str, queries: list[tuple[str, str]]) -> tuple[list[int], list[float]]:
    """Return at which place of three each page stands for its query, 0 for none, and how soon."""
    found = page.evaluate(TYPE_ALL, [query for _, query in queries])
    places = []
    for (name, _), (addresses, _) in zip(queries, found, strict=True):
        names = [address.removeprefix(home).partition("#")[0] for address in addresses]
        places.append(names.index(name) + 1 if name in names else 0)
    return places, [time for _, time in found]


def test_every_answer_has_five_queries_that_the_site_does_not_know() -> None:
    assert QUERIES.keys() == {name.removesuffix(".html") for name in answers()}
    assert {len(queries) for queries in QUERIES.values()} == {5}
    ways = {way.lower() for page in known().values() for way in page.get("a", ())}
    assert not ways & {query.lower() for queries in QUERIES.values() for query in queries}


def test_what_people_type_finds_the_answer(
    site: str, visit: Callable[..., Visit], record: Callable[..., None]
) -> None:
    page = visit(site + TUTORIAL).page
    opened_search(page)
    asked = [(f"{name}.html", query) for name in QUERIES for query in QUERIES[name]]
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    places, times = ranks(page, site, asked)
    kinds: dict[str, Counter[str]] = {}
    for (name, _), place in zip(asked, places, strict=True):
        counts = kinds.setdefault(name.partition("/")[0], Counter())
        counts.update({"asked": 1, "first": place == 1, "within three": place > 0})
    for kind, counts in kinds.items():
        record(f"search for {kind}", **counts)
    times.sort()
    middle, late = times[len(times) // 2], times[len(times) * 95 // 100]
    record("search", ms=f"{middle:.0f}", ms_of_95_percent=f"{late:.0f}")
    missed = [": ".join(each) for each, place in zip(asked, places, strict=True) if not place]
    assert len(missed) <= (1 - WITHIN_THREE) * len(asked), "\n".join(missed)


def test_a_title_and_an_error_message_find_their_page(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(site + TUTORIAL).page
    opened_search(page)
    asked = [(name, known()[name]["t"]) for name in answers()]
    asked += [(name, known()[name]["m"]) for name in answers() if "m" in known()[name]]
    places, _ = ranks(page, site, asked)
    assert [each for each, place in zip(asked, places, strict=True) if place == 0] == []


def test_a_key_styles_the_list_anew_and_not_the_page(
    site: str, visit: Callable[..., Visit], browser: Browser
) -> None:
    """A selector such as `:has(> .name) > *` makes the browser look at all of the page."""
    page = visit(site + TUTORIAL).page
    opened_search(page)
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.evaluate(TYPE_ALL, ["why does a bias start at zero"])
    events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = [each["args"] for each in events if each["name"] == "UpdateLayoutTree"]
    listed = page.locator(".wb-dialog *").count()
    assert sum(each.get("elementCount", 0) for each in styled) < 2 * listed < 400


def test_the_index_is_small(record: Callable[..., None]) -> None:
    size = len(compress((SITE / DATA).read_bytes(), 9, mtime=0))
    record("search", index_bytes=size)
    assert size <= BYTES


@pytest.mark.parametrize("from_folder", [False, True])
def test_keys_open_the_search_and_lead_to_the_page(
    site: str, visit: Callable[..., Visit], *, from_folder: bool
) -> None:
    home = SITE.as_uri() + "/" if from_folder else site
    seen = visit(home + TUTORIAL)
    page = seen.page
    assert not [request for request in seen.requests if DATA in request.url]
    page.keyboard.press("Control+k")
    page.keyboard.type("residual", delay=20)
    first = page.locator(".wb-results a").first
    expect(first).to_be_visible()
    expect(page.locator(".wb-results mark").first).to_have_text("residual", ignore_case=True)
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("pages")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label(FIELD)).to_be_focused()
    address = first.evaluate("(link) => link.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    assert not seen.foreign()
    assert not [each for each in seen.messages if "math.woff2" not in each and "ERR" not in each]


@pytest.mark.parametrize(("scheme", "width"), SETTINGS)
def test_the_open_search_has_no_barrier(
    site: str, visit: Callable[..., Visit], scheme: str, width: int
) -> None:
    page = visit(site + TUTORIAL, color_scheme=scheme, width=width).page
    opened_search(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_escape_closes_the_search(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL).page
    opened_search(page)
    page.keyboard.press("Escape")
    expect(page.locator(".wb-dialog")).not_to_be_visible()


def test_the_front_page_asks(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + "index.html").page
    field = page.locator("article").get_by_label(FIELD)
    field.fill("expecting 2 weights")
    expect(page.locator("article .wb-results a").first).to_be_visible()


def test_a_search_has_an_address(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + "search.html?q=residual").page
    expect(page.locator("article .wb-results a").first).to_be_visible()


def test_a_phone_has_a_button_for_it(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL, width=375).page
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("dialog").get_by_label(FIELD)).to_be_focused()


def test_a_word_in_the_sidebar_opens_it(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL).page
    page.locator(".sidebar-search").press_sequentially("bi")
    expect(page.get_by_role("dialog").get_by_label(FIELD)).to_have_value("bi")


def test_nothing_found_is_said(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + TUTORIAL).page
    opened_search(page)
    page.get_by_label(FIELD).fill("xyzzyq")
    expect(page.locator(".wb-dialog .wb-results")).to_contain_text("Nothing fits")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Nothing fits")


def test_without_scripts_there_are_lists(site: str, visit: Callable[..., Visit]) -> None:
    page = visit(site + "search.html", java_script_enabled=False).page
    for title in ("Questions", "Errors", "How-to guides"):
        expect(page.locator("article").get_by_role("link", name=title)).to_be_visible()


def test_the_library_is_the_one_that_npm_has() -> None:
    ours = (SITE / "_static/minisearch.js").read_text(encoding="utf-8")
    theirs = from_npm("minisearch/dist/umd/index.js").read_text(encoding="utf-8")
    assert ours.strip() == theirs.partition("//# sourceMappingURL")[0].strip()
