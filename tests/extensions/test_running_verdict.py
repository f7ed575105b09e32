"""A page that did not run as its author meant it to fails the build, which says where and why."""

from __future__ import annotations

import pytest

from tests.extensions.tiny_site import Build, Site, page

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
