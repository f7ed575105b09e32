"""State what every page runs under, so that it shows the same on every machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from wbguide_docs.running import startup

MATPLOTLIBRC = Path(__file__).with_name("matplotlibrc")

VARIABLES = {
    "COLUMNS": "80",
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "NO_COLOR": "1",
    "PYTHONHASHSEED": "0",
    # Part of a line on stderr belongs to the cell that wrote it, not to the one that ends the line.
    "PYTHONUNBUFFERED": "1",
    # Otherwise Matplotlib writes the day of the build into every SVG.
    "SOURCE_DATE_EPOCH": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # One order of summation on every machine.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TZ": "UTC",
}
# The settings of whoever builds the site must not change what its pages show.
FOREIGN = {"CLICOLOR_FORCE", "FORCE_COLOR", "PYTHONOPTIMIZE", "PYTHONSTARTUP", "PYTHONWARNINGS"}
FOREIGN_PREFIXES = ("JUPYTER_", "KERAS_", "MPL", "PYDEVD_", "TF_", "XLA_")

ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InlineBackend.figure_formats=svg",
    "--IPKernelApp.capture_fd_output=False",
    f"--IPKernelApp.extensions={startup.__name__}",
)


class ThisInterpreter(KernelSpecManager):
    """Start kernels with the interpreter of the build, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002  # all are this one
        """Return how to start a kernel."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=[*command, *ARGUMENTS], display_name="Python 3", language="python")


def variables(home: Path) -> dict[str, str]:
    """Return the environment of a kernel that writes what is its own under `home`."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }
    places = {
        "IPYTHONDIR": str(home / "ipython"),
        "KERAS_HOME": str(home / "keras"),
        "MATPLOTLIBRC": str(MATPLOTLIBRC),
    }
    return inherited | VARIABLES | places
