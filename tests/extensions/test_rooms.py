"""A page is read, run, checked, rendered, copied, published: who may know whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import wbguide_docs
from wbguide_docs import ROOMS

HOUSE = Path(wbguide_docs.__file__).parent
MAY_IMPORT = {
    "reading": set(),
    "running": {"reading"},
    "checking": {"reading"},
    "rendering": {"reading"},
    "copying": {"reading"},
    "publishing": set(),
}


def rooms_named(source: str) -> set[str]:
    """Return the rooms of which some code imports modules."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "modules are imported by their full names"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names]
    return {each[1] for each in parts if each[0] == HOUSE.name and each[1] in ROOMS}


def test_there_are_no_other_rooms() -> None:
    folders = {path.parent.name for path in HOUSE.glob("*/*.py")}
    assert folders == set(ROOMS) == MAY_IMPORT.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_it_may(room: str) -> None:
    found = {
        path.name: rooms_named(path.read_text(encoding="utf-8")) - {room} - MAY_IMPORT[room]
        for path in HOUSE.glob(f"{room}/**/*.py")
    }
    assert not {name: rooms for name, rooms in found.items() if rooms}


def test_every_way_to_import_is_noticed() -> None:
    assert rooms_named("import wbguide_docs.running.store") == {"running"}
    assert rooms_named("from wbguide_docs.running import store") == {"running"}
    assert rooms_named("def f():\n    from wbguide_docs import running, copying") == {
        "running",
        "copying",
    }
    assert not rooms_named("from wbguide_docs import ROOMS\nimport wbguide.reading")
