"""Convert charts with Vega's own code, after a fork too.

vl-convert runs that code in a thread, and a fork has none of the threads: a call there would wait
forever. Sphinx reads a few changed pages in its main process, and writes the first of many there,
and then writes the others in forks; so each of these asks a fresh process, which it keeps.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import files
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import vl_convert

_began_in: int | None = None


def convert(function: str, *arguments: Any, **options: Any) -> Any:
    """Call a function of `vl_convert` where it answers."""
    global _began_in  # noqa: PLW0603  # what it tells of is the process's, too
    if _began_in not in (None, os.getpid()):
        return _fresh_process(os.getpid()).apply(convert, (function, *arguments), options)
    _began_in = os.getpid()
    return getattr(vl_convert, function)(*arguments, **options)


@cache
def _fresh_process(_of: int) -> Pool:
    """Return a process for the one of this number, with which it ends."""
    return get_context("spawn").Pool(1)


def _register_fonts() -> None:
    """Have pictures drawn with the font of figures."""
    found = (each for each in files("matplotlib") or [] if each.match("fonts/ttf/DejaVuSans.ttf"))
    vl_convert.register_font_directory(str(Path(next(found).locate()).parent))


_register_fonts()  # before anything is drawn
