"""A network that is fitted to a few samples, judged by its loss on new ones once it is chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_count,
    as_flag,
    as_positive,
    as_vector,
    require_probabilities,
)
from wbguide.interactive._parts import (
    ALMOST_ZERO,
    DATA,
    FLOAT64,
    INK,
    MODEL,
    TRAINING,
    VALIDATION,
    Choice,
    Goal,
    Slider,
    Switch,
    as_samples,
    code_of_samples,
    layer_of,
    make_axis,
    make_chart,
    round_up_to_two_digits,
    sample_rows,
    text_of,
)

PENALTIES: Final = {
    0.0: "off",
    1e-6: "10⁻⁶",
    1e-5: "10⁻⁵",
    1e-4: "10⁻⁴",
    0.001: "0.001",
    0.01: "0.01",
    0.1: "0.1",
    1.0: "1",
}
MAX_NEURONS: Final = 40  # each of them with each penalty is a curve that the chart must hold
SHOWN: Final = 50  # of the new samples
NOW: Final = f"(neurons * {len(PENALTIES)} + penalty)"
KEPT: Final = "split(kept || '', ',')"

# Pixels from the top: the samples and the curve above, and the strip of losses below.
PLANE: Final = (170, 0)
STRIP: Final = (365, 240)


def meet_new_data(
    x: ArrayLike,
    y: ArrayLike,
    x_new: ArrayLike,
    y_new: ArrayLike,
    *,
    noise: float,
    neurons: int = 1,
    most: int = 30,
    penalties: bool = True,
    x_label: str = "x",
    y_label: str = "y",
) -> alt.LayerChart:
    """Choose the size and the penalty of a network by its training loss, then meet new data.

    The network has `neurons` hidden ReLUs with weights of 1 and kinks at 0, 1/neurons, 2/neurons
    and so on. Its output weights and bias are those with the lowest mean squared error plus L2
    penalty on the weights. The new samples and their loss are shown only when the reader commits:
    on the site by a button, until a control is moved; in a notebook by a switch. Each commit
    leaves a mark on a strip of losses against neurons.

    Parameters
    ----------
    x : array_like
        The feature, from 0 to 1, shape ``(n_samples,)``, at most 200 samples.
    y : array_like
        The targets, shape ``(n_samples,)``.
    x_new, y_new : array_like
        New samples in the same form, as many as you like; at most 50 of them are drawn.
    noise : float
        Variance of the noise, below which no model comes on new data, on average.
    neurons : int
        Where the slider starts.
    most : int
        Where it ends, from 2 to 40.
    penalties : bool
        Whether readers can choose a penalty; otherwise there is none.
    x_label, y_label : str
        What the axes show, with the unit.

    Returns
    -------
    altair.LayerChart
        With the parameters ``neurons``, ``penalty`` (the place of the penalty in a list), and
        ``shown``, and what they lead to, such as ``training_loss`` and ``new_loss``, which
        is null until the reader commits.

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite, a feature lies outside 0 to 1, there are too
        many samples or neurons, or `neurons` exceeds `most`.
    TypeError
        If a value is not a number, `penalties` not a bool, or a label not a string.

    Examples
    --------
    >>> chart = meet_new_data([0.1, 0.5, 0.9], [1, 3, 2], [0.3, 0.7], [2, 2], noise=0.1, most=4)
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]][:3]
    ['neurons', 'penalty', 'shown']
    """
    samples, new = as_samples(x, y), _as_new(x_new, y_new)
    require_probabilities("x", samples[0])
    require_probabilities("x_new", new[0])
    variance = as_positive("noise", noise)
    highest, start = as_count("most", most, least=2), as_count("neurons", neurons)
    if highest > MAX_NEURONS:
        msg = f"most must be at most {MAX_NEURONS}; received {highest}"
        raise ValueError(msg)
    if start > highest:
        msg = f"neurons must be at most most, {highest}; received {start}"
        raise ValueError(msg)
    offered = list(PENALTIES) if as_flag("penalties", penalties) else [0.0]
    fits = _fit_all(samples, new, highest, offered)
    choice = [Choice("penalty", "penalty α", 0, dict(enumerate(PENALTIES.values())))]
    alpha = f"{offered}[{{penalty:int}}]" if penalties else "0"
    chart = make_chart(
        _plane(samples, new, fits, (x_label, y_label)),
        _strip(fits, variance),
        controls=[
            Slider("neurons", "neurons k", start, 1, highest, 1),
            *(choice if penalties else []),
            Switch("shown", "show the new data"),
        ],
        values={
            **({} if penalties else {"penalty": "0"}),
            "training_losses": _table(fits.training),
            "new_losses": _table(fits.new),
            "training_loss": "training_losses[neurons - 1][penalty]",
            "new_loss": "shown ? new_losses[neurons - 1][penalty] : null",
            # Numbers of what has been committed to, with a comma before each: it keeps what it was.
            "kept": (
                f"shown && indexof({KEPT}, '' + {NOW}) < 0 ? (kept || '') + ',' + {NOW}"
                " : kept || ''"
            ),
        },
        title=f"'● {samples[0].size} samples: training loss = ' + {text_of('training_loss')}",
        subtitle=(
            f"'■ {new[0].size} new samples: ' + (shown ? 'loss = ' + {text_of('new_loss')}"
            " : 'hidden until you commit')"
        ),
        readouts={"training_loss": "training loss", "new_loss": "loss on new data"},
        code=f"""\
{code_of_samples(*samples)}
k, alpha = {{neurons:int}}, {alpha}
hidden = np.maximum(0, x[:, np.newaxis] - np.arange(k) / k)
columns = np.column_stack([hidden, np.ones(len(x))])
rows = np.vstack([columns, np.sqrt(len(x) * alpha) * np.eye(k, k + 1)])
found = np.linalg.lstsq(rows, np.append(y, np.zeros(k)), rcond=None)[0]
print(np.mean((columns @ found - y) ** 2))
""",
        goals=_goals(fits, variance),
        height=STRIP[0],
        commit=("shown", "kept"),
    )
    curves = alt.param(name="curves", value=fits.curves)  # no expression, which would be parsed
    chart = chart.add_params(curves)
    return chart.properties(resolve=alt.Resolve(scale={"x": "independent", "y": "independent"}))


@dataclass(frozen=True)
class _Fits:
    """What each number of neurons (rows) comes to with each penalty (columns)."""

    training: FloatArray
    new: FloatArray
    curves: list[list[list[int]]]  # predictions at the kinks and at 1: second differences in steps
    step: float


def _fit_all(
    samples: tuple[FloatArray, FloatArray],
    new: tuple[FloatArray, FloatArray],
    most: int,
    penalties: list[float],
) -> _Fits:
    step = float(np.ptp(samples[1])) / 250 or 1.0  # less than a pixel
    training, judged = np.empty((2, most, len(penalties)))
    curves = []
    for k in range(1, most + 1):
        found = [_fit(*samples, k, penalty) for penalty in penalties]
        for place, parameters in enumerate(found):
            training[k - 1, place] = _loss(*samples, parameters)
            judged[k - 1, place] = _loss(*new, parameters)
        ends = _columns(np.arange(k + 1) / k, k)
        curves.append([_differences(np.rint(ends @ each / step)) for each in found])
    return _Fits(training, judged, curves, step)


def _differences(heights: FloatArray) -> list[int]:
    """Return second differences, which are small where a curve is smooth."""
    found: list[int] = np.diff(heights, 2, prepend=[0, 0]).astype(int).tolist()
    return found


def _columns(x: FloatArray, k: int) -> FloatArray:
    hidden = np.maximum(0, x[:, np.newaxis] - np.arange(k) / k)
    return np.column_stack([hidden, np.ones_like(x)])


def _fit(x: FloatArray, y: FloatArray, k: int, penalty: float) -> FloatArray:
    """Return the weights and the bias of the output with the lowest loss plus L2 penalty."""
    # Each weight that is penalized is one more sample, of the target 0.
    columns = np.vstack([_columns(x, k), math.sqrt(x.size * penalty) * np.eye(k, k + 1)])
    found: FloatArray = np.linalg.lstsq(columns, np.append(y, np.zeros(k)), rcond=None)[0]
    return found


def _loss(x: FloatArray, y: FloatArray, parameters: FloatArray) -> float:
    return float(np.mean((_columns(x, parameters.size - 1) @ parameters - y) ** 2))


def _as_new(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    features = as_vector("x_new", x, dtype=FLOAT64)
    return features, as_vector("y_new", y, features.size, dtype=FLOAT64)


def _table(losses: FloatArray) -> str:
    rows = (",".join(f"{0 if each < ALMOST_ZERO else each:.10g}" for each in row) for row in losses)
    return f"[[{'],['.join(rows)}]]"


def _goals(fits: _Fits, noise: float) -> list[Goal]:
    """Return what to be fooled by, and what both cures come to, if the best is just met."""
    by_heart = round_up_to_two_digits(noise / 40)
    penalties = fits.new.shape[1] > 1
    come = "Without a penalty, come" if penalties else "Come"
    largest, plain, cured = (
        fits.new.shape[0],
        *(
            round_up_to_two_digits(max(1.07 * each.min(), ALMOST_ZERO))
            for each in (fits.new[:, 0], fits.new[-1])
        ),
    )
    candidates = [
        (
            fits.training.min() < by_heart,
            f"shown && training_loss < {by_heart!r}",
            f"Learn by heart: commit to a training loss below {by_heart:,.12g}.",
        ),
        (
            True,
            f"shown && penalty == 0 && new_loss < {plain!r}",
            f"{come} below {plain:,.12g} on new data.",
        ),
        (
            penalties,
            f"shown && neurons == {largest} && new_loss < {cured!r}",
            f"With {largest} neurons, come below {cured:,.12g} on new data.",
        ),
    ]
    return [(when, say) for there, when, say in candidates if there]


def _plane(
    samples: tuple[FloatArray, FloatArray],
    new: tuple[FloatArray, FloatArray],
    fits: _Fits,
    labels: tuple[str, str],
) -> alt.LayerChart:
    """Return the samples and the curve, and the new samples once they are shown."""
    every = math.ceil(new[0].size / SHOWN)
    seen = np.append(samples[1], new[1][::every])
    air = 0.08 * float(np.ptp(seen)) or 1.0
    x_axis = make_axis(alt.X, "x", labels[0], (0.0, 1.0))
    domain = float(seen.min()) - air, float(seen.max()) + air
    y_axis = make_axis(alt.Y, "y", labels[1], domain)
    x_axis["axis"].offset = PLANE[0] - STRIP[0]
    y_axis["scale"].range = list(PLANE)
    # Piece by piece, each cut off where it leaves the plane and would run over the strip.
    low, high = domain
    pieces = (
        alt.Chart(alt.sequence(fits.new.shape[0] + 1, as_="j"))
        .transform_filter("datum.j <= neurons")
        .transform_calculate(second="curves[neurons - 1][penalty][datum.j]")
        .transform_window(first="sum(second)", frame=[None, 0])
        .transform_window(height="sum(first)", frame=[None, 0])
        .transform_window(next="lead(height)")
        .transform_filter("datum.j < neurons")
        .transform_calculate(
            a=f"{fits.step!r} * datum.height",
            b=f"{fits.step!r} * datum.next",
        )
        .transform_calculate(
            y=f"clamp(datum.a, {low!r}, {high!r})", y2=f"clamp(datum.b, {low!r}, {high!r})"
        )
        .transform_filter("datum.y != datum.y2 || datum.y == datum.a")
        .transform_calculate(
            x=_place_of("y", "0"),
            x2=_place_of("y2", "1"),
        )
    )
    place = {"x": "x:Q", "y": "y:Q"}
    rounded = [np.round(each, digits) for each, digits in zip(new, (3, 2), strict=True)]
    return alt.LayerChart(
        layer=[
            layer_of(sample_rows(*(each[::every] for each in rounded)))
            .transform_filter("shown")
            .mark_point(shape="square", color=VALIDATION, filled=True, size=14, opacity=0.6)
            .encode(x=x_axis, y=y_axis),
            layer_of(sample_rows(*samples))
            .mark_point(color=DATA, filled=True, size=50, opacity=1)
            .encode(**place),
            pieces.mark_rule(color=MODEL, strokeWidth=2.5, strokeCap="round").encode(
                **place, x2="x2:Q", y2="y2:Q"
            ),
        ]
    )


def _place_of(height: str, end: str) -> str:
    """Return where a piece has a `height`, which it has all along if it is level."""
    share = f"(datum.{height} - datum.a) / (datum.b - datum.a)"
    level = f"(datum.j + {end}) / neurons"
    return f"datum.a == datum.b ? {level} : (datum.j + {share}) / neurons"


def _strip(fits: _Fits, noise: float) -> alt.LayerChart:
    """Return the losses against neurons: of what is chosen, and of what was committed to."""
    most = fits.new.shape[0]
    low = 10.0 ** math.floor(math.log10(noise / 40))
    high = 2 * max(float(fits.new.max()), noise)
    powers = 10.0 ** np.arange(math.log10(low), math.log10(high))
    doubled = 2.0 ** np.arange(math.log2(most))
    x_axis = alt.X(
        "k:Q",
        title="neurons k",
        scale=alt.Scale(type="log", domain=[0.9, 1.1 * most], nice=False),
        axis=alt.Axis(orient="bottom", values=[*doubled[doubled < 0.75 * most], most], format="d"),
    )
    y_axis = alt.Y(
        "loss:Q",
        title="mean squared error",
        scale=alt.Scale(type="log", domain=[low, high], range=list(STRIP), clamp=True, nice=False),
        axis=alt.Axis(
            values=[*(each for each in powers if abs(math.log10(each / noise)) > 0.5), noise],
            labelExpr=f"(datum.value == {noise!r} ? 'noise ' : '') + format(datum.value, ',.3~f')",
            orient="left",
            titleY=STRIP[1] - 8,
        ),
    )
    place = {"x": "k:Q", "y": "loss:Q"}
    now = layer_of([{}], {"k": "neurons", "training": "training_loss"})
    count = len(PENALTIES)
    before = (
        alt.Chart(alt.sequence(count, count * (most + 1), as_="place"))
        .transform_filter(f"indexof({KEPT}, '' + datum.place) >= 0")
        .transform_calculate(k=f"floor(datum.place / {count})", penalty=f"datum.place % {count}")
        .transform_calculate(
            training="training_losses[datum.k - 1][datum.penalty]",
            new="new_losses[datum.k - 1][datum.penalty]",
        )
    )

    unpenalized = before.transform_filter("datum.penalty == 0")

    def dots(marks: alt.Chart, size: int) -> alt.Chart:
        """Return training losses, and those too low for the strip as what points down."""
        shape = f"datum.training < {low!r} ? 'triangle-down' : 'circle'"
        drawn: alt.Chart = (
            marks.transform_calculate(loss="datum.training", shape=shape)
            .mark_point(color=TRAINING, filled=True, size=size, opacity=1)
            .encode(**place, shape=alt.Shape("shape:N", scale=None))
        )
        return drawn

    def squares(condition: str, **look: Any) -> alt.Chart:
        """Return those losses on new data for which a condition holds."""
        marks: alt.Chart = before.transform_filter(condition).mark_point(
            shape="square", color=VALIDATION, **look
        )
        return marks.encode(x="k:Q", y="new:Q")

    return alt.LayerChart(
        layer=[
            layer_of([{"loss": noise}])
            .mark_rule(color=INK, strokeWidth=1.5, strokeDash=[1.5, 3])
            .encode(y=y_axis),
            unpenalized.mark_line(color=VALIDATION, strokeWidth=1.5, strokeDash=[5, 3]).encode(
                x=x_axis, y="new:Q"
            ),
            unpenalized.mark_line(color=TRAINING, strokeWidth=1.5).encode(x="k:Q", y="training:Q"),
            dots(before, 30),
            squares("datum.penalty == 0", filled=True, size=45, opacity=1),
            squares("datum.penalty > 0", size=45, opacity=1),
            dots(now, 90),
        ]
    )
