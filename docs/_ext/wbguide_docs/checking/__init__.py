"""Hold each page to what CONTRIBUTING.md promises.

Each module warns with the page, the line and what to do about it, and a warning fails the build.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

MODULES = (
    "alt_text",
    "answers",
    "assertions",
    "markup",
    "headings",
    "lengths",
    "order",
    "numbers",
    "glued",
    "predictions",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the modules that connect to Sphinx."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
