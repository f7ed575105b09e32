"""Which pages of the built site are tested."""

from __future__ import annotations

import datetime as dt

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a sample be drawn again, or all pages be tested."""
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    parser.addoption("--sample", default=today, help="what the random samples grow from")
    said = "test all pages, as both forms, and give every page to Lighthouse and JupyterLab"
    parser.addoption("--audit-all", action="store_true", help=said)


def pytest_report_header(config: pytest.Config) -> str:
    """Say how to draw the samples again."""
    return f"sample: --sample={config.getoption('--sample')}"
