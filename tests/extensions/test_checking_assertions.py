"""A page that runs code checks something that could fail."""

from __future__ import annotations

import ast

import pytest
from wbguide_docs.checking.assertions import checks


@pytest.mark.parametrize(
    "code",
    [
        "print(x == 1)",
        "assert True",
        "assert 1 == 1",
        "assert x == x",
        "assert (x == 1, 'message')",
        "np.testing.assert_allclose(x, x)",
        "def never_called():\n    assert x == 1",
        "x.raises(ValueError)",
    ],
)
def test_what_cannot_fail_is_no_check(code: str) -> None:
    assert not checks(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "assert x == 1",
        "assert x",
        "for x in y:\n    assert x < 1",
        "np.testing.assert_allclose(x, 1)",
        "assert_array_equal(x, y)",
        "with pytest.raises(ValueError, match='x'):\n    f()",
    ],
)
def test_what_can_fail_is_a_check(code: str) -> None:
    assert checks(ast.parse(code))
