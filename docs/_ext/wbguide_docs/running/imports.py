"""Tell from its code what a page will import."""

from __future__ import annotations

import ast
import re
import sys
import sysconfig
from collections import Counter
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from nbformat import NotebookNode

from wbguide_docs.reading.pages import code_cells
from wbguide_docs.reading.syntax import parse

# To be imported first, so that it need not be done in several branches.
HEAVY = ("keras", "tensorflow")
# A page that turns these screws may do it before it imports what they hold.
SCREWS = re.compile(r"\b(environ|putenv|importlib|meta_path|sys\.(modules|path))\b")


def imports_of(pages: dict[str, NotebookNode]) -> dict[str, list[str]]:
    """Return the modules of installed libraries that each page imports for sure, by its name.

    They are in an order in which pages have as much as possible of the beginning in common.
    """
    wanted = {name: _imports(page) for name, page in pages.items()}
    counts = Counter(module for modules in wanted.values() for module in modules)

    def rank(module: str) -> tuple[bool, int, str]:
        return module.partition(".")[0] not in HEAVY, -counts[module], module

    return {name: sorted(modules, key=rank) for name, modules in wanted.items()}


def _imports(page: NotebookNode) -> set[str]:
    cells = [
        cell for cell in code_cells(page) if "skip-execution" not in cell.metadata.get("tags", [])
    ]
    sources = [cell.source for cell in cells]
    if SCREWS.search("\n".join(sources)):
        return set()
    statements = [statement for source in sources for statement in parse(source).body]
    names: set[str] = set()
    for statement in statements:
        if isinstance(statement, ast.Import):
            names |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            names.add(statement.module)
    return {name for name in names if _is_installed(name.partition(".")[0])}


@lru_cache
def _is_installed(package: str) -> bool:
    """Tell whether a package is one of those that nobody changes while they work on the site."""
    if package in sys.stdlib_module_names:
        return False
    spec = find_spec(package)
    if spec is None or not spec.origin:
        return False
    libraries = {Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")}
    return bool(libraries & {*Path(spec.origin).parents})
