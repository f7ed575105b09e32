"""Search engines find the addresses of all pages."""

from __future__ import annotations

import re

from tests.extensions.conftest import ADDRESS
from tests.extensions.tiny_site import Site


def test_every_page_is_on_the_map(plain_site: Site) -> None:
    sitemap = (plain_site.docs / "_build/html/sitemap.xml").read_text()
    pages = ["index.html", "page.html", "words.html"]
    assert re.findall("<loc>(.*?)</loc>", sitemap) == [ADDRESS + page for page in pages]
    robots = (plain_site.docs / "_build/html/robots.txt").read_text()
    assert f"Sitemap: {ADDRESS}sitemap.xml" in robots


def test_a_site_that_knows_no_address_claims_none(site: Site) -> None:
    site.write(page="# Page\n\n{doc}`words`\n", words="# Words\n\n{doc}`page`\n")
    built = site.docs / "_build/html"
    claims = {"canonical", "og:url", "og:image", "data-address"}
    for address in (ADDRESS, ""):  # the second build is one after a change
        assert site.build_here(html_baseurl=address).status == 0
        text = "\n".join(path.read_text() for path in built.rglob("*.html"))
        found = {*re.findall("|".join(claims), text)}
        assert found == (claims if address else set())
        assert (built / "sitemap.xml").exists() == bool(address)
        assert ("Sitemap" in (built / "robots.txt").read_text()) == bool(address)
    assert not re.search("(Edit|View) this page", text)
