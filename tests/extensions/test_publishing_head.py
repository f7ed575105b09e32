"""Pages say what is known of them, whatever git knows."""

from __future__ import annotations

import subprocess
from pathlib import Path

from docutils.core import publish_doctree
from wbguide_docs.publishing.head import dates_of_change, describe


def git(folder: Path, *arguments: str) -> None:
    """Run git as someone, somewhere, on a fixed day."""
    variables = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    for role in ("AUTHOR", "COMMITTER"):
        variables |= {f"GIT_{role}_NAME": "a", f"GIT_{role}_EMAIL": "a@b.c"}
        variables[f"GIT_{role}_DATE"] = "2024-02-29T12:00Z"
    command = ["git", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=variables)  # noqa: S603  # ours


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
