"""The tests beside this can fail: each kind of fault is found."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest

from tests.site.copies.built_pages import PageCell, read_page
from tests.site.copies.readers import Server, metadata, run_fresh, run_notebook, run_script
from tests.site.copies.shown import Shown, differences, labels, same, unlike

GOOD = "import numpy as np\n\nnp.arange(3) / 2"
HALVES = Shown(results=["array([0. , 0.5, 1. ])"])
DRAWING = """\
import matplotlib.pyplot as plt
plt.plot(["low", "high"], [1, 2])
plt.title("Up")
plt.xlabel("x")
plt.text(0, 1, "note");"""


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("loss 0.1230", "loss 0.1231"),
        ("loss 6500.25", "loss 6500.31"),
        ("1.53e-07", "1.54e-07"),
        ("w = [[-1.0543365]]", "w = [[-1.0543391]]"),
        ("−1.50", "−1.51"),
    ],
)
def test_the_last_digit_of_a_decimal_may_differ(found: str, wanted: str) -> None:
    assert same(found, wanted)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("19 of 20", "18 of 20"),
        ("loss 0.123", "loss 0.126"),
        ("1.5e-07", "1.5e-06"),
        ("-0.5", "0.5"),
        ("0.5", "0.6"),
        ("3.", "4."),
        ("0.0", "0.1"),
        ("a", "b"),
        ("w 1.0", "b 1.0"),
        ("x  1.0", "x 1.0"),
        ("1.0", "1.0 2.0"),
        ("12.5%", "13.9%"),
        ("30,000", "31,000"),
    ],
)
def test_more_may_not(found: str, wanted: str) -> None:
    assert not same(found, wanted)


@pytest.mark.parametrize(
    "found",
    [
        Shown("more\none\ntwo", ["1"], [["x"]], 1, ["E: e"]),
        Shown("two", ["1"], [["x"]], 1, ["E: e"]),
        Shown("one\n2wo", ["1"], [["x"]], 1, ["E: e"]),
        Shown("one\ntwo", [], [["x"]], 1, ["E: e"]),
        Shown("one\ntwo", ["2"], [["x"]], 1, ["E: e"]),
        Shown("one\ntwo", ["1"], [], 1, ["E: e"]),
        Shown("one\ntwo", ["1"], [["x"], ["x"]], 1, ["E: e"]),
        Shown("one\ntwo", ["1"], [["y"]], 1, ["E: e"]),
        Shown("one\ntwo", ["1"], [["x"]], 0, ["E: e"]),
        Shown("one\ntwo", ["1"], [["x"]], 1, []),
        Shown("one\ntwo", ["1"], [["x"]], 1, ["E: f"]),
    ],
)
def test_another_output_is_found(found: Shown) -> None:
    wanted = Shown("one\ntwo", ["1"], [["x"]], 1, ["E: e"])
    assert not differences(wanted, wanted)
    assert differences(found, wanted)


def test_a_script_may_break_an_array_elsewhere_and_no_more() -> None:
    wanted = Shown("[array([1.,\n        2.]),\n array([3.])]\na  1")
    found = Shown("[array([1.,\n       2.]), array([3.])]\na  1\n")
    assert differences(found, wanted)
    assert not differences(found, wanted, breaks=False)
    assert differences(Shown(found.text.replace("a  1", "a 1")), wanted, breaks=False)
    assert differences(Shown(found.text.replace("3.", "4.")), wanted, breaks=False)
    assert differences(Shown(found.text + "more\n"), wanted, breaks=False)


def test_what_earlier_cells_print_may_come_first() -> None:
    assert not differences(Shown("before\nnow"), Shown("now"), "before")
    assert differences(Shown("before\nnow"), Shown("now"), "other")


@pytest.mark.parametrize(
    "code",
    ["np.arange(3) / 2", GOOD.replace("3", "4"), GOOD.replace("/ 2", "/ 2.1"), GOOD + ";", "1 / 0"],
)
def test_a_snippet_that_lacks_or_changes_something_is_found(code: str) -> None:
    server = Server(["numpy"])
    assert not differences(server.run(GOOD), HALVES)
    assert differences(server.run(code), HALVES)
    assert not differences(server.run(GOOD), HALVES)  # and leaves nothing behind
    server.close()


def test_a_fresh_interpreter_has_imported_nothing() -> None:
    assert not differences(run_fresh(GOOD), HALVES)
    assert run_fresh("np.arange(3) / 2").errors == ["NameError: name 'np' is not defined"]


def test_a_figure_with_another_title_is_found() -> None:
    drawn = run_fresh(DRAWING)
    assert drawn.figures == [["Up", "high", "low", "note", "x"]]
    server = Server(["matplotlib.pyplot"])
    for old, new in (('"Up"', '"Down"'), ('"x"', '""'), ('"note"', '"2.5"'), ('"low"', '"lower"')):
        other = server.run(DRAWING.replace(old, new))
        assert len(other.figures) == 1
        assert differences(other, drawn)
        assert differences(drawn, other)
    server.close()
    assert differences(run_fresh(DRAWING + "\nplt.figure()\nplt.plot([1]);"), drawn)


def test_how_a_figure_is_laid_out_is_no_difference() -> None:
    """A title may be broken, and other numbers may stand at an axis, but no other words."""
    axis = '<g id="matplotlib.axis_1"><g><text>{}</text></g><g><text>x</text></g></g>'
    found = labels(f"<svg>{axis.format('0.5')}<g><text>One line</text></g></svg>")
    wanted = ["0.25", "10⁻³", "Oneline", "x"]
    assert found == ["Oneline", "x"]
    assert labels("<svg><g><text>One</text><text>line</text></g></svg>") == ["Oneline"]
    assert labels('<svg><g id="wb-halo"><text>a</text></g></svg>') == []
    assert labels('<svg><g class="wb-halo"><g><text>a</text></g></g></svg>') == []
    assert not unlike(found, wanted)
    assert unlike(found, [*wanted, "y"]) == ["y"]
    assert unlike([*found, "7"], wanted) == ["7"]
    assert unlike([*found, "x"], wanted) == ["x"]


def test_an_exit_of_a_snippet_is_found() -> None:
    server = Server([])
    assert server.run("import os\nos._exit(3)").errors
    assert not differences(server.run("print(1)"), Shown("1"))
    server.close()


def notebook(folder: Path, code: str) -> Path:
    cells = [nbformat.v4.new_code_cell(each) for each in ("%pip install --quiet numpy", code)]
    file = folder / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
    return file


def test_a_notebook_with_another_number_is_found(tmp_path: Path) -> None:
    (good,) = run_notebook(notebook(tmp_path, GOOD), tmp_path)
    assert not differences(good, HALVES)
    (bad,) = run_notebook(notebook(tmp_path, GOOD.replace("3", "4")), tmp_path)
    assert differences(bad, HALVES)


@pytest.mark.parametrize("code", ["print(0.6)", "print(missing)", "print(0.5)\nprint(0.5)"])
def test_a_script_with_another_output_is_found(tmp_path: Path, code: str) -> None:
    for name, text in (("good", "print(0.5)"), ("bad", code)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "script.py").write_text(text, "utf-8")
    good = run_script(sys.executable, tmp_path / "good/script.py", tmp_path / "one")
    assert not differences(good, Shown("0.5"))
    bad = run_script(sys.executable, tmp_path / "bad/script.py", tmp_path / "two")
    assert differences(bad, Shown("0.5"))


def test_the_metadata_of_a_script_is_read() -> None:
    script = '# /// script\n# requires-python = ">=3.11"\n# dependencies = ["numpy"]\n# ///\n'
    assert metadata(script) == {"requires-python": ">=3.11", "dependencies": ["numpy"]}


def test_a_page_is_read_as_its_reader_sees_it() -> None:
    pool = json.dumps(
        {"pool": ["# pip install x", "import x"], "cells": [[], [[[0, 1]], 0, "print(x.f())"]]}
    )
    cell = '<div class="cell"><div class="cell_input"><pre>{}\n</pre></div>{}</div>'
    output = (
        '<div class="cell_output"><div class="output stream"><pre>1\n</pre></div>'
        '<svg class="wb-figure wb-wide"><g><text>b</text></g><g><text>a</text></g></svg>'
        '<svg class="wb-figure wb-narrow"><g><text>b</text></g></svg>'
        '<div class="wb-chart"></div></div>'
    )
    page = read_page(
        "page.html",
        cell.format("import x", "")
        + cell.format("x.f()", output)
        + f'<script type="application/json" id="wb-snippets">{pool}</script>',
    )
    assert page.cells == [
        PageCell("import x", "import x"),
        PageCell(
            "x.f()",
            "# pip install x\nimport x\n\nprint(x.f())\n",
            Shown("1", figures=[["a", "b"]], charts=1),
        ),
    ]
