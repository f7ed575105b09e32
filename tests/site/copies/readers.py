"""Run what a reader takes from a page as the reader would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import uv
from nbclient import NotebookClient

from tests.site.copies.built_pages import Page
from tests.site.copies.shown import Shown, labels

ROOT = Path(__file__).parents[3]
RUNNER = ("-m", "tests.site.copies.running")
# Of the build's settings a reader has none. These keep it quiet, and draw with the same labels.
SETTINGS = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "MATPLOTLIBRC": str(ROOT / "docs/_ext/wbguide_docs/running/matplotlibrc"),
    "NO_COLOR": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INDEX": "1",  # all is installed: `%pip` finds so, and asks nobody
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # A network that is trained for long tells one order of summation from another: without this,
    # 0.0037 is 0.0033 in *Bending lines into curves*.
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
FOREIGN = ("KERAS_", "MPL", "PYTHON", "TF_")
SECONDS = 400
Record = Callable[[str, object], None]  # of a number of what has been run
INVALID = "https://wbguide.invalid/"  # stands for the address of the site until it is known
BESIDES = re.compile("#+ |Saved ")


def environment() -> dict[str, str]:
    """Return the variables of a reader."""
    inherited = {key: text for key, text in os.environ.items() if not key.startswith(FOREIGN)}
    return inherited | SETTINGS


class Server:
    """A process that has imported some modules, and forks for each piece of code."""

    def __init__(self, modules: list[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, *RUNNER, "--serve", *modules],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            text=True,
        )

    def run(self, code: str, *, as_file: bool = False) -> Shown:
        """Run code in a namespace of its own, as a notebook or `as_file`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([code, as_file]) + "\n")
        self._process.stdin.flush()
        return Shown(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=SECONDS)


def run_fresh(code: str) -> Shown:
    """Run code in a new interpreter."""
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, *RUNNER],
        cwd=ROOT,
        input=code,
        capture_output=True,
        check=True,
        env=environment(),
        text=True,
        timeout=SECONDS,
    )
    return Shown(**json.loads(done.stdout))


def placed_at(home: str, page: Page, suffix: str) -> str:
    """Return a download as `page.js` saves it for a reader of the site at `home`.

    `test_copying` of the browser's tests sees that it does.
    """
    script = page.file(".taken.js").read_text("utf-8")
    files = json.loads(script.removeprefix("wbguideTaken(").removesuffix(");\n"))
    html = page.file(".html").read_text("utf-8")
    wheel = re.findall(r'name="wbguide-wheel" content="[./]*([^"]+)"', html)[0]
    text: str = files[page.file(suffix).name]
    return text.replace(f"{INVALID}wbguide.whl", home + wheel).replace(INVALID, home)


def make_kernel(python: Path, name: str, folder: Path) -> None:
    """Let Jupyter find, in a folder of its `JUPYTER_PATH`, the interpreter that runs notebooks."""
    spec = folder / "kernels" / name / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": command, "display_name": name, "language": "python"}))


def run_notebook(
    file: Path, folder: Path, kernel: str = "python3", **variables: str
) -> list[Shown]:
    """Run a notebook as Jupyter does; return what its cells show, but for the first that runs."""
    book = nbformat.read(file, as_version=4)
    nbformat.validate(book)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        book,
        kernel_name=kernel,
        timeout=SECONDS,
        extra_arguments=["--InlineBackend.figure_formats=svg"],
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=environment() | variables)
    first, *cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert first.source.startswith("%pip install --quiet ")
    return [of_notebook(cell.outputs) for cell in cells]


def of_notebook(outputs: list[Any]) -> Shown:
    """Return what the cell of a notebook shows."""
    shown = Shown()
    for output in outputs:
        if output["output_type"] == "stream":
            shown.text += output["text"] if output["name"] == "stdout" else ""
        elif output["output_type"] == "error":
            shown.errors.append(f"{output['ename']}: {output['evalue']}".strip())
        else:
            shown.add(output["data"])
    return shown


def metadata(script: str) -> dict[str, Any]:
    """Return the inline metadata of a script."""
    block = re.search(r"^# /// script\n(.*?)^# ///$", script, re.MULTILINE | re.DOTALL)
    assert block
    lines = [line.removeprefix("#").removeprefix(" ") for line in block[1].splitlines()]
    return tomllib.loads("\n".join(lines))


@cache
def interpreter(folder: Path, dependencies: tuple[str, ...]) -> Path:
    """Return the interpreter of a new environment with what a script declares, and no more."""
    home = folder / f"environment-{abs(hash(dependencies))}"
    tool = uv.find_uv_bin()
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    commands: list[list[str | Path]] = [
        [tool, "venv", "--quiet", "--no-project", "--python", sys.executable, home],
        [tool, "pip", "install", "--quiet", "--python", python, *dependencies],
    ]
    for command in commands:
        subprocess.run(command, check=True)  # noqa: S603  # our own command
    return python


def run_script(python: Path | str, script: Path, elsewhere: Path) -> Shown:
    """Run a script from another folder than its own, which it leaves as it was."""
    elsewhere.mkdir()
    before = list(script.parent.iterdir())
    shown = run_in([str(python), str(script)], elsewhere)
    assert list(script.parent.iterdir()) == before
    return shown


def run_in(command: list[str], folder: Path) -> Shown:
    """Run a script in an empty folder; return what it prints, and what it saves there."""
    done = run_command(command, folder)
    lines = done.stdout.splitlines()
    shown = printed_by_script(done)
    figures = {int(path.stem.rpartition("-")[2]): path for path in folder.glob("*-figure-*.svg")}
    shown.figures = [labels(path.read_bytes()) for _, path in sorted(figures.items())]
    shown.charts = len(list(folder.glob("*-chart-*.html")))
    saved = {line.removeprefix("Saved ") for line in lines if line.startswith("Saved ")}
    assert saved == {path.name for path in folder.iterdir()}
    return shown


def run_text(python: Path, code: str, folder: Path) -> Shown:
    """Run code as a reader who has saved it in a file, and has no screen; say what it prints."""
    (folder / "pasted.py").write_text(code, "utf-8")
    done = run_command([str(python), "pasted.py"], folder)
    return Shown(done.stdout, errors=[done.stderr] if done.returncode else [])


def run_command(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, as a reader would."""
    return subprocess.run(  # noqa: S603  # our own command
        command,
        capture_output=True,
        check=False,
        cwd=folder,
        env=environment(),
        text=True,
        timeout=SECONDS,
    )


def printed_by_script(done: subprocess.CompletedProcess[str]) -> Shown:
    """Return what a script has printed, beside its headings and the names of what it saves."""
    lines = done.stdout.splitlines()
    shown = Shown("\n".join(line for line in lines if line and not BESIDES.match(line)))
    if done.returncode:
        shown.errors.append(done.stderr)
    return shown
