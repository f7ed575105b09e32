"""A drawing gets the scores of its layer, goals are reached, and what does not fit is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.package.interactive.reading import (
    FUNCTIONS,
    about,
    parameters,
    parts,
    python_of,
    value_of,
)
from wbguide._validation import FloatArray
from wbguide.datasets import letters
from wbguide.interactive import read_drawing

# The nearest of three mean images m to x has the greatest score: the product of both, less half of
# the product of m with itself.
X, Y = letters(300, alphabet="EFL", fonts="training", rng=np.random.default_rng(0))
MEANS = np.array([X[k == Y].mean(axis=0) for k in range(3)])
W, B = MEANS.T, -np.sum(MEANS**2, axis=1) / 2
IMAGES = MEANS > 0.5
CHART = read_drawing(W, B, IMAGES, names="EFL", turn="EF")
PARAMETERS, GOALS = parameters(CHART), about(CHART)["goals"]

# A has ink on the left, and B everywhere.
TINY: tuple[Any, ...] = (
    [[1, 1], [-2, 1], [1, 1], [-2, 1]],
    [0.5, 0],
    [[1, 0, 1, 0], [1, 1, 1, 1]],
)

VEGA = FUNCTIONS | {
    "abs": abs,
    "log": math.log,
    "extent": lambda numbers: (min(numbers), max(numbers)),
    "indexof": lambda numbers, number: numbers.index(number) if number in numbers else -1,
    "isArray": lambda value: isinstance(value, list),
}


@cache
def code_of(expression: str) -> CodeType:
    return compile(python_of(expression), "a parameter", "eval")


def read(
    letter: int = 0,
    changed: Iterable[int] = (),
    looked: int = 0,
    often: float = 1.0,
) -> dict[str, Any]:
    """Return what follows from a letter of which some pixels have been changed."""
    keys = [256 * letter + int(pixel) for pixel in changed]
    pad = SimpleNamespace(key=keys or None)
    known: dict[str, Any] = {"pad": pad, "letter": letter, "looked": looked, "often": often}
    for name, each in PARAMETERS.items():
        if name == "stacked":  # from here on it is about places
            break
        if "expr" in each:
            known[name] = eval(code_of(each["expr"]), VEGA | known)  # noqa: S307
    return known


def done(known: dict[str, Any]) -> list[bool]:
    return [bool(value_of(goal["when"], **VEGA | known)) for goal in GOALS]


def drawn(letter: int, changed: Iterable[int]) -> FloatArray:
    image: FloatArray = IMAGES[letter].astype(np.float64)
    image[list(changed)] = 1 - image[list(changed)]
    return image


def test_scores_are_those_of_the_layer_in_few_decimals() -> None:
    rng = np.random.default_rng(1)
    for letter in (0, 1, 2) * 3:
        changed = rng.permutation(256)[: rng.integers(0, 120)]
        looked, often = int(rng.integers(3)), float(rng.integers(1, 101))
        known = read(letter, changed, looked, often)
        image = drawn(letter, changed)
        biases = B.round(2) + math.log(often) * (np.arange(3) == looked)
        scores = image @ W.round(1) + biases
        np.testing.assert_array_equal(known["ink"], image)
        np.testing.assert_allclose(known["points"], image @ W.round(1), rtol=0, atol=1e-9)
        np.testing.assert_allclose(known["biases"], biases, rtol=0, atol=1e-9)
        np.testing.assert_allclose(known["scores"], scores, rtol=0, atol=1e-9)
        assert [known["second"], known["winner"]] == np.argsort(scores)[-2:].tolist()
        column = W.round(1)[:, looked]
        assert known["ink_for"] == pytest.approx(image @ np.maximum(0, column))
        assert known["ink_against"] == pytest.approx(image @ np.maximum(0, -column))
        assert (known["n_added"], known["n_erased"]) == (
            np.sum(image > IMAGES[letter]),
            np.sum(image < IMAGES[letter]),
        )


def test_what_is_changed_on_one_letter_stays_on_it() -> None:
    known = read(1, np.arange(256) - 256)  # of the first letter
    np.testing.assert_array_equal(known["ink"], IMAGES[1])


def test_each_goal_can_be_reached_and_is_not_yet() -> None:
    assert [goal["say"] for goal in GOALS] == [
        "Turn E into F by erasing only.",
        "Load F, and turn it into E with 6 pixels of ink or fewer.",
        "Clear the pad, and see which letter wins. Say why.",
        "Look at E, and let it come more often, until the empty pad is read as E.",
    ]
    assert not any(done(read()))
    only_e = np.flatnonzero(IMAGES[0] > IMAGES[1])
    assert done(read(0, only_e)) == [True, False, False, False]
    assert not any(done(read(0, only_e, 1, 2.0)))  # not by its bias
    strongest = [pixel for pixel in np.argsort(W[:, 1] - W[:, 0]) if not IMAGES[1, pixel]]
    assert done(read(1, strongest[:6])) == [False, True, False, False]
    assert not any(done(read(1, strongest[:7])))
    everything = np.flatnonzero(IMAGES[2])
    assert done(read(2, everything)) == [False, False, True, False]
    assert done(read(2, everything, 0, 100.0)) == [False, False, False, True]


@pytest.mark.parametrize(("bias", "most"), [(0, 2), (5, 4)])  # ln 100 is 4.6
def test_where_no_frequency_turns_the_empty_pad_it_is_no_goal(bias: float, most: int) -> None:
    chart = read_drawing(TINY[0], [bias, 0], TINY[2], names="AB", turn="BA")
    assert [goal["say"] for goal in about(chart)["goals"]] == [
        "Turn B into A by erasing only.",
        f"Load A, and turn it into B with {most} pixels of ink or fewer.",
        "Clear the pad, and see which letter wins. Say why.",
    ]


def test_a_pad_is_made_of_what_is_written_down() -> None:
    expected = (Path(__file__).parent / "charts/read_drawing.txt").read_text(encoding="utf-8")
    chart = read_drawing(*TINY, names="AB", turn="BA")
    assert parts(chart).splitlines() == expected.splitlines()
    assert chart.to_dict() == read_drawing(*TINY, names="AB", turn="BA").to_dict()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"names": "ab"}, "names must be different letters from A to Z; received 'ab'"),
        ({"names": "A"}, "names must have 2 to 10 letters; received 1"),
        ({"names": "ABCDEFGHIJK"}, "names must have 2 to 10 letters; received 11"),
        (
            {"weights": np.ones((3, 2))},
            "weights must have a square of at most 256 rows and 2 columns; received shape (3, 2)",
        ),
        ({"weights": np.ones((4, 3))}, "received shape (4, 3)"),
        ({"weights": np.ones((289, 2))}, "received shape (289, 2)"),
        ({"biases": [1, 2, 3]}, "biases must have shape (2,); received shape (3,)"),
        (
            {"images": [[1, 0, 1, 0]]},
            "images must hold 0 and 1 in shape (2, 4); received shape (1, 4), from 0 to 1",
        ),
        ({"images": np.full((2, 4), 0.5)}, "received shape (2, 4), from 0.5 to 0.5"),
        ({"images": np.ones((2, 4))}, "images must be read right; received A that is not"),
        ({"turn": "A"}, "turn must be two of the letters AB; received 'A'"),
        ({"turn": "AC"}, "turn must be two of the letters AB; received 'AC'"),
        ({"turn": "AA"}, "turn must be different letters from A to Z; received 'AA'"),
        (
            {"turn": "AB"},  # B has more ink
            "the first becomes the second by erasing, and the second the first by ink; received",
        ),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], message: str) -> None:
    weights, biases, images = TINY
    given = {"weights": weights, "biases": biases, "images": images, "names": "AB", "turn": "BA"}
    with pytest.raises(ValueError, match=re.escape(message)):
        read_drawing(**given | changed)


def test_a_letter_that_ink_cannot_turn_is_refused() -> None:
    weights = [[0, 1], [2, 0], [0, 0], [0, 0]]
    images = [[1, 1, 1, 1], [1, 0, 0, 0]]  # erasing turns B into A, and A has no paper left
    with pytest.raises(ValueError, match="turn must be two letters of which"):
        read_drawing(weights, [0.5, 0], images, names="AB", turn="BA")
