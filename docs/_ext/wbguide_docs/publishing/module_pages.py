"""Write the pages that show the source of modules when any page is read, and only then.

`sphinx.ext.viewcode` writes such a page if the module is newer, and so leaves it with an old
sidebar when pages come or go. And to learn how old a module is, it imports it, and with it
Matplotlib and Altair, even if nothing changed: any change of a package has all pages read again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def choose_pages(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Let viewcode write all of its pages, or none if nothing is about to be read."""
    written = list(Path(app.outdir, "_modules").rglob("*.html"))
    if docnames:
        for page in written:
            os.utime(page, (0, 0))  # older than any module
    elif written:
        app.connect("html-collect-pages", hide_modules, priority=400)  # before it looks


def hide_modules(app: Sphinx) -> list[Any]:
    """Hide what viewcode knows, once the environment has been saved; add no page."""
    vars(app.env).pop("_viewcode_modules", None)
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("env-before-read-docs", choose_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
