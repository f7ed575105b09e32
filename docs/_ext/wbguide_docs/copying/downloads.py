"""Offer each page that runs code as a notebook and as a script.

Both leave out what is not on the page: hidden checks, and what they `glue`. A third file holds both
with addresses yet to be placed: `page.js` loads it on a click, which works in a folder too, and
saves what runs where this reader is. Without JavaScript the links lead to the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx

from wbguide_docs.copying.magics import UnknownMagicError, without_magics
from wbguide_docs.copying.markdown import Prose, UnknownMarkupError
from wbguide_docs.copying.notebook import INSTALL, notebook_text
from wbguide_docs.copying.requirements import (
    install_line,
    located,
    python,
    requirements,
    without_ours,
)
from wbguide_docs.copying.script import script_text
from wbguide_docs.copying.wheel import HOME, WHEEL, placed_from, root_of, wheel_of
from wbguide_docs.reading.outputs import EVENT
from wbguide_docs.reading.pages import code_cells, read_page
from wbguide_docs.reading.terms import IN_MARKDOWN, FirstUses, homes_of_terms, link_in_markdown
from wbguide_docs.reading.warning import warn

LINKS = (
    '<p class="wb-downloads">Download: <a href="{name}.ipynb" download>notebook</a> · '
    '<a href="{name}.py" download>script</a>{colab} · needs {needed}{install}</p>'
)
COLAB = ' · <a href="{address}">open in Colab</a>'
INSTALL_PAGE = "howto/install"
GLUED = "application/papermill.record/text/plain"


def add_downloads(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write both files beside a page, and links to them below its title."""
    if not doctree or app.builder.format != "html":
        return
    notebook = notebook_with_outputs(app, page)
    if notebook is None or not any(shown(cell) for cell in notebook.cells):
        return

    def address(name: str) -> str:
        return urljoin(HOME, app.builder.get_target_uri(name))

    try:
        cells = list(cells_shown(app, page, notebook, address))
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        needed = requirements(code)
    except (UnknownMarkupError, UnknownMagicError) as error:
        warn(str(error), page, error.line, "download")
        return
    except LookupError:
        return  # `snippets` has said so
    title = app.env.titles[page].astext()
    saves = "Figures and charts are saved in the folder where it runs."
    about = f"{title}\n\nThe code of {address(page)}\n{saves}\n"
    wanted = [located(each) for each in needed]
    name = PurePosixPath(page).name
    images = Path(app.doctreedir, "images")
    taken = {
        ".ipynb": notebook_text(cells, install_line(code, INSTALL), title, images),
        ".py": script_text(cells, python(needed), wanted, name=name, about=about),
    }
    files = {suffix: placed_from(app, page, text) for suffix, text in taken.items()}
    wheel = wheel_of(app)
    if wheel and not app.config.html_baseurl and any(WHEEL in each for each in wanted):
        text = script_text(  # no requirement can name a path from the script
            *(cells, python(needed), without_ours(needed)),
            name=name,
            about=about,
            wheel=root_of(app, page) + wheel.name,
        )
        files[".py"] = placed_from(app, page, text)
    folder = Path(app.outdir, page).parent
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, text in files.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    named = json.dumps({f"{name}{suffix}": text for suffix, text in taken.items()})
    (folder / f"{name}.taken.js").write_text(f"wbguideTaken({named});\n", encoding="utf-8")
    colab = app.config.site_colab
    links = LINKS.format(
        name=name,
        colab=COLAB.format(address=f"{colab}{page}.ipynb") if colab else "",
        needed=_in_words(needed),
        install=_link_to_install(app, page),
    )
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{links}", 1)


def _in_words(needed: list[str]) -> str:
    """Return the names of some requirements as a reader says them."""
    *others, last = [each.partition("[")[0] for each in needed] or ["nothing but Python"]
    return f"{', '.join(others)} and {last}" if others else last


def _link_to_install(app: Sphinx, page: str) -> str:
    if INSTALL_PAGE not in app.env.found_docs:
        return ""
    address = app.builder.get_relative_uri(page, INSTALL_PAGE)
    return f': <a href="{address}">how to install</a>'


def notebook_with_outputs(app: Sphinx, page: str) -> NotebookNode | None:
    """Return a page as a notebook whose cells know their line; None if it runs no code."""
    source = read_page(app.env, page)
    notebook = deepcopy(source.notebook)
    if notebook is None:
        return None
    for cell, line in zip(notebook.cells, source.lines, strict=True):
        cell.line = line
    for cell, read in zip(code_cells(notebook), source.cells, strict=True):
        cell.line = read.line
    app.emit(EVENT, notebook)
    return notebook


def shown(cell: NotebookNode) -> bool:
    """Tell whether a cell holds code that is on its page."""
    return cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", [])


def cells_shown(
    app: Sphinx, page: str, notebook: NotebookNode, address: Callable[[str], str]
) -> Iterator[NotebookNode]:
    """Yield the cells that are on the page, and its prose as plain Markdown.

    Links lead to where `address` says that a page is.
    """
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    glued = {
        output.metadata.scrapbook.name: output.data[GLUED]
        for output in outputs
        if GLUED in output.get("data", {})
    }

    def address_of_term(term: str) -> str:
        home, anchor = homes[term]
        return urljoin(address(home), f"#{anchor}")

    homes = homes_of_terms(app.env)
    uses = FirstUses(homes, IN_MARKDOWN)
    prose = Prose(app.env, page, address, glued)
    words: list[str] = []  # of which hidden cells are left out between
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = link_in_markdown(uses, _plain(prose.plain, cell), address_of_term)
            words += filter(None, [text])
        elif shown(cell):
            words += [f"**{name}**" for name in filter(None, [cell.metadata.get("tab")])]
            yield from _markdown(words)
            cell.python = _plain(_python, cell)
            yield cell
            words = []
    yield from _markdown(words)


def _python(source: str) -> str:
    return without_magics(source, strict=True).strip("\n")


def _plain(turned: Callable[[str], str], cell: NotebookNode) -> str:
    """Return what a cell is turned into; the line of an error is one of the page."""
    try:
        return turned(cell.source)
    except (UnknownMarkupError, UnknownMagicError) as error:
        error.line += cell.line
        raise


def _markdown(words: list[str]) -> list[NotebookNode]:
    return [NotebookNode(cell_type="markdown", source="\n\n".join(words))] if words else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_config_value("site_colab", "", "html", str)
    app.connect("html-page-context", add_downloads)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
