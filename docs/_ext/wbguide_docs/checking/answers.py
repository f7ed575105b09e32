"""Hold answers to what finds them: the message of an error, and a line in the index."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from wbguide_docs.answers import ANSWERS, folder_of, message_of
from wbguide_docs.checking.headings import SILENT
from wbguide_docs.reading.outputs import EVENT
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.warning import warn


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of an error whose message its page does not show, and of an answer without a line."""
    name = app.env.docname
    folder = folder_of(name)
    if folder not in ANSWERS:
        return
    if name == f"{folder}/index":
        for page in sorted(_listed(document) - _described(app, document)):
            fault = f"say in a line of this index what {page} answers"
            warn(fault, name, 1, "answer")
        return
    message = message_of(app.env, name)
    silent = any(heading.astext() == SILENT for heading in document.findall(nodes.title))
    if folder == "errors" and not silent and not message:
        warn("say in the front matter which `message` leads to this page", name, 1, "answer")
    if message and _plain(message) not in _plain(shown(app, name)):
        fault = f"no cell of this page shows the message that leads to it: {message}"
        warn(fault, name, 1, "answer")


def shown(app: Sphinx, name: str) -> str:
    """Return what the cells of a page print and raise."""
    notebook = deepcopy(read_page(app.env, name).notebook)
    if notebook is None:
        return ""
    app.emit(EVENT, notebook)
    texts = []
    for output in (each for cell in notebook.cells for each in cell.get("outputs", ())):
        if output.output_type == "error":
            texts.append(f"{output.ename}: {output.evalue}")
        elif output.output_type == "stream":
            texts.append(output.text)
    return "\n".join(texts)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _listed(document: nodes.document) -> set[str]:
    return {page for tree in document.findall(addnodes.toctree) for page in tree["includefiles"]}


def _described(app: Sphinx, document: nodes.document) -> set[str]:
    links = document.findall(addnodes.pending_xref)
    found = [link["reftarget"] for link in links if link.get("reftype") == "doc"]
    return {app.env.relfn2path(target, app.env.docname)[0].removesuffix(".md") for target in found}


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
