"""Make an incremental build write what a fresh one would.

Sphinx does not see all that a page depends on.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_config_value("extensions_digest", "", "env", str)
    app.connect("config-inited", note_extensions)
    app.connect("env-before-read-docs", choose_module_pages)
    app.connect("env-updated", rewrite_after_titles)
    app.connect("build-finished", forget_after_warnings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def note_extensions(_: Sphinx, config: Config) -> None:
    """Have all pages read after a change of extensions or libraries, unseen by Sphinx."""
    folders = [Path(folder or ".") for folder in sys.path]
    installed = {path.name for folder in folders for path in folder.glob("*.dist-info")}
    sha = hashlib.sha256(json.dumps(sorted(installed)).encode())
    here = Path(__file__).parents[1]
    for path in sorted(path for kind in ("py", "toml", "html") for path in here.rglob(f"*.{kind}")):
        sha.update(path.read_bytes())
    config.extensions_digest = sha.hexdigest()


def choose_module_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Have the pages with the source of modules written when that or the sidebar is new.

    `sphinx.ext.viewcode` writes such a page if the module is newer, and so leaves it with an old
    sidebar when pages come or go. And to learn how old a module is, it imports it, and with it
    Matplotlib and Altair, even where only prose has changed.
    """

    def choose(_: Sphinx) -> list[Any]:
        _age_or_hide_module_pages(app, env, {*docnames})
        return []

    app.connect("html-collect-pages", choose, priority=400)  # before viewcode looks


def _age_or_hide_module_pages(app: Sphinx, env: Any, read: set[str]) -> None:
    written = [*Path(app.outdir, "_modules").rglob("*.html")]
    modules = getattr(env, "_viewcode_modules", {})
    documented_in = {page for entry in modules.values() if entry for page in entry[2].values()}
    around = [_titles(env), env.toctree_includes, app.config.extensions_digest]
    if _is_news(Path(app.doctreedir, "around-modules.json"), around):
        for page in written:
            os.utime(page, (0, 0))  # older than any module
    elif written and not read & documented_in:
        vars(env).pop("_viewcode_modules", None)  # the environment has been saved


def rewrite_after_titles(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have all pages written after a change of a title, which other pages show where they link."""
    news = _is_news(Path(app.doctreedir, "titles.json"), _titles(env))
    return sorted(env.found_docs) if news else []


def _titles(env: BuildEnvironment) -> dict[str, str]:
    return {name: title.astext() for name, title in env.titles.items()}


def _is_news(noted: Path, known: object) -> bool:
    """Note what is known now, and tell whether the last build knew something else, or nothing."""
    now = json.dumps(known, sort_keys=True)
    if noted.exists() and noted.read_text(encoding="utf-8") == now:
        return False
    noted.write_text(now, encoding="utf-8")
    return True


def forget_after_warnings(app: Sphinx, _: Exception | None) -> None:
    """Have the next build repeat the warnings of this one, even of pages that do not change."""
    if app._warncount:
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
