"""What building the site costs: next to its pages' code alone, again, and with more pages.

It prints ratios, since times depend on what else the machine does. What is compared runs in turns.

    python tests/benchmarks/build_speed.py --rounds 3 --pages 'tutorials/*'
    python tests/benchmarks/build_speed.py --quick
"""

# ruff: noqa: T201  # printing is what it is for

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import median

from myst_nb.core.config import NbParserConfig
from myst_parser.config.main import MdParserConfig
from nbformat import NotebookNode
from wbguide_docs.reading.format import create_reader
from wbguide_docs.running.environment import variables

ROOT = Path(__file__).parents[2]
COPIES = (1, 4, 8)
QUICK = "howto/*"  # pages that take seconds
# As the noxfile has them, but that links to pages that are left out are dead.
JOBS = str((os.cpu_count() or 1) + 1)
OPTIONS = ("-T", "-j", JOBS, "-D", "suppress_warnings=ref,myst,toc,app")
FENCE = "```{code-cell} python\n"
PLAIN_CELL = re.compile(rf"^{re.escape(FENCE)}(?![:-])", re.MULTILINE)  # has no options
SAVE = """
for number in plt.get_fignums():
    plt.figure(number).savefig(f"{number}.svg")
plt.close("all")
"""


@dataclass
class Cost:
    """What a process and those that it started took, and what it said."""

    seconds: float
    cpu: float
    log: str = field(repr=False)

    @property
    def executed(self) -> list[str]:
        """The pages that ran, if it was a build."""
        return re.findall(r"^executed (\S+) in", self.log, re.MULTILINE)


def measured(commands: list[list[str]], at_once: int, folder: Path, env: dict[str, str]) -> Cost:
    """Run `commands`, `at_once` at a time, and demand that all succeed."""

    def run(command: list[str]) -> str:
        return subprocess.run(  # noqa: S603  # our own command
            command, cwd=folder, env=env, check=True, capture_output=True, text=True
        ).stdout

    before, started = os.times(), time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        log = "".join(pool.map(run, commands))
    seconds, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system
    return Cost(seconds, cpu - before.children_user - before.children_system, log)


class Site:
    """A copy of the site, on which everything but the pages that are measured is as it is."""

    def __init__(
        self, folder: Path, pages: str, copies: int = 1, *, same_code: bool = False
    ) -> None:
        self.docs = folder / "docs"
        shutil.copytree(
            ROOT / "docs",
            self.docs,
            ignore=shutil.ignore_patterns("_build", "jupyter_execute", "__pycache__"),
        )
        shutil.copy(ROOT / "pyproject.toml", folder)
        kept = set(self.docs.glob(f"{pages}.md"))
        for path in self.docs.rglob("*.md"):
            if FENCE in path.read_text(encoding="utf-8") and path not in kept:
                path.unlink()
        for number in range(1, copies):
            for path in kept:
                self._copy(path, number, same_code=same_code)
        if pages == "**/*" and copies == 1:
            return
        tree = "\n```{toctree}\n:glob:\n:hidden:\n\n**\n```\n"
        index = self.docs / "index.md"
        old = index.read_text(encoding="utf-8") if index.exists() else "# Home\n"
        index.write_text(old + tree, encoding="utf-8")

    def _copy(self, path: Path, number: int, *, same_code: bool) -> None:
        """Add a page; what its code puts out is in store, unless the code is its own."""
        text = path.read_text(encoding="utf-8")
        if not same_code:
            text = PLAIN_CELL.sub(rf"\g<0># copy {number}\n", text, count=1)
        path.with_stem(f"{path.stem}-{number}").write_text(text, encoding="utf-8")

    def build(self) -> Cost:
        """Build it, as `nox -s docs` does."""
        folders = ("-d", "out/doctrees", "docs", "out/html")
        command = [sys.executable, "-m", "sphinx", *OPTIONS, *folders]
        return measured([command], 1, self.docs.parent, {**os.environ, "PYTHONPATH": str(ROOT)})

    def scripts(self) -> Cost:
        """Run the code of its pages without a build, as many at a time as there are cores."""
        folder = Path(tempfile.mkdtemp(dir=self.docs.parent))
        commands: list[list[str]] = []
        for path in sorted(self.docs.rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            reader = create_reader(str(path), MdParserConfig(), NbParserConfig(), text)
            if reader and FENCE in text:
                script = folder / f"{len(commands)}.py"
                script.write_text(as_script(reader.read(text)), encoding="utf-8")
                commands.append([sys.executable, str(script)])
        settings = variables(folder) | {"MPLBACKEND": "agg", "PYTHONPATH": str(ROOT)}
        return measured(commands, os.cpu_count() or 1, folder, settings)

    def change(self, old: str, new: str) -> str:
        """Change the first page that holds `old`, and return its name."""
        for path in sorted(self.docs.rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            if FENCE in text and old in text:
                path.write_text(text.replace(old, new, 1), encoding="utf-8")
                return path.relative_to(self.docs).with_suffix("").as_posix()
        message = f"no page has {old!r}"
        raise ValueError(message)


def as_script(page: NotebookNode) -> str:
    """Return the code of a page as a script that saves its figures, and knows nothing of a page."""
    parts = ["import matplotlib.pyplot as plt", "def glue(**_): pass"]
    for cell in page.cells:
        if cell.cell_type == "code":
            code = cell.source
            if "raises-exception" in cell.metadata.get("tags", []):
                body = "".join(f"    {line}\n" for line in code.splitlines())
                code = f"try:\n{body}except Exception:\n    pass"
            parts += [code, SAVE]
    return "\n".join(parts)


def overhead(pages: str, rounds: int) -> None:
    """Compare cold builds with scripts, in turns."""
    ratios, cpus = [], []
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            site = Site(Path(folder), pages)
            runs = [site.build, site.scripts]
            costs = {run.__name__: run() for run in (runs if number % 2 else reversed(runs))}
        build, scripts = costs["build"], costs["scripts"]
        ratios.append(build.seconds / scripts.seconds)
        cpus.append(build.cpu / scripts.cpu)
        print(
            f"  {len(build.executed)} pages: built in {build.seconds:.0f} s ({build.cpu:.0f} s of "
            f"CPU), as scripts {scripts.seconds:.0f} s ({scripts.cpu:.0f} s)",
            flush=True,
        )
    print(f"cold build / scripts: {median(ratios):.2f} (goal: 0.8); of CPU: {median(cpus):.2f}")


def changes(pages: str, copies: int) -> None:
    """Build again: after no change, a change of prose, and one of code."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), pages, copies, same_code=True)
        cold = site.build()
        again = min((site.build() for _ in range(3)), key=lambda cost: cost.seconds)
        site.change("\n## ", "\nOne more sentence.\n\n## ")
        prose = site.build()
        changed = site.change(f"\n{FENCE}import ", f"\n{FENCE}# Changed.\nimport ")
        code = site.build()
    print(
        f"nothing changed / cold build: {again.seconds / cold.seconds:.1%} (goal: 5 %); "
        f"of CPU: {again.cpu / cold.cpu:.1%}; pages that ran: {len(again.executed)}\n"
        f"prose changed / cold build: {prose.seconds / cold.seconds:.1%}, {prose.seconds:.1f} s "
        f"(goal: 3 s), {prose.cpu:.1f} s of CPU; pages that ran: {len(prose.executed)}\n"
        f"code of {changed} changed: {code.seconds:.1f} s, {code.cpu:.1f} s of CPU; ran: "
        f"{', '.join(code.executed)}"
    )


def growth(pages: str, most: int) -> None:
    """Build sites with more and more copies of the pages."""
    costs = {}
    numbers = [copies for copies in COPIES if copies <= most]
    for copies in numbers:
        with tempfile.TemporaryDirectory() as folder:
            costs[copies] = Site(Path(folder), pages, copies).build()
        cost = costs[copies]
        print(f"  {len(cost.executed)} pages: {cost.seconds:.0f} s ({cost.cpu:.0f} s of CPU)")
    for few, many in combinations(numbers, 2):
        more, less = costs[many], costs[few]
        ratio = more.seconds / less.seconds * few / many
        of_cpu = more.cpu / less.cpu * few / many
        print(f"{few} to {many} copies / linear: {ratio:.2f} (goal: 1.1); of CPU: {of_cpu:.2f}")


def main() -> None:
    """Read what to measure, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=["overhead", "changes", "growth"])
    parser.add_argument("--rounds", type=int, default=3, help="of the overhead")
    parser.add_argument("--pages", default="**/*", help="a glob of the pages to measure with")
    parser.add_argument("--copies", type=int, default=1, help="of the pages that change")
    parser.add_argument("--quick", action="store_true", help="once, with pages that take seconds")
    given = parser.parse_args()
    if given.quick:
        given.pages, given.rounds = QUICK, 1
    if not given.what or "overhead" in given.what:
        overhead(given.pages, given.rounds)
    if not given.what or "changes" in given.what:
        changes(given.pages, given.copies)
    if not given.what or "growth" in given.what:
        growth(given.pages, most=4 if given.quick else COPIES[-1])


if __name__ == "__main__":
    main()
