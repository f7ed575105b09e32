"""The built site as a host would serve it, and what its reader's browser does with it."""

from __future__ import annotations

import gzip
import mimetypes
import os
import re
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect
from wbguide_docs.publishing.hosting import HEADERS

SITE = Path(os.environ.get("WBGUIDE_SITE", "docs/_build/html")).resolve()
MODULES = Path(os.environ.get("NODE_MODULES", "node_modules")).resolve()  # what npm installed
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


def from_npm(place: str) -> Path:
    """Return a file or folder of a package that npm installed, or fail the test that asks."""
    path = MODULES / place
    if not path.exists():
        pytest.fail(f"there is no {place} in {MODULES}: use nox -s browser, or npm install it")
    return path


def address_of_site() -> str:
    """Return the address for which the site was built; nothing if it was built for none."""
    front = SITE / "index.html"
    found = CANONICAL.search(front.read_text("utf-8")) if front.exists() else None
    return found[1].removesuffix("index.html") if found else ""


BASE = urlsplit(address_of_site()).path or "/"  # which the 404 page counts on
TYPES = {".js": "text/javascript", ".woff2": "font/woff2"}

# What a page did that its reader cannot see.
OBSERVE = """
window.wbSeen = {shift: 0, violations: []};
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) wbSeen.shift += shift.value;
}).observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", (event) =>
  wbSeen.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
# On a busy machine Chromium may draw no frame where nothing has changed: then time goes on, too.
FRAME = "new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 200); })"
# After it a page has seen its new size, and drawn what it was told to.
SETTLE = f"async () => {{ await {FRAME}; await {FRAME}; }}"
SCROLL = f"""async () => {{
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {{
    scrollTo({{top: y, behavior: "instant"}});
    await {FRAME};
  }}
}}"""

# Opens what a page asks its reader to predict, as a search in the page does.
UNFOLD = """document.querySelectorAll("[hidden='until-found']").forEach((folded) =>
  folded.dispatchEvent(new Event("beforematch")))"""


class Handler(BaseHTTPRequestHandler):
    """Answers with the files of a folder, compressed, and with its 404 page."""

    protocol_version = "HTTP/1.1"
    folder: Path

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # http.server's
        """Be silent."""

    def do_GET(self) -> None:
        """Answer one request."""
        path = unquote(urlsplit(self.path).path)
        file, status = self.folder / path.removeprefix(BASE), 200
        if not path.startswith(BASE):
            file = self.folder / "404.html"
        if file.is_dir():
            file /= "index.html"
        if not file.is_file() or not path.startswith(BASE):
            file, status = self.folder / "404.html", 404
        content = file.read_bytes() if file.is_file() else b""
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
        self.send_response(status)
        if kind.startswith("text/") or kind.endswith(("+xml", "/xml", "/json")):
            kind += "; charset=utf-8"
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


READERS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark", "width": 375},
    "without scripts": {"java_script_enabled": False},
    "from a folder": {},
}


@dataclass
class Visit:
    """One page, opened for the first time and read to its end, and what was seen."""

    page: Page
    observed: bool  # whether scripts run in it
    requests: list[Request] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    shift: float = 0.0

    def read(self) -> None:
        """Scroll to the end, wait for what that loads, and take down what happened."""
        if not self.observed:
            return
        self.page.evaluate(SCROLL)
        charts = self.page.locator(".wb-chart").count()
        self.page.wait_for_load_state("networkidle") if charts else self.page.wait_for_timeout(100)
        seen = self.page.evaluate("wbSeen")
        self.shift = seen["shift"]
        self.messages += seen["violations"]

    def foreign(self) -> list[str]:
        """Return the addresses asked for that are neither of the page's host nor in the page."""
        here = urlsplit(self.page.url)
        urls = {request.url for request in self.requests}
        return sorted(url for url in urls if urlsplit(url)[:2] not in (here[:2], ("data", "")))


def pages() -> list[str]:
    """Return the names of all pages of the site."""
    names = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html")}
    if not names:
        msg = f"there is no site at {SITE}: build it with `nox -s docs`, or set WBGUIDE_SITE"
        raise pytest.UsageError(msg)
    return sorted(name for name in names if not name.startswith("_static/"))


def wake(figure: Locator) -> Locator:
    """Return a chart once it lives, after what a reader does to see it."""
    figure.scroll_into_view_if_needed()
    figure.page.mouse.move(5, 5)
    expect(figure).to_have_class("wb-chart wb-chart-ready")
    return figure


@cache
def largest_of_each_kind() -> list[str]:
    """Return for each folder its largest page with a chart, with a figure, and with neither.

    What other pages are made of, these have too, and more of it.
    """
    largest: dict[tuple[str, bool, bool], str] = {}
    for name in sorted(pages(), key=lambda name: (SITE / name).stat().st_size):
        html = (SITE / name).read_text(encoding="utf-8")
        kind = name.rpartition("/")[0].partition("/")[0], "wb-chart" in html, "wb-figure" in html
        largest[kind] = name
    return sorted({*largest.values(), "index.html"})
