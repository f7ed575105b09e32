"""Let readers answer an exercise in the page, without Python and without a server.

A cell of the course that calls a checker of `wbguide.exercises` gets a field below it. What the
checker knows is written into the page when that is built, and `exercises.js` judges as the checker
does. A function can be judged by Python alone: there stands what to do instead.
"""

from __future__ import annotations

import ast
import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader

from wbguide_docs.course import DEEPER, TUTORIALS
from wbguide_docs.reading.pages import read_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    # Not at run time: a site without exercises needs no package that has them.
    from wbguide.exercises import Check
    from wbguide.exercises._numbers import Numbers

PACKAGE = "wbguide.exercises"
FUNCTION = (
    '<p class="wb-exercise-function">The answer is a function, which Python has to check: '
    "save this page as a notebook, by the link below its title, or copy the cell above, "
    "change the function there, and run it.</p>"
)
FORM = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
).get_template("exercise.html")


def checker_called(tree: ast.Module) -> tuple[str, str] | None:
    """Return the module and the name of the checker that a cell imports and calls, if any."""
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if node.module.startswith(f"{PACKAGE}.")
    }
    for node in tree.body:
        match node:
            case ast.Expr(ast.Call(func=ast.Name(id=name))) if name in imported:
                return imported[name]
    return None


def known_to(check: Check) -> dict[str, Any]:
    """Return the answer, the mistakes and the tolerance of a checker, as JSON has them."""
    judge = check._judge
    (right,) = judge.right
    # The mistakes of a checker of numbers are numbers, one case each.
    mistakes = [(*_plain(*outcomes), why) for outcomes, why in judge.mistakes]  # type: ignore[arg-type]
    return {"right": _plain(right), "mistakes": mistakes, "rtol": judge.rtol}


def _plain(numbers: Numbers) -> tuple[Any, bool]:
    return numbers.values.tolist(), numbers.whole


def form(page: str, heading: str, name: str, check: Check) -> str:
    """Return the field for the answer to the checker of this name, below a heading of a page."""
    data = json.dumps(
        known_to(check), ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).replace("<", "\\u003c")  # within a script, `</script>` would end it
    place, stable = f"wb-exercise-{name}", f"{page}#{name}"
    return FORM.render(place=place, stable=stable, heading=heading, data=data)


def add_fields(app: Sphinx, document: nodes.document) -> None:
    """Put a field below each cell that is an exercise, once the page has been run and checked."""
    page = app.env.docname
    if page.partition("/")[0] not in (TUTORIALS, DEEPER):
        return
    called = {
        cell.number: found
        for cell in read_page(app.env, page).cells
        if not cell.unseen and (found := checker_called(cell.tree))
    }
    for node in list(document.findall(nodes.container)):
        if node.get("nb_element") != "cell_code" or node["cell_index"] not in called:
            continue
        module, name = called[node["cell_index"]]
        checker = getattr(import_module(module), name)
        numeric = isinstance(checker, import_module(PACKAGE).Check)
        heading = next(iter(node.parent.findall(nodes.title))).astext()
        html = form(page, heading, name, checker) if numeric else FUNCTION
        node.parent.insert(node.parent.index(node) + 1, nodes.raw("", html, format="html"))
        document["exercises"] = document.get("exercises", 0) + numeric


def add_script(app: Sphinx, *page: Any) -> None:
    """Link the script on pages that have a field, and on no other."""
    doctree: nodes.document | None = page[-1]
    if doctree and doctree.get("exercises"):
        app.add_js_file("exercises.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", add_fields, priority=600)  # after what authors wrote is checked
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
