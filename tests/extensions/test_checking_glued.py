"""What is glued into prose is a name, and rests on a check of that very name, or is shown."""

from __future__ import annotations

import pytest
from wbguide_docs.checking.glued import faults
from wbguide_docs.reading.cells import Cell

from tests.extensions.tiny_site import Site, page

HIDDEN = frozenset({"remove-cell"})
RESTS_ON_NOTHING = "rests on nothing"


def said_of(hidden: str, visible: str = "") -> list[str]:
    """Return what is wrong with what a hidden cell glues after a visible one."""
    cells = [Cell(0, 1, 2, visible), Cell(1, 11, 21, hidden, HIDDEN)]
    return [message for _, message in faults(cells)]


@pytest.mark.parametrize(
    "hidden",
    [
        "x = f()\nassert x < 1\nglue(x=x)",
        "x = f()\nglue(x=x)\nassert x < 1",
        "x, y = f()\nnp.testing.assert_allclose([x, y], [1, 2])\nglue(a=x, b=y)",
        "answer = f()\nassert checker(answer)\nglue(answer=answer)",
        "x = f()\nfor y in z:\n    assert y < x\nglue(x=x)",
        "x = f()\nassert all(y < x for y in z)\nglue(x=x)",
    ],
)
def test_a_name_that_a_check_reads_is_fine(hidden: str) -> None:
    assert said_of(hidden) == []


@pytest.mark.parametrize(
    "visible",
    ["x = f()\nx", "x = f()\ny, x", "x = f()\nprint('x =', x)", "x = f()\nprint(f'{x:.1f}')"],
)
def test_a_name_that_a_visible_cell_shows_is_fine(visible: str) -> None:
    assert said_of("glue(x=x)", visible) == []


def test_a_number_that_is_one_percent_off_is_found() -> None:
    """The check reads the loss, the prose gets another number."""
    cheat = "loss = 1.01 * mse(w, 0)\nassert mse(w, 0) <= mse(1, 0)\nglue(no_bias_loss=loss)"
    (fault,) = said_of(cheat, "w = fit()\nprint(mse(w, 0))")
    assert fault.startswith("loss is in the prose")
    assert RESTS_ON_NOTHING in fault


@pytest.mark.parametrize(
    "hidden",
    [
        "x = f()\nassert x < 1\nx = g()\nglue(x=x)",
        "x = f()\nassert x < 1\nx += 1\nglue(x=x)",
        "glue(x=x)\nx = f()\nassert x < 1",
        "x = f()\nassert [x for x in y]\nglue(x=x)",
        "x = f()\ndef never_called():\n    assert x < 1\nglue(x=x)",
        "x = f()\nassert x == x\nglue(x=x)",
        "x = 2 * f(y)\nassert x == 2 * f(y)\nglue(x=x)",
        "x = 2 * f(y)\nnp.testing.assert_allclose(2 * f(y), x)\nglue(x=x)",
        "x = f()\nnp.testing.assert_allclose(y, z, rtol=x)\nglue(x=x)",
        "x = f()\nprint(x)\nglue(x=x)",
        "x = f()\nx",
    ],
)
def test_a_name_that_no_check_reads_is_found(hidden: str) -> None:
    source = hidden if "glue" in hidden else f"{hidden}\nglue(x=x)"
    (fault,) = said_of(source)
    assert RESTS_ON_NOTHING in fault


@pytest.mark.parametrize("visible", ["x = f()\nx;", "x = f()\nprint(2 * x)", "x = f()\nx + 1"])
def test_a_name_that_only_goes_into_what_is_shown_is_found(visible: str) -> None:
    (fault,) = said_of("glue(x=x)", visible)
    assert RESTS_ON_NOTHING in fault


@pytest.mark.parametrize(
    "call",
    ["glue(x=1.01 * x)", "glue(x=float(x))", "glue(x=1)", "glue('x', x)", "glue(**{'x': x})"],
)
def test_what_is_glued_is_a_name(call: str) -> None:
    assert any("a name that a check reads" in fault for fault in said_of(f"assert x < 1\n{call}"))


def test_a_visible_cell_glues_nothing() -> None:
    """A reader who runs it has no such function."""
    (fault,) = said_of("", "assert x < 1\nglue(x=x)")
    assert "not at hand" in fault


def test_the_build_names_page_and_line(site_with_gates: Site) -> None:
    cell = "y = 1.0\nassert y == 1\n\n# %% checks\nx = 1.01 * y\nglue(x=x)"
    site_with_gates.write(page=page(cell, prose="It is {glue:text}`x:.1f`."))
    build = site_with_gates.build()
    assert build.status != 0
    assert RESTS_ON_NOTHING in build.report("page.md:17")


@pytest.fixture
def site_with_gates(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site whose pages are held to what CONTRIBUTING.md asks."""
    return Site(tmp_path_factory.mktemp("glued"), gates=True)
