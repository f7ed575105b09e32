"""Write a feed of the pages, the last changed first, which readers can subscribe to.

Atom asks for absolute addresses and for dates, so there is none of a site whose address is not
known, or whose history git does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

NAME = "feed.xml"
SCHEMA = "http://www.w3.org/2005/Atom"
LINK = '<link rel="alternate" type="application/atom+xml" title="Changes" href="{address}">\n'


def known_days(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield each page whose history is known, with the day on which it was last changed."""
    days = app.config.html_context.get("dates_of_change", {})
    for name in app.env.found_docs:
        path = app.env.doc2path(name, base=False).as_posix()
        if path in days:
            yield name, days[path]


def days_of_pages(app: Sphinx) -> dict[str, str]:
    """Return the day on which each page was last changed, the latest first."""
    known = dict(known_days(app))
    names = sorted(sorted(known), key=lambda name: known[name], reverse=True)
    return {name: known[name] for name in names}


def feed(base: str, title: str, author: str, pages: list[tuple[str, str, str]]) -> str:
    """Return the feed of `pages`: the address, the title and the day of each."""
    root = ET.Element("feed", xmlns=SCHEMA)
    ET.SubElement(root, "id").text = urljoin(base, NAME)
    ET.SubElement(root, "title").text = f"{title}: changes"
    ET.SubElement(root, "updated").text = f"{max(day for _, _, day in pages)}T00:00:00Z"
    ET.SubElement(ET.SubElement(root, "author"), "name").text = author
    ET.SubElement(root, "link", rel="self", href=urljoin(base, NAME))
    ET.SubElement(root, "link", href=base)
    for address, name, day in pages:
        entry = ET.SubElement(root, "entry")
        ET.SubElement(entry, "id").text = address
        ET.SubElement(entry, "title").text = name
        ET.SubElement(entry, "updated").text = f"{day}T00:00:00Z"
        ET.SubElement(entry, "link", href=address)
    ET.indent(root)
    return f"{ET.tostring(root, encoding='unicode', xml_declaration=True)}\n"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed of a site that has been built."""
    base = str(app.config.html_baseurl)
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    days = days_of_pages(app)
    path = Path(app.outdir, NAME)
    if not base or not days:
        path.unlink(missing_ok=True)
        return
    pages = [
        (urljoin(base, app.builder.get_target_uri(name)), app.env.titles[name].astext(), day)
        for name, day in days.items()
    ]
    text = feed(base, app.config.html_title, app.config.author, pages)
    path.write_text(text, encoding="utf-8")


def add_link(app: Sphinx, _p: str, _t: str, context: dict[str, Any], _d: object) -> None:
    """Name the feed in the head of each page."""
    if app.config.html_baseurl and any(known_days(app)):
        address = urljoin(app.config.html_baseurl, NAME)
        context["metatags"] = context.get("metatags", "") + LINK.format(address=address)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("build-finished", write)
    app.connect("html-page-context", add_link)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
