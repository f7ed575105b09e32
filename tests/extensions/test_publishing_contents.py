"""What is published holds what readers need, and the build warns of anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from wbguide_docs.publishing.contents import unexpected

from tests.extensions.tiny_site import Site


def test_a_site_holds_what_its_readers_need(plain_site: Site) -> None:
    html = plain_site.docs / "_build/html"
    assert not [*unexpected(html)]
    names = {path.name for path in html.rglob("*")}
    assert names >= {"page.html", "math.woff2", "wbguide.css", "furo.js.LICENSE.txt"}
    assert not names & {".buildinfo", ".doctrees", "furo.js.map", "pygments.css", "subset.py"}


@pytest.mark.parametrize(
    "file",
    [
        ".doctrees/page.doctree",
        "_static/fonts/subset.py",
        "_static/styles/furo.css.map",
        "notes.txt",
        "page.pickle",
        "removed.ipynb",  # of a page that is gone
        "tutorials/.hidden.html",
        "wbguide.tar.gz",
    ],
)
def test_a_file_of_another_kind_is_found(file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    (tmp_path / "page.html").write_text("")
    for copy in ("page.py", "page.taken.js"):
        (tmp_path / copy).write_text("")
    assert [*unexpected(tmp_path)] == [file.removesuffix("/page.doctree")]


def test_such_a_file_fails_the_build(site: Site, caught: Callable[[str, str, str], None]) -> None:
    site.write(page="# Page\n\nProse.\n")
    (site.docs / "_static/fonts/notes.py").write_text("")
    build = site.build_here()
    assert build.status == 1
    report = build.log[build.log.index("_static/fonts/notes.py") :]
    assert "readers have no use for this file" in report.splitlines()[0]
    caught("a developer's file in the site", "_static/fonts/notes.py", report.partition(": ")[2])


def test_a_second_build_still_knows_the_settings_of_the_first(site: Site) -> None:
    site.write(page="# Page\n\nProse.\n")
    assert site.build_here().status == 0
    assert "0 changed" in (again := site.build_here().log)
    assert "build_info mismatch" not in again
    page = site.docs / "_build/html/page.html"
    written = page.stat().st_mtime_ns
    assert site.build_here().status == 0
    assert page.stat().st_mtime_ns == written
    assert site.build_here(html_title="Another title").status == 0
    assert "Another title" in page.read_text()
