"""Charts are converted in a fork, too, whether or not its parent has converted any."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.queues import Queue

from wbguide_docs.converting import convert

CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"x": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "x", "type": "quantitative", "title": "words in a font"}},
}


def draw(drawn: Queue[str]) -> None:
    drawn.put(convert("vegalite_to_svg", CHART))


def test_a_fork_draws_what_its_parent_has_drawn() -> None:
    expected = convert("vegalite_to_svg", CHART)
    assert "words in a font" in expected
    context = get_context("fork")
    drawn: Queue[str] = context.Queue()
    process = context.Process(target=draw, args=(drawn,))
    process.start()
    try:
        assert drawn.get(timeout=100) == expected
        process.join(timeout=100)  # with the process that drew for it
        assert process.exitcode == 0
    finally:
        process.kill()
