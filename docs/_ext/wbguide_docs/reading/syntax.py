"""Parse the code of a cell as IPython runs it: Python, between lines that only IPython knows."""

from __future__ import annotations

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager

# What runs the rest of its cell as code of the page. The rest of another is no code of the page.
RUNS_CELL = re.compile(r"\s*%%(?:capture|prun|time|timeit)\b.*")


def parse(source: str) -> ast.Module:
    """Return the syntax of code, line for line; that of nothing if it has none."""
    try:
        return ast.parse(as_python(source))
    except SyntaxError:
        return ast.Module([], [])


def as_python(source: str) -> str:
    """Return code with IPython's own lines as the calls that they are, in the lines that they had.

    `%matplotlib inline` becomes ``get_ipython().run_line_magic('matplotlib', 'inline')``.
    """
    source = RUNS_CELL.sub("", source, count=1) if RUNS_CELL.match(source) else source
    if source.lstrip().startswith("%%"):
        return ""
    manager = TransformerManager()
    lines = f"{source}\n".splitlines(keepends=True)
    changed = True
    while changed:
        before = lines
        changed, lines = manager.do_one_token_transform(before)
        if lost := len(before) - len(lines):  # a line that a backslash continued is now one
            place = next(k for k, line in enumerate(lines) if line != before[k])
            lines[place] = lines[place].rstrip().removesuffix(")") + "\n" * lost + ")\n"
    return "".join(lines)
