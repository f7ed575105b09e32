"""Run small pages as the build does, each in a fork of one process, and say what was observed.

python -m tests.extensions.traced: reads a JSON list of cells from each line of standard input, and
answers with a JSON list: for each cell that ran, what its statements did; or with the error that
has ended it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
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
        answer = json.loads(self._process.stdout.readline())
        assert isinstance(answer, list), answer
        return answer

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
        with tempfile.TemporaryDirectory() as folder:
            traces, error = Path(folder) / "traces", Path(folder) / "error"
            child = os.fork()
            if not child:
                os.environ["IPYTHONDIR"] = folder  # not the history of whoever runs the tests
                status = 1
                try:
                    _run(json.loads(line), traces)
                    status = 0
                except BaseException:  # noqa: BLE001  # the test shall say it
                    error.write_text(traceback.format_exc(), encoding="utf-8")
                finally:
                    os._exit(status)
            _, status = os.waitpid(child, 0)
            if status:
                said = error.read_text("utf-8") if error.exists() else f"ended with {status}"
                answers.write(json.dumps(said) + "\n")
            else:
                answers.write(f"[{','.join(traces.read_text('utf-8').splitlines())}]\n")
            answers.flush()


if __name__ == "__main__":
    _serve()
