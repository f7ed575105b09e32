"""What the tests of snippets and downloads share."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.site.copies.built_pages import SITE

PREFIX = "/a-prefix/"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a sample be drawn again, or all be run."""
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    parser.addoption("--sample", default=today, help="what the random sample grows from")
    parser.addoption("--audit-all", action="store_true", help="run each page in both forms")


def pytest_report_header(config: pytest.Config) -> str:
    """Say how to draw the sample again."""
    return f"sample: --sample={config.getoption('--sample')}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of each have been run."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, count in report.user_properties:
            if isinstance(count, int):  # of tests elsewhere it may be anything
                counts[name] += count
    for name, count in sorted(counts.items()):
        terminalreporter.write_line(f"{count} {name}")


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve what a folder has below a prefix; yield the address of that."""
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Yield an empty folder, and the address at which it is served."""
    folder = tmp_path / "served" / PREFIX.strip("/")
    folder.mkdir(parents=True)
    with serve(folder.parent) as address:
        yield folder, address


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address at which the built site is served."""
    root = tmp_path_factory.mktemp("host")
    (root / PREFIX.strip("/")).symlink_to(SITE)
    with serve(root) as address:
        yield address
