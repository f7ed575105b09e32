"""Pages run when what they would put out might have changed, and only then."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from sphinx.errors import SphinxError
from wbguide_docs.running.runner import with_stored_outputs
from wbguide_docs.running.store import Store, key

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


def test_nothing_changed_runs_nothing(good: Site) -> None:
    build = good.build()
    assert (build.status, build.executed) == (0, 0), build.log


def test_changed_prose_and_display_run_nothing(good: Site) -> None:
    good.replace("numbers", "Prose.", "Other words.")
    good.replace("numbers", "import numpy", ":tags: [hide-input]\nimport numpy")
    build = good.build()
    assert (build.status, build.executed) == (0, 0), build.log
    assert "Other words." in good.html("numbers")
    assert "tag_hide-input" in good.html("numbers")


def test_changed_code_runs_that_page_only(good: Site) -> None:
    good.replace("numbers", "np.arange(3)", "np.arange(5)")
    build = good.build()
    assert (build.status, build.executed) == (0, 1), build.log
    assert "array([0, 1, 2, 3, 4])" in good.html("numbers")


def test_changed_expectation_of_an_error_runs_the_page(good: Site) -> None:
    good.replace("numbers", "ValueError: operands", "TypeError: operands")
    build = good.build()
    good.replace("numbers", "TypeError: operands", "ValueError: operands")
    assert "expected: TypeError: operands" in build.log
    assert build.status != 0


def test_changed_package_fails_the_page_that_relies_on_it(site: Site) -> None:
    site.package.write_text('__version__ = "0"\n\ndef half(x):\n    return x / 2\n')
    site.write(half=page("import wbguide\nassert wbguide.half(6) == 3"), plain=page("1 + 1"))
    assert site.build().status == 0

    site.package.write_text(site.package.read_text().replace("/", "*"))
    for executed in (1, 1):  # a page that failed is not kept; the other loads no package
        build = site.build()
        assert build.status != 0
        assert build.executed == executed
        assert "assert wbguide.half(6) == 3" in build.report("half.md:11")
        assert "AssertionError" in build.report("half.md:11")

    site.package.write_text(site.package.read_text().replace("*", "/"))
    build = site.build()
    assert (build.status, build.executed) == (0, 0), build.log


def test_change_of_the_package_runs_those_pages_that_loaded_it(site: Site) -> None:
    """A page that another change does not concern is not read again, either."""
    (site.package.parent / "drawing.py").write_text("ink = 1\n")
    site.write(draws=page("from wbguide.drawing import ink\nink"), plain=page("import wbguide\n1"))
    assert site.build().executed == 2, site.log

    (site.package.parent / "drawing.py").write_text("ink = 2\n")
    build = site.build()
    assert (build.status, build.executed) == (0, 1), build.log
    assert "0 added, 1 changed" in build.log
    assert "executed draws" in build.log
    assert "<span></span>2\n" in site.html("draws")


@pytest.mark.parametrize("more", [{}, {"kernel_manager_class": None}])
def test_outputs_are_given_however_myst_nb_asks(tmp_path: Path, more: dict[str, None]) -> None:
    """Its next release asks with one argument more."""
    config = SimpleNamespace(execution_cache_path=str(tmp_path))
    page = new_notebook(cells=[new_code_cell("1")])
    with pytest.raises(SphinxError, match=r"page\.md, or what it imports, was changed"):
        with_stored_outputs(page, "page.md", config, None, **more)
    store = Store(tmp_path)
    done = new_notebook(
        cells=[new_code_cell("1", execution_count=1, outputs=[new_output("stream", text="1")])]
    )
    store.choose({key(done): store.save(done, {})})
    with_stored_outputs(page, "page.md", config, None, **more)
    assert page.cells[0].outputs == done.cells[0].outputs


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Have what a test starts heed SIGINT, which a shell's background jobs are told to ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupted_build_keeps_only_whole_outputs_and_no_kernel(site: Site) -> None:
    started = site.folder / "started"
    slow = f"import os, pathlib\npathlib.Path({str(started)!r}).write_text(str(os.getpid()))"
    site.write(fast=page("1 + 1"), slow=page(slow, "import time\ntime.sleep(60)"))
    build = subprocess.Popen(  # noqa: S603  # our own command
        site.command(), env=site.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    stored = site.docs / "_build/executed"
    _wait_until(lambda: started.exists() and any(stored.glob("*/*.json")))
    build.send_signal(signal.SIGINT)
    build.communicate(timeout=20)
    assert build.returncode != 0
    _wait_until(lambda: not Path("/proc", started.read_text()).exists())

    site.replace("slow", "time.sleep(60)", "time.sleep(0)")
    again = site.build()
    assert (again.status, again.executed) == (0, 1), again.log


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
