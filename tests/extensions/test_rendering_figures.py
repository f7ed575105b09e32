"""Figures are part of the page, in its theme's colors, and say what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect
from wbguide_docs.rendering.figures import shorten
from wbguide_docs.rendering.palette import COLORS

from tests.extensions.tiny_site import Site, cell
from tests.extensions.tiny_site import page as page_of

LINE = """\
fig, ax = plt.subplots()
ax.plot([0, 1], [0, 1], "o-", color="C1")
ax.plot([0, 1], [1, 0], color="#ff0000")
ax.plot([0, 1], [0.5, 0.5], "k")
ax.set_title("A title");"""
IMAGE = """\
import numpy as np
fig, ax = plt.subplots()
clear, blue, red = [0.0, 0.0, 0.0, 0.0], [*plt.matplotlib.colors.to_rgb("C0"), 0.2], [1, 0, 0, 1]
ax.imshow([[clear, blue, blue], [red, clear, blue]]);"""


FIGURES = "\n".join(
    [
        page_of("import matplotlib.pyplot as plt"),
        cell(LINE, alt="'A line & two \"others\"'"),
        cell(
            LINE,
            "---",
            "mystnb:",
            "  image: {alt: The same line}",
            "  figure: {caption: A caption., name: the-figure}",
            "---",
        ),
        cell(IMAGE, alt="Six pixels"),
    ]
)
TOO_MANY = page_of("import matplotlib.pyplot as plt") + cell(
    "plt.imshow([[0.0, 1.0]], interpolation='bilinear');", alt="A slope"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a page with two drawings, alike but for their alt text, and an image."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.write(figures=FIGURES)
    build = site.build_here()
    assert build.status == 0, build.log
    return site


def figures(site: Site, drawing: str = "wide") -> list[str]:
    """Return the figures of the page, as one drawing of each stands in it."""
    pattern = rf'<svg [^>]*class="wb-figure wb-{drawing}".*?</svg>'
    return re.findall(pattern, site.html("figures"), re.DOTALL)


def drawings(site: Site) -> list[str]:
    """Return both drawings of each figure."""
    return [*figures(site, "wide"), *figures(site, "narrow")]


@pytest.mark.parametrize("drawing", ["wide", "narrow"])
def test_figures_are_part_of_the_page_under_the_name_of_their_alt_text(
    built: Site, drawing: str
) -> None:
    roots = [ET.fromstring(figure) for figure in figures(built, drawing)]  # noqa: S314  # our own
    assert [root.get("aria-label") for root in roots] == [
        'A line & two "others"',
        "The same line",
        "Six pixels",
    ]
    assert {root.get("role") for root in roots} == {"img"}
    assert "<img" not in built.html("figures").split("<article")[1].split("</article")[0]
    assert not list((built.docs / "_build/html").glob("_images/*.svg"))


def test_text_of_a_figure_is_text_in_the_font_of_the_page(built: Site) -> None:
    assert len(drawings(built)) == 6
    for drawing in ("wide", "narrow"):
        assert re.search(r"<text [^>]*>A title</text>", figures(built, drawing)[0])
    assert "font-family" not in "".join(drawings(built))


def test_a_caption_and_a_name_stay_with_their_figure(built: Site) -> None:
    (figure,) = re.findall("<figure.*?</figure>", built.html("figures"), re.DOTALL)
    assert 'id="the-figure"' in figure
    assert 'aria-label="The same line"' in figure
    assert "A caption." in figure


def test_no_id_stands_twice_in_a_page_and_every_reference_finds_one(built: Site) -> None:
    ids = re.findall(r'\bid="([^"]+)"', built.html("figures"))
    assert len(ids) == len(set(ids))
    drawn = "".join(drawings(built))
    references = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', drawn))
    assert references
    assert {first or second for first, second in references} <= set(ids)
    first, second, _ = figures(built)
    assert set(re.findall(r'\bid="([^"]+)"', first)) != set(re.findall(r'\bid="([^"]+)"', second))


def test_a_strict_content_security_policy_and_the_page_s_own_style_are_safe(built: Site) -> None:
    for figure in drawings(built):
        assert " style=" not in figure
        assert "<style" not in figure
        assert "<metadata" not in figure


def test_colors_of_the_palette_are_variables_and_others_stay(built: Site) -> None:
    for drawing in ("wide", "narrow"):
        figure = figures(built, drawing)[0]
        assert "var(--wb-orange)" in figure
        assert "var(--wb-axis)" in figure
        assert 'stroke="#ff0000"' in figure
        assert 'stroke="var(--wb-ink)"' in figure
        assert not set(re.findall(r"#[0-9a-f]{6}\b", figure)) & set(COLORS)


def test_pixels_are_shapes_in_the_colors_of_the_theme(built: Site) -> None:
    """A clear pixel is nothing, and neighbors of one color are one shape."""
    assert "<image" not in "".join(drawings(built))
    assert "data:" not in "".join(drawings(built))
    for drawing in ("wide", "narrow"):
        figure = figures(built, drawing)[2]
        (pixels,) = re.findall('shape-rendering="crispEdges">(.*?)</g>', figure)
        assert re.findall('<path fill="([^"]*)" d="([^"]*)" fill-opacity="([^"]*)"', pixels) == [
            ("var(--wb-blue)", "m1 0h2v1h-2zm1 1h1v1h-1z", "0.2"),
            ("#ff0000", "m0 1h1v1h-1z", "1"),
        ]


def test_an_image_of_too_many_pixels_fails_the_build(site: Site) -> None:
    site.write(pixels=TOO_MANY)
    build = site.build_here()
    assert build.status != 0
    assert re.search(r"pixels\.md:\d+: .*pixels has more than 10000", build.log), build.log


def test_other_builders_go_on(built: Site) -> None:
    build = built.build_here(builder="text")
    assert build.status == 0, build.log


@pytest.fixture
def page(chromium: Browser, built: Site) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 375, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.goto((built.docs / "_build/html/figures.html").as_uri())
    yield page
    context.close()


READ_COLORS = """() => {
    const probe = document.createElement("span");
    document.body.append(probe);
    const read = (name) => {
        probe.style.color = `var(--wb-${name})`;
        return getComputedStyle(probe).color.match(/[0-9.]+/g).map(Number);
    };
    const hues = ["blue", "orange", "green", "pink", "violet", "olive", "indigo"];
    const names = [...hues, "ink", "label", "axis", "paper"];
    const colors = Object.fromEntries(names.map((name) => [name, read(name)]));
    const {backgroundColor} = getComputedStyle(document.body);
    const background = backgroundColor.match(/[0-9.]+/g).map(Number);
    probe.remove();
    return {...colors, background};
}"""
STROKES = """() => [...document.querySelectorAll("svg.wb-figure path")]
    .filter((path) => path.checkVisibility())
    .map((path) => getComputedStyle(path).stroke)
    .filter((stroke) => stroke !== "none")"""


def luminance(color: list[float]) -> float:
    parts = [c / 255 for c in color]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: list[float], second: list[float]) -> float:
    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


def assert_legible(colors: dict[str, list[float]]) -> None:
    background = colors.pop("background")
    assert colors.pop("paper") == background
    for name, color in colors.items():
        assert contrast(color, background) >= (3 if name == "axis" else 4.5), name


def test_colors_follow_the_theme_live_and_are_legible_in_both(page: Page) -> None:
    light, light_strokes = page.evaluate(READ_COLORS), page.evaluate(STROKES)
    page.evaluate("document.body.dataset.theme = 'dark'")
    dark, dark_strokes = page.evaluate(READ_COLORS), page.evaluate(STROKES)
    page.evaluate("document.body.dataset.theme = 'auto'")
    assert page.evaluate(READ_COLORS) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(READ_COLORS) == dark
    page.evaluate("document.body.dataset.theme = 'light'")
    assert page.evaluate(READ_COLORS) == light
    assert all(light[name] != dark[name] for name in light)
    assert "rgb(255, 0, 0)" in light_strokes
    assert "rgb(255, 0, 0)" in dark_strokes
    assert len(set(light_strokes) & set(dark_strokes)) == 1
    assert_legible(light)
    assert_legible(dark)


def test_a_figure_is_printed_in_the_light_colors(page: Page) -> None:
    light = page.evaluate(READ_COLORS)
    page.evaluate("document.body.dataset.theme = 'dark'")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(READ_COLORS) == light


@pytest.mark.parametrize(
    ("width", "shown"),
    [(320, "narrow"), (375, "narrow"), (608, "narrow"), (609, "wide"), (1280, "wide")],
)
def test_a_window_shows_the_drawing_of_a_figure_that_is_for_its_width(
    page: Page, width: int, shown: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visible = page.locator("svg.wb-figure >> visible=true")
    expect(visible).to_have_count(3)
    expect(visible).to_have_class([f"wb-figure wb-{shown}"] * 3)
    expect(page.get_by_role("img", name="Six pixels")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 375, 608, 609, 768, 1280])
def test_a_figure_fits_every_width_and_its_text_stays_legible(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.evaluate(
        """() => [...document.querySelectorAll("svg.wb-figure text")]
            .filter((text) => text.checkVisibility())
            .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d)"""
    )
    narrowest = 609  # on which the drawing for a desktop is shown
    assert min(heights) >= (10 if width == narrowest else 11)


def test_text_of_a_figure_can_be_selected(page: Page) -> None:
    selected = page.evaluate(
        """() => {
            const title = [...document.querySelectorAll("svg text")]
                .find((text) => text.textContent === "A title" && text.checkVisibility());
            getSelection().selectAllChildren(title);
            return getSelection().toString();
        }"""
    )
    assert selected == "A title"


def test_nothing_outside_the_site_is_asked_for(page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert len(requests) > 1
    assert {url.partition(":")[0] for url in requests} <= {"file", "data"}


def test_digits_that_nobody_sees_are_left_out() -> None:
    assert shorten("M 10.0004 L -1.23456 2.5") == "M 10 L -1.23 2.5"
    assert shorten("L 1.2641 " * 61) == "L 1.3 " * 61
