"""Make an incremental build say what a fresh one would."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.util.index_entries import split_index_msg


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.setup_extension("wbguide_docs.publishing.module_pages")
    app.add_config_value("freshness_digest", "", "env", str)
    app.connect("config-inited", note_extensions)
    app.connect("html-collect-pages", recall_index_entries)
    app.connect("build-finished", forget_after_warnings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def note_extensions(_: Sphinx, config: Config) -> None:
    """Have all pages read after a change of the extensions beside this, unseen by Sphinx."""
    sha = hashlib.sha256()
    here = Path(__file__).parents[1]
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.toml")]):
        sha.update(path.read_bytes())
    config.freshness_digest = sha.hexdigest()


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


def forget_after_warnings(app: Sphinx, _: Exception | None) -> None:
    """Have the next build repeat the warnings of this one, even of pages that do not change."""
    if app._warncount:
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
