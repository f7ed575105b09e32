"""Figures show the numbers that they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.contour import QuadContourSet
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from wbguide import plotting
from wbguide.neuron import LinearNeuron

mpl.use("agg")

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


def contours(ax: Axes) -> list[QuadContourSet]:
    return [artist for artist in ax.collections if isinstance(artist, QuadContourSet)]


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
        draw("here")  # type: ignore[arg-type]


def test_data_are_dots_at_the_samples(ax: Axes) -> None:
    plotting.plot_data([0, 1, 2], [1, 3, 5], ax=ax)
    (dots,) = ax.lines
    assert points(dots) == [(0, 1), (1, 3), (2, 5)]
    assert (dots.get_marker(), dots.get_linestyle()) == ("o", "None")


def test_names_of_axes_that_the_caller_gave_stay(ax: Axes) -> None:
    ax.set_xlabel("area (m²)")
    plotting.plot_data([0], [1], ax=ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("area (m²)", "y")


def test_samples_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"y must have shape \(2,\); received shape \(3,\)"):
        plotting.plot_data([0, 1], [0, 1, 2])


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
        assert text.xy == (1, 1.5)  # type: ignore[attr-defined]


def test_residuals_run_from_the_line_to_the_samples(ax: Axes) -> None:
    plotting.plot_residuals([0, 1, 2], [1, 5, 4], weight=2, bias=1, ax=ax)
    (strokes,) = ax.collections
    assert isinstance(strokes, LineCollection)
    segments = [segment.tolist() for segment in strokes.get_segments()]
    assert segments == [[[0, 1], [0, 1]], [[1, 3], [1, 5]], [[2, 5], [2, 4]]]


@pytest.mark.parametrize(
    ("weight", "target", "side"),
    [(1, 3, "right"), (1, -3, "left"), (-1, 3, "left"), (-1, -3, "right")],
)
def test_the_longest_residual_is_named_where_the_line_is_not(
    ax: Axes, weight: float, target: float, side: str
) -> None:
    plotting.plot_residuals([0, 1], [target, weight + 0.1], weight, 0, ax=ax)
    (text,) = ax.texts
    assert (text.get_text(), text.get_horizontalalignment()) == ("residual", side)
    assert text.xy == (0, target / 2)  # type: ignore[attr-defined]


def test_residuals_need_not_be_named(ax: Axes) -> None:
    plotting.plot_residuals([0, 1], [1, 2], 0, 0, ax=ax, label="")
    assert texts(ax) == []


@pytest.mark.parametrize("argument", ["weight", "bias"])
def test_a_weight_or_bias_that_is_not_one_number_is_refused(argument: str) -> None:
    numbers = {"weight": 1.0, "bias": 1.0} | {argument: [1.0, 2.0]}
    with pytest.raises(ValueError, match=f"{argument} must be a single number; received shape"):
        plotting.plot_line(**numbers)  # type: ignore[arg-type]


def test_contours_join_weights_and_biases_of_the_loss_they_are_marked_with(ax: Axes) -> None:
    X, y = np.array([[0.0], [1.0], [3.0]]), np.array([1.0, 2.0, 8.0])
    plotting.plot_loss_surface(X, y, ax=ax)
    *tints, lines = contours(ax)
    levels = list(lines.levels)
    assert len(levels) >= 4
    assert [list(tint.levels)[1] for tint in tints] == levels
    for level, path in zip(levels, lines.get_paths(), strict=True):
        w, b = np.asarray(path.vertices)[::20].T
        loss = np.mean((X * w + b - y[:, np.newaxis]) ** 2, axis=0)
        np.testing.assert_allclose(loss, level, rtol=0.05, atol=0.05)
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
    levels = np.array(list(contours(ax)[-1].levels))
    assert levels.min() > 900
    np.testing.assert_allclose(np.diff(levels), levels[1] - levels[0])


def test_equal_targets_have_a_map_too(ax: Axes) -> None:
    plotting.plot_loss_surface([[0.0], [1.0]], [2.0, 2.0], ax=ax)
    np.testing.assert_allclose(points(ax.lines[0]), [(0, 2)], atol=1e-12)


@pytest.mark.parametrize(("start", "side"), [(-20.0, 1), (20.0, -1)])
def test_the_path_of_a_training_lies_on_the_map(ax: Axes, start: float, side: int) -> None:
    X, y = [[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0]
    history = LinearNeuron(1, weights=[start], bias=-9.0).fit(X, y, learning_rate=0.1, epochs=5)
    plotting.plot_loss_surface(X, y, path=history, ax=ax)
    _, path, first = ax.lines
    assert points(path) == list(zip(history.weights[:, 0], history.bias, strict=True))
    assert points(first) == [(start, -9.0)]
    assert ax.get_xlim()[0] < min(history.weights)
    assert ax.get_xlim()[1] > max(history.weights)
    *marks, lowest, begin = ax.texts
    assert (lowest.get_text(), begin.get_text()) == ("lowest", "start")
    assert marks
    assert all((mark.get_position()[0] - 2) * side > 0 for mark in marks)


def test_samples_that_leave_no_single_lowest_point_are_refused() -> None:
    with pytest.raises(ValueError, match=r"X must have samples that differ; received 2 equal to 3"):
        plotting.plot_loss_surface([[3.0], [3.0]], [1.0, 2.0])


def test_the_map_needs_one_feature() -> None:
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 1\)"):
        plotting.plot_loss_surface([[1.0, 2.0]], [1.0])
    history = LinearNeuron(2).fit([[1, 2]], [1], learning_rate=0.1, epochs=1)
    with pytest.raises(ValueError, match=r"path.weights must have shape \(n_steps \+ 1, 1\)"):
        plotting.plot_loss_surface([[1.0], [2.0]], [1.0, 2.0], path=history)


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
    ends = [tuple(points(line)) for line in ax.lines]
    x, hidden, out = circles[0], circles[1:4], circles[4]
    assert ends == [(x, unit) for unit in hidden] + [(unit, out) for unit in hidden]


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
    box = ax.texts[-1].get_bbox_patch()
    assert box is not None
    assert to_rgba(box.get_edgecolor()) == to_rgba(plotting.NEGATIVE)


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([], [], "layer_weights must have at least one layer; received none"),
        ([[[1.0]]], [], "layer_biases must have 1 entries, one for each layer; received 0"),
        ([[1.0]], [None], r"layer_weights\[0\] must have shape \(n_inputs, n_units\)"),
        ([[[1.0]], [[1.0], [2.0]]], [None, None], r"layer_weights\[1\] must have shape \(1, n_un"),
        ([[[1.0]]], [[1.0, 2.0]], r"layer_biases\[0\] must have shape \(1,\); received shape \(2"),
        ([np.ones((1, 13))], [None], r"at most 12 inputs and units; received shape \(1, 13\)"),
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
    assert [tick.get_text() for tick in bar.get_yticklabels()] == ["−8", "0", "8"]


def test_weight_images_share_a_scale_on_which_zero_is_clear() -> None:
    figure = plotting.plot_weight_images([[1.0, 0.0], [-4.0, 2.0]], (1, 2), names=["a", "b"])
    one, two = (ax.images[0] for ax in figure.axes[:2])
    assert one.get_clim() == two.get_clim() == (-4, 4)
    assert [ax.get_title() for ax in figure.axes[:2]] == ["a", "b"]
    assert one.to_rgba(np.array([[-4.0, 4.0]])).reshape(2, 4) == pytest.approx(
        np.array([to_rgba(plotting.NEGATIVE), to_rgba(plotting.POSITIVE)]), abs=0.01
    )
    assert one.to_rgba(np.array([[0.0]]))[0, 0, 3] == pytest.approx(0, abs=0.01)


def test_weight_images_of_zeros_and_in_a_last_row_that_is_not_full() -> None:
    figure = plotting.plot_weight_images(np.zeros((4, 7)), (2, 2))
    assert [bool(ax.images) for ax in figure.axes] == [True] * 7 + [False] * 4
    assert [ax.axison for ax in figure.axes[7:10]] == [False] * 3


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"shape": 4}, TypeError, "shape must be a tuple of rows and columns; received 4"),
        ({"shape": (4,)}, TypeError, "shape must be a tuple of rows and columns; received"),
        ({"shape": (0, 4)}, ValueError, r"shape\[0\] must be at least 1; received 0"),
        ({"shape": (3, 2)}, ValueError, r"W must have shape \(6, n_units\); received shape \(4, 2"),
        ({"biases": [1.0]}, ValueError, r"biases must have shape \(2,\); received shape \(1,\)"),
        ({"names": ["a"]}, ValueError, "names must have 2 entries, one for each unit; received 1"),
    ],
)
def test_weight_images_that_do_not_fit_are_refused(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        plotting.plot_weight_images(np.ones((4, 2)), **({"shape": (2, 2)} | options))  # type: ignore[arg-type]
