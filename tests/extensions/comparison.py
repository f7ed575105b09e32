"""Compare two built sites, byte by byte."""

from __future__ import annotations

from pathlib import Path

CONTEXT = 60  # bytes shown on either side of a difference


def differences(first: Path, second: Path) -> list[str]:
    """Return the files that differ, each with the place where it first does and what is there."""
    found = []
    files = _files(first) | _files(second)
    if not files:
        message = f"there is no site at {first}"
        raise FileNotFoundError(message)
    for file in sorted(files):
        ours, theirs = first / file, second / file
        if not (ours.exists() and theirs.exists()):
            found.append(f"{file}: only in the {'first' if ours.exists() else 'second'} build")
        elif (one := ours.read_bytes()) != (other := theirs.read_bytes()):
            found.append(f"{file}:{_first_difference(one, other)}")
    return found


def _files(site: Path) -> set[str]:
    paths = (path.relative_to(site) for path in site.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths}


def _first_difference(one: bytes, other: bytes) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    place = next((k for k, (a, b) in pairs if a != b), min(len(one), len(other)))
    line = one.count(b"\n", 0, place) + 1
    around = slice(max(0, place - CONTEXT), place + CONTEXT)
    return f"{line}: byte {place}\n  first:  {one[around]!r}\n  second: {other[around]!r}"
