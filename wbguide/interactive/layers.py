"""What the spread of the weights makes of what passes through many layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np

from wbguide._validation import FloatArray, as_count
from wbguide.interactive._parts import (
    INK,
    LOSS,
    MODEL,
    TEXT,
    Choice,
    Goal,
    Row,
    Slider,
    Switch,
    layer_of,
    make_chart,
    place_of,
)

A_DECADE: Final = 20  # steps of the dial, which goes from a tenth to ten
DIAL: Final = np.arange(-A_DECADE, A_DECADE + 1) / A_DECADE
STUCK: Final = 0.99  # an output of tanh beyond which its slope is below 0.02
MOST: Final = {"units": 256, "layers": 12, "samples": 1000}
MOST_DOTS: Final = 16  # in each layer
LEVELS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"  # from -1 to 1
MOST_RELU: Final = 4  # where its axis ends
DECADES: Final = 3  # which the axis of a size spans, up and down

# Places in the picture: shares of its width, and pixels downward.
LEFT: Final = 0.13
DOTS: Final = (22, 132)
SIZES: Final = (200, 270)
GRADIENTS: Final = (312, 382)


def follow_layers(
    *, units: int = 64, layers: int = 10, samples: int = 100, seed: int = 0
) -> alt.LayerChart:
    """Turn the spread of the weights, and see what reaches the last layer and comes back from it.

    All layers have as many inputs as units, and biases of zero. Inputs and weights are normal
    random numbers, drawn once; a dial scales the weights. The gradient that comes back is one of
    size 1 at the outputs of the last layer. The size of an array is the root of the mean of its
    squares.

    Parameters
    ----------
    units : int
        Of each layer, at most 256.
    layers : int
        From 2 to 12.
    samples : int
        At most 1000.
    seed : int
        Of the random numbers.

    Returns
    -------
    altair.LayerChart
        With the parameters ``exponent``, ``activation``, ``equal``, and what they lead to: the
        ``scale``, which is 10 to that power and by which the spread exceeds ``1 / sqrt(units)``;
        the ``size`` of the outputs of the last layer; the ``gradient``, its size with respect to
        the outputs of the first layer; and ``lost``, the share of the outputs of the last layer
        that are beyond ±0.99, for tanh, or zero, for ReLU. With ``equal`` weights, each of them is
        the spread itself.

    Raises
    ------
    ValueError
        If there are too few or too many units, layers or samples, or `seed` is negative.
    TypeError
        If one of them is not a whole number.

    Notes
    -----
    What a ReLU gives is proportional to the weights, so that sizes are powers of the scale times
    what they are at 1. For tanh, the chart holds a table over the steps of its dial.

    Examples
    --------
    >>> chart = follow_layers(units=16, layers=4)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]][:3]
    ['exponent', 'activation', 'equal']
    """
    stack = _draw(units, layers, samples, seed)
    table = _Table(
        tanh=[[stack.run("tanh", scale, equal) for scale in 10**DIAL] for equal in (False, True)],
        relu=[stack.run("relu", 1.0, equal) for equal in (False, True)],
    )
    root, spread = f"√{units}", f"scale / sqrt({units})"
    last, first = f"in layer {layers}", "in layer 1"
    return make_chart(
        *_dot_layers(table, units),
        *_bar_layers(table),
        controls=[
            Slider(
                "exponent", f"spread of the weights · {root}", 0.0, -1, 1, 1 / A_DECADE, power=True
            ),
            Choice("activation", "activation", "tanh", {"tanh": "tanh", "relu": "ReLU"}),
            Switch("equal", "all weights equal"),
        ],
        values=table.values(),
        title=f"'spread = ' + {_text('scale')} + ' / {root} = ' + {_text(spread)}",
        subtitle=(
            f"activation == 'tanh' ? format(lost, '.0%') + ' stuck beyond ±{STUCK} {last}'"
            f" : format(lost, '.0%') + ' at zero {last}'"
        ),
        readouts={"size": f"size of the outputs {last}", "gradient": f"gradient {first}"},
        texts={name: _text(name) for name in ("size", "gradient")},
        code=stack.code(),
        goals=_goals(table, last),
        height=GRADIENTS[1],
    )


@dataclass(frozen=True)
class _Passed:
    """What went through all layers, and what came back."""

    dots: FloatArray  # of one sample: (layer, unit)
    sizes: FloatArray  # of the outputs of each layer
    gradients: FloatArray  # with respect to these outputs
    lost: float


@dataclass(frozen=True)
class _Stack:
    inputs: FloatArray
    weights: list[FloatArray]  # of spread 1 / sqrt(units)
    gradient: FloatArray
    seed: int

    def run(self, activation: str, scale: float, equal: bool) -> _Passed:  # noqa: FBT001
        outputs = [self.inputs]
        slopes = []
        units = self.inputs.shape[1]
        same = np.full((units, units), 1 / np.sqrt(units))
        weights = [scale * (same if equal else W) for W in self.weights]
        for W in weights:
            z = outputs[-1] @ W
            a = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
            outputs.append(a)
            slopes.append(1 - a**2 if activation == "tanh" else np.where(a > 0, 1.0, 0.0))
        gradients = [self.gradient]
        for W, slope in zip(weights[:0:-1], slopes[:0:-1], strict=True):
            gradients.append((gradients[-1] * slope) @ W.T)
        # Of a sample that is not all zero behind equal weights and a ReLU.
        shown = int(np.argmax(self.inputs.sum(axis=1) > 0))
        a = outputs[-1]
        return _Passed(
            np.array([each[shown, :MOST_DOTS] for each in outputs[1:]]),
            np.array([_size(each) for each in outputs[1:]]),
            np.array([_size(each) for each in gradients[::-1]]),
            float(np.mean(np.abs(a) > STUCK if activation == "tanh" else a == 0)),
        )

    def code(self) -> str:
        samples, units = self.inputs.shape
        return f"""\
import numpy as np

rng = np.random.default_rng({self.seed})
a = rng.normal(0, 1, ({samples}, {units}))
draws = [rng.normal(0, 1, ({units}, {units})) for _ in range({len(self.weights)})]
if "{{equal:str}}" == "true":
    draws = [np.ones(({units}, {units}))] * {len(self.weights)}
spread = 10 ** {{exponent:float}} / np.sqrt({units})
for draw in draws:
    z = a @ (spread * draw)
    a = np.tanh(z) if "{{activation:str}}" == "tanh" else np.maximum(z, 0)
print(np.sqrt(np.mean(a**2)))
"""


@dataclass(frozen=True)
class _Table:
    """What passes with weights that differ, and that are equal; for tanh, at each of the scales."""

    tanh: list[list[_Passed]]
    relu: list[_Passed]

    @property
    def layers(self) -> int:
        return len(self.relu[0].sizes)

    @property
    def dots(self) -> int:
        return len(self.relu[0].dots[0])

    def values(self) -> dict[str, str]:
        """Return the expressions of the parameters: what is read, and then what is drawn."""
        return {
            "scale": "pow(10, exponent)",
            "place": f"round({A_DECADE} * (exponent + 1))",
            "size": self._of(lambda passed: float(passed.sizes[-1]), self.layers),
            "gradient": self._of(lambda passed: float(passed.gradients[0]), self.layers - 1),
            "lost": self._of(lambda passed: passed.lost, 0),
            "levels": repr([[_levels(passed.dots) for passed in each] for each in self.tanh]),
            "rays": repr([_round(passed.dots.ravel(), 3) for passed in self.relu]),
            "tanh_decades": repr(
                [[_decades(passed, DECADES + 0.1) for passed in each] for each in self.tanh]
            ),
            "relu_decades": repr([_decades(passed) for passed in self.relu]),
        }

    def _of(self, number: Callable[[_Passed], float], power: int) -> str:
        relu = _round([number(passed) for passed in self.relu], 12)
        tanh = [_round([number(passed) for passed in each], 12) for each in self.tanh]
        return (
            f"activation == 'relu' ? {relu}[equal * 1] * pow(scale, {power})"
            f" : {tanh}[equal * 1][place]"
        )

    def rows(self) -> list[Row]:
        """Return the layers, and where their middle is."""
        width = (1 - LEFT) / self.layers
        return [
            {"layer": k + 1, "x": round(LEFT + width * (k + 0.5), 4)} for k in range(self.layers)
        ]


def _draw(units: int, layers: int, samples: int, seed: int) -> _Stack:
    counts = {
        "units": as_count("units", units, 2),
        "layers": as_count("layers", layers, 2),
        "samples": as_count("samples", samples),
    }
    for name, count in counts.items():
        if count > MOST[name]:
            msg = f"{name} must be at most {MOST[name]}; received {count}"
            raise ValueError(msg)
    start = as_count("seed", seed, 0)
    rng = np.random.default_rng(start)
    inputs = rng.normal(0, 1, (samples, units))
    weights = [rng.normal(0, 1, (units, units)) / np.sqrt(units) for _ in range(layers)]
    gradient = rng.normal(0, 1, (samples, units))
    return _Stack(inputs, weights, gradient / _size(gradient), start)


def _size(array: FloatArray) -> float:
    return float(np.sqrt(np.mean(array**2)))


def _round(numbers: Iterable[float], digits: int) -> list[float]:
    return [float(f"{number:.{digits}g}") for number in numbers]


def _levels(dots: FloatArray) -> str:
    """Return each of the numbers from -1 to 1 as a letter."""
    steps = np.round((dots.ravel() + 1) / 2 * (len(LEVELS) - 1)).astype(int)
    return "".join(LEVELS[step] for step in steps)


def _decades(passed: _Passed, most: float = 20) -> list[float]:
    """Return the logarithms of all sizes, of outputs and of gradients, as far as they are drawn."""
    sizes = np.concatenate([passed.sizes, passed.gradients])
    decades: list[float] = np.log10(np.clip(sizes, 10**-most, 10**most)).round(1).tolist()
    return decades


def _text(number: str) -> str:
    """Return the expression for a number that may be of any size, to three digits."""
    style = f"abs({number}) < 1e-3 || abs({number}) >= 1e5 ? '.2e' : ',.3~r'"
    return f"(({number}) == 0 ? '0' : format({number}, {style}))"


def _goals(table: _Table, last: str) -> list[Goal]:
    """Return those of the goals that some setting reaches, and that the start does not."""
    sizes = table.relu[0].sizes[-1] * 10.0 ** (DIAL * table.layers)
    candidates = [
        (
            "activation == 'relu' && equal == 0 && size > 0.5 && size < 2",
            f"With ReLU and weights that differ, arrive {last} with a size between 0.5 and 2.",
            bool(((sizes > 0.5) & (sizes < 2)).any()),
        ),
        (
            "activation == 'tanh' && equal == 0 && lost > 0.5",
            f"With tanh, make more than half of the outputs {last} stick.",
            max(passed.lost for passed in table.tanh[0]) > 0.5 >= table.tanh[0][A_DECADE].lost,
        ),
        ("equal == 1", "Make the units of each layer copies of one.", True),
    ]
    return [(when, say) for when, say, reached in candidates if reached]


def _place(x: str = "x", y: str = "y") -> dict[str, Any]:
    return place_of(x, y, GRADIENTS[1])


def _written(layer: alt.Chart, align: str) -> alt.Chart:
    mark: alt.Chart = layer.mark_text(**TEXT | {"align": align})
    return mark.encode(**_place(), text="text:N")


def _labels(*labels: tuple[float, float, str], align: str = "right") -> alt.Chart:
    """Return texts at places."""
    rows: list[Any] = [{"x": x, "y": y, "text": text} for x, y, text in labels]
    return _written(layer_of(rows), align)


def _heading(y: float, text: str) -> alt.Chart:
    """Return what stands above a part of the picture: an expression."""
    heading = layer_of([{"x": LEFT, "y": y - 14}], {"text": text})
    return _written(heading, "left")


def _dot_layers(table: _Table, units: int) -> list[alt.Chart]:
    """Return the outputs of some units for one sample, in each layer."""
    n, width = table.dots, (1 - LEFT) / table.layers
    top, bottom = DOTS
    # Of a line that is broken at every other place, the round ends are left: all dots are one mark,
    # which is drawn at once.
    k = "datum.dot"
    dots = (
        alt.Chart(alt.sequence(2 * table.layers * n, as_="end"))
        .transform_calculate(dot="floor(datum.end / 2)")
        .transform_calculate(
            x=(
                f"{LEFT} + {width!r} * (floor({k} / {n}) + 0.5"
                f" + (equal ? 0 : 0.7 * (({k} % {n} + 0.5) / {n} - 0.5)))"
            ),
            y=(
                f"datum.end % 2 ? null : {bottom} - {bottom - top} * (activation == 'tanh' ? "
                f"indexof('{LEVELS}', substring(levels[equal * 1][place], {k}, {k} + 1))"
                f" / {len(LEVELS) - 1}"
                f" : min(1, rays[equal * 1][{k}] * pow(scale, floor({k} / {n}) + 1) / {MOST_RELU}))"
            ),
        )
    )
    ticks = layer_of([{"x": LEFT - 0.02, "share": share} for share in (0.0, 0.5, 1.0)])
    ticks = ticks.transform_calculate(
        y=f"{bottom} - datum.share * {bottom - top}",
        text=(
            "activation == 'tanh' ? format(2 * datum.share - 1, 'd')"
            f" : (datum.share == 1 ? '≥ ' : '') + format({MOST_RELU} * datum.share, 'd')"
        ),
    )
    zero = layer_of(
        [{"x": LEFT, "end": 1.0}], {"y": f"activation == 'tanh' ? {top + bottom} / 2 : {bottom}"}
    )
    return [
        _heading(
            top,
            f"'outputs of {n} units, for one sample'" if n < units else "'outputs for one sample'",
        ),
        _written(ticks, "right"),
        zero.mark_rule(color=INK, opacity=0.4).encode(**_place(), x2="end:Q"),
        dots.mark_line(
            color=MODEL, strokeCap="round", strokeWidth=alt.expr("equal ? 8.7 : 4.1")
        ).encode(**_place(), order="end:Q"),
        _labels(
            *((row["x"], bottom + 18, str(row["layer"])) for row in table.rows()), align="center"
        ),
        _labels((LEFT - 0.02, bottom + 18, "layer")),
    ]


def _bar_layers(table: _Table) -> list[alt.Chart]:
    """Return the sizes of the outputs and of the gradients, as bars from 1 on a log scale."""
    n, first, last = table.layers, "in layer 1", f"in layer {table.layers}"
    width = (1 - LEFT) / n
    layers = []
    for part, (top, bottom), color, heading in [
        (0, SIZES, MODEL, f"'outputs: size ' + {_text('size')} + ' {last}'"),
        (1, GRADIENTS, LOSS, f"'gradient: size ' + {_text('gradient')} + ' back {first}'"),
    ]:
        middle, decade = (top + bottom) / 2, (bottom - top) / 2 / DECADES
        here = f"datum.layer + {part * n - 1}"
        power = "datum.layer" if part == 0 else f"{n} - datum.layer"
        bars = layer_of(
            [
                {
                    **row,
                    "left": row["x"] - 0.3 * width,
                    "right": row["x"] + 0.3 * width,
                    "y": middle,
                }
                for row in table.rows()
            ],
            {
                "decades": (
                    f"activation == 'tanh' ? tanh_decades[equal * 1][place][{here}]"
                    f" : relu_decades[equal * 1][{here}] + exponent * ({power})"
                ),
                "end": f"{middle} - clamp(datum.decades, {-DECADES}, {DECADES}) * {decade}",
                "turn": "datum.decades > 0 ? 0 : 180",
            },
        )
        beyond = bars.transform_filter(f"abs(datum.decades) > {DECADES}")
        one = layer_of([{"x": LEFT, "end": 1.0, "y": middle}])
        layers += [
            _heading(top, heading),
            _labels(
                (LEFT - 0.02, top, f"{10**DECADES:,}"),
                (LEFT - 0.02, middle, "1"),
                (LEFT - 0.02, bottom, f"{10**-DECADES}"),
            ),
            one.mark_rule(color=INK, opacity=0.4).encode(**_place(), x2="end:Q"),
            bars.mark_rect(color=color).encode(**_place("left"), x2="right:Q", y2="end:Q"),
            beyond.mark_point(
                shape="triangle", color=color, filled=True, size=60, opacity=1
            ).encode(**_place(y="end"), angle=alt.Angle("turn:Q", scale=None)),
        ]
    return layers
