"""Make an incremental build write what a fresh one would.

Sphinx does not see all that a page depends on, and forgets what it knew of pages that it does not
write again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.index_entries import split_index_msg


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_config_value("extensions_digest", "", "env", str)
    app.connect("config-inited", note_extensions)
    app.connect("env-before-read-docs", choose_module_pages)
    app.connect("html-collect-pages", recall_index_entries)
    app.connect("build-finished", forget_after_warnings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def note_extensions(_: Sphinx, config: Config) -> None:
    """Have all pages read after a change of the extensions beside this, unseen by Sphinx."""
    sha = hashlib.sha256()
    here = Path(__file__).parents[1]
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.toml")]):
        sha.update(path.read_bytes())
    config.extensions_digest = sha.hexdigest()


def recall_index_entries(app: Sphinx) -> list[Any]:
    """Give the index of the search the entries of all pages: Sphinx has those just written only."""
    indexer = app.builder.indexer if isinstance(app.builder, StandaloneHTMLBuilder) else None
    if indexer:
        indexer._index_entries = {
            page: sorted(
                {
                    (part, target or "", main)
                    for kind, value, target, main, _ in entries
                    for part in split_index_msg(kind, value)
                }
            )
            for page, entries in sorted(app.env.domains.index_domain.entries.items())
        }
    return []


def choose_module_pages(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Have the pages with the source of modules written when any page is read, and only then.

    `sphinx.ext.viewcode` writes such a page if the module is newer, and so leaves it with an old
    sidebar when pages come or go. And to learn how old a module is, it imports it, and with it
    Matplotlib and Altair, though any change of a package has all pages read again.
    """
    written = list(Path(app.outdir, "_modules").rglob("*.html"))
    if docnames:
        for page in written:
            os.utime(page, (0, 0))  # older than any module
    elif written:
        app.connect("html-collect-pages", hide_modules, priority=400)  # before viewcode looks


def hide_modules(app: Sphinx) -> list[Any]:
    """Hide what viewcode knows, once the environment has been saved; add no page."""
    vars(app.env).pop("_viewcode_modules", None)
    return []


def forget_after_warnings(app: Sphinx, _: Exception | None) -> None:
    """Have the next build repeat the warnings of this one, even of pages that do not change."""
    if app._warncount:
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
