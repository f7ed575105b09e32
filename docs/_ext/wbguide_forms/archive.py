"""Write archives that are the same to the byte whenever and wherever they are made."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # that a ZIP file knows
FORMS = re.compile(rb'<p class="wb-forms">.*?</p>', re.DOTALL)
UNREAD = re.compile(r"\.doctrees/|\.buildinfo|wbguide[^/]*\.(zip|pdf|epub)$")


def write_zip(path: Path, files: Mapping[str, bytes], stored: str = "") -> None:
    """Write files in the order of their names, but first the one to be `stored` as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files, key=lambda name: (name != stored, name)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)


def write_site(path: Path, site: Path) -> None:
    """Write the site, to be read from a folder."""
    names = (each.relative_to(site) for each in site.rglob("*") if each.is_file())
    kept = {
        f"wbguide-site/{name.as_posix()}": name
        for name in names
        if not UNREAD.match(name.as_posix())
    }
    # What lies beside the site on a host does not lie in the archive.
    write_zip(path, {name: FORMS.sub(b"", (site / kept[name]).read_bytes()) for name in kept})
