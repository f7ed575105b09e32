"""Give each page one style sheet and one script, where Sphinx and others link a dozen files.

What they hold is chosen here too: no style or script that this site has no use for, and no picture
written into a style sheet, which a strict Content-Security-Policy forbids.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import furo
import sphinx_inline_tabs
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import getLogger

logger = getLogger(__name__)

STYLE = "wbguide.css"
SCRIPT = "wbguide.js"
FURO = furo.THEME_PATH / "static"
TABS = Path(sphinx_inline_tabs.__file__).parent / "static"

# Bundled, or not wanted: Furo's extensions are for Read the Docs' old menu and for directives that
# this site does not use, most of MyST-NB's sheet colors terminal output that it does not show, what
# the tabs' script does is done by ours, and Sphinx's own scripts serve its search.
UNLINKED = re.compile(
    r"pygments\.css|styles/furo(-extensions)?\.css|mystnb[\w.]*\.css|scripts/furo\.js"
    r"|documentation_options\.js|doctools\.js|sphinx_highlight\.js|tabs\.(css|js)"
)

PICTURE = re.compile(r"""url\((['"])data:.*?\1\)""")
FOREIGN = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//")
COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+( \*/)?")


def write_bundles(app: Sphinx, builder: Builder) -> None:
    """Write both files before the pages, whose links carry a checksum of what is linked."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    own = Path(app.confdir) / "_static"
    for path in sorted(own.glob("*.css")):
        source = _read(path)
        for found in FOREIGN.finditer(source):
            line = source.count("\n", 0, found.start()) + 1
            message = "a style sheet loads nothing from another host: keep a copy in the site"
            logger.warning(message, location=f"{path}:{line}", type="markup", subtype="policy")
    styles = [
        furo.get_pygments_stylesheet(),
        _read(FURO / "styles" / "furo.css"),
        _read(TABS / "tabs.css"),
        *(_read(path) for path in sorted(own.glob("*.css"))),
    ]
    # First what decides about light and dark, which must be settled before anything is painted.
    scripts = [_read(own / "page.js"), _read(FURO / "scripts" / "furo.js")]
    folder = Path(builder.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    style = COMMENT.sub("", PICTURE.sub("none", "\n".join(styles)))
    (folder / STYLE).write_text(style, encoding="utf-8")
    (folder / SCRIPT).write_text("\n".join(scripts), encoding="utf-8")


def _read(path: Path) -> str:
    return SOURCE_MAP.sub("", path.read_text(encoding="utf-8")).strip()


def link_bundles(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Unlink what is in the bundles, or has no use on this page."""
    bundled = {path.name for path in Path(app.confdir, "_static").glob("*.css")}
    context["css_files"] = [
        file
        for file in context["css_files"]
        if _name(file) not in bundled and not UNLINKED.fullmatch(_name(file))
    ]
    scripts = context["script_files"]
    # The bundle stands apart: at the head of the body, by `base.html`.
    context["first_script"] = next(file for file in scripts if _name(file) == SCRIPT)
    context["script_files"] = [
        file for file in scripts if _name(file) != SCRIPT and not UNLINKED.fullmatch(_name(file))
    ]


def _name(file: Any) -> str:
    return str(file.filename).removeprefix("_static/")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the files."""
    app.add_css_file(STYLE)
    app.add_js_file(SCRIPT)
    app.connect("write-started", write_bundles)
    app.connect("html-page-context", link_bundles, priority=900)  # after those who link
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
