"""Draw the pixel images inside a figure as shapes.

A picture written into a page as a `data:` address is forbidden by a strict Content-Security-Policy,
and it could not follow the theme. As shapes, its pixels can be of the theme's colors too.
"""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from itertools import groupby
from xml.etree import ElementTree as ET

from PIL import Image

MOST = 10_000
HREF = "{http://www.w3.org/1999/xlink}href"
PNG = "data:image/png;base64,"


class TooManyPixelsError(Exception):
    """An image is too large to be drawn pixel by pixel."""


def draw_pixels(image: ET.Element) -> None:
    """Turn an `<image>` that holds its own PNG into a group of one path for each color."""
    with Image.open(BytesIO(b64decode(image.attrib.pop(HREF).removeprefix(PNG)))) as picture:
        columns, rows = picture.size
        if columns * rows > MOST:
            msg = (
                f"an image of {columns} x {rows} pixels has more than {MOST}: "
                "draw it with interpolation='none', or as contours"
            )
            raise TooManyPixelsError(msg)
        data = picture.convert("RGBA").tobytes()
    pixels = [data[start : start + 4] for start in range(0, len(data), 4)]
    paths: dict[bytes, list[str]] = {}
    last: dict[bytes, tuple[int, int]] = {}  # where its last run began: a step has fewer digits
    for row in range(rows):
        line = range(row * columns, (row + 1) * columns)
        for color, run in groupby(line, key=pixels.__getitem__):
            places = list(run)
            column = places[0] % columns
            left, top = last.get(color, (0, 0))
            shape = f"m{column - left} {row - top}h{len(places)}v1h-{len(places)}z"
            last[color] = column, row
            paths.setdefault(color, []).append(shape)

    sizes = (image.attrib.pop(key, "0") for key in ("x", "y", "width", "height"))
    x, y, width, height = map(float, sizes)
    onto = f"translate({x:g} {y:g}) scale({width / columns:g} {height / rows:g})"
    image.tag = "g"
    image.attrib.pop("style", None)
    image.set("transform", f"{image.get('transform', '')} {onto}".strip())
    image.set("shape-rendering", "crispEdges")  # no seams between neighbors
    for color, shapes in paths.items():
        if color[3]:
            path = ET.SubElement(image, "path", fill=f"#{color[:3].hex()}", d="".join(shapes))
            path.set("fill-opacity", f"{color[3] / 255:.3g}")
