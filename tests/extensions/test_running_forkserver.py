"""A page in a fork meets what it would meet in a process of its own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from wbguide_docs.running import processes

from tests.extensions.running_pages import printed, run, run_all


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which pages find modules."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def test_module_is_imported_once_for_all_pages(library: Path) -> None:
    (library / "slow.py").write_text("import os\nimported_by = os.getpid()\n")
    page = ("import os, slow\nprint(slow.imported_by, os.getpid())",), ("slow",)
    (one, _), (two, _) = run_all(page, page)
    (first, page_one), (second, page_two) = printed(one).split(), printed(two).split()
    assert first == second
    assert len({first, page_one, page_two}) == 3


def test_page_has_no_module_that_it_does_not_import(library: Path) -> None:
    """However many pages have imported it before."""
    for name in ("first", "second"):
        (library / f"{name}.py").write_text("")
    look = "import sys\nprint({'first', 'second'} & {*sys.modules})"
    pages = [((look,), imports) for imports in (("first", "second"), ("second",), ())]
    shown = [printed(outputs).strip() for outputs, _ in run_all(*pages)]
    assert [sorted(eval(each)) for each in shown] == [["first", "second"], ["second"], []]  # noqa: S307


@pytest.mark.parametrize(
    "code", ["raise ImportError('not today')", "import os; os._exit(1)", "print('hello')"]
)
def test_page_itself_imports_what_fails_or_prints(library: Path, code: str) -> None:
    (library / "odd.py").write_text(code)
    (library / "even.py").write_text("")
    outputs, made = run("import odd", imports=("odd", "even"))
    if "print" in code:
        assert printed(outputs) == "hello\n"
    elif "raise" in code:
        assert outputs[0].evalue == "not today"
    else:
        assert made.broken == (0, "this cell ended its kernel")


def test_page_answers_for_what_its_imports_write_to_stderr(library: Path) -> None:
    (library / "old.py").write_text(
        "import os, warnings\nwarnings.warn('gone soon', DeprecationWarning, stacklevel=2)\n"
        "os.write(2, b'from C\\n')"
    )
    fresh = run("import old", forks=False)[1].stderr[0]
    forked = run("import old", imports=("old",))[1].stderr[0]
    for stderr in (fresh, forked):
        assert "DeprecationWarning: gone soon" in stderr
        assert "from C\n" in stderr


def test_page_in_a_fork_has_no_network(library: Path) -> None:
    (library / "connected.py").write_text("import socket")
    call = "import connected\nconnected.socket.create_connection(('127.0.0.1', 9))"
    outputs, _ = run(call, imports=("connected",))
    assert outputs[-1].evalue == "a page may not use the network"


def test_what_a_page_started_ends_with_it() -> None:
    start = "import subprocess\nprint(subprocess.Popen(['sleep', '300']).pid)"
    for cells in ((start,), (start, "while True:\n    pass")):
        outputs, made = run(*cells, seconds=15)
        assert bool(made.broken) == (len(cells) > 1)
        assert _is_gone(int(printed(outputs)))


def test_page_that_is_out_of_time_does_not_harm_the_next() -> None:
    (_, late), (outputs, good) = run_all(
        (("while True:\n    pass",), ()), (("print('fine')",), ()), seconds=15
    )
    assert late.broken == (0, "this cell was still running when the page's time was up")
    assert (printed(outputs), good.broken) == ("fine\n", None)


def test_page_that_is_out_of_time_while_a_module_fails_runs_nowhere(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "SECONDS_TO_DIE", 30)
    (library / "odd.py").write_text("import time\ntime.sleep(4)\nraise ImportError")
    _, late = run("import odd", imports=("odd",), seconds=2)
    assert late.broken is not None
    assert "did not start" in late.broken[1]


def test_end_of_the_process_that_forks_is_reported() -> None:
    kill = "import os, signal\nprint('x', flush=True)\nos.kill(os.getppid(), signal.SIGKILL)"
    (_, dead), (_, never) = run_all(((kill, "import time\ntime.sleep(9)"), ()), (("1",), ()))
    assert dead.broken
    assert never.broken
    assert "the process that it is forked from ended with -9" in never.broken[1]


@pytest.mark.parametrize(
    "cell",
    [
        "import random\nrandom.random(), random.getstate()[1][:3]",
        "import numpy as np\nnp.linalg.svd(np.arange(9.0).reshape(3, 3) + np.eye(3))",
        "import matplotlib.pyplot as plt\nplt.plot([0, 1], label='a')\nplt.legend();",
        "hash('a'), {k for k in 'abcdefgh'}",
        # With a seed: importing Keras draws from `random`, and a fork has that behind it.
        "import keras\nkeras.utils.set_random_seed(0)\nkeras.random.normal((2, 3)).numpy()",
    ],
)
def test_outputs_are_those_of_a_fresh_process(cell: str) -> None:
    libraries = ("keras", "numpy", "matplotlib.pyplot")
    imports = tuple(each for each in libraries if each.partition(".")[0] in cell)
    forked, as_fork = run(cell, imports=imports, seconds=300)
    fresh, as_fresh = run(cell, forks=False, seconds=300)
    assert as_fork.broken is as_fresh.broken is None
    assert forked[-1].output_type != "error"
    assert forked == fresh


def _is_gone(process: int) -> bool:
    for _ in range(100):
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    os.kill(process, 9)
    return False


def test_layer_without_a_seed_is_the_same_in_each_kernel() -> None:
    """Keras would draw other weights for each, if the kernels did not start alike."""
    draw = "import keras\nlayer = keras.layers.Dense(1)\nlayer.build((None, 1))"
    show = "print(layer.kernel.numpy().item())"
    (one, _), (two, _) = run_all(((f"{draw}\n{show}",), ("keras",)), ((draw, show), ("keras",)))
    assert printed(one)
    assert printed(one) == printed(two)
