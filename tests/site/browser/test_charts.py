"""In a browser, the charts compute what wbguide computes, for every reader and in every setting."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.extensions.tiny_site import ROOT, Site, cell
from tests.extensions.tiny_site import page as page_of
from tests.site.browser.visits import SETTLE, wake
from wbguide import LinearNeuron
from wbguide.losses import mean_squared_error

X = np.array([[1.0], [2.0], [3.0], [4.0]])
Y = np.array([320.0, 480.0, 720.0, 880.0])
DATA = f"{X[:, 0].tolist()}, {Y.tolist()}"
RATE = 0.09
CELLS = {
    "fit_by_hand": f"fit_by_hand({DATA}, weight=100)",
    "compare_bias": f"compare_bias({DATA}, weight=200, bias=100)",
    "descend": f"descend({DATA}, learning_rate=0.02, step=5, epochs=40)",
    "activate": "activate('sigmoid', weight=2, bias=-4.5)",
    "relu": "activate('relu', weight=1, bias=-2)",
    "learning": f"fit_by_hand({DATA}, weight=100, bias=50, learning_rate={RATE})",
    "meet_new_data": (
        "meet_new_data([0.1, 0.4, 0.5, 0.9], [1, 3, 2, 2], [0.2, 0.4, 0.7], [2, 3, 2.5],"
        " noise=0.1, most=6)"
    ),
    "backpropagate": (
        "backpropagate([[0, 0], [1, 0]], [0, 1], [[[0.5, 1, -1], [1, -0.5, 0.5]], [0, 0, 0],"
        " [[1], [-2], [-0.5]], [0]], sample=1)"
    ),
    "broadcast_residuals": "broadcast_residuals([[-1], [0], [1]], [300, 500, 700], weights=[50])",
    "follow_layers": "follow_layers(units=16, layers=4)",
}
NAMES = list(CELLS)
CLOSE = 1e-9
# What a finger can hit: a button that is to be chosen or checked is hit by its label, too.
TARGETS = "input[type=range], label:has(> input):visible, button"
Values = dict[str, float]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a page with all charts and one with none."""
    cells = [
        cell(
            f"from wbguide.interactive import {code.partition('(')[0]}\n{code}",
            alt=f"Chart of {name}",
        )
        for name, code in CELLS.items()
    ]
    index = "# Home\n\nWords.\n\n```{toctree}\nmoving\n```\n"
    site = Site(tmp_path_factory.mktemp("site"), packages=ROOT)
    site.write(index=index, moving="\n".join([page_of("1"), *cells]))
    build = site.build()
    assert build.status == 0, build.log
    return site.docs / "_build/html"


@pytest.fixture(scope="module")
def address(folder: Path, serve: Callable[[Path], str]) -> str:
    """Return the address of the site, served with a strict Content-Security-Policy."""
    return serve(folder)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def moving(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}moving.html")
    return page


def chart(page: Page, name: str) -> Locator:
    return page.locator(f"#wb-chart-{NAMES.index(name) + 1}")


def awake(page: Page, name: str) -> Locator:
    return wake(chart(page, name))


def move(figure: Locator, **values: float) -> None:
    for name, value in values.items():
        figure.locator(f"input[name={name}]").fill(repr(value))


def read(figure: Locator, name: str) -> float:
    """Return every digit of a readout, once the chart has drawn what it was told to."""
    figure.evaluate(SETTLE)
    return float(figure.locator(f"output[name={name}]").get_attribute("data-value") or "")


def loss(weight: float, bias: float) -> float:
    return mean_squared_error(Y, LinearNeuron(1, weights=[weight], bias=bias).predict(X))


@pytest.mark.parametrize(
    ("weight", "bias", "text"),
    [(200.0, 100.0, "400"), (-35.0, 240.0, "264,988"), (500.0, -210.0, "312,500")],
)
def test_loss_is_that_of_the_neuron(moving: Page, weight: float, bias: float, text: str) -> None:
    figure = awake(moving, "fit_by_hand")
    move(figure, weight=weight, bias=bias)
    assert read(figure, "loss") == pytest.approx(loss(weight, bias), rel=CLOSE)
    expect(figure.locator("output[name=loss]")).to_have_text(text)
    title = figure.locator(".wb-chart-live tspan").last
    expect(title).to_have_text(f"loss (mean squared error) = {text}")


def test_a_keyboard_moves_a_labelled_slider(moving: Page) -> None:
    figure = awake(moving, "fit_by_hand")
    slider = figure.get_by_role("slider", name="weight w")
    slider.focus()
    slider.press("ArrowRight")
    assert read(figure, "loss") == pytest.approx(loss(105.0, 0.0), rel=CLOSE)
    slider.press("Home")
    assert read(figure, "loss") == pytest.approx(loss(-500.0, 0.0), rel=CLOSE)
    expect(slider).to_have_attribute("aria-valuetext", "−500")
    assert slider.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_a_slider_moved_before_its_chart_lives_counts(moving: Page) -> None:
    figure = chart(moving, "fit_by_hand")
    move(figure, weight=200.0, bias=100.0)
    expect(figure.locator("output[name=loss]")).to_have_text("400")  # residuals ±20


def test_losses_with_and_without_a_bias(moving: Page) -> None:
    figure = awake(moving, "compare_bias")
    move(figure, weight=250.0, bias=-40.0, weight_alone=235.0)
    assert read(figure, "loss_with_bias") == pytest.approx(loss(250.0, -40.0), rel=CLOSE)
    assert read(figure, "loss_without_bias") == pytest.approx(loss(235.0, 0.0), rel=CLOSE)


@pytest.mark.parametrize(("rate", "step"), [(0.005, 40), (0.1, 17), (0.115, 9), (0.13, 40)])
def test_descent_arrives_where_fit_does(moving: Page, rate: float, step: int) -> None:
    figure = awake(moving, "descend")
    move(figure, learning_rate=rate, step=step)
    rate = float(figure.get_by_label("learning rate").input_value())  # on the slider's steps
    neuron = LinearNeuron(1)
    neuron.fit(X, Y, learning_rate=rate, epochs=step)
    assert read(figure, "weight") == pytest.approx(neuron.slope, rel=CLOSE)
    assert read(figure, "bias") == pytest.approx(neuron.bias, rel=CLOSE)
    expected = mean_squared_error(Y, neuron.predict(X))
    assert read(figure, "loss") == pytest.approx(expected, rel=CLOSE)


@pytest.mark.parametrize(("kind", "activation"), [("activate", "sigmoid"), ("relu", "relu")])
@pytest.mark.parametrize("x", [-3.5, 2.1, 7.0])
def test_output_is_that_of_the_neuron(moving: Page, kind: str, activation: str, x: float) -> None:
    figure = awake(moving, kind)
    move(figure, weight=1.5, bias=5.5, x=x)
    neuron = LinearNeuron(1, weights=[1.5], bias=5.5, activation=activation)
    assert read(figure, "output") == pytest.approx(neuron.predict([[x]])[0], rel=CLOSE)
    assert read(figure, "boundary") == pytest.approx(-5.5 / 1.5, rel=CLOSE)


def test_without_a_weight_there_is_no_boundary(moving: Page) -> None:
    figure = awake(moving, "activate")
    move(figure, weight=0.0)
    expect(figure.locator("output[name=boundary]")).to_have_text("none")


def test_reset_brings_back_the_start(moving: Page) -> None:
    figure = awake(moving, "fit_by_hand")
    move(figure, weight=0.0, bias=30.0)
    assert read(figure, "loss") == pytest.approx(loss(0.0, 30.0), rel=CLOSE)
    assert "wb-chart-1.weight=0&wb-chart-1.bias=30" in moving.url
    figure.get_by_role("button", name="Reset").click()
    assert read(figure, "loss") == loss(100.0, 0.0)
    expect(figure.get_by_label("weight w")).to_have_value("100")
    assert "weight" not in moving.url


def test_a_goal_that_is_reached_is_ticked_off_and_announced(moving: Page) -> None:
    figure = awake(moving, "fit_by_hand")
    moving.evaluate(
        "window.done = []; document.addEventListener('wb-done', e => done.push(e.detail))"
    )
    first, second = figure.get_by_role("listitem").all()
    status = figure.locator(".wb-chart-goals").get_by_role("status")
    move(figure, weight=150.0)  # the loss is 53,150
    figure.evaluate(SETTLE)
    assert moving.evaluate("done") == []
    move(figure, weight=190.0)  # and 15,950
    expect(status).to_have_text("Done: Bring the loss below 20,000.")
    expect(first).to_have_class("wb-done")
    expect(second).not_to_have_class("wb-done")
    move(figure, weight=0.0)
    figure.evaluate(SETTLE)
    expect(first).to_have_text("Done: Bring the loss below 20,000.")  # once and for all
    assert moving.evaluate("done") == [{"kind": "goal", "id": "moving#wb-chart-1.1"}]
    move(figure, weight=190.0, bias=125.0)
    expect(second).to_have_class("wb-done")
    assert moving.evaluate("done.length") == 2


def middle(figure: Locator, number: int) -> tuple[float, float]:
    box = figure.locator(".wb-chart-handles > span").nth(number).bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (44, 44)
    return box["x"] + 22, box["y"] + 22


def test_a_mouse_pulls_the_line_and_leaves_the_rest_to_the_arrow_keys(moving: Page) -> None:
    figure = awake(moving, "fit_by_hand")
    x, y = middle(figure, 0)
    moving.mouse.move(x + 9, y - 9)  # a hand misses the middle, and nothing leaps
    moving.mouse.down()
    moving.mouse.move(x + 30, y - 39, steps=3)
    bias = figure.get_by_label("bias b")
    expect(bias).to_have_value("120")  # 30 pixels of 260 are 118 of 1020.8: on steps of 5
    assert read(figure, "loss") == pytest.approx(loss(100.0, 120.0), rel=CLOSE)
    expect(bias).to_be_focused()
    assert "bias" not in moving.url
    moving.mouse.up()
    moving.wait_for_url("**?wb-chart-1.bias=120#wb-chart-1")
    moving.keyboard.press("ArrowRight")
    expect(bias).to_have_value("125")
    moving.mouse.move(x, y)
    figure.evaluate(SETTLE)
    expect(bias).to_have_value("125")  # it was let go
    x, y = middle(figure, 1)
    moving.mouse.move(x, y)
    moving.mouse.down()
    moving.mouse.move(x, 0)  # beyond the picture the line still follows, as far as its slider goes
    expect(figure.get_by_label("weight w")).to_have_value("500")
    moving.mouse.up()


def test_a_finger_pulls_a_boundary_and_the_page_stays(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{address}moving.html")
    figure = awake(page, "activate")
    before = page.evaluate("scrollY")
    x, y = middle(figure, 0)
    fingers = context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for k in range(1, 6):
        touch("touchMove", {"x": x - 8 * k, "y": y - 20 * k})
    bias = figure.get_by_label("bias b")
    expect(bias).not_to_have_value("-4.5")
    touch("touchEnd")
    assert middle(figure, 0)[0] == pytest.approx(x - 40, abs=2)
    assert read(figure, "boundary") == pytest.approx(-float(bias.input_value()) / 2)
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_the_start_of_a_descent_is_pulled_across_its_map(moving: Page) -> None:
    figure = awake(moving, "descend")
    x, y = middle(figure, 0)
    moving.mouse.move(x, y)
    moving.mouse.down()
    moving.mouse.move(x + 90, y - 50, steps=3)
    weight, bias = (figure.get_by_label(f"{name} at the start") for name in ("weight", "bias"))
    expect(weight).to_be_focused()
    moving.mouse.up()
    expect(weight).not_to_have_value("0")
    expect(bias).not_to_have_value("0")
    start = [float(each.input_value()) for each in (weight, bias)]
    assert start[0] % 5 == start[1] % 2 == 0
    neuron = LinearNeuron(1, weights=start[:1], bias=start[1])
    neuron.fit(X, Y, learning_rate=0.02, epochs=5)
    assert read(figure, "weight") == pytest.approx(neuron.slope, rel=CLOSE)
    assert read(figure, "bias") == pytest.approx(neuron.bias, rel=CLOSE)
    at = middle(figure, 0)
    assert at == pytest.approx((x + 90, y - 50), abs=5)
    move(figure, learning_rate=0.1)
    figure.evaluate(SETTLE)
    assert middle(figure, 0) == pytest.approx(at)  # the map keeps its place
    weight.focus()
    moving.keyboard.press("Tab")
    expect(bias).to_be_focused()
    moving.keyboard.press("ArrowRight")
    expect(bias).to_have_value(f"{start[1] + 2:g}")


def test_a_shape_is_chosen_where_it_is_in_the_picture(moving: Page) -> None:
    figure = awake(moving, "broadcast_residuals")
    row, column = figure.locator(".wb-chart-taps > span").all()
    title = figure.locator(".wb-chart-live .role-title-text tspan").first
    column.click()
    expect(title).to_have_text(re.compile("3 residuals"))
    expect(figure.get_by_label("y[:, np.newaxis], shape")).to_be_checked()
    moving.wait_for_url("**targets=y%5B%3A%2C+np.newaxis%5D**")
    expect(figure.locator("li").first).to_have_class("wb-done")
    moving.keyboard.press("ArrowUp")  # of the buttons, one of which has the focus
    expect(title).to_have_text(re.compile("9 residuals"))
    column.click()
    row.click()
    expect(title).to_have_text(re.compile("9 residuals"))
    for place, label in [(row, "y, shape"), (column, "y[:, np.newaxis], shape")]:
        box = place.bounding_box() or {"height": 0}
        assert box["height"] >= 24
        assert label in (place.get_attribute("title") or "")


def test_a_move_puts_no_new_node_into_the_panel(moving: Page) -> None:
    """Each would have the browser look for what depends on it all over the page."""
    figure = awake(moving, "fit_by_hand")
    panel = figure.locator(".wb-chart-panel")
    panel.evaluate(
        "(panel) => { window.changes = []; new MutationObserver((all) => changes.push("
        "...all.map(({type}) => type))).observe(panel, {childList: true, characterData: true,"
        " subtree: true}); }"
    )
    move(figure, weight=50.0)
    assert read(figure, "loss") == pytest.approx(loss(50.0, 0.0), rel=CLOSE)
    assert set(moving.evaluate("changes")) == {"characterData"}


def test_who_moves_by_keyboard_sees_the_picture(moving: Page) -> None:
    figure = awake(moving, "fit_by_hand")
    figure.locator("[name=bias]").evaluate(
        "(input) => scrollTo(0, input.getBoundingClientRect().top + scrollY - 20)"
    )
    assert (figure.bounding_box() or {"y": 0})["y"] < -200
    figure.locator("[name=weight]").focus()
    moving.keyboard.press("Tab")
    expect(figure.locator("[name=bias]")).to_be_focused()
    box = figure.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 40


def test_handles_are_hidden_where_they_would_be_out_of_sight(moving: Page) -> None:
    figure = awake(moving, "activate")
    handles = figure.locator(".wb-chart-handles > span")
    expect(handles.nth(0)).to_be_visible()
    for weight in (0.0, 0.2):  # no boundary, and one at 22.5
        move(figure, weight=weight)
        expect(handles.nth(0)).to_be_hidden()
    expect(handles.nth(1)).to_be_visible()


def test_of_handles_that_overlap_the_nearest_is_pulled(moving: Page) -> None:
    figure = awake(moving, "activate")
    move(figure, x=2.5)  # beside the boundary at 2.25, whose target lies below that of the dot
    figure.evaluate(SETTLE)
    x, y = middle(figure, 0)
    moving.mouse.move(x - 3, y)
    moving.mouse.down()
    expect(figure.get_by_label("bias b")).to_be_focused()
    moving.mouse.up()


@pytest.mark.parametrize("width", [340, 1280])
def test_residuals_have_squares_that_are_square(moving: Page, width: int) -> None:
    moving.set_viewport_size({"width": width, "height": 900})
    figure = awake(moving, "fit_by_hand")
    move(figure, weight=150.0, bias=100.0)
    figure.evaluate(SETTLE)
    boxes = figure.locator(".wb-chart-live .mark-rect path").evaluate_all(
        "paths => paths.map(p => p.getBBox()).map(({width, height}) => [width, height])"
    )
    residuals = Y - (150 * X[:, 0] + 100)  # 70, 80, 170 and 180
    expected = [[each * 260 / 1020.8] * 2 for each in residuals]  # the axis spans 1020.8
    np.testing.assert_allclose(boxes, expected, atol=0.5)


@pytest.mark.parametrize("step", [0, 1, 30])
@pytest.mark.parametrize("targets", ["y", "y[:, np.newaxis]"])
def test_a_neuron_learns_from_targets_of_either_shape(
    moving: Page, targets: str, step: int
) -> None:
    figure = awake(moving, "broadcast_residuals")
    figure.get_by_label("a new one").check()
    figure.get_by_label(f"{targets}, shape").check()
    move(figure, step=step)
    x, y = np.array([-1.0, 0.0, 1.0]), np.array([300.0, 500.0, 700.0])
    w, b = 50.0, 0.0
    goal = y.mean() if targets == "y" else y  # the mean of a row's squares is least at their mean
    for _ in range(step):
        error = w * x + b - goal
        w, b = w - 0.2 * np.mean(error * x), b - 0.2 * np.mean(error)
    assert read(figure, "weight_1") == pytest.approx(w, rel=CLOSE)
    assert read(figure, "bias") == pytest.approx(b, rel=CLOSE)
    subtracted = y if targets == "y" else y[:, np.newaxis]
    squares = ((w * x + b)[:, np.newaxis] - subtracted) ** 2
    assert read(figure, "loss") == pytest.approx(np.mean(squares), rel=CLOSE)
    table = figure.locator(".wb-chart-live .role-title-text tspan").first
    expect(table).to_have_text(re.compile("9 residuals" if targets == "y" else "3 residuals"))


@pytest.mark.parametrize("equal", [False, True])
@pytest.mark.parametrize("activation", ["tanh", "ReLU"])
def test_a_dial_turns_the_spread_of_all_layers(
    moving: Page, activation: str, *, equal: bool
) -> None:
    figure = awake(moving, "follow_layers")
    dial = figure.get_by_label("spread of the weights")
    expect(dial).to_have_attribute("aria-valuetext", "1")
    figure.get_by_label(activation).check()
    figure.get_by_label("all weights equal").set_checked(equal)
    move(figure, exponent=-0.35)
    expect(dial).to_have_attribute("aria-valuetext", "0.447")
    rng = np.random.default_rng(0)
    a = rng.normal(size=(100, 16))
    for _ in range(4):
        W = rng.normal(size=(16, 16))
        z = a @ ((np.ones_like(W) if equal else W) * 10**-0.35 / 4)
        a = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    assert read(figure, "size") == pytest.approx(np.sqrt(np.mean(a**2)), rel=CLOSE)


def test_a_line_learns_by_itself_from_where_it_was_moved(moving: Page) -> None:
    figure = awake(moving, "learning")
    move(figure, weight=-120.0)
    figure.get_by_role("button", name="One step").click()
    neuron = LinearNeuron(1, weights=[-120.0], bias=50.0)
    neuron.fit(X, Y, learning_rate=RATE, epochs=1)
    assert read(figure, "loss") == pytest.approx(
        mean_squared_error(Y, neuron.predict(X)), rel=CLOSE
    )
    expect(figure.get_by_text("After 1 step of descent.")).to_be_visible()
    figure.get_by_role("button", name="Let it learn").click()
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    learned = figure.get_by_text(re.compile(r"Learned in \d+ steps\."))
    expect(learned).to_be_visible(timeout=30_000)  # two seconds on an idle machine
    assert read(figure, "loss") == pytest.approx(320, rel=1e-9)  # of least squares
    assert figure.locator(".wb-done").count() == 0  # these are the reader's
    expect(figure.get_by_role("button", name="Let it learn")).to_be_visible()


def test_a_descent_plays_and_pauses_and_goes_on_by_one_step(moving: Page) -> None:
    figure = awake(moving, "descend")
    step = figure.get_by_label("step", exact=True)
    figure.get_by_role("button", name="One step").click()
    expect(step).to_have_value("6")
    figure.get_by_role("button", name="Play").click()
    expect(figure.locator("output[name=loss]")).to_have_attribute("aria-live", "off")
    figure.get_by_role("button", name="Pause").click()
    reached = step.input_value()
    moving.wait_for_timeout(200)
    assert step.input_value() == reached
    figure.get_by_role("button", name="Play").click()
    expect(step).to_have_value("40")
    expect(figure.get_by_role("button", name="Play")).to_be_visible()
    expect(figure.locator("output[name=loss]")).to_have_attribute("aria-live", "polite")
    moving.wait_for_url("**wb-chart-3.step=40**")
    moving.emulate_media(reduced_motion="reduce")
    expect(figure.get_by_role("button", name="Play")).to_be_hidden()
    expect(figure.get_by_role("button", name="One step")).to_be_visible()


def test_new_data_shows_when_a_reader_commits_until_a_control_is_moved(moving: Page) -> None:
    figure = awake(moving, "meet_new_data")
    commit = figure.get_by_role("button", name="Commit")
    loss = figure.locator("output[name=new_loss]")
    faint = figure.locator(".wb-chart-live .mark-symbol path[opacity='0.6']")
    # Training losses: of what is chosen, and of what was committed to.
    left = figure.locator(".wb-chart-live .mark-symbol path[fill='var(--wb-green)']")
    figure.evaluate(SETTLE)
    expect(loss).to_have_text("none")
    assert (faint.count(), left.count()) == (0, 1)
    commit.focus()
    commit.press("Enter")
    expect(loss).not_to_have_text("none")
    assert (faint.count(), left.count()) == (3, 2)
    moving.wait_for_url("**wb-chart-7.shown=true**")
    figure.get_by_label("neurons k").press("ArrowRight")
    expect(loss).to_have_text("none")
    assert (faint.count(), left.count()) == (0, 2)
    moving.wait_for_url("**wb-chart-7.neurons=2**")
    assert "shown" not in moving.url
    commit.click()
    commit.click()  # at the same place: no second mark
    figure.get_by_label("0.01", exact=True).check()
    expect(loss).to_have_text("none")
    assert (faint.count(), left.count()) == (0, 3)
    figure.get_by_role("button", name="Reset").click()
    expect(figure.get_by_label("neurons k")).to_have_value("1")
    expect(left).to_have_count(1)


def test_backpropagation_promises_what_nearly_happens(moving: Page) -> None:
    figure = awake(moving, "backpropagate")
    for _ in range(5):  # to the first hidden bias
        figure.get_by_role("button", name="One step").click()
    move(figure, change=0.05)
    title = figure.locator(".wb-chart-live .role-title-text tspan").last
    expect(title).to_have_text("−0.66 × 1.00 × 0.79 = −0.52")
    before, after = (
        -np.log(1 / (1 + np.exp(-(np.tanh([0.5 + change, 1, -1]) @ [1, -2, -0.5]))))
        for change in (0, 0.05)
    )
    assert read(figure, "happened") == pytest.approx(after - before, rel=CLOSE)
    assert read(figure, "promised") == pytest.approx(after - before, rel=0.04)
    figure.get_by_role("radio", name="(0, 0)").check()
    move(figure, step=2)
    assert read(figure, "promised") == read(figure, "happened") == 0


def test_a_point_that_has_left_the_picture_is_pointed_at(moving: Page) -> None:
    figure = awake(moving, "descend")
    title = figure.locator(".wb-chart-live .role-title-text tspan").last
    arrow = figure.locator(".wb-chart-live .mark-symbol path[transform*=rotate]")
    expect(arrow).to_have_count(0)
    move(figure, learning_rate=0.13, step=30)
    expect(title).to_have_text("above the limit 0.12: out of the picture")
    expect(arrow).to_have_count(1)
    move(figure, learning_rate=0.11)
    expect(arrow).to_have_count(0)
    mark = figure.get_by_text("limit 0.12", exact=True).bounding_box()
    slider = figure.get_by_label("learning rate").bounding_box()
    assert mark is not None
    assert slider is not None
    thumb = 20
    limit = 0.11976 / 0.132 * (slider["width"] - thumb) + slider["x"] + thumb / 2
    assert mark["x"] + mark["width"] / 2 == pytest.approx(limit, abs=2)


def test_tracks_are_filled_from_zero(moving: Page) -> None:
    def filled(figure: Locator, label: str) -> list[float]:
        style = "e => ['from', 'to'].map(n => Number(e.style.getPropertyValue(`--wb-${n}`)))"
        return [round(share, 3) for share in figure.get_by_label(label).evaluate(style)]

    figure = chart(moving, "activate")
    assert filled(figure, "weight w") == [0.5, 0.6]
    assert filled(figure, "bias b") == [0.275, 0.5]
    assert filled(chart(moving, "descend"), "learning rate") == [0, 0.152]  # 0.02 of 0.132
    signed = moving.locator("input.wb-signed")
    assert signed.count() == 17  # all that start below zero


def test_a_link_shows_what_was_seen(moving: Page, context: BrowserContext) -> None:
    move(awake(moving, "fit_by_hand"), weight=-20.0)
    move(awake(moving, "activate"), weight=-7.5, x=1.0)
    other = context.new_page()
    other.goto(moving.url)  # nothing is touched: the link itself is a sign of life
    expect(chart(other, "activate").get_by_label("weight w")).to_have_value("-7.5")
    expect(chart(other, "activate").get_by_label("bias b")).to_have_value("-4.5")
    expect(chart(other, "relu").get_by_label("weight w")).to_have_value("1")
    chart(other, "fit_by_hand").scroll_into_view_if_needed()
    output = chart(other, "fit_by_hand").locator("output[name=loss]")
    expect(output).to_have_attribute("data-value", repr(loss(-20.0, 0.0)).removesuffix(".0"))


@pytest.mark.parametrize("given", ["NaN", "", "x", "1e999", "99999"])
def test_a_wrong_link_stays_within_the_sliders(moving: Page, address: str, given: str) -> None:
    moving.goto(f"{address}moving.html?wb-chart-1.weight={given}")
    slider = chart(moving, "fit_by_hand").get_by_label("weight w")
    expect(slider).to_have_value("500" if given == "99999" else "100")


@pytest.mark.parametrize(
    ("kind", "values", "readout"),
    [
        ("fit_by_hand", {"weight": 200.0, "bias": -30.0}, "loss"),
        ("compare_bias", {"weight": 5.0, "bias": 90.0}, "loss_with_bias"),
        ("descend", {"learning_rate": 0.1, "step": 0}, "loss"),
        ("descend", {"learning_rate": 0.05, "step": 12}, "loss"),
        ("activate", {"weight": -0.3, "bias": 2.0}, "output"),
        ("meet_new_data", {"neurons": 3.0}, "training_loss"),
        ("backpropagate", {"step": 5.0, "change": -0.3}, "promised"),
        ("broadcast_residuals", {"step": 9}, "loss"),
        ("follow_layers", {"exponent": 0.2}, "size"),
    ],
)
def test_copied_code_prints_what_is_shown(
    moving: Page, context: BrowserContext, kind: str, values: Values, readout: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure = awake(moving, kind)
    move(figure, **values)
    figure.get_by_role("button", name="Copy as code").click()
    expect(figure.get_by_text("Copied.")).to_be_visible()
    code = moving.evaluate("navigator.clipboard.readText()")
    run = subprocess.run(  # noqa: S603  # the code is the point
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "wbguide" not in code  # NumPy is all that a reader needs
    assert float(run.stdout.split()[0]) == pytest.approx(read(figure, readout), rel=CLOSE)


def test_without_scripts_the_picture_stands_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}moving.html")
    for name in NAMES:
        assert chart(page, name).get_by_role("img", name=f"Chart of {name}").is_visible()
        assert chart(page, name).locator("svg >> visible=true").count() == 1
        for control in chart(page, name).locator("input, output, button").all():
            assert not control.is_visible()
    goals = chart(page, "fit_by_hand").locator(".wb-chart-goals")
    expect(goals.get_by_text("Try:")).to_be_visible()
    expect(goals.get_by_role("listitem")).to_have_text(
        ["Bring the loss below 20,000.", "Bring the loss below 350."]
    )
    expect(goals.get_by_role("listitem").last).to_be_visible()
    context.close()


def test_print_shows_the_picture_on_white(moving: Page) -> None:
    figure = awake(moving, "fit_by_hand")
    moving.evaluate("document.body.dataset.theme = 'dark'")
    moving.emulate_media(media="print")
    assert figure.locator(".wb-chart-wide").is_visible()
    assert not figure.locator(".wb-chart-live").is_visible()
    assert not figure.locator(".wb-chart-panel").is_visible()
    title = figure.locator(".wb-chart-wide tspan").first
    assert title.evaluate("e => getComputedStyle(e).fill") == "rgb(27, 31, 36)"


def test_vega_comes_from_this_host_and_runs_only_when_wanted(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}index.html", wait_until="networkidle")
    assert not [url for url in asked if "chart" in url or "vega" in url]
    page.goto(f"{address}moving.html", wait_until="networkidle")
    expect(page.locator("link[rel=prefetch][as=script]")).to_have_count(1)
    assert page.evaluate("window.wbVega === undefined")
    awake(page, "fit_by_hand")
    awake(page, "relu")
    assert page.locator("script[src*=vega]").count() == 1
    assert all(url.startswith(address) for url in asked)


def test_charts_far_from_the_view_are_made_ready_and_not_drawn(moving: Page) -> None:
    moving.mouse.move(5, 5)
    expect(chart(moving, "fit_by_hand")).to_have_class("wb-chart wb-chart-ready")
    far = chart(moving, "follow_layers")
    assert (far.bounding_box() or {"y": 0})["y"] > 2 * 900
    expect(far.locator(".wb-chart-live svg")).to_have_count(0)


def test_a_strict_policy_finds_nothing_in_charts(context: BrowserContext, address: str) -> None:
    context.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push("
        "`${e.violatedDirective} ${e.sourceFile} ${e.blockedURI}`))"
    )
    page = context.new_page()
    page.goto(f"{address}moving.html", wait_until="networkidle")
    for name in NAMES:
        awake(page, name)
    move(chart(page, "descend"), step=20)
    assert page.evaluate("violations") == []
    page.evaluate("document.body.append(document.createElement('style'))")
    page.wait_for_function("violations.length")  # so it would have found one


def test_charts_move_on_a_page_opened_as_a_file(context: BrowserContext, folder: Path) -> None:
    page = context.new_page()
    page.goto((folder / "moving.html").as_uri())
    figure = awake(page, "fit_by_hand")
    move(figure, weight=200.0)
    assert read(figure, "loss") == pytest.approx(loss(200.0, 0.0), rel=CLOSE)
    assert page.url.endswith("moving.html?wb-chart-1.weight=200#wb-chart-1")
    page.reload()
    expect(figure.locator("output[name=loss]")).to_have_text("10,400")  # 400 + the bias squared


def test_colors_follow_the_theme_as_it_switches(moving: Page) -> None:
    def colors(figure: Locator) -> list[str]:
        texts = figure.locator("svg text").filter(has_text="ŷ = ")
        return [text.evaluate("e => getComputedStyle(e).fill") for text in texts.all()]

    figure = awake(moving, "fit_by_hand")
    light = colors(figure)
    assert light == ["rgb(27, 31, 36)"] * 3  # two pictures and the live chart
    moving.evaluate("document.body.dataset.theme = 'dark'")
    assert colors(figure) == ["rgb(230, 232, 235)"] * 3
    moving.evaluate("document.body.dataset.theme = 'auto'")
    assert colors(figure) == light
    moving.emulate_media(color_scheme="dark")
    assert colors(figure) == ["rgb(230, 232, 235)"] * 3


def test_a_finger_moves_a_slider_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{address}moving.html")
    for name in NAMES:
        for control in chart(page, name).locator(TARGETS).all():
            box = control.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24
    figure = chart(page, "fit_by_hand")
    slider = figure.get_by_label("weight w")
    box = slider.bounding_box()
    assert box is not None
    slider.tap(position={"x": box["width"] * 0.8, "y": box["height"] / 2})
    weight = float(slider.input_value())
    assert weight > 250
    output = figure.locator("output[name=loss]")
    expect(output).to_have_attribute("data-value", repr(loss(weight, 0.0)).removesuffix(".0"))
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert figure.locator(".wb-chart-live svg").evaluate("e => e.clientWidth") <= 343
    context.close()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_moves_when_a_chart_comes_to_life(
    context: BrowserContext, address: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}moving.html")
    boxes = [chart(page, name).bounding_box() for name in NAMES]
    page.evaluate(
        "window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(entry =>"
        " shifts.push(...entry.sources.map(source => source.node?.outerHTML?.slice(0, 80)))))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for name in NAMES:
        figure = awake(page, name)
        live = figure.locator(".wb-chart-live svg").bounding_box()
        picture = figure.locator(".wb-chart-picture").bounding_box()
        assert live is not None
        assert picture is not None
        assert live["height"] == pytest.approx(picture["height"], abs=1)
        assert live["width"] == pytest.approx(picture["width"], abs=1)
    page.evaluate("scrollTo(0, 0)")
    assert [chart(page, name).bounding_box() for name in NAMES] == boxes
    assert not [shifted for shifted in page.evaluate("shifts") if "content-icon" not in shifted]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_chart(browser: Browser, address: str, theme: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}moving.html")
    page.evaluate(f"document.body.dataset.theme = '{theme}'")
    for when in ("before", "after"):
        found = Axe().run(page, context=".wb-chart").response["violations"]
        assert not found, (when, found)
        for name in NAMES:
            awake(page, name)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    context.close()
