"""Put versions of the site beside one another: python -m wbguide_docs.versions FOLDER.

The folder holds one site for each version, each in a folder of its name: `latest`, `1.0.0`, ….
This makes `stable`, a copy of the newest release, and gives each page a switcher, which keeps the
page, and a link that tells search engines which of the versions to show. Run it again whenever a
version comes or goes: it changes only what it has written itself.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

LATEST, STABLE = "latest", "stable"
RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)")
SWITCHER = ("versions.css", "versions.js")  # beside the versions; older ones have no style for it
WRITTEN = re.compile(r'<(?:link|script) data-versions="[^>]*>(?:</script>)?')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
FRONT = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>wbguide</title>
<meta http-equiv="refresh" content="0; url={first}/index.html"></head>
<body><a href="{first}/index.html">wbguide</a></body></html>
"""


def place_beside(folder: Path) -> list[str]:
    """Link the versions in a folder with one another, and return their names, newest first."""
    releases = sorted(
        (path.name for path in folder.iterdir() if RELEASE.fullmatch(path.name)),
        key=lambda name: tuple(map(int, name.split("."))),
        reverse=True,
    )
    shutil.rmtree(folder / STABLE, ignore_errors=True)
    if releases:
        shutil.copytree(folder / releases[0], folder / STABLE)
    names = [name for name in (LATEST, STABLE) if (folder / name).is_dir()] + releases
    if not names:
        message = f"{folder} must have a folder such as latest or 1.0.0; found none"
        raise ValueError(message)
    pages = {name: _pages(folder / name) for name in names}
    for version in names:
        for page in pages[version]:
            path = folder / version / page
            html = path.read_text(encoding="utf-8")
            path.write_text(linked(html, version, page, pages), encoding="utf-8")
    for name in SWITCHER:
        shutil.copy(Path(__file__).with_name(name), folder)
    list_of = f"window.wbVersions = {json.dumps(names)};\n"
    script = folder / SWITCHER[1]
    script.write_text(list_of + script.read_text(encoding="utf-8"), encoding="utf-8")
    first = STABLE if STABLE in names else LATEST
    (folder / "index.html").write_text(FRONT.format(first=first), encoding="utf-8")
    return names


def linked(html: str, version: str, page: str, pages: Mapping[str, set[str]]) -> str:
    """Return a page of a version with links to the switcher and to the page to be found."""
    shown = STABLE if page in pages.get(STABLE, ()) else LATEST
    known = "|".join(map(re.escape, pages))
    end = re.compile(rf"/({known})/{re.escape(page)}$")

    def to_shown(link: re.Match[str]) -> str:
        address = end.sub(f"/{shown}/{page}", link[1])
        return f'<link rel="canonical" href="{address}">'

    up = "../" * (page.count("/") + 1)
    without = " ".join(name for name, held in pages.items() if page not in held)
    links = (
        f'<link data-versions="" rel="stylesheet" href="{up}{SWITCHER[0]}">'
        f'<script data-versions="{version}" data-page="{page}" data-without="{without}"'
        f' src="{up}{SWITCHER[1]}" defer></script>'
    )
    html = CANONICAL.sub(to_shown, WRITTEN.sub("", html))
    return html.replace("</head>", f"{links}</head>", 1)


def _pages(site: Path) -> set[str]:
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    return pages - {"404.html"}  # which is served at any address


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(*place_beside(Path(sys.argv[1])))  # noqa: T201  # a command's answer
