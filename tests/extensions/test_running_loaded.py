"""Outputs stand for what the run of a page loaded: for all of that, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TypeAlias

import pytest
from wbguide_docs.running import loaded
from wbguide_docs.running.loaded import Basis, Present, basis

from tests.extensions.running_pages import run

Rest: TypeAlias = Callable[..., Basis]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a package, in which pages find it."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    package = tmp_path / "shelf"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "used.py").write_text("from shelf import through\n")
    (package / "through.py").write_text("def late():\n    from shelf import lazy\n")
    (package / "lazy.py").write_text("")
    (package / "unused.py").write_text("")
    (package / "data.csv").write_text("1\n")
    return tmp_path


@pytest.fixture
def rest(folder: Path) -> Rest:
    """Return a function that runs cells and returns what that rested on."""

    def rest_on(*cells: str) -> Basis:
        made = run(*cells)[1]
        assert made.broken is None
        found = basis(made.loaded, ["shelf"], packages_distributions(), since=made.began)
        assert found
        assert folder.exists()
        assert Present([found]).holds(found)
        return found

    return rest_on


def holds(found: Basis) -> bool:
    return Present([found]).holds(found)


@pytest.mark.parametrize("module", ["__init__", "used", "through", "lazy"])
def test_changed_module_ends_what_rested_on_it(folder: Path, rest: Rest, module: str) -> None:
    """Also one that was imported through another, or late."""
    found = rest("import shelf.used", "shelf.through.late()")
    path = folder / "shelf" / f"{module}.py"
    before = path.read_text()
    path.write_text(f"{before}# changed\n")
    assert not holds(found)
    path.write_text(before)
    assert holds(found)
    path.unlink()
    assert not holds(found)


def test_changed_module_leaves_alone_who_did_not_load_it(folder: Path, rest: Rest) -> None:
    one, none = rest("import shelf.used"), rest("1 + 1")
    (folder / "shelf/unused.py").write_text("x = 1")
    (folder / "shelf/lazy.py").write_text("x = 1")
    assert holds(one)
    (folder / "shelf/used.py").write_text("x = 1")
    assert not holds(one)
    assert holds(none)


def test_new_file_that_comes_before_an_old_one_is_noticed(folder: Path, rest: Rest) -> None:
    inside, outside = rest("import shelf.used"), rest("import string, shelf")
    new = folder / "shelf/used"
    new.mkdir()
    (new / "__init__.py").write_text("")
    assert not holds(inside)
    assert not holds(outside)


def test_package_that_comes_before_an_old_one_is_noticed(
    folder: Path, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = rest("import shelf.used")
    earlier = folder / "earlier"
    (earlier / "shelf").mkdir(parents=True)
    (earlier / "shelf/__init__.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", f"{earlier}:{folder}")
    assert not holds(found)


def test_module_that_was_missing_is_noticed_when_it_comes(folder: Path, rest: Rest) -> None:
    found = rest("try:\n    import not_yet\nexcept ImportError:\n    pass")
    assert "not_yet" in found["absent"]
    (folder / "not_yet.py").write_text("")
    assert not holds(found)


def test_data_of_a_package_count(folder: Path, rest: Rest) -> None:
    found = rest("import shelf")
    (folder / "shelf/data.csv").write_text("2\n")
    assert not holds(found)


def test_module_that_is_read_as_a_file_counts(folder: Path, rest: Rest) -> None:
    found = rest(f"len(open({str(folder / 'shelf/unused.py')!r}).read())")
    (folder / "shelf/unused.py").write_text("x = 1")
    assert not holds(found)


def test_what_another_process_may_have_loaded_counts(folder: Path, rest: Rest) -> None:
    found = rest("import subprocess\nsubprocess.run(['true'], check=True);")
    (folder / "shelf/unused.py").write_text("x = 1")
    assert not holds(found)


def test_file_that_changed_during_the_run_can_not_be_rested_on(folder: Path) -> None:
    change = f"import shelf\nopen({str(folder / 'shelf/__init__.py')!r}, 'w').close()"
    made = run("import time\ntime.sleep(0.1)", change)[1]
    assert basis(made.loaded, ["shelf"], packages_distributions(), since=made.began) is None


def test_version_of_a_library_counts_for_those_who_loaded_it(
    folder: Path, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "library.py").write_text("")
    about = folder / "library-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: library\nVersion: 1.0\n")
    (about / "RECORD").write_text("library.py,,\nlibrary-1.0.dist-info/METADATA,,\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(loaded, "LIBRARIES", [*loaded.LIBRARIES, folder])
    one, none = rest("import library"), rest("1 + 1")
    assert one["versions"]["library"] == "1.0"
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: library\nVersion: 1.1\n")
    assert not holds(one)
    assert holds(none)


def test_library_that_nobody_loaded_does_not_count(
    folder: Path, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that one more tool in the environment has no page run again."""
    found = rest("import shelf")
    about = folder / "tool-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tool\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(folder))
    assert holds(found)
