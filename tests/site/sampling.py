"""A part of the answers, another each day.

They are many, and made alike; what is wrong with one kind of them is wrong with many. `--audit-all`
takes them all, as the weekly workflow does.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

FOLDERS = ("errors/", "howto/", "questions/")
SHARE = 6  # one of so many


def is_answer(name: str) -> bool:
    """Return whether a page is one of many that are made alike."""
    return name.startswith(FOLDERS) and not name.endswith("/index.html")


def draw(names: Iterable[str], word: str, *, everything: bool = False) -> list[str]:
    """Return all pages but answers, and of those the part that a word stands for."""
    listed = sorted(names)
    answers = [name for name in listed if is_answer(name)]
    chance = random.Random(word)  # noqa: S311  # no secret
    drawn = {*(answers if everything else chance.sample(answers, -(-len(answers) // SHARE)))}
    return [name for name in listed if not is_answer(name) or name in drawn]
