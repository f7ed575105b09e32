"""Read a page that has code, as MyST-NB reads it."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from wbguide_docs.reading.format import create_reader
from wbguide_docs.running.store import code_cells


def read_page(env: Any, page: str) -> tuple[str, NotebookNode | None]:
    """Return the text of a page and, if it has code, the page as a notebook."""
    path = Path(env.doc2path(page))
    text = path.read_text(encoding="utf-8-sig")
    reader = create_reader(str(path), env.myst_config, env.mystnb_config, text)
    notebook: NotebookNode | None = reader.read(text) if reader else None
    return text, notebook if notebook and code_cells(notebook) else None


def read_notebook(env: Any, page: str) -> NotebookNode | None:
    """Return a page as a notebook, or None if it runs no code; each cell has its `line`."""
    text, notebook = read_page(env, page)
    if notebook is None:
        return None
    lines = text.splitlines()
    for cell, start in zip(notebook.cells, notebook.metadata.source_map, strict=True):
        cell.line = start  # of a fence; of prose the lines before it, and it may begin with none
        if cell.cell_type != "code":
            blank = takewhile(lambda line: not line.strip(), lines[start:])
            cell.line = start + sum(1 for _ in blank) + 1
    return notebook


def has_tag(cell: NotebookNode, *tags: str) -> bool:
    """Tell whether a cell has one of some tags."""
    return bool({*tags} & {*cell.metadata.get("tags", [])})
