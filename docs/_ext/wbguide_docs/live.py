"""Serve the site, and build it again whenever a file is saved.

That is sphinx-autobuild, but that a build is a fork of a process that has imported Sphinx and what
goes with it, and needs no second for that. The site's own modules are imported by each build.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import sphinx_autobuild.__main__ as autobuild
from sphinx.cmd.build import main as build
from sphinx_autobuild.utils import show_message

IMPORTED = (
    "PIL.Image",
    "furo",
    "hatchling.builders.wheel",
    "math_core",
    "myst_nb.sphinx_",
    "nbclient",
    "numpy",
    "sphinx.builders.html",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx.search.en",
    "vl_convert",
)


class Builder:
    """Builds the site, in place of sphinx-autobuild's class of this name."""

    def __init__(self, sphinx_args: list[str], *, url_host: str, **_: list[list[str]]) -> None:
        self._arguments = sphinx_args
        self._address = f"http://{url_host}"

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build the site after a change of files."""
        for path in changed_paths:
            show_message(f"Changed: {path}")
        process = get_context("fork").Process(target=self._build)
        process.start()
        process.join()
        if process.exitcode:
            show_message("The build failed: what is served is older. It said why above.")
        show_message(f"Serving on {self._address}")

    def _build(self) -> None:
        sys.exit(build(self._arguments))


def main() -> None:
    """Serve the site until Ctrl+C."""
    for name in IMPORTED:
        import_module(name)
    autobuild.Builder = Builder
    autobuild.main()


if __name__ == "__main__":
    main()
