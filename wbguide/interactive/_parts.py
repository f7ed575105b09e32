"""What the charts are made of: samples, axes, controls, expressions for the browser, colors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_count, as_number, as_positive, as_vector

# The colors of the site's light theme, which the site replaces by those of the theme in use.
DATA: Final = "#0571e2"
MODEL: Final = "#bc5806"
LOSS: Final = "#1e5837"
RESIDUAL: Final = "#a05886"
WITHOUT: Final = RESIDUAL
TRAINING: Final = LOSS
VALIDATION: Final = "#541c91"
FOR: Final = "#8568b7"
AGAINST: Final = "#58430a"
GRID: Final = "#dfe3e8"
INK: Final = "#1b1f24"
PAPER: Final = "#fdfdfe"

FLOAT64: Final = np.dtype(np.float64)
HEIGHT: Final = 260  # pixels between the axes; the width is the container's
MAX_SAMPLES: Final = 200  # every sample is a term of the loss that the browser computes

Row: TypeAlias = dict[str, float]
Goal: TypeAlias = tuple[str, str]  # an expression that holds once it is reached; what to do
Handle: TypeAlias = dict[str, Any]
Tap: TypeAlias = dict[str, Any]
Option: TypeAlias = str | int | float

# The mark that is pulled for the bias, and the one for the weight.
RING: Final[dict[str, Any]] = {"size": 110, "fill": PAPER, "strokeWidth": 2.5, "opacity": 1}
DIAMOND: Final[dict[str, Any]] = {**RING, "shape": "diamond"}
TEXT: Final[dict[str, Any]] = {"color": INK, "fontSize": 13, "baseline": "middle"}
PLAY_MS: Final = 40
ALMOST_ZERO: Final = 1e-9  # what the browser shows as 0


def as_samples(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    features = as_vector("x", x, dtype=FLOAT64)
    if features.size > MAX_SAMPLES:
        msg = f"x must have at most {MAX_SAMPLES} samples; received {features.size}"
        raise ValueError(msg)
    return features, as_vector("y", y, features.size, dtype=FLOAT64)


def as_learning_rate(learning_rate: float, limit: float) -> float:
    """Return a learning rate at which gradient descent does not diverge."""
    rate = as_positive("learning_rate", learning_rate)
    if rate >= limit:
        msg = f"learning_rate must be below its limit, {limit:.4g}; received {rate}"
        raise ValueError(msg)
    return rate


def sample_rows(features: FloatArray, targets: FloatArray) -> list[Row]:
    return [{"x": x, "y": y} for x, y in zip(features.tolist(), targets.tolist(), strict=True)]


def axis_domains(*columns: FloatArray) -> list[tuple[float, float]]:
    """Return what each axis spans: the data, some air, and zero, where the bias is read off."""
    domains = []
    for values in columns:
        low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
        air = 0.08 * (high - low) or 1.0
        domains.append((low - air, high + air))
    return domains


def layer_of(rows: Sequence[Row], calculated: dict[str, str] | None = None) -> alt.Chart:
    chart: alt.Chart = alt.Chart(alt.InlineData(values=list(rows)))
    return chart.transform_calculate(**calculated) if calculated else chart


def make_axis(
    channel: Any, field: str, label: str, domain: tuple[float, float] | tuple[str, str]
) -> Any:
    """Return an axis that spans what is given as numbers or as expressions."""
    if not isinstance(label, str):
        msg = f"{field}_label must be a string; received {type(label).__name__}"
        raise TypeError(msg)
    ends: list[Any] = [alt.expr(end) if isinstance(end, str) else end for end in domain]
    scale = alt.Scale(domain=ends, nice=False, zero=False)
    return channel(f"{field}:Q", title=label, scale=scale, axis=alt.Axis(tickCount=6))


def place_of(x: str, y: str, height: float) -> dict[str, Any]:
    """Return the encoding of a place in a picture without axes.

    It is a share of the width, and pixels downward from the top of `height` pixels.
    """
    return {
        "x": alt.X(f"{x}:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False)),
        "y": alt.Y(f"{y}:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False)),
    }


@dataclass(frozen=True)
class Slider:
    """What a reader moves."""

    name: str
    label: str
    start: float
    low: float
    high: float
    step: float
    power: bool = False  # it is read as ten to the power of its value

    @property
    def values(self) -> FloatArray:
        """All values that it can be moved to; its start may lie between two of them."""
        steps = math.floor((self.high - self.low) / self.step + 1e-9)
        return self.low + self.step * np.arange(steps + 1, dtype=np.float64)

    def as_parameter(self) -> alt.Parameter:
        bind = alt.binding_range(min=self.low, max=self.high, step=self.step, name=f"{self.label} ")
        return alt.param(name=self.name, value=self.start, bind=bind)


@dataclass(frozen=True)
class Choice:
    """What a reader picks from a few, each of which has a name."""

    name: str
    label: str
    start: Option
    options: Mapping[Option, str]

    def as_parameter(self) -> alt.Parameter:
        options, names = list(self.options), list(self.options.values())
        bind = alt.binding_radio(options=options, labels=names, name=f"{self.label} ")
        return alt.param(name=self.name, value=self.start, bind=bind)


@dataclass(frozen=True)
class Switch:
    """What a reader turns on and off."""

    name: str
    label: str
    start: bool = False

    def as_parameter(self) -> alt.Parameter:
        bind = alt.binding_checkbox(name=f"{self.label} ")
        return alt.param(name=self.name, value=self.start, bind=bind)


Control: TypeAlias = Slider | Choice | Switch


def make_slider(
    name: str, label: str, value: float, limits: Sequence[float] | None, typical: float = 1.0
) -> Slider:
    start = float(as_number(name, value))
    if limits is None:
        limit = round_up(2 * max(abs(typical), abs(start)) or 1.0)
        low, high = -limit, limit
    else:
        low, high = as_vector(f"{name}_range", limits, 2).tolist()
    if not low < high:
        msg = f"{name}_range must rise from lowest to highest; received ({low}, {high})"
        raise ValueError(msg)
    if not low <= start <= high:
        msg = f"{name} must lie from {low} to {high}, where its slider does; received {start}"
        raise ValueError(msg)
    return Slider(name, label, start, low, high, round_up((high - low) / 200))


def make_steps(label: str, step: int, epochs: int) -> Slider:
    """Return a slider for the steps of training, of which there are at most `epochs`."""
    n_steps = as_count("epochs", epochs)
    first = as_count("step", step, least=0)
    if first > n_steps:
        msg = f"step must be at most epochs, {n_steps}; received {first}"
        raise ValueError(msg)
    return Slider("step", label, first, 0, n_steps, 1)


def round_up(number: float) -> float:
    """Return the next of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, …."""
    exponent = math.floor(math.log10(number))
    digit = next(d for d in (1, 2, 5, 10) if number <= d * 10.0**exponent * (1 + 1e-9))
    return float(f"{digit}e{exponent}")


def lowest_loss(
    features: FloatArray, targets: FloatArray, weights: FloatArray, biases: FloatArray
) -> float:
    """Return the lowest mean squared error of all lines with one of the weights and biases."""
    residuals = np.outer(weights, features) - targets
    wanted = -residuals.mean(axis=1)  # the loss is a parabola in the bias: the nearest is best
    nearest = np.abs(biases[:, np.newaxis] - wanted).argmin(axis=0)
    losses = np.mean((residuals + biases[nearest, np.newaxis]) ** 2, axis=1)
    return float(losses.min())


def round_up_to_two_digits(number: float) -> float:
    """Return the next number of two digits, such as 120 after 113."""
    exponent = math.floor(math.log10(number)) - 1
    return float(f"{math.ceil(number / 10.0**exponent)}e{exponent}")


def loss_goals(
    name: str, start: float, lowest: float, say: str = "Bring the loss {down}."
) -> list[Goal]:
    """Return what to bring the loss to: a tenth of its start, and nearly the lowest there is."""
    goals = []
    if lowest < ALMOST_ZERO:
        last, down = ALMOST_ZERO, "down to 0"
    else:
        last = round_up_to_two_digits(1.05 * lowest)
        down = f"below {last:,.12g}"
    tenth = round_up(start / 10) if start else 0.0
    if 2 * last < tenth:
        goals.append((f"{name} < {tenth!r}", say.format(down=f"below {tenth:,.12g}")))
    if last < start:
        goals.append((f"{name} < {last!r}", say.format(down=down)))
    return goals


def loss_expression(features: FloatArray, targets: FloatArray, prediction: str) -> str:
    squares = (
        f"pow({prediction.format(x=f'({x!r})')} - ({y!r}), 2)"
        for x, y in zip(features.tolist(), targets.tolist(), strict=True)
    )
    return f"({' + '.join(squares)}) / {features.size}"


def text_of(parameter: str) -> str:
    """Return the expression for `parameter` to five significant digits, or in whole numbers."""
    style = f"abs({parameter}) < 1e5 ? ',.5~r' : abs({parameter}) < 1e9 ? ',.0f' : '.4~e'"
    # What rounding leaves of a zero would fill the line.
    return f"format(abs({parameter}) < 1e-9 ? 0 : {parameter}, {style})"


def reading_of(parameter: str) -> str:
    """Return the expression for what is said of `parameter` outside of the title."""
    return f"{parameter} === null ? 'none' : {text_of(parameter)}"


def code_of_samples(features: FloatArray, targets: FloatArray) -> str:
    """Return the beginning of the code that a chart gives: NumPy and data."""
    return f"""\
import numpy as np

x = np.array({features.tolist()})
y = np.array({targets.tolist()})
"""


def make_chart(
    *layers: alt.Chart | alt.LayerChart,
    controls: Sequence[Control],
    values: dict[str, str],
    title: str,
    subtitle: str,
    readouts: dict[str, str],
    code: str,
    texts: dict[str, str] | None = None,
    goals: Sequence[Goal] = (),
    handles: Sequence[Handle] = (),
    marks: dict[str, tuple[float, str]] | None = None,
    play: str | None = None,
    play_ms: int = PLAY_MS,
    commit: tuple[str, str] | None = None,
    height: int = HEIGHT,
    learn: dict[str, str] | None = None,
    taps: Sequence[Tap] = (),
) -> alt.LayerChart:
    """Return the layers as one chart that tells a site's renderer what else it can do.

    Values are expressions for what follows from the controls. Readouts are given as the label of
    each parameter; what is said of it is the chart's to tell, so that a reading says the same as
    the title: texts are the expressions for it, where the usual one does not do. Goals are
    expressions over the parameters, and what a reader should do until they hold. Handles are
    places in the picture that can be pulled, and what that sets: expressions over the parameters
    and over the place `at.x`, `at.y` to which they are pulled. Marks are values of sliders that
    have a name. A slider to `play` can move by itself. To `commit` is to turn on a switch that
    turns off when another control is moved; the value that keeps what was committed to stands
    beside it. Sliders to `learn` take one step after another to what is said of each, until they
    hardly move. Taps are places in the picture, as left, top, right and bottom, that a
    reader taps to choose a value of a choice.
    """
    heading = alt.Title(
        text=alt.expr(f"[{title}, {subtitle}]"),
        anchor="start",
        frame="group",
        fontSize=14,
        fontWeight="normal",
        lineHeight=20,
        offset=12,
    )
    said = {name: reading_of(name) for name in readouts} | (texts or {})
    readings = {name: {"label": readouts[name], "text": said[name]} for name in readouts}
    powers = [each.name for each in controls if isinstance(each, Slider) and each.power]
    chart = alt.LayerChart(
        layer=list(layers),
        width="container",
        height=height,
        title=heading,
        usermeta={
            "wbguide": {
                "readouts": readings,
                "code": code,
                "goals": [{"when": when, "say": say} for when, say in goals],
                "handles": list(handles),
                "marks": {
                    name: {"at": at, "say": say} for name, (at, say) in (marks or {}).items()
                },
                "play": {"name": play, "ms": play_ms} if play else None,
                **({"commit": {"name": commit[0], "kept": commit[1]}} if commit else {}),
                **({"powers": powers} if powers else {}),
                **({"learn": learn} if learn else {}),
                **({"taps": list(taps)} if taps else {}),
            }
        },
    )
    return chart.add_params(
        *(control.as_parameter() for control in controls),
        *(alt.param(name=name, expr=expression) for name, expression in values.items()),
    )
