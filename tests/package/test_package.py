"""What `import wbguide` gives, and what it costs."""

import ast
import functools
import importlib
import importlib.metadata
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import wbguide
import wbguide.exercises

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "api"
MODULES = [
    found.name
    for package in (wbguide, wbguide.exercises)
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    if not re.search(r"\._", found.name)
]


def test_public_names() -> None:
    assert wbguide.__all__ == [
        "Gradients",
        "History",
        "LinearNeuron",
        "__version__",
        "learning_rate_limit",
    ]


@pytest.mark.parametrize("module_name", ["wbguide", *MODULES])
def test_every_public_name_has_a_docstring_and_an_entry_in_the_reference(module_name: str) -> None:
    """A name that is imported from elsewhere may have its entry there."""
    module = importlib.import_module(module_name)
    assert module.__doc__
    assert list(module.__all__) == sorted(module.__all__)
    assert set(module.__all__) - {"__version__"} <= entries()


@functools.cache
def entries() -> set[str]:
    """Return the documented names of the modules that the reference is about."""
    pages = "".join(page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md"))
    return {
        name
        for module in re.findall(r"automodule:: ([\w.]+)", pages)
        for name in documented(module)
    }


def documented(module_name: str) -> set[str]:
    """Return the public names of a module that have a docstring: for data, the string after it."""
    module = importlib.import_module(module_name)
    source = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    data = {
        target.id
        for before, after in zip(source.body, source.body[1:], strict=False)
        if isinstance(after, ast.Expr) and isinstance(before, ast.Assign | ast.AnnAssign)
        for target in ([before.target] if isinstance(before, ast.AnnAssign) else before.targets)
        if isinstance(target, ast.Name)
    }
    objects = {n for n in module.__all__ if getattr(getattr(module, n), "__qualname__", "") == n}
    return {n for n in objects if getattr(module, n).__doc__} | data & set(module.__all__)


def test_version_is_that_of_the_distribution() -> None:
    assert wbguide.__version__ == importlib.metadata.version("wbguide")


def test_import_loads_nothing_but_numpy_and_the_standard_library() -> None:
    """A page that needs no framework must not wait for one."""
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import wbguide\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(loaded - set(sys.stdlib_module_names)))\n"
    )
    run = subprocess.run(  # noqa: S603 - its own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["numpy", "wbguide"]
