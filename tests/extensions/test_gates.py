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


LINKS = paragraphs("Links", *MARKUP)


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
        foreign=page(
            "from IPython.display import HTML\nassert HTML\n"
            "HTML('<script src=\"https://example.com/x.js\"></script>')"
        ),
        links=LINKS,
        prints=page("x = 1\nprint(x == 1)", "assert True"),
        raises=page(":tags: [raises-exception]\n:raises: division\n1 / 0"),
        **{name: text.replace(old, new, 1) for name, (text, old, new, _, _) in TEMPLATES.items()},
        **{"tutorials/fine": TUTORIAL, "questions/fine": QUESTION},
    )
    (site.docs / "alone.md").write_text("# Alone\n\nIn no contents.\n")
    site.replace("index", "*\ntut", "[!a]*\napi\ntut")
    return site.build("-j", "auto", strict=False)


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
