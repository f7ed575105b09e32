"""Decide whether a page ran as its author meant it to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from wbguide_docs.running.kernel import Run
from wbguide_docs.running.presenting import message, plain

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


@dataclass(frozen=True)
class Problem:
    """One reason why a page may not be published."""

    cell: int | None
    """None after the last."""
    what: str
    details: str = ""


def problems(notebook: NotebookNode, run: Run) -> list[Problem]:
    """Return all that is wrong with a page that has been run, in the order of its cells."""
    found: list[Problem] = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            found += _problems_of_cell(index, cell)
    for place, text in run.stderr.items():
        if left := NOISE.sub("", text).strip():
            writer = "this page's kernel, at its end," if place is None else "this cell"
            found.append(Problem(place, f"{writer} wrote to stderr:", plain(left)))
    if run.stdout.strip():
        what = "this page wrote to its process's own stdout, which no reader would see:"
        found.append(Problem(None, what, run.stdout))
    if run.broken:
        found.append(Problem(*run.broken))
    return sorted(found, key=lambda problem: (problem.cell is None, problem.cell or 0))


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
        raised = message(errors[0]) if errors else "nothing"
        if expected not in raised:
            details = f"expected: {expected}\nraised: {raised}"
            yield Problem(index, "this cell did not raise the error that it announces:", details)
