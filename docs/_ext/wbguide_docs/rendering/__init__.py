"""Draw figures, charts, formulas and fields as parts of the page, in its colors."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

MODULES = (
    "charts",
    "course",
    "exercises",
    "figures",
    "lines",
    "mathml",
    "predictions",
    "tabs",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the modules that connect to Sphinx."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
