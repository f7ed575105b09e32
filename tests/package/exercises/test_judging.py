"""The mechanism behind the checkers."""

import numpy as np
import pytest

from wbguide._validation import FloatArray
from wbguide.exercises import Check, FunctionCheck, Verdict


def test_a_verdict_is_as_true_as_the_answer_is_right() -> None:
    assert Verdict(right=True, message="Right.")
    assert not Verdict(right=False, message="Not yet.")


def test_the_right_answer_is_right_within_the_tolerance() -> None:
    check = Check([100.0, 0.0], rtol=1e-2)
    assert check([101.0, -1.0])
    assert not check([101.1, 0.0])


def test_a_known_mistake_is_explained() -> None:
    check = Check(15, [(12, "No bias."), ([1, 2], "Two numbers.")])
    assert repr(check(12)) == "Not yet. No bias."
    assert repr(check([1, 2])) == "Not yet. Two numbers."


def test_an_unknown_mistake_is_not_yet_right() -> None:
    assert repr(Check(15)(14)) == "Not yet."


def test_an_answer_that_was_rounded_too_early_is_told_so() -> None:
    assert repr(Check(2.7143)(2.71)) == "Not yet. That is close: round less."


def test_a_mistake_that_was_rounded_is_explained() -> None:
    assert repr(Check(5.0, [(0.10536, "The other.")])(0.105)) == "Not yet. The other."


def test_numbers_may_come_as_keras_gives_them() -> None:
    check = Check([0.5, 0.25, 2.0])
    assert check([np.array([[0.5], [0.25]]), np.array([2.0])])
    assert check(([[0.5], [0.25]], 2.0))
    assert not check([np.array([[0.5], [0.25]]), np.array([1.0])])


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


def test_a_right_answer_of_zero_has_a_tolerance_of_its_own() -> None:
    assert Check(0.0)(1e-4)
    assert not Check(0.0)(1e-2)


@pytest.mark.parametrize("nonsense", ["fifteen", None, [1j]])
def test_nonsense_is_a_type_error(nonsense: object) -> None:
    with pytest.raises(TypeError, match="answer must be real numbers; received dtype"):
        Check(15)(nonsense)  # type: ignore[arg-type]


def test_an_answer_that_is_no_number_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="answer must be finite"):
        Check(15)(np.nan)


@pytest.mark.parametrize("mistakes", [[(15, "Equal.")], [(12, "First."), (12, "Again.")]])
def test_a_mistake_that_could_never_be_told_is_refused(mistakes: list[tuple[int, str]]) -> None:
    with pytest.raises(ValueError, match=r"mistakes\[\d\] must differ from the answer"):
        Check(15, mistakes)


def test_a_function_is_judged_by_what_it_returns() -> None:
    check = FunctionCheck(
        lambda x, y: x - y, [(lambda x, y: y - x, "The sign.")], arguments=[np.arange(3.0), 1.0]
    )
    assert check(lambda x, y: -(y - x))
    assert repr(check(lambda x, y: y - x)) == "Not yet. The sign."
    assert repr(check(lambda x, y: x + y)) == "Not yet."


def test_a_number_is_no_function() -> None:
    with pytest.raises(TypeError, match="answer must be a function; received float"):
        FunctionCheck(abs, arguments=[1.0])(1.0)  # type: ignore[arg-type]


def test_a_function_that_changes_its_arguments_spoils_no_later_answer() -> None:
    check = FunctionCheck(lambda x: x + 1.0, arguments=[np.arange(3.0)])

    def in_place(x: FloatArray) -> FloatArray:
        x += 1.0
        return x

    assert check(in_place)
    assert check(lambda x: 1.0 + x)


def test_a_function_without_a_return_is_told_so() -> None:
    with pytest.raises(TypeError, match="answer must return numbers; received None"):
        FunctionCheck(abs, arguments=[1.0])(lambda _: None)  # type: ignore[arg-type, return-value]
