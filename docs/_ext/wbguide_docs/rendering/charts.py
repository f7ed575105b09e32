"""Put Altair charts into pages such that a reader moves them there.

A page with a chart works without a script, and asks nothing of another host. MyST-NB finds `Charts`
among the entry points in `pyproject.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from wbguide_docs.rendering import vega as vega_bundle
from wbguide_docs.rendering.chart_markup import chart_html

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx

MIME_TYPE = "application/vnd.vegalite.v6+json"


class Charts:
    """MyST-NB's plugin for outputs that are Vega-Lite charts."""

    mime_priority_overrides: ClassVar = [("*", MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer,
        data: MimeData,
        inline: bool,  # noqa: FBT001  # as MyST-NB calls it
    ) -> list[nodes.Element] | None:
        """Return the chart as a part of the page, or None for any other output."""
        if inline or data.mime_type != MIME_TYPE:
            return None
        chart: Any = data.content
        setting = renderer.renderer.get_cell_level_config
        options = setting("render_image_options", data.cell_metadata, data.line)
        alt = " ".join(str(options.get("alt", "")).split())
        page = renderer.renderer.document
        page["charts"] = page.get("charts", 0) + 1
        node = nodes.raw("", chart_html(chart, alt, page["charts"]), format="html")
        node["chart"] = {"alt": alt, "width": chart.get("width")}  # for those who check pages
        return [node]


def add_files(app: Sphinx, *page: Any) -> None:
    """Link the script and the style on pages that have a chart, and on no other."""
    doctree: nodes.document | None = page[-1]
    if doctree and "charts" in doctree:
        attributes: dict[str, Any] = {"data-vega": vega_bundle.FILE}
        app.add_css_file("figures.css")  # the colors
        app.add_css_file("charts.css")
        app.add_js_file("charts.js", loading_method="defer", **attributes)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what a page with a chart needs."""
    app.setup_extension("wbguide_docs.rendering.vega")
    app.connect("html-page-context", add_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
