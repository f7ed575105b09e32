"""Read the parameters of a chart as the browser computes them."""

from __future__ import annotations

import itertools
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

import altair as alt
import vl_convert


def parameters(chart: alt.LayerChart) -> dict[str, dict[str, Any]]:
    return {parameter["name"]: parameter for parameter in spec_of(chart)["params"]}


@dataclass(eq=False)
class Same:
    """A chart, which has no hash, as what it is known by."""

    chart: alt.LayerChart

    def __hash__(self) -> int:
        return id(self.chart)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.chart is other.chart


@lru_cache(maxsize=2)  # most tests ask one chart many times
def converted(one: Same) -> dict[str, Any]:
    spec: dict[str, Any] = one.chart.to_dict(validate=False)
    return spec


def spec_of(chart: alt.LayerChart) -> dict[str, Any]:
    """Return the chart as Vega-Lite, unchecked: that Altair finds it valid is tested once."""
    return converted(Same(chart))


def evaluate(chart: alt.LayerChart, name: str, **values: float) -> float:
    """Compute a parameter."""
    return float(value_of(parameters(chart)[name]["expr"], **values))


def values_at(chart: alt.LayerChart, **moved: Any) -> dict[str, Any]:
    """Compute all parameters, with the controls at their start or where they are moved to."""
    said = parameters(chart).items()
    return computed(starts(chart) | moved, {name: p["expr"] for name, p in said if "expr" in p})


def computed(values: dict[str, Any], expressions: dict[str, str]) -> dict[str, Any]:
    """Return the values with those of the expressions, each of which may name those before."""
    for name, expression in expressions.items():
        values[name] = value_of(expression, **values)
    return values


def about(chart: alt.LayerChart) -> dict[str, Any]:
    """Return what a chart tells the site."""
    told: dict[str, Any] = spec_of(chart)["usermeta"]["wbguide"]
    return told


@cache
def python_of(expression: str) -> str:
    """Return an expression of Vega's as one of Python's."""
    condition, _, cases = expression.partition(" ? ")
    if cases:
        yes, _, no = cases.partition(" : ")
        return f"({python_of(yes)}) if ({python_of(condition)}) else ({python_of(no)})"
    same = {" && ": " and ", " || ": " or ", "!==": "!=", "===": "==", "null": "math.nan"}
    for vega, python in same.items():
        expression = expression.replace(vega, python)
    return expression


FUNCTIONS = {
    "math": math,
    "pow": pow,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "max": max,
    "min": min,
    "cos": math.cos,
    "sin": math.sin,
    "atan2": math.atan2,
    "PI": math.pi,
    "clamp": lambda value, low, high: max(low, min(value, high)),
}


def value_of(expression: str, **values: Any) -> Any:
    return eval(python_of(expression), FUNCTIONS | values)  # noqa: S307  # made by wbguide


def place(x: float, y: float) -> SimpleNamespace:
    return SimpleNamespace(x=x, y=y)


def starts(chart: alt.LayerChart) -> dict[str, Any]:
    return {name: each["value"] for name, each in parameters(chart).items() if "bind" in each}


def settings(chart: alt.LayerChart) -> Iterator[dict[str, Any]]:
    """Yield what two sliders at a time can be set to, for each choice and each switch."""
    start = starts(chart)
    grids = {name: grid(chart, name) for name in start}
    ranges = [name for name in start if parameters(chart)[name]["bind"]["input"] == "range"]
    others = [name for name in start if name not in ranges]
    pairs: list[tuple[str, ...]] = [*itertools.combinations(ranges, 2)] or [tuple(ranges)]
    for pair in pairs:
        moved = [*others, *pair]
        for values in itertools.product(*(grids[name] for name in moved)):
            yield start | dict(zip(moved, values, strict=True))


def grid(chart: alt.LayerChart, name: str) -> list[Any]:
    """Return all that a control can be set to, its start included."""
    bind = parameters(chart)[name]["bind"]
    if bind["input"] == "checkbox":
        return [False, True]
    if bind["input"] == "radio":
        return list(bind["options"])
    low, high, step, start = slider(chart, name)
    return [start, *(low + k * step for k in range(int((high - low) / step + 1e-9) + 1))]


def needed(chart: alt.LayerChart) -> dict[str, str]:
    """Return the expressions of those parameters that goals are made of."""
    wanted = " ".join(each["when"] for each in about(chart)["goals"])
    found = {}
    for name, each in reversed(parameters(chart).items()):
        if "expr" in each and re.search(rf"\b{name}\b", wanted):
            found[name] = each["expr"]
            wanted += " " + each["expr"]
    return dict(reversed(found.items()))


def unreached(chart: alt.LayerChart) -> list[str]:
    """Return the goals that no setting reaches."""
    code = {
        name: compile(python_of(expression), name, "eval")
        for name, expression in needed(chart).items()
    }
    goals = {
        each["say"]: compile(python_of(each["when"]), each["say"], "eval")
        for each in about(chart)["goals"]
    }
    for values in settings(chart):
        names: dict[str, Any] = FUNCTIONS | values
        for name, each in code.items():
            names[name] = eval(each, names)  # noqa: S307
        goals = {say: when for say, when in goals.items() if not eval(when, names)}  # noqa: S307
        if not goals:
            break
    return list(goals)


def reached_at_start(chart: alt.LayerChart) -> list[str]:
    """Return the goals that hold before anything is moved."""
    names = computed(starts(chart), needed(chart))
    return [each["say"] for each in about(chart)["goals"] if value_of(each["when"], **names)]


def slider(chart: alt.LayerChart, name: str) -> tuple[float, float, float, float]:
    """Return the lowest and the highest value of a slider, its step and where it starts."""
    chosen = parameters(chart)[name]
    return (*(chosen["bind"][each] for each in ("min", "max", "step")), chosen["value"])


def domains(chart: alt.LayerChart) -> list[list[float]]:
    """Return what the axes span."""
    encoding = spec_of(chart)["layer"][0]["encoding"]
    return [encoding[axis]["scale"]["domain"] for axis in "xy"]


def parts(chart: alt.LayerChart) -> str:
    """Return what a chart is made of, a line for each part, with numbers to five digits."""
    spec = chart.to_dict()
    tables = spec.pop("datasets", {})
    lines = {name: spec[name] for name in ("width", "height", "title")}
    lines |= {f"param {each.pop('name')}": each for each in spec["params"]}
    layers = itertools.chain.from_iterable(each.get("layer", [each]) for each in spec["layer"])
    for number, layer in enumerate(layers):
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


def drawn(chart: alt.LayerChart, **moved: Any) -> str:
    """Return the picture, as SVG, with the controls where they are moved to."""
    spec = vl_convert.vegalite_to_vega(chart.to_dict() | {"width": 700})
    for signal in spec["signals"]:
        if signal["name"] in moved:
            signal["value"] = moved[signal["name"]]
    return vl_convert.vega_to_svg(spec)


def texts(picture: str) -> list[str]:
    """Return the texts of a picture."""
    return re.findall(r">([^<>]+)</(?:text|tspan)>", picture)


def printed(chart: alt.LayerChart, **moved: Any) -> float:
    """Return the first number that the code of a chart prints, as it is copied from the site."""
    code: str = about(chart)["code"]
    for name, value in (starts(chart) | moved).items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        for kind in ("float", "int", "str"):
            code = code.replace(f"{{{name}:{kind}}}", text)
    run = subprocess.run(  # noqa: S603  # the code is the point
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return float(run.stdout.split()[0])
