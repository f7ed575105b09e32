"""Do the unit tests find a mutant?"""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from coverage import Coverage
from forks import in_child
from hypothesis import Phase, settings
from mutants import ROOT, Mutant, activate, module_path, modules
from traces import Trace, Traces, measure

# Parity tests run Keras: slow, and what they compare is also tested by hand.
LEFT_OUT = {"benchmarks", "browser", "docs", "mutation", "parity", "reproducible", "snippets"}
# What only helps a person, or collects the garbage of all that is imported, for each mutant.
SPARED = ("cacheprovider", "faulthandler", "threadexception", "unraisableexception")
ARGUMENTS = (
    "--assert=plain",
    f"--config-file={ROOT / 'pyproject.toml'}",
    "--doctest-modules",
    "--exitfirst",
    "--quiet",
    f"--rootdir={ROOT}",
    "--tb=native",
    *(f"-pno:{plugin}" for plugin in SPARED),
    "-Wignore::pytest.PytestAssertRewriteWarning",  # of hypothesis, which is imported here
)
IMPORTED = (
    "altair",
    "hypothesis.extra.numpy",
    "matplotlib.pyplot",
    "scipy.stats",
    "sklearn.linear_model",
)
QUICK = 60  # tests, after which to ask others
SECONDS = 60.0


class Units:
    """The unit tests and doctests, with what each of them runs of the package."""

    def __init__(self, only: list[Path]) -> None:
        _import_all()
        paths = [module_path(module) for module in modules()]
        tests = sorted((ROOT / "tests").rglob("test_*.py"))
        paths += [path for path in tests if path.relative_to(ROOT).parts[1] not in LEFT_OUT]
        if only:
            paths = [path for path in only if path.suffix == ".py"]
        self._traces = Traces(paths, _trace)

    def find(self, mutant: Mutant) -> str:
        """Return which test finds a mutant, or nothing."""
        tests = self._traces.runners(mutant)
        if not mutant.function:  # they run no line, and look at what an import gives
            tests += [test for test in self._traces.seconds if "/test_package.py::" in test]
            tests = list(dict.fromkeys(tests))
        own = [test for test in tests if mutant.is_for(test.partition("::")[0])]
        others = [test for test in tests if not mutant.is_for(test.partition("::")[0])]
        for some in (own[:QUICK], others[:QUICK], own[QUICK:], others[QUICK:]):
            if some and (found := in_child(_run, some, mutant, seconds=SECONDS)):
                return found
        return ""


def _import_all() -> None:
    """Import what tests import, but nothing of the package."""
    os.environ |= {"MPLBACKEND": "agg", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    for name in IMPORTED:
        import_module(name)
    gc.freeze()


class _Plugin:
    """Choose tests, and note what happens to each."""

    def __init__(self, tests: list[str] | None = None, coverage: Coverage | None = None) -> None:
        self._place = {test: place for place, test in enumerate(tests or [])}
        self._coverage = coverage
        self._names: dict[str, str] = {}
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed = ""

    def pytest_pycollect_makemodule(self) -> None:
        # After a conftest has chosen the profile of the tests beside it, which is repeatable too,
        # but does more than finding a mutant needs.
        settings.register_profile(
            "mutants",
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=40,
            phases=[Phase.explicit, Phase.generate],
        )
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        # By path, since the id of a test outside of the project does not say where it is.
        self._names = {item.nodeid: f"{item.path}::{_within_file(item)}" for item in items}
        if self._place:
            items[:] = [item for item in items if self._names[item.nodeid] in self._place]
            items.sort(key=lambda item: self._place[self._names[item.nodeid]])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if self._coverage:
            self._coverage.switch_context(self._names[item.nodeid])
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[self._names[report.nodeid]] += report.duration
        if report.failed:
            self.failed = os.path.relpath(self._names[report.nodeid], ROOT)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = f"the import of {report.nodeid}"


def _within_file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[2]


def _pytest(paths: list[str], plugin: _Plugin) -> str:
    """Return which test failed, if one did."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.chdir(ROOT)
    status = pytest.main([*ARGUMENTS, *paths], plugins=[plugin])
    if not plugin.failed and status not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        message = f"pytest ended with {status!r}"
        raise RuntimeError(message)
    return plugin.failed


def _trace(path: Path) -> Trace:
    def run(coverage: Coverage) -> tuple[str, dict[str, float]]:
        plugin = _Plugin(coverage=coverage)
        return _pytest([str(path)], plugin), dict(plugin.seconds)

    return measure(run)


def _run(tests: list[str], mutant: Mutant) -> str:
    activate(mutant)
    paths = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    plugin = _Plugin(tests)
    failed = _pytest(paths, plugin)
    if not failed and not plugin.seconds:
        message = f"none of these ran: {tests}"
        raise RuntimeError(message)
    return failed
