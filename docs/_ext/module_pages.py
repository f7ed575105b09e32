"""Spare a build that reads no page the import of all modules whose source the site shows.

To learn how old a module's file is, `sphinx.ext.viewcode` imports it, and with it Matplotlib and
Altair. But none can have changed: a change of a package has all pages run, and read, again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def keep_pages(app: Sphinx, env: BuildEnvironment, *names: set[str]) -> list[str]:
    """Let viewcode find no module if nothing is to be read, and it wrote its pages before."""
    if not any(names) and Path(app.outdir, "_modules/index.html").exists():
        vars(env).pop("_viewcode_modules", None)  # not saved: the environment is as it was
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("env-get-outdated", keep_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
