"""Search engines find the addresses of all pages."""

from __future__ import annotations

import re

from tests.extensions.tiny_site import Site

BASE = "https://wbguide.readthedocs.io/en/latest/"


def test_every_page_is_on_the_map(plain_site: Site) -> None:
    sitemap = (plain_site.docs / "_build/html/sitemap.xml").read_text()
    pages = ["index.html", "page.html", "words.html"]
    assert re.findall("<loc>(.*?)</loc>", sitemap) == [BASE + page for page in pages]
    robots = (plain_site.docs / "_build/html/robots.txt").read_text()
    assert f"Sitemap: {BASE}sitemap.xml" in robots
