"""The headings of a page are those of its kind, or the line of the fault is named."""

from __future__ import annotations

import pytest
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from wbguide_docs.checking.headings import faults

TUTORIAL = """# Do it

The answer.

## Try it

## Remember

- **In a sentence:** this.
- **As a formula:** that.
- **Not so:** those.

## Exercises

### The first

## In practice

## Further reading
"""
QUESTION = """# Why?

Because.

## Predict

## Run

## Why not?

## Verdict

## Read next
"""
ERROR = QUESTION.replace("## Predict\n\n## Run", "## Raise it\n\n## Why\n\n## Mend it")
SILENT = ERROR.replace("Raise it", "See it go wrong")
TUTORIALS = [  # what is replaced, by what, where it is noticed, and what is said of it
    ("**Not so:**", "Not so:", "## Remember", "a list of three"),
    ("Try it", "Weights", "## Weights", "begins with a verb"),
    ("practice", "theory", "## In theory", "end with Remember, Exercises, In practice"),
    ("reading\n", "reading\n\n## Try\n", "## Exercises", "end with Remember"),
    ("The answer.\n", "```\nx\n```\n", "# Do it", "opens with its answer"),
    ("## Exercises\n\n### The first\n\n", "", "## Try it", "end with"),
]
QUESTIONS = [
    ("Predict", "Guess", "## Guess", "begin with Predict, Run"),
    ("Verdict", "Result", "## Result", "end with Verdict, Read next"),
    ("## Verdict", "# Verdict", "# Verdict", "a page has one title"),
    ("## Predict\n\n## Run\n\n## Why not?\n\n", "", "## Verdict", "begin with Predict, Run"),
]
ERRORS = [
    ("Raise it", "Break it", "## Break it", "begin with Raise it, Why, Mend it"),
    ("Read next", "More", "## More", "end with Verdict, Read next"),
]


def found(text: str, folder: str) -> list[tuple[int | None, str]]:
    """Return the line and the text of each fault."""
    settings = {"doctitle_xform": False, "report_level": 5}  # as Sphinx reads pages
    document = publish_doctree(text, parser=Parser(), settings_overrides=settings)
    return [(place.line, fault) for place, fault in faults(document, folder)]


@pytest.mark.parametrize(
    ("folder", "text", "fault"),
    [("tutorials", TUTORIAL, fault) for fault in TUTORIALS]
    + [("questions", QUESTION, fault) for fault in QUESTIONS]
    + [("errors", ERROR, fault) for fault in ERRORS],
)
def test_a_heading_out_of_the_template_is_reported(
    folder: str, text: str, fault: tuple[str, str, str, str]
) -> None:
    old, new, place, message = fault
    broken = text.replace(old, new, 1)
    line = broken.splitlines().index(place) + 1
    assert any(at == line and message in said for at, said in found(broken, folder))


@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("tutorials", TUTORIAL),
        ("questions", QUESTION),
        ("errors", ERROR),
        ("errors", SILENT),
        ("howto", "# Do\n\nSo.\n\n## Weights\n"),
        ("reference", "# Words\n\n## Weights\n"),
        ("tutorials", ""),
    ],
)
def test_a_page_like_its_template_is_fine(folder: str, text: str) -> None:
    assert not found(text, folder)
