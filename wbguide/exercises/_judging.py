"""What all checkers do: compare an answer with the right one, and with known mistakes."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from numpy.typing import ArrayLike

from wbguide._validation import as_positive
from wbguide.exercises._numbers import Numbers, is_close, is_rounded, read

__all__ = ["Check", "FunctionCheck", "Verdict"]

Function: TypeAlias = Callable[..., ArrayLike]
# What came of each case that is looked at: numbers, or the error of a function.
Outcomes: TypeAlias = Sequence[Numbers | ValueError]


@dataclass(frozen=True)
class Verdict:
    """What a checker says of an answer; it is true if the answer is right.

    Parameters
    ----------
    right : bool
        Whether the answer is right.
    message : str
        What to tell the reader.

    Examples
    --------
    >>> Verdict(True, "Right.")
    Right.
    >>> bool(Verdict(False, "Not yet."))
    False
    """

    right: bool
    message: str

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return self.message


class Check:
    """A checker of numbers.

    Parameters
    ----------
    answer : array_like
        The right answer, of any shape. Whole numbers, given as such, are counts: they are exact.
    mistakes : sequence of tuple
        Wrong answers that are often given, each with a sentence that says what is wrong with it.
    rtol : float
        How far a number that is no count may be from the right one, relative to it; for a zero,
        to the largest.

    Raises
    ------
    TypeError
        If an answer is not made of real numbers.
    ValueError
        If a value is not finite, or a mistake is so close to the right answer, or to a mistake
        before it, that it could never be told.

    Examples
    --------
    >>> parameters = Check(15, [(12, "You left out the biases.")])
    >>> parameters(15)
    Right.
    >>> parameters(12)
    Not yet. You left out the biases.
    >>> Check(2.7143)(2.7)
    Not yet. That is close: give 4 digits or more.
    """

    def __init__(
        self,
        answer: ArrayLike,
        mistakes: Sequence[tuple[ArrayLike, str]] = (),
        *,
        rtol: float = 1e-3,
    ) -> None:
        self._judge = _Judge(
            [read("answer", answer)],
            [([read(f"mistakes[{i}]", value)], why) for i, (value, why) in enumerate(mistakes)],
            as_positive("rtol", rtol),
        )

    def __repr__(self) -> str:
        return "<a checker: call it with your answer>"

    def __call__(self, answer: ArrayLike, *more: ArrayLike) -> Verdict:
        """Judge an answer.

        Parameters
        ----------
        answer : array_like
            Your answer. Several numbers may come as a list, a row or a column, or as arrays of
            different shapes in a list, as ``get_weights()`` gives them.
        *more : array_like
            The rest of an answer whose numbers come one by one, without a list around them.

        Returns
        -------
        Verdict
            Whether it is right and, where that is known, what is wrong with it.

        Raises
        ------
        TypeError
            If `answer` is not made of real numbers; true and false are none.
        ValueError
            If a value is not finite, or masked.

        Examples
        --------
        >>> Check([200.0, 100.0])([[200.0], [100.0]])
        Right.
        >>> Check([200.0, 100.0])(200.0, 100.0)
        Right.
        >>> Check([200.0, 100.0])([100.0, 200.0])
        Not yet.
        """
        return self._judge([read("answer", [answer, *more] if more else answer)])


class FunctionCheck:
    """A checker of functions, which are judged by what they return for several inputs.

    Parameters
    ----------
    answer : callable
        A right function.
    mistakes : sequence of tuple
        Wrong functions that are often given, each with a sentence that says what is wrong with it.
    cases : sequence of sequence
        The inputs: the arguments of one call after those of the other. Choose them so that they
        reach each branch of the right function, and tell it from wrong ones.
    rtol : float
        How far a number that is returned may be from the right one, relative to it; for a zero,
        relative to the largest.

    Raises
    ------
    ValueError
        If the right function returns the same for all cases, or if a mistake returns the same as
        the right function, or as a mistake before it, in each case.

    Examples
    --------
    >>> square = FunctionCheck(
    ...     lambda x: x**2, [(lambda x: 2 * x, "That is twice x.")], cases=[[3.0], [-0.5]]
    ... )
    >>> square(lambda x: x * x)
    Right.
    >>> square(lambda x: x + x)
    Not yet. That is twice x.
    """

    def __init__(
        self,
        answer: Function,
        mistakes: Sequence[tuple[Function, str]] = (),
        *,
        cases: Sequence[Sequence[object]],
        rtol: float = 1e-4,
    ) -> None:
        self._cases = tuple(tuple(arguments) for arguments in cases)
        self._judge = _Judge(
            _numbers_of(self._outcomes("answer", answer)),
            [(self._outcomes(f"mistakes[{i}]", f), why) for i, (f, why) in enumerate(mistakes)],
            as_positive("rtol", rtol),
        )
        first = self._judge.right[:1] * len(self._cases)
        if self._judge.agree(first, self._judge.right):
            msg = "cases must differ in the right answer, so that no constant passes"
            raise ValueError(msg)

    def __repr__(self) -> str:
        return "<a checker: call it with a function>"

    def __call__(self, answer: Function) -> Verdict:
        """Judge a function.

        Parameters
        ----------
        answer : callable
            Your function.

        Returns
        -------
        Verdict
            Whether it is right and, where that is known, what is wrong with it.

        Raises
        ------
        TypeError
            If `answer` is not a function, or does not return real numbers.
        ValueError
            If it returns a number that is not finite.

        Examples
        --------
        >>> FunctionCheck(abs, cases=[[-2.0], [3.0]])(lambda x: x)
        Not yet.
        """
        return self._judge(self._outcomes("answer", answer))

    def _outcomes(self, name: str, function: Function) -> list[Numbers | ValueError]:
        if not callable(function):
            msg = f"{name} must be a function; received {type(function).__name__}"
            raise TypeError(msg)
        return [_outcome(name, function, arguments) for arguments in self._cases]


def _outcome(name: str, function: Function, arguments: Sequence[object]) -> Numbers | ValueError:
    try:
        # With arguments of its own, since a function may change them in place.
        returned = function(*copy.deepcopy(arguments))
    except ValueError as error:  # NumPy's word for shapes that do not fit: a mistake may be known
        return error
    if returned is None:
        msg = f"{name} must return numbers; received None: is its `return` missing?"
        raise TypeError(msg)
    return read(name, returned)


def _numbers_of(outcomes: Outcomes) -> list[Numbers]:
    """Return outcomes that are all numbers, or raise the first error among them."""
    numbers = []
    for outcome in outcomes:
        if isinstance(outcome, ValueError):
            raise outcome
        numbers.append(outcome)
    return numbers


@dataclass(frozen=True)
class _Judge:
    """Compares outcomes, case by case, with the right ones and with those of known mistakes."""

    right: list[Numbers]
    mistakes: Sequence[tuple[Outcomes, str]]
    rtol: float

    def __post_init__(self) -> None:
        for i, (outcomes, _) in enumerate(self.mistakes):
            before = [self.right, *(known for known, _ in self.mistakes[:i])]
            if any(self.agree(outcomes, known) for known in before):
                msg = f"mistakes[{i}] must differ from the answer and from the mistakes before it"
                raise ValueError(msg)

    def __call__(self, answer: Outcomes) -> Verdict:
        if self.agree(answer, self.right):
            return Verdict(right=True, message="Right.")
        for known, why in self.mistakes:
            if self.agree(answer, known):
                return Verdict(right=False, message=f"Not yet. {why}")
        hint = self._hint(_numbers_of(answer))
        return Verdict(right=False, message=f"Not yet. {hint}".rstrip())

    def agree(self, one: Outcomes, other: Outcomes) -> bool:
        """Say whether two functions do the same in each case."""
        return all(
            type(a) is type(b)
            if isinstance(a, ValueError) or isinstance(b, ValueError)
            else is_close(a, b, self.rtol)
            for a, b in zip(one, other, strict=True)
        )

    def _hint(self, answer: list[Numbers]) -> str:
        """Return what can be said of an answer that nobody foresaw."""
        if self._is_rounded(answer, self.right):
            return f"That is close: give {1 - round(math.log10(self.rtol))} digits or more."
        rounded = [why for known, why in self.mistakes if self._is_rounded(answer, known)]
        if len(rounded) == 1:
            return rounded[0]
        for given, right in zip(answer, self.right, strict=True):
            if given.lean.shape != right.lean.shape:
                shape = right.values.shape
                wanted = f"have shape {shape}" if shape else "be one number"
                return f"The answer must {wanted}; received shape {given.values.shape}."
        return ""

    def _is_rounded(self, answer: list[Numbers], known: Outcomes) -> bool:
        return all(
            isinstance(value, Numbers) and is_rounded(given, value, self.rtol)
            for given, value in zip(answer, known, strict=True)
        )
