"""Every checker knows the right answer, at least three typical wrong ones, and nonsense."""

import importlib
import pkgutil

import numpy as np
import pytest

import wbguide.exercises
from wbguide import LinearNeuron, learning_rate_limit
from wbguide._validation import FloatArray
from wbguide.exercises import (
    Check,
    FunctionCheck,
    activation_functions,
    backpropagation,
    bending_lines_into_curves,
    from_a_line_to_a_decision,
    good_on_new_data,
    how_weights_start,
    learn_by_gradient_descent,
    many_inputs_many_neurons,
    one_neuron_is_a_line,
    weights_of_a_keras_layer,
    weights_that_recognize_letters,
    what_the_bias_is_for,
)

CHECKERS = [
    pytest.param(getattr(module, name), id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for found in pkgutil.iter_modules(wbguide.exercises.__path__)
    for module in [importlib.import_module(f"wbguide.exercises.{found.name}")]
    for name in module.__all__
]


def fitted_one_step(
    w: float, b: float, x: FloatArray, y: FloatArray, learning_rate: float
) -> list[float]:
    neuron = LinearNeuron(1, weights=[w], bias=b)
    neuron.fit(x[:, np.newaxis], y, learning_rate=learning_rate, epochs=1)
    return [neuron.slope, neuron.intercept]


def slopes_of_two_units() -> list[float]:
    """Differentiate the loss of the network w1 = 0.5, b1 = -1, w2 = 3, b2 = 0 by differences."""

    def loss(parameters: FloatArray) -> float:
        w1, b1, w2, b2 = parameters
        return float(np.logaddexp(0.0, -(w2 * np.tanh(2.0 * w1 + b1) + b2)))  # the target is 1

    start, nudges = np.array([0.5, -1.0, 3.0, 0.0]), 1e-5 * np.eye(4)
    return [(loss(start + nudge) - loss(start - nudge)) / 2e-5 for nudge in nudges]


def parameters_that_matter_at_zero() -> int:
    """Count those of a 3-5-1 network that change its output when only they are not zero."""

    def output(parameters: FloatArray) -> FloatArray:
        W1, b1, W2, b2 = np.split(parameters, [15, 20, 25])
        return np.tanh(np.array([0.3, -0.7, 0.9]) @ W1.reshape(3, 5) + b1) @ W2 + b2

    return sum(bool(output(nudge) != 0) for nudge in np.eye(26))


def slopes_of_penalized_loss(
    X: FloatArray, y: FloatArray, w: FloatArray, b: float, alpha: float
) -> FloatArray:
    """By finite differences, with the bias last and not penalized."""

    def loss(v: FloatArray) -> float:
        return float(np.mean((X @ v[:-1] + v[-1] - y) ** 2) + alpha * v[:-1] @ v[:-1])

    at = np.append(w, b)
    return np.array([(loss(at + h) - loss(at - h)) / 2e-6 for h in 1e-6 * np.eye(at.size)])


# Worked out here, by another way than in the checker where there is one.
RIGHT = [
    (one_neuron_is_a_line.in_dollars, np.polyfit([1.0, 2.0], [300_000.0, 500_000.0], 1)),
    (one_neuron_is_a_line.in_square_feet, np.polyfit([1000.0, 2000.0], [300.0, 500.0], 1)),
    (one_neuron_is_a_line.thermometer, np.polyfit([0.0, 100.0], [32.0, 212.0], 1)),
    (weights_of_a_keras_layer.parameters, 4 + 4 + 4 + 1 + 1 + 1),
    (weights_of_a_keras_layer.mean_of_two, [1 / 2, 1 / 2, 0]),
    (weights_of_a_keras_layer.shapes_without_bias, len(["kernel"])),
    (
        what_the_bias_is_for.through_the_origin,
        np.linalg.lstsq([[1.0], [2.0], [3.0]], [5.0, 6.0, 7.0])[0][0],
    ),
    (what_the_bias_is_for.switch_at, np.roots([1.0, 4 * 2.5])[0]),
    (what_the_bias_is_for.and_gate, [-(1 + 1), -max(0 + 1, 1 + 0)]),
    (from_a_line_to_a_decision.sure_and_wrong, np.log(10)),
    (
        from_a_line_to_a_decision.steep_at_four,
        np.linalg.solve([[0.25, 0.0], [4.0, 1.0]], [1.0, 0.0]),
    ),
    (from_a_line_to_a_decision.baseline, np.log(0.01) - np.log1p(-0.01)),
    # The layer at 0 and at 1: its height there, and its rise.
    (activation_functions.folded, [(2 * 4 - 4 * 1) - (2 * 3 + 4 * 1), 2 * 3 + 4 * 1 + 5]),
    (
        activation_functions.relu_bias_gradient,
        lambda w, b, x, y: (
            np.subtract(
                *[np.mean((np.clip(w * x + b + h, 0, None) - y) ** 2) for h in (1e-6, -1e-6)]
            )
            / 2e-6
        ),
    ),
    (activation_functions.dead_up_to, min(2 * x for x in (1, 3))),
    (bending_lines_into_curves.kink_at, np.roots([-2.0, 3.0])[0]),
    (
        bending_lines_into_curves.through_three_knots,  # the heights at the knots, as three equations
        np.linalg.solve([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [3.0, 2.0, 1.0]], [1.0, 3.0, 2.0]),
    ),
    (
        bending_lines_into_curves.neurons_for_a_thousandth,
        next(k for k in range(1, 200) if (2 * np.pi / k) ** 2 / 8 <= 1e-3),
    ),
    (learn_by_gradient_descent.two_houses, [(-30 - 220), (-30 - 110)]),
    (learn_by_gradient_descent.one_step, fitted_one_step),
    (learn_by_gradient_descent.limit_of_three, learning_rate_limit([[1.0], [2.0], [3.0]])),
    (backpropagation.shape_of_delta, (np.ones((32, 5)) @ np.ones((5, 4))).shape),
    (backpropagation.four_gradients, slopes_of_two_units()),
    (
        backpropagation.hidden_bias_gradient,
        lambda delta2, W2, A1: np.einsum("no,uo,nu->u", delta2, W2, 1 - A1 * A1),
    ),
    (many_inputs_many_neurons.network_parameters, np.prod([[5 + 1, 7], [7 + 1, 3]], axis=1).sum()),
    (many_inputs_many_neurons.trap, np.mean([(p - t) ** 2 for p in (0, 2, 4) for t in (0, 2, 4)])),
    (
        many_inputs_many_neurons.from_rows,
        lambda X, W, b: np.transpose(
            [LinearNeuron(2, weights=w, bias=v).predict(X) for w, v in zip(W, b, strict=True)]
        ),
    ),
    (how_weights_start.moving_parameters, parameters_that_matter_at_zero()),
    (how_weights_start.relu_spread, np.roots([200 / 2, 0, -1]).max()),
    (how_weights_start.size_after_ten, np.sqrt(np.prod(np.full(10, 100 * 0.01 / 2)))),
    (weights_that_recognize_letters.parameters, np.size(np.ones((20 * 20 + 1, 26)))),
    (
        weights_that_recognize_letters.scores,
        np.dot([[2, -1, 2, -1, -1], [-1, 1, 0, 2, 2]], [1, 0, 1, 0, 1]),
    ),
    (
        weights_that_recognize_letters.biases_for_frequencies,
        [0.0, np.log(0.25 / 0.5), -np.log1p(1)],
    ),
    (good_on_new_data.gradients, slopes_of_penalized_loss),
    (good_on_new_data.penalized_bias, np.roots([1 + 0.25, -20])[0]),
    (good_on_new_data.stopped, [3 + 3, 1 + np.argmin([9, 7, 5, 6, 5.5, 5.8])]),
]


@pytest.mark.parametrize("check", CHECKERS)
def test_a_checker_explains_at_least_three_mistakes(check: Check | FunctionCheck) -> None:
    numbers = check._check if isinstance(check, FunctionCheck) else check
    assert len(numbers._mistakes) >= 3
    for value, why in numbers._mistakes:
        assert repr(numbers(value)) == f"Not yet. {why}"
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
