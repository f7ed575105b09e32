"""Hold each page to what CONTRIBUTING.md promises, by the extensions below.

Each warns with the page, the line and what to do about it, and a warning fails the build.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

GATES = (
    "page_checks",
    "page_links",
    "page_template",
    "prose_numbers",
    "public_names",
    "randomness",
    "term_links",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up all of them."""
    for name in GATES:
        app.setup_extension(name)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
