"""Write a page as a script that prints what the page shows, and saves its figures where it runs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from nbformat import NotebookNode

from wbguide_docs.copying.markdown import DOLLAR
from wbguide_docs.copying.speaking import caught, wrap_last
from wbguide_docs.reading.outputs import CHART

HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
HELPERS = Path(__file__).with_name("script_helpers.py").read_text(encoding="utf-8")
BACKEND = 'os.environ.setdefault("MPLBACKEND", "agg")  # figures go to files, not into windows'
QUIET = 'os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # what else it prints is no error'


def script_text(
    cells: list[NotebookNode],
    python: str,
    needed: list[str],
    *,
    name: str,
    about: str,
    wheel: str = "",
) -> str:
    """Return the file of a script with `cells`, and with what it needs in its head.

    What it saves is called by its `name`, which it may not have any more where it runs.
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
    quiet = any(each in ("keras", "tensorflow") for each in needed)
    if charts or figures or wheel or quiet:
        head += ["import itertools"] * (charts or figures) + ["import os"] * (figures or quiet)
        head += ["import sys"] * bool(wheel)
        head += ["from pathlib import Path"] * bool(wheel)
        head += ["from typing import Any"] * charts + [""]
    if wheel:
        path = "".join(f' / "{part}"' for part in wheel.split("/") if part != ".")
        head += [f"sys.path.insert(0, str(Path(__file__).parent{path}))  # has wbguide", ""]
    head += [QUIET] * quiet + [BACKEND] * figures + ["", ""] * (quiet or figures)
    head += [f"_page = {name!r}"] * (charts or figures)
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
    text = cell.source.replace(DOLLAR, "$")
    lines = [f"# {line}".rstrip() for line in text.splitlines()]
    headings = [f"print({chr(10) + line!r})" for line in HEADING.findall(text)]
    return "\n".join(["# %% [markdown]", *lines, *headings, ""])


def _code(cell: NotebookNode) -> str:
    source = cell.python  # without the lines that only IPython knows
    if any(output.output_type == "execute_result" for output in cell.outputs):
        chart = any(_holds(output, CHART) for output in cell.outputs)
        source = wrap_last(source, "_save_chart" if chart else "_show")
    if any(output.output_type == "error" for output in cell.outputs):
        source = caught(source, "_error")
    if any(_holds(output, "image/svg+xml") for output in cell.outputs):
        source += "\n_save_figures()"
    return f"# %%\n{source}\n"


def _holds(output: NotebookNode, mime_type: str) -> bool:
    return mime_type in output.get("data", {})
