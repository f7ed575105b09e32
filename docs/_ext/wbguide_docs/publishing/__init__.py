"""Write what surrounds the pages: heads, style, search, addresses."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

MODULES = (
    "assets",
    "contents",
    "incremental",
    "inventories",
    "furo",
    "head",
    "hosting",
    "schema",
    "feed",
    "forms",
    "search",
    "sitemap",
    "terms",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the modules that connect to Sphinx."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
