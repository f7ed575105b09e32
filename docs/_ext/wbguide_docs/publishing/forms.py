"""Link the other forms of the site at the foot of each page, where they lie beside it.

They are made from the built site, so whoever publishes both says so, in `FORMS=1`, before it is
built; elsewhere the links would be dead.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

FORMS = {
    "wbguide.pdf": "PDF",
    "wbguide.epub": "EPUB",
    "wbguide-site.zip": "archive to read offline",
    "wbguide-course.zip": "all notebooks",
}


def add_links(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the links to a page."""
    if doctree and app.config.site_forms:
        links = " · ".join(
            f'<a href="{context["pathto"](name, resource=True)}" download>{text}</a>'
            for name, text in FORMS.items()
        )
        context["body"] += f'<p class="wb-forms">The whole site: {links}</p>'


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_config_value("site_forms", default=False, rebuild="html", types=bool)
    app.connect("html-page-context", add_links)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
