"""What cells put out, as those who read a page's code may ask for it.

`page-outputs` is the event to ask with: emit it with a page as a notebook, and the room that runs
pages fills in the outputs of its code cells.
"""

from __future__ import annotations

import re

EVENT = "page-outputs"
CHART = "application/vnd.vegalite.v6+json"  # as Altair 6 calls its charts
NARROW = "wb-narrow"  # the name of the metadata of a figure that hold its drawing for a phone
HALO = "wb-halo"  # the name of a text with a stroke around it
_METADATA = re.compile(rf'<metadata id="{NARROW}">.*</metadata>\n', re.DOTALL)


def one_drawing(svg: str) -> str:
    """Return a figure without its drawing for a phone."""
    return _METADATA.sub("", svg)
