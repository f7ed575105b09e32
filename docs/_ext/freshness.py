"""Make an incremental build say what a fresh one would."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.setup_extension("module_pages")
    app.add_config_value("freshness_digest", "", "env", str)
    app.connect("config-inited", note_extensions)
    app.connect("build-finished", forget_after_warnings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def note_extensions(_: Sphinx, config: Config) -> None:
    """Have all pages read after a change of the extensions beside this, unseen by Sphinx."""
    sha = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("*.toml")]):
        sha.update(path.read_bytes())
    config.freshness_digest = sha.hexdigest()


def forget_after_warnings(app: Sphinx, _: Exception | None) -> None:
    """Have the next build repeat the warnings of this one, even of pages that do not change."""
    if app._warncount:
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
