"""A neuron with an activation, moved by its weight and its bias."""

from __future__ import annotations

from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_choice
from wbguide.interactive._parts import (
    DATA,
    DIAMOND,
    INK,
    MODEL,
    RING,
    Goal,
    Handle,
    Row,
    Slider,
    as_samples,
    code_of_samples,
    layer_of,
    make_axis,
    make_chart,
    make_slider,
    round_up,
    round_up_to_two_digits,
    sample_rows,
    text_of,
)

ACTIVATIONS: Final = {
    "sigmoid": ("1 / (1 + exp(-({z})))", "1 / (1 + np.exp(-z))", (-0.05, 1.05), 0.5),
    "relu": ("max(0, {z})", "np.maximum(0, z)", (-0.5, 8.0), 0.0),
}
# How fast the output changes with the input, at the dot.
SLOPES: Final = {
    "sigmoid": "weight * output * (1 - output)",
    "relu": "weight * (output > 0)",  # 0 at the kink, as in Keras
}
# Where the curve is held to pull its weight: the weighted sum there, and the output.
HELD: Final = {
    "sigmoid": ("(2 * ((bias < 0) - (bias >= 0)))", "1 / (1 + exp(-{z}))"),
    "relu": ("(2 + max(0, bias))", "{z}"),
}
SLOPE_TEXT: Final = "format(slope, '.3~f')"
TANGENT: Final = 90  # pixels from end to end
CLOSE: Final = 0.05  # to a boundary: half of what its sliders can miss it by at a weight of 1


def activate(
    activation: str,
    *,
    weight: float = 1.0,
    bias: float = 0.0,
    x: float = 0.0,
    x_label: str = "x",
    y_label: str = "ŷ",
    samples: tuple[ArrayLike, ArrayLike] | None = None,
    loss: bool = False,
) -> alt.LayerChart:
    """Move the weight and the bias of a neuron with an activation, and see its boundary move.

    A tangent touches the curve at the dot, which marks an input and its output.
    With samples, the side is tinted on which a sigmoid says yes, by an output above one half.

    Parameters
    ----------
    activation : str
        ``"sigmoid"`` or ``"relu"``.
    weight, bias, x : float
        Where the sliders start: the two parameters, and an input. All within ±10.
    x_label, y_label : str
        What the axes show, with the unit.
    samples : tuple of array_like, optional
        For a sigmoid, features within ±10 and targets that are 0 or 1, both of shape
        ``(n_samples,)``, at most 200 samples.
    loss : bool
        Whether to tell the cross-entropy of the samples, and to ask for a small one.

    Returns
    -------
    altair.LayerChart
        With the parameters ``weight``, ``bias``, ``x``, the ``output`` for this input, its
        ``slope`` with respect to the input (for a ReLU, 0 at its kink), and the ``boundary``
        ``-bias / weight`` where a sigmoid gives one half and a ReLU has its kink. With samples,
        ``right`` is how many of them lie on the side of their target; ``loss`` is their
        cross-entropy, if it is asked for.

    Raises
    ------
    ValueError
        If `activation` is another, a slider's start lies outside its range, the samples are no yes
        and no of a sigmoid, or a loss is asked for without samples.
    TypeError
        If a value is not a number, a label not a string, or the samples are not a tuple of two.

    Examples
    --------
    >>> chart = activate("sigmoid", weight=2.0, bias=-4.5)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]]
    ['weight', 'bias', 'x', 'output', 'slope', 'boundary']
    """
    name = as_choice("activation", activation, ACTIVATIONS)
    expression, code, y_domain, at_boundary = ACTIVATIONS[name]
    x_axis, y_axis = (
        make_axis(alt.X, "x", x_label, (-10.0, 10.0)),
        make_axis(alt.Y, "y", y_label, y_domain),
    )
    curve = alt.Chart(alt.sequence(-10, 10.05, 0.05, as_="x")).transform_calculate(
        y=expression.format(z="weight * datum.x + bias")
    )
    crossing = layer_of([{"y": y_domain[1]}], {"x": "boundary"})
    crossing = crossing.transform_filter("isValid(datum.x) && abs(datum.x) <= 10")
    ring = layer_of([{"y": at_boundary}], {"x": "boundary"})
    ring = ring.transform_filter("isValid(datum.x) && abs(datum.x) <= 10")
    diamond = layer_of([{}], _diamond(name))
    turn = f"atan2(slope * height / {y_domain[1] - y_domain[0]!r}, width / 20)"
    probe = layer_of([{}], {**_dot(name), "turn": f"-{turn} * 180 / PI"})
    sliders = [
        make_slider("weight", "weight w", weight, (-10.0, 10.0)),
        make_slider("bias", "bias b", bias, (-10.0, 10.0)),
        make_slider("x", "input x", x, (-10.0, 10.0)),
    ]
    title = f"'{name}: ŷ = ' + {text_of('output')} + ' at x = ' + {text_of('x')}"
    title += f" + ', slope ' + {SLOPE_TEXT}"
    subtitle = f"'boundary (dotted) at −b/w = ' + {text_of('boundary')}"
    values: dict[str, str] = {}
    readouts: dict[str, str] = {}
    goals = _goals(name, *(slider.start for slider in sliders))
    code = f"""\
import numpy as np

w, b = {{weight:float}}, {{bias:float}}
z = w * {{x:float}} + b
print({code})
"""
    below: list[alt.Chart] = []
    above: list[alt.Chart] = []
    if samples is not None:
        rows = _samples(name, samples)
        values["right"] = " + ".join(map(_is_right, rows))
        readouts["right"] = f"right, of {len(rows)} samples"
        subtitle += f" + ', ' + right + ' of {len(rows)} right'"
        below = [_yes_side().mark_rect(color=MODEL, opacity=0.12).encode(x=x_axis, x2="end:Q")]
        points = layer_of(rows).mark_point(color=DATA, filled=True, opacity=1, size=75)
        above = [points.encode(x="x:Q", y="y:Q")]
        if loss:
            values["loss"] = f"({' + '.join(map(_cost, rows))}) / {len(rows)}"
            readouts["loss"] = "cross-entropy"
            title = f"'cross-entropy of the samples: ' + {text_of('loss')}"
            features, targets = np.array([list(row.values()) for row in rows]).T
            goals = _loss_goals(features, targets, *sliders[:2])
            code = f"""\
{code_of_samples(features, targets)}
z = {{weight:float}} * x + {{bias:float}}
print(np.mean(np.logaddexp(0, z) - y * z))
"""
    elif loss:
        msg = "samples must be given for a loss; received None"
        raise ValueError(msg)
    return make_chart(
        *below,
        crossing.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[1.5, 3]).encode(x=x_axis),
        curve.mark_line(color=MODEL, strokeWidth=3, clip=True).encode(x="x:Q", y=y_axis),
        probe.mark_point(
            shape="stroke", stroke=INK, strokeWidth=2, opacity=1, size=TANGENT**2, clip=True
        ).encode(x="x:Q", y="y:Q", angle=alt.Angle("turn:Q", scale=None)),
        ring.mark_point(stroke=INK, **RING).encode(x="x:Q", y="y:Q"),
        diamond.mark_point(stroke=INK, **DIAMOND).encode(x="x:Q", y="y:Q"),
        *above,
        probe.mark_point(color=DATA, filled=True, opacity=1, size=110, clip=True).encode(
            x="x:Q", y="y:Q"
        ),
        controls=sliders,
        values={
            "output": expression.format(z="weight * x + bias"),
            "slope": SLOPES[name],
            "boundary": "weight == 0 ? null : -bias / weight",
            **values,
        },
        title=title,
        subtitle=(
            "weight == 0 ? 'w = 0: the output is the same for every x, and there is no boundary'"
            f" : {subtitle}"
        ),
        readouts={
            "output": "output ŷ",
            "slope": "slope at the dot",
            "boundary": "boundary −b/w",
            **readouts,
        },
        texts={"slope": SLOPE_TEXT},
        goals=goals,
        handles=_handles(name, at_boundary),
        code=code,
    )


def _samples(activation: str, samples: tuple[ArrayLike, ArrayLike]) -> list[Row]:
    if not isinstance(samples, tuple) or len(samples) != 2:
        msg = f"samples must be a tuple of features and targets; received {samples!r}"
        raise TypeError(msg)
    if activation != "sigmoid":
        msg = f"samples must come with a sigmoid, which says yes or no; received {activation!r}"
        raise ValueError(msg)
    features, targets = as_samples(*samples)
    if not np.isin(targets, (0, 1)).all():
        msg = f"samples must have targets that are 0 or 1; received {targets.tolist()}"
        raise ValueError(msg)
    if np.abs(features).max() > 10:
        msg = f"samples must have features within ±10; received {features.tolist()}"
        raise ValueError(msg)
    return sample_rows(features, targets)


def _is_right(sample: Row) -> str:
    """Return the expression for whether the neuron says yes, or no, as it should."""
    return f"(weight * ({sample['x']!r}) + bias {'>' if sample['y'] else '<='} 0)"


def _cost(sample: Row) -> str:
    """Return the expression for minus the logarithm of the probability of the sample's target."""
    against = f"{'-' if sample['y'] else ''}(weight * ({sample['x']!r}) + bias)"
    return f"max(0, {against}) + log(1 + exp(-abs({against})))"


def _yes_side() -> alt.Chart:
    side = {"x": "clamp(boundary, -10, 10)", "end": "weight > 0 ? 10 : -10"}
    return layer_of([{}], side).transform_filter("weight != 0")


def _diamond(activation: str) -> dict[str, str]:
    """Return the place on the curve where its weight is pulled, on the far side of the boundary."""
    z, output = HELD[activation]
    across = f"({z} - bias) / weight"
    return {
        "x": f"abs({across}) <= 10 ? {across} : null",
        "y": _in_sight(activation, output.format(z=z)),
    }


def _dot(activation: str) -> dict[str, str]:
    return {"x": "x", "y": _in_sight(activation, "output")}


def _in_sight(activation: str, output: str) -> str:
    _, _, (_, highest), _ = ACTIVATIONS[activation]
    return f"{output} <= {highest!r} ? {output} : null"


def _handles(activation: str, at_boundary: float) -> list[Handle]:
    z, _ = HELD[activation]
    return [
        {
            "name": "boundary",
            "x": "boundary !== null && abs(boundary) <= 10 ? boundary : null",
            "y": repr(at_boundary),
            "set": {"bias": "-weight * at.x"},
        },
        {"name": "input x", **_dot(activation), "set": {"x": "at.x"}},
        {
            "name": "weight w",
            **_diamond(activation),
            # A little way from zero, so that the weight does not grow without limit.
            "set": {"weight": f"({z} - bias) / ((1 - 2 * (at.x < 0)) * max(abs(at.x), 0.1))"},
        },
    ]


def _goals(activation: str, weight: float, bias: float, x: float) -> list[Goal]:
    place = 1 if not weight or abs(-bias / weight - 1) > 0.5 else -1
    there = f"abs(boundary - ({place})) < {CLOSE!r}"
    what = "boundary" if activation == "sigmoid" else "kink"
    where = f"{what} to {place}".replace("-", "−")
    # Below 1, a step of the bias may leap over the place.
    alone = abs(weight) >= 1
    goals = [
        (f"{there} && weight == {weight!r}", f"Bring the {where} with the bias alone.")
        if alone
        else (there, f"Bring the {where}.")
    ]
    if activation == "sigmoid":
        keep = f"Keep the {where.replace(' to ', ' at ')}, and make the curve"
        goals.append(
            (f"{there} && abs(weight) >= 5", f"{keep} steeper: a weight of 5 or more.")
            if abs(weight) < 5
            else (f"{there} && abs(weight) <= 2", f"{keep} flatter: a weight of 2 or less.")
        )
    elif weight * x + bias > 0:
        goals.append(("output == 0", "Switch the neuron off at the dot, so that ŷ is 0."))
    elif weight * x > -10:
        same = f"weight == {weight!r} && x == {x!r}"
        goals.append(
            (f"output > 0 && {same}", "Switch the neuron on at the dot with the bias alone.")
        )
    goals.append(
        ("weight < 0", "Turn the curve round, so that it falls.")
        if weight >= 0
        else ("weight > 0", "Turn the curve round, so that it rises.")
    )
    return goals


def _loss_goals(
    features: FloatArray, targets: FloatArray, weight: Slider, bias: Slider
) -> list[Goal]:
    """Return what to bring the cross-entropy to: twice the lowest of the sliders, and nearly it."""
    against = (1 - 2 * targets)[:, np.newaxis]

    def losses(w: float, b: FloatArray) -> FloatArray:
        z = w * features[:, np.newaxis] + b
        return np.asarray(np.logaddexp(0, against * z).mean(axis=0))

    start = losses(weight.start, np.array([bias.start]))[0]
    lowest = max(0.01, min(losses(w, bias.values).min() for w in weight.values.tolist()))
    limits = [round_up(2 * lowest), round_up_to_two_digits(1.2 * lowest)]
    return [
        (f"loss < {limit!r}", f"Bring the cross-entropy below {limit:g}.")
        for limit in limits
        if limit < start
    ]
