"""What a reader sees of a cell is short, or its line is named."""

from __future__ import annotations

import pytest
from wbguide_docs.checking.lengths import COLUMNS, LINES, faults
from wbguide_docs.reading.cells import Cell

LONG = "\n".join(["x = 1"] * (LINES + 1))
WIDE = "x = 1\n" + "y" * (COLUMNS + 1)


def found(source: str, *tags: str) -> list[int]:
    return [line for line, _ in faults([Cell(1, 10, 12, source, frozenset(tags))])]


def test_what_is_long_is_named() -> None:
    assert found(LONG) == [12]
    assert found(WIDE) == [13]


def test_what_fits_is_fine() -> None:
    assert not found(LONG.removesuffix("\nx = 1"))
    assert not found(WIDE[:-1])


@pytest.mark.parametrize(
    ("tag", "long", "wide"),
    [("hide-input", [], [13]), ("hide-cell", [], [13]), ("remove-cell", [], [])],
)
def test_what_is_folded_may_be_long_and_what_is_removed_anything(
    tag: str, long: list[int], wide: list[int]
) -> None:
    assert found(LONG, tag) == long
    assert found(WIDE, tag) == wide
