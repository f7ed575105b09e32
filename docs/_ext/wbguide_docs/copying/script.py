"""Write a page as a script that prints what the page shows, and saves its figures beside itself."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import indent

from nbformat import NotebookNode

from wbguide_docs.reading.outputs import CHART

HELPERS = Path(__file__).with_name("script_helpers.py").read_text(encoding="utf-8")
BACKEND = 'os.environ.setdefault("MPLBACKEND", "agg")  # figures go to files, not into windows'
ERROR = """\
except Exception as _error:  # the page announces it
    print(f"{type(_error).__name__}: {_error}")"""


def script_text(
    cells: list[NotebookNode], python: str, needed: list[str], about: str, wheel: str = ""
) -> str:
    """Return the file of a script with `cells`, and with what it needs in its head.

    Python imports our package from the `wheel` at that path, counted from the script, if one is
    given.
    """
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    charts = any(_holds(output, CHART) for output in outputs)
    figures = any(_holds(output, "image/svg+xml") for output in outputs)
    shown = any(output.output_type == "execute_result" for output in outputs)
    head = ["# /// script", f'# requires-python = "{python}"', "# dependencies = ["]
    head += [f'#   "{each}",' for each in needed] + ["# ]", "# ///"]
    head += ["", f'"""{about}"""', ""]
    if charts or figures or wheel:
        head += ["import itertools"] * (charts or figures) + ["import os"] * figures
        head += ["import sys"] * bool(wheel) + ["from pathlib import Path"]
        head += ["from typing import Any"] * charts + [""]
    if wheel:
        path = "".join(f' / "{part}"' for part in wheel.split("/") if part != ".")
        head += [f"sys.path.insert(0, str(Path(__file__).parent{path}))  # has wbguide", ""]
    head += [BACKEND, "", ""] * figures
    head += _helpers("_figures", "_save_figures") * figures
    head += _helpers("_charts", "_save_chart") * charts
    head += _helpers("_show") * shown
    body = [_prose(cell) if cell.cell_type == "markdown" else _code(cell) for cell in cells]
    return "\n".join([*head, *body])


def _helpers(*names: str) -> list[str]:
    """Return the code of some helpers, each followed by two blank lines."""
    found = []
    for node in ast.parse(HELPERS).body:
        match node:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                if name in names:
                    found += [ast.get_source_segment(HELPERS, node) or "", "", ""]
    return found


def _prose(cell: NotebookNode) -> str:
    lines = [f"# {line}".rstrip() for line in cell.source.splitlines()]
    return "\n".join(["# %% [markdown]", *lines, ""])


def _code(cell: NotebookNode) -> str:
    source = cell.python  # without the lines that only IPython knows
    if any(output.output_type == "execute_result" for output in cell.outputs):
        chart = any(_holds(output, CHART) for output in cell.outputs)
        source = wrap_last(source, "_save_chart" if chart else "_show")
    if any(output.output_type == "error" for output in cell.outputs):
        source = f"try:\n{indent(source, '    ')}\n{ERROR}"
    if any(_holds(output, "image/svg+xml") for output in cell.outputs):
        source += "\n_save_figures()"
    return f"# %%\n{source}\n"


def wrap_last(source: str, function: str) -> str:
    """Return code with a call of a function around its last expression."""
    last = ast.parse(source).body[-1]
    text = ast.get_source_segment(source, last) or ""
    lines = source.splitlines(keepends=True)
    column = len(lines[last.lineno - 1].encode()[: last.col_offset].decode())  # `ast` counts bytes
    start = sum(map(len, lines[: last.lineno - 1])) + column
    call = ast.parse(f"{function}({text})").body[0]
    whole = isinstance(call, ast.Expr) and len(getattr(call.value, "args", ())) == 1
    argument = text if whole else f"({text})"  # `a, b` would be two
    return f"{source[:start]}{function}({argument}){source[start + len(text) :]}"


def _holds(output: NotebookNode, mime_type: str) -> bool:
    return mime_type in output.get("data", {})
