"""A build that finds most of the site as it left it writes what a fresh one would."""

from __future__ import annotations

from tests.extensions.tiny_site import Site

MODULE = '"""A module."""\n\n\ndef half(x):\n    """Halve x."""\n    return x / 2\n'
SHELF = "# Shelf\n\n```{eval-rst}\n.. automodule:: shelf\n   :members:\n```\n"


def test_source_of_a_module_shows_the_pages_that_there_are(site: Site) -> None:
    """It is written again when a page comes, and let alone when nothing changed."""
    (site.packages / "shelf.py").write_text(MODULE)
    site.write(shelf=SHELF, other="# Other\n")
    build = site.build()
    assert build.status == 0, build.log
    assert "Newcomer" not in site.html("_modules/shelf")

    site.write(newcomer="# Newcomer\n")
    assert site.build().status == 0, site.log
    assert "Newcomer" in site.html("_modules/shelf")

    path = site.docs / "_build/html/_modules/shelf.html"
    written = path.stat().st_mtime_ns
    build = site.build()
    assert "0 added, 0 changed" in build.log
    assert path.stat().st_mtime_ns == written

    site.replace("other", "# Other", "# Another")
    assert site.build().status == 0, site.log
    assert "Another" in site.html("_modules/shelf")


def test_words_for_the_search_are_those_of_a_fresh_build(site: Site) -> None:
    words = site.docs / "_build/html/search-data.js"
    site.write(a="# A\n\nApples.\n", b="# B\n\nBananas.\n", c="# C\n\nCherries.\n")
    assert site.build().status == 0, site.log
    site.replace("b", "Bananas", "Blueberries")
    (site.docs / "c.md").unlink()
    assert site.build().status == 0, site.log
    text = words.read_text()
    assert "Apples" in text
    assert "Blueberries" in text
    assert "Bananas" not in text
    assert "Cherries" not in text

    words.unlink()
    assert site.build().status == 0, site.log
    assert words.read_text() == text


def test_a_new_title_is_on_all_pages_that_show_it(site: Site) -> None:
    site.write(a="# Apples\n\nSee {doc}`b`.\n", b="# Bananas\n", c="# Cherries\n")
    assert site.build().status == 0, site.log
    site.replace("b", "# Bananas", "# Blueberries")
    assert site.build().status == 0, site.log
    for page in ("a", "c", "index"):
        assert "Blueberries" in site.html(page)
        assert "Bananas" not in site.html(page)
