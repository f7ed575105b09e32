"""Mutation testing finds what tests and pages find, says what they miss, and trusts no failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_site import page

ROOT = Path(__file__).parents[2]
LOSS = """\
from wbguide.losses import mean_squared_error

loss = mean_squared_error([1.0, 2.0], [3.0, 1.0])
print(loss)"""
CHECK = """\
:tags: [remove-cell]

assert loss == 2.5"""
TEST = """
from wbguide.losses import mean_squared_error


def test_mean_squared_error():
    loss = mean_squared_error([1.0, 2.0], [3.0, 1.0])
"""
MISSED = """\
wbguide/losses.py:139: _mean_squared_error
    - return float(residuals @ residuals) / residuals.size, residuals, 2.0 / residuals.size
    + return float(residuals @ residuals) * residuals.size, residuals, 2.0 / residuals.size
"""


def mutate(folder: Path, test: str, *cells: str) -> subprocess.CompletedProcess[str]:
    """Ask a test and a page about the losses; what was found is in `found.json`."""
    test_file, page_file = folder / "test_one.py", folder / "one.md"
    test_file.write_text(test, encoding="utf-8")
    page_file.write_text(page(*cells), encoding="utf-8")
    options = ["--file", str(test_file), "--file", str(page_file)]
    options += ["--results", str(folder / "found.json"), "--function", "_mean_squared_error"]
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, ROOT / "tests" / "mutation", "wbguide.losses", *options],
        env=os.environ | {"PYTHONPATH": str(ROOT / "docs" / "_ext"), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_changes_that_a_test_and_a_page_check_are_found(tmp_path: Path) -> None:
    run = mutate(tmp_path, TEST + "    assert loss == 2.5\n", LOSS, CHECK)
    assert MISSED not in run.stdout, run.stderr
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    for judge, place in [("unit tests", "test_one.py::test_mean_sq"), ("pages", "one.md:18: this")]:
        (how,) = (how for change, how in found[judge].items() if "* residuals.size, res" in change)
        assert place in how


def test_changes_that_nobody_checks_are_listed_and_the_goals_missed(tmp_path: Path) -> None:
    run = mutate(tmp_path, TEST, LOSS)
    assert run.returncode == 1, run.stderr
    for judge in ("unit tests", "pages"):
        _, _, listed = run.stdout.partition(f"Not found by the {judge}:")
        assert MISSED in listed
    assert "| `wbguide.losses` |" in run.stdout


@pytest.mark.parametrize(
    ("test", "check", "place"),
    [
        (TEST + "    assert loss == 3\n", CHECK, "test_one.py fails without any mutant: "),
        (TEST, CHECK.replace("2.5", "3"), "one.md fails without any mutant: 18: this cell"),
    ],
    ids=["test", "page"],
)
def test_what_fails_without_a_mutant_is_no_judge(
    tmp_path: Path, test: str, check: str, place: str
) -> None:
    run = mutate(tmp_path, test, LOSS, check)
    assert run.returncode == 1
    assert place in run.stderr
