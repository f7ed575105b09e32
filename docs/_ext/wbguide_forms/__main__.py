"""Make all forms: ``python -m wbguide_forms SITE FORMS DIST`` from the site and the wheel in DIST.

The site may bring its own wheel; then that is taken.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import wbguide
from wbguide_forms.archive import write_site
from wbguide_forms.course import write_course
from wbguide_forms.epub import write_epub
from wbguide_forms.pages import pages_in_order
from wbguide_forms.pdf import write_pdf

DAY = re.compile(r'"dateModified": "(\d{4}-\d{2}-\d{2})"')
FIRST_DAY = "1980-01-01"


def last_day(site: Path) -> str:
    """Return the day on which a page was last changed, or an early one if none says so."""
    pages = (path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    return max((day for page in pages for day in DAY.findall(page)), default=FIRST_DAY)


def make(site: Path, forms: Path, dist: Path) -> None:
    """Make them, and say how long each took and how large it is."""
    version, day = wbguide.__version__, last_day(site)
    wheel = next(each for folder in (site, dist) for each in sorted(folder.glob("wbguide-*.whl")))
    base = os.environ.get("SITE_URL", "")
    base = base and base.rstrip("/") + "/"
    order = pages_in_order(site)
    makers: dict[str, Callable[[Path], None]] = {
        "wbguide-site.zip": lambda path: write_site(path, site),
        "wbguide-course.zip": lambda path: write_course(path, site, wheel, order, base),
        "wbguide.epub": lambda path: write_epub(path, site, version, day),
        "wbguide.pdf": lambda path: write_pdf(path, site, version, day),
    }
    for name, maker in makers.items():
        start = time.perf_counter()
        maker(forms / name)
        seconds, size = time.perf_counter() - start, (forms / name).stat().st_size
        sys.stdout.write(f"{name}: {seconds:.1f} s, {size} bytes\n")


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
