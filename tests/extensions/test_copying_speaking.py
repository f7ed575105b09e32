"""What is copied says in a file what the page shows."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode, v4
from wbguide_docs.copying.speaking import changed, spoken
from wbguide_docs.rendering.charts import MIME_TYPE


def result(text: str, **data: Any) -> NotebookNode:
    """Return the output of a last expression."""
    output: NotebookNode = v4.new_output("execute_result", {"text/plain": text} | data)
    return output


FIGURE = v4.new_output("display_data", {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})
FAILURE = v4.new_output("error", ename="ValueError", evalue="no", traceback=[])
CAUGHT = """\
try:
    fail()
except Exception as error:  # the page announces it
    print(f"{type(error).__name__}: {error}")"""


@pytest.mark.parametrize(
    ("source", "output", "said"),
    [
        ("x = 1\nx  # why", result("1"), "x = 1\nprint(x)  # why"),
        ("w, b", result("(1, 2)"), "print((w, b))"),
        ("X @ w", result("array([1.])"), "print(repr(X @ w))"),
        ("word", result("'two'"), "print(repr(word))"),
        (
            "import matplotlib.pyplot as plt\nplt.plot([1]);",
            FIGURE,
            "import matplotlib.pyplot as plt\nplt.plot([1]);\nplt.show()",
        ),
        ("draw();", FIGURE, "draw();\nimport matplotlib.pyplot as plt\nplt.show()"),
        (
            "fit()",
            result("alt.Chart(...)", **{MIME_TYPE: {}}),
            'chart = fit()\nchart.save("chart.html")  # to be opened in a browser\nchart',
        ),
        (
            "fail()",
            FAILURE,
            CAUGHT,
        ),
        ("x = 1", v4.new_output("stream", text="1"), "x = 1"),
    ],
)
def test_what_a_cell_shows_is_said(source: str, output: NotebookNode, said: str) -> None:
    assert spoken(source, [output]) == said


def test_pyplot_is_imported_once() -> None:
    assert spoken("draw();", [FIGURE], "import matplotlib.pyplot as plt") == "draw();\nplt.show()"


def test_only_the_lines_that_change_are_kept_apart() -> None:
    assert changed("a\nb\nc", "a\nb\nprint(c)") == (2, "print(c)")
    assert changed("a\n", "a") is None
    assert changed("a", "a\nb") == (1, "b")
