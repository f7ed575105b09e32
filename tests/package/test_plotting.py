"""Figures show the numbers that they are given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from numpy.typing import ArrayLike

from wbguide import plotting
from wbguide.neuron import History, LinearNeuron

mpl.use("agg")

WIDTH = rcParams["figure.figsize"][0]
LAYERS = [[[1.0, -2.0, 0.0]], [[0.5], [4.0], [-1.0]]]
BIASES = [[0.0, 1.0, 2.0], [-3.0]]


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def ax() -> Axes:
    return plt.subplots()[1]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def points(line: Line2D) -> list[tuple[float, float]]:
    x, y = (np.asarray(data, dtype=float).tolist() for data in line.get_data())
    return list(zip(x, y, strict=True))


def look(line: Line2D) -> tuple[Any, ...]:
    """Return what a line looks like: color, stroke, dots, and its layer."""
    stroke = line.get_linestyle(), line.get_linewidth()
    return line.get_color(), *stroke, line.get_marker(), line.get_markersize(), line.get_zorder()


def beside(text: Text) -> tuple[Any, ...]:
    """Return what an annotation says, of which point, how far off, and where it hangs."""
    assert isinstance(text, Annotation)
    assert text.anncoords == "offset points"
    place = text.xy, text.xyann, text.get_horizontalalignment(), text.get_verticalalignment()
    return text.get_text(), *place, text.get_color()


def contours(ax: Axes) -> list[PathPatch]:
    """Return the contours of a map, the lowest first."""
    paths = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    return [patch for patch in paths if patch.get_linewidth()][::-1]


def levels_of(ax: Axes, x: ArrayLike, y: ArrayLike) -> list[float]:
    """Return the loss on each contour of a map, which is one all along it."""
    levels = []
    for contour in contours(ax):
        w, b = np.asarray(contour.get_path().vertices)[:-1:3].T  # others guide its curves
        loss = np.mean((np.outer(w, np.ravel(x)) + b[:, np.newaxis] - y) ** 2, axis=1)
        np.testing.assert_allclose(loss, loss[0], rtol=1e-9)
        levels.append(float(loss[0]))
    return levels


def halo(artist: Artist) -> float:
    """Return how wide the stroke is that keeps a text or a line apart from what it lies on."""
    (effect,) = artist.get_path_effects()
    assert isinstance(effect, withStroke)
    assert effect._gc == {"linewidth": effect._gc["linewidth"], "foreground": "white"}
    return float(effect._gc["linewidth"])


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plotting.plot_data([0, 1], [1, 2], ax=ax),
        lambda ax: plotting.plot_line(1, 2, ax=ax),
        lambda ax: plotting.plot_residuals([0, 1], [1, 2], 0, 0, ax=ax),
        lambda ax: plotting.plot_loss_surface([[0], [1]], [1, 2], ax=ax),
        lambda ax: plotting.draw_network(LAYERS, BIASES, ax=ax),
        lambda ax: plotting.draw_neuron([1, 2], 3, ax=ax),
    ],
    ids=["data", "line", "residuals", "loss_surface", "network", "neuron"],
)
def test_a_figure_is_drawn_where_asked_or_on_a_new_one(draw: Callable[[Axes | None], Axes]) -> None:
    ax = plt.subplots()[1]
    assert draw(ax) is ax
    assert draw(None).figure is not ax.figure
    with pytest.raises(TypeError, match=r"ax must be a matplotlib.axes.Axes; received str"):
        draw("here")


def test_data_are_dots_at_the_samples(ax: Axes) -> None:
    plotting.plot_data([0, 1, 2], [1, 3, 5], ax=ax)
    (dots,) = ax.lines
    assert points(dots) == [(0, 1), (1, 3), (2, 5)]
    assert (dots.get_marker(), dots.get_linestyle()) == ("o", "None")


def test_colors_are_those_of_the_cycle() -> None:
    parts = plotting.DATA, plotting.MODEL, plotting.LOSS, plotting.RESIDUAL
    assert parts == ("C0", "C1", "C2", "C3")
    assert (plotting.WITHOUT, plotting.TRAINING, plotting.VALIDATION) == ("C3", "C2", "C6")
    assert (plotting.POSITIVE, plotting.NEGATIVE) == ("C4", "C5")


def test_strokes_have_a_look_of_their_own_whatever_the_style(ax: Axes) -> None:
    with plt.rc_context({"lines.linewidth": 9, "lines.markersize": 30}):
        plotting.plot_data([0, 1], [1, 2], ax=ax)
        plotting.plot_line(1, 0, ax=ax)
        plotting.plot_residuals([0, 1], [1, 2], 1, 0, ax=ax)
    dots, line = ax.lines
    assert look(dots) == ("C0", "None", 9, "o", 7, 3)
    assert look(line) == ("C1", "-", 2.5, "None", 30, 2)
    (strokes,) = ax.collections
    assert isinstance(strokes, LineCollection)
    np.testing.assert_array_equal(strokes.get_colors(), [to_rgba("C3")])
    assert list(strokes.get_linewidth()) == [2]
    assert strokes.get_linestyle() == [(0, [4, 2])]  # in units of the width
    end, name = ax.texts
    assert beside(end)[2:] == ((5, 0), "left", "center", "C1")
    assert beside(name) == ("residual", (0, 0.5), (-7, 0), "right", "center", "C3")


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plotting.plot_line(1, 0, ax=ax),
        lambda ax: plotting.plot_residuals([0, 1], [1, 2], 1, 0, ax=ax),
    ],
)
def test_lines_and_residuals_name_the_axes_too(ax: Axes, draw: Callable[[Axes], Axes]) -> None:
    draw(ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "y")


@pytest.mark.parametrize(
    ("weight", "bias", "equation"),
    [
        (-2, 0, "ŷ = −2x + 0"),
        (1, 1 / 3, "ŷ = 1x + 0.333"),
        (-1e-13, 1, "ŷ = 0x + 1"),  # no negative zero
        (1e-12, 1, "ŷ = 1e−12x + 1"),
        (-2000, 999.4, "ŷ = −2,000x + 999"),
        (0, 999.5, "ŷ = 0x + 1,000"),
        (0, 9_999_999, "ŷ = 0x + 9,999,999"),
        (0, 1e7, "ŷ = 0x + 1e+07"),
    ],
)
def test_an_equation_has_three_digits(weight: float, bias: float, equation: str) -> None:
    assert texts(plotting.plot_line(weight, bias)) == [equation]


def test_names_of_axes_that_the_caller_gave_stay(ax: Axes) -> None:
    ax.set_xlabel("area (m²)")
    plotting.plot_data([0], [1], ax=ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("area (m²)", "y")


def test_samples_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^y must have shape \(2,\); received shape \(3,\)"):
        plotting.plot_data([0, 1], [0, 1, 2])
    with pytest.raises(
        ValueError, match=r"^x must have shape \(n_samples,\); received shape \(1, 2"
    ):
        plotting.plot_data([[0, 1]], [0, 1])


def test_the_line_spans_the_axes_and_leaves_them_as_wide(ax: Axes) -> None:
    ax.set_xlim(-1, 4)
    plotting.plot_line(2.0, -0.5, ax=ax)
    (line,) = ax.lines
    assert points(line) == [(-1, -2.5), (4, 7.5)]
    assert ax.get_xlim() == (-1, 4)
    assert ax.get_ylim()[0] <= -2.5
    assert ax.get_ylim()[1] >= 7.5


@pytest.mark.parametrize(
    ("label", "shown"),
    [(None, ["ŷ = 2x − 0.5"]), ("by hand", ["by hand"]), ("", [])],
)
def test_the_line_is_named_at_its_end(ax: Axes, label: str | None, shown: list[str]) -> None:
    plotting.plot_line(2.0, -0.5, ax=ax, label=label)
    assert texts(ax) == shown
    for text in ax.texts:
        assert text.xy == (1, 1.5)


def test_residuals_run_from_the_line_to_the_samples(ax: Axes) -> None:
    plotting.plot_residuals([0, 1, 2], [1, 5, 4], weight=2, bias=1, ax=ax)
    (strokes,) = ax.collections
    assert isinstance(strokes, LineCollection)
    segments = [segment.tolist() for segment in strokes.get_segments()]
    assert segments == [[[0, 1], [0, 1]], [[1, 3], [1, 5]], [[2, 5], [2, 4]]]


@pytest.mark.parametrize(
    ("weight", "target", "side"),
    [(1, 3, "right"), (1, -3, "left"), (-1, 3, "left"), (-1, -3, "right"), (0, 3, "left")],
)
def test_the_longest_residual_is_named_where_the_line_is_not(
    ax: Axes, weight: float, target: float, side: str
) -> None:
    plotting.plot_residuals([0, 1], [target, weight + 0.1], weight, 0, ax=ax)
    (text,) = ax.texts
    assert (text.get_text(), text.get_horizontalalignment()) == ("residual", side)
    shift = -7 if side == "right" else 7
    assert beside(text)[1:3] == ((0, target / 2), (shift, 0))


def test_residuals_need_not_be_named(ax: Axes) -> None:
    plotting.plot_residuals([0, 1], [1, 2], 0, 0, ax=ax, label="")
    assert texts(ax) == []


@pytest.mark.parametrize("argument", ["weight", "bias"])
def test_a_weight_or_bias_that_is_not_one_number_is_refused(argument: str) -> None:
    numbers = {"weight": 1.0, "bias": 1.0} | {argument: [1.0, 2.0]}
    message = f"^{argument} must be a single number; received shape"
    with pytest.raises(ValueError, match=message):
        plotting.plot_line(**numbers)
    with pytest.raises(ValueError, match=message):
        plotting.plot_residuals([0, 1], [1, 2], **numbers)


def test_contours_join_weights_and_biases_of_the_loss_they_are_marked_with(ax: Axes) -> None:
    X, y = np.array([[0.0], [1.0], [3.0]]), np.array([1.0, 2.0, 8.0])
    plotting.plot_loss_surface(X, y, ax=ax)
    levels = [round(level, 2) for level in levels_of(ax, X, y)]
    assert len(levels) >= 4
    assert len(ax.patches) == 1 + 2 * len(levels)  # a tint for the whole, and for each
    assert {float(text.replace(",", "")) for text in texts(ax)[:-1]} <= set(levels)


def test_the_lowest_point_is_that_of_least_squares(ax: Axes) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(5, 2, 20), rng.normal(size=20)
    plotting.plot_loss_surface(x[:, np.newaxis], y, ax=ax)
    (star,) = ax.lines
    np.testing.assert_allclose(points(star), [np.polyfit(x, y, 1)])
    assert texts(ax)[-1] == "lowest"


def test_levels_are_evenly_spaced_where_noise_leaves_a_narrow_range(ax: Axes) -> None:
    plotting.plot_loss_surface([[0.0], [0.0], [1.0], [1.0]], [-30.0, 30.0, -29.0, 31.0], ax=ax)
    levels = levels_of(ax, [0.0, 0.0, 1.0, 1.0], [-30.0, 30.0, -29.0, 31.0])
    assert min(levels) > 900
    np.testing.assert_allclose(np.diff(levels), levels[1] - levels[0], rtol=0.01)


def test_equal_targets_have_a_map_too(ax: Axes) -> None:
    plotting.plot_loss_surface([[0.0], [1.0]], [2.0, 2.0], ax=ax)
    np.testing.assert_allclose(points(ax.lines[0]), [(0, 2)], atol=1e-12)


@pytest.mark.parametrize(("start", "side"), [(-9.0, 1), (20.0, -1)])
def test_the_path_of_a_training_lies_on_the_map(ax: Axes, start: float, side: int) -> None:
    X, y = [[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0]
    history = LinearNeuron(1, weights=[-20.0], bias=start).fit(X, y, learning_rate=0.1, epochs=5)
    plotting.plot_loss_surface(X, y, path=history, ax=ax)
    _, path, *steps = ax.lines
    assert points(path) == list(zip(history.weights[:, 0], history.bias, strict=True))
    assert points(steps[0]) == [(-20.0, start)]
    assert ax.get_xlim()[0] < min(history.weights)
    assert ax.get_xlim()[1] > max(history.weights)
    lowest = texts(ax).index("lowest")
    marks = ax.texts[:lowest]
    assert texts(ax)[lowest + 1] == "start"
    assert marks
    # Losses stand on the side of the lowest point, at 2 and 1, where training does not start.
    assert all((mark.get_position()[1] - 1) * side > 0 for mark in marks)


def test_a_few_steps_of_a_training_are_marked_where_they_are_told_apart(ax: Axes) -> None:
    ways = np.array([[0.0], [3.0], [3.01], *[[5.0]] * 7, [8.0], *[[9.0]] * 90])
    path = History(np.ones(101), ways, np.zeros(101))
    plotting.plot_loss_surface([[0.0], [1.0], [2.0]], [0.0, 9.0, 18.0], path=path, ax=ax)
    _, _, *steps = ax.lines
    assert [points(step) for step in steps] == [[(0, 0)], [(3, 0)], [(8, 0)]]
    assert [step.get_markersize() for step in steps] == [8, 6, 6]
    assert texts(ax)[-3:] == ["start", "step 1", "step 10"]


@pytest.mark.parametrize(
    ("slope", "noise", "expected"),
    [  # round levels, each about twice the one before, if at least four of them fit
        (3.0, 1.0, [2, 5, 10, 20]),
        (2.0, 1.0, [2, 4, 6, 8, 10, 12, 14]),
        (1.0, 3.0, [10, 20, 30, 40, 50, 60, 70]),
        (1.0, 10.0, [200, 300, 400, 500, 600, 700, 800]),
        (200.0, 0.0, [200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4]),  # eight at most
    ],
)
def test_levels_are_round(ax: Axes, slope: float, noise: float, expected: list[float]) -> None:
    targets = [-noise, noise, slope - noise, slope + noise]
    plotting.plot_loss_surface([[0.0], [0.0], [1.0], [1.0]], targets, ax=ax)
    levels = levels_of(ax, [0.0, 0.0, 1.0, 1.0], targets)
    np.testing.assert_allclose(levels, expected, rtol=2e-3)


def test_the_map_reaches_as_far_as_the_targets_spread(ax: Axes) -> None:
    # Their standard deviation is 0.05, that of the feature 0.5: 0.1 for the weight, 0.075 for the
    # bias, about the lowest point at 0.1 and 0.
    plotting.plot_loss_surface([[0.0], [1.0]], [0.0, 0.1], ax=ax)
    np.testing.assert_allclose(
        [ax.get_xlim(), ax.get_ylim()], [(0, 0.2), (-0.075, 0.075)], atol=1e-9
    )
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weight w", "bias b")


@pytest.mark.parametrize("start", [-1.0, 1.0])
def test_a_label_stands_where_the_loss_is_what_it_says(ax: Axes, start: float) -> None:
    x, y = np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 5.0, 9.0, 7.0])
    weight, bias = np.polyfit(x, y, 1)
    path = History(np.ones(1), weight + np.zeros((2, 1)), bias + np.array([start, -start]))
    plotting.plot_loss_surface(x[:, np.newaxis], y, path=path, ax=ax)
    labels = ax.texts[: texts(ax).index("lowest")]
    reach = ax.get_ylim()[1] - bias
    heights = [0.18 * reach, *(abs(label.get_position()[1] - bias) for label in labels)]
    assert max(heights) < 0.93 * reach
    assert min(np.diff(heights)) > 0.18 * reach
    assert len(labels) > 1
    for label in labels:
        w, b = label.get_position()
        assert w == pytest.approx(weight)
        loss = np.mean((w * x + b - y) ** 2)
        assert loss == pytest.approx(float(label.get_text()), rel=0.01)
        assert label.get_size() == pytest.approx(0.833 * rcParams["font.size"])
        assert (label.get_ha(), label.get_va(), halo(label)) == ("center", "center", 3)


def test_a_map_has_a_look_of_its_own_whatever_the_style(ax: Axes) -> None:
    x, y = [[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0]
    path = LinearNeuron(1, weights=[9.0], bias=-4.0).fit(x, y, learning_rate=0.05, epochs=140)
    with plt.rc_context({"lines.linewidth": 9, "lines.markersize": 30}):
        plotting.plot_loss_surface(x, y, path=path, ax=ax)
    whole, *tints = [patch for patch in ax.patches if not patch.get_linewidth()]
    assert whole.get_facecolor() == to_rgba("C2", 0.035)
    assert whole.get_transform().transform([(0, 0), (1, 1)]) == pytest.approx(
        ax.get_window_extent().get_points()
    )
    for tint, contour in zip(tints[::-1], contours(ax), strict=True):
        assert tint.get_facecolor() == to_rgba("C2", 0.035)
        assert contour.get_facecolor() == (0, 0, 0, 0)
        assert (contour.get_edgecolor(), contour.get_linewidth()) == (to_rgba("C2"), 0.8)
    star, steps, first, *_ = ax.lines
    assert look(star) == (rcParams["text.color"], "None", 9, "*", 14, 4)
    assert look(steps) == ("C1", "-", 2, "None", 30, 3)
    assert halo(steps) == 4.5
    assert look(first) == ("C1", "None", 9, "o", 8, 3)
    lowest, start = ax.texts[texts(ax).index("lowest") :][:2]
    assert lowest.get_zorder() == start.get_zorder() == 4
    assert halo(lowest) == halo(start) == 3
    assert beside(lowest)[2:] == ((0, -9), "center", "top", rcParams["text.color"])
    assert beside(lowest)[1] == pytest.approx((2, 1))
    assert beside(start) == ("start", (9, -4), (7, 0), "left", "center", "C1")
    # All of the path, and 15 percent more, on both sides of the lowest point.
    np.testing.assert_allclose(ax.get_xlim(), [2 - 1.15 * 7, 2 + 1.15 * 7])
    far = 1.15 * float(np.abs(path.bias - 1).max())
    np.testing.assert_allclose(ax.get_ylim(), [1 - far, 1 + far])


def test_a_map_of_single_precision_is_no_less_exact() -> None:
    x, y = np.array([[0.1], [0.2], [0.7]], dtype=np.float32), np.array([0.1, 0.3, 0.4], dtype="f4")
    exact = plotting.plot_loss_surface(x.astype("f8"), y.astype("f8")).lines[0].get_data()
    for pair in ((x, y.astype("f8")), (x.astype("f8"), y)):
        found = plotting.plot_loss_surface(*pair).lines[0].get_data()
        np.testing.assert_array_equal(found, exact)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        ([3.0, 3.0], "^X must have samples that differ; received 2 equal to 3.0$"),
        ([0.0, 0.0], "^X must have samples that differ; received 2 equal to 0.0$"),
        (
            [1e-200, 2e-200],
            "differ by .* between 1e-150 and 1e150; received 2 from 1e-200 to 2e-200",
        ),
        (
            [-1e200, 1e200],
            "differ by .* between 1e-150 and 1e150; received 2 from -1e.200 to 1e.200",
        ),
        (
            [3.0, 3.0 + 4e-12],
            "differ by more than rounding errors.*received 2 from 3.0 to 3.000000",
        ),
    ],
)
def test_samples_that_leave_no_single_lowest_point_are_refused(
    samples: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plotting.plot_loss_surface(np.array(samples)[:, np.newaxis], [1.0, 2.0])


def test_the_map_needs_one_feature() -> None:
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 1\)"):
        plotting.plot_loss_surface([[1.0, 2.0]], [1.0])
    history = LinearNeuron(2).fit([[1, 2]], [1], learning_rate=0.1, epochs=1)
    with pytest.raises(ValueError, match=r"path.weights must have shape \(n_steps \+ 1, 1\)"):
        plotting.plot_loss_surface([[1.0], [2.0]], [1.0, 2.0], path=history)
    blank = History(np.ones(2), np.full((2, 1), np.nan), np.ones(2))
    with pytest.raises(ValueError, match=r"^path.weights must be finite"):
        plotting.plot_loss_surface([[1.0], [2.0]], [1.0, 2.0], path=blank)
    short = History(np.ones(2), np.ones((2, 1)), np.ones(1))
    with pytest.raises(
        ValueError, match=r"^path.bias must have shape \(2,\); received shape \(1,\)"
    ):
        plotting.plot_loss_surface([[1.0], [2.0]], [1.0, 2.0], path=short)
    with pytest.raises(ValueError, match=r"^y must have shape \(2,\); received shape \(1,\)"):
        plotting.plot_loss_surface([[1.0], [2.0]], [1.0])


def test_a_weight_has_a_width_for_its_size_and_two_cues_for_its_sign(ax: Axes) -> None:
    plotting.draw_network([[[1.0, -2.0, 0.0, 4.0]]], [None], ax=ax)
    positive, negative, zero, largest = ax.lines
    ratio = largest.get_linewidth() / positive.get_linewidth()
    assert ratio == pytest.approx(4)
    assert negative.get_linewidth() == pytest.approx(2 * positive.get_linewidth())
    styles = {line.get_linestyle() for line in (positive, negative, zero)}
    colors = {to_rgba(line.get_color()) for line in (positive, negative, zero)}
    assert len(styles) == len(colors) == 3


def test_a_connection_joins_its_input_and_its_unit(ax: Axes) -> None:
    plotting.draw_network(LAYERS, BIASES, ax=ax)
    circles = [patch.center for patch in ax.patches if isinstance(patch, Circle)]
    assert len(circles) == 5
    ends = [tuple(points(line)) for line in ax.lines[:6]]  # and a stub for each bias
    assert len(ax.lines) == 10
    x, hidden, out = circles[0], circles[1:4], circles[4]
    assert ends == [(x, unit) for unit in hidden] + [(unit, out) for unit in hidden]


def test_a_diagram_is_laid_out_by_hand(ax: Axes) -> None:
    """Two inputs, 1 apart, and a unit 4 to the right, midway between them."""
    plotting.draw_neuron([2.0, -0.5], -3.0, ax=ax)
    first_line, second_line, stub = ax.lines
    assert points(first_line) == [(0, 0.5), (4, 0)]
    assert points(second_line) == [(0, -0.5), (4, 0)]
    np.testing.assert_allclose(points(stub), [(4, 0.41), (4, 0.27)])  # onto its rim
    assert look(first_line)[:3] == ("C4", "-", 5)
    assert look(second_line)[:3] == ("C5", "--", 1.25)
    assert look(stub)[:3] == ("C5", "--", 2)
    assert {line.get_zorder() for line in ax.lines} == {1}
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    fill, edge = rcParams["axes.facecolor"], rcParams["text.color"]
    assert [circle.center for circle in circles] == [(0, 0.5), (0, -0.5), (4, 0)]
    for circle in circles:
        assert (circle.radius, circle.get_linewidth(), circle.get_zorder()) == (0.27, 1.5, 2)
        assert circle.get_facecolor() == to_rgba(fill)
        assert circle.get_edgecolor() == to_rgba(edge)
    *weights, first, second, out, bias = ax.texts
    for text, slope, away in zip(weights, (-1, 1), (5.5, 3.625), strict=True):
        # Along its line, and farther above it the wider it is.
        assert isinstance(text, Annotation)
        x, y = text.xy
        assert y == pytest.approx(-slope * 0.5 + slope * x / 8)
        assert 0.9 < x < 2.9
        assert text.get_rotation() % 360 == pytest.approx(math.degrees(math.atan(slope / 8)) % 360)
        assert math.hypot(*text.xyann) == pytest.approx(away)
        assert text.xyann[1] > 0
        assert (text.get_ha(), text.get_rotation_mode(), halo(text)) == ("center", "anchor", 3)
    names = first, second, out
    assert [text.get_position() for text in names] == [(0, 0.5), (0, -0.5), (4, 0)]
    for text in names:
        assert (text.get_ha(), text.get_va(), text.get_zorder()) == ("center", "center", 3)
    assert (bias.get_ha(), bias.get_va(), bias.get_zorder()) == ("center", "bottom", 4)
    assert bias.get_position() == pytest.approx((4, 0.41))
    assert (bias.get_size(), halo(bias)) == (0.9 * rcParams["font.size"], 3)
    assert ax.get_xlim() == (-1.5, 5.5)
    assert ax.get_ylim() == pytest.approx((-0.82, 0.82))
    assert (ax.get_aspect(), ax.axison) == (1, False)


def test_numbers_keep_away_from_each_other_and_from_other_lines(ax: Axes) -> None:
    plotting.draw_network([[[60, 5], [10, -15], [40, 0]]], [None], ax=ax)
    ends = [points(line) for line in ax.lines]
    lines = [np.linspace(start, end, 200) for start, end in ends]
    numbers = [np.array(text.xy) for text in ax.texts[:6]]
    for k, number in enumerate(numbers):
        for which, line in enumerate(lines):
            if which != k:
                assert np.hypot(*(line - number).T).min() > 0.1
        for other in numbers[:k]:
            assert math.dist(number, other) > 0.3


def test_a_diagram_is_as_large_as_its_units_need() -> None:
    deep = plotting.draw_network([[[1.0]]] * 4, [None] * 4)  # 2 between layers, 0.75 beside them
    assert (deep.get_xlim(), deep.get_ylim()) == ((-0.75, 8.75), (-0.32, 0.32))
    np.testing.assert_allclose(deep.figure.get_size_inches(), [WIDTH, WIDTH * 0.64 / 7])
    plain = plotting.draw_neuron([1.0], 1.0)  # a bias stands above its unit
    assert plain.get_ylim() == (-0.32, 0.7)
    high = plotting.draw_network([np.zeros((12, 2))], [[0.0, 0.0]])
    np.testing.assert_allclose(high.figure.get_size_inches(), [WIDTH, WIDTH * 11.64 / 7])
    assert texts(high)[:12] == [
        "x₁",
        "x₂",
        "x₃",
        "x₄",
        "x₅",
        "x₆",
        "x₇",
        "x₈",
        "x₉",
        "x₁₀",
        "x₁₁",
        "x₁₂",
    ]
    assert texts(high)[12:] == ["ŷ₁", "b = 0", "ŷ₂", "b = 0"]
    two = plotting.draw_network([[[1.0]]] * 2, [None] * 2)
    assert points(two.lines[0]) == [(0, 0), (2.75, 0)]  # 5.5 between the outer layers


def test_a_zero_and_a_tiny_weight_are_still_seen(ax: Axes) -> None:
    plotting.draw_neuron([0.0, 1e-3, 1.0], 0.0, ax=ax)
    zero, tiny, _, stub = ax.lines
    assert look(zero)[:3] == (rcParams["axes.edgecolor"], ":", 1)
    assert look(stub)[:2] == (rcParams["axes.edgecolor"], ":")  # and a bias of zero
    assert tiny.get_linewidth() == 0.6
    assert zero.get_zorder() == tiny.get_zorder() == 1


@pytest.mark.parametrize(("n", "numbered"), [(8, 8), (9, 0)])
def test_weights_that_would_run_into_each_other_have_no_numbers(n: int, numbered: int) -> None:
    ax = plotting.draw_neuron([1.0] * n, 0.0)
    assert sum(text.startswith("w") for text in texts(ax)) == numbered


def test_every_bias_is_shown_even_where_weights_are_too_many_for_numbers(ax: Axes) -> None:
    rng = np.random.default_rng(0)
    biases = [[0.125, -1.5, 0.0, 3.0], [2e-5]]
    plotting.draw_network([rng.normal(size=(3, 4)), rng.normal(size=(4, 1))], biases, ax=ax)
    shown = [text for text in texts(ax) if "=" in text]
    assert shown == ["b = 0.125", "b = −1.5", "b = 0", "b = 3", "b = 2e−05"]


@pytest.mark.parametrize(
    ("weight", "text"),
    [(-1234.5, "−1,234"), (999.4, "999"), (999.6, "1,000"), (2e6, "2,000,000"), (2e7, "2e+07")],
)
def test_a_large_number_is_written_as_readers_know_it(ax: Axes, weight: float, text: str) -> None:
    plotting.draw_neuron([weight], 0.0, ax=ax)
    assert texts(ax)[0] == f"w = {text}"


def test_few_weights_are_numbered_and_units_named(ax: Axes) -> None:
    plotting.draw_network([[[2.0], [-0.5]]], [None], ax=ax)
    assert texts(ax) == ["w = 2", "w = −0.5", "x₁", "x₂", "ŷ"]


def test_a_neuron_is_a_network_of_one(ax: Axes) -> None:
    plotting.draw_neuron([200.0], -100.0, ax=ax)
    assert texts(ax) == ["w = 200", "x", "ŷ", "b = −100"]
    assert ax.lines[-1].get_color() == plotting.NEGATIVE
    with pytest.raises(
        ValueError, match=r"^weights must have shape \(n_features,\); received shape"
    ):
        plotting.draw_neuron(1.0, 1.0)
    with pytest.raises(ValueError, match=r"^bias must be a single number; received shape \(1,\)"):
        plotting.draw_neuron([1.0], [1.0])


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([], [], "layer_weights must have at least one layer; received none"),
        ([[[1.0]]], [], "layer_biases must have 1 entries, one for each layer; received 0"),
        ([[1.0]], [None], r"layer_weights\[0\] must have shape \(n_inputs, n_units\)"),
        ([[[1.0]], [[1.0], [2.0]]], [None, None], r"layer_weights\[1\] must have shape \(1, n_un"),
        ([[[1.0]]], [[1.0, 2.0]], r"layer_biases\[0\] must have shape \(1,\); received shape \(2"),
        ([np.ones((1, 13))], [None], r"at most 12 inputs and units; received shape \(1, 13\)"),
        ([np.ones((13, 1))], [None], r"^layer_weights\[0\] must have at most 12 .* \(13, 1\)"),
        ([[[math.nan]]], [None], r"^layer_weights\[0\] must be finite"),
    ],
)
def test_layers_that_do_not_fit_are_refused(
    weights: list[list[list[float]]], biases: list[list[float] | None], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plotting.draw_network(weights, biases)


def test_a_weight_image_shows_a_unit_in_the_shape_of_its_input() -> None:
    W = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, -8.0], [5.0, 0.0], [6.0, 0.0]])
    figure = plotting.plot_weight_images(W, (2, 3), biases=[0.5, -1.0])
    first, second, bar = figure.axes
    (image,) = first.images
    np.testing.assert_array_equal(image.get_array(), [[1, 2, 3], [4, 5, 6]])
    assert [ax.get_title() for ax in (first, second)] == ["unit 0\nb = 0.5", "unit 1\nb = −1"]
    figure.canvas.draw()
    assert [tick.get_text() for tick in bar.get_xticklabels()] == ["−8", "0", "8"]


def test_weight_images_share_a_scale_on_which_zero_is_clear() -> None:
    figure = plotting.plot_weight_images([[1.0, 0.0], [-4.0, 2.0]], (1, 2), names=["a", "b"])
    one, two = (ax.images[0] for ax in figure.axes[:2])
    assert one.get_clim() == two.get_clim() == (-4, 4)
    assert [ax.get_title() for ax in figure.axes[:2]] == ["a", "b"]
    assert one.to_rgba(np.array([[-4.0, 4.0]])).reshape(2, 4) == pytest.approx(
        np.array([to_rgba(plotting.NEGATIVE), to_rgba(plotting.POSITIVE)]), abs=0.01
    )
    assert one.to_rgba(np.array([[0.0]]))[0, 0, 3] == pytest.approx(0, abs=0.01)
    half = one.to_rgba(np.array([[2.0, -2.0]]))[0, :, 3]
    assert half == pytest.approx(0.5**0.7, abs=0.01)  # more than half, to be seen on any page


def test_weight_images_have_a_look_of_their_own_whatever_the_style() -> None:
    style = {
        "image.interpolation": "bilinear",
        "axes.titlesize": 30,
        "axes.titleweight": "bold",
        "axes.spines.left": False,
    }
    with plt.rc_context(style):
        figure = plotting.plot_weight_images(np.eye(6)[:, :2], (2, 3))
    first, _, bar = figure.axes
    assert first.images[0].get_interpolation() == "none"
    assert first.title.get_size() == rcParams["font.size"]
    assert first.title.get_weight() == "normal"
    assert first.spines["left"].get_visible()
    assert len(first.get_xticks()) == len(first.get_yticks()) == 0
    assert bar.get_xlabel() == "weight"
    np.testing.assert_allclose(bar.get_xticks(), [-1, 0, 1])
    assert isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine)
    assert first.images[0].cmap.N == 65
    assert bar.get_position().y1 <= first.get_position().y0  # below, where it takes no width


@pytest.mark.parametrize(
    ("n_units", "shape", "grid", "height"),
    [
        (7, (3, 4), (2, 5), 2 * (WIDTH / 5 * 3 / 4 * 0.85 + 0.6) + 0.6),
        (2, (6, 2), (1, 2), WIDTH / 2 * 6 / 2 * 0.85 + 1.2),
        (2, (1, 12), (1, 2), 1.8),
    ],
)
def test_weight_images_stand_in_rows_of_five(
    n_units: int, shape: tuple[int, int], grid: tuple[int, int], height: float
) -> None:
    figure = plotting.plot_weight_images(np.ones((12, n_units)), shape)
    specification = figure.axes[0].get_gridspec()
    assert specification is not None
    assert (specification.nrows, specification.ncols) == grid
    np.testing.assert_allclose(figure.get_size_inches(), [WIDTH, height])
    numbers = [f"unit {unit}" for unit in range(n_units)]
    assert [ax.get_title() for ax in figure.axes[:n_units]] == numbers


def test_weight_images_of_zeros_and_in_a_last_row_that_is_not_full() -> None:
    figure = plotting.plot_weight_images(np.zeros((4, 7)), (2, 2))
    assert [bool(ax.images) for ax in figure.axes] == [True] * 7 + [False] * 4
    assert [ax.axison for ax in figure.axes[7:10]] == [False] * 3


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"shape": 4}, TypeError, "shape must be a tuple of rows and columns; received 4"),
        ({"shape": (4,)}, TypeError, "shape must be a tuple of rows and columns; received"),
        (
            {"shape": [2, 2]},
            TypeError,
            r"shape must be a tuple of rows and columns; received \[2, 2",
        ),
        ({"shape": (0, 4)}, ValueError, r"^shape\[0\] must be at least 1; received 0"),
        ({"shape": (4, 0)}, ValueError, r"^shape\[1\] must be at least 1; received 0"),
        ({"W": [["a"]], "shape": (1, 1)}, TypeError, "^W must be real numbers"),
        ({"shape": (3, 2)}, ValueError, r"W must have shape \(6, n_units\); received shape \(4, 2"),
        ({"biases": [1.0]}, ValueError, r"biases must have shape \(2,\); received shape \(1,\)"),
        ({"names": ["a"]}, ValueError, "names must have 2 entries, one for each unit; received 1"),
    ],
)
def test_weight_images_that_do_not_fit_are_refused(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        plotting.plot_weight_images(**({"W": np.ones((4, 2)), "shape": (2, 2)} | options))
