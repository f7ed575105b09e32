"""Run small pages as the build does, each in a fork of one process, and say what was observed.

python -m tests.extensions.traced: reads a JSON list of cells from each line of standard input, and
answers with a JSON list: for each cell that ran, what its statements did.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from wbguide_docs.running.tracing import Tracer

ROOT = Path(__file__).parents[2]
MODULES = ("numpy", "keras", "matplotlib.pyplot")


class Pages:
    """The process that runs pages."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.extensions.traced"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"},
            text=True,
        )

    def run(self, cells: list[str]) -> list[list[dict[str, list[str]]]]:
        """Return what the statements of each cell did."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(cells) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _run(cells: list[str], traces: Path) -> None:
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415  # after the fork

    shell: Any = InteractiveShell.instance()
    shell.enable_gui = lambda *_: None
    shell.run_line_magic("matplotlib", "inline")
    Tracer(shell, traces)
    for cell in cells:
        shell.run_cell(cell, store_history=True)


def _serve() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for name in MODULES:
        __import__(name)
    for line in sys.stdin:
        with tempfile.NamedTemporaryFile("r") as traces:
            child = os.fork()
            if not child:
                try:
                    _run(json.loads(line), Path(traces.name))
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
            answers.write(f"[{','.join(traces.read().splitlines())}]\n")
            answers.flush()


if __name__ == "__main__":
    _serve()
