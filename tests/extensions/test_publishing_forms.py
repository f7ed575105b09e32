"""The foot of a page links the other forms of the site, where there are any."""

from __future__ import annotations

import re

from tests.extensions.tiny_site import Site


def test_forms_are_linked_where_they_are(site: Site) -> None:
    (site.docs / "folder").mkdir()
    (site.docs / "folder/page.md").write_text("# Page\n\nWords.\n")
    site.write(index="# Home\n\n```{toctree}\nfolder/page\n```\n")
    assert site.build_here(html_baseurl="https://a.b/").status == 0
    assert "wb-forms" not in site.html("index")
    assert site.build_here(html_baseurl="https://a.b/", site_forms=True).status == 0
    links = r'<p class="wb-forms">.*?<a href="(.*?)" download>PDF</a>.*</p>'
    assert re.findall(links, site.html("index")) == ["wbguide.pdf"]
    assert re.findall(links, site.html("folder/page")) == ["../wbguide.pdf"]
