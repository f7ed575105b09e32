"""What a page says of itself to search engines and to previews of links."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.site.browser.visits import CANONICAL, SITE, address_of_site

META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"')
HOME = address_of_site()
needs_address = pytest.mark.skipif(not HOME, reason="the site was built for no address")


def faults(name: str, page: str) -> list[str]:
    """Return what is missing in the head of a page, or wrong."""
    meta = {name: unescape(content) for name, content in META.findall(page)}
    canonical = CANONICAL.findall(page)
    address = canonical[0] if canonical else ""
    wrong = {
        "no language": not re.search(r'<html[^>]* lang="en"', page),
        "no title": not re.search(r"<title>[^<]+</title>", page),
        "not one h1": len(re.findall(r"<h1[ >]", page)) != 1,
        "a description that is too short or too long": not 25
        <= len(meta.get("description", ""))
        <= 170,
        "a canonical address that is not its own": address != (HOME and HOME + name),
        "another address for sharing": meta.get("og:url", "") != address,
        "no image for sharing": meta.get("og:image", "") != (HOME and f"{HOME}_static/card.png"),
        "no words for that image": bool(HOME) != bool(meta.get("og:image:alt")),
        "no title for sharing": not meta.get("og:title"),
        "no icon": '<link rel="icon"' not in page,
    }
    return [fault for fault, found in wrong.items() if found]


def test_a_page_says_what_it_is(name: str) -> None:
    assert not faults(name, (SITE / name).read_text("utf-8"))


def test_titles_differ() -> None:
    pages = [path.read_text("utf-8") for path in SITE.rglob("*.html")]
    titles = [re.findall("<title>(.*?)</title>", page)[0] for page in pages]
    assert len(titles) == len(set(titles))


@needs_address
def test_the_map_has_the_address_of_each_page() -> None:
    addresses = re.findall("<loc>(.*?)</loc>", (SITE / "sitemap.xml").read_text("utf-8"))
    pages = {HOME + path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html")}
    apart = {HOME + "404.html", HOME + "search.html"}
    found = {page for page in pages - apart if not page.startswith(HOME + "_")}
    assert found == set(addresses)
    assert f"Sitemap: {HOME}sitemap.xml" in (SITE / "robots.txt").read_text("utf-8")


def test_the_image_for_sharing_is_there() -> None:
    assert (SITE / "_static/card.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("taken", "fault"),
    [
        (r' lang="en"', "no language"),
        (r"<h1.*?>", "not one h1"),
        (r'<meta name="description".*?>', "a description that is too short or too long"),
        pytest.param(
            r'<link rel="canonical".*?>',
            "a canonical address that is not its own",
            marks=needs_address,
        ),
        pytest.param(
            r'<meta property="og:url".*?>', "another address for sharing", marks=needs_address
        ),
        (r'<link rel="icon".*?>', "no icon"),
    ],
)
def test_what_a_page_lacks_is_found(taken: str, fault: str) -> None:
    page = Path(SITE / "index.html").read_text("utf-8")
    assert fault not in faults("index.html", page)
    assert fault in faults("index.html", re.sub(taken, "", page, count=1))
