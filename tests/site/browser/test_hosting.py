"""The configuration that owners are given does on a real nginx what it is for."""

from __future__ import annotations

import gzip
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from wbguide_docs.publishing.hosting import FOREVER, HEADERS

from tests.site.browser.nginx import find_nginx, serve_by_nginx
from tests.site.browser.visits import SITE

pytestmark = pytest.mark.skipif(not find_nginx(), reason="nginx is not installed")


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a file, as browsers do; return status, headers and content."""
    parts = urlsplit(address)
    fields = {"Accept-Encoding": "gzip", **{key.replace("_", "-"): headers[key] for key in headers}}
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}", headers=fields)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@pytest.mark.parametrize(
    ("file", "status", "kind", "caching"),
    [
        ("index.html", 200, "text/html; charset=utf-8", "no-cache"),
        ("index.html?v=1", 200, "text/html; charset=utf-8", "no-cache"),
        ("_static/wbguide.css?v=1", 200, "text/css; charset=utf-8", FOREVER),
        ("_static/wbguide.css", 200, "text/css; charset=utf-8", "no-cache"),
        ("_static/fonts/math.woff2", 200, "font/woff2", "no-cache"),
        ("search-data.js", 200, "text/javascript; charset=utf-8", "no-cache"),
        ("index.ipynb", 200, "application/x-ipynb+json", "no-cache"),
        ("no-such-page", 404, "text/html; charset=utf-8", "no-cache"),
        ("_static/no-such-style.css?v=1", 404, "text/html; charset=utf-8", "no-cache"),
        (".buildinfo", 404, "text/html; charset=utf-8", "no-cache"),
    ],
)
def test_each_answer_has_its_headers(
    site: str, file: str, status: int, kind: str, caching: str
) -> None:
    answered, found, content = get(site + file)
    assert (answered, found["Content-Type"], found["Cache-Control"]) == (status, kind, caching)
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert (found.get("Content-Encoding") == "gzip") == (not file.endswith(".woff2"))
    assert found["Server"] == "nginx"  # and not which
    assert status != 404 or gzip.decompress(content) == (SITE / "404.html").read_bytes()


def test_a_page_that_has_not_changed_is_not_sent_again(site: str) -> None:
    _, headers, _ = get(site + "index.html")
    status, _, content = get(site + "index.html", If_None_Match=headers["ETag"])
    assert (status, content) == (304, b"")


def test_a_fault_in_the_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = tmp_path / "faulty.conf"
    text = Path("deploy/nginx.conf").read_text(encoding="utf-8")
    faulty.write_text(text.replace("gzip on;", "gzip on"), encoding="utf-8")
    monkeypatch.setattr("tests.site.browser.nginx.GIVEN", faulty)
    with (
        pytest.raises(OSError, match="invalid number of arguments"),
        serve_by_nginx(SITE, tmp_path),
    ):
        pass
