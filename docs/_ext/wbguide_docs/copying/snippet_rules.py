"""What the analysis of snippets knows of libraries: the rules in `snippet_rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from wbguide_docs.copying.snippet_values import Thing

RULES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("snippet_rules.toml").read_text(encoding="utf-8")
)
FUNCTIONS, METHODS, RANDOM = RULES["functions"], RULES["methods"], RULES["random"]
PLAIN, RECORDS = RULES["objects"]["plain"], RULES["objects"]["records"]
LAYERS = ("keras.layers", "keras.Model", "keras.Sequential")
PYPLOT = "matplotlib.pyplot"


@cache
def within(path: str, family: str) -> bool:
    """Tell whether a full name is that of a family or of a part of it."""
    return path == family or path.startswith(f"{family}.")


def among(path: str, families: Iterable[str]) -> bool:
    """Do the same for several."""
    return any(within(path, family) for family in families)


def draws(thing: Thing) -> bool:
    """Tell whether a thing is a generator of random numbers."""
    return thing.path in RANDOM["generators"]


def changeable(things: Iterable[Thing]) -> list[Thing]:
    """Return those things that may be changed by whoever is given them."""
    return [each for each in things if each.kind == "object" and not among(each.path, PLAIN)]
