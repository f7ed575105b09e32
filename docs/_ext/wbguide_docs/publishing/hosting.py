"""Tell hosts how to serve the site: `_headers`, which Netlify, Cloudflare and others read.

The files in `deploy/` tell nginx and Caddy the same; tests hold all three together.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
FOREVER = "public, max-age=31536000, immutable"  # what another content has another address for
CHECKED = re.compile(r'(?:src|href)="(?:\.\./)*(_static/[^"?]+)\?v=')


def headers_file(pages: list[str]) -> str:
    """Return `_headers`: all files with `HEADERS`, and those that pages link with a checksum kept.

    A rule is for a path and knows no checksum. Of what has no rule, these hosts have a browser ask
    each time whether it is new.
    """
    kept = sorted({found[1] for page in pages for found in CHECKED.finditer(page)})
    rules = [("/*", HEADERS), *((f"/{path}", {"Cache-Control": FOREVER}) for path in kept)]
    lines = [
        line
        for path, headers in rules
        for line in (path, *(f"  {name}: {value}" for name, value in headers.items()))
    ]
    return "\n".join([*lines, ""])


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file, once the pages are there."""
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    site = Path(app.outdir)
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    (site / "_headers").write_text(headers_file(pages), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
