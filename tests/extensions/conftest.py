"""What the tests of the site share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.extensions.tiny_site import Site

CAUGHT = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Make room for the faults that tests inject."""
    config.stash[CAUGHT] = []


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show what caught each of them."""
    caught = config.stash[CAUGHT]
    for number, line in enumerate(caught, 1):
        terminalreporter.write_line(f"{number:3} {line}")


@pytest.fixture
def caught(pytestconfig: pytest.Config) -> Callable[[str, str, str], None]:
    """Keep a fault, where it was found and what was said of it, for the summary."""

    def keep(fault: str, place: str, report: str) -> None:
        said = report.strip().splitlines()[0]
        pytestconfig.stash[CAUGHT].append(f"{fault}: {place}: {said}")

    return keep


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site without pages, built with the settings and extensions of the real one."""
    return Site(tmp_path)
