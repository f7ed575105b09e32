"""A release is one command, which refuses what should not be released."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extensions.tiny_site import ROOT

FILES = ("wbguide/__init__.py", "CHANGELOG.md", "CITATION.cff")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a repository with the files that name a version."""
    for file in FILES:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "A")
    git(tmp_path, "config", "user.email", "a@example.org")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout


def release(folder: Path, *versions: str) -> str:
    """Return what the command has refused, or nothing."""
    command = [sys.executable, str(ROOT / ".ci/release.py"), *versions]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603
    assert bool(done.returncode) == bool(done.stderr)
    return done.stderr


def test_a_release_is_a_commit_and_a_tag(clone: Path) -> None:
    assert not release(clone, "7.8.9")
    assert git(clone, "tag", "--points-at", "HEAD") == "v7.8.9\n"
    assert git(clone, "status", "--porcelain") == ""
    package, changes, citation = ((clone / file).read_text(encoding="utf-8") for file in FILES)
    assert package.endswith('__version__ = "7.8.9"\n')
    assert "## [Unreleased]\n\n## [7.8.9] - 20" in changes
    assert "\nversion: 7.8.9\ndate-released: 20" in citation


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("7.8", "a version must be three numbers, such as 1.2.3; received '7.8'"),
        ("0.0.1", "the version must be larger than"),
        ("7.8.9", "must say below '## [Unreleased]' what is new"),
    ],
)
def test_what_is_no_release_is_refused(version: str, said: str, clone: Path) -> None:
    """Also a second one, of which the changelog does not tell."""
    assert not release(clone, "7.8.8")
    assert said in release(clone, version)
    assert git(clone, "tag") == "v7.8.8\n"
    (clone / FILES[1]).write_text("# Other\n", encoding="utf-8")
    assert "commit or stash your changes first" in release(clone, "7.9.0")
