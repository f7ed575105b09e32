"""What a kernel does before the first cell of a page, and after the last.

This runs in the process of the page. It imports nothing of this distribution that would bring
Sphinx with it, and no library that a page might forget to import.
"""

from __future__ import annotations

import atexit
import os
import random
import sys
import threading
from collections.abc import Callable
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell

from wbguide_docs.reading.outputs import CHART
from wbguide_docs.running.gluing import glue

ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InlineBackend.figure_formats=svg",
    "--IPKernelApp.capture_fd_output=False",
)
NETWORK = ("socket.connect", "socket.getaddrinfo")


def refuse_network() -> None:
    """Have a page give the same to a reader without a network, and years from now."""

    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in NETWORK:
            message = "a page may not use the network"
            raise PermissionError(message)

    sys.addaudithook(refuse)


def run_kernel(order: dict[str, Any]) -> None:
    """Be the kernel of a page, as the build has ordered."""
    os.environ.update(order["variables"])
    os.chdir(order["folder"])
    for descriptor, path in ((1, order["stdout"]), (2, order["stderr"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    os.write(2, order["written"].encode())
    kernel: Any = IPKernelApp.instance(parent_handle=os.getppid())
    kernel.initialize([*ARGUMENTS, f"--IPKernelApp.connection_file={order['connection']}"])
    for step in STEPS:
        step(kernel.shell)
    kernel.start()


def write_stderr_to_its_file(_: InteractiveShell) -> None:
    """Have Python write to file descriptor 2, as C does, and not to the page."""
    sys.stderr = sys.__stderr__


def keep_charts_as_they_are(shell: InteractiveShell) -> None:
    """Have Altair hand over a chart: left to itself, it writes HTML that loads Vega from afar."""
    formatters: Any = shell.display_formatter
    formatters.mimebundle_formatter.for_type_by_name(
        "altair.vegalite.v6.api", "TopLevelMixin", lambda chart, **_: {CHART: chart.to_dict()}
    )


def seed_first_cell(shell: InteractiveShell) -> None:
    """Seed `random` just before the first cell.

    Keras takes the seeds of its layers from there, where a page gives none. So does IPython, for
    each greeting, and how many it makes before the first cell depends on how fast a kernel starts.
    """

    def seed(_: object) -> None:
        random.seed(0)
        shell.events.unregister("pre_run_cell", seed)

    shell.events.register("pre_run_cell", seed)


def offer_glue(shell: InteractiveShell) -> None:
    """Have `glue` at hand."""
    shell.push({"glue": glue}, interactive=False)


def prepare_farewell(shell: InteractiveShell) -> None:
    """Let `%farewell` end the kernel."""
    shell.magics_manager.register_function(farewell)


def farewell(_: str) -> None:
    """Let the page's own threads and exit handlers finish; then stop at once.

    A kernel asked to shut down takes its sockets apart while in use: now and then that hangs, or
    complains on stderr.
    """
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    atexit._run_exitfuncs()
    os._exit(0)


# In this order. A step is given the shell; what it sets up is there for all cells.
STEPS: tuple[Callable[[InteractiveShell], None], ...] = (
    write_stderr_to_its_file,
    keep_charts_as_they_are,
    seed_first_cell,
    offer_glue,
    prepare_farewell,
)
