"""A page is for everyone: axe finds nothing, and who uses a keyboard sees where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.site.browser.visits import MODULES, SETTLE, Visit, pages

# Lighthouse brings a newer one than can be had from PyPI, with more rules.
NEWER = MODULES / "axe-core/axe.min.js"
AXE_SCRIPT = (NEWER if NEWER.is_file() else Path(AXE_FILE_PATH)).read_text("utf-8")
AXE = """async () => (await axe.run({
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map((found) => `${found.id} (${found.impact}): ` +
  found.nodes.map((node) => `${node.target} ${node.failureSummary}`).slice(0, 3).join("; "))"""

# Gives the focus to each element that a tab stops at, and asks whether its ring can be seen: 2
# pixels wide, with a contrast of 3:1 to what is around. Where a box lies unseen over its label, the
# ring is around the label.
FOCUS = """() => {
  const channels = (color) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => channels(color).slice(0, 3)
    .map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (channels(color)[3] === 255) return color;
    }
    return "white";
  };
  const shown = (element) =>
    element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const ringed = (element) => {
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(element);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2 || !shown(element)) return false;
    const box = element.getBoundingClientRect();
    const inView = box.width && box.height && box.right > 0 && box.left < innerWidth &&
      box.bottom > 0 && box.top < innerHeight;
    const [low, high] = [luminance(outlineColor), luminance(behind(element.parentElement))].sort();
    return inView && (high + 0.05) / (low + 0.05) >= 3;
  };
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]");
  const lost = [];
  let first = null;
  for (const element of all) {
    if (element.tabIndex < 0 || element.disabled) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    first ??= element;
    if ([element, ...element.labels ?? []].some(ringed)) continue;
    lost.push(element.outerHTML.slice(0, 120));
  }
  return {lost, first: first?.getAttribute("href")};
}"""

SETTINGS = [("light", 1280), ("dark", 375), ("light", 375), ("dark", 1280)]


def settings_of(name: str) -> list[tuple[str, int]]:
    """Return in which settings a page is seen at least: a tutorial in two, another in one."""
    if name.startswith("tutorials/"):
        return SETTINGS[:2]
    return [SETTINGS[pages().index(name) % 2]]


def violations(page: Page) -> list[str]:
    """Return what axe finds in a page as it is shown now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE)
    return found


def focus(page: Page) -> dict[str, Any]:
    """Return what a keyboard meets first, and where one does not see where it is."""
    page.keyboard.press("Tab")  # from here on the browser shows the focus, as for a keyboard
    found: dict[str, Any] = page.evaluate(FOCUS)
    return found


def show(visit: Visit, theme: str, width: int) -> Page:
    """Turn a page that is open to another theme and width."""
    visit.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.page.evaluate("scrollTo(0, 0)")  # where a header covers half of no link
    visit.page.evaluate(SETTLE)
    return visit.page


@pytest.fixture
def shown(
    name: str, opened: Callable[[str], Visit], theme: str, width: int, *, in_full: bool
) -> Page:
    """Return a page as it is shown in one of the settings."""
    if not in_full and (theme, width) not in settings_of(name):
        pytest.skip("each page is seen, and the largest of a kind in all settings")
    return show(opened("light"), theme, width)


@pytest.mark.parametrize(("theme", "width"), SETTINGS)
def test_axe_finds_nothing(shown: Page) -> None:
    assert not violations(shown)


@pytest.mark.parametrize("drawer", ["__navigation", "__toc"])
def test_axe_finds_nothing_in_an_open_drawer(
    site: str, visit: Callable[..., Visit], drawer: str
) -> None:
    page = visit(f"{site}reference/glossary.html", width=375).page
    page.evaluate(f"document.getElementById('{drawer}').checked = true")
    assert not violations(page)


@pytest.mark.parametrize(("theme", "width"), SETTINGS)
def test_the_focus_is_always_seen(shown: Page) -> None:
    found = focus(shown)
    assert not found["lost"]
    assert found["first"] == "#furo-main-content"


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<main><h1>A</h1><img src="x.svg"></main>', "image-alt"),
        ('<main><h1>A</h1><p class="pale">Pale</main>', "color-contrast"),
        ("<main><h1>A</h1></main><p>Beside", "region"),
        ("<main><h2>A</h2></main>", "page-has-heading-one"),
    ],
)
def test_axe_finds_a_fault(
    fault: str, rule: str, faulty: Callable[..., Visit], tmp_path: Any
) -> None:
    (tmp_path / "pale.css").write_text(".pale { color: #999 }", encoding="utf-8")
    page = faulty(fault, head='<link rel="stylesheet" href="pale.css">').page
    assert any(found.startswith(rule) for found in violations(page))


@pytest.mark.parametrize(
    "style",
    [
        ":focus-visible { outline: none }",
        ":focus-visible { outline: 2px solid #ddd }",
        ":focus-visible { outline: 1px solid black }",
        "a { position: absolute; left: -99px }",
        "a { opacity: 0 }",
    ],
)
def test_an_unseen_focus_is_found(style: str, faulty: Callable[..., Visit], tmp_path: Any) -> None:
    (tmp_path / "ring.css").write_text(f":focus-visible {{ outline: 2px solid black }} {style}")
    page = faulty('<a href="#x">Link</a>', head='<link rel="stylesheet" href="ring.css">').page
    assert focus(page)["lost"]
