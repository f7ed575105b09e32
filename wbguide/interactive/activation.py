"""A neuron with an activation, moved by its weight and its bias."""

from __future__ import annotations

from typing import Final

import altair as alt

from wbguide._validation import as_choice
from wbguide.interactive._parts import (
    DATA,
    INK,
    MODEL,
    layer_of,
    make_axis,
    make_chart,
    make_slider,
    make_value,
    text_of,
)

ACTIVATIONS: Final = {
    "sigmoid": ("1 / (1 + exp(-({z})))", "1 / (1 + np.exp(-z))", (-0.05, 1.05)),
    "relu": ("max(0, {z})", "np.maximum(0, z)", (-0.5, 8.0)),
}


def activate(
    activation: str,
    *,
    weight: float = 1.0,
    bias: float = 0.0,
    x: float = 0.0,
    x_label: str = "x",
    y_label: str = "ŷ",
) -> alt.LayerChart:
    """Move the weight and the bias of a neuron with an activation, and see its boundary move.

    Parameters
    ----------
    activation : str
        ``"sigmoid"`` or ``"relu"``.
    weight, bias, x : float
        Where the sliders start: the two parameters, and an input. All within ±10.
    x_label, y_label : str
        What the axes show, with the unit.

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight``, ``bias``, ``x``, the ``output`` for this input, and the
        ``boundary`` ``-bias / weight`` where a sigmoid gives one half and a ReLU has its kink.

    Raises
    ------
    ValueError
        If `activation` is another, or a slider's start lies outside its range.
    TypeError
        If a value is not a number or a label not a string.

    Examples
    --------
    >>> chart = activate("sigmoid", weight=2.0, bias=-4.5)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]]
    ['weight', 'bias', 'x', 'output', 'boundary']
    """
    name = as_choice("activation", activation, ACTIVATIONS)
    expression, code, y_domain = ACTIVATIONS[name]
    x_axis, y_axis = (
        make_axis(alt.X, "x", x_label, (-10.0, 10.0)),
        make_axis(alt.Y, "y", y_label, y_domain),
    )
    curve = alt.Chart(alt.sequence(-10, 10.05, 0.05, as_="x")).transform_calculate(
        y=expression.format(z="weight * datum.x + bias")
    )
    crossing = layer_of([{"y": y_domain[1]}], {"x": "boundary"})
    crossing = crossing.transform_filter("isValid(datum.x) && abs(datum.x) <= 10")
    probe = layer_of([{}], {"x": "x", "y": "output"})
    return make_chart(
        crossing.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[1.5, 3]).encode(x=x_axis),
        curve.mark_line(color=MODEL, strokeWidth=3, clip=True).encode(x="x:Q", y=y_axis),
        probe.mark_point(color=DATA, filled=True, opacity=1, size=110, clip=True).encode(
            x="x:Q", y="y:Q"
        ),
        params=[
            make_slider("weight", "weight w", weight, (-10.0, 10.0)),
            make_slider("bias", "bias b", bias, (-10.0, 10.0)),
            make_slider("x", "input x", x, (-10.0, 10.0)),
            make_value("output", expression.format(z="weight * x + bias")),
            make_value("boundary", "weight == 0 ? null : -bias / weight"),
        ],
        title=f"'{name}: ŷ = ' + {text_of('output')} + ' at x = ' + {text_of('x')}",
        subtitle=(
            "weight == 0 ? 'w = 0: the output is the same for every x, and there is no boundary'"
            f" : 'boundary (dotted) at −b/w = ' + {text_of('boundary')}"
        ),
        readouts={"output": "output ŷ", "boundary": "boundary −b/w"},
        code=f"""\
import numpy as np

w, b = {{weight:float}}, {{bias:float}}
z = w * {{x:float}} + b
print({code})
""",
    )
