"""What Furo, Sphinx and docutils get wrong for a reader is mended as each page is written."""

from __future__ import annotations

import re

from tests.extensions.tiny_site import Site

FAULTS = {
    "style": '<p style="color: red">Red</p>',
    "sheet": "<style>p { color: red }</style>",
    "script": '<p onclick="x()">Click</p>',
}


def test_what_scrolls_takes_the_focus_and_has_a_name(plain_site: Site) -> None:
    page = plain_site.html("page")
    for label in ("Code", "Table", "Equation"):
        assert len(re.findall(f'tabindex="0" role="group" aria-label="{label}"', page)) == 1


def test_what_the_policy_forbids_fails_the_build(site: Site) -> None:
    site.write(**{name: f"# Page\n\nWords.\n\n{fault}\n" for name, fault in FAULTS.items()})
    build = site.build_here()
    assert build.status != 0
    for name in FAULTS:
        assert "Content-Security-Policy" in build.report(f"{name}.md")


def test_a_change_in_furo_is_noticed(site: Site) -> None:
    site.write(page="# Page\n\nWords.\n")
    template = site.docs / "_templates" / "page.html"
    template.write_text(
        '{% extends "base.html" %}{% block body %}{{ super() }}{{ body }}{% endblock %}'
    )
    build = site.build_here()
    assert build.status != 0
    assert "Furo no longer has" in build.log


def test_the_missing_page_points_to_where_the_site_is(plain_site: Site) -> None:
    links = re.findall(r'(?:href|src|action)="([^"#][^"]*)"', plain_site.html("404"))
    assert links
    assert all(link.startswith(("/guide/", "https://")) for link in links)
