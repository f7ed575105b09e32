"""Pictures can be read: their words are large enough, and lie on no line, mark or other word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.site.browser.visits import SETTLE, Visit

SMALLEST = 11  # px

# The picture that a width shows, with what can be measured of its words and of what is drawn.
# A word may lie on what covers the line (the circle of a neuron), and on a line that its halo
# interrupts.
PICTURES = """(smallest) => {
  const found = [];
  const STEP = 1.5;  // px, between the points of a line
  const shown = (e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const at = (element, x, y) => new DOMPoint(x, y).matrixTransform(element.getScreenCTM());
  const within = (element, point) => point.matrixTransform(element.getScreenCTM().inverse());
  const scale = (element) => {
    const {a, b} = element.getScreenCTM();
    return Math.hypot(a, b);
  };
  const drawn = (svg, kinds) =>
    [...svg.querySelectorAll(kinds)].filter((e) => shown(e) && !e.closest("defs, clipPath"));
  const follows = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;

  const word = (text) => {  // the box of its letters, which is lower than that of its lines
    const {x, y, width, height} = text.getBBox();
    const pad = Math.min(0.22 * height, width / 4);
    const [x0, x1, y0, y1] = [x + 1, x + width - 1, y + pad, y + height - pad];
    const holds = (point) => {
      const own = within(text, point);
      return own.x > x0 && own.x < x1 && own.y > y0 && own.y < y1;
    };
    const points = [];
    for (let i = 0; i <= 12; i++)
      for (let j = 0; j <= 4; j++)
        points.push(at(text, x0 + (x1 - x0) * i / 12, y0 + (y1 - y0) * j / 4));
    return {text, says: `"${text.textContent.trim()}"`, holds, points};
  };
  const clip = (element) => {  // whether a point is seen
    const cut = element.closest("[clip-path]");
    const id = cut?.getAttribute("clip-path").match(/#([^)]+)/)[1];
    const shape = id && document.getElementById(id)?.firstElementChild;
    if (!shape) return () => true;
    const {x, y, width, height} = shape.getBBox();
    return (point) => {
      const own = within(cut, point);
      return own.x >= x && own.x <= x + width && own.y >= y && own.y <= y + height;
    };
  };
  const disc = (mark) => {
    const {x, y, width, height} = mark.getBBox();
    const center = at(mark, x + width / 2, y + height / 2);
    const radius = Math.min(width, height) / 2 * scale(mark);
    return {mark, center, radius};
  };
  const row = (line) => {  // marks that are joined: the markers of a line without a stroke
    const id = line.getAttribute("marker-start").match(/#([^)]+)/)[1];
    const {width, height} = document.getElementById(id).firstElementChild.getBBox();
    const radius = Math.min(width, height) / 2 * scale(line);
    return [...line.points].map(({x, y}) => ({mark: line, center: at(line, x, y), radius}));
  };
  const opaque = (e) => {
    const {fill, fillOpacity, opacity} = getComputedStyle(e);
    return fill !== "none" && fill !== "transparent" && fillOpacity === "1" && opacity === "1";
  };

  const all = document.querySelectorAll("svg.wb-figure, .wb-chart svg");
  [...all].filter(shown).forEach((svg, index) => {
    const say = (fault) => found.push(`picture ${index + 1}: ${fault}`);
    const words = drawn(svg, "text").filter((text) => text.textContent.trim()).map(word);
    const rows = drawn(svg, "polyline[marker-start]").flatMap(row);
    const discs = [...drawn(svg, "use").map(disc), ...rows];
    const shapes = drawn(svg, "path, circle, rect, ellipse").filter(opaque);
    const covered = (line, text, point) =>
      shapes.some((shape) => follows(line, shape) && follows(shape, text) &&
        shape.isPointInFill(within(shape, point))) ||
      discs.some(({mark, center, radius}) => follows(line, mark) && follows(mark, text) &&
        Math.hypot(center.x - point.x, center.y - point.y) < radius);

    for (const {text, says} of words) {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale(text);
      if (size < smallest - 0.05) say(`${says} has letters of ${size.toFixed(1)} px`);
    }
    words.forEach((one, i) => words.slice(i + 1).forEach((other) => {
      if (one.points.some(other.holds) || other.points.some(one.holds))
        say(`${one.says} lies on ${other.says}`);
    }));
    for (const {center, radius} of discs)
      for (const {text, says, holds} of words)
        if (holds(center) && 2 * radius < text.getBoundingClientRect().width)
          say(`${says} lies on a mark`);
    for (const line of drawn(svg, "path, line, polyline")) {
      const {stroke, fill} = getComputedStyle(line);
      if (stroke === "none" || (fill !== "none" && line.localName === "path")) continue;
      const seen = clip(line), struck = new Set();
      for (let s = 0; s <= line.getTotalLength(); s += STEP / scale(line)) {
        const point = line.getPointAtLength(s).matrixTransform(line.getScreenCTM());
        for (const {text, says, holds} of words)
          if (!struck.has(says) && holds(point) && seen(point) && !text.closest(".wb-halo") &&
              !covered(line, text, point))
            struck.add(says);
      }
      for (const says of struck) say(`${says} lies on a line`);
    }
  });
  return found;
}"""


def unreadable(page: Page) -> list[str]:
    """Return what cannot be read in the pictures of a page, as it is shown now."""
    found: list[str] = page.evaluate(PICTURES, SMALLEST)
    return found


@pytest.mark.parametrize("width", [375, 1280])
def test_words_in_pictures_can_be_read(opened: Callable[[str], Visit], width: int) -> None:
    page = opened("light").page
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(SETTLE)
    assert not unreadable(page)


SVG = '<svg class="wb-figure" width="100" height="100" font-size="14" fill="black">{}</svg>'
WORD = '<text x="10" y="50">word</text>'
LINE = '<path d="M 0 45 L 100 45" stroke="black" fill="none"/>'
DISC = '<circle cx="25" cy="45" r="30" fill="white"/>'


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        (WORD + '<text x="30" y="52">other</text>', '"word" lies on "other"'),
        (LINE + WORD, '"word" lies on a line'),
        (WORD + LINE, '"word" lies on a line'),
        (DISC + LINE + WORD, '"word" lies on a line'),
        ('<line x1="0" y1="60" x2="90" y2="30" stroke="red"/>' + WORD, '"word" lies on a line'),
        (
            '<defs><path id="dot" d="M -2 0 L 0 2 L 2 0 L 0 -2 z"/></defs>'
            '<use href="#dot" x="25" y="45"/>' + WORD,
            '"word" lies on a mark',
        ),
        (
            '<defs><marker id="dot" overflow="visible"><path d="M -2 0 L 0 2 L 2 0 L 0 -2 z"/>'
            '</marker></defs><polyline points="90,90 25,45" fill="none" marker-start="url(#dot)" '
            'marker-end="url(#dot)"/>' + WORD,
            '"word" lies on a mark',
        ),
        ('<text x="10" y="50" font-size="10">word</text>', '"word" has letters of 10.0 px'),
        ('<g transform="scale(0.5)"><text y="50">word</text></g>', "has letters of 7.0 px"),
    ],
)
def test_what_cannot_be_read_is_found(
    drawing: str, fault: str, faulty: Callable[..., Visit]
) -> None:
    found = unreadable(faulty(SVG.format(drawing)).page)
    assert any(fault in each for each in found), found


@pytest.mark.parametrize(
    "drawing",
    [
        '<text x="10" y="20">word</text>' + LINE + '<text x="10" y="70">other</text>',
        LINE + DISC + WORD,
        LINE + f'<g class="wb-halo">{WORD}</g>',
        '<clipPath id="cut"><rect width="100" height="9"/></clipPath>'
        f'<g clip-path="url(#cut)">{LINE}</g>' + WORD,
    ],
)
def test_what_can_be_read_is_no_fault(drawing: str, faulty: Callable[..., Visit]) -> None:
    assert not unreadable(faulty(SVG.format(drawing)).page)
