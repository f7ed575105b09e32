"""The build runs every page, shows what it gave, and fails when it is not what it should be."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.extensions.tiny_site import Build, Site, page

GOOD = """\
:tags: [raises-exception]
:raises: "ValueError: operands could not be broadcast together with shapes (2,)"
np.ones(2) + np.ones(3)"""

BROKEN = {
    "zero": page("print('before')", "def invert(x):\n    return 1 / x", "invert(0)"),
    "name": page("print(leaked)"),
    "loop": page("1", "while True:\n    pass"),
    "dead": page("import os", "os._exit(1)"),
    "silent": page(':tags: [raises-exception]\n:raises: "ValueError: x"\nprint(1)'),
    "other": page(":tags: [raises-exception]\n:raises: 'ValueError: x'\nraise ValueError('y')"),
    "untold": page(":tags: [raises-exception]\nraise ValueError('y')"),
    "untagged": page(":raises: 'ValueError: y'\nraise ValueError('y')"),
    "options": page(":tags: [raises-exception\n1"),
    "stderr": page(
        "import os, subprocess, sys, threading, warnings",
        "print('from print', end='', file=sys.stderr)",
        "warnings.warn('from warn')",
        "warnings.warn('from deprecation', DeprecationWarning)",
        "import numpy as np\nnp.array([1.0]) / 0",
        "os.write(2, b'I0000 00:00:1.5  1 other.cc:1] from C\\n');",
        "t = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()",
        "subprocess.run('echo from subprocess >&2', shell=True);",
        "import atexit\natexit.register(print, 'from exit', file=sys.stderr);",
    ),
    "stdout": page("import subprocess\nsubprocess.run(['echo', 'unseen']);"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build, not strictly, a site on which every page but one fails."""
    site = Site(tmp_path_factory.mktemp("broken"))
    site.write(**BROKEN, fine=page("1 + 1"))
    return site.build("-D", "execution_seconds_per_page=10", strict=False)


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


def test_broken_pages_fail_even_a_build_that_is_not_strict(broken: Build) -> None:
    assert broken.status != 0
    assert ", ".join(sorted(BROKEN)) in broken.log.splitlines()[-1]


def test_error_is_listed_with_its_line_source_and_traceback(broken: Build) -> None:
    report = broken.report("zero.md:20")
    assert "this cell raised an error" in report
    assert "  > invert(0)\n" in report
    assert "      2     return 1 / x\n" in report.replace("----> ", "      ")
    assert "ZeroDivisionError: division by zero\n" in report
    assert "\x1b" not in report


def test_settings_of_the_user_do_not_reach_a_page(broken: Build) -> None:
    assert "NameError: name 'leaked' is not defined" in broken.report("name.md:11")


def test_endless_loop_ends_with_its_cell_named(broken: Build) -> None:
    assert "still running when the page's time was up" in broken.report("loop.md:15")


def test_dead_kernel_is_reported_with_its_cell(broken: Build) -> None:
    assert "this cell ended its kernel" in broken.report("dead.md:15")


@pytest.mark.parametrize(("name", "raised"), [("silent", "nothing"), ("other", "ValueError: y")])
def test_announced_error_has_to_happen(broken: Build, name: str, raised: str) -> None:
    assert f"expected: ValueError: x\n    raised: {raised}\n" in broken.report(f"{name}.md:11")


@pytest.mark.parametrize("name", ["untold", "untagged"])
def test_announcing_an_error_takes_tag_and_message(broken: Build, name: str) -> None:
    assert "need each other" in broken.report(f"{name}.md:11")


def test_unreadable_page_is_reported(broken: Build) -> None:
    assert "could not be read" in broken.report("options.md")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (15, "from print"),
        (19, "UserWarning: from warn"),
        (23, "DeprecationWarning: from deprecation"),
        (27, "RuntimeWarning: divide by zero"),
        (32, "other.cc:1] from C"),
        (36, "ZeroDivisionError: division by zero"),
        (42, "from subprocess"),
    ],
)
def test_stderr_fails_the_build_whoever_writes_it(broken: Build, line: int, message: str) -> None:
    assert message in broken.report(f"stderr.md:{line}")


def test_stderr_at_the_end_of_a_kernel_fails_the_build(broken: Build) -> None:
    assert "from exit" in broken.report("stderr.md")


def test_output_that_passes_the_page_by_fails_the_build(broken: Build) -> None:
    assert "unseen" in broken.report("stdout.md")


def test_outputs_are_on_the_page(good: Site) -> None:
    assert "array([0, 1, 2])" in good.html("numbers")


def test_announced_error_is_shown_in_one_line(good: Site) -> None:
    html = good.html("numbers")
    shown = "</span>: operands could not be broadcast together with shapes (2,) (3,)"
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
    _wait_until(lambda: started.exists() and any(stored.rglob("*/*.json")))
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
