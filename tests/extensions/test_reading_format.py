"""What pages say of their cells beyond MyST-NB: an alt text, and checks below a marker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from myst_nb.core.read import MystMetadataParsingError
from wbguide_docs.reading.pages import Page, read_page

from tests.extensions.tiny_site import Site

HEAD = "---\nfile_format: mystnb\n---\n\n# A page\n\n"
CELL = """\
```{code-cell} python
:tags: [raises-exception]
:raises: x = 1
x = 1
x

# %% checks
assert x == 1
y = x
```
"""


@pytest.fixture
def read(env: Any, tmp_path: Path) -> Any:
    """Return a function that reads a page of some text."""

    def read(text: str) -> Page:
        (tmp_path / "page.md").write_text(HEAD + text)
        return read_page(env, "page")

    return read


def test_what_stands_below_the_marker_is_a_hidden_cell(read: Any) -> None:
    visible, hidden = read(CELL).cells
    assert (visible.source, hidden.source) == ("x = 1\nx", "assert x == 1\ny = x")
    assert (visible.tags, hidden.tags) == ({"raises-exception"}, {"remove-cell"})
    assert (visible.number, hidden.number) == (1, 2)


def test_both_parts_know_their_lines(read: Any) -> None:
    page = read(CELL)
    lines = page.text.splitlines()
    visible, hidden = page.cells
    assert lines[visible.fence - 1] == "```{code-cell} python"
    assert lines[hidden.fence - 1] == "# %% checks"
    assert (lines[visible.line - 1], lines[hidden.line - 1]) == ("x = 1", "assert x == 1")
    assert page.notebook.metadata.source_map[1:] == [visible.fence, hidden.fence]


def test_prose_after_a_marker_keeps_its_line(read: Any) -> None:
    page = read(f"{CELL}\nMore.\n")
    assert page.text.splitlines()[page.lines[-1] - 1] == "More."


@pytest.mark.parametrize("line", ["# %% check", "# %%", "#%% checks"])
def test_a_marker_with_a_slip_cannot_be_read(read: Any, line: str) -> None:
    """Otherwise readers would see the checks."""
    with pytest.raises(MystMetadataParsingError, match=r"line 13: .* is no marker"):
        read(CELL.replace("# %% checks", line))


@pytest.mark.parametrize(
    "options",
    [":alt: A hill", ":alt: >-\n:  A\n:  hill", "---\nalt: A\n  hill\n---", ':alt: "A hill"'],
)
def test_alt_is_an_option_of_a_cell(read: Any, options: str) -> None:
    (cell,) = read(f"```{{code-cell}} python\n{options}\nx\n```\n").cells
    assert cell.metadata["mystnb"]["image"] == {"alt": "A hill"}


def test_the_code_of_a_figure_is_folded(read: Any) -> None:
    (cell,) = read("```{code-cell} python\n:alt: A hill\nx\n```\n").cells
    assert cell.metadata["tags"] == ["hide-input"]
    assert cell.metadata["mystnb"]["code_prompt_show"] == "Show the code of the figure"


def test_other_code_that_is_folded_is_no_solution(read: Any) -> None:
    folded, solution, plain = read(
        "".join(
            f"```{{code-cell}} python\n:tags: [{tag}]\nx\n```\n\n"
            for tag in ("hide-input", "hide-cell", "remove-output")
        )
    ).cells
    assert folded.metadata["mystnb"]["code_prompt_show"] == "Show the code"
    assert "mystnb" not in {*solution.metadata, *plain.metadata}


def test_the_code_of_a_figure_is_open_where_it_teaches(read: Any) -> None:
    options = ":alt: A hill\n:tags: [show-input]"
    (cell,) = read(f"```{{code-cell}} python\n{options}\nx\n```\n").cells
    assert "hide-input" not in cell.metadata["tags"]
    assert "code_prompt_show" not in cell.metadata["mystnb"]


def test_other_options_of_the_picture_stay(read: Any) -> None:
    options = "alt: A hill\nmystnb: {image: {width: 9px}, number_source_lines: true}"
    (cell,) = read(f"```{{code-cell}} python\n---\n{options}\n---\nx\n```\n").cells
    assert cell.metadata["mystnb"]["image"] == {"width": "9px", "alt": "A hill"}
    assert cell.metadata["mystnb"]["number_source_lines"] is True


SITE = """\
It is {glue:text}`third:.2f`.

```{code-cell} python
:alt: One dot
import matplotlib.pyplot as plt

plt.plot([1], [2], "o");
```

```{code-cell} python
:tags: [hide-cell]
import numpy as np

a = np.float32(1)
7 * 6

# %% checks
third = a / 3
assert third < 1
glue(third=third)
```
"""


def test_a_page_is_built_from_it(site: Site) -> None:
    """Its value is shown though checks follow, and the checks are in none of its copies."""
    site.write(page=HEAD + SITE)
    build = site.build()
    assert build.status == 0, build.log
    html = site.html("page")
    assert 'aria-label="One dot"' in html
    assert ">0.33</span>" in html
    assert ">42\n</pre>" in html
    assert "Show the solution" in html
    copies = [(site.docs / f"_build/html/page.{kind}").read_text() for kind in ("ipynb", "py")]
    for text in [html, *copies]:
        assert "7 * 6" in text or ">7</span>" in text
        assert "checks" not in text
        assert "third" not in text.replace(">0.33<", "")


def test_a_check_below_the_marker_fails_with_its_own_line(site: Site) -> None:
    site.write(
        page=HEAD
        + CELL.replace("== 1", "== 2").replace(":tags: [raises-exception]\n:raises: x = 1\n", "")
    )
    build = site.build()
    assert build.status != 0
    report = build.report("page.md:11")
    assert "AssertionError" in report
    assert "> assert x == 2" in report
