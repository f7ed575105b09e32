"""Readers who subscribe are told which pages have changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

from wbguide_docs.publishing.feed import feed

from tests.extensions.tiny_site import ROOT, Site

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/guide/"


def test_an_entry_is_a_page_with_its_day() -> None:
    pages = [(f"{BASE}b.html", "B & C", "2024-03-01"), (f"{BASE}a.html", "A", "2024-02-29")]
    root = ET.fromstring(feed(BASE, "Guide", "Someone", pages).encode())  # noqa: S314  # ours
    assert root.findtext(f"{ATOM}updated") == "2024-03-01T00:00:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Someone"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["B & C", "A"]
    for entry, (address, _, day) in zip(entries, pages, strict=True):
        assert entry.findtext(f"{ATOM}id") == address
        assert entry.findtext(f"{ATOM}updated") == f"{day}T00:00:00Z"
    ids = [each.text or "" for each in root.iter(f"{ATOM}id")]
    assert len({*ids}) == 3
    assert all(each.startswith(BASE) for each in ids)


def test_there_is_no_feed_without_dates(site: Site) -> None:
    shutil.copy(ROOT / "pyproject.toml", site.folder)
    site.write(page="# Page\n\nWords.\n")
    build = site.build_here(html_baseurl=BASE)
    assert build.status == 0, build.log
    assert not Path(site.docs, "_build/html/feed.xml").exists()
    assert "atom+xml" not in site.html("page")
