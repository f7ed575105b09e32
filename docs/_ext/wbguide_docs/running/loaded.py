"""Keep what a page loaded when it ran, and tell whether it would load the same now.

Of a library that is its version. Of any other package it is each module that was imported or read,
all files that are no modules, and the names of all files, since a new one may come before an old.
What was looked for in vain must still be missing.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeAlias

Basis: TypeAlias = dict[str, Any]
RUNNER = "wbguide_docs"  # what runs pages counts for all of them: see `store.digest`
LIBRARIES = [Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")]
STANDARD = Path(sysconfig.get_path("stdlib"))
# Where a kernel finds packages, which need not be where this process does.
FIND = """
import json, sys
from importlib.util import find_spec
found = {}
for name in json.load(sys.stdin):
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        spec = None
    folders = [*(spec.submodule_search_locations or ())] if spec else []
    found[name] = folders[0] if folders else spec.origin if spec else None
print(json.dumps(found))
"""


def installed() -> list[str]:
    """Return the names and versions of all installed distributions."""
    folders = [Path(folder or ".") for folder in sys.path]
    return sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})


def basis(
    seen: dict[str, Any],
    packages: list[str],
    distributions: Mapping[str, list[str]],
    *,
    since: float,
) -> Basis | None:
    """Return what a run rested on, of which its process has `seen` this.

    Libraries count by the versions of their `distributions`, those of `packages` by their files,
    even where they are installed as libraries are. It is None if any file has been changed `since`
    the run began.
    """
    libraries: set[str] = set()
    files: dict[str, str] = {}
    roots = _roots(packages)
    for name, top, file in _modules(seen["modules"]):
        library = _library(file)
        if top not in packages and library in distributions:
            libraries.add(library)
        elif file.exists():
            roots[top] = _root_of(name, file)
            files[_name(file, roots[top])] = _digest(file)
        elif top in packages:
            return None
        # Else TensorFlow has made a module of a function that it compiled, and removed it.
    if not seen["alone"]:  # what another process loaded, nobody has seen
        seen["opened"] += [str(path) for top in packages for path in _files_below(roots[top])]
    used = {name.partition("/")[0] for name in files}
    for top, root in roots.items():
        read = [Path(file) for file in seen["opened"] if _is_below(root, file)]
        files |= {_name(path, root): _digest(path) for path in read if path.suffix == ".py"}
        used |= {top} if read else set()
    for top in used & roots.keys():
        if any(path.stat().st_mtime > since for path in _files_below(roots[top])):
            return None
    used_distributions = {each for library in libraries for each in distributions[library]}
    return {
        "libraries": sorted(libraries),
        "versions": {each: version(each) for each in sorted(used_distributions)},
        "files": files,
        "packages": {top: _listing(root) for top, root in roots.items() if top in used},
        "absent": sorted(
            {name.partition(".")[0] for name in seen["absent"]} - {*roots, *libraries}
        ),
        "installed": [] if seen["alone"] else installed(),
    }


def _modules(found: dict[str, str | None]) -> Iterator[tuple[str, str, Path]]:
    """Yield the name, the package and the file of each module that need not come with Python."""
    for name, file in found.items():
        top = name.partition(".")[0]
        if file and top not in (RUNNER, "__main__", "__mp_main__"):  # the last two are one
            path = Path(file)
            if _library(path) or not _is_below(STANDARD, file):
                yield name, top, path  # the version of Python counts for all pages


class Present:
    """What pages would load now."""

    def __init__(self, bases: Iterable[Basis]) -> None:
        """Look where everything is that any of `bases` names."""
        names = {
            name
            for each in bases
            for key in ("libraries", "packages", "absent")
            for name in each[key]
        }
        self._roots = _roots([*names])
        self._digests: dict[Path, str] = {}
        self._listings: dict[str, str] = {}
        self._versions: dict[str, str] = {}

    def holds(self, basis: Basis) -> bool:
        """Tell whether a run that rested on `basis` would rest on the same now."""
        return (
            not any(name in self._roots for name in basis["absent"])
            and all(self._is_library(name) for name in basis["libraries"])
            and all(self._version(name) == old for name, old in basis["versions"].items())
            and all(self._listing(top) == old for top, old in basis["packages"].items())
            and all(self._digest(name) == old for name, old in basis["files"].items())
            and (not basis["installed"] or basis["installed"] == installed())
        )

    def _is_library(self, name: str) -> bool:
        return name in self._roots and _library(self._roots[name]) == name

    def _version(self, distribution: str) -> str:
        if distribution not in self._versions:
            try:
                self._versions[distribution] = version(distribution)
            except PackageNotFoundError:
                self._versions[distribution] = ""
        return self._versions[distribution]

    def _listing(self, top: str) -> str:
        if top not in self._listings:
            self._listings[top] = _listing(self._roots[top]) if top in self._roots else ""
        return self._listings[top]

    def _digest(self, name: str) -> str:
        top = name.partition("/")[0]
        top = top if top in self._roots else top.partition(".")[0]  # a module that is one file
        if top not in self._roots:
            return ""
        path = self._roots[top].parent / name
        if path not in self._digests:
            self._digests[path] = _digest(path) if path.exists() else ""
        return self._digests[path]


def _roots(names: list[str]) -> dict[str, Path]:
    """Return the folder or file of each package that a kernel would find."""
    run = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-P", "-c", FIND],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: Path(place) for name, place in json.loads(run.stdout).items() if place}


def _root_of(module: str, file: Path) -> Path:
    """Return the folder of the package that a module is in, or its file if it is in none."""
    depth = module.count(".") + (file.stem == "__init__")
    return file.parents[depth - 1] if depth else file


def _name(file: Path | str, root: Path) -> str:
    return Path(file).relative_to(root.parent).as_posix()


def _library(path: Path) -> str:
    """Return the name of the library that a file is in, whatever the name of its module."""
    for folder in LIBRARIES:
        if _is_below(folder, str(path)):
            return path.relative_to(folder).parts[0].partition(".")[0]
    return ""


def _is_below(folder: Path, file: str) -> bool:
    """Tell the same as `folder in Path(file).parents`, of which a page asks thousands of times."""
    return file.startswith(f"{folder}{os.sep}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _listing(root: Path) -> str:
    """Return a digest of the names of all files of a package, and of those that are no modules."""
    sha = hashlib.sha256()
    for path in _files_below(root):
        sha.update(f"\n{_name(path, root)}\n".encode())
        if path.suffix != ".py":
            sha.update(path.read_bytes())
    return sha.hexdigest()[:16]


def _files_below(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path
