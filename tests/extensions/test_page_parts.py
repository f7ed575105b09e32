"""Pages are mended as they are written, and say what is known of them, whatever git knows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docutils.core import publish_doctree

from tests.extensions.tiny_site import DOCS, Site

sys.path.insert(0, str(DOCS / "_ext"))

from wbguide_docs.publishing.head import dates_of_change, describe
from wbguide_docs.publishing.search import Words

LISTING = "```python\nanswer = 42\n```\n"


def git(folder: Path, *arguments: str) -> None:
    """Run git as someone, somewhere, on a fixed day."""
    variables = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    for role in ("AUTHOR", "COMMITTER"):
        variables |= {f"GIT_{role}_NAME": "a", f"GIT_{role}_EMAIL": "a@b.c"}
        variables[f"GIT_{role}_DATE"] = "2024-02-29T12:00Z"
    command = ["git", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=variables)  # noqa: S603  # ours


def test_a_page_links_one_style_and_one_script(site: Site) -> None:
    site.write(page=f"# Page\n\nWords.\n\n{LISTING}")
    build = site.build()
    assert build.status == 0, build.log
    page = site.html("page")
    assert re.findall(r'rel="stylesheet"[^>]*href="([^"?]+)', page) == ["_static/wbguide.css"]
    assert re.findall(r'<script src="([^"?]+)', page) == ["_static/wbguide.js"]
    assert "data:" not in (site.docs / "_build/html/_static/wbguide.css").read_text()


def test_what_scrolls_takes_the_focus_and_has_a_name(site: Site) -> None:
    site.write(page=f"# Page\n\n{LISTING}\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n$$y = wx + b$$\n")
    assert site.build().status == 0
    page = site.html("page")
    for label in ("Code", "Table", "Equation"):
        assert len(re.findall(f'tabindex="0" role="group" aria-label="{label}"', page)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        '<p style="color: red">Red</p>',
        "<style>p { color: red }</style>",
        '<p onclick="x()">Click</p>',
    ],
)
def test_what_the_policy_forbids_fails_the_build(site: Site, fault: str) -> None:
    site.write(page=f"# Page\n\nWords.\n\n{fault}\n")
    build = site.build()
    assert build.status != 0
    assert "Content-Security-Policy" in build.report("page.md")


def test_a_change_in_furo_is_noticed(site: Site) -> None:
    site.write(page="# Page\n\nWords.\n")
    template = site.docs / "_templates" / "page.html"
    template.write_text(
        '{% extends "base.html" %}{% block body %}{{ super() }}{{ body }}{% endblock %}'
    )
    build = site.build()
    assert build.status != 0
    assert "Furo no longer has" in build.log


def test_the_missing_page_points_to_where_the_site_is(site: Site) -> None:
    site.write(page="# Page\n\nWords.\n")
    assert site.build().status == 0
    links = re.findall(r'(?:href|src|action)="([^"#][^"]*)"', site.html("404"))
    assert links
    assert all(link.startswith(("/en/latest/", "https://")) for link in links)


def test_a_page_is_described_by_its_first_paragraph() -> None:
    page = publish_doctree(
        "Title\n=====\n\n.. note:: Aside.\n\nA *weight* is\na number.\n\nMore.\n"
    )
    assert describe(page, "Title") == "A weight is a number."
    long = publish_doctree("word " * 100)
    assert describe(long, "Title").endswith("word …")
    assert len(describe(long, "Title")) <= 160
    assert describe(None, "Search").startswith("Search: ")


def test_the_day_of_change_is_that_of_the_last_commit(tmp_path: Path) -> None:
    assert dates_of_change(tmp_path) == {}
    docs = tmp_path / "docs"
    docs.mkdir()
    git(tmp_path, "init", "--quiet")
    assert dates_of_change(docs) == {}
    (docs / "page.md").write_text("Words.")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Add a page")
    (docs / "new.md").write_text("Words.")
    assert dates_of_change(docs) == {"page.md": "2024-02-29"}


def test_a_shallow_clone_knows_no_day(tmp_path: Path) -> None:
    whole, shallow = tmp_path / "whole", tmp_path / "shallow"
    whole.mkdir()
    git(whole, "init", "--quiet")
    for text in ("One.", "Two."):
        (whole / "page.md").write_text(text)
        git(whole, "add", ".")
        git(whole, "commit", "--quiet", "--message", text)
    git(tmp_path, "clone", "--quiet", "--depth=1", whole.as_uri(), str(shallow))
    assert dates_of_change(whole) == {"page.md": "2024-02-29"}
    assert dates_of_change(shallow) == {}


def test_the_words_of_a_page_are_those_of_its_article() -> None:
    words = Words(
        '<nav>Links</nav><article role="main"><h1 id="title">A  title'
        '<a class="headerlink">#</a></h1>'
        '<svg><text>Drawn</text></svg><p>One<br>two</p><p id="place">three</p></article><p>Foot'
    )
    assert words.text == "A title Onetwo three "
    assert words.text[words.places["place"] :] == "three "


def test_the_words_are_in_a_script_that_a_folder_may_load(site: Site) -> None:
    site.write(page="# Page\n\nUnlikely words.\n")
    assert site.build().status == 0
    script = (site.docs / "_build/html/search-words.js").read_text()
    words = json.loads(script.removeprefix("wbguideWords(").removesuffix(");\n"))
    assert "Unlikely words." in words["page.html"]["text"]
    assert (
        "<loc>https://wbguide.readthedocs.io/en/latest/page.html</loc>"
        in (site.docs / "_build/html/sitemap.xml").read_text()
    )
