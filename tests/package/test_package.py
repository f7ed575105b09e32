"""What `import wbguide` gives, and what it costs."""

import importlib
import importlib.metadata
import pkgutil
import subprocess
import sys

import pytest

import wbguide
import wbguide.exercises

MODULES = [
    *("activations", "datasets", "exercises", "initializers", "interactive", "losses", "neuron"),
    *(f"exercises.{found.name}" for found in pkgutil.iter_modules(wbguide.exercises.__path__)),
    "plotting",
]


def test_public_names() -> None:
    assert wbguide.__all__ == [
        "Gradients",
        "History",
        "LinearNeuron",
        "__version__",
        "learning_rate_limit",
    ]


@pytest.mark.parametrize("module_name", ["wbguide", *(f"wbguide.{name}" for name in MODULES)])
def test_every_public_name_exists_and_has_a_docstring(module_name: str) -> None:
    module = importlib.import_module(module_name)
    assert module.__doc__
    public = {name: getattr(module, name) for name in module.__all__}
    assert [name for name, value in public.items() if callable(value) and not value.__doc__] == []


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
