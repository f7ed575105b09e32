"""Outputs are shown as a reader can use them."""

from __future__ import annotations

import pytest

from tests.extensions.tiny_site import Site, page

GOOD = """\
:tags: [raises-exception]
:raises: "ValueError: operands could not be broadcast together with shapes (2,)"
np.ones(2) + np.ones(3)"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site that has been built without a fault."""
    site = Site(tmp_path_factory.mktemp("good"))
    site.package.write_text('__version__ = "0"\n\ndef half(x):\n    return x / 2\n')
    site.write(
        numbers=page("import numpy as np\nnp.arange(3)", GOOD),
        layers=page(
            "import keras\nmodel = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])",
            "model.summary()",
        ),
        half=page("import wbguide\nassert wbguide.half(6) == 3", "wbguide.half(8)"),
    )
    build = site.build("-j", "auto")
    assert (build.status, build.executed) == (0, 3), build.log
    return site


def test_outputs_are_on_the_page(good: Site) -> None:
    assert "array([0, 1, 2])" in good.html("numbers")


def test_announced_error_is_shown_in_one_line(good: Site) -> None:
    html = good.html("numbers")
    shown = "ValueError: operands could not be broadcast together with shapes (2,) (3,)"
    assert shown in html
    assert "Traceback" not in html
    assert "Cell In[" not in html


def test_noise_of_tensorflow_reaches_neither_page_nor_log(good: Site) -> None:
    for noise in ("absl", "cudart", "oneDNN", "cpu_feature_guard"):
        assert noise not in good.html("layers") + good.log


def test_keras_summary_is_plain_text(good: Site) -> None:
    assert (
        "│ dense (Dense)                   │ (None, 1)              │             3 │"
        in good.html("layers")
    )
