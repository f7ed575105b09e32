"""Resolve references to other projects without a network, from lists of names kept as text.

Sphinx reads inventories compressed. Those of whole projects are large, and change without us. The
lists in `_inventories` hold only what this site refers to, so that a review can see each name.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

HEADER_LINES = 4


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    # Before intersphinx, which then finds real inventories, looks at its settings.
    app.connect("config-inited", compress_inventories, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def compress_inventories(app: Sphinx, config: Config) -> None:
    """Point intersphinx to a compressed copy of each text file that its mapping names."""
    folder = Path(app.outdir).parent / "inventories"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (address, listed) in list(config.intersphinx_mapping.items()):
        text = (Path(app.confdir) / listed).read_bytes()
        # Named after its content: with a new mapping, Sphinx reads the pages again.
        target = folder / f"{name}-{zlib.crc32(text):08x}.inv"
        target.write_bytes(compressed(text))
        config.intersphinx_mapping[name] = (address, str(target))


def compressed(text: bytes) -> bytes:
    """Return an inventory as Sphinx reads it: its header plain, its names compressed."""
    lines = text.splitlines(keepends=True)
    return b"".join(lines[:HEADER_LINES]) + zlib.compress(b"".join(lines[HEADER_LINES:]))
