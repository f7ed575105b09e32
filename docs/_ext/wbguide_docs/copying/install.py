"""The directive `install`: the line that installs some packages, the site's own from the site.

```{install} wbguide[interactive,plot] keras
```
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from wbguide_docs.copying.requirements import as_line
from wbguide_docs.copying.wheel import HOME, placed_from


class Install(SphinxDirective):
    """A line to copy, which `page.js` completes with where the reader is."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the line."""
        line = install_command(self.arguments[0])
        block = nodes.literal_block(line, line, language="sh", classes=["wb-install"])
        self.set_source_info(block)
        return [block]


def install_command(packages: str) -> str:
    """Return what to type in order to install some packages, with addresses yet to be placed."""
    return as_line(packages.split(), "pip install ")


def place_lines(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Name the wheel in the lines of a page, for readers without JavaScript too."""
    if doctree and HOME in context["body"]:
        context["body"] = placed_from(app, page, context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_directive("install", Install)
    app.connect("html-page-context", place_lines)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
