"""State what every page runs under, so that it shows the same on every machine."""

from __future__ import annotations

import os
from pathlib import Path

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


def variables(home: Path) -> dict[str, str]:
    """Return the environment of a process that writes what is its own under `home`."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }
    return inherited | VARIABLES | {"MATPLOTLIBRC": str(MATPLOTLIBRC)} | places(home)


def places(home: Path) -> dict[str, str]:
    """Return where libraries may write under `home`."""
    return {"IPYTHONDIR": str(home / "ipython"), "KERAS_HOME": str(home / "keras")}
