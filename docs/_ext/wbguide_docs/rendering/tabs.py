"""Let the cells of a page stand in tabs: one whose option `tab` says so is a tab of that name.

What no build runs, such as code for a library that it does not install, stands in the directive
`tab` of sphinx-inline-tabs, which makes one set of all tabs that follow each other. Its script is
left out: our `library.js` keeps the choice from page to page, too.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_inline_tabs._impl import TabContainer

SCRIPT = "library.js"


class CellTabs(SphinxPostTransform):
    """Put each cell that belongs in a tab there, and several of one name into the same."""

    default_priority = 190  # before sphinx-inline-tabs makes sets of them
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Do so for one page."""
        for cell in list(self.document.findall(nodes.container)):
            metadata: dict[str, Any] = cell.get("cell_metadata") or {}
            if "tab" in metadata:
                _move(cell, str(metadata["tab"]))


def _move(cell: nodes.container, name: str) -> None:
    place = cell.parent.index(cell)
    before = cell.parent[place - 1]
    if isinstance(before, TabContainer) and before[0].astext() == name:
        cell.parent.remove(cell)
        before[1].append(cell)
        return
    tab = TabContainer("", type="tab", new_set=False)
    tab.source, tab.line = cell.source, cell.line
    cell.replace_self(tab)
    tab += nodes.label("", name)
    tab += nodes.container("", cell, is_div=True, classes=["tab-content"])


def add_script(app: Sphinx, _page: str, _t: str, context: dict[str, Any], _d: object) -> None:
    """Load the script on pages that have tabs."""
    if 'class="tab-set' in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.setup_extension("sphinx_inline_tabs")
    app.add_post_transform(CellTabs)
    app.connect("html-page-context", add_script, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
