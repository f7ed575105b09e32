"""Say what to install so that some code of a page runs."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import metadata, requires

from packaging.requirements import Requirement

from wbguide_docs.copying.wheel import WHEEL
from wbguide_docs.reading.syntax import parse

OURS = "wbguide"
FRAMEWORK = "tensorflow"

# What to install for an import; the longest name wins.
PACKAGES = {
    "IPython": ["ipython"],
    "altair": ["altair"],
    "keras": ["keras", "tensorflow"],  # Keras runs on it
    "matplotlib": ["matplotlib"],
    "numpy": ["numpy"],
    "pytest": ["pytest"],
    "safetensors": ["safetensors"],
    "scipy": ["scipy"],
    "sklearn": ["scikit-learn"],
    "tensorboard": ["tensorboard"],
    "tensorflow": ["tensorflow"],
    "wbguide": ["wbguide"],
    "wbguide.datasets.letters": ["wbguide[plot]"],  # draws them with Matplotlib
    "wbguide.interactive": ["wbguide[interactive]"],
    "wbguide.plotting": ["wbguide[plot]"],
}


class UnknownImportError(LookupError):
    """An import for which nobody knows what to install."""

    def __init__(self, name: str) -> None:
        super().__init__(f"copying/requirements.py does not say what to install for {name!r}")


def python(needed: list[str]) -> str:
    """Return the versions of Python on which what is needed can be installed.

    TensorFlow is made for each Python on its own, so that it is not there yet for a new one.
    """
    ours = metadata("wbguide")["Requires-Python"]
    if FRAMEWORK not in needed:
        return ours
    named = " ".join(metadata(FRAMEWORK).get_all("Classifier", []))
    newest = max(int(minor) for minor in re.findall(r"Python :: 3\.(\d+)", named))
    return f"{ours},<3.{newest + 1}"


def imports(code: str) -> list[str]:
    """Return the full names that some code imports."""
    names = []
    for node in ast.walk(parse(code)):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{each.name}" for each in node.names]
    return names


def requirements(code: str) -> list[str]:
    """Return what to install so that some code runs; raise LookupError where nobody knows."""
    extras: dict[str, set[str]] = {}
    for name in imports(code):
        parts = name.split(".")
        if parts[0] in sys.stdlib_module_names:
            continue
        families = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        family = next((each for each in families if each in PACKAGES), None)
        if family is None:
            raise UnknownImportError(name)
        for requirement in PACKAGES[family]:
            package, _, extra = requirement.rstrip("]").partition("[")
            extras.setdefault(package, set()).update(filter(None, [extra]))
    return [
        f"{package}[{','.join(sorted(extras[package]))}]" if extras[package] else package
        for package in sorted(extras)
    ]


def located(requirement: str) -> str:
    """Return a requirement with the address of the wheel, yet to be placed, if it is of ours."""
    ours = Requirement(requirement).name == OURS
    return f"{requirement} @ {WHEEL}" if ours else requirement


def as_line(needed: list[str], before: str) -> str:
    """Return a line that installs what is needed."""
    words = [located(each) for each in needed]
    return before + " ".join(f'"{each}"' if {"[", "@"} & {*each} else each for each in words)


def install_line(code: str, before: str = "# pip install ") -> str:
    """Return the line that installs what some code needs."""
    return as_line(requirements(code), before)


def without_ours(needed: list[str]) -> list[str]:
    """Return what is needed but for our package, with what that needs in its place."""
    chosen = [Requirement(each) for each in needed]
    others = {each.name for each in chosen if each.name != OURS}
    extras = {extra for each in chosen if each.name == OURS for extra in each.extras}
    for text in requires(OURS) or ():
        its = Requirement(text)
        if its.marker is None or any(its.marker.evaluate({"extra": extra}) for extra in extras):
            others.add(its.name)
    return sorted(others)
