"""Require that the reference has every public name of the packages that the site documents."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger

logger = getLogger(__name__)


def warn(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every public name without an entry, at the line that makes the name."""
    documented = set(env.domains.python_domain.objects)
    for package in app.config.execution_packages:
        if not any(name.startswith(f"{package}.") for name in documented):
            continue  # a site that is no reference of this package
        modules = list(public_modules(package))
        for module in modules:
            for name in getattr(module, "__all__", ()):
                value = getattr(module, name)
                homes = [m.__name__ for m in modules if getattr(m, name, None) is value]
                # One that is imported from elsewhere is documented there.
                if not name.startswith("__") and documented.isdisjoint(
                    f"{home}.{name}" for home in homes
                ):
                    _warn(module, name, "has no entry: give it a docstring, and its module a page")
                elif callable(value) and not value.__doc__:
                    _warn(module, name, "has no docstring")


def public_modules(package: str) -> Iterator[ModuleType]:
    """Import a package and the modules in it, but those whose names begin with a line."""
    module = importlib.import_module(package)
    yield module
    for found in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{package}."):
        if not found.name.rpartition(".")[2].startswith("_"):
            yield from public_modules(found.name)


def _warn(module: ModuleType, name: str, fault: str) -> None:
    place = f"{module.__file__}:{line_of(Path(str(module.__file__)), name)}"
    message = "the public name %s.%s %s"
    logger.warning(
        message, module.__name__, name, fault, location=place, type="gates", subtype="name"
    )


def line_of(path: Path, name: str) -> int:
    """Return the line of a module that defines, assigns or imports a name."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        for node in ast.walk(statement):
            match node:
                case (
                    ast.FunctionDef(name=made)
                    | ast.ClassDef(name=made)
                    | ast.Name(id=made, ctx=ast.Store())
                ):
                    pass
                case ast.alias(name=imported, asname=renamed):
                    made = renamed or imported
                case _:
                    continue
            if made == name:
                return node.lineno
    return 1


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("env-check-consistency", warn)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
