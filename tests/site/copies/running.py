"""Run code as a notebook does, in a process of its own, and say what it shows.

As a module, it runs what comes on standard input. With `--serve MODULES` it imports modules once,
and runs each line of standard input in a fork of that state: JSON of the code, and of whether to
run it as Python runs a file.

The answers are lines of JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import runpy
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.site.copies.shown import Shown, labels


def run(code: str) -> Shown:
    """Run code in a new interactive shell."""
    from IPython.core.displayhook import DisplayHook  # noqa: PLC0415  # after what is served
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415
    from IPython.utils.capture import capture_output  # noqa: PLC0415

    shown = Shown()

    class Hook(DisplayHook):
        """Keeps what a cell ends with."""

        def write_output_prompt(self) -> None:
            """Write none."""

        def write_format_data(self, data: dict[str, str], _: object = None) -> None:
            shown.add(data)

    class Shell(InteractiveShell):
        displayhook_class = Hook

        def enable_gui(self, gui: object = None) -> None:
            """Need none for figures in the page."""

        def showtraceback(self, *_: object, **__: object) -> None:
            """Print none."""

    shell: Any = Shell.instance()
    shell.run_line_magic("matplotlib", "inline")
    shell.run_line_magic("config", "InlineBackend.figure_formats = ['svg']")
    with capture_output() as captured:
        result = shell.run_cell(code, store_history=True)  # or `;` hides nothing
    shown.text = captured.stdout
    if error := result.error_before_exec or result.error_in_exec:
        shown.errors.append(f"{type(error).__name__}: {error}".strip())
    for output in captured.outputs:
        shown.add(output.data)
    return shown


def run_as_file(code: str) -> Shown:
    """Run code as Python runs a file, but that figures are taken down in place of being shown."""
    from matplotlib import pyplot as plt  # noqa: PLC0415  # after what is served

    shown = Shown()

    def show() -> None:
        for number in plt.get_fignums():
            svg = io.BytesIO()
            plt.figure(number).savefig(svg, format="svg")
            shown.figures.append(labels(svg.getvalue()))
        plt.close("all")

    plt.switch_backend("agg")
    plt.show = show  # type: ignore[assignment]
    Path("copied.py").write_text(code, "utf-8")  # `tf.function` reads the code of what it compiles
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            runpy.run_path("copied.py", run_name="__main__")
        except Exception as error:  # noqa: BLE001  # is told
            shown.errors.append(f"{type(error).__name__}: {error}")
    shown.text = printed.getvalue()
    shown.charts = len(list(Path.cwd().glob("*.html")))
    return shown


def answer(code: str, file: int, *, as_file: bool = False) -> None:
    """Run code, and write what it shows to a file descriptor."""
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            line = json.dumps((run_as_file if as_file else run)(code).data())
    except BaseException as error:  # noqa: BLE001  # whoever asks must get an answer
        line = json.dumps({"errors": [f"not run: {error!r}"]})
    with os.fdopen(file, "w", closefd=False) as writer:
        writer.write(line + "\n")


def serve(modules: list[str], file: int) -> None:
    """Answer one line after the other, each in a fork."""
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            code, as_file = json.loads(line)
            answer(code, file, as_file=as_file)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            os.write(file, json.dumps({"errors": [f"died of {status}"]}).encode() + b"\n")


if __name__ == "__main__":
    answers = os.dup(1)
    os.dup2(2, 1)  # what code writes past `sys.stdout` is not an answer
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2:], answers)
    else:
        answer(sys.stdin.read(), answers)
