"""What to install is told from the imports."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from wbguide_docs.copying.requirements import (
    imports,
    install_line,
    python,
    requirements,
    without_ours,
)
from wbguide_docs.copying.wheel import WHEEL

ROOT = Path(__file__).parents[2]


def test_the_requirements_are_those_of_the_imports() -> None:
    code = "import keras, math\nfrom wbguide.plotting import a\nfrom wbguide.interactive import b"
    assert requirements(code) == ["keras", "tensorflow", "wbguide[interactive,plot]"]
    ours = f'"wbguide[interactive,plot] @ {WHEEL}"'
    assert install_line(code) == f"# pip install keras tensorflow {ours}"
    assert requirements("from wbguide.datasets import letters, make_line") == ["wbguide[plot]"]
    assert requirements("from wbguide.datasets import make_line") == ["wbguide"]
    assert imports("def f():\n    import a.b") == ["a.b"]
    with pytest.raises(LookupError, match=r"what to install for 'unheard\.of'"):
        requirements("from unheard import of")


def test_lines_of_ipython_hide_no_import() -> None:
    assert requirements("%matplotlib inline\nimport numpy") == ["numpy"]


def test_the_python_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert python(["numpy", "wbguide"]) == project["requires-python"]


def test_tensorflow_is_not_there_for_every_python() -> None:
    admitted = SpecifierSet(python(["keras", "tensorflow"]))
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert here in admitted
    assert "3.10" not in admitted
    assert "3.99" not in admitted


def test_what_the_package_needs_may_stand_for_it() -> None:
    assert without_ours(["keras", "wbguide[plot]"]) == ["keras", "matplotlib", "numpy"]
    assert without_ours(["wbguide"]) == ["numpy"]
