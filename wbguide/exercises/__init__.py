"""Checkers for the exercises of the tutorials, one module a tutorial.

A checker takes your answer, says whether it is right and, if it is a well-known wrong one, what is
wrong with it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_float_array, as_positive

__all__ = ["Check", "FunctionCheck", "Verdict"]

Function: TypeAlias = Callable[..., ArrayLike]


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
        The right answer, of any shape.
    mistakes : sequence of tuple
        Wrong answers that are often given, each with a sentence that says what is wrong with it.
    rtol : float
        How far a number may be from the right one, relative to it; for a zero, to the largest.

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
    """

    def __init__(
        self,
        answer: ArrayLike,
        mistakes: Sequence[tuple[ArrayLike, str]] = (),
        *,
        rtol: float = 1e-3,
    ) -> None:
        self._answer = as_float_array("answer", answer)
        self._mistakes = [
            (as_float_array(f"mistakes[{i}]", value), why)
            for i, (value, why) in enumerate(mistakes)
        ]
        self._rtol = as_positive("rtol", rtol)
        for i, (value, why) in enumerate(self._mistakes):
            if self._judge(value) != Verdict(right=False, message=f"Not yet. {why}"):
                msg = f"mistakes[{i}] must differ from the answer and from the mistakes before it"
                raise ValueError(msg)

    def __call__(self, answer: ArrayLike) -> Verdict:
        """Judge an answer.

        Parameters
        ----------
        answer : array_like
            Your answer. Several numbers may also come as arrays of different shapes in a list, as
            ``get_weights()`` gives them; they are read one after the other.

        Returns
        -------
        Verdict
            Whether it is right and, where that is known, what is wrong with it.

        Raises
        ------
        TypeError
            If `answer` is not made of real numbers.
        ValueError
            If a value is not finite.

        Examples
        --------
        >>> Check([200.0, 100.0])([100.0, 200.0])
        Not yet.
        """
        numbers = as_float_array("answer", _in_one_array(answer))
        if self._answer.ndim == 0 and numbers.size == 1:
            numbers = numbers.reshape(())
        return self._judge(numbers)

    def _judge(self, answer: FloatArray) -> Verdict:
        if self._is_close(answer, self._answer):
            return Verdict(right=True, message="Right.")
        return Verdict(right=False, message=f"Not yet. {self._explain(answer)}".rstrip())

    def _explain(self, answer: FloatArray) -> str:
        for value, why in self._mistakes:
            if self._is_close(answer, value):
                return why
        if answer.shape != self._answer.shape:
            wanted = f"have shape {self._answer.shape}" if self._answer.ndim else "be one number"
            return f"The answer must {wanted}; received shape {answer.shape}."
        # A reader rounds: to fewer digits, so that the answer is neither right nor a mistake.
        if self._is_close(answer, self._answer, slack=10.0):
            return "That is close: round less."
        rounded = (why for value, why in self._mistakes if self._is_close(answer, value, 10.0))
        return next(rounded, "")

    def _is_close(self, answer: FloatArray, value: FloatArray, slack: float = 1.0) -> bool:
        if answer.shape != value.shape:
            return False
        size = np.abs(value)
        tolerance = slack * self._rtol * np.where(size, size, size.max(initial=0.0) or 1.0)
        return bool((np.abs(answer - value) <= tolerance).all())


def _in_one_array(answer: ArrayLike) -> ArrayLike:
    """Return arrays of different shapes one after the other, and anything else as it is."""
    try:
        np.shape(answer)
    except ValueError:
        # Only something nested and uneven has no shape.
        return [number for part in list(answer) for number in np.ravel(_in_one_array(part))]  # type: ignore[arg-type]
    return answer


class FunctionCheck:
    """A checker of functions, which are judged by what they return.

    Parameters
    ----------
    answer : callable
        A right function.
    mistakes : sequence of tuple
        Wrong functions that are often given, each with a sentence that says what is wrong with it.
    arguments : sequence
        What every function is called with.
    rtol : float
        How far a number that is returned may be from the right one, relative to it; for a zero,
        relative to the largest.

    Raises
    ------
    ValueError
        If a mistake returns the same as the right function, or as a mistake before it.

    Examples
    --------
    >>> square = FunctionCheck(
    ...     lambda x: x**2, [(lambda x: 2 * x, "That is twice x.")], arguments=[3.0]
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
        arguments: Sequence[object],
        rtol: float = 1e-3,
    ) -> None:
        self._arguments = tuple(arguments)
        returned = [(self._call(function), why) for function, why in mistakes]
        self._check = Check(self._call(answer), returned, rtol=rtol)

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
        >>> FunctionCheck(abs, arguments=[-2.0])(lambda x: x)
        Not yet.
        """
        if not callable(answer):
            msg = f"answer must be a function; received {type(answer).__name__}"
            raise TypeError(msg)
        returned = self._call(answer)
        if returned is None:
            msg = "answer must return numbers; received None: is its `return` missing?"
            raise TypeError(msg)
        return self._check(returned)

    def _call(self, function: Function) -> ArrayLike:
        # With arguments of its own, since a function may change them in place.
        return function(*copy.deepcopy(self._arguments))
