"""The lock names, with their hashes, libraries that pyproject.toml admits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement

from tests.extensions.tiny_site import ROOT

LOCKED = re.compile(
    r"^([\w.-]+)==(\S+)(?: ;.*)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)


def faults(lock: str, requirements: list[str]) -> Iterator[str]:
    """Yield what is required, and not locked so."""
    versions = {name.replace("_", "-").lower(): version for name, version in LOCKED.findall(lock)}
    if LOCKED.sub("", lock).strip():
        yield f"no hash: {LOCKED.sub('', lock).strip().splitlines()[0]}"
    for requirement in map(Requirement, requirements):
        version = versions.get(requirement.name.lower(), "")
        if not version or not requirement.specifier.contains(version, prereleases=True):
            yield f"{requirement}: {version or 'not locked'}"


def test_the_lock_is_of_what_the_site_needs() -> None:
    lock = ROOT / "docs/requirements.txt"
    if not lock.exists():
        pytest.skip("there is no lock, and the site is built without")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    named = [each for name in ("docs", "frameworks") for each in groups[name]]
    required = [each for each in named if isinstance(each, str)]
    assert len(required) > 10
    assert not [*faults(lock.read_text(encoding="utf-8"), required)]


def test_a_faulty_lock_is_found() -> None:
    good = f"numpy==2.1.0 \\\n    --hash=sha256:{'0' * 64}\n"
    assert not [*faults(good, ["numpy>=2.1"])]
    assert [*faults(good, ["numpy>=2.2"])] == ["numpy>=2.2: 2.1.0"]
    assert [*faults(good, ["sphinx>=9"])] == ["sphinx>=9: not locked"]
    assert [*faults("numpy==2.1.0\n", [])] == ["no hash: numpy==2.1.0"]
