"""Figures are part of the page, in its theme's colors, and say what they show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONF = f"""\
import sys
sys.path.insert(0, {str(DOCS / "_ext")!r})
extensions = ["myst_nb", "figures"]
source_suffix = {{".md": "myst-nb"}}
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_static_path = [{str(DOCS / "_static")!r}]
nb_execution_mode = "force"
"""
FRONT = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# A page

```{code-cell}
:tags: [remove-cell]
%config InlineBackend.figure_format = "svg"
import matplotlib.pyplot as plt
```
"""
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


def cell(code: str, alt: str | None, more: str = "") -> str:
    image = f"  image:\n    alt: {alt}\n" if alt else ""
    options = f"---\nmystnb:\n{image}{more}---\n" if alt or more else ""
    return f"```{{code-cell}}\n{options}{code}\n```\n"


PAGE = "\n".join(
    [
        FRONT,
        cell(LINE, "'A line & two \"others\"'"),
        cell(LINE, "The same line", "  figure:\n    caption: A caption.\n    name: the-figure\n"),
        cell(IMAGE, "Six pixels"),
    ]
)


@dataclass
class Build:
    """What a build came to."""

    status: int
    stderr: str
    folder: Path

    def page(self, name: str = "index") -> str:
        """Return a page as built."""
        return (self.folder / f"{name}.html").read_text()

    def figures(self) -> list[str]:
        """Return the figures of the page, as they stand in it."""
        return re.findall(r'<svg [^>]*class="wb-figure".*?</svg>', self.page(), re.DOTALL)


def build(folder: Path, text: str, *options: str) -> Build:
    folder.mkdir(exist_ok=True)
    (folder / "conf.py").write_text(CONF)
    (folder / "index.md").write_text(text)
    out = folder / "_build" / "html"
    environment = os.environ | {
        "MATPLOTLIBRC": str(DOCS / "_ext/wbguide_docs/running/matplotlibrc"),
        "SOURCE_DATE_EPOCH": "0",
    }
    environment.pop("MPLBACKEND", None)
    run = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "sphinx", "-q", *options, str(folder), str(out)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    return Build(run.returncode, run.stderr, out)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a page with two drawings, alike but for their alt text, and an image."""
    result = build(tmp_path_factory.mktemp("site") / "docs", PAGE)
    assert result.status == 0, result.stderr
    assert "alt text" not in result.stderr
    return result


def test_figures_are_part_of_the_page_under_the_name_of_their_alt_text(built: Build) -> None:
    roots = [ET.fromstring(figure) for figure in built.figures()]  # noqa: S314  # our own
    assert [root.get("aria-label") for root in roots] == [
        'A line & two "others"',
        "The same line",
        "Six pixels",
    ]
    assert {root.get("role") for root in roots} == {"img"}
    assert "<img" not in built.page().split("<article")[1].split("</article")[0]
    assert not list(built.folder.glob("_images/*.svg"))


def test_text_of_a_figure_is_text_in_the_font_of_the_page(built: Build) -> None:
    assert re.search(r"<text [^>]*>A title</text>", built.figures()[0])
    assert "font-family" not in "".join(built.figures())


def test_a_caption_and_a_name_stay_with_their_figure(built: Build) -> None:
    (figure,) = re.findall("<figure.*?</figure>", built.page(), re.DOTALL)
    assert 'id="the-figure"' in figure
    assert 'aria-label="The same line"' in figure
    assert "A caption." in figure


def test_no_id_stands_twice_in_a_page_and_every_reference_finds_one(built: Build) -> None:
    ids = re.findall(r'\bid="([^"]+)"', built.page())
    assert len(ids) == len(set(ids))
    figures = "".join(built.figures())
    references = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', figures))
    assert references
    assert {first or second for first, second in references} <= set(ids)
    first, second, _ = built.figures()
    assert set(re.findall(r'\bid="([^"]+)"', first)) != set(re.findall(r'\bid="([^"]+)"', second))


def test_a_strict_content_security_policy_and_the_page_s_own_style_are_safe(built: Build) -> None:
    for figure in built.figures():
        assert " style=" not in figure
        assert "<style" not in figure
        assert "<metadata" not in figure


def test_colors_of_the_palette_are_variables_and_others_stay(built: Build) -> None:
    figure = built.figures()[0]
    palette = (DOCS / "_ext/wbguide_docs/running/matplotlibrc").read_text()
    assert "var(--wb-orange)" in figure
    assert "var(--wb-axis)" in figure
    assert 'stroke="#ff0000"' in figure
    assert 'stroke="var(--wb-ink)"' in figure
    left = set(re.findall(r"#([0-9a-f]{6})\b", figure))
    assert {color for color in left if color in palette} == set()


def test_matplotlib_extension_and_style_sheet_speak_of_the_same_colors() -> None:
    css = (DOCS / "_static/figures.css").read_text()
    source = (DOCS / "_ext/wbguide_docs/rendering/figures.py").read_text()
    rc = (DOCS / "_ext/wbguide_docs/running/matplotlibrc").read_text()
    mapped = dict(re.findall(r'"#(\w{6})": "var\((--wb-\w+)\)"', source))
    mapped.pop("000000")
    in_rc = set(re.findall(r'(?:: |")([0-9a-f]{6})\b', rc))
    assert set(mapped) == in_rc
    light, *dark = re.findall(r"{((?:\s*--wb-\w+: #\w{6};)+)", css)
    values = dict(re.findall(r"(--wb-\w+): #(\w{6})", light))
    paper = values.pop("--wb-paper")
    assert paper == "ffffff"
    mapped = {color: name for color, name in mapped.items() if name != "--wb-paper"}
    assert values == {name: color for color, name in mapped.items()}
    assert len(dark) == 2
    assert len({" ".join(block.split()) for block in dark}) == 1


def test_pixels_are_shapes_in_the_colors_of_the_theme(built: Build) -> None:
    """A clear pixel is nothing, and neighbors of one color are one shape."""
    assert "<image" not in "".join(built.figures())
    assert "data:" not in "".join(built.figures())
    (pixels,) = re.findall('shape-rendering="crispEdges">(.*?)</g>', built.figures()[2])
    assert re.findall('<path fill="([^"]*)" d="([^"]*)" fill-opacity="([^"]*)"', pixels) == [
        ("var(--wb-blue)", "M1 0h2v1h-2zM2 1h1v1h-1z", "0.2"),
        ("#ff0000", "M0 1h1v1h-1z", "1"),
    ]


def test_an_image_of_too_many_pixels_fails_the_build(tmp_path: Path) -> None:
    code = "plt.imshow([[0.0, 1.0]], interpolation='bilinear');"
    result = build(tmp_path / "docs", FRONT + "\n" + cell(code, "A slope"), "-W")
    assert result.status != 0
    assert re.search(r"index\.md:\d+: .*pixels has more than 10000", result.stderr), result.stderr


def test_the_same_page_gives_the_same_bytes(built: Build, tmp_path: Path) -> None:
    again = build(tmp_path / "docs", PAGE)
    assert again.figures() == built.figures()


@pytest.mark.parametrize(
    "text",
    [
        cell(LINE, None),
        cell(LINE, None, "  figure:\n    caption: A caption.\n"),
        "![](picture.png)\n",
    ],
    ids=["cell", "captioned", "picture"],
)
def test_an_image_without_alt_text_fails_the_build_with_page_and_line(
    tmp_path: Path, text: str
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = build(folder, f"{FRONT}\n{text}\nLast.\n", "-W", "--keep-going")
    assert result.status != 0
    found = re.findall(r"index\.md:(\d+): .*an image has no alt text", result.stderr)
    assert len(found) == 1, result.stderr
    first = FRONT.count("\n") + 2
    assert first <= int(found[0]) < first + text.count("\n")


def test_other_builders_go_on(tmp_path: Path) -> None:
    result = build(tmp_path / "docs", PAGE, "-b", "text")
    assert result.status == 0, result.stderr


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, built: Build) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 375, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.goto((built.folder / "index.html").as_uri())
    yield page
    context.close()


COLORS = """() => {
    const probe = document.createElement("span");
    document.body.append(probe);
    const read = (name) => {
        probe.style.color = `var(--wb-${name})`;
        return getComputedStyle(probe).color.match(/[0-9.]+/g).map(Number);
    };
    const names = ["blue", "orange", "green", "pink", "violet", "olive", "ink", "label", "axis"];
    const colors = Object.fromEntries([...names, "paper"].map((name) => [name, read(name)]));
    const {backgroundColor} = getComputedStyle(document.body);
    const background = backgroundColor.match(/[0-9.]+/g).map(Number);
    probe.remove();
    return {...colors, background};
}"""
STROKES = """() => [...document.querySelectorAll("svg.wb-figure path")]
    .map((path) => getComputedStyle(path).stroke).filter((stroke) => stroke !== "none")"""


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
    light, light_strokes = page.evaluate(COLORS), page.evaluate(STROKES)
    page.evaluate("document.body.dataset.theme = 'dark'")
    dark, dark_strokes = page.evaluate(COLORS), page.evaluate(STROKES)
    page.evaluate("document.body.dataset.theme = 'auto'")
    assert page.evaluate(COLORS) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(COLORS) == dark
    page.evaluate("document.body.dataset.theme = 'light'")
    assert page.evaluate(COLORS) == light
    assert all(light[name] != dark[name] for name in light)
    assert "rgb(255, 0, 0)" in light_strokes
    assert "rgb(255, 0, 0)" in dark_strokes
    assert len(set(light_strokes) & set(dark_strokes)) == 1
    assert_legible(light)
    assert_legible(dark)


def test_a_figure_is_printed_in_the_light_colors(page: Page) -> None:
    light = page.evaluate(COLORS)
    page.evaluate("document.body.dataset.theme = 'dark'")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(COLORS) == light


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_a_figure_fits_every_width_and_its_text_stays_legible(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.evaluate(
        """() => [...document.querySelectorAll("svg.wb-figure text")].map((text) =>
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d)"""
    )
    assert min(heights) >= (9 if width >= 375 else 7.5)


def test_text_of_a_figure_can_be_selected(page: Page) -> None:
    selected = page.evaluate(
        """() => {
            const title = [...document.querySelectorAll("svg text")]
                .find((text) => text.textContent === "A title");
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
