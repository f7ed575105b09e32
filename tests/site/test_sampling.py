"""Each page is drawn some day, and those of the course every day."""

from __future__ import annotations

from tests.site.sampling import SHARES, draw, is_answer

MANY = [f"questions/{letter}.html" for letter in "abcdefghijklmnopqrst"]
OTHERS = ["index.html", "questions/index.html", "tutorials/a.html"]


def test_a_part_of_many_is_drawn_with_all_others() -> None:
    found = draw(MANY + OTHERS, "2026-11-27")
    assert [name for name in found if name in OTHERS] == OTHERS
    assert len(found) == len(OTHERS) + len(MANY) / SHARES["questions"]
    assert found == draw(OTHERS + MANY[::-1], "2026-11-27")


def test_every_page_is_drawn_some_day() -> None:
    days = [draw(MANY, f"day {day}") for day in range(200)]
    assert {name for drawn in days for name in drawn} == {*MANY}


def test_all_can_be_asked_for() -> None:
    assert draw(MANY, "a word", everything=True) == sorted(MANY)


def test_an_index_answers_nothing() -> None:
    assert [name for name in MANY + OTHERS if not is_answer(name)] == OTHERS
