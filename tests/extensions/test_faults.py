"""Break a copy of the site in many ways. Each has to be caught, at the place where it is.

`pytest tests/docs/test_faults.py` ends with a table of the faults and what caught each. Outputs
that `nox -s docs` left are used, so that only pages whose code is broken run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.extensions.tiny_site import DOCS, Build, Site, page

ROOT = DOCS.parent
STORED = DOCS / "_build/executed"
DIGEST = """
import sys
sys.path.insert(0, sys.argv[1])
from wbguide_docs.running.store import digest
print(digest(["wbguide"]))
"""

NEURON = "tutorials/one-neuron-is-a-line"  # a page that runs in seconds
BIAS = "tutorials/what-the-bias-is-for"
RECIPE = "howto/read-and-set-weights"
QUESTION = "questions/what-are-weights-and-biases"
EXERCISES = "## Exercises\n"


@dataclass(frozen=True)
class Fault:
    """A change of a file, and what has to be said of the line that a part of it is in."""

    file: str
    old: str
    """A pattern, which must be found."""
    new: str
    says: str
    line: str = ""
    """In the changed file; where what is new begins by default."""
    elsewhere: str = ""
    """The place that is named, if it is not in the changed file."""

    def apply(self, folder: Path) -> None:
        """Break the file."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        new, count = re.subn(self.old, lambda _: self.new, text, count=1, flags=re.DOTALL)
        assert count, f"{self.file} no longer has {self.old!r}"
        path.write_text(new, encoding="utf-8")

    def places(self, folder: Path) -> list[str]:
        """Return what the build may call the place: its line, one of its paragraph, its page."""
        if self.elsewhere:
            return [self.elsewhere]
        text = (folder / self.file).read_text(encoding="utf-8")
        start = text.index(self.line or self.new.strip())
        line = text.count("\n", 0, start) + 1
        first = text.count("\n", 0, text.rfind("\n\n", 0, start) + 2) + 1
        last = line + text[start:].partition("\n\n")[0].count("\n")
        lines = [line, *range(first, last + 1)]
        return [*(f"{self.file}:{number}" for number in lines), self.file]


def insert(text: str, says: str, *, file: str = BIAS, line: str = "") -> Fault:
    """Return a fault that is a new paragraph in a tutorial."""
    return Fault(f"docs/{file}.md", EXERCISES, f"{text}\n\n{EXERCISES}", says, line or text)


def cell(code: str, *options: str) -> str:
    return "\n".join(["```{code-cell} python", *options, code, "```"])


# Faults that end the build when the pages have run. Each is on a page of its own.
FIRST_CELL = "```{code-cell} python\nimport numpy as np\n"
RUNNING = {
    "a cell raises an error": Fault(NEURON, "\nw \\* x \\+ b\n", "\nw * x + c\n", "NameError"),
    "a check has a wrong number": Fault(
        NEURON, r"\[270\.0, 390\.0\]", "[270.0, 391.0]", "Not equal to tolerance"
    ),
    "a formula is off by one": Fault(
        NEURON, r"\(y\[1\] - y\[0\]\) / \(x\[1\] - x\[0\]\)", "(y[1] - y[0]) / (x[1] - x[0] + 1)",
        "Not equal to tolerance",
    ),
    "a checker is given a wrong solution": Fault(
        NEURON, r"answer = \[200_000, 100_000\]", "answer = [200_000, 100]", "AssertionError"
    ),
    "Keras says something else than announced": Fault(
        RECIPE, ':raises: "expecting 2 weights"', ':raises: "expecting two weights"',
        "expected: expecting two weights",
    ),
    "an announced error does not come": Fault(
        QUESTION, r"```\{code-cell\} python\nkeras.utils.set_random_seed",
        cell("1 + 1", ":tags: [raises-exception]", ":raises: 'ValueError: no'") + "\n\n"
        "```{code-cell} python\nkeras.utils.set_random_seed",
        "raised: nothing",
    ),
}  # fmt: skip
TINY = {
    "a cell ends its kernel": (page("import os\nos._exit(1)"), 11, "ended its kernel"),
    "a warning goes to stderr": (page("import numpy as np\nnp.log(0.0)"), 11, "RuntimeWarning"),
    "a library writes to stderr": (page("import os\nos.write(2, b'x');"), 11, "wrote to stderr"),
    "a child writes past the page": (
        page("import subprocess\nsubprocess.run(['echo', 'unseen']);"), None, "stdout",
    ),
    "a file beside the page is read": (page("open('index.md').read()"), 11, "FileNotFoundError"),
    "a cell uses the network": (
        page("from urllib.request import urlopen\nurlopen('http://127.0.0.1:9/')"),
        11, "a page may not use the network",
    ),
    "a figure is made with a wrong option": (
        page("import matplotlib.pyplot as plt\nplt.plot([1], colour='red')"), 11, "AttributeError",
    ),
    "an error is tagged and not announced": (
        page(":tags: [raises-exception]\n1 / 0"), 11, "need each other",
    ),
    "the options of a cell are no YAML": (page(":tags: [remove-cell\n1"), None, "read"),
}  # fmt: skip

# Faults that the build lists in one go, in a copy of the whole site.
READING = {
    "a wrong glue name": Fault(
        f"docs/{NEURON}.md", r"\{glue:text\}`no_bias:", "{glue:text}`no_such_weight:",
        "no_such_weight",
    ),
    "a number typed in prose": Fault(
        f"docs/{BIAS}.md", r"\{glue:text\}`w_without:.0f`", "24681", "24681 is neither given"
    ),
    "a number typed in a table": insert(
        "| what | how much |\n| --- | --- |\n| it | 4711 |", "4711 is neither given", line="| it |"
    ),
    "a number typed on a page without code": Fault(
        "docs/reference/notation.md", "One symbol has", "One of 4711 symbols has", "4711 is not"
    ),
    "a heading out of order": Fault(
        f"docs/{BIAS}.md", "## In practice", "## In theory", "end with Exercises, In practice"
    ),
    "a heading without a verb": insert("## Weights of a neuron", "begins with a verb"),
    "a level of heading skipped": insert("#### Deep", "Non-consecutive header level"),
    "a question without a verdict": Fault(
        f"docs/{QUESTION}.md", "## Verdict", "## Result", "end with Verdict"
    ),
    "a page that checks nothing": Fault(
        "docs/howto/unchecked.md", "^", page("x = 1\nprint(x == 1)"), "checks nothing", "```{code"
    ),
    "front matter that is no YAML": Fault(
        "docs/howto/malformed.md", "^", page("1").replace("file_format:", "a: b:"),
        "Malformed YAML", "a: b:",
    ),
    "a page in no contents": Fault(
        "docs/howto/alone.md", "^", "# Alone\n\nIn no contents.\n", "isn't included in any toctree"
    ),
    "contents with a missing page": Fault(
        "docs/howto/index.md", "read-and-set-weights\n", "read-and-set-weights\nno-such-page\n",
        "nonexisting document", "```{toctree}",
    ),
    "a dead link": insert("See [there](no-such-page.md).", "no-such-page.md"),
    "a dead anchor": insert("See [there](#no-such-anchor).", "no-such-anchor"),
    "a dead anchor of another page": insert(
        "See [there](../index.md#no-such-place).", "no-such-place"
    ),
    "a dead link in raw HTML": insert(
        '<a href="no-such-page.html">There</a> it is.', "nothing checks a link in raw HTML"
    ),
    "an unknown page": insert("See {doc}`no-such-document`.", "no-such-document"),
    "an unknown term": insert("See {term}`no such term`.", "no such term"),
    "an unknown name of the package": insert("See {py:func}`wbguide.nothing`.", "wbguide.nothing"),
    "an unknown name of NumPy": insert("See {py:func}`numpy.no_such`.", "numpy.no_such"),
    "an unknown role": insert("It is {no-such-role}`x`.", "no-such-role"),
    "an unknown directive": insert("```{no-such-directive}\n```", "no-such-directive"),
    "a label that is there twice": insert(
        "(twice)=\n### One\n\n(twice)=\n### Two", "twice", line="### Two"
    ),
    "a formula that is no LaTeX": insert("It is $\\nosuchcommand$.", "nosuchcommand"),
    "a missing image": insert("![A hill](no-such-figure.png)", "no-such-figure.png"),
    "an image without alt text": insert("![](../_static/card.png)", "an image has no alt text"),
    "an image of another host": insert(
        "![A hill](https://example.com/hill.png)", "nothing from another host"
    ),
    "a script of another host": insert(
        '<script src="https://example.com/x.js"></script>', "nothing from another host"
    ),
    "a style in the page": insert(
        '<p style="color: red">Red</p>', "Content-Security-Policy forbids this: give it a class"
    ),
    "a style sheet with an image of another host": Fault(
        "docs/_static/site.css", "$", "\nbody { background: url(https://example.com/x.png); }\n",
        "nothing from another host",
    ),
    "a style sheet of another host": Fault(
        "docs/conf.py", "html_copy_source =",
        'html_css_files = ["https://example.com/x.css"]\nhtml_copy_source =',
        "https://example.com/x.css", elsewhere="docs/index.md",
    ),
    "a figure without alt text": insert(
        cell("plt.plot(x, y);"), "an image has no alt text", file=NEURON
    ),
    "a chart without alt text": insert(
        cell("fit_by_hand(x, y, weight=1.0, bias=1.0)"), "a chart has no alt text", file=NEURON
    ),
    "a docstring that refers to nothing": Fault(
        "package/wbguide/losses.py", "A :class:`Loss` is", "A :class:`Lost` is", "Lost",
        elsewhere="package/wbguide/losses.py:docstring of wbguide.losses:3",
    ),
}  # fmt: skip

# Faults of the package: the first is the operator of a formula.
PACKAGE = {
    "an operator of a loss is changed": Fault(
        "losses.py", r"np\.subtract\(y_pred", "np.add(y_pred", "with_bias"
    ),
    "an activation is off by one": Fault(
        "activations.py", r"np\.maximum\(z, 0\.0\)", "np.maximum(z, 1.0)", "relu(w * (switch"
    ),
}
DOCTEST = Fault("losses.py", r" 4\.5\n", " 4.6\n", "Expected:\n    4.6\nGot:\n    4.5")

Catch = Callable[[str, str, str], None]


def slug(name: str) -> str:
    return name.replace(" ", "-")


def bring_outputs(site: Site) -> None:
    """Give a copy of the site the outputs that were stored by the last builds of this one.

    They stand for what the copy's pages would put out, although its environment is another.
    """
    command = [sys.executable, "-c", DIGEST, str(site.docs / "_ext")]
    run = subprocess.run(  # noqa: S603  # our own command
        command, env=site.environment(), cwd=site.folder, capture_output=True, text=True, check=True
    )
    target = site.docs / "_build/executed" / run.stdout.strip()
    target.mkdir(parents=True)
    for path in sorted(STORED.glob("*/*.json"), key=lambda path: path.stat().st_mtime):
        shutil.copy(path, target)


def copy_package(folder: Path) -> Path:
    """Copy the package into a folder, and return that."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "wbguide", folder / "wbguide", ignore=ignore)
    return folder


def copy_pages(site: Site, *names: str) -> None:
    """Copy pages, or all of them, into a site."""
    chosen = [DOCS / f"{name}.md" for name in names] or DOCS.rglob("*.md")
    for path in chosen:
        relative = path.relative_to(DOCS)
        if not relative.parts[0].startswith("_"):
            (site.docs / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, site.docs / relative)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Path]:
    """Build pages each of which fails to run."""
    folder = tmp_path_factory.mktemp("run")
    site = Site(folder, packages=ROOT, gates=True)
    for name, fault in RUNNING.items():
        shutil.copy(DOCS / f"{fault.file}.md", folder / fault.file.rpartition("/")[2])
        broken = Fault(fault.file.rpartition("/")[2], fault.old, fault.new, fault.says)
        broken.apply(folder)
        (folder / broken.file).rename(site.docs / f"{slug(name)}.md")
    site.write(**{slug(name): text for name, (text, _, _) in TINY.items()})
    return site.build(strict=False), site.docs


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Path]:
    """Build a copy of the site with all faults that the build can list at once."""
    folder = tmp_path_factory.mktemp("read")
    site = Site(folder, packages=copy_package(folder / "package"), gates=True)
    site.variables["MPLBACKEND"] = "agg"  # autodoc imports Matplotlib, which heeds it
    copy_pages(site)
    for fault in READING.values():
        fault.apply(folder)
    bring_outputs(site)
    return site.build("-j", "auto", strict=False), folder


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of one page that has run with a package that is as it should be."""
    folder = tmp_path_factory.mktemp("warm")
    site = Site(folder, packages=copy_package(folder / "package"), gates=True)
    copy_pages(site, BIAS)
    site.write()
    bring_outputs(site)
    build = site.build(strict=False)
    assert build.executed <= 1
    assert site.build(strict=False).executed == 0
    return site


@pytest.mark.parametrize("name", RUNNING)
def test_a_page_that_fails_to_run_is_caught(
    run: tuple[Build, Path], name: str, caught: Catch
) -> None:
    build, docs = run
    fault = RUNNING[name]
    text = (docs / f"{slug(name)}.md").read_text(encoding="utf-8")
    before = text[: text.index(fault.new) + len("```{code-cell}")]
    fence = before.count("\n", 0, before.rindex("```{code-cell}")) + 1
    place = f"{slug(name)}.md:{fence}"
    assert fault.says in build.report(place), build.log
    assert build.status != 0
    caught(name, place, build.report(place))


@pytest.mark.parametrize("name", TINY)
def test_a_cell_that_does_what_it_may_not_is_caught(
    run: tuple[Build, Path], name: str, caught: Catch
) -> None:
    build, _ = run
    _, line, says = TINY[name]
    place = f"{slug(name)}.md" + (f":{line}" if line else "")
    assert says in build.report(place), build.log
    caught(name, place, build.report(place))


def test_a_loop_without_end_is_caught(site: Site, caught: Catch) -> None:
    site.write(loop=page("1", "while True:\n    pass"))
    build = site.build("-D", "execution_seconds_per_page=20", strict=False)
    report = build.report("loop.md:15")
    assert "was still running when the page's time was up" in report, build.log
    caught("a loop does not end", "loop.md:15", report)


@pytest.mark.parametrize("name", READING)
def test_a_fault_of_a_page_is_caught(read: tuple[Build, Path], name: str, caught: Catch) -> None:
    build, folder = read
    fault = READING[name]
    found = [
        (place, line)
        for place in fault.places(folder)
        for line in build.report(place).splitlines()
        if fault.says in line
    ]
    assert found, build.log
    caught(name, *found[0])


@pytest.mark.parametrize("name", PACKAGE)
def test_a_fault_of_the_package_is_caught_though_outputs_are_stored(
    warm: Site, name: str, caught: Catch
) -> None:
    fault = PACKAGE[name]
    package = warm.packages / "wbguide"
    original = (package / fault.file).read_text(encoding="utf-8")
    fault.apply(package)
    build = warm.build(strict=False)
    (package / fault.file).write_text(original, encoding="utf-8")
    assert build.executed == 1
    assert build.status != 0
    (place,) = re.findall(rf"/({BIAS}\.md:\d+): ERROR", build.log)
    assert fault.says in build.report(place), build.log
    caught(name, place, build.report(place))


def test_a_wrong_example_in_a_docstring_is_caught(tmp_path: Path, caught: Catch) -> None:
    package = copy_package(tmp_path) / "wbguide"
    DOCTEST.apply(package)
    command = [sys.executable, "-m", "pytest", "--doctest-modules", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(  # noqa: S603  # our own command
        [*command, f"--config-file={ROOT / 'pyproject.toml'}", "--rootdir=.", "wbguide/losses.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert DOCTEST.says in run.stdout
    (line,) = re.findall(r"(wbguide/losses\.py:\d+): DocTestFailure", run.stdout)
    caught("a wrong example in a docstring", line, "DocTestFailure, in nox -s tests")
