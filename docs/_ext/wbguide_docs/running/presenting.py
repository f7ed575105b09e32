"""Make what cells put out fit to be shown."""

from __future__ import annotations

import re

from nbformat import NotebookNode

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
RICH_HTML = '<pre style="white-space:pre;overflow-x:auto;line-height:normal;'


def make_presentable(notebook: NotebookNode) -> None:
    """Shorten tracebacks to the error, and turn tables drawn by rich into plain text."""
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
    return output


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def message(error: NotebookNode) -> str:
    """Return the type of an error, and what it says."""
    return plain(f"{error.ename}: {error.evalue}").strip()


def plain(text: str) -> str:
    """Return `text` without the codes that color it in a terminal."""
    return ANSI.sub("", text)
