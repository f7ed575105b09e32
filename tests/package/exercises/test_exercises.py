"""Every checker knows the right answer, at least three typical wrong ones, and nonsense."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

import wbguide.exercises
from wbguide import LinearNeuron, learning_rate_limit
from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck, backpropagation
from wbguide.exercises import a_batch_at_a_time as batches
from wbguide.exercises import a_gate_without_a_bias as gate
from wbguide.exercises import activation_functions as activation
from wbguide.exercises import bending_lines_into_curves as bending
from wbguide.exercises import check_a_gradient as checking
from wbguide.exercises import choose_a_learning_rate as rates
from wbguide.exercises import erase_a_stroke as erase
from wbguide.exercises import four_cures_for_overfitting as cures
from wbguide.exercises import from_a_line_to_a_decision as decision
from wbguide.exercises import good_on_new_data as new_data
from wbguide.exercises import how_close_k_bends_come as bends
from wbguide.exercises import how_large_a_step_may_be as large_steps
from wbguide.exercises import how_large_weights_start as large_weights
from wbguide.exercises import how_weights_start as start
from wbguide.exercises import learn_by_gradient_descent as descent
from wbguide.exercises import many_inputs_many_neurons as many
from wbguide.exercises import one_neuron_is_a_line as line
from wbguide.exercises import the_price_of_a_missing_bias as price
from wbguide.exercises import the_silent_trap as silent
from wbguide.exercises import train_a_decision as trained
from wbguide.exercises import train_a_keras_layer as training
from wbguide.exercises import train_a_network_by_hand as network
from wbguide.exercises import two_harms_of_small_slopes as harms
from wbguide.exercises import weights_of_a_keras_layer as layer
from wbguide.exercises import weights_that_recognize_letters as letters
from wbguide.exercises import what_a_blank_page_is_read_as as blank
from wbguide.exercises import what_equal_weights_cost as equal
from wbguide.exercises import what_reaches_the_first_layer as reaching
from wbguide.exercises import what_the_bias_is_for as bias
from wbguide.exercises import when_a_relu_dies as dying
from wbguide.exercises import when_letters_are_rare as rare
from wbguide.exercises import why_the_penalty_spares_the_bias as spared
from wbguide.exercises import why_weights_grow as grow

FUNCTION_CHECKS = [
    dying.relu_bias_gradient,
    descent.one_step,
    many.from_rows,
    network.hidden_bias_gradient,
    spared.gradients,
]
CHECKERS = [
    pytest.param(getattr(module, name), id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for found in pkgutil.iter_modules(wbguide.exercises.__path__)
    if not found.name.startswith("_")
    for module in [importlib.import_module(f"wbguide.exercises.{found.name}")]
    for name in module.__all__
]


def fitted_one_step(
    w: float, b: float, x: FloatArray, y: FloatArray, learning_rate: float
) -> list[float]:
    neuron = LinearNeuron(1, weights=[w], bias=b)
    neuron.fit(x[:, np.newaxis], y, learning_rate=learning_rate, epochs=1)
    return [neuron.slope, neuron.intercept]


def fitted_biases(x: list[float], *, epochs: int = 1, batch_size: int = 3) -> FloatArray:
    neuron = LinearNeuron(1, bias=100.0)
    path = neuron.fit(
        np.reshape(x, (-1, 1)),
        [300.0, 500.0, 700.0],
        learning_rate=0.25,
        epochs=epochs,
        batch_size=batch_size,
    )
    return path.bias[1:]


def first_step_of_five() -> FloatArray:
    neuron = LinearNeuron(1, activation="sigmoid")
    X, y = [[0.0], [1.0], [2.0], [3.0], [4.0]], [0.0, 0.0, 1.0, 1.0, 1.0]
    neuron.fit(X, y, learning_rate=0.1, epochs=1, loss="binary_crossentropy")
    return np.append(neuron.weights, neuron.bias)


def slopes_of_two_units() -> list[float]:
    """Differentiate the loss of the network w1 = 0.5, b1 = -1, w2 = 3, b2 = 0 by differences."""

    def loss(parameters: FloatArray) -> float:
        w1, b1, w2, b2 = parameters
        return float(np.logaddexp(0.0, -(w2 * np.tanh(2.0 * w1 + b1) + b2)))  # the target is 1

    start, nudges = np.array([0.5, -1.0, 3.0, 0.0]), 1e-5 * np.eye(4)
    return [(loss(start + nudge) - loss(start - nudge)) / 2e-5 for nudge in nudges]


def units_that_differ_after_a_step() -> int:
    """Walk down by finite differences from equal weights, with biases and outgoing weights."""
    units = np.array([[1.0] * 6, [0.0, 0.0, 1.0, 0.0, 1.0, 2.0], [5.0, 5.0, 5.0, 3.0, 5.0, 3.0]])

    def loss(parameters: FloatArray) -> float:
        w, b, v = parameters.reshape(3, 6)
        return float((np.tanh(0.7 * w + b) @ v - 1) ** 2)

    nudges = 1e-5 * np.eye(units.size)
    slopes = [loss(units.ravel() + nudge) - loss(units.ravel() - nudge) for nudge in nudges]
    after = units - 0.01 * np.reshape(slopes, units.shape) / 2e-5
    return len(set(map(tuple, after.T.round(4).tolist())))


def parameters_that_matter_at_zero() -> list[int]:
    """Count biases and weights of a 3-5-1 network that change its output when all else is zero."""

    def output(parameters: FloatArray) -> FloatArray:
        W1, b1, W2, b2 = np.split(parameters, [15, 20, 25])
        return np.tanh(np.array([0.3, -0.7, 0.9]) @ W1.reshape(3, 5) + b1) @ W2 + b2

    moves = [bool(output(nudge) != 0) for nudge in np.eye(26)]
    return [sum(moves[15:20] + moves[25:]), sum(moves[:15] + moves[20:25])]


def slopes_of_penalized_loss(
    X: FloatArray, y: FloatArray, w: FloatArray, b: float, alpha: float
) -> FloatArray:
    """By finite differences, with the bias last and not penalized."""

    def loss(v: FloatArray) -> float:
        return float(np.mean((X @ v[:-1] + v[-1] - y) ** 2) + alpha * v[:-1] @ v[:-1])

    at = np.append(w, b)
    return np.array([(loss(at + h) - loss(at - h)) / 2e-6 for h in 1e-6 * np.eye(at.size)])


LIMIT = learning_rate_limit([[1.0], [2.0], [3.0]])
# Worked out here, by another way than in the checker where there is one.
RIGHT = [
    (line.in_dollars, np.polyfit([1.0, 2.0], [300_000.0, 500_000.0], 1)),
    (line.in_square_feet, np.polyfit([1000.0, 2000.0], [300.0, 500.0], 1)),
    (line.thermometer, np.polyfit([0.0, 100.0], [32.0, 212.0], 1)),
    (
        checking.two_quotients,
        # The slope is 2 * 2 * (2 * 3 - 10); to one side, half the curvature, 2 * 2**2, is added.
        [2 * 2 * (2 * 3 - 10) + 2**2, 2 * 2 * (2 * 3 - 10)],
    ),
    (layer.parameters, 4 + 4 + 4 + 1 + 1 + 1),
    (layer.mean_of_two, [1 / 2, 1 / 2, 0]),
    (layer.inputs_of_summary, next(n for n in range(99) if np.ones((n + 1, 6)).size == 54)),
    (
        bias.through_the_origin,
        np.linalg.lstsq([[1.0], [2.0], [3.0]], [5.0, 6.0, 7.0])[0][0],
    ),
    (price.costlier_land, 200 * 150**2 / 50**2),
    (bias.back_to_zero, np.polyval([180.0, 420.0], -2.0)),
    (
        price.three_samples,
        np.linalg.lstsq([[1.0], [2.0], [3.0]], [15.0, 16.0, 17.0])[1][0] / 3,
    ),
    (price.hidden_from, np.roots([1.0, 0.0, 2.0**2 * (1 - 100)]).max()),
    (gate.and_gate, [-(1 + 1), -max(0 + 1, 1 + 0)]),
    (decision.steep_at_five, np.linalg.solve([[0.25, 0.0], [5.0, 1.0]], [3.0, 0.0])),
    (decision.baseline, np.log(0.01) - np.log1p(-0.01)),
    (grow.sure_and_wrong, np.log(10)),
    (trained.first_step, first_step_of_five()),
    (grow.tenfold, (np.log(1e6) - np.log(1e5)) / 0.4),
    # The direction of the no, (4, -1), is where w * -4 + b is largest in size.
    (grow.settles_at, 1 / 4),
    # The layer at 0 and at 1: its height there, and its rise.
    (activation.folded, [(2 * 4 + 4 * 0) - (2 * 3 + 4 * 2), 2 * 3 + 4 * 2 + 5]),
    (activation.with_relu, [4 * (8 + 2) + 5, 2 * 3 + 4 * 2 + 5, 2 * (2 + 3) + 5]),
    (
        dying.relu_bias_gradient,
        lambda w, b, x, y: (
            np.subtract(
                *[np.mean((np.clip(w * x + b + h, 0, None) - y) ** 2) for h in (1e-6, -1e-6)]
            )
            / 2e-6
        ),
    ),
    (reaching.at_most, np.prod([0.25, 2 * 0.25, 2 * 0.25, 2 * 0.25, 2 * 0.25])),
    (
        dying.dead_up_to,
        max(b for b in range(-40, 1) if not any(3 * x + b > 0 for x in (2, 5))),
    ),
    (dying.back_above, min(np.roots([2, 3])[0], np.roots([5, 3])[0])),
    (bending.kink_at, np.roots([2.0, 3.0])[0]),
    (
        # Of the curve's heights, one beyond the last corner too, as three equations.
        bending.hat,
        [
            -1,
            -3,
            -4,
            *np.linalg.solve([[2.0, 0.0, 0.0], [3.0, 1.0, 0.0], [4.0, 2.0, 1.0]], [4.0, 0.0, 0.0]),
        ],
    ),
    (
        bends.neurons_for_a_thousandth,
        next(k for k in range(1, 200) if (2 * np.pi / k) ** 2 / 8 <= 1e-3),
    ),
    (checking.three_houses, np.array([[1, 2, 3], [1, 1, 1]]) @ [-30, -90, -150] * 2 / 3),
    (descent.one_step, fitted_one_step),
    (descent.two_steps, fitted_biases([0.0] * 3, epochs=2)),
    (
        training.first_step,
        fitted_one_step(0.0, 0.0, np.array([1, 2, 3]), np.array([400, 400, 700]), 0.1),
    ),
    (rates.back_and_forth, 2 / np.linalg.eigvalsh([[2.0]])[0]),
    (
        rates.steps_until_close,
        np.argmax(np.abs(fitted_biases([0.0, 0.0, 0.0], epochs=20) - 500) < 1) + 1,
    ),
    (training.free_and_frozen, [np.size(np.ones((3 + 1, 2))), np.size(np.ones((5 + 1, 3)))]),
    (large_steps.limit_of_three, [2 / LIMIT, LIMIT]),
    (batches.steps_of_training, len(range(0, 1000, 64)) * 5),
    (batches.house_by_house, fitted_biases([0.0] * 3, batch_size=1)[-1]),
    (network.what_delta_tells, -0.4 * np.array([[0.01, 0.0], [0.0, 0.01]]) @ [1, 3]),
    (backpropagation.four_gradients, slopes_of_two_units()),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->u", delta2, W2, 1 - A1 * A1),
    ),
    (many.network_parameters, np.prod([[5 + 1, 7], [7 + 1, 3]], axis=1).sum()),
    (
        many.from_rows,
        lambda X, W, b: np.transpose(
            [LinearNeuron(w.size, weights=w, bias=v).predict(X) for w, v in zip(W, b, strict=True)]
        ),
    ),
    (silent.trap, np.mean([(p - t) ** 2 for p in (0, 1, 3) for t in (0, 1, 3)])),
    (
        # Each of the four predictions against each of the four targets, as sixteen equations.
        silent.learned,
        np.linalg.lstsq(np.repeat([[0, 1], [1, 1], [2, 1], [5, 1]], 4, axis=0), 4 * [1, 3, 5, 11])[
            0
        ],
    ),
    (start.moving_parameters, parameters_that_matter_at_zero()),
    (start.different_units, units_that_differ_after_a_step()),
    (large_weights.relu_spread, np.roots([200 / 2, 0, -1]).max()),
    (letters.parameters, np.size(np.ones((20 * 20 + 1, 26)))),
    (
        letters.scores,
        np.dot([[2, -1, 2, -1, -1], [-1, 1, 0, 2, 2]], [1, 0, 1, 0, 1]),
    ),
    (harms.left_in_layer_five, np.prod([0.1, *[np.exp2(-2)] * 4])),
    (equal.apart, np.ptp(0.25 * 5.2 + np.array([0.5, -0.3]))),
    (blank.added_to_each, np.linalg.solve(np.full((1, 1), 4.0), [3.0])[0]),
    (
        rare.biases_for_frequencies,
        [0.0, np.log(0.1 / 0.8), -np.log1p(7)],
    ),
    (
        erase.erased,
        np.dot(
            [[1, 0, 0, 1, 1], [1, 0, 0, 0, 1]],
            np.diff([[0.5, -1, 1, 0.5, 0], [1, -2, 3, 2, -1]], axis=0)[0],
        ),
    ),
    (letters.probability, 0.5 + np.tanh(1.5) / 2),
    (new_data.choose, min((5.4, 8), (6.2, 4), (10.1, 2), (14.0, 1), (60, 16))[1]),
    (new_data.too_warm, np.mean([(1 + noise) ** 2 for noise in (-3, 3)])),
    (spared.gradients, slopes_of_penalized_loss),
    (spared.penalized_bias, np.roots([1 + 0.25, -20])[0]),
    (spared.shared, np.linalg.pinv([[1, 2]]) @ [10]),
    (cures.stopped, [3 + 4, 1 + np.argmin([7, 8, 5, 9, 5.5, 5.8, 5.2])]),
]


def relu_slope(
    loss: float = 2, on: Callable[..., object] = lambda z, _w, _b, _x: z > 0
) -> Callable[..., float]:
    """Return the gradient of a ReLU's bias, with a mistake or without, one sample at a time."""

    def gradient(w: float, b: float, x: FloatArray, y: FloatArray) -> float:
        return float(
            np.mean(
                [
                    loss * (max(w * u + b, 0) - v) * float(on(w * u + b, w, b, u))  # type: ignore[arg-type]
                    for u, v in zip(x, y, strict=True)
                ]
            )
        )

    return gradient


def penalized(
    loss: float = 2, weights: float = 2, bias: float = 0, *, power: int = 1, total: bool = False
) -> Callable[..., FloatArray]:
    """Return the penalized gradients, with a mistake or without, one sample at a time."""

    def gradients(
        X: FloatArray, y: FloatArray, w: FloatArray, b: float, alpha: float
    ) -> FloatArray:
        each = [
            loss * (row @ w + b - target) * np.append(row, 1)
            for row, target in zip(X, y, strict=True)
        ]
        penalty = alpha**power * np.append(weights * w, bias * b)
        return np.asarray(np.sum(each, axis=0) / (1 if total else len(y)) + penalty)

    return gradients


def stepped(
    w: float, b: float, x: FloatArray, y: FloatArray, rate: float, *, factor: float = 2
) -> tuple[float, float]:
    residuals = [w * u + b - v for u, v in zip(x, y, strict=True)]
    dw = sum(factor * r * u for r, u in zip(residuals, x, strict=True)) / len(x)
    return w - rate * dw, b - rate * sum(factor * r for r in residuals) / len(x)


# Wrong functions, written in another way than in the checker, and part of what is said of each.
WRONG: list[tuple[FunctionCheck, Callable[..., Any], str]] = [
    (dying.relu_bias_gradient, relu_slope(on=lambda *_: 1), "where the ReLU is off"),
    (dying.relu_bias_gradient, relu_slope(on=lambda _, w, _b, x: w * x > 0), "bias decides"),
    (dying.relu_bias_gradient, relu_slope(on=lambda z, _w, b, _x: z > b), "bias decides"),
    (dying.relu_bias_gradient, relu_slope(on=lambda z, *_: (z > 0) or 0.01), "leaky ReLU"),
    (
        dying.relu_bias_gradient,
        lambda w, b, x, y: np.mean(
            [
                2 * (z - v) if (z := w * u + b) > 0 else 0.02 * (0.01 * z - v)
                for u, v in zip(x, y, strict=True)
            ]
        ),
        "of a leaky ReLU",
    ),
    (
        dying.relu_bias_gradient,
        lambda w, b, x, y: np.mean([2 * (w * u + b - v) for u, v in zip(x, y, strict=True)]),
        "without the ReLU",
    ),
    (
        dying.relu_bias_gradient,
        lambda w, b, x, y: relu_slope()(w, b, x, y) * len(x),
        "of the sum",
    ),
    (
        dying.relu_bias_gradient,
        lambda w, b, x, y: np.mean(
            [2 * (w * u + b - v) for u, v in zip(x, y, strict=True) if w * u + b > 0]
        ),
        "over all samples",
    ),
    (dying.relu_bias_gradient, relu_slope(loss=1), "a factor of 2"),
    (dying.relu_bias_gradient, relu_slope(loss=-2), "prediction minus target"),
    (dying.relu_bias_gradient, relu_slope(on=lambda z, _w, _b, x: (z > 0) * x), "the weight:"),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, _A1: np.einsum("no,uo->u", delta2, W2),
        "the outputs of the layer",
    ),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->nu", delta2, W2, 1 - A1 * A1),
        "one delta for every sample",
    ),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->u", delta2, W2, 1 - A1 * A1) / len(A1),
        "do not average again",
    ),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->n", delta2, W2, 1 - A1 * A1),
        "added over the units",
    ),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->u", delta2, W2, np.cosh(A1) ** -2.0),
        "through tanh already",
    ),
    (
        network.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->u", delta2, W2, A1 - A1 * A1),
        "the slope of a sigmoid",
    ),
    (
        network.hidden_bias_gradient,
        lambda delta2, _W2, A1: np.einsum("nu,no->uo", A1, delta2),
        "the weights to the output",
    ),
    (many.from_rows, lambda X, W, b: np.einsum("sf,fn->sn", X, W) + b, "should take one row"),
    (many.from_rows, lambda X, W, _b: np.einsum("sf,nf->sn", X, W), "left out the biases"),
    (many.from_rows, lambda X, W, b: (np.einsum("sf,nf->ns", X, W) + b).T, "to each sample"),
    (many.from_rows, lambda X, W, b: (np.einsum("sf,nf->sn", X, W) + b).T, "neurons are rows"),
    (many.from_rows, lambda X, W, b: np.einsum("sf,nf->sn", X, W) + sum(b), "its own bias"),
    (spared.gradients, penalized(bias=2), "penalized the bias"),
    (spared.gradients, lambda _X, _y, w, _b, _alpha: [0.0] * (len(w) + 1), "at its lowest point"),
    (spared.gradients, penalized(weights=0), "left out the penalty"),
    (spared.gradients, penalized(weights=1), "2αw, not αw"),
    (spared.gradients, penalized(power=0), "α is missing"),
    (spared.gradients, penalized(weights=-2), "is added too"),
    (spared.gradients, penalized(total=True), "the gradient of the sum"),
    (spared.gradients, penalized(loss=1), "lost the 2"),
    (
        descent.one_step,
        lambda w, b, x, y, rate: [v := stepped(w, b, x, y, rate)[0], stepped(v, b, x, y, rate)[1]],
        "the same weight",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, rate: [stepped(w, v := stepped(w, b, x, y, rate)[1], x, y, rate)[0], v],
        "saw the new bias",
    ),
    (descent.one_step, lambda w, b, x, y, rate: stepped(w, b, x, y, -rate), "walked uphill"),
    (
        descent.one_step,
        lambda w, b, x, y, rate: stepped(w, b, x, y, rate * len(x)),
        "the gradient of the sum",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, rate: stepped(w, b, x, y, rate, factor=1),
        "left out the 2",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, rate: [stepped(w, b, x, y, rate)[0], b],
        "The bias has not moved",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, rate: stepped(w, b, x, y, rate)[::-1],
        "swapped the two",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, _rate: -np.subtract(stepped(w, b, x, y, 1), [w, b]),
        "returned the gradients",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, _rate: stepped(w, b, x, y, 1),
        "left out the learning rate",
    ),
    (
        descent.one_step,
        lambda w, b, x, y, rate: (
            w - rate * np.mean([2 * (w * u + b - v) for u, v in zip(x, y, strict=True)]),
            stepped(w, b, x, y, rate)[1],
        ),
        "by its input",
    ),
]
# Wrong functions that one call could not tell from the right one, and that nobody foresaw.
PASSED_ONCE: list[tuple[FunctionCheck, Callable[..., Any]]] = [
    (dying.relu_bias_gradient, relu_slope(on=lambda _z, _w, _b, x: x > 0)),
    (dying.relu_bias_gradient, lambda *_: 1.25),
    (spared.gradients, penalized(weights=1, power=0)),
    (spared.gradients, penalized(weights=0.5, power=-1)),
    (spared.gradients, penalized(weights=4, power=2)),
]


@pytest.mark.parametrize("check", CHECKERS)
def test_a_checker_explains_at_least_three_mistakes(check: Check | FunctionCheck) -> None:
    judge = check._judge
    assert len(judge.mistakes) >= 3
    for outcomes, why in judge.mistakes:
        assert repr(judge(outcomes)) == f"Not yet. {why}"
        assert why.endswith(".")


@pytest.mark.parametrize("check", CHECKERS)
def test_a_checker_refuses_nonsense(check: Check | FunctionCheck) -> None:
    with pytest.raises(TypeError, match="answer must be"):
        check("nonsense")  # type: ignore[arg-type]


@pytest.mark.parametrize("check", CHECKERS)
def test_every_checker_has_a_right_answer_in_this_file(check: Check | FunctionCheck) -> None:
    assert any(check is known for known, _ in RIGHT)


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_a_checker_accepts_the_right_answer(check: Check, answer: float) -> None:
    assert repr(check(answer)) == "Right."


@pytest.mark.parametrize(("check", "answer", "why"), WRONG)
def test_a_wrong_function_is_explained(
    check: FunctionCheck, answer: Callable[..., ArrayLike], why: str
) -> None:
    said = repr(check(answer))
    assert said.startswith("Not yet. ")
    assert why in said


@pytest.mark.parametrize("check", FUNCTION_CHECKS)
def test_every_mistake_in_a_function_is_made_in_this_file(check: FunctionCheck) -> None:
    said = {check(answer).message for known, answer, _ in WRONG if known is check}
    assert said == {f"Not yet. {why}" for _, why in check._judge.mistakes}


@pytest.mark.parametrize(("check", "answer"), PASSED_ONCE)
def test_a_function_that_is_right_by_accident_is_not_right(
    check: FunctionCheck, answer: Callable[..., ArrayLike]
) -> None:
    assert repr(check(answer)) == "Not yet."


def test_the_cases_of_the_relu_reach_both_of_its_branches() -> None:
    cases: list[Any] = list(dying.relu_bias_gradient._cases)
    for w, b, x, _ in cases:
        z = w * x + b
        assert set(z > 0) == set(x > 0) == {True, False}
        assert ((w * x > 0) != (z > 0)).any()  # where the bias decides
    for position in (0, 1):
        assert {case[position] > 0 for case in cases} == {True, False}


def test_no_case_of_the_penalty_hides_its_strength() -> None:
    strengths = [case[-1] for case in spared.gradients._cases]
    assert len(set(strengths)) == len(strengths) > 1
    assert not {0.5, 1.0} & set(strengths)
