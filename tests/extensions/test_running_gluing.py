"""`glue` keeps values of a page's code for its prose, and shows nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import RichOutput, capture_output
from wbguide_docs.running.gluing import PREFIX, glue


@pytest.fixture(autouse=True)
def _shell() -> Any:
    InteractiveShell.instance()
    yield
    InteractiveShell.clear_instance()


def glued(**values: object) -> dict[str, str]:
    """Return the texts that are kept, by name; nothing else may be put out."""
    with capture_output() as captured:
        glue(**values)
    outputs: list[RichOutput] = captured.outputs
    assert not captured.stdout + captured.stderr
    assert {kind for output in outputs for kind in output.data} <= {f"{PREFIX}text/plain"}
    return {
        output.metadata["scrapbook"]["name"]: output.data[f"{PREFIX}text/plain"]
        for output in outputs
    }


def test_each_value_is_kept_under_its_name() -> None:
    assert glued(w=200.0, word="two") == {"w": "200.0", "word": "'two'"}


@pytest.mark.parametrize("value", [np.float64(0.5), np.float32(0.5), np.array([[0.5]])])
def test_what_holds_one_number_is_kept_as_that(value: object) -> None:
    assert glued(x=value) == {"x": "0.5"}


def test_an_integer_stays_one() -> None:
    assert glued(n=np.int64(20)) == {"n": "20"}
