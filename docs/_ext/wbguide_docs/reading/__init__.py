"""Read pages as MyST-NB reads them: their cells, the syntax of the code, the prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wbguide_docs.reading.outputs import EVENT

if TYPE_CHECKING:  # the process of a page imports this, too
    from sphinx.application import Sphinx

MODULES = ("format", "terms")


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the modules that connect to Sphinx, and the events by which the rooms talk of runs."""
    for module in MODULES:
        app.setup_extension(f"{__name__}.{module}")
    app.add_event(EVENT)
    app.add_event("pages-executed")  # with the pages just run or found in store, by name
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
