"""Keras on the CPU, and a table of the ratios at the end of the run."""

import os

import pytest

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

ROWS = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = []


@pytest.fixture
def table(request: pytest.FixtureRequest) -> list[str]:
    """Return the rows of the table, to append one to."""
    return request.config.stash[ROWS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = terminalreporter.config.stash[ROWS]
    if rows:
        terminalreporter.section("LinearNeuron.fit, an epoch of one full-batch step")
        for row in ["        n   d        fit   / bound   Keras / fit   SGDRegressor / fit", *rows]:
            terminalreporter.write_line(row)
        terminalreporter.write_line(
            "Goals: Keras / fit at least 1000 up to n = 1000, 20 at 100 000 and 8 at a million;\n"
            "fit / bound at most 1.25 from n = 100 000 up: below, calls hide the arithmetic.\n"
            "bound: X @ w and y @ X, once each, timed in a process without TensorFlow.\n"
            "SGDRegressor takes n steps an epoch, not one.\n"
            "Keras works in its own float32. Best of interleaved rounds, the same data for all."
        )
