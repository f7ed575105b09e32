"""Give the prose of a page what its code computes.

This runs in the process of the page, where `glue` is at hand. MyST-NB's own function of this name
shows what it is given unless told otherwise, and must be imported on every page.
"""

from __future__ import annotations

from IPython.core.formatters import format_display_data
from IPython.display import display

PREFIX = "application/papermill.record/"  # by which MyST-NB knows what is not to be shown


def glue(**values: object) -> None:
    """Keep each value, as it is now, under its name, for the role `glue:text`.

    What holds one number, such as a NumPy scalar, is kept as that number, which can be rounded.
    """
    for name, value in values.items():
        item = getattr(value, "item", None)
        content, metadata = format_display_data(item() if item else value)
        data = {PREFIX + kind: text for kind, text in content.items()}
        about = {"scrapbook": {"name": name, "mime_prefix": PREFIX}}
        display(data, raw=True, metadata=metadata | about)
