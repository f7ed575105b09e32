"""What a page asks for: little, of its own site only, and nothing that a strict policy forbids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.site.browser.visits import READERS, Visit

BYTES = 110_000
BYTES_WITH_CHARTS = 130_000  # a page holds what its charts are drawn from
BYTES_OF_CHARTS = 350_000
REQUESTS = 12
# Chromium will not preload a font from a folder, and says so, twice or thrice; then the style sheet
# loads it all the same.
PRELOADED_FILE = ("math.woff2", "net::ERR_FAILED")


def complaints(visit: Visit) -> list[str]:
    """Return what the browser found wrong with a page, from its first line to its last."""
    messages = visit.messages
    if visit.page.url.startswith("file:"):
        messages = [text for text in messages if not any(part in text for part in PRELOADED_FILE)]
    return [*visit.foreign(), *messages]


def costs(visit: Visit) -> dict[str, tuple[int, int]]:
    """Return the bytes over the wire and the number of requests, of the page and of its charts."""
    found = {"page": (0, 0), "charts": (0, 0)}
    for request in visit.requests:
        if not request.url.startswith("data:"):
            sizes = request.sizes()
            kind = "charts" if "/vega-" in request.url else "page"
            size, count = found[kind]
            size += sizes["responseHeadersSize"] + sizes["responseBodySize"]
            found[kind] = (size, count + 1)
    return found


@pytest.mark.parametrize("reader", READERS)
def test_nothing_is_asked_of_others_and_nothing_is_refused(
    name: str, opened: Callable[[str], Visit], reader: str, *, in_full: bool
) -> None:
    if (name, reader) == ("404.html", "from a folder"):
        pytest.skip("its links are absolute, since a host serves it at any address")
    if reader == "from a folder" and not in_full:
        pytest.skip("from a folder, the largest page of each kind is opened")
    assert not complaints(opened(reader))


def test_a_first_visit_costs_little(
    name: str, opened: Callable[[str], Visit], record: Callable[..., None]
) -> None:
    found = costs(opened("light"))
    size, count = found["page"]
    record(name, bytes=size, requests=count, charts=found["charts"][0])
    assert size <= (BYTES_WITH_CHARTS if found["charts"][1] else BYTES)
    assert count <= REQUESTS
    assert found["charts"][0] <= BYTES_OF_CHARTS


@pytest.mark.parametrize(
    "fault",
    [
        '<img alt="" src="https://example.com/x.png">',
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>document.title = 'changed'</script>",
        '<script src="missing.js"></script>',
        '<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ],
)
def test_a_forbidden_request_is_found(fault: str, faulty: Callable[..., Visit]) -> None:
    assert complaints(faulty(fault))


def test_an_error_in_a_script_is_found(tmp_path: Path, faulty: Callable[..., Visit]) -> None:
    (tmp_path / "broken.js").write_text("undefined.x", encoding="utf-8")
    assert complaints(faulty('<script src="broken.js"></script>'))


def test_a_heavy_page_is_found(faulty: Callable[..., Visit], tmp_path: Path) -> None:
    # No compression makes this smaller than BYTES.
    noise = Random(0).randbytes(BYTES).hex()  # noqa: S311  # no secret
    (tmp_path / "noise.css").write_text(f"/* {noise} */", encoding="utf-8")
    visit = faulty("", head='<link rel="stylesheet" href="noise.css">')
    assert costs(visit)["page"][0] > BYTES


def test_many_requests_are_found(faulty: Callable[..., Visit], tmp_path: Path) -> None:
    for number in range(REQUESTS):
        (tmp_path / f"{number}.css").write_text("", encoding="utf-8")
    head = "".join(f'<link rel="stylesheet" href="{n}.css">' for n in range(REQUESTS))
    assert costs(faulty("", head=head))["page"][1] > REQUESTS
