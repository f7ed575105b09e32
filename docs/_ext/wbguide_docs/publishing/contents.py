"""Publish what readers need, and nothing else.

Sphinx and its themes leave files in the folder of the site that no page asks for. Those are taken
away, and the build warns of each file of a kind that is not listed here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import getLogger

logger = getLogger(__name__)

# In `_static`; what pages need of it is in the two bundles of `assets`.
UNUSED = (
    *("basic.css", "debug.css", "mystnb.*.css", "pygments.css", "skeleton.css", "styles/*"),
    *("file.png", "minus.png", "plus.png"),  # of an index that this site does not have
    # Of the search that Sphinx has, and this site does not.
    *("base-stemmer.js", "english-stemmer.js", "language_data.js", "searchtools.js"),
    *("doctools.js", "documentation_options.js", "sphinx_highlight.js"),
    *("scripts/*.js", "scripts/*.map"),  # the license that Furo's script names stays
)
TAKEN = re.compile(r"\.(ipynb|md|py|taken\.js)$")  # lies beside the page that it is a copy of
PUBLISHED = re.compile(
    r"""
      ([\w-]+/)*[\w-][\w.-]*\.html  # pages
    | _static/(fonts/)?[\w.-]+\.(css|js|png|svg|woff2)  # what they load
    | _static/([\w-]+/)*(OFL|[\w.-]+licenses|[\w.-]+\.LICENSE)\.txt  # whose work that is
    | (search-data|terms)\.js | objects\.inv  # what is where, for readers and for other sites
    | (robots|llms|llms-full)\.txt | sitemap\.xml | feed\.xml  # for machines
    | _headers  # for a host
    | wbguide[\w.+-]*\.(whl|zip|pdf|epub)  # the package, and other forms of the site
    """,
    re.VERBOSE,
)
BUILD_INFO = ".buildinfo"  # by which Sphinx knows whether pages are as the settings say


def unexpected(site: Path) -> Iterator[str]:
    """Yield the path of each file in a folder that readers have no use for.

    A folder whose name begins with a dot counts as one.
    """
    for folder, folders, files in os.walk(site):
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = sorted(set(folders) - {*hidden})
        for name in sorted(hidden + files):
            path = Path(folder, name)
            file = path.relative_to(site).as_posix()
            is_copy = TAKEN.search(file) and (site / TAKEN.sub(".html", file)).exists()
            if not is_copy and not PUBLISHED.fullmatch(file):
                yield file


def bring_build_info(app: Sphinx) -> None:
    """Put the notes of the last build where Sphinx looks for them."""
    kept = Path(app.doctreedir, BUILD_INFO)
    if isinstance(app.builder, StandaloneHTMLBuilder) and kept.exists():
        kept.replace(Path(app.outdir, BUILD_INFO))


def tidy(app: Sphinx, exception: Exception | None) -> None:
    """Take away what is not published, and warn of what may have to be."""
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    site = Path(app.outdir)
    for pattern in UNUSED:
        for path in site.glob(f"_static/{pattern}"):
            path.unlink()
    (site / BUILD_INFO).replace(app.doctreedir / BUILD_INFO)
    for path in site.glob(f"{BUILD_INFO}.*"):
        path.unlink()
    for file in unexpected(site):
        logger.warning(
            "readers have no use for this file: keep it out of the site, or list it in PUBLISHED",
            location=file,
            type="published",
        )


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("builder-inited", bring_build_info)
    app.connect("build-finished", tidy, priority=900)  # after those who write
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
