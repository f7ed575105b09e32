"""The Sphinx extensions of the site: a page is read, run, checked, rendered, copied, published.

Each of the six is a room. `reading` imports no other; `running`, `checking`, `rendering` and
`copying` import `reading`; `publishing` imports none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the process of a page imports this, too
    from sphinx.application import Sphinx

ROOMS = ("reading", "running", "checking", "rendering", "copying", "publishing")


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the rooms, in order, after what all of them may ask for: see `owner`."""
    app.add_config_value("site_repository", "", "html", str)
    for room in ROOMS:
        app.setup_extension(f"{__name__}.{room}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
