"""The residuals that broadcasting makes, and what a neuron learns from them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import (
    FloatArray,
    as_matrix,
    as_number,
    as_vector,
)
from wbguide.interactive._parts import (
    ALMOST_ZERO,
    DATA,
    FLOAT64,
    INK,
    MODEL,
    RESIDUAL,
    TEXT,
    Choice,
    Goal,
    Option,
    Row,
    Slider,
    Tap,
    as_learning_rate,
    layer_of,
    make_chart,
    make_steps,
    place_of,
    round_up,
    round_up_to_two_digits,
    text_of,
)

MOST_SAMPLES: Final = 6  # each has a row and a column of cells that a phone shows
MOST_FEATURES: Final = 4
ROW, COLUMN = "y", "y[:, np.newaxis]"  # the targets, as code
CASE: Final = f"2 * (targets != '{ROW}') + (neuron == 'new')"

# Places in the picture: pixels downward, and shares of its width.
HEAD, CELL, STRIP, GAP = 34, 24, 130, 34
SAMPLES: Final = (0.11, 0.47)
BARS: Final = (0.64, 0.99)


def broadcast_residuals(
    X: ArrayLike,
    y: ArrayLike,
    *,
    weights: ArrayLike,
    bias: float = 0.0,
    learning_rate: float = 0.1,
    epochs: int = 200,
    step: int = 0,
) -> alt.LayerChart:
    """Subtract targets of two shapes from predictions in a column, and train on what that gives.

    Predictions of shape ``(n, 1)`` minus targets of shape ``(n,)`` are a table of ``n * n``
    residuals. Of those, targets of shape ``(n, 1)`` leave the diagonal. On a page, a tap on the
    place of the other shape chooses it.

    Parameters
    ----------
    X : array_like
        The features, shape ``(n_samples, n_features)``, at most 6 samples and 4 features.
    y : array_like
        The targets, shape ``(n_samples,)``.
    weights : array_like
        Where a new neuron starts, shape ``(n_features,)``. The other neuron of the chart starts
        with the lowest loss that there is.
    bias : float
        Where the bias of the new neuron starts.
    learning_rate : float
        Of gradient descent, below the limit at which it diverges.
    epochs : int
        Steps that the slider can take, each over all samples.
    step : int
        Where the slider of the steps starts.

    Returns
    -------
    altair.LayerChart
        With the parameters ``targets`` (as code), ``neuron``, ``step``, and what they lead to:
        ``weight_1`` and so on, ``bias``, ``predictions`` and ``loss`` (mean squared error).

    Raises
    ------
    ValueError
        If the shapes differ, a value is not finite, there are too many samples or features, the
        learning rate is not between zero and its limit, or `step` exceeds `epochs`.
    TypeError
        If a value is not a number, or `epochs` or `step` not a whole one.

    Notes
    -----
    The mean over the table is least where all predictions are the mean of the targets. Both losses
    are quadratic with the same Hessian, so a step multiplies the distance to the minimum by
    ``1 - learning_rate * λ`` in the direction of each eigenvector, whichever the shape: that is
    what the browser computes.

    Examples
    --------
    >>> chart = broadcast_residuals([[-1], [0], [1]], [300, 500, 700], weights=[50])
    >>> [parameter["name"] for parameter in chart.to_dict()["params"]]
    ['targets', 'neuron', 'step', 'weight_1', 'bias', 'predictions', 'loss']
    """
    task = _as_task(X, y, weights, bias, learning_rate)
    n, slider = task.targets.size, make_steps("step of training", step, epochs)
    steps = slider.values
    column, row, table = f"({n}, 1)", f"({n},)", f"({n}, {n})"
    shapes: dict[Option, str] = {
        ROW: f"y, shape {row}",
        COLUMN: f"y[:, np.newaxis], shape {column}",
    }
    starts: dict[Option, str] = {task.best: f"the {task.best} one", "new": "a new one"}
    return make_chart(
        *_table_layers(task, row, column),
        *_sample_layers(task, steps),
        *_bar_layers(task, steps),
        controls=[
            Choice("targets", "targets", ROW, shapes),
            Choice("neuron", "neuron", task.best, starts),
            slider,
        ],
        values={
            **{name: task.expression(k) for k, name in enumerate(task.names)},
            "predictions": task.predictions(),
            "loss": task.loss(),
        },
        title=(
            f"'ŷ − y: {column} − ' + (targets == '{ROW}' ? '{row} = {table}, {n * n} residuals'"
            f" : '{column} = {column}, {n} residuals')"
        ),
        subtitle=f"'loss (mean squared error) = ' + {text_of('loss')}",
        readouts={
            "loss": "loss (mean squared error)",
            **{name: name.replace("_", " ") for name in task.names},
        },
        code=task.code(),
        goals=_goals(task, slider),
        play="step",
        height=_below(n) + STRIP,
        taps=_taps(n, shapes),
    )


@dataclass(frozen=True)
class _Task:
    """Samples, two neurons, and how each descends on the loss of each shape of the targets.

    The cases are the targets as a row, with the best neuron and with the new one, and then the
    same as a column.
    """

    features: FloatArray
    targets: FloatArray
    rate: float
    starts: FloatArray  # of each case, the weights and, last, the bias
    minima: FloatArray  # of each case
    factors: FloatArray  # of the distance to the minimum, in each direction
    offsets: FloatArray  # of each case, that distance: (case, direction, parameter)

    @property
    def names(self) -> list[str]:
        return [*(f"weight_{k + 1}" for k in range(self.features.shape[1])), "bias"]

    @property
    def signs(self) -> list[str]:
        return [*(f"w{chr(ord('₁') + k)}" for k in range(self.features.shape[1])), "b"]

    @property
    def best(self) -> str:
        return "perfect" if self.least < ALMOST_ZERO else "best"

    @property
    def least(self) -> float:
        return float(self.losses(np.zeros(1))[2, 0])

    def parameters(self, steps: FloatArray) -> FloatArray:
        """Return the parameters in each case after each number of steps."""
        powers = self.factors ** steps[:, np.newaxis]
        moved: FloatArray = np.einsum("kd,cdp->ckp", powers, self.offsets)
        return self.minima[:, np.newaxis] + moved

    def outputs(self, steps: FloatArray) -> FloatArray:
        """Return the predictions in each case after each number of steps."""
        parameters = self.parameters(steps)
        outputs: FloatArray = parameters[..., :-1] @ self.features.T + parameters[..., -1:]
        return outputs

    def losses(self, steps: FloatArray) -> FloatArray:
        """Return the loss in each case after each number of steps."""
        residuals = self.outputs(steps)[..., np.newaxis] - self.targets
        own = np.diagonal(residuals, axis1=2, axis2=3)
        row, column = np.mean(residuals**2, axis=(2, 3)), np.mean(own**2, axis=2)
        losses: FloatArray = np.concatenate([row[:2], column[2:]])
        return losses

    def expression(self, k: int) -> str:
        terms = [f"{self.minima[:, k].tolist()}[{CASE}]"]
        for factor, offsets in zip(self.factors.tolist(), self.offsets.swapaxes(0, 1), strict=True):
            terms.append(f"{offsets[:, k].tolist()}[{CASE}] * pow({factor!r}, step)")
        return " + ".join(terms)

    def predictions(self) -> str:
        sums = (
            " + ".join(
                f"{name} * ({x!r})" for name, x in zip(self.names, [*sample, 1.0], strict=True)
            )
            for sample in self.features.tolist()
        )
        return f"[{', '.join(sums)}]"

    def loss(self) -> str:
        def mean(pairs: list[tuple[int, int]]) -> str:
            squares = (f"pow(predictions[{i}] - ({targets[j]!r}), 2)" for i, j in pairs)
            return f"({' + '.join(squares)}) / {len(pairs)}"

        targets = self.targets.tolist()
        every = range(len(targets))
        table = mean([(i, j) for i in every for j in every])
        return f"targets == '{ROW}' ? {table} : {mean([(i, i) for i in every])}"

    def code(self) -> str:
        best, new = (f"({start[:-1]}, {start[-1]!r})" for start in self.starts[:2].tolist())
        return f"""\
import numpy as np

X = np.array({self.features.tolist()})
y = np.array({self.targets.tolist()})
targets = {{targets:str}}
w, b = {{"{self.best}": {best}, "new": {new}}}["{{neuron:str}}"]
for _ in range({{step:int}}):
    residuals = (X @ w + b)[:, np.newaxis] - targets
    delta = 2 * residuals.sum(axis=1) / residuals.size
    w = w - {self.rate!r} * delta @ X
    b = b - {self.rate!r} * delta.sum()
residuals = (X @ w + b)[:, np.newaxis] - targets
print(np.mean(residuals**2))
print(w, b)
"""


def _as_task(
    X: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike,
    bias: float,
    learning_rate: float,
) -> _Task:
    features = as_matrix("X", X, dtype=FLOAT64)
    n, d = features.shape
    if not (2 <= n <= MOST_SAMPLES and d <= MOST_FEATURES):
        msg = (
            f"X must have 2 to {MOST_SAMPLES} samples and at most {MOST_FEATURES} features; "
            f"received shape {features.shape}"
        )
        raise ValueError(msg)
    targets = as_vector("y", y, n, dtype=FLOAT64)
    new = np.append(as_vector("weights", weights, d, dtype=FLOAT64), as_number("bias", bias))
    design = np.column_stack([features, np.ones(n)])
    _, singular_values, directions = np.linalg.svd(design / np.sqrt(n))
    eigenvalues = np.zeros(d + 1)
    eigenvalues[: singular_values.size] = 2 * singular_values**2
    rate = as_learning_rate(learning_rate, 2 / float(eigenvalues[0]))
    best = np.linalg.lstsq(design, targets)[0]
    mean = np.append(np.zeros(d), targets.mean())
    starts, minima = np.array([best, new, best, new]), np.array([mean, mean, best, best])
    distances = (starts - minima) @ directions.T
    offsets = distances[:, :, np.newaxis] * directions
    return _Task(features, targets, rate, starts, minima, 1 - rate * eigenvalues, offsets)


def _goals(task: _Task, step: Slider) -> list[Goal]:
    """Return those of the goals that some setting reaches, and that the start does not."""
    losses = task.losses(step.values)
    goals: list[Goal] = []

    if task.best == "perfect":
        low, down = ALMOST_ZERO, "0"
    else:
        low = round_up_to_two_digits(1.05 * task.least)
        down = f"less than {low:,.12g}"
    if low < losses[0, 0]:
        when = f"neuron == '{task.best}' && step == 0 && loss < {low!r}"
        goals.append(
            (when, f"Make the loss of the {task.best} neuron {down} without a step of training.")
        )

    sizes = np.abs(task.parameters(step.values)[0, :, :-1]).max(axis=1)
    if sizes[0] > ALMOST_ZERO:
        small = round_up(float(sizes[0]) / 100)
        if sizes.min() < small and sizes[int(step.start)] >= small:
            all_small = " && ".join(f"abs({name}) < {small!r}" for name in task.names[:-1])
            when = f"targets == '{ROW}' && neuron == '{task.best}' && {all_small}"
            of = f"of the {task.best} neuron:"
            what = f"all weights {of} each" if len(task.names) > 2 else f"the weight {of}"
            goals.append((when, f"Let training take {what} below {small:g}."))

    near = round_up_to_two_digits(1.05 * max(task.least, 1e-4 * float(losses[3, 0])) or 1.0)
    if losses[3].min() < near <= losses[3, 0]:
        when = f"targets != '{ROW}' && neuron == 'new' && loss < {near!r}"
        goals.append((when, f"Train the new neuron to a loss below {near:,.12g}."))
    return goals


def _below(n: int) -> int:
    """Return where what is below the table begins."""
    return HEAD + n * CELL + GAP


def _place(n: int, x: str = "x", y: str = "y") -> dict[str, Any]:
    """Return the encoding of a place in the picture of `n` samples."""
    return place_of(x, y, _below(n) + STRIP)


def _cell(n: int, column: int, top: float, **more: float) -> Row:
    """Return where a cell of the table is: in which column, and how many pixels downward."""
    width = 1 / (n + 2)
    ends = {"x": column * width + 0.004, "right": (column + 1) * width - 0.004}
    return {
        **{name: round(end, 4) for name, end in ends.items()},
        "middle": round((column + 0.5) * width, 4),
        "y": top + 1,
        "bottom": top + CELL - 1,
        "line": top + CELL / 2,
        **more,
    }


def _shapes(targets: Sequence[float]) -> tuple[list[Row], list[Row]]:
    """Return the cells of the targets as a row and as a column."""
    n = len(targets)
    return (
        [_cell(n, 2 + j, HEAD - CELL - 4, value=target) for j, target in enumerate(targets)],
        [_cell(n, 1, HEAD + CELL * i, value=target) for i, target in enumerate(targets)],
    )


def _taps(n: int, shapes: Mapping[Option, str]) -> list[Tap]:
    """Return where each of the shapes is chosen: all over its cells, and a little around."""
    return [
        {
            "say": say,
            "name": "targets",
            "value": value,
            "at": [
                cells[0]["x"],
                cells[0]["y"] - 2,
                cells[-1]["right"],
                cells[-1]["bottom"] + 2,
            ],
        }
        for (value, say), cells in zip(shapes.items(), _shapes([0.0] * n), strict=True)
    ]


def _table_layers(task: _Task, row: str, column: str) -> list[alt.Chart]:
    targets = task.targets.tolist()
    n = len(targets)
    corners = {**_place(n), "x2": "right:Q", "y2": "bottom:Q"}
    tops = [HEAD + CELL * i for i in range(n)]
    table = [
        _cell(n, 2 + j, top, i=i, j=j, target=target)
        for i, top in enumerate(tops)
        for j, target in enumerate(targets)
    ]
    residuals = layer_of(table, {"value": "predictions[datum.i] - datum.target"})
    made = residuals.transform_filter(f"targets == '{ROW}' || datum.i == datum.j")
    largest = float(np.ptp(task.targets)) or 1.0
    shaded = made.transform_calculate(shown=f"0.06 + 0.4 * min(1, abs(datum.value) / {largest!r})")
    predictions = layer_of(
        [_cell(n, 0, top, i=i) for i, top in enumerate(tops)], {"value": "predictions[datum.i]"}
    )
    shapes = _shapes(targets)
    as_row, as_column = (layer_of(cells) for cells in shapes)
    as_row = as_row.transform_filter(f"targets == '{ROW}'")
    as_column = as_column.transform_filter(f"targets != '{ROW}'")
    # Where the targets are not, so that who looks for another shape sees a place for it.
    places = layer_of([cell for cells in shapes for cell in cells])
    written = {"text": "format(datum.value, abs(datum.value) < 9.95 ? ',.1~f' : ',.0f')"}
    left, right = ({"x": round((column + 0.5) / (n + 2), 4)} for column in range(2))
    return [
        shaded.mark_rect(fill=RESIDUAL, stroke=RESIDUAL, strokeOpacity=0.5).encode(
            **corners, fillOpacity=alt.FillOpacity("shown:Q", scale=None)
        ),
        places.mark_rect(stroke=DATA, strokeOpacity=0.5, strokeDash=[3, 3], filled=False).encode(
            **corners
        ),
        predictions.mark_rect(color=MODEL, opacity=0.2).encode(**corners),
        as_row.mark_rect(color=DATA, opacity=0.2).encode(**corners),
        as_column.mark_rect(color=DATA, opacity=0.2).encode(**corners),
        *(
            layer.transform_calculate(**written)
            .mark_text(**TEXT)
            .encode(**_place(n, "middle", "line"), text="text:N")
            for layer in (made, predictions, as_row, as_column)
        ),
        *(
            layer_of([place | {"y": float(y)}], {"text": text})
            .mark_text(**TEXT)
            .encode(**_place(n), text="text:N")
            for place, y, text in [
                (left, HEAD - 24, "'ŷ'"),
                (left, HEAD - 9, f"'{column}'"),
                (right, HEAD - 24, "'y'"),
                (right, HEAD - 9, f"targets == '{ROW}' ? '{row}' : '{column}'"),
            ]
        ),
    ]


def _sample_layers(task: _Task, steps: FloatArray) -> list[alt.Chart]:
    """Return the predictions beside the targets, sample by sample."""
    n, left, right = task.targets.size, *SAMPLES
    both = [task.outputs(steps), task.targets]
    low, high = (
        min(float(each.min()) for each in both),
        max(float(each.max()) for each in both),
    )
    span = high - low or 1.0
    bottom = _below(n) + STRIP - 8

    def at(value: str) -> str:
        return f"{bottom} - ({value} - ({low!r})) * {(STRIP - 16) / span!r}"

    step = round_up(span / 5)
    ticks = step * np.arange(math.ceil(low / step), math.floor(high / step) + 1)
    labels = layer_of(
        [{"x": left - 0.02, "value": tick} for tick in ticks.tolist()],
        {"y": at("datum.value"), "text": "format(datum.value, ',~r')"},
    )
    mean = layer_of(
        [{"x": left, "right": right, "value": float(task.targets.mean())}],
        {"y": at("datum.value"), "text": "'mean'"},
    )
    samples = layer_of(
        [
            {"x": round(left + (i + 0.5) / n * (right - left), 4), "i": i, "target": target}
            for i, target in enumerate(task.targets.tolist())
        ],
        {"y": at("predictions[datum.i]"), "target_y": at("datum.target")},
    )
    heading = layer_of([{"x": left, "y": _below(n) - 14}], {"text": "'ŷ (dots), y (rings)'"})
    place, text = _place(n), TEXT | {"align": "left"}
    return [
        labels.mark_text(**TEXT | {"align": "right"}).encode(**place, text="text:N"),
        mean.mark_rule(color=INK, strokeDash=[2, 3]).encode(**place, x2="right:Q"),
        mean.mark_text(**text, dx=4).encode(**_place(n, "right"), text="text:N"),
        samples.mark_rule(color=RESIDUAL, strokeWidth=2).encode(**place, y2="target_y:Q"),
        samples.mark_point(color=DATA, size=110, strokeWidth=2, opacity=1).encode(
            **_place(n, y="target_y")
        ),
        samples.mark_point(color=MODEL, filled=True, size=60, opacity=1).encode(**place),
        heading.mark_text(**text).encode(**place, text="text:N"),
    ]


def _bar_layers(task: _Task, steps: FloatArray) -> list[alt.Chart]:
    """Return the weights and the bias as bars."""
    n, left, right = task.targets.size, *BARS
    parameters = task.parameters(steps)
    low, high = min(0.0, float(parameters.min())), max(0.0, float(parameters.max()))
    scale = (right - left) / (high - low or 1.0)
    zero, line = left - low * scale, STRIP / len(task.names)
    bars = layer_of(
        [
            {"k": k, "x": zero, "left": left, "y": top, "bottom": top + 8, "line": top - 8}
            for k in range(len(task.names))
            for top in [_below(n) + line * (k + 1) - 8]
        ],
        {
            "value": f"[{', '.join(task.names)}][datum.k]",
            "end": f"{zero!r} + datum.value * {scale!r}",
            "text": f"{list(task.signs)}[datum.k] + ' = ' + format(datum.value, ',.1f')",
        },
    )
    heading = layer_of([{"x": left, "y": _below(n) - 14}], {"text": "'weights and bias'"})
    place, text = _place(n), TEXT | {"align": "left"}
    return [
        bars.mark_rect(color=MODEL).encode(**place, x2="end:Q", y2="bottom:Q"),
        bars.mark_rule(color=INK).encode(**place, y2="bottom:Q"),
        bars.mark_text(**text).encode(**_place(n, "left", "line"), text="text:N"),
        heading.mark_text(**text).encode(**place, text="text:N"),
    ]
