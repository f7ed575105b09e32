"""Mutate the package, and ask its unit tests and the site's pages which mutants they find.

``nox -s mutants -- wbguide.losses`` is for one module, ``--again`` for the survivors of the last
run alone, and ``--judge pages`` for the pages alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from forks import Died, in_child, in_children
from mutants import ROOT, Mutant, modules, mutants_of
from results import GOALS, Results

RESULTS = ROOT / ".mutants_cache" / "results.json"
SECONDS = 3600.0
# Seconds of pages that are run for a mutant, first the page that is named after
# the module, then the quickest. What only slower ones would
# find counts as not found, so that the share that pages find is at least what the table says.
PATIENCE = 8.0


def main(arguments: list[str]) -> int:
    """Print the survivors and the table; return 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", default=["wbguide"], help="such as wbguide.losses")
    parser.add_argument("--again", action="store_true", help="only survivors of the last run")
    parser.add_argument("--judge", action="append", choices=list(GOALS), help="who is asked")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="see PATIENCE")
    parser.add_argument(
        "--file", action="append", default=[], type=Path, help="only these tests and pages"
    )
    parser.add_argument("--function", help="only mutants of this function")
    parser.add_argument("--sample", type=int, metavar="N", help="every Nth mutant of a module")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where results are kept")
    options = parser.parse_args(arguments)
    judges = options.judge or list(GOALS)
    names = dict.fromkeys(name for prefix in options.modules for name in modules(prefix))
    mutants = [each for name in names for each in mutants_of(name)[:: options.sample or 1]]
    if options.function:
        mutants = [mutant for mutant in mutants if mutant.function == options.function]
    results = Results(options.results, mutants)
    for judge in judges:
        todo = results.survivors(judge) if options.again else results.mutants
        # In a child, so that what one judge imports is not in the way of the other.
        results.add(judge, in_child(ask, judge, todo, options, results, seconds=10**6))
    for judge in judges:
        sys.stdout.write(f"\nNot found by the {judge}:\n\n{results.listing(judge)}\n")
    sys.stdout.write(f"{results.table(judges)}\n")
    return any(results.share(judge)[1] < GOALS[judge] for judge in judges)


def ask(
    judge: str, mutants: dict[str, Mutant], options: argparse.Namespace, results: Results
) -> dict[str, str]:
    """Return how a judge finds each mutant: an empty text if it does not."""
    started = time.monotonic()
    find = _finder(judge, options)
    say(f"{judge}: ready after {time.monotonic() - started:.0f} s, {len(mutants)} mutants")
    found = {}
    names = {mutant: name for name, mutant in mutants.items()}
    workers = os.cpu_count() or 1
    for number, (mutant, how) in enumerate(in_children(find, names, workers, SECONDS), 1):
        if isinstance(how, BaseException) and not isinstance(how, Died):
            raise how
        found[names[mutant]] = str(how)
        if number % 50 == 0 or number == len(names):
            results.add(judge, found)  # so that little is lost to whoever has to stop
            survivors = list(found.values()).count("")
            say(f"{number} done, {survivors} survive, {time.monotonic() - started:.0f} s")
    return found


def say(message: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def _finder(judge: str, options: argparse.Namespace) -> Callable[[Mutant], str]:
    files = [path.resolve() for path in options.file]
    # Imported here, since neither may find what the other has imported.
    if judge == "pages":
        from pages import Pages  # noqa: PLC0415

        return Pages(files, options.patience).find
    from units import Units  # noqa: PLC0415

    return Units(files).find


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
