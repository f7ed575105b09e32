"""Build the real site once more, elsewhere and as someone else, and compare every byte.

The site that `nox -s docs` built is the first of the two. If that was an incremental build, this
also tells whether it says what a fresh one does. All pages are written once more, and a fifth of
them run once more, another fifth each day; with `--audit-all`, as in the weekly workflow, all do.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extensions.comparison import differences

ROOT = Path(__file__).parents[3]
SITE = ROOT / "docs/_build/html"
STORE = ROOT / "docs/_build/executed"


def test_cold_build_elsewhere_is_byte_identical(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    there = tmp_path / "another folder"  # with a space in its name
    unbuilt = shutil.ignore_patterns("_build", "jupyter_execute", "__pycache__")
    for name in ("docs", "wbguide"):
        shutil.copytree(ROOT / name, there / name, ignore=unbuilt)
    for name in ("LICENSE", "README.md", "pyproject.toml"):  # of which the wheel is made, too
        shutil.copy(ROOT / name, there)
    run_last_page_first(there / "docs")
    everything = pytestconfig.getoption("--audit-all")
    kept = 0 if everything else keep_outputs(there, str(pytestconfig.getoption("--sample")))
    options = ["-W", "-n", "--keep-going", "-T", "-j", "1", "-d", "out/doctrees"]
    command = ["-m", "sphinx", *options, "docs", "out/html"]
    run = subprocess.run(  # noqa: S603  # our own command
        [os.environ.get("BUILD_PYTHON", sys.executable), *command],
        cwd=there,
        env=another_user(there),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    executed, from_store = map(
        int, re.findall(r"(\d+) pages executed, (\d+) from the", run.stdout)[0]
    )
    assert executed > 0
    assert from_store <= kept
    found = differences(SITE, there / "out/html")
    assert not found, "\n\n".join([f"{len(found)} files differ", *found])


def run_last_page_first(docs: Path) -> None:
    """Claim that the pages took the longer, the later they are in the alphabet."""
    pages = sorted(path.relative_to(docs).with_suffix("") for path in docs.rglob("*.md"))
    seconds = {page.as_posix(): number for number, page in enumerate(pages)}
    folder = docs.parent / "out/executed"
    folder.mkdir(parents=True)
    (folder / "seconds.json").write_text(json.dumps(seconds))


def keep_outputs(there: Path, word: str) -> int:
    """Copy what four fifths of the pages put out, which a word decides, and return how many."""
    stored = sorted(STORE.glob("*/*-*.json"))
    codes = sorted({path.name.partition("-")[0] for path in stored})
    chosen = set(random.Random(word).sample(codes, len(codes) * 4 // 5))  # noqa: S311  # no secret
    for path in stored:
        if path.name.partition("-")[0] in chosen:
            copy = there / "out/executed" / path.relative_to(STORE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    return len(chosen)


def another_user(home: Path) -> dict[str, str]:
    """Return the variables of a user with other settings; the history is the repository's."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--absolute-git-dir"]
    history = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    git = {"GIT_DIR": history.stdout.strip(), "GIT_WORK_TREE": str(home)}
    temporary = home / "tmp"
    temporary.mkdir()
    settings = {
        "COLUMNS": "53",
        "HOME": str(home),
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4321",
        "PYTHONPATH": str(home),
        "TMPDIR": str(temporary),
        "TZ": "Asia/Tokyo",
    }
    return os.environ | settings | (git if history.stdout else {})
