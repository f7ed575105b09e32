"""The build links the first use of each term of the glossary on a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from wbguide_docs.reading.terms import IN_MARKDOWN, FirstUses, link_in_markdown

from tests.extensions.tiny_site import Site

TERMS = """# Terms

A story of a layer.

```{glossary}
weight
  A factor.

bias
  A summand of a layer. The bias of a layer.

layer
  Units.

hidden layer
  Another layer, with a weight.

cross-entropy
  A cost.
```
"""
USES = """# The bias of a heading, and its layers

Code such as `weight`, "the bias" in quotation marks, *A Book on the Bias*, $weight$, a bias-free
one,
and {doc}`weights <index>` elsewhere are no uses.

The **biases** are one,
and Weights another.
Now a bias comes too late.

| a head |
| --- |
| a row |
| several hidden layers |

{term}`Deep ones <layer>` may be typed, and then a layer is fine.
No per unit; cross-
entropy, but cross-entropies.
"""
LINK = re.compile(r'href="([^"]*)#term-([^"]*)"><span class="xref std std-term">(.*?)</span></a>')
HOMES = {"weight": ("terms", "term-weight"), "hidden layer": ("terms", "term-hidden-layer")}


def links(site: Site, name: str) -> list[tuple[str, str, str]]:
    """Return the links to terms on a page as built: the page, the term, the words."""
    return LINK.findall(site.html(name))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a page that uses terms, and a glossary."""
    site = Site(tmp_path_factory.mktemp("terms"))
    site.write(terms=TERMS, uses=USES)
    build = site.build()
    assert build.status == 0, build.log
    return site


def test_the_first_use_of_each_term_is_linked(built: Site) -> None:
    assert links(built, "uses") == [
        ("terms.html", "bias", "biases"),
        ("terms.html", "weight", "Weights"),
        ("terms.html", "hidden-layer", "hidden layers"),
        ("terms.html", "layer", "Deep ones"),
        ("terms.html", "cross-entropy", "cross-entropies"),
    ]


def test_each_definition_links_the_other_terms_that_it_uses(built: Site) -> None:
    assert links(built, "terms") == [
        ("", "layer", "layer"),
        ("", "layer", "layer"),
        ("", "weight", "weight"),
    ]


def test_a_new_term_is_linked_on_pages_that_did_not_change(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(terms=TERMS, uses="# Uses\n\nThe slope of a weight.\n")
    assert site.build().status == 0
    site.replace("terms", "weight\n  A", "slope\n  A rise.\n\nweight\n  A")
    assert site.build().status == 0
    assert [words for _, _, words in links(site, "uses")] == ["slope", "weight"]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("A weight, a weight.", "A [weight](#weight), a weight."),
        ("Hidden\nlayers.", "[Hidden\nlayers](#hidden layer)."),
        ("**Weights**", "**[Weights](#weight)**"),
        ("- a weight", "- a [weight](#weight)"),
        (
            "[Big ones](a.html#term-weight) and a weight",
            "[Big ones](a.html#term-weight) and a weight",
        ),
        ("$5 for a weight of $10", "$5 for a [weight](#weight) of $10"),
    ],
)
def test_first_uses_in_markdown_are_linked(text: str, linked: str) -> None:
    assert link_in_markdown(FirstUses(HOMES, IN_MARKDOWN), text, lambda term: f"#{term}") == linked


@pytest.mark.parametrize(
    "text",
    [
        "`weight` and ``a ` weight``",
        "```sh\nweight\n```",
        "$weight$ and $2 weight$ and $$\nweight\n$$",
        "## A weight",
        "*A weight* in a title",
        '"a weight" in quotation marks',
        "[a weight](a.html)",
        "<summary>A weight</summary>",
        "weight-free",
    ],
)
def test_what_is_no_use_in_markdown_is_left(text: str) -> None:
    assert link_in_markdown(FirstUses(HOMES, IN_MARKDOWN), text, lambda term: f"#{term}") == text


def test_without_a_glossary_nothing_is_linked() -> None:
    assert list(FirstUses({}).find("A weight.")) == []
