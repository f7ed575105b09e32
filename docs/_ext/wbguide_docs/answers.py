"""The answers: pages that somebody looks for with a question, an error message or a task.

What a search cannot see, authors say: the message of an error in the front matter of its page,

    answer:
      message: expecting 2 weights  # what is printed, without what varies

and how people ask for each page in `asked.toml`, one way a line, in words that need not be its own.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
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
ASKED = "asked.toml"


def folder_of(page: str) -> str:
    """Return the first folder of a page; nothing for the front page."""
    return page.partition("/")[0] if "/" in page else ""


def message_of(env: Any, page: str) -> str:
    """Return the error message that leads to a page; nothing if none does."""
    said: dict[str, Any] = json.loads(env.metadata[page].get("answer", "{}"))
    return str(said.get("message", ""))


def read_asked(folder: Path) -> dict[str, list[str]]:
    """Return how people ask for each page, by its name."""
    file = folder / ASKED
    folders = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {
        f"{name}/{page}": lines.strip().splitlines()
        for name, pages in folders.items()
        for page, lines in pages.items()
    }
