"""Write a page as a notebook, with the outputs that the page shows."""

from __future__ import annotations

import json
from typing import Any

import nbformat
from nbformat import NotebookNode, v4

INSTALL = "%pip install --quiet "
FOLDED = ("hide-cell", "hide-input", "remove-input")


def notebook_text(cells: list[NotebookNode], install: str, title: str) -> str:
    """Return the file of a notebook with `cells`, of which the first that runs installs."""
    found: list[NotebookNode] = []
    for cell in cells:
        if cell.cell_type == "markdown":
            found.append(v4.new_markdown_cell(cell.source))
            continue
        if all(each.cell_type == "markdown" for each in found):
            found.append(v4.new_code_cell(install))
        found.append(_code_cell(cell))
    for number, cell in enumerate(found):
        cell.id = f"cell-{number}"  # by default a random one
    book = v4.new_notebook(
        cells=found,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "title": title,
        },
    )
    nbformat.validate(book)
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _code_cell(cell: NotebookNode) -> NotebookNode:
    tags = cell.metadata.get("tags", [])
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if {*FOLDED} & {*tags}:
        metadata["jupyter"] = {"source_hidden": True}
    made: NotebookNode = v4.new_code_cell(
        cell.source, execution_count=cell.execution_count, outputs=cell.outputs, metadata=metadata
    )
    return made
