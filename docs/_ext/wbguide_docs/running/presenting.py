"""Make what cells put out fit to be shown."""

from __future__ import annotations

import re
from typing import Any

import vl_convert
from nbformat import NotebookNode

from wbguide_docs.reading.outputs import CHART

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
RICH_HTML = '<pre style="white-space:pre;overflow-x:auto;line-height:normal;'
CHART_ID = re.compile(r'id="((?:clip|gradient)\w*)"')
CHART_WIDTH = 640  # pixels, of the picture that a notebook shows where no chart can be drawn


def make_presentable(notebook: NotebookNode) -> None:
    """Shorten tracebacks to the error, turn tables drawn by rich into text, draw charts once."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _joined([_presentable(output) for output in cell.outputs])


def _presentable(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        # The files and lines of installed libraries differ from machine to machine.
        output.traceback = [message(output)]
    elif output.get("data", {}).get("text/html", "").startswith(RICH_HTML):
        # Rich colors its HTML for a light page. Its text is what a reader sees in a terminal.
        text = plain(output.data["text/plain"])
        return NotebookNode(output_type="stream", name="stdout", text=text)
    elif CHART in output.get("data", {}):
        output.data["image/svg+xml"] = still_picture(output.data[CHART])
    return output


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def still_picture(chart: dict[str, Any]) -> str:
    """Return the Vega-Lite `chart` as an SVG, for those who cannot draw it."""
    svg = vl_convert.vegalite_to_svg(chart | {"width": CHART_WIDTH})
    # Vega numbers parts on from the chart before, on whatever page that was.
    for number, used in enumerate(dict.fromkeys(CHART_ID.findall(svg))):
        svg = re.sub(rf'(id="|url\(#){used}\b', rf"\g<1>chart-{number}", svg)
    return svg


def message(error: NotebookNode) -> str:
    """Return the type of an error, and what it says."""
    return plain(f"{error.ename}: {error.evalue}").strip()


def plain(text: str) -> str:
    """Return `text` without the codes that color it in a terminal."""
    return ANSI.sub("", text)
