"""What a script needs beside the code of its page: `script` copies from here what it uses."""

from __future__ import annotations

import itertools
from typing import Any


def _show(value: object) -> None:
    """Print a value, as a notebook does with what a cell ends with."""
    print(repr(value))


_page = ""
_figures = itertools.count(1)


def _save_figures() -> None:
    """Save the figures that a cell has drawn in the folder where this runs."""
    import matplotlib.pyplot as plt

    for number in plt.get_fignums():
        name = f"{_page}-figure-{next(_figures)}.svg"
        plt.figure(number).savefig(name)
        print(f"Saved {name}")
    plt.close("all")


_charts = itertools.count(1)


def _save_chart(chart: Any) -> None:
    """Save a chart in the folder where this runs, as a page for a browser."""
    name = f"{_page}-chart-{next(_charts)}.html"
    chart.save(name)
    print(f"Saved {name}")
