"""Give each code cell of a page what it needs to run on its own.

What is missing is written into the page once, as a pool of statements; `page.js` puts it before the
code of a cell when a reader copies that. A visible cell must not need a cell that is not on the
page: nobody could run it.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx

from wbguide_docs.copying.needs import Slices, slice_page
from wbguide_docs.copying.requirements import install_line, requirements
from wbguide_docs.copying.speaking import TENSORFLOW, changed, spoken
from wbguide_docs.reading.cells import Cell
from wbguide_docs.reading.outputs import EVENT
from wbguide_docs.reading.pages import code_cells, read_page
from wbguide_docs.reading.warning import warn

NO_BUTTON: list[Any] = []


def hidden_needs(cells: list[Cell], slices: Slices) -> list[tuple[int, str]]:
    """Return each visible cell that needs one that is not on the page, and what it needs there."""
    found = []
    for index, cell in enumerate(cells):
        hidden = [
            slices.units[number]
            for number in slices.needed[index]
            if "remove-cell" in cells[slices.units[number].cell].tags
        ]
        if hidden and "remove-cell" not in cell.tags:
            first = hidden[0]
            code = first.text.splitlines()[0]
            found.append((index, f"{code!r} in the cell of line {cells[first.cell].fence}"))
    return found


def pooled(cells: list[Cell], slices: Slices, outputs: list[list[NotebookNode]]) -> dict[str, Any]:
    """Return the statements that some cell lacks, and for each cell shown what to copy.

    That is its groups of those statements, which stand in one cell and follow each other; and where
    its own code would not say in a file what the page shows, how many of its lines to keep, and how
    they go on.
    """
    pool: dict[str, int] = {}
    shown = []
    for index, cell in enumerate(cells):
        if cell.unseen:
            continue
        groups: list[list[int]] = []
        last = None
        units = [slices.units[number] for number in slices.needed[index]]
        before = "\n".join(unit.text for unit in units)
        for unit in units:
            if unit.cell != last:
                groups.append([])
            groups[-1].append(pool.setdefault(unit.text, len(pool)))
            last = unit.cell
        own = spoken(cell.source, outputs[index], before)
        change = changed(cell.source, own)
        head = _head(f"{before}\n{own}") if groups or change else ""
        if head and groups:
            groups[0].insert(0, pool.setdefault(head, len(pool)))
        elif head:
            groups.append([pool.setdefault(head, len(pool))])
        shown.append([groups, *(change or ())] if groups or change else NO_BUTTON)
    return {"pool": list(pool), "cells": shown}


def _head(code: str) -> str:
    """Return comments for those who paste some code into a file."""
    needed = requirements(code)
    return "\n".join(
        [*[install_line(code)] * bool(needed), *[TENSORFLOW] * ("tensorflow" in needed)]
    )


def analyze_page(app: Sphinx, doctree: nodes.document) -> None:
    """Analyze the cells of a page that has been read."""
    name = app.env.docname
    page = read_page(app.env, name)
    if page.notebook is None:
        return
    notebook = deepcopy(page.notebook)
    app.emit(EVENT, notebook)
    cells = page.cells
    slices = slice_page(cells, [cell.metadata.trace for cell in code_cells(notebook)])
    for index, what in hidden_needs(cells, slices):
        message = "this cell needs one that is not on the page, so that no reader can run it"
        warn(f"{message}: {what}", name, cells[index].fence, "snippet")
    outputs = [cell.outputs for cell in code_cells(notebook)]
    try:
        data = pooled(cells, slices, outputs)
    except LookupError as error:
        warn(error.args[0], name, None, "snippet")
        return
    if any(data["cells"]):
        doctree["snippets"] = json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def write_page(_app: Sphinx, *page: Any) -> None:
    """Put the pool at the end of the page."""
    *_, context, doctree = page
    if doctree and "snippets" in doctree:
        data = doctree["snippets"].replace("<", "\\u003c")  # `</script>` would end it
        script = f'<script type="application/json" id="wb-snippets">{data}</script>'
        context["body"] += script


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", analyze_page)
    app.connect("html-page-context", write_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
