"""In a browser, a pad is painted by mouse, finger and keyboard, and read as its layer reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, expect

from tests.extensions.tiny_site import ROOT, Site, cell
from tests.extensions.tiny_site import page as page_of
from tests.site.browser.visits import SETTLE, wake
from wbguide._validation import FloatArray
from wbguide.datasets import letters

CODE = """\
import numpy as np
from wbguide.datasets import letters
from wbguide.interactive import read_drawing
X, y = letters(300, alphabet="EFL", fonts="training", rng=np.random.default_rng(0))
means = np.array([X[y == k].mean(axis=0) for k in range(3)])
read_drawing(means.T, -np.sum(means**2, axis=1) / 2, means > 0.5, names="EFL", turn="EF")"""
X, Y = letters(300, alphabet="EFL", fonts="training", rng=np.random.default_rng(0))
MEANS = np.array([X[k == Y].mean(axis=0) for k in range(3)])
W, B, IMAGES = MEANS.T.round(1), (-np.sum(MEANS**2, axis=1) / 2).round(2), MEANS > 0.5
INK_ONLY_OF_E = np.flatnonzero(IMAGES[0] & ~IMAGES[1])

# Where a line of the picture begins.
CORNER = "(line) => [line.getScreenCTM().e, line.getScreenCTM().f]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("site"), packages=ROOT)
    index = "# Home\n\nWords.\n\n```{toctree}\npad\n```\n"
    site.write(index=index, pad=page_of("1") + "\n" + cell(CODE, alt="The letter E on a pad"))
    build = site.build()
    assert build.status == 0, build.log
    return site.docs / "_build/html"


@pytest.fixture(scope="module")
def address(folder: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(folder)}pad.html"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def figure(context: BrowserContext, address: str) -> Locator:
    page = context.new_page()
    page.goto(address)
    return awake(page)


def awake(page: Page) -> Locator:
    return wake(page.locator(".wb-chart"))


def grid(figure: Locator) -> Locator:
    return figure.get_by_role("grid", name="Pad of 16 by 16 pixels")


def place(box: FloatRect, pixel: int) -> tuple[float, float]:
    """Return where the middle of a pixel is."""
    size = box["width"] / 16
    return box["x"] + size * (pixel % 16 + 0.5), box["y"] + size * (pixel // 16 + 0.5)


def box_of(figure: Locator) -> FloatRect:
    box = grid(figure).bounding_box()
    assert box is not None
    return box


def inked(figure: Locator) -> list[int]:
    figure.evaluate(SETTLE)
    cells = grid(figure).get_by_role("gridcell")
    labels: list[str] = cells.evaluate_all("cells => cells.map((cell) => cell.ariaLabel)")
    return [pixel for pixel, label in enumerate(labels) if label.startswith("ink")]


def read(figure: Locator) -> list[float]:
    """Return the scores with every digit, once the chart has drawn what it was told to."""
    figure.evaluate(SETTLE)
    value = figure.locator("output[name=scores]").get_attribute("data-value") or ""
    return [float(score) for score in value.split(",")]


def scores_of(pixels: Iterable[int], shift: Iterable[float] = (0, 0, 0)) -> FloatArray:
    image = np.zeros(256)
    image[list(pixels)] = 1
    scores: FloatArray = image @ W + B + np.array(list(shift))
    return scores


def drag(page: Page, box: FloatRect, *pixels: int) -> None:
    page.mouse.move(*place(box, pixels[0]))
    page.mouse.down()
    for pixel in pixels[1:]:
        page.mouse.move(*place(box, pixel))
    page.mouse.up()


def test_scores_are_those_of_the_layer(figure: Locator) -> None:
    np.testing.assert_allclose(read(figure), scores_of(np.flatnonzero(IMAGES[0])), atol=1e-9)
    drag(figure.page, box_of(figure), 16 * 2 + 2, 16 * 13 + 13)  # a line, and a jump on the way
    pixels = inked(figure)
    assert set(pixels) == {*np.flatnonzero(IMAGES[0]), *(17 * k for k in range(2, 14))}
    np.testing.assert_allclose(read(figure), scores_of(pixels), atol=1e-9)
    figure.get_by_role("group", name="look at a letter's score").get_by_label("L").check()
    figure.get_by_label("times as common").fill("37")
    shifted = scores_of(pixels, (0, 0, np.log(37)))
    np.testing.assert_allclose(read(figure), shifted, atol=1e-9)


def test_a_mouse_erases_where_it_begins_on_ink(figure: Locator) -> None:
    box, before = box_of(figure), inked(figure)
    left = before[0]
    drag(figure.page, box, left, left - 1, left + 3)  # over paper and ink
    after = inked(figure)
    assert set(after) < set(before)
    assert not {left, left + 1, left + 2, left + 3} & set(after)
    figure.page.mouse.move(*place(box, 0))  # let go, it paints no more
    assert inked(figure) == after


def test_the_goals_are_reached_by_hand(figure: Locator) -> None:
    goals = figure.get_by_role("listitem").all()
    done = [False] * 4

    def expect_done(number: int) -> None:
        expect(goals[number]).to_have_class("wb-done")
        done[number] = True
        for goal, reached in zip(goals, done, strict=True):
            assert (goal.get_attribute("class") == "wb-done") == reached

    box = box_of(figure)
    for pixel in INK_ONLY_OF_E.tolist():
        figure.page.mouse.click(*place(box, pixel))
    expect_done(0)
    figure.get_by_role("group", name="load a letter").get_by_label("F").check()
    assert inked(figure) == np.flatnonzero(IMAGES[1]).tolist()
    strongest = [int(k) for k in np.argsort(W[:, 1] - W[:, 0]) if not IMAGES[1, k]]
    for pixel in strongest[:6]:
        figure.page.mouse.click(*place(box, pixel))
    expect_done(1)
    figure.get_by_role("button", name="Clear the pad").click()
    expect_done(2)
    assert inked(figure) == []
    np.testing.assert_allclose(read(figure), B, atol=1e-9)
    figure.get_by_label("times as common").fill("100")  # E, of which the score is looked at
    expect_done(3)


def test_a_keyboard_draws_and_a_screen_reader_is_told(figure: Locator) -> None:
    pad = grid(figure)
    pad.focus()
    active = "pad => document.getElementById(pad.getAttribute('aria-activedescendant')).ariaLabel"
    assert pad.evaluate(active) == "paper, row 1, column 1"
    for key in ("ArrowDown", "ArrowRight", "End", "ArrowRight", "ArrowUp", "ArrowUp", "Home"):
        pad.press(key)
    assert pad.evaluate(active) == "paper, row 1, column 1"
    told = figure.locator(".wb-pad + [role=status]")
    expect(told).to_have_text("")
    pad.press("ArrowDown")
    pad.press("Space")
    expect(told).to_have_text("ink, row 2, column 1")
    pad.press("Shift+ArrowRight")
    pad.press("Shift+ArrowRight")
    expect(told).to_have_text("ink, row 2, column 3")
    assert inked(figure)[:3] == [16, 17, 18]
    pad.press("Enter")
    expect(told).to_have_text("paper, row 2, column 3")
    assert pad.evaluate(active) == "paper, row 2, column 3"
    assert pad.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    expect(figure.locator("output[name=winner]")).to_have_attribute("aria-live", "polite")
    expect(figure.locator("output[name=scores]")).to_have_attribute("aria-live", "off")
    expect(pad).to_have_accessible_description(re.compile("By keyboard: arrow keys"))


def test_a_finger_paints_and_the_page_stays(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(address)
    figure = awake(page)
    grid(figure).scroll_into_view_if_needed()
    box, before = box_of(figure), page.evaluate("scrollY")
    assert box["width"] / 16 > 15
    assert page.evaluate("innerWidth") - box["width"] > 44  # beside it a finger scrolls
    fingers = context.new_cdp_session(page)

    def touch(kind: str, *pixels: int) -> None:
        points = [dict(zip("xy", place(box, pixel), strict=True)) for pixel in pixels]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 3)
    for row in range(1, 5):
        touch("touchMove", 16 * row + 3)
    touch("touchEnd")
    assert set(inked(figure)) == {*np.flatnonzero(IMAGES[0]), *(16 * row + 3 for row in range(5))}
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_each_letter_keeps_its_changes_until_reset(figure: Locator) -> None:
    letter = figure.get_by_role("group", name="load a letter")
    figure.page.mouse.click(*place(box_of(figure), 0))
    letter.get_by_label("L").check()
    assert inked(figure) == np.flatnonzero(IMAGES[2]).tolist()
    letter.get_by_label("E").check()
    assert inked(figure) == [0, *np.flatnonzero(IMAGES[0])]
    figure.get_by_role("button", name="Reset").click()
    assert inked(figure) == np.flatnonzero(IMAGES[0]).tolist()
    assert "wb-chart-1.pad" not in figure.page.url


def test_a_link_shows_what_was_drawn(figure: Locator, context: BrowserContext) -> None:
    figure.get_by_role("group", name="load a letter").get_by_label("L").check()
    for pixel in (0, 6, 255):
        figure.page.mouse.click(*place(box_of(figure), pixel))
    drawn = inked(figure)
    assert f"wb-chart-1.pad=82{61 * '0'}1" in figure.page.url
    other = context.new_page()
    other.goto(figure.page.url)
    expect(other.locator(".wb-chart")).to_have_class("wb-chart wb-chart-ready")
    assert inked(other.locator(".wb-chart")) == drawn


def test_the_pad_lies_over_its_pixels_and_nothing_moves(figure: Locator) -> None:
    page = figure.page
    for width in (320, 375, 600, 768, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        figure.evaluate(SETTLE)
        figure.evaluate(SETTLE)
        box, lines = box_of(figure), figure.locator(".wb-chart-live line").all()
        left, top, right = box["x"], box["y"], box["x"] + box["width"]
        below = box["y"] + box["height"]
        corners = [lines[number].evaluate(CORNER) for number in (0, 16, 33)]
        for corner, expected in zip(
            corners, [(left, top), (right, top), (left, below)], strict=True
        ):
            assert corner == pytest.approx(expected, abs=1)
        picture = figure.locator(".wb-chart-picture").bounding_box()
        live = figure.locator(".wb-chart-live svg").bounding_box()
        assert picture is not None
        assert live is not None
        assert live["height"] == pytest.approx(picture["height"], abs=1)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_pad(browser: Browser, address: str, theme: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate(f"document.body.dataset.theme = '{theme}'")
    figure = awake(page)
    figure.get_by_label("show the weights of that letter").check()
    grid(figure).press("Space")
    found = Axe().run(page, context=".wb-chart").response["violations"]
    assert not found, found
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    context.close()


def test_a_pad_needs_no_more_than_a_strict_policy_allows(
    context: BrowserContext, folder: Path, address: str
) -> None:
    context.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push("
        "`${e.violatedDirective} ${e.sourceFile} ${e.blockedURI}`))"
    )
    for where in (address, (folder / "pad.html").as_uri()):
        page = context.new_page()
        page.goto(where)
        figure = awake(page)
        page.mouse.click(*place(box_of(figure), 0))
        assert 0 in inked(figure)
        assert page.evaluate("violations") == []
    assert 'src="_static/pad.js' in (folder / "pad.html").read_text("utf-8")
    assert "pad.js" not in (folder / "index.html").read_text("utf-8")
