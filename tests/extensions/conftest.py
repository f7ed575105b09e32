"""What the tests of the site share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from myst_nb.core.config import NbParserConfig
from myst_parser.config.main import MdParserConfig
from playwright.sync_api import Browser, sync_playwright

from tests.extensions.tiny_site import Site

ADDRESS = "https://example.com/guide/"
FAULT = "fault"
# By which hosts and workflows say whose a site is, and where.
OWNERS = (
    *("FORMS", "GITHUB_REPOSITORY", "SITE_NOTEBOOKS", "SITE_REPOSITORY", "SITE_URL"),
    *("READTHEDOCS_CANONICAL_URL", "READTHEDOCS_GIT_CLONE_URL"),
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what caught each of the faults that tests inject."""
    passed = terminalreporter.stats.get("passed", [])
    found = [text for report in passed for kind, text in report.user_properties if kind == FAULT]
    for number, line in enumerate(sorted(found), 1):
        terminalreporter.write_line(f"{number:3} {line}")


@pytest.fixture(scope="session", autouse=True)
def nobody_owns_a_tiny_site() -> Iterator[None]:
    """Build none for the address of the real one, where that is said."""
    with pytest.MonkeyPatch.context() as patch:
        for name in OWNERS:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, or Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()


class Environment:
    """What a reader of pages needs of Sphinx."""

    myst_config, mystnb_config = MdParserConfig(), NbParserConfig()

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def doc2path(self, name: str) -> Path:
        """Return where a page is."""
        return self._folder / f"{name}.md"


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    """Return one for pages in a folder of the test's own."""
    return Environment(tmp_path)


@pytest.fixture
def caught(record_property: Callable[[str, object], None]) -> Callable[[str, str, str], None]:
    """Keep a fault, where it was found and what was said of it, for the summary."""

    def keep(fault: str, place: str, report: str) -> None:
        record_property(FAULT, f"{fault}: {place}: {report.strip().splitlines()[0]}")

    return keep


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site without pages, built with the settings and extensions of the real one."""
    return Site(tmp_path)


@pytest.fixture(scope="session")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a built site of a page with some of each kind, and one with words alone."""
    site = Site(tmp_path_factory.mktemp("plain"))
    site.write(
        page="# Page\n\n```python\nanswer = 42\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n"
        "$$y = wx + b$$\n",
        words="# Words\n\nUnlikely words.\n",
    )
    build = site.build_here(html_baseurl=ADDRESS)
    assert build.status == 0, build.log
    return site
