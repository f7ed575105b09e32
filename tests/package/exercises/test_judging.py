"""The mechanism behind the checkers."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck, Verdict

CLOSE = "Not yet. That is close: give 4 digits or more."


def test_a_verdict_is_as_true_as_the_answer_is_right() -> None:
    assert Verdict(right=True, message="Right.")
    assert not Verdict(right=False, message="Not yet.")


def test_the_right_answer_is_right_within_the_tolerance() -> None:
    check = Check([100.0, 0.0], rtol=1e-2)
    assert check([101.0, -1.0])
    assert not check([101.1, 0.0])
    assert not check([100.0, 1.1])


def test_a_thousandth_is_the_tolerance_unless_said_otherwise() -> None:
    assert Check(200.0)(200.199)
    assert not Check(200.0)(200.201)


def test_a_right_answer_of_zero_has_a_tolerance_of_its_own() -> None:
    assert Check(0.0)(0.0009)
    assert not Check(0.0)(0.0011)
    assert Check([0.1, 0.0])([0.1, 0.00009])
    assert not Check([0.1, 0.0])([0.1, 0.00011])


@pytest.mark.parametrize("right", [15, np.int64(15), [15, 3], np.array([15, 3])])
def test_whole_numbers_are_counts_and_exact(right: Any) -> None:
    check = Check(right)
    assert check(np.asarray(right, dtype=float))
    for slightly_off in (np.multiply(right, 1.0001), np.add(right, 1), np.subtract(right, 1)):
        assert repr(check(slightly_off)) == "Not yet."


def test_a_mistake_that_is_a_count_is_exact_too() -> None:
    check = Check(71, [(70, "Round up."), (70.248, "Neurons come whole.")])
    assert repr(check(70)) == "Not yet. Round up."
    assert repr(check(70.25)) == "Not yet. Neurons come whole."
    assert repr(check(70.001)) == "Not yet."


def test_a_known_mistake_is_explained() -> None:
    check = Check(15, [(12, "No bias."), ([1, 2], "Two numbers.")])
    assert repr(check(12)) == "Not yet. No bias."
    assert repr(check([1, 2])) == "Not yet. Two numbers."


def test_an_unknown_mistake_is_not_yet_right() -> None:
    assert repr(Check(15)(14)) == "Not yet."


@pytest.mark.parametrize(
    ("right", "answer"),
    [
        (2.7143, 2.71),
        (2.7143, 2.7),
        (2.7143, 3),
        (-4.59512, -4.6),  # rounded
        (-4.59512, -4.59),  # cut
        (0.180295, 0.18),
        (0.03125, 0.031),
        (11.0929, 11),
        ([11.0929, 0.180295], [11.1, 0.18]),
        ([11.0929, 0.180295], [11.0929, 0.18]),
        (2.7143, np.float32(2.71)),
        (0.125125, Decimal("0.13")),
    ],
)
def test_an_answer_that_was_rounded_too_far_is_told_so(right: Any, answer: Any) -> None:
    assert repr(Check(right)(answer)) == CLOSE


@pytest.mark.parametrize(
    ("right", "answer"),
    [
        (2.7143, 2.72),  # as near as 2.71, but nothing that rounding makes
        (2.7143, 2.0),  # nobody cuts to one digit
        (2.7143, 2.705),
        (2.7143, 0.0),
        (10426, 10427),  # a count
        (10426, 10430),
        (16.0, 20.0),  # of two digits there is nothing to round
        ([11.0929, 0.180295], [11.1, 0.19]),
        ([2.7143, 0.0], [2.71, 0.1]),
    ],
)
def test_nothing_is_said_of_rounding_where_nothing_was_rounded(right: Any, answer: Any) -> None:
    assert repr(Check(right)(answer)) == "Not yet."


def test_a_mistake_that_was_rounded_is_explained() -> None:
    assert repr(Check(5.0, [(0.10536, "The other.")])(0.105)) == "Not yet. The other."
    assert repr(Check(5.0, [([0.10536, 1.0], "Two.")])([0.105, 1.0])) == "Not yet. Two."


def test_what_two_mistakes_may_be_rounded_to_is_not_explained() -> None:
    check = Check(5.0, [(0.07071, "One."), (0.07483, "Another.")])
    assert repr(check(0.07)) == "Not yet."
    assert repr(check(0.071)) == "Not yet. One."


def test_numbers_may_come_as_keras_gives_them() -> None:
    check = Check([0.5, 0.25, 2.0])
    assert check([np.array([[0.5], [0.25]]), np.array([2.0])])
    assert check(([[0.5], [0.25]], 2.0))
    assert not check([np.array([[0.5], [0.25]]), np.array([1.0])])


@pytest.mark.parametrize(
    "answer",
    [
        [[3.0, 1.0]],  # a row, as X @ W + b gives it
        [[3.0], [1.0]],
        [np.array([3.0]), np.array([1.0])],
        [np.array([[3.0]]), np.array([[1.0]])],
        [np.array([[3.0]]), np.array([1.0])],
        np.array([[[3.0, 1.0]]]),
        (np.float32(3), np.int8(1)),
        np.array([3, Fraction(1)], dtype=object),
    ],
)
def test_a_row_and_a_column_are_as_good_as_a_list(answer: Any) -> None:
    assert Check([3.0, 1.0], [([1.0, 3.0], "Swapped.")])(answer)
    assert repr(Check([1.0, 3.0], [([3.0, 1.0], "Swapped.")])(answer)) == "Not yet. Swapped."


def test_numbers_may_come_one_by_one() -> None:
    check = Check([200.0, 100.0], [([100.0, 200.0], "You swapped the two.")])
    assert check(200.0, 100.0)
    assert repr(check(100.0, 200.0)) == "Not yet. You swapped the two."
    assert not check(200.0, 100.0, 0.0)


def test_a_matrix_is_not_read_as_a_list() -> None:
    check = Check([[1.0, 2.0], [3.0, 4.0]])
    assert check([[[1.0, 2.0], [3.0, 4.0]]])
    assert repr(check([1.0, 2.0, 3.0, 4.0])) == (
        "Not yet. The answer must have shape (2, 2); received shape (4,)."
    )


def test_one_number_may_come_in_an_array() -> None:
    check = Check(2.0, [(3.0, "One more.")])
    assert check(np.array([[2.0]]))
    assert repr(check([3.0])) == "Not yet. One more."
    assert repr(check([2.0, 2.0])) == (
        "Not yet. The answer must be one number; received shape (2,)."
    )


def test_a_wrong_shape_is_said() -> None:
    assert repr(Check([1.0, 2.0])(1.0)) == (
        "Not yet. The answer must have shape (2,); received shape ()."
    )
    assert repr(Check([1.0, 2.0])([])) == (
        "Not yet. The answer must have shape (2,); received shape (0,)."
    )


@pytest.mark.parametrize("answer", [Fraction(19, 7), Decimal(19) / Decimal(7), [Fraction(19, 7)]])
def test_fractions_and_decimals_are_numbers(answer: Any) -> None:
    assert Check(19 / 7)(answer)


def test_a_whole_number_may_be_larger_than_any_type_of_numpy() -> None:
    assert Check(2**70)(2**70)
    assert Check(2.0**70)(2**70)
    assert not Check(2**70)(2**71)


@pytest.mark.parametrize(
    ("nonsense", "received"),
    [
        ("fifteen", "<U7"),
        (None, "object"),
        ([1j], "complex128"),
        ({15}, "object"),
        ([15, "fifteen"], "<U7"),
        (np.array(["fifteen", 2], dtype=object), "object"),
        (np.zeros(1, dtype=[("a", float)]), r"\[\('a', '<f8'\)\]"),
        # A bool is a number to Python, but never one to a reader.
        (True, "bool"),
        ([15, True], "bool"),
        (np.array([True]), "bool"),
        (np.array([15, True], dtype=object), "bool"),
    ],
)
def test_what_is_no_number_is_a_type_error(nonsense: Any, received: str) -> None:
    with pytest.raises(TypeError, match=f"answer must be real numbers; received dtype {received}$"):
        Check(1)(nonsense)


@pytest.mark.parametrize("answer", [np.nan, [1.0, math.inf], Decimal("nan"), 10**400])
def test_an_answer_that_is_not_finite_is_a_value_error(answer: Any) -> None:
    with pytest.raises(ValueError, match="answer must be finite in float64"):
        Check(15)(answer)


def test_what_a_mask_hides_is_no_answer() -> None:
    masked = np.ma.array([1.0, 2.0, 3.0], mask=[False, True, True])
    for answer in (masked, [masked]):
        with pytest.raises(ValueError, match="answer must not be masked; received 2 masked values"):
            Check([1.0, 2.0, 3.0])(answer)
    assert Check([1.0, 2.0])(np.ma.array([1.0, 2.0]))


@pytest.mark.parametrize("mistakes", [[(15, "Equal.")], [(12, "First."), (12, "Again.")]])
def test_a_mistake_that_could_never_be_told_is_refused(mistakes: list[tuple[int, str]]) -> None:
    message = r"mistakes\[\d\] must differ from the answer and from the mistakes before it"
    with pytest.raises(ValueError, match=message):
        Check(15, mistakes)


def test_what_makes_no_checker_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="answer must be real numbers; received dtype <U3"):
        Check("one")
    with pytest.raises(TypeError, match=r"mistakes\[1\] must be real numbers; received dtype bool"):
        Check(3, [(2, ""), (True, "")])
    with pytest.raises(ValueError, match=r"rtol must be positive; received 0.0"):
        Check(3, rtol=0)


def test_a_function_is_judged_by_what_it_returns() -> None:
    check = FunctionCheck(
        lambda x, y: x - y,
        [(lambda x, y: y - x, "The sign.")],
        cases=[[np.arange(3.0), 1.0], [np.arange(2.0), -0.5]],
    )
    assert check(lambda x, y: -(y - x))
    assert repr(check(lambda x, y: y - x)) == "Not yet. The sign."
    assert repr(check(lambda x, y: x + y)) == "Not yet."


def test_a_function_must_be_right_in_every_case() -> None:
    check = FunctionCheck(abs, [(lambda x: -x, "The sign.")], cases=[[-2.0], [-3.0], [1.0]])
    assert repr(check(lambda x: -x)) == "Not yet. The sign."
    assert repr(check(lambda x: x)) == "Not yet."
    assert repr(check(lambda x: x * x)) == "Not yet."


def test_a_function_is_held_to_a_ten_thousandth() -> None:
    check = FunctionCheck(abs, cases=[[-2.0], [3.0]])
    assert check(lambda x: abs(x) * 1.00009)
    assert not check(lambda x: abs(x) * 1.00011)
    assert FunctionCheck(abs, cases=[[-2.0], [3.0]], rtol=0.1)(lambda x: abs(x) * 1.09)


@pytest.mark.parametrize("cases", [[], [[2.0]], [[2.0], [-2.0]]])
def test_cases_in_which_a_constant_is_right_are_refused(cases: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="cases must differ in the right answer"):
        FunctionCheck(abs, cases=cases)


def test_a_mistake_that_could_never_be_told_from_the_right_function_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mistakes\[0\] must differ from the answer"):
        FunctionCheck(abs, [(lambda x: x, "The sign.")], cases=[[2.0], [3.0]])


def test_a_number_is_no_function() -> None:
    check = FunctionCheck(abs, cases=[[1.0], [-2.0]])
    with pytest.raises(TypeError, match="answer must be a function; received float"):
        check(1.0)  # type: ignore[arg-type]


def test_a_function_that_changes_its_arguments_spoils_no_later_answer() -> None:
    check = FunctionCheck(lambda x: x + 1.0, cases=[[np.arange(3.0)], [np.zeros(2)]])

    def in_place(x: FloatArray) -> FloatArray:
        x += 1.0
        return x

    assert check(in_place)
    assert check(lambda x: 1.0 + x)


def test_arguments_that_are_lists_are_copied_to_the_bottom() -> None:
    check = FunctionCheck(lambda pair: sum(pair[0]), cases=[[[[1.0, 2.0]]], [[[4.0]]]])

    def emptying(pair: list[list[float]]) -> float:
        total = sum(pair[0])
        pair[0].clear()
        return total

    assert check(emptying)
    assert check(emptying)


def test_a_function_without_a_return_is_told_so() -> None:
    check = FunctionCheck(abs, cases=[[1.0], [-2.0]])
    with pytest.raises(TypeError, match="answer must return numbers; received None: is its `ret"):
        check(lambda _: None)  # type: ignore[arg-type, return-value]


def test_a_function_that_rounds_is_told_so() -> None:
    check = FunctionCheck(lambda x: x**0.5, cases=[[2.0], [3.0]])
    assert repr(check(lambda x: round(x**0.5, 2))) == CLOSE.replace("4", "5")  # a finer rtol


# For a square W, a forgotten `.T` goes unnoticed by NumPy; for others, shapes do not fit.
SHAPES = FunctionCheck(
    lambda x, W: x @ W.T,
    [(lambda x, W: x @ W, "Transpose.")],
    cases=[
        [np.ones(2), np.array([[1.0, 2.0], [3.0, 4.0]])],
        [np.ones(2), np.arange(6.0).reshape(3, 2)],
    ],
)


def test_a_mistake_may_fail_in_a_case_as_the_known_one_does() -> None:
    assert repr(SHAPES(np.dot)) == "Not yet. Transpose."


def test_an_error_that_no_known_mistake_explains_is_the_readers_to_see() -> None:
    with pytest.raises(ValueError, match="matmul: Input operand 1 has a mismatch"):
        SHAPES(lambda x, W: 2 * x @ W)
    with pytest.raises(ZeroDivisionError):
        SHAPES(lambda *_: 1 / 0)


def test_a_checker_is_not_made_of_a_function_that_fails() -> None:
    with pytest.raises(ValueError, match="matmul"):
        FunctionCheck(lambda x, W: x @ W, cases=SHAPES._cases)


def test_a_checker_says_what_to_do_with_it_and_not_what_is_right() -> None:
    assert repr(Check(12)) == "<a checker: call it with your answer>"
    assert repr(SHAPES) == "<a checker: call it with a function>"
