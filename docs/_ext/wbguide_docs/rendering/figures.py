"""Put SVG figures into the page itself, in the colors of its theme.

A figure in an `<img>` cannot follow the reader's theme, and its text cannot be selected. Inline it
can: the colors of `matplotlibrc` become the CSS variables of `figures.css`.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.logging import getLogger

from wbguide_docs.reading.outputs import HALO, NARROW
from wbguide_docs.rendering.marks import SVG, join_marks
from wbguide_docs.rendering.palette import COLORS
from wbguide_docs.rendering.raster import TooManyPixelsError, draw_pixels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

logger = getLogger(__name__)

REFERRED = re.compile(r'(?:url\(|href=")#([^)"]+)')
REFERENCE = re.compile(r"#([\w.:-]+)(?=\)|$)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
CURVE = 60  # more numbers than these are no small mark


def shorten(path: str) -> str:
    """Return a path with no digits that cannot be seen: half of a figure's bytes are digits.

    Of a small mark a hundredth of a pixel is none, of a curve a tenth.
    """
    places = 1 if len(LONG_NUMBER.findall(path)) > CURVE else 2

    def rounded(number: re.Match[str]) -> str:
        return f"{float(number[0]):.{places}f}".rstrip("0").rstrip(".")

    return LONG_NUMBER.sub(rounded, path)


def inline_svg(source: str, alt: str, prefix: str) -> str:
    """Return the SVG file `source` as an HTML element, or as one for each width it is drawn for.

    Their ids all start with `prefix`.
    """
    root = ET.fromstring(source)  # noqa: S314  # written by this build
    narrow = root.find(f"{SVG}metadata[@id='{NARROW}']/{SVG}svg")
    if narrow is None:
        return markup_of(root, alt, prefix, "wb-figure")
    # The style sheet shows one of them, and it alone is there for a screen reader or a search.
    drawings = {"wide": root, "narrow": narrow}
    return "".join(
        markup_of(drawing, alt, f"{prefix}-{name}", f"wb-figure wb-{name}")
        for name, drawing in drawings.items()
    )


def markup_of(root: ET.Element, alt: str, prefix: str, classes: str) -> str:
    """Return one drawing as an HTML element; without alt text it is there for the eye alone."""
    for parent in list(root.iter()):
        for child in list(parent):
            # A style sheet inside the SVG would style the whole page.
            if _local(child.tag) in ("metadata", "style"):
                parent.remove(child)
    for image in list(root.iter(f"{SVG}image")):
        draw_pixels(image)
    join_marks(root)
    referred = dict.fromkeys(REFERRED.findall(ET.tostring(root, encoding="unicode")))
    renamed = {name: f"{prefix}-{number}" for number, name in enumerate(referred, 1)}
    for element in root.iter():
        halo = element.attrib.get("id") == HALO
        element.tag = _local(element.tag)
        element.attrib = dict(_attributes(element.attrib, renamed))
        element.tail = None
        if halo:
            element.set("class", HALO)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    root.attrib.update(
        {
            **({"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"}),
            "class": classes,
            "width": f"{width * 96 / 72:.0f}",
            "height": f"{height * 96 / 72:.0f}",
            # What Matplotlib leaves out, because black is SVG's default, and what its sheet said.
            "fill": COLORS["#000000"],
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )
    return ET.tostring(root, encoding="unicode")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _attributes(attributes: dict[str, str], renamed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield plain attributes; a `style` would need an exception in a Content-Security-Policy."""
    for name, value in attributes.items():
        if name == "style":
            pairs = (pair.partition(":") for pair in value.split(";") if pair.strip())
            style = {key.strip(): entry.strip() for key, _, entry in pairs}
            style.pop("font-family", None)  # the page's own
            yield from _attributes(style, renamed)
        elif name == "id":
            if value in renamed:
                yield "id", renamed[value]
        elif name in ("x", "y"):  # of a mark or a word: a tenth of a pixel is enough
            yield name, LONG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}", value)
        elif name == "d":
            yield name, " ".join(shorten(value).split())
        elif not (name == "transform" and value.startswith("rotate(-0 ")):
            text = REFERENCE.sub(lambda match: "#" + renamed.get(match[1], match[1]), value)
            yield _local(name), COLORS.get(text.lower(), text)


class InlineFigures(SphinxPostTransform):
    """Replace each local SVG by its markup."""

    default_priority = 50  # after MyST-NB has chosen among a cell's outputs
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Do so for one page."""
        numbers = count(1)
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix == ".svg" and path.is_file():
                source = path.read_text(encoding="utf-8")
                alt = " ".join(image.get("alt", "").split())
                try:
                    markup = inline_svg(source, alt, f"figure-{next(numbers)}")
                except TooManyPixelsError as error:
                    logger.warning("%s", error, location=_place(image), type="figures")
                else:
                    image.replace_self(nodes.raw("", markup, format="html"))


def _place(node: nodes.Node) -> nodes.Node:
    """Return the innermost node around one that knows its line: MyST's images know none."""
    while not node.line and node.parent:
        node = node.parent
    return node


def add_style(app: Sphinx, _p: str, _t: str, context: dict[str, Any], _d: object) -> None:
    """Load `figures.css` on pages that have a figure."""
    if 'class="wb-figure' in context.get("body", ""):
        app.add_css_file("figures.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform and the style sheet that it refers to."""
    app.add_post_transform(InlineFigures)
    app.connect("html-page-context", add_style)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
