"""What cells put out, as those who read a page's code may ask for it.

`page-outputs` is the event to ask with: emit it with a page as a notebook, and the room that runs
pages fills in the outputs of its code cells.
"""

from __future__ import annotations

EVENT = "page-outputs"
CHART = "application/vnd.vegalite.v6+json"  # as Altair 6 calls its charts
