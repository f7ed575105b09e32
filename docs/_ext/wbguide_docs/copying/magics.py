"""Turn IPython's own lines into plain Python, for those who run a page without IPython."""

from __future__ import annotations

import re

from wbguide_docs.reading.syntax import RUNS_CELL, as_python

# What matters to the session alone: how figures are shown, or what is installed.
OF_SESSION = {"autoreload", "conda", "config", "load_ext", "matplotlib", "pip", "reload_ext"}
LINE = re.compile(r"(?P<indent>\s*)%(?P<name>\w+)\s*(?P<rest>.*)")


class UnknownMagicError(ValueError):
    """A line of IPython that has no Python to stand for it."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(f"copying/magics.py does not say what stands for {text!r} in plain Python")
        self.line = line
        """Counted from 0 within the cell."""


def without_magics(source: str, *, strict: bool = False) -> str:
    """Return code without IPython's lines, line for line; if `strict`, refuse unknown ones."""
    known = RUNS_CELL.sub("", source, count=1) if RUNS_CELL.match(source) else source
    written, lines = known.splitlines(), known.splitlines()
    python = as_python(source).splitlines()
    for number, line in enumerate(written):
        if number < len(python) and line == python[number]:
            continue
        if number and written[number - 1].endswith("\\"):
            lines[number] = ""  # it goes on with what has been turned
            continue
        found = LINE.fullmatch(line)
        if found and found["name"] in OF_SESSION:
            lines[number] = f"{found['indent']}pass" if found["indent"] else ""
        elif found and found["name"] == "time":
            lines[number] = found["indent"] + found["rest"]
        elif strict:
            raise UnknownMagicError(line, number)
    return "\n".join(lines)
