"""What the tests of snippets and downloads share."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a sample be drawn again."""
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    parser.addoption("--sample", default=today, help="what the random sample grows from")


def pytest_report_header(config: pytest.Config) -> str:
    """Say how to draw the sample again."""
    return f"sample: --sample={config.getoption('--sample')}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of each have been run."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, count in report.user_properties:
            counts[name] += count
    for name, count in sorted(counts.items()):
        terminalreporter.write_line(f"{count} {name}")
