"""Run the code cells of one page in a fresh kernel, and keep all that it wrote to stderr.

The kernel's `sys.stderr` is its file descriptor 2, and that is a file. So what Python, C code,
threads and subprocesses write there, until the process has ended, arrives whole and in order. None
of it can be lost between two messages of the Jupyter protocol, and none can reach the page.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from wbguide_docs.running.environment import ThisInterpreter, variables

# What nbclient would log, `Run.broken` says.
silent = logging.getLogger("execution_kernel.nbclient")
silent.disabled = True


@dataclass
class Run:
    """What running a page gave, beside the outputs that are now in its notebook."""

    seconds: float = 0.0
    stderr: dict[int | None, str] = field(default_factory=dict)
    """By cell; of None is what came after the last."""
    stdout: str = ""
    """What went to the file descriptor, past the notebook."""
    broken: tuple[int | None, str] | None = None
    """The cell in which the kernel stopped to answer, and what happened."""


async def run_page(notebook: NotebookNode, seconds_allowed: float) -> Run:
    """Run the code cells of `notebook` in order, writing their outputs into it."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="page-", ignore_cleanup_errors=True) as folder:
        run = await _run_in(Path(folder), notebook, started + seconds_allowed)
    run.seconds = time.monotonic() - started
    return run


async def _run_in(home: Path, notebook: NotebookNode, deadline: float) -> Run:
    run = Run()
    cell: int | None = 0
    # A page reads no file beside it: what a reader copies from it then runs anywhere.
    working = home / "empty"
    working.mkdir()
    manager = AsyncKernelManager(
        kernel_spec_manager=ThisInterpreter(),
        connection_file=str(home / "kernel.json"),
        # Sockets in a private folder: no port to collide on, and nothing for others to read.
        transport="ipc",
        ip=str(home / "socket"),
    )
    runner = NotebookClient(
        notebook,
        km=manager,
        coalesce_streams=True,
        iopub_timeout=60,
        raise_on_iopub_timeout=True,  # otherwise what comes later is left out without a word
        log=silent,
        timeout_func=lambda _: max(0.01, deadline - time.monotonic()),
    )
    with _Capture(home / "stdout") as stdout, _Capture(home / "stderr") as stderr:
        try:
            await manager.start_kernel(
                env=variables(home), cwd=str(working), stdout=stdout.writer, stderr=stderr.writer
            )
            runner.kc = manager.client()
            await _connect(runner.kc, manager, deadline)
            for number, content in enumerate(notebook.cells):
                cell = number
                await runner.async_execute_cell(content, number, runner.code_cells_executed + 1)
                run.stderr[cell] = stderr.new()
            cell = None
            if not await _ended(runner.kc, manager):
                run.broken = cell, "this page's kernel did not end after the last cell"
        except CellExecutionError:
            pass  # the error is among the cell's outputs
        except CellTimeoutError:
            run.broken = cell, "this cell was still running when the page's time was up"
        except DeadKernelError:
            run.broken = cell, "this cell ended its kernel"
        finally:
            if runner.kc is not None:
                runner.kc.stop_channels()
            if await manager.is_alive():
                await manager.shutdown_kernel(now=True)
            await manager.cleanup_resources()
        run.stderr[cell] = stderr.new()
        run.stdout = stdout.new()
    return run


async def _connect(client: AsyncKernelClient, manager: AsyncKernelManager, deadline: float) -> None:
    """Wait until the kernel answers; as `wait_for_ready`, without its pause of 0.2 s."""
    client.start_channels(stdin=False)
    client.allow_stdin = False  # so that `input()` is an error, not a wait without end
    while time.monotonic() < deadline and await manager.is_alive():
        client.kernel_info()
        try:
            await client.get_shell_msg(timeout=1)
            await client.get_iopub_msg(timeout=1)
        except queue.Empty:
            continue
        return
    raise DeadKernelError


async def _ended(client: AsyncKernelClient, manager: AsyncKernelManager) -> bool:
    """Let the page's own threads and exit handlers finish, so that what they write is seen."""
    client.execute("%farewell", silent=True)
    for _ in range(1000):
        if not await manager.is_alive():
            return True
        await asyncio.sleep(0.01)
    return False


class _Capture:
    """A file that a kernel writes to, read piece by piece as it grows."""

    def __init__(self, path: Path) -> None:
        self.writer = path.open("wb")
        self._reader = path.open("rb")  # with its own position: the kernel shares the writer's

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.writer.close()
        self._reader.close()

    def new(self) -> str:
        return self._reader.read().decode(errors="replace")
