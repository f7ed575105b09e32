"""What a kernel does before the first cell of a page, and after the last.

This runs in the process of the page. It imports nothing of this distribution that would bring
Sphinx with it, and no library that a page might forget to import.
"""

from __future__ import annotations

import atexit
import json
import os
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell

from wbguide_docs.reading.outputs import CHART
from wbguide_docs.running.drawing import draw_figures_twice
from wbguide_docs.running.gluing import glue
from wbguide_docs.running.tracing import Tracer

ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InlineBackend.figure_formats=svg",
    "--IPKernelApp.capture_fd_output=False",
)
NETWORK = ("socket.connect", "socket.getaddrinfo")
PROCESSES = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen")


class Watch:
    """Sees what a process does from its start on, and refuses it the network."""

    def __init__(self) -> None:
        self._tried: set[str] = set()
        self._opened: set[str] = set()
        self._alone = True
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "import":
            self._tried.add(arguments[0])
        elif event == "open" and isinstance(arguments[0], str):
            self._opened.add(arguments[0])
        elif event in PROCESSES:
            self._alone = False
        elif event in NETWORK:
            # A page must give the same to a reader without a network, and years from now.
            message = "a page may not use the network"
            raise PermissionError(message)

    def begin_page(self) -> None:
        """Forget the processes that were forked so far: they were for other pages."""
        self._alone = True

    def seen(self) -> dict[str, Any]:
        """Return what has been loaded so far, and what was looked for in vain."""
        modules = {
            name: getattr(module, "__file__", None) for name, module in [*sys.modules.items()]
        }
        return {
            "modules": modules,
            "absent": sorted(self._tried - modules.keys()),
            "opened": sorted(self._opened),
            "alone": self._alone,
        }


def run_kernel(order: dict[str, Any], watch: Watch) -> None:
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
    Tracer(kernel.shell, Path(order["traces"]))

    def farewell(_: str) -> None:
        end(watch, Path(order["loaded"]))

    kernel.shell.magics_manager.register_function(farewell)
    watch.begin_page()
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


def end(watch: Watch, loaded: Path) -> None:
    """Let the page's own threads and exit handlers finish, say what was loaded; then stop at once.

    A kernel asked to shut down takes its sockets apart while in use: now and then that hangs, or
    complains on stderr.
    """
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    atexit._run_exitfuncs()
    loaded.write_text(json.dumps(watch.seen()), encoding="utf-8")
    os._exit(0)


# In this order. A step is given the shell; what it sets up is there for all cells.
STEPS: tuple[Callable[[InteractiveShell], None], ...] = (
    write_stderr_to_its_file,
    keep_charts_as_they_are,
    draw_figures_twice,
    seed_first_cell,
    offer_glue,
)
