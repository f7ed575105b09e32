"""Each answer is drawn some day, and all other pages are every day."""

from __future__ import annotations

from tests.site.sampling import SHARE, draw

ANSWERS = [f"questions/{letter}.html" for letter in "abcdefghijkl"]
OTHERS = ["index.html", "questions/index.html", "tutorials/a.html"]


def test_a_part_of_the_answers_is_drawn_with_all_else() -> None:
    found = draw(ANSWERS + OTHERS, "2026-11-27")
    assert [name for name in found if name in OTHERS] == OTHERS
    assert len(found) == len(OTHERS) + len(ANSWERS) / SHARE
    assert found == draw(OTHERS + ANSWERS[::-1], "2026-11-27")


def test_every_answer_is_drawn_some_day() -> None:
    days = [draw(ANSWERS, f"day {day}") for day in range(100)]
    assert {name for drawn in days for name in drawn} == {*ANSWERS}


def test_all_can_be_asked_for() -> None:
    assert draw(ANSWERS, "a word", everything=True) == ANSWERS
