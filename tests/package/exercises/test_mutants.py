"""A checker refuses every small change of a solution that changes what it does."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.package.exercises.mutants import mutants
from tests.package.exercises.solutions import Solution, solutions
from wbguide._validation import FloatArray
from wbguide.exercises import FunctionCheck

SOLUTIONS = solutions()
# Whose answer is read off a layer of Keras: there is nothing to change but the layer.
OF_A_LAYER = {"how_weights_start.moving_parameters"}
NUMBERS = [each for each in SOLUTIONS if not each.is_function and each.name not in OF_A_LAYER]
FUNCTIONS = [each for each in SOLUTIONS if each.is_function]


def sizes(rng: np.random.Generator, count: int) -> list[int]:
    return [int(size) for size in rng.integers(1, 7, count)]


def relu_arguments(rng: np.random.Generator) -> list[Any]:
    (n,) = sizes(rng, 1)
    return [rng.normal(), rng.normal(), rng.normal(size=n), rng.normal(size=n)]


def delta_arguments(rng: np.random.Generator) -> list[Any]:
    n, units, outputs = sizes(rng, 3)
    return [
        rng.normal(size=(n, outputs)),
        rng.normal(size=(units, outputs)),
        np.tanh(rng.normal(size=(n, units))),
    ]


def row_arguments(rng: np.random.Generator) -> list[Any]:
    n, inputs, units = sizes(rng, 3)
    return [rng.normal(size=shape) for shape in ((n, inputs), (units, inputs), (units,))]


def step_arguments(rng: np.random.Generator) -> list[Any]:
    return [*relu_arguments(rng), rng.uniform(0.01, 2.0)]


def penalty_arguments(rng: np.random.Generator) -> list[Any]:
    n, features = sizes(rng, 2)
    arrays = [rng.normal(size=shape) for shape in ((n, features), (n,), (features,))]
    return [*arrays, rng.normal(), rng.uniform(0.01, 2.0)]


ARGUMENTS = {
    "train_a_network_by_hand.hidden_bias_gradient": delta_arguments,
    "learn_by_gradient_descent.one_step": step_arguments,
    "many_inputs_many_neurons.from_rows": row_arguments,
    "when_a_relu_dies.relu_bias_gradient": relu_arguments,
    "why_the_penalty_spares_the_bias.gradients": penalty_arguments,
}


def accepts(solution: Solution, answer: Any) -> bool:
    """Say whether an answer is called right; one that cannot even be judged is not."""
    try:
        with np.errstate(all="ignore"):
            return bool(solution.check(answer))
    except Exception:  # noqa: BLE001 - a mutant may raise anything, and is refused by it
        return False


def numbers(function: Callable[..., Any], arguments: list[Any]) -> FloatArray | None:
    try:
        with np.errstate(all="ignore"):
            returned = function(*arguments)
            if isinstance(returned, list | tuple):
                return np.concatenate([np.ravel(part).astype(np.float64) for part in returned])
            return np.squeeze(np.asarray(returned, dtype=np.float64))
    except Exception:  # noqa: BLE001 - likewise
        return None


def same_numbers(one: FloatArray | None, other: FloatArray | None) -> bool:
    return (
        one is not None
        and other is not None
        and one.shape == other.shape
        and bool(np.allclose(one, other, rtol=1e-9, atol=1e-12))
    )


def what_is_right(solution: Solution) -> list[tuple[list[Any], FloatArray | None]]:
    """Return random inputs of random sizes, each with what the solution makes of it."""
    rng = np.random.default_rng(7)
    right = solution.run(solution.code)
    inputs = [ARGUMENTS[solution.name](rng) for _ in range(40)]
    return [(each, numbers(right, each)) for each in inputs]


def does_that(function: Any, right: list[tuple[list[Any], FloatArray | None]]) -> bool:
    """Compare with what is right all but exactly, and in another way than a checker does."""
    return all(same_numbers(numbers(function, each), expected) for each, expected in right)


def bound(solution: Solution, code: str) -> Any:
    """Return the answer that a mutant makes, or None where its code fails."""
    try:
        with np.errstate(all="ignore"):
            return solution.run(code)
    except Exception:  # noqa: BLE001 - likewise
        return None


def test_every_exercise_has_its_solution_on_a_page() -> None:
    assert len(SOLUTIONS) == len({each.name for each in SOLUTIONS}) == 62
    assert set(ARGUMENTS) == {each.name for each in FUNCTIONS}
    assert {each.name for each in SOLUTIONS if "keras" in each.code} == OF_A_LAYER


@pytest.mark.parametrize("solution", NUMBERS + FUNCTIONS, ids=lambda each: each.name)
def test_the_solution_of_the_page_is_right(solution: Solution) -> None:
    assert solution.check(solution.run(solution.code))


@pytest.mark.parametrize("solution", NUMBERS, ids=lambda each: each.name)
def test_numbers_made_by_mutants_are_refused_unless_they_are_the_same(solution: Solution) -> None:
    changed = mutants(solution.code)
    assert len(changed) >= 10
    right = numbers(solution.run, [solution.code])
    for code in changed:
        same = same_numbers(numbers(solution.run, [code]), right)
        assert accepts(solution, bound(solution, code)) == same, code


@pytest.mark.parametrize("solution", FUNCTIONS, ids=lambda each: each.name)
def test_mutants_of_functions_are_refused_unless_they_do_the_same(solution: Solution) -> None:
    right = what_is_right(solution)
    changed = mutants(solution.code)
    assert len(changed) >= 20
    refused = 0
    for code in changed:
        function = bound(solution, code)
        same = does_that(function, right)
        assert accepts(solution, function) == same, code
        refused += not same
    assert refused >= len(changed) * 0.8  # most changes matter


@pytest.mark.parametrize("solution", FUNCTIONS, ids=lambda each: each.name)
def test_two_changes_to_a_function_do_not_cancel(solution: Solution) -> None:
    right = what_is_right(solution)
    rng = np.random.default_rng(0)
    for first in rng.choice(mutants(solution.code), 8):
        twice = mutants(str(first))
        for code in rng.choice(twice, 20):
            function = bound(solution, str(code))
            same = does_that(function, right)
            assert accepts(solution, function) == same, code


@pytest.mark.parametrize("solution", FUNCTIONS, ids=lambda each: each.name)
def test_no_constant_passes_for_a_function(solution: Solution) -> None:
    assert isinstance(solution.check, FunctionCheck)
    right = solution.run(solution.code)
    returned = [right(*arguments) for arguments in solution.check._cases]
    for constant in [0.0, 1.0, *returned]:
        assert not accepts(solution, lambda *_, constant=constant: constant)


def test_a_checker_whose_cases_hide_a_mistake_is_found() -> None:
    """Where x is positive the sum is, too: the bias may be left out of the slope."""
    (relu,) = (each for each in FUNCTIONS if each.name.endswith("relu_bias_gradient"))
    x, y = np.array([-2.0, -1.0, 0.5, 3.0]), np.array([0.2, -0.5, 2.0, 0.25])
    cases = [[1.5, -0.25, x, y], [2.0, -0.5, x, y]]
    poor = FunctionCheck(relu.run(relu.code), cases=cases)
    with pytest.raises(AssertionError, match=r"\(x > 0\)"):
        test_mutants_of_functions_are_refused_unless_they_do_the_same(replace(relu, check=poor))


def test_counts_that_are_read_off_a_layer_are_exact() -> None:
    (moving,) = (each for each in SOLUTIONS if each.name in OF_A_LAYER)
    counts = itertools.product(range(-1, 27), repeat=2)
    assert [pair for pair in counts if accepts(moving, pair)] == [(1, 0)]


def test_a_mutant_changes_each_part_of_a_solution() -> None:
    """The operator, each term and argument, the constant, the order, the call and its name."""
    code = "def f(x, y):\n    return 2 * np.mean(x - y)"
    bodies = {each.partition("return ")[2] for each in mutants(code)}
    assert bodies >= {
        *("2 + np.mean(x - y)", "2 / np.mean(x - y)", "np.mean(x - y)", "2", "3 * np.mean(x - y)"),
        *("2 * np.sum(x - y)", "2 * (x - y)", "2 * np.mean(x + y)", "2 * np.mean(x)"),
        *("2 * np.mean(y)", "2 * np.mean(y - x)", "2 * np.mean(x - x)", "-2 * np.mean(x - y)"),
    }
    assert code not in mutants(code)
