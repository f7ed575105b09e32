"""A number in the prose of a page is given by its code or glued from it; a typed one is found."""

from __future__ import annotations

import pytest

from tests.extensions.tiny_site import Build, Site

CELL = "```{code-cell} python\n"
HIDDEN = f"{CELL}:tags: [remove-cell]\n\n"
END = "\n```\n"

GIVEN = f"""{CELL}w, b = -200.0, 0.25
n = 20_000
areas = [1.0, 1.2]
assert n > b
80 + 3{END}
{HIDDEN}hidden = 89
assert hidden > n / 1000
glue(hidden=hidden)
```"""
TYPED = {
    "The loss fell to 0.0137.": "0.0137",
    "A sentence on one line,\nand another of 37 words.": "37",
    "- an item, one of 41": "41",
    "| a | b |\n| --- | --- |\n| c | 43 cells |": "43",
    "word\n: a definition with 47": "47",
    "> a quotation of 53": "53",
    "## Take 59 steps": "59",
    "**A bold 61** and *71*": "71",
    "It is 67 % of them.": "67 %",
    "There were 20,001 of them.": "20,001",
    "It costs $1,300.": "1,300",
    "It was −73 °C.": "73",
    "An error of 7.9e-5 remains.": "7.9e-5",
    "See {doc}`all 79 pages <index>`.": "79",
    "The cell gave 83.": "83",
    "The hidden cell says 89.": "89",
    "A house of 1300 square feet.": "1300 square feet",
    "It is 97ths.": "97",
    "Rounded, it is 0.250.": "0.250",
}
NOT_TYPED = [
    "It is {glue:text}`hidden:d`.",
    "The area is 1.0, as written.",
    "The slope is −200, and the height 0.25, which is 25 % or 1/4.",
    "There are 20,000 houses, or 20000.",
    "A house of 1200 square feet costs $1,200.",
    "Write `101` or $103 + 1/107$.",
    "A float32 has W1 and x2, as GPT-4 does.",
    "*A book* (1998), chapter 12 and section 6.13; thread 394280.",
    "You need Python 3.11.",
    "An array of shape (17, 19), or of shape (113,).",
    "Three houses and two thirds: 2/3.",
    "![A hill of height 127](figure.png)",
]

NUMBERS = "\n\n".join(["---\nfile_format: mystnb\n---", "# Numbers", GIVEN, *TYPED, *NOT_TYPED])
CODELESS = "# No code\n\nBetween 0 and 10, or 1/4.\n\nIt is 11.\n"


def line_of(part: str) -> int:
    """Return the line of the page in which the last line of a part of it stands."""
    assert NUMBERS.count(part) == 1
    return NUMBERS.count("\n", 0, NUMBERS.index(part) + len(part.rstrip())) + 1


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build, not strictly, a page with numbers of each kind, and one without code."""
    site = Site(tmp_path_factory.mktemp("numbers"), gates=True)
    site.write(numbers=NUMBERS, codeless=CODELESS)
    return site.build(strict=False)


@pytest.mark.parametrize(("text", "number"), TYPED.items())
def test_a_number_typed_in_prose_is_reported(broken: Build, text: str, number: str) -> None:
    report = broken.report(f"numbers.md:{line_of(text)}")
    assert f"{number} is neither given nor glued" in report


def test_a_number_that_is_glued_given_or_excepted_is_fine(broken: Build) -> None:
    reports = [broken.report(f"numbers.md:{line_of(text)}") for text in NOT_TYPED]
    assert not [report for report in reports if "given nor glued" in report]


def test_a_page_without_code_may_only_define(broken: Build) -> None:
    assert "11 is not computed" in broken.report("codeless.md:5")
    assert not broken.report("codeless.md:3")
