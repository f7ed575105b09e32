"""Run the code of pages, judge how that went, and keep what it put out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the process of a page imports this, too
    from sphinx.application import Sphinx

MODULES = ("runner",)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the modules that connect to Sphinx."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
