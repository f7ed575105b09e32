"""A page links one style sheet and one script, which load nothing from elsewhere."""

from __future__ import annotations

import re

from tests.extensions.tiny_site import Site


def test_a_page_links_one_style_and_one_script(plain_site: Site) -> None:
    page = plain_site.html("words")
    assert re.findall(r'rel="stylesheet"[^>]*href="([^"?]+)', page) == ["_static/wbguide.css"]
    assert re.findall(r'<script src="([^"?]+)', page) == ["_static/wbguide.js"]
    assert "data:" not in (plain_site.docs / "_build/html/_static/wbguide.css").read_text()


def test_no_page_links_the_scripts_of_a_search_that_is_not_there(plain_site: Site) -> None:
    for name in ("search", "page"):
        assert "searchtools.js" not in plain_site.html(name)
        assert "doctools.js" not in plain_site.html(name)
