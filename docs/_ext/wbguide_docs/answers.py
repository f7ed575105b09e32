"""The answers: pages that somebody looks for with a question, an error message or a task.

Their authors say in the front matter what a search cannot see:

    answer:
      message: expecting 2 weights  # of an error: what is printed, without what varies
      asked:                        # how people put it, in words that are not the page's
        - why are there two arrays
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

KINDS = {
    "questions": "Answer",
    "errors": "Error",
    "howto": "Recipe",
    "tutorials": "Tutorial",
    "deeper": "Deep dive",
    "reference": "Reference",
}
ANSWERS = ("questions", "errors", "howto")


@dataclass(frozen=True)
class Answer:
    """What an author says of an answer."""

    message: str = ""
    asked: tuple[str, ...] = ()


def folder_of(page: str) -> str:
    """Return the first folder of a page; nothing for the front page."""
    return page.partition("/")[0] if "/" in page else ""


def answer_of(env: Any, page: str) -> Answer:
    """Return what is said of a page."""
    said: dict[str, Any] = json.loads(env.metadata[page].get("answer", "{}"))
    asked = tuple(str(each) for each in said.get("asked", ()))
    return Answer(str(said.get("message", "")), asked)
