"""Read pages as MyST-NB reads them: their cells, the syntax of the code, the prose."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def setup(_app: Sphinx) -> dict[str, Any]:
    """Say that Sphinx may read and write pages side by side."""
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
