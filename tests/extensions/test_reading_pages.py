"""A page is read once for all who ask, with the lines in which its cells stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wbguide_docs.reading.pages import read_page

PAGE = """\
---
file_format: mystnb
---

# A page

Words.

```{code-cell} python
---
tags: [raises-exception]
raises: "ValueError: no"
---

first = 1

second
```


More words.

```{code-cell} python
:tags: [remove-cell]
third
```
"""


def test_cells_know_their_lines_tags_and_errors(env: Any, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE)
    page = read_page(env, "page")
    first, second = page.cells
    lines = PAGE.splitlines()
    assert (first.number, second.number) == (1, 3)
    assert lines[first.fence - 1] == lines[second.fence - 1] == "```{code-cell} python"
    assert lines[first.line - 1] == "first = 1"
    assert lines[second.line - 1] == "third"
    assert first.raises == "ValueError: no"
    assert second.tags == {"remove-cell"}
    assert not second.raises
    assert len(first.tree.body) == 2
    assert [lines[line - 1] for line in page.lines] == [
        "# A page",
        "```{code-cell} python",
        "More words.",
        "```{code-cell} python",
    ]


def test_a_page_without_code_is_no_notebook(env: Any, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# A page\n")
    page = read_page(env, "page")
    assert (page.text, page.notebook, page.cells) == ("# A page\n", None, [])


def test_a_page_is_parsed_again_only_when_its_text_is_new(env: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE)
    page = read_page(env, "page")
    assert read_page(env, "page") is page
    path.write_text(PAGE.replace("third", "fourth"))
    assert read_page(env, "page").cells[1].source == "fourth"
