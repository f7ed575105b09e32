"""Give readers what they take away: cells that run on their own, notebooks, scripts, Markdown."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

MODULES = (
    "wheel",
    "install",  # before `snippets`, whose lines are placed by the reader's browser
    "snippets",
    "downloads",
    "plain",
    "llms",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the modules that connect to Sphinx."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
