"""Write a map of the site for search engines, and leave to come in."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
LET_IN = "User-agent: *\nAllow: /\n"
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Let robots in; and if the address of the site is known, list those of its pages for them."""
    builder, base = app.builder, app.config.html_baseurl
    if exception or not isinstance(builder, StandaloneHTMLBuilder):
        return
    robots, sitemap = Path(app.outdir, "robots.txt"), Path(app.outdir, "sitemap.xml")
    if not base:
        robots.write_text(LET_IN, encoding="utf-8")
        sitemap.unlink(missing_ok=True)  # of an earlier build
        return
    pages = [builder.get_target_uri(name) for name in sorted(app.env.found_docs)]
    urls = "".join(f"<url><loc>{escape(urljoin(base, page))}</loc></url>\n" for page in pages)
    sitemap.write_text(f'{HEAD}<urlset xmlns="{SCHEMA}">\n{urls}</urlset>\n', encoding="utf-8")
    robots.write_text(f"{LET_IN}Sitemap: {urljoin(base, sitemap.name)}\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
