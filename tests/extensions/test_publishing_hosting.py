"""Hosts are told once how to serve the site, in three languages."""

from __future__ import annotations

import re

import pytest
from wbguide_docs.publishing.hosting import FOREVER, HEADERS, headers_file

from tests.extensions.tiny_site import ROOT, Site

HEADER = re.compile(r'^\s+(?:add_header )?([A-Z][\w-]+) "([^"]+)"', re.MULTILINE)


def test_the_site_brings_its_headers(plain_site: Site) -> None:
    lines = (plain_site.docs / "_build/html/_headers").read_text().splitlines()
    assert lines[: len(HEADERS) + 1] == ["/*", *(f"  {key}: {HEADERS[key]}" for key in HEADERS)]
    style = lines.index("/_static/wbguide.css")
    assert lines[style + 1] == f"  Cache-Control: {FOREVER}"


def test_what_no_checksum_tells_apart_is_not_kept() -> None:
    page = '<link href="../_static/a.css?v=1"><script src="_static/b.js"></script><a href="c.html">'
    assert headers_file([page]).splitlines()[-2:] == [
        "/_static/a.css",
        f"  Cache-Control: {FOREVER}",
    ]
    assert "b.js" not in headers_file([page])
    assert "c.html" not in headers_file([page])


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_servers_are_told_the_same(name: str) -> None:
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    found = dict(HEADER.findall(text))
    found.pop("Cache-Control", None)
    assert found == HEADERS
    assert FOREVER in text
