"""What moves also moves in Firefox: charts, handles, goals, the pad, folds and exercises."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.site.browser.test_goals import SEARCH, SET
from tests.site.browser.visits import MODULES, SITE, pages

SCRIPT = Path(__file__).with_name("firefox.mjs")
MOVING = [
    name
    for name in pages()
    if name.startswith(("index", "tutorials", "deeper"))
    and 'class="wb-chart-panel"' in (SITE / name).read_text("utf-8")
]


@cache
def found() -> dict[str, dict[str, Any]]:
    """Return what came of each page, once for all tests."""
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox is None:
        pytest.fail("there is no Firefox: apt-get install firefox-esr")
    run = subprocess.run(  # noqa: S603  # our own script
        ["node", SCRIPT, SITE, firefox],  # noqa: S607  # as nox calls it
        input=json.dumps({"pages": MOVING, "search": SEARCH, "set": SET}),
        env=os.environ | {"NODE_MODULES": str(MODULES)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert run.returncode == 0, run.stderr
    came: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return came


@pytest.mark.parametrize("name", MOVING)
def test_charts_answer(name: str) -> None:
    charts = found()[name]["charts"]
    assert charts
    for chart in charts:
        if "painted" in chart:
            assert chart["painted"]
            continue
        assert chart["pulled"] is not False  # where there is something to pull
        assert chart["reached"] == chart["goals"]


def test_handles_and_a_pad_were_tried() -> None:
    charts = [chart for page in found().values() for chart in page["charts"]]
    assert sum(chart.get("pulled") is True for chart in charts) >= 5
    assert sum("painted" in chart for chart in charts) == 1


def test_folds_open_and_exercises_answer() -> None:
    tutorials = [page for name, page in found().items() if name.startswith("tutorials")]
    assert sum(page["folded"] > 0 for page in tutorials) > 0
    assert all(page["opened"] == 1 for page in tutorials if page["folded"])
    said = [page["exercise"] for page in tutorials if "exercise" in page]
    assert said
    assert all("numbers" in each for each in said)
