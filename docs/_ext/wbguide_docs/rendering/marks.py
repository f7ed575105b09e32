"""One element for all marks of a series: a browser builds a tree of its own for each `use`.

A thousand of those, in two drawings, keep a phone busy for half a second.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import count, groupby
from xml.etree import ElementTree as ET

from wbguide_docs.rendering.raster import HREF

SVG = "{http://www.w3.org/2000/svg}"
USE = f"{SVG}use"
FEWEST = 4  # marks that are joined


def join_marks(root: ET.Element) -> None:
    """Replace alike neighbors among the marks of Matplotlib's drawing by a line with markers."""
    shapes = {path.get("id"): path for path in root.iter(f"{SVG}path")}
    numbers = count(1)
    for parent in list(root.iter(f"{SVG}g")):
        children: list[ET.Element] = []
        for kind, group in groupby(parent, _kind):
            run = list(group)
            if kind is None or len(run) < FEWEST:
                children += run
            else:
                children.append(_joined(run, shapes, f"marks-{next(numbers)}"))
        parent[:] = children
    used = {use.get(HREF) for use in root.iter(USE)}
    for defined in root.iter(f"{SVG}defs"):
        for path in defined.findall(f"{SVG}path"):
            if f"#{path.get('id')}" not in used:
                defined.remove(path)


def _use(element: ET.Element) -> ET.Element | None:
    """Return the mark that is an element, or that alone is in it."""
    if element.tag == f"{SVG}g" and len(element) == 1:
        element = element[0]
    return element if element.tag == USE else None


def _kind(element: ET.Element) -> Hashable:
    """Return all that two marks have in common that differ by their place alone."""
    use = _use(element)
    if use is None:
        return None
    own = {name: value for name, value in use.attrib.items() if name not in ("x", "y")}
    around = element.attrib if use is not element else {}
    return (*sorted(own.items()), None, *sorted(around.items()))


def _joined(run: list[ET.Element], shapes: dict[str | None, ET.Element], name: str) -> ET.Element:
    first, uses = run[0], [use for each in run if (use := _use(each)) is not None]
    looks = {key: value for key, value in uses[0].attrib.items() if key not in ("x", "y", HREF)}
    marker = ET.Element(
        f"{SVG}marker", looks, id=name, overflow="visible", markerUnits="userSpaceOnUse"
    )
    shape = shapes[uses[0].attrib[HREF].removeprefix("#")]
    ET.SubElement(marker, shape.tag, {k: v for k, v in shape.attrib.items() if k != "id"})
    joined = ET.Element(f"{SVG}g", first.attrib if first.tag != USE else {})
    ET.SubElement(joined, f"{SVG}defs").append(marker)
    points = " ".join(f"{float(use.get('x', 0)):.1f},{float(use.get('y', 0)):.1f}" for use in uses)
    ends = {f"marker-{where}": f"url(#{name})" for where in ("start", "mid", "end")}
    ET.SubElement(joined, f"{SVG}polyline", {"points": points, "fill": "none", **ends})
    return joined
