"""The course: which pages it has, in which order, and what their authors say of them.

The order is that of the `toctree` in `tutorials/index`. A page says the rest in its front matter:

    course:
      for: you know school algebra     # goes on from "For you if"
      minutes: 20
      can: price a house               # goes on from "Afterwards you can"
      needs: NumPy
      picture: 2                       # the figure that stands for the page on the map
      door: what-the-bias-is-for       # of a deep dive: the tutorial that raises its question
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes

TUTORIALS, DEEPER = "tutorials", "deeper"
PARTS = ("for", "minutes", "can", "needs", "picture")


@dataclass(frozen=True)
class Facts:
    """What an author says of a page."""

    readers: str
    minutes: int
    able: str
    needs: str
    picture: int
    door: str = ""


def pages_of(env: Any, folder: str) -> list[str]:
    """Return the pages of a folder, in the order of its index."""
    return list(env.toctree_includes.get(f"{folder}/index", []))


def parts_of(env: Any) -> list[tuple[str, list[str]]]:
    """Return the parts of the path, as the index of the tutorials has them: title and pages."""
    parts = []
    for section in env.get_doctree(f"{TUTORIALS}/index").findall(nodes.section):
        lists = [each for each in section.children if isinstance(each, nodes.definition_list)]
        terms = [term for each in lists for term in each.findall(nodes.term)]
        links = [link for term in terms for link in term.findall(addnodes.pending_xref)]
        named = [f"{TUTORIALS}/{link['reftarget']}" for link in links]
        if pages := [page for page in pages_of(env, TUTORIALS) if page in named]:
            parts.append((section[0].astext(), pages))
    return parts


def facts_of(env: Any, page: str) -> Facts | None:
    """Return what is said of a page; None if a part is missing."""
    said = _said(env, page)
    if not said or missing_facts(env, page):
        return None
    return Facts(
        readers=said["for"],
        minutes=int(said["minutes"]),
        able=said["can"],
        needs=said["needs"],
        picture=int(said["picture"]),
        door=f"{TUTORIALS}/{said['door']}" if "door" in said else "",
    )


def missing_facts(env: Any, page: str) -> list[str]:
    """Return the names of what its author should have said of a page."""
    deeper = page.startswith(f"{DEEPER}/")
    return [name for name in (*PARTS, *(("door",) * deeper)) if name not in _said(env, page)]


def _said(env: Any, page: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(env.metadata[page].get("course", "{}"))
    return said


def before(env: Any, page: str) -> list[str]:
    """Return the pages that a reader of a page knows: of a deep dive, up to its door."""
    path = pages_of(env, TUTORIALS)
    if page in path:
        return path[: path.index(page)]
    facts = facts_of(env, page)
    return path[: path.index(facts.door) + 1] if facts and facts.door in path else path
