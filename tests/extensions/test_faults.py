"""Break pages in many ways. Each has to be caught, at the place where it is.

`pytest tests/extensions/test_faults.py` ends with a table of the faults and what caught each. The
pages are made for it, so that those of the site can be edited freely.
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

from tests.extensions.tiny_site import FRONT_MATTER, ROOT, Build, Site, cell, page

TUTORIAL = "tutorials/draw-a-line.md"
LINE = f"""{FRONT_MATTER}# Draw a line

A line has a {{term}}`slope`.

## Draw it

```{{code-cell}} python
import matplotlib.pyplot as plt
from wbguide.interactive import fit_by_hand
x, y = [0, 1], [1, 3]
```

```{{code-cell}} python
:tags: [remove-cell]
slope = (y[1] - y[0]) / (x[1] - x[0])
assert slope == 2
glue(slope=slope)
```

The slope is {{glue:text}}`slope:.1f`.

## Remember

- **In a sentence:** it is steep.
- **As a formula:** none.
- **Not so:** "flat".

## Exercises

## In practice

## Further reading
"""
ANSWER = "```{code-cell} python\nx = len('ab')\nprint(x)\n\n# %% checks\nassert x == 2\n```\n\n"
QUESTION = f"""{FRONT_MATTER}# Why?

Because.

## Predict
Will it?

## Run

{ANSWER}## Verdict

## Read next
"""
ERROR = """{front}# `ZeroDivisionError`

Because.

## Raise it

```{{code-cell}} python
:tags: [raises-exception]
:raises: "ZeroDivisionError"
1 / 0
```

## Why

## Mend it

## Verdict

## Read next
"""
MESSAGE = "file_format: mystnb\nanswer:\n  message: {}\n"
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nwords\n\ntutorials/draw-a-line\nwhy/index\nerrors/index\n"
    "```\n",
    "words.md": "# Words\n\n```{glossary}\nslope\n  A number.\n```\n",
    "why/index.md": "# Why\n\n```{toctree}\n:glob:\n\n../questions/*\n../howto/u*\n../api/*\n```\n",
    "questions/why.md": QUESTION,
    "errors/index.md": "# Errors\n\nOne.\n\n{doc}`zero`\n: It.\n\n```{toctree}\n:glob:\n\n*\n```\n",
    "errors/zero.md": ERROR.format(
        front=FRONT_MATTER.replace("file_format: mystnb\n", MESSAGE.format("division by zero"))
    ),
    "howto/use.md": "# Use it\n\nSo.\n",
    "api/index.md": "# Names\n",
    TUTORIAL: LINE,
}
REMEMBER = "## Remember\n"
PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Fault:
    """A change of a file, and what has to be said of the line that a part of it is in."""

    file: str
    old: str
    """What must be found there; nothing for a new file."""
    new: str
    says: str
    line: str = ""
    """In the changed file; where what is new begins by default."""
    elsewhere: str = ""
    """The place that is named, if it is not in the changed file."""

    def apply(self, folder: Path) -> None:
        """Break the file."""
        path = folder / self.file
        path.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert self.old in text
        path.write_text(text.replace(self.old, self.new, 1), encoding="utf-8")

    def places(self, folder: Path) -> list[str]:
        """Return what the build may call the place: a line of its paragraph, or its page."""
        if self.elsewhere:
            return [self.elsewhere]
        text = (folder / self.file).read_text(encoding="utf-8")
        start = text.index(self.line or self.new.strip())
        first = text.count("\n", 0, text.rfind(PARAGRAPH, 0, start) + len(PARAGRAPH)) + 1
        last = text.count("\n", 0, start) + 1 + text[start:].partition(PARAGRAPH)[0].count("\n")
        return [*(f"{self.file}:{number}" for number in range(first, last + 1)), self.file]


def insert(text: str, says: str, line: str = "") -> Fault:
    """Return a fault that is a new paragraph in the tutorial."""
    text = text.strip()
    return Fault(TUTORIAL, REMEMBER, f"{text}\n\n{REMEMBER}", says, line or text)


# Pages that fail when they run, with the line that is named.
RUNNING = {
    "a cell raises an error": (page("x = 1\nx * w"), 11, "NameError"),
    "a check has a wrong number": (
        page("import numpy as np\nnp.testing.assert_allclose(2.0 * 3.0, 6.5)"),
        11, "Not equal to tolerance",
    ),
    "a checker is given a wrong solution": (
        page("answer = 200", "def right(given):\n    return given == 100\n\nassert right(answer)"),
        15, "AssertionError",
    ),
    "an error is not the one that is announced": (
        page(":tags: [raises-exception]\n:raises: 'expecting 2 weights'\nraise ValueError('no')"),
        11, "expected: expecting 2 weights",
    ),
    "an announced error does not come": (
        page(":tags: [raises-exception]\n:raises: 'ValueError: no'\n1 + 1"), 11, "raised: nothing",
    ),
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

# Faults that the build lists in one go.
READING = {
    "a wrong glue name": Fault(
        TUTORIAL, "{glue:text}`slope:.1f`", "{glue:text}`no_such_slope:.1f`", "no_such_slope"
    ),
    "a number typed in prose": insert("The slope is 24681.", "24681 is neither given"),
    "a number typed in a table": insert(
        "| what | how much |\n| --- | --- |\n| it | 4711 |", "4711 is neither given", "| it |"
    ),
    "a number typed on a page without code": Fault(
        "words.md", "# Words\n", "# Words\n\nOne of 4711.\n", "4711 is not", "One of"
    ),
    "a heading out of order": Fault(
        TUTORIAL, "## In practice", "## In theory", "end with Remember, Exercises, In practice"
    ),
    "a heading without a verb": insert("## Weights of a neuron", "begins with a verb"),
    "a level of heading skipped": insert("#### Deep", "Non-consecutive header level"),
    "a question without a verdict": Fault(
        "questions/why.md", "## Verdict", "## Result", "end with Verdict"
    ),
    "a question whose run shows nothing": Fault(
        "questions/silent.md", "", QUESTION.replace("print(x)\n", ""),
        "no output follows below this heading", "## Predict",
    ),
    "a prediction that nothing answers": insert(
        "{.predict}\nWill it fall?", "no output follows below this heading", "Will it fall?"
    ),
    "a prediction with one choice": insert(
        "{.predict}\nIt falls\n: It does.", "2 to 4 choices, and this has 1", "It falls"
    ),
    "a prediction in a list": insert(
        "{.predict}\n- It falls.", "stands above a paragraph or above a list of definitions",
        "- It falls.",
    ),
    "an error whose page does not show its message": Fault(
        "errors/zero.md", "division by zero", "division by one", "shows the message", "---"
    ),
    "an error that no message leads to": Fault(
        "errors/quiet.md", "", ERROR.format(front=FRONT_MATTER), "which `message` leads", "---"
    ),
    "an answer that its index does not describe": Fault(
        "errors/index.md", "{doc}`zero`\n: It.\n", "", "what errors/zero answers", "# Errors"
    ),
    "a page that checks nothing": Fault(
        "howto/unchecked.md", "", page("x = 1\nprint(x == 1)"), "checks nothing", "```{code"
    ),
    "front matter that is no YAML": Fault(
        "howto/umalformed.md", "", page("1").replace("file_format:", "a: b:"),
        "Malformed YAML", "a: b:",
    ),
    "a page in no contents": Fault(
        "howto/alone.md", "", "# Alone\n\nIn no contents.\n", "isn't included in any toctree"
    ),
    "contents with a missing page": Fault(
        "index.md", "words\n", "words\nno-such-page\n", "nonexisting document", "```{toctree}"
    ),
    "a dead link": insert("See [there](no-such-page.md).", "no-such-page.md"),
    "a dead anchor": insert("See [there](#no-such-anchor).", "no-such-anchor"),
    "a dead anchor of another page": insert(
        "See [there](../index.md#no-such-place).", "no-such-place"
    ),
    "a dead link in raw HTML": insert(
        '<a href="no-such-page.html">There</a> it is.', "nothing checks a link in raw HTML"
    ),
    "a dead picture in raw HTML": insert(
        '<details>\n<img alt="x" src="figure.png">\n</details>', "nothing checks a link in raw HTML"
    ),
    "an unknown page": insert("See {doc}`no-such-document`.", "no-such-document"),
    "an unknown label": insert("See {ref}`no-such-label`.", "no-such-label"),
    "an unknown term": insert("See {term}`no such term`.", "no such term"),
    "an unknown name of the package": insert("See {py:func}`wbguide.nothing`.", "wbguide.nothing"),
    "an unknown name of NumPy": insert("See {py:func}`numpy.no_such`.", "numpy.no_such"),
    "an unknown role": insert("It is {no-such-role}`x`.", "no-such-role"),
    "an unknown directive": insert("```{no-such-directive}\n```", "no-such-directive"),
    "a label that is there twice": insert(
        "(twice)=\n### One\n\n(twice)=\n### Two", "twice", "### Two"
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
    "a frame of another host": insert(
        '<iframe title="x" src="https://example.com/"></iframe>', "nothing from another host"
    ),
    "an output that loads from another host": insert(
        cell(
            "from IPython.display import HTML\n"
            "HTML('<script src=\"https://example.com/output.js\"></script>')"
        ),
        "nothing from another host",
    ),
    "a style in the page": insert(
        '<p style="color: red">Red</p>', "Content-Security-Policy forbids this: give it a class"
    ),
    "a script in the page": insert(
        "<details>\n<summary onclick='x()'>Hint</summary>\n</details>",
        "Content-Security-Policy forbids this",
    ),
    "a style sheet with an image of another host": Fault(
        "_static/site.css", "", "body { background: url(https://example.com/x.png); }\n\n",
        "nothing from another host",
    ),
    "a style sheet of another host": Fault(
        "conf.py", "html_copy_source =",
        'html_css_files = ["https://example.com/x.css"]\nhtml_copy_source =',
        "https://example.com/x.css", elsewhere="docs/index.md",
    ),
    "a figure without alt text": insert(cell("plt.plot(x, y);"), "an image has no alt text"),
    "a captioned figure without alt text": insert(
        cell("plt.plot(y, x);", "---", "mystnb: {figure: {caption: A caption.}}", "---"),
        "an image has no alt text",
    ),
    "a figure of too many pixels": insert(
        cell("plt.imshow([[0.0, 1.0]], interpolation='bilinear');", alt="A slope"),
        "pixels has more than 10000",
    ),
    "a chart without alt text": insert(
        cell("fit_by_hand(x, y, weight=1.0, bias=1.0)"), "a chart has no alt text"
    ),
    "a chart that does not fit a phone": insert(
        cell("fit_by_hand(x, y).properties(width=900)", alt="A line"), "have the width 'container'"
    ),
    "a docstring that refers to nothing": Fault(
        "api/shelf.md", "", "# Shelf\n\n```{eval-rst}\n.. automodule:: shelf_of_faults\n```\n",
        "Lost", elsewhere="shelf_of_faults.py:docstring of shelf_of_faults:1",
    ),
}  # fmt: skip
SHELF = '"""A :class:`Lost`."""\n'

# Faults of the package, and what a page that checks it says of them.
USES_PACKAGE = page(
    "from wbguide.activations import relu\n"
    "from wbguide.losses import mean_squared_error\n"
    "assert mean_squared_error([1.0, 2.0], [1.0, 4.0]) == 2.0\n"
    "assert relu(0.5) == 0.5"
)
PACKAGE = {
    "an operator of a loss is changed": (
        "losses.py", "residuals = y_pred - y_true", "residuals = y_pred + y_true", "squared_error",
    ),
    "an activation is off by one": (
        "activations.py", "np.maximum(z, 0.0)", "np.maximum(z, 1.0)", "relu(0.5)",
    ),
}  # fmt: skip

Catch = Callable[[str, str, str], None]


def slug(name: str) -> str:
    return name.replace(" ", "-")


def copy_package(folder: Path) -> Path:
    """Copy the package into a folder, and return that."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "wbguide", folder / "wbguide", ignore=ignore)
    for name in ("LICENSE", "README.md", "pyproject.toml"):  # of which a wheel is made
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build pages each of which fails to run."""
    site = Site(tmp_path_factory.mktemp("run"), gates=True)
    site.write(**{slug(name): text for name, (text, _, _) in RUNNING.items()})
    return site.build_here()


def broken_site(folder: Path, faults: dict[str, Fault]) -> Site:
    """Return a site with some faults."""
    site = Site(folder, packages=ROOT, gates=True)
    (site.docs / "_static/site.css").write_text("")
    for name, text in PAGES.items():
        path = site.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for fault in faults.values():
        fault.apply(site.docs)
    return site


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Path]:
    """Build a site with all faults that the build can list at once."""
    folder = tmp_path_factory.mktemp("read")
    (folder / "shelf_of_faults.py").write_text(SHELF)
    site = broken_site(folder, READING)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        return site.build_here(strict=False), site.docs


@pytest.mark.parametrize("name", RUNNING)
def test_a_cell_that_does_what_it_may_not_is_caught(run: Build, name: str, caught: Catch) -> None:
    _, line, says = RUNNING[name]
    place = f"{slug(name)}.md" + (f":{line}" if line else "")
    assert says in run.report(place), run.log
    assert run.status != 0
    caught(name, place, run.report(place))


def test_a_loop_without_end_is_caught(site: Site, caught: Catch) -> None:
    site.write(loop=page("1", "while True:\n    pass"))
    build = site.build_here(strict=False, execution_seconds_per_page=20)
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


def test_nothing_is_said_of_pages_without_a_fault(tmp_path: Path) -> None:
    build = broken_site(tmp_path, {}).build_here()
    assert build.status == 0, build.log


def test_faults_of_the_package_are_caught_though_outputs_are_stored(
    tmp_path: Path, caught: Catch
) -> None:
    site = Site(tmp_path, packages=copy_package(tmp_path / "copy"), gates=True)
    site.write(page=USES_PACKAGE)
    first = site.build()
    assert first.status == 0, first.log
    for name, (file, old, new, says) in PACKAGE.items():
        path = site.packages / "wbguide" / file
        original = path.read_text(encoding="utf-8")
        assert old in original
        path.write_text(original.replace(old, new), encoding="utf-8")
        build = site.build(strict=False)
        path.write_text(original, encoding="utf-8")
        assert build.executed == 1
        assert build.status != 0
        assert says in build.report("page.md:11"), build.log
        caught(name, "page.md:11", build.report("page.md:11"))


def test_a_wrong_example_in_a_docstring_is_caught(tmp_path: Path, caught: Catch) -> None:
    package = copy_package(tmp_path) / "wbguide"
    losses = package / "losses.py"
    text = losses.read_text(encoding="utf-8")
    assert " 4.5\n" in text
    losses.write_text(text.replace(" 4.5\n", " 4.6\n", 1), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--doctest-modules", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(  # noqa: S603  # our own command
        [*command, f"--config-file={ROOT / 'pyproject.toml'}", "--rootdir=.", "wbguide/losses.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Expected:\n    4.6\nGot:\n    4.5" in run.stdout
    (line,) = re.findall(r"(wbguide/losses\.py:\d+): DocTestFailure", run.stdout)
    caught("a wrong example in a docstring", line, "DocTestFailure, in nox -s tests")
