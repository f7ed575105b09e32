"""Code is parsed as IPython runs it."""

from __future__ import annotations

import ast

import pytest
from wbguide_docs.reading.syntax import parse


def names_by_line(source: str) -> list[tuple[int, int | None, list[str]]]:
    """Return the lines of each statement, and the names in it that are the page's."""
    return [
        (
            node.lineno,
            node.end_lineno,
            [
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and each.id != "get_ipython"
            ],
        )
        for node in parse(source).body
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("%matplotlib inline\nx = 1", [(1, 1, []), (2, 2, ["x"])]),
        ("\n\nx = 1\n!ls\ny", [(3, 3, ["x"]), (4, 4, []), (5, 5, ["y"])]),
        ("files = !ls\nx = %who\n", [(1, 1, ["files"]), (2, 2, ["x"])]),
        ("%pip install \\\n  numpy\nx", [(1, 2, []), (3, 3, ["x"])]),
        ("x = %time 1 + \\\n  2\ny", [(1, 2, ["x"]), (3, 3, ["y"])]),
        ("x?\ny", [(1, 1, []), (2, 2, ["y"])]),
        ("for x in y:\n    %time z\nw", [(1, 2, ["x", "y"]), (3, 3, ["w"])]),
        ("%%time\nx = 1", [(2, 2, ["x"])]),
        ("%%bash\nx = 1", []),
        ("text = '''\n%x\n'''\ny = 5\ny % 2", [(1, 3, ["text"]), (4, 4, ["y"]), (5, 5, ["y"])]),
        ("x = = 1", []),
    ],
)
def test_statements_keep_their_lines(
    source: str, found: list[tuple[int, int | None, list[str]]]
) -> None:
    assert names_by_line(source) == found
