"""A line does not begin with the period of a formula."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from tests.extensions.tiny_site import Site


def test_a_formula_or_code_keeps_what_touches_it(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(home="# Home\n\nTake ($w$), $b$. Or $c$ and `x`, but (`y` alone and $d$-th.\n")
    build = site.build_here()
    assert build.status == 0, build.log
    kept = BeautifulSoup(site.html("home"), "html.parser").select(".wb-kept")
    assert [each.text for each in kept] == ["(w),", "b.", "x,", "(y", "d-th."]
