"""Backpropagation in a small network, one number at a time, and what each gradient is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_count,
    as_float_array,
    as_matrix,
    as_vector,
    require_probabilities,
    require_shape,
)
from wbguide.interactive._parts import (
    AGAINST,
    FLOAT64,
    FOR,
    INK,
    LOSS,
    PAPER,
    RESIDUAL,
    Choice,
    Goal,
    Row,
    Slider,
    layer_of,
    make_chart,
)

LABEL: Final = "#3d444d"  # gray that can be read
MAX_SAMPLES: Final = 8  # each of them is a button
CHANGE: Final = Slider("change", "change of the number reached", 0, -1, 1, 0.05)
NUMBERS: Final = 13  # 1 + 3 of the output, 3 + 6 of the hidden units
UNITS: Final = (1, 2, 3)
STEP_MS: Final = 900  # to read a multiplication

# Where things are: circles of inputs, hidden units and output, and the two bars below them.
INPUTS: Final = [(0.0, 1.0), (0.0, -1.0)]
HIDDEN: Final = [(0.5, 2.0), (0.5, 0.0), (0.5, -2.0)]
OUTPUT: Final = (1.0, 0.0)
X_DOMAIN: Final = (-0.08, 1.1)
Y_DOMAIN: Final = (-5.2, 3.1)
LINE: Final = 0.16  # half of the height of a line of text in a circle
# What interrupts a link where its number stands, and where its gradient does.
TILES: Final = ("M-0.9,-0.68H0.9V0.1H-0.9Z", "M-0.9,0H0.9V0.68H-0.9Z")
BARS: Final = {"promised": -4.0, "happened": -4.7}
BAR_ZERO, BAR_REACH = 0.6, 0.3


def backpropagate(
    x: ArrayLike,
    y: ArrayLike,
    parameters: Sequence[ArrayLike],
    *,
    sample: int = 0,
) -> alt.LayerChart:
    """Pass δ back through a network of three tanh units, one number at a time.

    The network has two inputs and a sigmoid output, and its loss is the cross-entropy of one
    sample. Each step finds the gradient of one more of its 13 numbers, and shows the
    multiplication. That number can be changed: two bars compare what its gradient promises, the
    gradient times the change, with what happens to the loss.

    Parameters
    ----------
    x : array_like
        The samples to choose from, shape ``(n_samples, 2)``, at most 8.
    y : array_like
        Their targets, from 0 to 1, shape ``(n_samples,)``.
    parameters : sequence of array_like
        Weights to the hidden units, shape ``(2, 3)``, their biases, shape ``(3,)``, weights to
        the output, shape ``(3, 1)``, and its bias, shape ``(1,)``: in the order in which
        ``model.get_weights()`` of Keras returns them.
    sample : int
        Which sample is chosen at the start, counted from 0.

    Returns
    -------
    altair.LayerChart
        With the parameters ``sample``, ``step``, ``change``, and what they lead to, such as the
        ``gradients`` (of which the first is no number's), and ``promised`` and ``happened``.

    Raises
    ------
    ValueError
        If there are not four parameters, a shape is another, a value is not finite, there are too
        many samples, a target lies outside 0 to 1, or there is no such sample.
    TypeError
        If a value is not a number, or `sample` not a whole one.

    Notes
    -----
    δ is the slope of the loss with respect to a weighted sum: ``prediction - target`` at the
    output, and ``δ * weight * (1 - output**2)`` at a hidden unit. It is the gradient of a bias;
    times the input of a weight, it is that of the weight.

    References
    ----------
    D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating
    errors*, Nature 323, 1986.

    Examples
    --------
    >>> parameters = [[[0.5, 1, -1], [1, -0.5, 0.5]], [0, 0, 0], [[1], [-2], [-0.5]], [0]]
    >>> chart = backpropagate([[1, 0]], [1], parameters)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]][:3]
    ['sample', 'step', 'change']
    """
    features = as_matrix("x", x, 2, FLOAT64)
    if len(features) > MAX_SAMPLES:
        msg = f"x must have at most {MAX_SAMPLES} samples; received {len(features)}"
        raise ValueError(msg)
    targets = as_vector("y", y, len(features), FLOAT64)
    require_probabilities("y", targets)
    start = as_count("sample", sample, least=0)
    if start >= len(features):
        msg = f"sample must be less than the number of samples, {len(features)}; received {start}"
        raise ValueError(msg)
    network = _Network(features, targets, *_as_parameters(parameters))
    names = [f"({', '.join(f'{each:g}' for each in row)})" for row in features.tolist()]
    names = [name.replace("-", "−") for name in names]
    slopes, happened = network.slopes(), network.happenings()
    return make_chart(
        *_layers(network, float(np.abs([*happened, slopes]).max())),
        controls=[
            Choice("sample", "sample (x₁, x₂)", start, dict(enumerate(names))),
            Slider("step", "steps back", 0, 0, NUMBERS, 1),
            CHANGE,
        ],
        values=network.values(),
        title=f"[{', '.join(_what())}][step]",
        subtitle=f"[{', '.join(network.multiplications())}][step]",
        readouts={"promised": "promised change of the loss", "happened": "what happened to it"},
        code=f"""\
import numpy as np

x = np.array({features.tolist()})[{{sample:int}}]
y = {targets.tolist()}[{{sample:int}}]
hidden_weights = np.array({network.hidden_weights.tolist()})
hidden_biases = np.array({network.hidden_biases.tolist()})
output_weights = np.array({network.output_weights.tolist()})
output_bias = {network.output_bias!r}
outputs = np.tanh(x @ hidden_weights + hidden_biases)
prediction = 1 / (1 + np.exp(-(outputs @ output_weights + output_bias)))
delta = prediction - y
deltas = delta * output_weights * (1 - outputs**2)
gradients = [0, delta, *(outputs * delta), *deltas, *np.outer(x, deltas).ravel()]
print(gradients[{{step:int}}] * {{change:float}})
""",
        goals=_goals(network, names, slopes, happened),
        play="step",
        play_ms=STEP_MS,
        height=390,
    )


def _as_parameters(
    parameters: Sequence[ArrayLike],
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    if len(parameters) != 4:
        msg = f"parameters must be 4 arrays; received {len(parameters)}"
        raise ValueError(msg)
    arrays = []
    for place, shape in enumerate([(2, 3), (3,), (3, 1), (1,)]):
        name = f"parameters[{place}]"
        arrays.append(as_float_array(name, parameters[place], FLOAT64))
        require_shape(name, arrays[place], *shape)
    return arrays[0], arrays[1], arrays[2][:, 0], float(arrays[3][0])


def _names() -> list[str]:
    """Return what the 13 numbers are called."""
    return [
        "bias of the output",
        *(f"weight from hidden unit {j}" for j in UNITS),
        *(f"bias of hidden unit {j}" for j in UNITS),
        *(f"weight from x{i} to unit {j}" for i in "₁₂" for j in UNITS),
    ]


def _what() -> list[str]:
    """Return what each step says that it computes."""
    factors = [
        "prediction − target",
        *["its output × δ"] * 3,
        *["δ × weight × slope"] * 3,
        *["x₁ × its δ"] * 3,
        *["x₂ × its δ"] * 3,
    ]
    return [
        "'forward: the prediction is ' + format(prediction, '.2f')",
        *(f"'{name}: {each}'" for name, each in zip(_names(), factors, strict=True)),
    ]


def _two(expression: str) -> str:
    return f"format({expression}, '.2f')"


@dataclass(frozen=True)
class _Network:
    """The numbers, and the expressions for what they lead to."""

    x: FloatArray
    y: FloatArray
    hidden_weights: FloatArray
    hidden_biases: FloatArray
    output_weights: FloatArray
    output_bias: float

    @property
    def numbers(self) -> FloatArray:
        """All 13, in the order in which they are reached."""
        return np.concatenate(
            [
                [self.output_bias],
                self.output_weights,
                self.hidden_biases,
                self.hidden_weights.ravel(),
            ]
        )

    def losses(self, numbers: FloatArray) -> FloatArray:
        """Return the cross-entropy of each sample."""
        outputs = np.tanh(self.x @ numbers[7:].reshape(2, 3) + numbers[4:7])
        z = outputs @ numbers[1:4] + numbers[0]
        return np.asarray(np.logaddexp(0, z) - self.y * z)

    def slopes(self) -> FloatArray:
        """Return the gradients of each sample (rows)."""
        outputs = np.tanh(self.x @ self.hidden_weights + self.hidden_biases)
        z = outputs @ self.output_weights + self.output_bias
        delta = (1 / (1 + np.exp(-z)) - self.y)[:, np.newaxis]
        deltas = delta * self.output_weights * (1 - outputs**2)
        first = self.x[:, :, np.newaxis] * deltas[:, np.newaxis, :]
        return np.column_stack([delta, outputs * delta, deltas, first.reshape(-1, 6)])

    def happenings(self) -> FloatArray:
        """Return by how much each change (first axis) of each number (last) moves each loss."""
        before = self.losses(self.numbers)
        unit = np.eye(NUMBERS)
        return np.array(
            [
                np.transpose([self.losses(self.numbers + change * one) - before for one in unit])
                for change in CHANGE.values
            ]
        )

    def values(self) -> dict[str, str]:
        """Return the expressions for the way forward, the way back, and the loss with a change."""
        values = {
            **{f"input_{i + 1}": f"{self.x[:, i].tolist()}[sample]" for i in (0, 1)},
            "target": f"{self.y.tolist()}[sample]",
        }
        for prefix, number in [("", "({0!r})"), ("changed_", "({0!r} + (step == {1}) * change)")]:
            said = [number.format(each, n) for n, each in enumerate(self.numbers.tolist(), 1)]
            for j in UNITS:
                z = f"input_1 * {said[6 + j]} + input_2 * {said[9 + j]} + {said[3 + j]}"
                values[f"{prefix}output_{j}"] = f"1 - 2 / (exp(2 * ({z})) + 1)"  # tanh
            terms = (f"{prefix}output_{j} * {said[j]}" for j in UNITS)
            values[f"{prefix}sum"] = " + ".join([*terms, said[0]])
            values[f"{prefix}loss"] = f"log(1 + exp({prefix}sum)) - target * {prefix}sum"
        values["prediction"] = "1 / (1 + exp(-sum))"
        values["delta"] = "prediction - target"
        for j, weight in zip(UNITS, self.output_weights.tolist(), strict=True):
            values[f"delta_{j}"] = f"delta * ({weight!r}) * (1 - output_{j} * output_{j})"
        gradients = [
            "0",
            "delta",
            *(f"output_{j} * delta" for j in UNITS),
            *(f"delta_{j}" for j in UNITS),
            *(f"input_{i} * delta_{j}" for i in (1, 2) for j in UNITS),
        ]
        values["gradients"] = f"[{', '.join(gradients)}]"
        values["promised"] = "gradients[step] * change"
        values["happened"] = "changed_loss - loss"
        return values

    def multiplications(self) -> list[str]:
        """Return what each step says that it multiplies."""
        delta, found = _two("delta"), f"' = ' + {_two('gradients[step]')}"
        times = "' × '"
        return [
            "'the target is ' + target",
            f"{_two('prediction')} + ' − ' + target + {found}",
            *(f"{_two(f'output_{j}')} + {times} + {delta} + {found}" for j in UNITS),
            *(
                f"{delta} + {times} + {_two(repr(weight))} + {times}"
                f" + {_two(f'1 - output_{j} * output_{j}')} + {found}"
                for j, weight in zip(UNITS, self.output_weights.tolist(), strict=True)
            ),
            *(
                f"input_{i} + {times} + {_two(f'delta_{j}')} + {found}"
                for i in (1, 2)
                for j in UNITS
            ),
        ]


def _goals(
    network: _Network, names: list[str], slopes: FloatArray, happened: FloatArray
) -> list[Goal]:
    """Return those of the goals that some setting reaches."""
    goals = []
    silent = ~network.x.any(axis=1) & (not network.hidden_biases.any())
    if silent.any():
        number = int(silent.argmax())
        goals.append(
            (
                f"sample == {number} && step == {NUMBERS}",
                f"Pass δ of {names[number]} back to all 13 numbers: which gradients stay 0?",
            )
        )
    promised = CHANGE.values[:, np.newaxis, np.newaxis] * slopes
    if (np.abs(happened[0]) < 1e-12).any():
        goals.append(
            (
                "step > 0 && abs(change) >= 0.5 && abs(happened) < 1e-12",
                "Change a number by 0.5 or more, and leave the loss as it is.",
            )
        )
    if ((np.abs(promised) > 0.05) & (np.abs(happened - promised) > np.abs(promised) / 2)).any():
        goals.append(
            (
                "abs(promised) > 0.05 && abs(happened - promised) > abs(promised) / 2",
                "Find a change that misses its promise by more than half of it.",
            )
        )
    return goals


def _at(start: tuple[float, float], end: tuple[float, float], share: float) -> Row:
    return {
        "x": start[0] + share * (end[0] - start[0]),
        "y": start[1] + share * (end[1] - start[1]),
    }


def _places() -> list[Row]:
    """Return where each of the 13 numbers stands."""
    left, up = OUTPUT
    # Links that cross leave room for two lines of text a third or two thirds of the way.
    shares = [0.45, 0.33, 0.66, 0.66, 0.33, 0.45]
    pairs = [(start, end) for start in INPUTS for end in HIDDEN]
    return [
        {"x": left, "y": up + 0.72},
        *(_at(hidden, OUTPUT, 0.45) for hidden in HIDDEN),
        *({"x": 0.5, "y": height} for height in (2.72, 0.72, -2.95)),
        *(_at(*pair, share) for pair, share in zip(pairs, shares, strict=True)),
    ]


def _layers(network: _Network, limit: float) -> list[alt.Chart]:
    x_axis, y_axis = (
        channel(f"{name}:Q", axis=None, scale=alt.Scale(domain=domain, nice=False, zero=False))
        for channel, name, domain in [(alt.X, "x", X_DOMAIN), (alt.Y, "y", Y_DOMAIN)]
    )
    place = {"x": "x:Q", "y": "y:Q"}
    pairs = [
        *((hidden, OUTPUT) for hidden in HIDDEN),
        *((start, end) for start in INPUTS for end in HIDDEN),
    ]
    numbers = [2, 3, 4, *range(8, NUMBERS + 1)]
    hears = "abs(gradients[datum.n]) > 1e-12"
    given = network.numbers.tolist()
    moved = "datum.value + (datum.n == step ? change : 0)"
    links = layer_of(
        [
            {"n": n, "value": given[n - 1], "x": left, "y": up, "x2": end[0], "y2": end[1]}
            for n, ((left, up), end) in zip(numbers, pairs, strict=True)
        ],
        {
            "deaf": f"datum.n <= step && !({hears})",
            "now": moved,
            "kind": "datum.n == step ? 'found' : datum.now < 0 ? 'against' : 'for'",
            "thick": "min(4, 0.8 + 1.2 * abs(datum.now)) + (datum.n == step)",
        },
    )
    units = dict(zip([5, 6, 7, 1], [*HIDDEN, OUTPUT], strict=True))  # and their biases
    circles = layer_of(
        [
            *({"n": 0, "x": x, "y": y} for x, y in INPUTS),
            *({"n": n, "x": x, "y": y} for n, (x, y) in units.items()),
        ]
    )
    outputs = ["input_1", "input_2", *(f"output_{j}" for j in UNITS), "prediction"]
    inside = layer_of(
        [
            {"n": n, "x": x, "y": y + (LINE if n > 1 else -LINE)}
            for n, (x, y) in enumerate([*INPUTS, *HIDDEN, OUTPUT])
        ],
        {"text": f"format([{', '.join(outputs)}][datum.n], datum.n < 2 ? '.3~g' : '.2f')"},
    )
    standing = [
        {"n": n, "value": value, **where}
        for n, (value, where) in enumerate(zip(given, _places(), strict=True), 1)
    ]
    values = layer_of(
        standing,
        {
            "now": moved,
            "bias": "datum.n == 1 || datum.n > 4 && datum.n < 8",
            "text": "(datum.bias ? 'b = ' : '') + format(datum.now, '.3~g')",
            "kind": "datum.bias ? 'bias' : datum.now < 0 ? 'against' : 'for'",
        },
    )
    # A bias's gradient is the δ of its unit, and stands there.
    inner = {n: {"x": x, "y": y} for n, (x, y) in units.items()}
    found = layer_of(
        [each | inner.get(int(each["n"]), {}) for each in standing],
        {"text": "format(gradients[datum.n], '.2f')", "hears": hears},
    ).transform_filter("datum.n <= step")
    kinds = {"for": FOR, "against": AGAINST, "bias": INK, "found": RESIDUAL}
    palette = alt.Scale(domain=list(kinds), range=list(kinds.values()))
    colored = alt.Color("kind:N", scale=palette, legend=None)
    read = alt.condition("datum.hears", alt.value(RESIDUAL), alt.value(LABEL))
    here = "datum.n == step && step > 0"
    named = layer_of(
        [{"x": x, "y": y + LINE} for x, y in INPUTS], {"text": "datum.y > 0 ? 'x₁' : 'x₂'"}
    )
    upper: dict[str, Any] = {"fontSize": 12, "dy": -7}
    lower: dict[str, Any] = {"fontSize": 12, "dy": 7, "fontWeight": "bold"}
    return [
        links.mark_rule().encode(
            x=x_axis,
            y=y_axis,
            x2="x2:Q",
            y2="y2:Q",
            color=colored,
            size=alt.Size("thick:Q", scale=None),
            strokeDash=alt.condition("datum.now < 0", alt.value([6, 3]), alt.value([1, 0])),
            opacity=alt.condition("datum.deaf", alt.value(0.4), alt.value(1)),
        ),
        circles.mark_point(size=2100, fill=PAPER, opacity=1).encode(
            **place,
            stroke=alt.condition(here, alt.value(RESIDUAL), alt.value(INK)),
            strokeWidth=alt.condition(here, alt.value(3), alt.value(1.5)),
        ),
        inside.mark_text(fontSize=12, color=INK).encode(**place, text="text:N"),
        named.mark_text(fontSize=12, color=INK).encode(**place, text="text:N"),
        *(
            each.transform_filter(f"indexof({numbers}, datum.n) >= 0")
            .mark_point(shape=shape, size=1600, color=PAPER, filled=True, opacity=1)
            .encode(**place)
            for each, shape in zip((values, found), TILES, strict=True)
        ),
        values.mark_text(**upper).encode(**place, text="text:N", color=colored),
        found.mark_text(**lower).encode(**place, text="text:N", color=read),
        *_bars(limit),
    ]


def _bars(limit: float) -> list[alt.Chart]:
    bars = layer_of(
        [{"y": height, "k": k} for k, height in enumerate(BARS.values())],
        {
            "value": "[promised, happened][datum.k]",
            "x": repr(BAR_ZERO),
            "x2": f"{BAR_ZERO!r} + {BAR_REACH / limit!r} * datum.value",
            "name": f"{list(BARS)}[datum.k]",
            "text": "abs(datum.value) < 1e-12 ? '0' : format(datum.value, '+.3f')",
        },
    )
    place = {"x": "x:Q", "y": "y:Q"}
    caption = (
        f"step == 0 ? 'change of the loss' : 'loss, if ' + {['', *_names()]}[step]"
        " + ' moves by ' + format(change, '.2~f')"
    )
    ends = layer_of([{"x": BAR_ZERO, "y": -3.7, "y2": -5.0}])
    return [
        layer_of([{"x": X_DOMAIN[0], "y": -3.35}], {"text": caption})
        .mark_text(fontSize=12, color=INK, align="left")
        .encode(**place, text="text:N"),
        bars.mark_bar(height=16).encode(
            **place,
            x2="x2:Q",
            color=alt.condition("datum.k == 0", alt.value(RESIDUAL), alt.value(LOSS)),
        ),
        ends.mark_rule(color=INK, strokeWidth=1.5).encode(**place, y2="y2:Q"),
        bars.transform_calculate(x=repr(X_DOMAIN[0]))
        .mark_text(fontSize=12, color=INK, align="left")
        .encode(**place, text="name:N"),
        bars.transform_calculate(x=repr(X_DOMAIN[0]))
        .mark_text(fontSize=12, color=INK, align="right", dx=115)
        .encode(**place, text="text:N"),
    ]
