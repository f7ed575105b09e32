"""Read the parameters of a chart as the browser computes them."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import altair as alt


def parameters(chart: alt.LayerChart) -> dict[str, dict[str, Any]]:
    return {parameter["name"]: parameter for parameter in chart.to_dict()["params"]}


def evaluate(chart: alt.LayerChart, name: str, **values: float) -> float:
    """Compute a parameter. Without a condition, Vega's expressions are also Python's."""
    functions = {"pow": pow, "exp": math.exp, "max": max, "cos": math.cos, "sin": math.sin}
    expression = parameters(chart)[name]["expr"]
    return float(eval(expression, functions | values))  # noqa: S307  # made by wbguide


def slider(chart: alt.LayerChart, name: str) -> tuple[float, float, float, float]:
    """Return the lowest and the highest value of a slider, its step and where it starts."""
    chosen = parameters(chart)[name]
    return (*(chosen["bind"][each] for each in ("min", "max", "step")), chosen["value"])


def domains(chart: alt.LayerChart) -> list[list[float]]:
    """Return what the axes span."""
    encoding = chart.to_dict()["layer"][0]["encoding"]
    return [encoding[axis]["scale"]["domain"] for axis in "xy"]


def parts(chart: alt.LayerChart) -> str:
    """Return what a chart is made of, a line for each part, with numbers to five digits."""
    spec = chart.to_dict()
    tables = spec.pop("datasets", {})
    lines = {name: spec[name] for name in ("width", "height", "title")}
    lines |= {f"param {each.pop('name')}": each for each in spec["params"]}
    for number, layer in enumerate(spec["layer"]):
        data = layer.pop("data")
        lines[f"layer {number} data"] = tables.get(data.get("name"), data)
        lines[f"layer {number} mark"] = layer["mark"]
        lines |= {f"layer {number} {name}": each for name, each in layer["encoding"].items()}
        steps = enumerate(layer.get("transform", []))
        lines |= {f"layer {number} transform {place}": step for place, step in steps}
    lines |= spec["usermeta"]["wbguide"]
    text = "\n".join(
        f"{name}: {json.dumps(part, ensure_ascii=False, sort_keys=True)}"
        for name, part in lines.items()
    )
    return re.sub(r"\d+\.\d+(e-?\d+)?", lambda number: f"{float(number[0]):.5g}", text)
