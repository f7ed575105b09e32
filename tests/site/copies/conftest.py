"""What the tests of snippets and downloads share."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.site.copies.built_pages import SITE, Page, pages
from tests.site.sampling import draw

PREFIX = "/a-prefix/"
FORMS = ("test_a_notebook_shows_what_the_page_shows", "test_a_script_shows_what_the_page_shows")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for a `page` those of the site: of those that are many, a part."""
    given = metafunc.definition.get_closest_marker("parametrize")
    if "page" in metafunc.fixturenames and not given:
        drawn = drawn_pages(metafunc.config)
        if metafunc.function.__name__ in FORMS and not metafunc.config.getoption("--audit-all"):
            # Notebook and script hold the cells that are run one by one as snippets, too: half of
            # the pages are run as a whole, and each of these as one of the two.
            drawn = drawn[FORMS.index(metafunc.function.__name__) :: 2 * len(FORMS)]
        metafunc.parametrize("page", drawn, ids=[page.name for page in drawn])


def drawn_pages(config: pytest.Config) -> list[Page]:
    """Return the pages whose turn it is, in a random order."""
    word, known = config.getoption("--sample"), {page.name: page for page in pages()}
    names = draw(known, word, everything=config.getoption("--audit-all"))
    random.Random(word).shuffle(names)  # noqa: S311  # no secret
    return [known[name] for name in names]


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
