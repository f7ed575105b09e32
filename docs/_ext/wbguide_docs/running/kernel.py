"""Run the code cells of one page in a process of its own, and keep all that it wrote to stderr.

The kernel's `sys.stderr` is its file descriptor 2, and that is a file. So what Python, C code,
threads and subprocesses write there, until the process has ended, arrives whole and in order. None
of it can be lost between two messages of the Jupyter protocol, and none can reach the page.
"""

from __future__ import annotations

import asyncio
import json
import logging
import queue
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import write_connection_file
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from wbguide_docs.running.environment import places
from wbguide_docs.running.processes import Process, Processes

SECONDS_TO_END = 10

# What nbclient would log, `Run.broken` says.
silent = logging.getLogger("execution_kernel.nbclient")
silent.disabled = True


@dataclass
class Run:
    """What running a page gave, beside the outputs that are now in its notebook."""

    began: float = field(default_factory=time.time)
    seconds: float = 0.0
    stderr: dict[int | None, str] = field(default_factory=dict)
    """By cell; of None is what came after the last."""
    stdout: str = ""
    """What went to the file descriptor, past the notebook."""
    loaded: dict[str, Any] = field(default_factory=dict)
    """What its process says that it loaded."""
    broken: tuple[int | None, str] | None = None
    """The cell in which the kernel stopped to answer, and what happened."""


async def run_page(
    notebook: NotebookNode, imports: list[str], processes: Processes, seconds_allowed: float
) -> Run:
    """Run the code cells of `notebook` in order, writing their outputs into it.

    The process may come with `imports`, modules that the page will import anyway.
    """
    async with _kernel(imports, processes, seconds_allowed) as kernel:
        run = Run()
        started = time.monotonic()
        await _run_cells(notebook, kernel, started + seconds_allowed, run)
        run.seconds = time.monotonic() - started
        return run


class _Client(AsyncKernelClient):
    """What talks to the process of a page, and knows whether it still runs."""

    process: Process

    async def is_alive(self) -> bool:
        return not self.process.ended.is_set()


@dataclass
class _Kernel:
    client: _Client
    process: Process
    stdout: BinaryIO
    stderr: BinaryIO
    traces: BinaryIO
    loaded: Path


@asynccontextmanager
async def _kernel(
    imports: list[str], processes: Processes, seconds_allowed: float
) -> AsyncIterator[_Kernel]:
    """Start a kernel, in a folder of its own; in the end, whatever happens, nothing is left of it.

    Its sockets are in that folder: no port to collide on, and nothing for others to read.
    """
    with (
        tempfile.TemporaryDirectory(prefix="page-", ignore_cleanup_errors=True) as name,
        (home := Path(name)).joinpath("stdout").open("w+b") as stdout,
        (home / "stderr").open("w+b") as stderr,
        (home / "traces").open("w+b") as traces,
    ):
        # A page reads no file beside it: what a reader copies from it then runs anywhere.
        (home / "empty").mkdir()
        connection, _ = write_connection_file(
            str(home / "kernel.json"),
            transport="ipc",
            ip=str(home / "socket"),
            key=secrets.token_hex().encode(),
        )
        process = await processes.start(
            {
                "imports": imports,
                "connection": connection,
                "folder": str(home / "empty"),
                "variables": places(home),
                "stdout": stdout.name,
                "stderr": stderr.name,
                "traces": traces.name,
                "loaded": str(home / "loaded.json"),
            }
        )
        client = _Client()
        client.process = process
        client.load_connection_file(connection)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.started.wait(), seconds_allowed)
            yield _Kernel(client, process, stdout, stderr, traces, home / "loaded.json")
        finally:
            client.stop_channels()
            await process.end()


async def _run_cells(notebook: NotebookNode, kernel: _Kernel, deadline: float, run: Run) -> None:
    runner = NotebookClient(
        notebook,
        coalesce_streams=True,
        iopub_timeout=60,
        raise_on_iopub_timeout=True,  # otherwise what comes later is left out without a word
        log=silent,
        timeout_func=lambda _: max(0.01, deadline - time.monotonic()),
    )
    runner.kc = kernel.client
    cell: int | None = None
    try:
        if not await _connect(kernel, deadline):
            run.broken = None, f"this page's kernel did not start: {kernel.process.tree.last_words}"
            return
        for number, content in enumerate(notebook.cells):
            cell = number
            await runner.async_execute_cell(content, number, runner.code_cells_executed + 1)
            if content.cell_type == "code":
                run.stderr[cell] = _new(kernel.stderr)
                content.metadata.trace = json.loads(_new(kernel.traces) or "[]")
        cell = None
        if not await _ended(kernel):
            run.broken = None, "this page's kernel did not end after the last cell"
        elif not kernel.loaded.exists():
            run.broken = None, "this page's kernel ended too early"
        else:
            run.loaded = json.loads(kernel.loaded.read_text(encoding="utf-8"))
    except CellExecutionError:
        pass  # the error is among the cell's outputs
    except CellTimeoutError:
        run.broken = cell, "this cell was still running when the page's time was up"
    except DeadKernelError:
        run.broken = cell, "this cell ended its kernel"
    finally:
        await kernel.process.end()
        run.stderr[cell] = run.stderr.get(cell, "") + _new(kernel.stderr)
        run.stdout = _new(kernel.stdout)


async def _connect(kernel: _Kernel, deadline: float) -> bool:
    """Wait until the kernel answers; as `wait_for_ready`, without its pause of 0.2 s."""
    client = kernel.client
    client.start_channels(stdin=False, hb=False, control=False)
    client.allow_stdin = False  # so that `input()` is an error, not a wait without end
    while time.monotonic() < deadline and not kernel.process.ended.is_set():
        client.kernel_info()
        try:
            await client.get_shell_msg(timeout=1)
            await client.get_iopub_msg(timeout=1)
        except queue.Empty:
            continue
        return True
    return False


async def _ended(kernel: _Kernel) -> bool:
    """Let the page's own threads and exit handlers finish, so that what they write is seen."""
    kernel.client.execute("%farewell", silent=True)
    with suppress(TimeoutError):
        await asyncio.wait_for(kernel.process.ended.wait(), SECONDS_TO_END)
    return kernel.process.ended.is_set()


def _new(file: BinaryIO) -> str:
    """Return what has been written to a file since it was read."""
    return file.read().decode(errors="replace")
