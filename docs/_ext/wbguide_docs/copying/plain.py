"""Write each page as plain Markdown with its outputs, for machines that read.

The file lies beside its page, whose head names it. What the page hides is not in it, and its links
lead to the Markdown of other pages, wherever the site is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from nbformat import NotebookNode, v4
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.text import TextTranslator

from wbguide_docs.copying.downloads import GLUED, cells_shown, notebook_with_outputs
from wbguide_docs.copying.magics import UnknownMagicError
from wbguide_docs.copying.markdown import DOLLAR, UnknownMarkupError
from wbguide_docs.reading.outputs import CHART
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.warning import warn

LINK = '<link rel="alternate" type="text/markdown" href="{name}.md">\n'
FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
# What a page of the site has and a notebook does without.
LISTED = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<what>toctree|glossary|eval-rst)\}\n(?P<content>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
OPTION = re.compile(r"^:[\w-]+:.*\n", re.MULTILINE)
SUBSTITUTION = re.compile(r"\{\{ (\w+) \}\}")
DOCUMENTED = re.compile(r"^\.\. auto\w+:: (\S+)$", re.MULTILINE)
COLOR = re.compile(r"\x1b\[[0-9;]*m")
TERM = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<page>[^()\s]*)#term-[^()\s]*\)")


def write(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the Markdown of a page, and name it in the page's head."""
    if not doctree or app.builder.format != "html":
        return
    try:
        text = markdown(app, page, doctree)
    except (UnknownMarkupError, UnknownMagicError) as error:
        if read_page(app.env, page).notebook is None:  # else `downloads` has said so
            warn(str(error), page, error.line, "markdown")
        return
    path = Path(app.outdir, f"{page}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    link = LINK.format(name=PurePosixPath(page).name)
    context["metatags"] = context.get("metatags", "") + link


def markdown(app: Sphinx, page: str, doctree: nodes.document) -> str:
    """Return a page as Markdown; raise UnknownMarkupError where there is none for it."""
    notebook = notebook_with_outputs(app, page)
    if notebook is None:
        whole = FRONT_MATTER.sub("", read_page(app.env, page).text)
        notebook = v4.new_notebook(cells=[v4.new_markdown_cell(whole)])
        notebook.cells[0].line = 1

    def address(name: str) -> str:
        return relpath(f"{name}.md", str(PurePosixPath(page).parent))

    listed = partial(_listed, app, page, doctree)
    known = app.config.myst_substitutions
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = SUBSTITUTION.sub(
                lambda found: str(known[found[1]]), LISTED.sub(listed, cell.source)
            )

    def linked(term: re.Match[str]) -> str:
        here = term["page"] == PurePosixPath(page).name + ".md"
        return term["text"] if here else f"[{term['text']}]({term['page']})"

    # Markdown has no place within a page that a link could name.
    parts = [
        TERM.sub(linked, cell.source).replace(DOLLAR, r"\$")
        if cell.cell_type == "markdown"
        else _code(cell)
        for cell in cells_shown(app, page, notebook, address)
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _listed(app: Sphinx, page: str, doctree: nodes.document, found: re.Match[str]) -> str:
    """Return as Markdown what Sphinx makes a list of: pages, terms, functions."""
    content = OPTION.sub("", found["content"])
    match found["what"]:
        case "toctree" if ":hidden:" in found["content"]:
            return ""
        case "toctree":
            folder = str(PurePosixPath(page).parent)
            titles = {name: app.env.titles[name] for name in app.env.toctree_includes[page]}
            return "\n".join(
                f"- [{title.astext()}]({relpath(name, folder)}.md)"
                for name, title in titles.items()
            )
        case "glossary":
            entries = re.findall(r"^(\S.*)\n((?:[ ]+\S.*\n?)+)", content, re.MULTILINE)
            return "\n".join(f"- **{term}**: {' '.join(text.split())}" for term, text in entries)
    return _fenced(_documented(app, doctree, DOCUMENTED.findall(content)), "text")


def _documented(app: Sphinx, doctree: nodes.document, names: list[str]) -> str:
    """Return what a page says of functions and classes, as Sphinx writes it in plain text."""
    document = new_document("", doctree.settings)
    for entry in doctree.findall(addnodes.desc):
        signature = entry.next_node(addnodes.desc_signature)
        (identifier, *_) = signature["ids"] if signature and signature["ids"] else [""]
        inside = isinstance(entry.parent, addnodes.desc_content)
        if not inside and any(f"{identifier}.".startswith(f"{name}.") for name in names):
            document.append(entry.deepcopy())
    for link in list(document.findall(nodes.inline)):
        if "viewcode-link" in link["classes"]:
            link.parent.remove(link)
    writer = TextTranslator(document, app.builder)  # type: ignore[arg-type]  # asks for settings only
    document.walkabout(writer)
    return str(writer.body).strip("\n")


def _code(cell: NotebookNode) -> str:
    """Return the code that a page shows, and what it shows below."""
    tags = cell.metadata.get("tags", [])
    code = [] if "remove-input" in tags else [_fenced(cell.source, "python")]
    text = "\n\n".join([*code, *_outputs(cell)])
    if "hide-cell" in tags:
        return f"<details>\n<summary>Show the solution</summary>\n\n{text}\n\n</details>"
    return text


def _outputs(cell: NotebookNode) -> Iterator[str]:
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "stream":
            yield _fenced(output.text, "text")
        elif output.output_type == "error":
            yield _fenced(f"{output.ename}: {output.evalue}", "text")
        elif CHART in data or any(kind.startswith("image/") for kind in data):
            yield f"*Figure: {' '.join(alt.split())}*"
        elif GLUED not in data and "text/plain" in data:
            yield _fenced(data["text/plain"], "text")


def _fenced(text: str, language: str) -> str:
    text = COLOR.sub("", text).strip("\n")
    return f"```{language}\n{text}\n```" if text else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("html-page-context", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
