"""A page carries what its cells lack, once; what no reader could run fails the build."""

from __future__ import annotations

import json
import re

from tests.extensions.tiny_site import Site, page


def test_a_page_carries_what_its_cells_lack_once(site: Site) -> None:
    hidden = ":tags: [remove-cell]\nassert x == 1"
    silent = ":tags: [remove-input]\nx + 10"
    solution = ":tags: [hide-cell]\nx < y"
    site.write(page=page("import math\nx = 1", hidden, silent, "y = x + 1", solution, "2"))
    build = site.build()
    assert build.status == 0, build.log
    (data,) = re.findall(
        '<script type="application/json" id="wb-snippets">(.*?)</script>', site.html("page")
    )
    assert json.loads(data) == {
        "pool": ["x = 1", "y = x + 1"],
        "cells": [[], [[[0]]], [[[0], [1]], 0, "print(x < y)"], [[], 0, "print(2)"]],
    }


def test_a_page_whose_cells_lack_nothing_carries_nothing(site: Site) -> None:
    site.write(page=page("x = 1", "print(2 < 3)"))
    assert site.build().status == 0
    assert "wb-snippets" not in site.html("page")


def test_a_cell_that_needs_a_hidden_one_fails_the_build(site: Site) -> None:
    site.write(page=page("x = 1", ":tags: [remove-cell]\nz = 4\ny = 2", "x + y"))
    build = site.build()
    assert build.status != 0
    assert "needs one that is not on the page" in build.report("page.md:21")
    assert "'y = 2' in the cell of line 15" in build.report("page.md:21")


def test_a_hidden_cell_that_draws_from_the_page_s_generator_fails_the_build(site: Site) -> None:
    draw = "rng.normal()"
    hidden = f":tags: [remove-cell]\n{draw};"
    site.write(page=page("import numpy as np\nrng = np.random.default_rng(0)", hidden, draw))
    build = site.build()
    assert build.status != 0
    assert "'rng.normal();'" in build.report("page.md:21")


def test_an_import_that_no_one_can_install_fails_the_build(site: Site) -> None:
    (site.packages / "unheard.py").write_text("of = 1\n")
    site.write(page=page("import unheard", "unheard.of"))
    build = site.build()
    assert build.status != 0
    assert "does not say what to install for 'unheard'" in build.report("page.md")
