"""Read the built pages as the chapters of one book, whose links lead from one to another."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

FRONT = "index"
# What does nothing in a book.
IDLE = (
    "script, .wb-forms, .wb-progress, .headerlink, .viewcode-link, .wb-downloads, .wb-chart-panel, "
    ".wb-exercise, .wb-exercise-function, .tab-input, "
    ".wb-chart-live, .wb-chart-narrow, .wb-figure.wb-narrow, "
    ".toctree-wrapper:empty, .visually-hidden, span.expanded"
)
REFERRING = (
    "href",
    "xlink:href",
    "aria-labelledby",
    "aria-describedby",
    "for",
    "clip-path",
    "fill",
)


@dataclass
class Chapter:
    """A page of the site."""

    name: str
    title: str
    body: Tag


def parsed(text: str) -> BeautifulSoup:
    """Return a page as a browser reads it: SVG and MathML have their own names."""
    return BeautifulSoup(text, "html5lib")


def pages_in_order(site: Path) -> list[str]:
    """Return the names of the pages in the order of the site's menu, the front page first."""
    menu = parsed((site / "index.html").read_text(encoding="utf-8")).select(".sidebar-tree a")
    targets = [urldefrag(str(link["href"]))[0] for link in menu]
    names = [each.removesuffix(".html") for each in targets if each.endswith(".html")]
    return list(dict.fromkeys([FRONT, *names]))


def chapters(site: Path, address: Callable[[str, str], str]) -> list[Chapter]:
    """Return the pages, with solutions at the end of each.

    A place of a page is named by `name_of` the page and its own id, since in one document two pages
    may not name two places alike; `address` says where a page with such a place is.
    """
    names = pages_in_order(site)
    return [_chapter(site, name, names, address) for name in names]


def name_of(page: str, place: str = "") -> str:
    """Return the id of a page, or of a place in it, among those of all pages."""
    slug = page.replace("/", "-")
    return f"{slug}--{place}" if place else slug


def _chapter(
    site: Path, page: str, names: list[str], address: Callable[[str, str], str]
) -> Chapter:
    soup = parsed((site / f"{page}.html").read_text(encoding="utf-8"))
    body = soup.select_one("article")
    assert body is not None, page  # noqa: S101  # Furo has one on each page
    for idle in body.select(IDLE):
        idle.decompose()
    for tag in body.select("*"):
        _rename(tag, page, names, address)
    title = body.h1.get_text() if body.h1 else page
    body.name = "section"
    body["id"], body["class"] = name_of(page), "chapter"
    body.attrs.pop("role", None)
    _move_solutions(soup, body, page, address)
    return Chapter(page, title, body)


def _rename(tag: Tag, page: str, names: list[str], address: Callable[[str, str], str]) -> None:
    for key in ("tabindex", "data-address", "role" if tag.name in ("pre", "div") else ""):
        tag.attrs.pop(key, None)
    if "role" not in tag.attrs and tag.name in ("pre", "div"):
        tag.attrs.pop("aria-label", None)
    if "id" in tag.attrs:
        tag["id"] = name_of(page, str(tag["id"]))
    for key in REFERRING:
        value = str(tag.attrs.get(key, ""))
        if key.endswith("href") and value:
            if tag.name == "a":
                tag[key] = _link(value, page, names, address)
            elif value.startswith("#"):
                tag[key] = f"#{name_of(page, value[1:])}"
        elif value.startswith("url(#"):
            tag[key] = f"url(#{name_of(page, value[5:-1])})"
        elif key.startswith("aria-") and value:
            tag[key] = " ".join(name_of(page, each) for each in value.split())


def _link(target: str, page: str, names: list[str], address: Callable[[str, str], str]) -> str:
    if re.match("[a-z]+:", target):
        return target
    path, place = urldefrag(urljoin(f"/{page}.html", target))
    name = path.removeprefix("/").removesuffix(".html")
    return address(name, place) if name in names else address(page, "")


def _move_solutions(
    soup: BeautifulSoup, body: Tag, page: str, address: Callable[[str, str], str]
) -> None:
    """Leave a link for each folded solution, and put it at the end; open all other folds."""
    solutions = soup.new_tag("section", attrs={"class": "solutions"})
    heading = soup.new_tag("h2")
    heading.string = "Solutions"
    solutions.append(heading)
    for number, fold in enumerate(body.select(".tag_hide-cell"), 1):
        for summary in fold.select("summary"):
            summary.decompose()
        ends = {"exercise": f"exercise-{number}", "solution": f"solution-{number}"}
        label = soup.new_tag("p", attrs={"id": name_of(page, ends["solution"])})
        back = soup.new_tag("a", attrs={"href": address(page, ends["exercise"])})
        back.string = f"Solution {number}"
        label.append(back)
        moved = copy(fold)
        for details in moved.select("details"):
            details.name, details.attrs = "div", {}
        solutions.extend([label, moved])
        there = soup.new_tag("p", attrs={"id": name_of(page, ends["exercise"])})
        link = soup.new_tag("a", attrs={"href": address(page, ends["solution"])})
        link.string = f"Solution {number}, at the end of this chapter"
        there.append(link)
        fold.replace_with(there)
    if len(solutions.contents) > 1:
        body.append(solutions)
    for details in body.select("details"):
        details.name = "div"
        for summary in details.select("summary"):
            summary.name = "div"
            summary["class"] = "summary"
