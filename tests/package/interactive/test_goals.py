"""Goals can be reached on the steps of the sliders, and are not reached at the start."""

from __future__ import annotations

import altair as alt
import numpy as np
import pytest

from tests.package.interactive.reading import about, reached_at_start, unreached
from wbguide.interactive import (
    activate,
    broadcast_residuals,
    compare_bias,
    descend,
    fit_by_hand,
    follow_layers,
)
from wbguide.interactive._parts import lowest_loss

X = [1.0, 2.0, 3.0, 4.0]
Y = [320.0, 480.0, 720.0, 880.0]


def said(chart: alt.LayerChart) -> list[str]:
    return [goal["say"] for goal in about(chart)["goals"]]


@pytest.mark.parametrize(
    "chart",
    [
        fit_by_hand([1, 1.5, 2, 3], [300, 400, 500, 700], weight_range=(0, 300)),
        fit_by_hand(X, Y),
        fit_by_hand(X, Y, weight=190, bias=110),
        fit_by_hand([1.0], [2.0]),
        compare_bias(X, Y, weight=100, bias=30),
        descend(X, Y, learning_rate=0.05, step=20),
        descend(X, Y, learning_rate=0.1, epochs=20, bias=300),
        compare_bias(X, Y, bias=1, bias_range=(0.5, 300)),
        broadcast_residuals([[x] for x in X], Y, weights=[5.0], epochs=400, learning_rate=0.05),
        broadcast_residuals([[-1], [0], [1]], [3, 5, 7], weights=[1.0]),
        follow_layers(),
        *(
            activate(name, weight=weight, bias=bias, x=x)
            for name in ("sigmoid", "relu")
            for weight, bias, x in [(1, 0, 4), (2, -4.5, 3), (-1.03, 0, 2), (0, 0, 0)]
        ),
        *(
            activate(name, weight=weight, bias=-7)
            for name in ("sigmoid", "relu")
            for weight in (-10, 0.3, 7, 10)
        ),
    ],
)
def test_each_goal_can_be_reached_and_is_not_yet(chart: alt.LayerChart) -> None:
    assert len(said(chart)) >= 1
    assert reached_at_start(chart) == []
    assert unreached(chart) == []


def test_losses_to_reach_are_round_and_as_low_as_the_sliders_allow() -> None:
    exact = [300.0, 400.0, 500.0, 700.0]  # 200 x + 100
    chart = fit_by_hand([1, 1.5, 2, 3], exact, weight=60, bias=200, weight_range=(0, 300))
    assert said(chart) == ["Bring the loss below 5,000.", "Bring the loss down to 0."]
    # The lowest is 320 at (192, 120); on steps of 5 it is 325 at (190, 125), whose residuals are
    # 5 and 25. Five percent more are 341.25.
    assert said(fit_by_hand(X, Y)) == [
        "Bring the loss below 50,000.",
        "Bring the loss below 350.",
    ]


def test_what_is_nearly_reached_is_no_goal() -> None:
    near = fit_by_hand(X, Y, weight=190, bias=120)  # residuals 10, 20, 30 and 0: 350
    assert said(near) == []
    assert said(fit_by_hand([0.0, 1.0], [0.0, 0.0])) == []
    assert said(compare_bias(X, Y, weight=190, bias=120)) == [
        "Bring the loss of the dashed line below 2,900."
    ]


def test_goals_of_an_activation_ask_for_what_is_not_so() -> None:
    assert said(activate("sigmoid", weight=2, bias=-4.5, x=3)) == [
        "Bring the boundary to 1 with the bias alone.",
        "Keep the boundary at 1, and make the curve steeper: a weight of 5 or more.",
        "Turn the curve round, so that it falls.",
    ]
    assert said(activate("sigmoid", weight=-6, bias=-6.5))[:2] == [
        "Bring the boundary to 1 with the bias alone.",
        "Keep the boundary at 1, and make the curve flatter: a weight of 2 or less.",
    ]
    assert said(activate("sigmoid", weight=0.5, bias=-0.5))[0] == "Bring the boundary to −1."
    assert said(activate("relu", weight=-1.03, bias=0, x=2)) == [
        "Bring the kink to 1 with the bias alone.",
        "Switch the neuron on at the dot with the bias alone.",
        "Turn the curve round, so that it rises.",
    ]
    assert said(activate("relu", weight=1, bias=-1, x=3))[1] == (
        "Switch the neuron off at the dot, so that ŷ is 0."
    )
    assert len(said(activate("relu", weight=-4, x=3))) == 2  # no bias outweighs -12


def test_goals_of_a_descent_are_those_that_it_can_reach() -> None:
    assert said(descend(X, Y, learning_rate=0.05, step=20)) == [
        "Arrive from w = 0 and b = 0: bring the loss below 340.",
        "Bring it below 340 from there in 50 steps or fewer.",
        "Make the loss explode: above ten times that of the start.",
        "Set step to 1, and pull the start until that step points at the lowest point.",
    ]
    # At a rate of 0.5, the first step of this one is its last: see the descent by hand. Each start
    # aims straight at the lowest point.
    assert said(descend([-1.0, 1.0], [-2.0, 4.0], learning_rate=0.25)) == [
        "Arrive from w = 0 and b = 0: bring the loss below 0.001.",
        "Bring it below 0.001 from there in 2 steps or fewer.",
        "Make the loss explode: above ten times that of the start.",
    ]
    far = descend(X, Y, learning_rate=0.1, epochs=20, weight=-1500, bias=3000)
    assert said(far)[0].startswith("Arrive from w = −1,500 and b = 3,000:")
    assert len(said(descend(X, Y, learning_rate=0.1, epochs=20, bias=300))) == 3
    arrived = descend([-1.0, 1.0], [-2.0, 4.0], learning_rate=0.5, step=1, epochs=2)
    assert said(arrived) == []  # and nothing explodes in two steps


def test_goals_of_broadcast_residuals_are_to_undo_the_trap_to_fall_into_it_and_to_avoid_it() -> (
    None
):
    exact = [[-1.0], [0.0], [1.0]], [300.0, 500.0, 700.0]
    assert said(broadcast_residuals(*exact, weights=[50.0])) == [
        "Make the loss of the perfect neuron 0 without a step of training.",
        "Let training take the weight of the perfect neuron: below 2.",
        "Train the new neuron to a loss below 28.",  # from 265,000
    ]
    near = [300.0, 530.0, 700.0]  # 600 is left, as 20, 10 and 10 from the line
    assert said(broadcast_residuals(exact[0], near, weights=[50.0]))[::2] == [
        "Make the loss of the best neuron less than 210 without a step of training.",
        "Train the new neuron to a loss below 210.",
    ]
    flat = [5.0, 5.0, 5.0]  # no weight, and no difference between the shapes
    assert said(broadcast_residuals(exact[0], flat, weights=[0.0], bias=5.0)) == []
    short = broadcast_residuals(*exact, weights=[50.0], epochs=5)
    assert len(said(short)) == 1
    assert said(broadcast_residuals(*exact, weights=[50.0], step=200))[1:] == [
        "Train the new neuron to a loss below 28."
    ]


def test_goals_of_layers_are_those_that_they_can_reach() -> None:
    he = "With ReLU and weights that differ, arrive in layer 10 with a size between 0.5 and 2."
    stick = "With tanh, make more than half of the outputs in layer 10 stick."
    copies = "Make the units of each layer copies of one."
    assert said(follow_layers()) == [he, stick, copies]
    few = follow_layers(units=2, layers=12, samples=1, seed=2)  # all are zero behind a ReLU
    assert said(few)[-1] == copies
    assert len(said(few)) == 2


def test_the_lowest_loss_on_the_steps_is_found() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 7))
    weights, biases = np.linspace(-1, 1, 21), np.linspace(-2, 1, 16)
    tried = [np.mean((w * x + b - y) ** 2) for w in weights for b in biases]
    assert lowest_loss(x, y, weights, biases) == pytest.approx(min(tried), rel=1e-12)
