"""Decide whether a page ran as its author meant it to, and make its outputs fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from wbguide_docs.running.kernel import AFTER_LAST_CELL, Run

# What TensorFlow writes at import whatever its settings. Each is a whole line, said in full, so
# that no other message can hide behind it.
NOISE_LINES = (
    r"WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR",
    (
        r"I0000 [\d:.]+ +\d+ cudart_stub\.cc:\d+\] "
        r"Could not find cuda drivers on your machine, GPU will not be used\."
    ),
)
NOISE = re.compile(f"^(?:{'|'.join(NOISE_LINES)})\n", re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
RICH_HTML = '<pre style="white-space:pre;overflow-x:auto;line-height:normal;'


@dataclass(frozen=True)
class Problem:
    """One reason why a page may not be published."""

    cell: int
    what: str
    details: str = ""


def problems(notebook: NotebookNode, run: Run) -> list[Problem]:
    """Return all that is wrong with a page that has been run, in the order of its cells."""
    found: list[Problem] = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            found += _problems_of_cell(index, cell)
    for index, text in run.stderr.items():
        if left := NOISE.sub("", text).strip():
            writer = "this page's kernel, at its end," if index == AFTER_LAST_CELL else "this cell"
            found.append(Problem(index, f"{writer} wrote to stderr:", plain(left)))
    if run.stdout.strip():
        what = "this page wrote to its process's own stdout, which no reader would see:"
        found.append(Problem(AFTER_LAST_CELL, what, run.stdout))
    if run.broken:
        found.append(Problem(*run.broken))
    return sorted(found, key=lambda problem: (problem.cell == AFTER_LAST_CELL, problem.cell))


def _problems_of_cell(index: int, cell: NotebookNode) -> Iterator[Problem]:
    expected = cell.metadata.get("raises")
    tagged = "raises-exception" in cell.metadata.get("tags", [])
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if tagged != bool(expected):
        what = "the tag `raises-exception` and the option `raises: 'Type: message'` need each other"
        yield Problem(index, what)
    if not tagged:
        for error in errors:
            yield Problem(index, "this cell raised an error:", plain("\n".join(error.traceback)))
    elif expected and cell.execution_count is not None:
        raised = _message(errors[0]) if errors else "nothing"
        if expected not in raised:
            details = f"expected: {expected}\nraised: {raised}"
            yield Problem(index, "this cell did not raise the error that it announces:", details)


def make_presentable(notebook: NotebookNode) -> None:
    """Shorten tracebacks to the error, and turn tables drawn by rich into plain text."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _joined([_presentable(output) for output in cell.outputs])


def _presentable(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        # The files and lines of installed libraries differ from machine to machine.
        output.traceback = [_message(output)]
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


def _message(error: NotebookNode) -> str:
    return plain(f"{error.ename}: {error.evalue}").strip()


def plain(text: str) -> str:
    """Return `text` without the codes that color it in a terminal."""
    return ANSI.sub("", text)
