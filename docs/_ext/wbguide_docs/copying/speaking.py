"""Make the code of a cell say in a file what its page shows below it.

A notebook shows by itself what a cell ends with, and its figures. A file does not; and there an
error ends the run, even one that the page announces.
"""

from __future__ import annotations

import ast
import re
from itertools import takewhile
from textwrap import indent

from nbformat import NotebookNode

from wbguide_docs.copying.magics import UnknownMagicError, without_magics
from wbguide_docs.reading.outputs import CHART

ERROR = """\
except Exception as {name}:  # the page announces it
    print(f"{{type({name}).__name__}}: {{{name}}}")"""
PYPLOT = "import matplotlib.pyplot as plt"
TENSORFLOW = "# What TensorFlow prints about CPU and CUDA as it is imported is no error."
# What `print` alone would show in other words than the page.
NEEDS_REPR = re.compile(r"['\"]|array\(|np\.|<tf\.")


def spoken(source: str, outputs: list[NotebookNode], before: str = "") -> str:
    """Return code that says in a file what it has put out on its page, given the code before it."""
    try:
        source = without_magics(source, strict=True).rstrip()
    except UnknownMagicError:
        return source  # `downloads` refuses it
    for output in outputs:
        if output.output_type == "execute_result":
            shown = output.data.get("text/plain", "")
            if CHART in output.data:
                return saved_chart(source)
            source = wrap_last(source, "repr") if NEEDS_REPR.match(shown) else source
            source = wrap_last(source, "print")
    if any(output.output_type == "error" for output in outputs):
        source = caught(source, "error")
    if any("image/svg+xml" in output.get("data", {}) for output in outputs):
        pyplot = "" if PYPLOT in f"{before}\n{source}" else f"{PYPLOT}\n"
        source = f"{source}\n{pyplot}plt.show()"
    return source


def caught(source: str, name: str) -> str:
    """Return code whose error does not end the run."""
    return f"try:\n{indent(source, '    ')}\n{ERROR.format(name=name)}"


def saved_chart(source: str) -> str:
    """Return code that saves the chart that it ends with, and still ends with it."""
    start, text, _ = _last(source)
    return (
        f"{source[:start]}chart = {text}\n"
        'chart.save("chart.html")  # to be opened in a browser\nchart'
    )


def wrap_last(source: str, function: str) -> str:
    """Return code with a call of a function around its last expression."""
    start, text, end = _last(source)
    call = ast.parse(f"{function}({text})").body[0]
    whole = isinstance(call, ast.Expr) and len(getattr(call.value, "args", ())) == 1
    argument = text if whole else f"({text})"  # `a, b` would be two
    return f"{source[:start]}{function}({argument}){source[end:]}"


def _last(source: str) -> tuple[int, str, int]:
    """Return where the last statement of some code begins, the statement, and where it ends."""
    last = ast.parse(source).body[-1]
    text = ast.get_source_segment(source, last) or ""
    lines = source.splitlines(keepends=True)
    column = len(lines[last.lineno - 1].encode()[: last.col_offset].decode())  # `ast` counts bytes
    start = sum(map(len, lines[: last.lineno - 1])) + column
    return start, text, start + len(text)


def changed(plain: str, other: str) -> tuple[int, str] | None:
    """Return how many lines of some code begin the other too, and how that goes on."""
    if plain.rstrip() == other.rstrip():
        return None
    one, two = plain.splitlines(), other.splitlines()
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
    return kept, "\n".join(two[kept:])
