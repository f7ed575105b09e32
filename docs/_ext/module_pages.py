"""Spare a build that reads no page the import of all modules whose source the site shows.

To learn how old a module's file is, `sphinx.ext.viewcode` imports it, and with it Matplotlib and
Altair. But none can have changed: a change of a package has all pages run, and read, again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def keep_pages(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Let viewcode write no page if nothing is about to be read, and its pages are there."""
    if not docnames and Path(app.outdir, "_modules/index.html").exists():
        app.connect("html-collect-pages", hide_modules, priority=400)  # before it looks


def hide_modules(app: Sphinx) -> list[Any]:
    """Hide what viewcode knows, once the environment has been saved; add no page."""
    vars(app.env).pop("_viewcode_modules", None)
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("env-before-read-docs", keep_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
