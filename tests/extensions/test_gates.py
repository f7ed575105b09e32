"""What CONTRIBUTING.md asks of a page is demanded by the build, with page and line."""

from __future__ import annotations

import re

import pytest

from tests.extensions.tiny_site import FRONT_MATTER, Build, Site, line_of, page

CELL = "```{code-cell} python\n"
HIDDEN = f"{CELL}:tags: [remove-cell]\n\n"
END = "\n```\n"

GIVEN = f"""{CELL}w, b = -200.0, 0.25
n = 20_000
areas = [1.0, 1.2]
assert n > b
80 + 3{END}
{HIDDEN}from myst_nb import glue

hidden = 89
glue("hidden", hidden, display=False)
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

TERMS = """# Terms

```{glossary}
weight
  A factor.

bias
  A summand of a layer.

layer
  Units.

hidden layer
  Another {term}`layer`.

cross-entropy
  A cost.
```
"""
UNLINKED = """# The bias of a heading, and its layers

Code such as `weight`, "the bias" in quotation marks, *A Book on the Bias*, $weight$, a bias-free
one,
and {doc}`weights <index>` elsewhere are no uses.

The **biases** are one,
and Weights another.
Now a {term}`bias` comes too late.

| a head |
| --- |
| a row |
| several hidden layers |

{term}`Layers <layer>` may follow: a layer is fine now.
No per unit; cross-entropies.
"""


def paragraphs(title: str, *parts: str) -> str:
    return "\n\n".join([FRONT_MATTER.rstrip(), f"# {title}", *parts]) + "\n"


NUMBERS = paragraphs("Numbers", GIVEN, *TYPED, *NOT_TYPED)
CODELESS = "# No code\n\nBetween 0 and 10, or 1/4.\n\nIt is 11.\n"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build, not strictly, a site with each of the faults."""
    site = Site(tmp_path_factory.mktemp("gates"), gates=True)
    (site.docs / "figure.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    site.write(codeless=CODELESS, numbers=NUMBERS, terms=TERMS, unlinked=UNLINKED)
    return site.build_here(strict=False)


@pytest.mark.parametrize(("text", "number"), TYPED.items())
def test_a_number_typed_in_prose_is_reported(broken: Build, text: str, number: str) -> None:
    report = broken.report(f"numbers.md:{line_of(NUMBERS, text)}")
    assert f"{number} is neither given nor glued" in report


def test_a_number_that_is_glued_given_or_excepted_is_fine(broken: Build) -> None:
    lines = [line_of(NUMBERS, text) for text in NOT_TYPED]
    assert [broken.report(f"numbers.md:{line}") for line in lines] == [""] * len(lines)


def test_a_page_without_code_may_only_define(broken: Build) -> None:
    assert "11 is not computed" in broken.report("codeless.md:5")
    assert not broken.report("codeless.md:3")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("The **biases**", "{term}`biases <bias>`"),
        ("and Weights another.", "{term}`Weights <weight>`"),
        ("| several hidden layers |", "{term}`hidden layers <hidden layer>`"),
        ("No per unit; cross-entropies", "{term}`cross-entropies <cross-entropy>`"),
    ],
)
def test_the_first_use_of_a_term_has_to_be_a_link(broken: Build, text: str, link: str) -> None:
    assert link in broken.report(f"unlinked.md:{line_of(UNLINKED, text)}")


def test_only_first_uses_of_terms_are_reported(broken: Build) -> None:
    assert len(re.findall(r"the first use of a term", broken.log)) == 4


def test_a_layer_without_a_seed_is_the_same_in_each_kernel(site: Site) -> None:
    """Keras would draw other weights for each, if the kernels did not start alike."""
    draw = "import keras\nlayer = keras.layers.Dense(1)\nlayer.build((None, 1))\nassert layer\n"
    show = "f'{layer.kernel.numpy().item():.6f}'"
    site.write(one=page(draw + show), two=page(draw, show))
    build = site.build()
    assert build.status == 0, build.log
    shown = [re.findall(r"-?0?\.\d{6}|-?1\.\d{6}", site.html(name)) for name in ("one", "two")]
    assert shown[0]
    assert shown[0] == shown[1]
