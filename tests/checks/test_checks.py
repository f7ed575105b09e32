"""The mechanism behind the checkers."""

import numpy as np
import pytest

from wbguide.checks import Check, FunctionCheck, Verdict


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
