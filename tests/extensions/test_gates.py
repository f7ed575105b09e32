"""What CONTRIBUTING.md asks of a page is demanded by the build, with page and line."""

from __future__ import annotations

import ast
import re

import pytest
from wbguide_docs.checking.assertions import checks

from tests.extensions.tiny_site import FRONT_MATTER, Build, Site, page

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

MARKUP = {
    'Raw <a href="index.html">link</a> within.': "nothing checks a link in raw HTML",
    '<details>\n<img alt="x" src="figure.png">\n</details>': "nothing checks a link in raw HTML",
    '<iframe title="x" src="https://example.com/"></iframe>': "nothing from another host",
    "![A hill](https://example.com/figure.png)": "nothing from another host",
    '<p style="color: red">Red</p>': "Content-Security-Policy forbids this",
    "<details>\n<summary onclick='x()'>Hint</summary>\n</details>": "Content-Security-Policy",
    "[dead](no-such-page.md)": "no-such-page.md",
    "[dead](#no-such-anchor)": "no-such-anchor",
    "[dead](index.md#no-such-anchor)": "no-such-anchor",
    "{doc}`no-such-document`": "no-such-document",
    "{ref}`no-such-label`": "no-such-label",
    "{term}`no such term`": "no such term",
    "{py:func}`no.such.function`": "no.such.function",
    "![](figure.png)": "an image has no alt text",
    "![A hill](no-such-figure.png)": "no-such-figure.png",
    "{no-such-role}`x`": "no-such-role",
    "#### Skip a level": "Non-consecutive header level",
}

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

TUTORIAL = """# Do it

The answer.

**What you will do:** this.

**What you will learn:**

- that.

**What you need:** nothing.

## Try it

## Exercises

### The first

## In practice

## Further reading
"""
QUESTION = """# Why?

Because.

## The code in question

## Predict

## Run

## Why not?

## Verdict
"""
TEMPLATES = {  # what is replaced, by what, where it is noticed, and what is said of it
    "tutorials/lead": (TUTORIAL, "**What you need:**", "Need:", "# Do it", "a tutorial opens with"),
    "tutorials/noun": (TUTORIAL, "Try it", "Weights", "## Weights", "begins with a verb"),
    "tutorials/order": (
        TUTORIAL,
        "practice",
        "theory",
        "## In theory",
        "end with Exercises, In pr",
    ),
    "tutorials/late": (
        TUTORIAL,
        "reading\n",
        "reading\n\n## Try\n",
        "## In pra",
        "end with Exerci",
    ),
    "tutorials/short": (
        TUTORIAL,
        "The answer.\n",
        "```\nx\n```\n",
        "# Do it",
        "opens with its answer",
    ),
    "questions/order": (
        QUESTION,
        "Predict",
        "Guess",
        "## Guess",
        "begin with The code in question",
    ),
    "questions/end": (QUESTION, "Verdict", "Result", "## Result", "end with Verdict"),
    "questions/two": (QUESTION, "## Verdict", "# Verdict", "# Verdict", "a page has one title"),
}

PACKAGE = '''"""A package."""

from wbguide.maths import half

__all__ = ["__version__", "half", "third"]
__version__ = "0"


def third():
    return 1 / 3
'''
MATHS = '''"""A module."""

__all__ = ["bare", "constant", "half", "unlisted"]

constant = 1
"""It is one."""


def half():
    """Return a half."""
    return 1 / 2


def bare():
    return 1


unlisted = 2
'''
API = """# API

```{eval-rst}
.. automodule:: wbguide.maths
   :members: half, constant

.. autofunction:: wbguide.maths.bare
```
"""


def line_of(text: str, part: str) -> int:
    """Return the line of a page in which the last line of a part of it stands."""
    assert text.count(part) == 1
    return text.count("\n", 0, text.index(part) + len(part.rstrip())) + 1


def paragraphs(title: str, *parts: str) -> str:
    return "\n\n".join([FRONT_MATTER.rstrip(), f"# {title}", *parts]) + "\n"


NUMBERS = paragraphs("Numbers", GIVEN, *TYPED, *NOT_TYPED)
LINKS = paragraphs("Links", *MARKUP)
CODELESS = "# No code\n\nBetween 0 and 10, or 1/4.\n\nIt is 11.\n"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build, not strictly, a site with each of the faults."""
    site = Site(tmp_path_factory.mktemp("gates"), gates=True)
    site.package.write_text(PACKAGE)
    site.package.with_name("maths.py").write_text(MATHS)
    site.package.with_name("_private.py").write_text('__all__ = ["gone"]\ngone = 1\n')
    pixel = "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c489"
    pixel += "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    (site.docs / "figure.png").write_bytes(bytes.fromhex(pixel))
    for folder in ("tutorials", "questions"):
        (site.docs / folder).mkdir()
    site.write(
        index="# Home\n\n```{toctree}\n:glob:\n\n*\ntutorials/*\nquestions/*\n```\n",
        api=API,
        codeless=CODELESS,
        foreign=page(
            "from IPython.display import HTML\nassert HTML\n"
            "HTML('<script src=\"https://example.com/x.js\"></script>')"
        ),
        links=LINKS,
        numbers=NUMBERS,
        prints=page("x = 1\nprint(x == 1)", "assert True"),
        raises=page(":tags: [raises-exception]\n:raises: division\n1 / 0"),
        terms=TERMS,
        unlinked=UNLINKED,
        **{name: text.replace(old, new, 1) for name, (text, old, new, _, _) in TEMPLATES.items()},
        **{"tutorials/fine": TUTORIAL, "questions/fine": QUESTION},
    )
    (site.docs / "alone.md").write_text("# Alone\n\nIn no contents.\n")
    site.replace("index", "*\ntut", "[!a]*\napi\ntut")
    return site.build("-j", "auto", strict=False)


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


def test_a_page_that_checks_nothing_is_reported(broken: Build) -> None:
    assert "checks nothing" in broken.report("prints.md:11")


def test_an_announced_error_is_a_check(broken: Build) -> None:
    assert not re.search(r"raises\.md:\d+: WARNING", broken.log)


@pytest.mark.parametrize(
    "code",
    [
        "print(x == 1)",
        "assert True",
        "assert 1 == 1",
        "assert x == x",
        "assert (x == 1, 'message')",
        "np.testing.assert_allclose(x, x)",
        "def never_called():\n    assert x == 1",
        "x.raises(ValueError)",
    ],
)
def test_what_cannot_fail_is_no_check(code: str) -> None:
    assert not checks(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "assert x == 1",
        "assert x",
        "for x in y:\n    assert x < 1",
        "np.testing.assert_allclose(x, 1)",
        "assert_array_equal(x, y)",
        "with pytest.raises(ValueError, match='x'):\n    f()",
    ],
)
def test_what_can_fail_is_a_check(code: str) -> None:
    assert checks(ast.parse(code))


@pytest.mark.parametrize(("text", "message"), MARKUP.items())
def test_what_is_dead_unchecked_or_foreign_is_reported(
    broken: Build, text: str, message: str
) -> None:
    first, last = line_of(LINKS, text) - text.count("\n"), line_of(LINKS, text)
    reports = [broken.report(f"links.md:{line}") for line in range(first, last + 1)]
    assert message in "".join(reports)


def test_an_output_that_loads_from_another_host_is_reported(broken: Build) -> None:
    assert "nothing from another host" in broken.report("foreign.md:11")


def test_a_page_in_no_contents_is_reported(broken: Build) -> None:
    assert "isn't included in any toctree" in broken.report("alone.md")


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


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_heading_out_of_the_template_is_reported(broken: Build, name: str) -> None:
    text, old, new, place, message = TEMPLATES[name]
    lines = text.replace(old, new, 1).splitlines()
    (line,) = [n for n, each in enumerate(lines, 1) if each.startswith(place)]
    assert message in broken.report(f"{name}.md:{line}")


@pytest.mark.parametrize("name", ["tutorials/fine", "questions/fine", "index"])
def test_a_page_like_its_template_is_fine(broken: Build, name: str) -> None:
    assert f"/{name}.md" not in broken.log


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
