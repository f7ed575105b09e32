"""A part of the pages that are many and made alike, another part each day.

What is wrong with one kind of them is wrong with many. `--audit-all` takes them all, as the weekly
workflow does.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

# Of the pages in a folder, one of so many is drawn; of those elsewhere, all.
SHARES = {
    "_modules/wbguide": 6,  # listings of code
    "_modules/wbguide/interactive": 8,
    "_modules/wbguide/plotting": 4,
    "deeper": 3,
    "errors": 10,
    "howto": 10,
    "questions": 10,
    "reference/api": 2,
}
ANSWERS = ("errors", "howto", "questions")


def _folder(name: str) -> str:
    return "" if name.endswith("index.html") else name.rpartition("/")[0]


def is_answer(name: str) -> bool:
    """Return whether a page answers one question, error or task."""
    return _folder(name) in ANSWERS


def draw(names: Iterable[str], word: str, *, everything: bool = False) -> list[str]:
    """Return the pages whose turn it is, which a word decides."""
    listed = sorted(names)
    if everything:
        return listed
    chance = random.Random(word)  # noqa: S311  # no secret
    drawn = {name for name in listed if _folder(name) not in SHARES}
    for folder, share in SHARES.items():
        many = [name for name in listed if _folder(name) == folder]
        drawn |= {*chance.sample(many, -(-len(many) // share))}
    return [name for name in listed if name in drawn]
