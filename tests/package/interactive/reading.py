"""Read the parameters of a chart as the browser computes them."""

from __future__ import annotations

import math
from typing import Any

import altair as alt


def parameters(chart: alt.LayerChart) -> dict[str, dict[str, Any]]:
    return {parameter["name"]: parameter for parameter in chart.to_dict()["params"]}


def evaluate(chart: alt.LayerChart, name: str, **values: float) -> float:
    """Compute a parameter. Without a condition, Vega's expressions are also Python's."""
    functions = {"pow": pow, "exp": math.exp, "max": max, "cos": math.cos, "sin": math.sin}
    expression = parameters(chart)[name]["expr"]
    return float(eval(expression, functions | values))  # noqa: S307  # made by wbguide
