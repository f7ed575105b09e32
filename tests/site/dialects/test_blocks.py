"""What the site says in PyTorch and JAX, which no build installs, is what these do.

Each block is a doctest: it is run on its own, as who copies it runs it, with the real libraries.
"""

from __future__ import annotations

import doctest
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

SITE = Path(os.environ.get("WBGUIDE_SITE", "docs/_build/html")).resolve()
LIBRARIES = ("torch", "flax", "jax")


def blocks(html: str) -> Iterator[str]:
    """Yield the blocks of a page that show a session of Python."""
    soup = BeautifulSoup(html, "html.parser")
    for block in soup.select(".highlight-pycon pre"):
        yield block.get_text()


def faults(block: str) -> str:
    """Run a block by itself; return what it shows otherwise than it says."""
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(block, {}, "block", None, None)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append)
    return "".join(said)


def found() -> dict[str, str]:
    """Return all blocks of the site, by page and number."""
    return {
        f"{path.relative_to(SITE).with_suffix('')}-{number}": block
        for path in sorted(SITE.rglob("*.html"))
        if "highlight-pycon" in (html := path.read_text("utf-8"))
        for number, block in enumerate(blocks(html), 1)
    }


BLOCKS = found()


@pytest.mark.filterwarnings("default")  # what the libraries warn of among themselves is theirs
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_shows_what_the_page_says(name: str) -> None:
    assert faults(BLOCKS[name]) == ""


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_library_is_spoken(library: str) -> None:
    begins = (f">>> import {library}", f">>> from {library}")
    spoken = [block for block in BLOCKS.values() if any(each in block for each in begins)]
    assert len(spoken) >= 3


def test_a_block_that_is_wrong_is_found() -> None:
    html = '<div class="highlight-pycon"><pre>&gt;&gt;&gt; 1 + 1\n3\n</pre></div>'
    [block] = blocks(html)
    assert "Expected:\n    3" in faults(block)
    assert "Got:\n    2" in faults(block)
    assert not faults(">>> 1 + 1\n2\n")
