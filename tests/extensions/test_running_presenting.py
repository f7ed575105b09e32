"""Outputs of cells are made fit to be shown."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook, new_output
from wbguide_docs.reading.outputs import CHART
from wbguide_docs.running.presenting import make_presentable


def test_chart_is_a_picture_too() -> None:
    """And the same one, however many Vega drew before it."""
    color = {"field": "x", "type": "quantitative"}
    chart = {
        "data": {"values": [{"x": 1}]},
        "mark": {"type": "point", "clip": True},
        "encoding": {"x": {"field": "x"}, "color": color},
    }
    pictures = []
    for _ in range(2):
        data = {CHART: chart, "text/plain": "alt.Chart(...)"}
        notebook = new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", data)])])
        make_presentable(notebook)
        pictures.append(notebook.cells[0].outputs[0].data["image/svg+xml"])
    assert pictures[0].startswith("<svg")
    assert 'id="chart-0"' in pictures[0]
    assert pictures[0] == pictures[1]
