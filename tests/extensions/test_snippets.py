"""A cell is given what it needs of the cells before it, and no more."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from wbguide_docs.copying.snippet_rules import RULES
from wbguide_docs.copying.snippet_slices import (
    Cell,
    imports,
    install_line,
    requirements,
    slice_page,
)

from tests.extensions.tiny_site import Site, page

ROOT = Path(__file__).parents[2]
KERAS = "import keras\nkeras.utils.set_random_seed(0)"
FIRST = "a = keras.layers.Dense(1)"


def needs(*cells: str) -> list[str]:
    """Return the statements that the last of some cells needs of the others."""
    slices = slice_page([Cell(source) for source in cells])
    return [slices.units[number].text for number in slices.needed[-1]]


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        # Definitions, and what they need in turn; neither output nor what is not used.
        (["x = 1\nprint(x)\ny = x + 1\nz = 3", "y"], ["x = 1", "y = x + 1"]),
        (["import a\nimport b.c\nimport d as e", "b, e"], ["import b.c", "import d as e"]),
        (["from a import b, c", "b"], ["from a import b, c"]),
        (["x = 1", "x = 2", "x"], ["x = 2"]),
        (["x = 1", "x = 2\nx"], []),
        (["x = 1  # why\n\ny = 2", "x"], ["x = 1  # why"]),
        (["x = 1; y = 2", "y"], ["x = 1; y = 2"]),
        (["x = 1\ndel x", "x = 3", "x"], ["x = 3"]),
        # A name in a function is looked up when the function runs, and its own names are its own.
        (["def f():\n    return k", "k = 1", "k = 2", "f()"], ["def f():\n    return k", "k = 2"]),
        (
            ["def f(k):\n    m = k\n    return m", "k = m = 1", "f(3)"],
            ["def f(k):\n    m = k\n    return m"],
        ),
        (["k = 1", "def f(a=k):\n    return a", "f()"], None),
        (["k = 1", "f = lambda: k", "f()"], None),
        (["k = 1", "def f():\n    return k", "def g(h):\n    return h()", "g(f)"], None),
        (["k = 1", "def f(x):\n    return k", "list(map(f, [1]))"], None),
        (["k = 1", "def f(x):\n    return k", "import lib", "lib.apply(f)"], None),
        (["k = 1", "class A:\n    def m(self):\n        return k", "A().m()"], None),
        (["x = 3", "[x for x in range(3)]"], []),
        (["x = 3", "[y for y in range(3) if y < x]"], None),
        # A branch may be passed by, and a loop over a list is not.
        (["x = 1", "if c:\n    x = 2", "x"], None),
        (
            ["x = 1", "if c:\n    x = 2\nelse:\n    x = 3", "x"],
            ["if c:\n    x = 2\nelse:\n    x = 3"],
        ),
        (["x = 1", "for i in y:\n    x = 2", "x"], None),
        (["x = 1", "for i in [1]:\n    x = 2", "x"], ["for i in [1]:\n    x = 2"]),
        (["x = 1", "try:\n    x = 2\nexcept E:\n    pass", "x"], None),
        (["for i in y:\n    pass", "for i in y:\n    print(i)"], []),
        (["with a as b:\n    c = b", "c"], None),
        # What changes an object counts as a definition of it, by whatever name.
        (["x = [1]", "x[0] = 2", "x"], None),
        (["x = [1]", "x.append(2)", "x.index(1)", "x"], ["x = [1]", "x.append(2)"]),
        (["x = y = [1]", "y.append(2)", "x"], None),
        (["x = [[1]]", "y = x[0]", "y.append(2)", "x"], None),
        (["x = [1]", "x += [2]", "x"], None),
        (["x = [1]", "x += [2]", "x = 3", "x"], ["x = 3"]),
        (["import o\nx = o.Make()", "x.y = 2", "x"], None),
        (["import o\nx = o.Make()", "x.work()", "x"], None),
        (["import o\nx = o.Make()", "o.work(x)", "x"], None),
        (["import o\nx = o.Make()\ny = o.Make(x)", "x.work()", "y"], None),
        (["import o\nx = o.Make()", "x.work()", "x = o.Make()", "x"], ["import o\nx = o.Make()"]),
        (["x = [1]", "def f(a):\n    a.append(2)", "f(x)", "x"], None),
        (["x = [1]", "def f():\n    x.append(2)", "f()", "x"], None),
        (
            ["x = 1", "def f():\n    global x\n    x = 2", "f()", "x"],
            ["def f():\n    global x\n    x = 2", "f()"],
        ),
        # Plain data is not changed by being looked at.
        (["import numpy as np\nx = np.ones(3)", "np.mean(x)\nx.sum()\nprint(x)", "x"], None),
        (["import numpy as np\nx = np.ones(3)", "np.fill_diagonal(x, 0)", "x"], None),
        (["import numpy as np\nx = np.ones(3)", "np.add.at(x, 0, 1)", "x"], None),
        (["import numpy as np\nx = np.ones(3)", "np.abs(x, out=x)", "x"], None),
        (["import numpy as np\nx = np.ones(3)", "x.sort()", "x"], None),
        (["import numpy as np\nx = np.ones(3)", "y = x[:2]", "y[0] = 4", "x"], None),
        (["import numpy as np\nx = np.ones(3)", "y = x.copy()", "y[0] = 4", "x"], "not y"),
        (["import numpy as np", "np.set_printoptions(precision=2)", "np.ones(3)"], None),
    ],
)
def test_a_cell_needs(cells: list[str], needed: list[str] | str | None) -> None:
    found = needs(*cells)
    if needed is None:  # all there is, but for what only looks
        lines = [line for cell in cells[:-1] for line in cell.split("\n")]
        looks = ("np.mean", "x.sum()", "print")
        assert "\n".join(found).split("\n") == [
            line for line in lines if not line.startswith(looks)
        ]
    elif needed == "not y":
        assert found == ["import numpy as np", "x = np.ones(3)"]
    else:
        assert "\n".join(found) == "\n".join(needed)


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        # A generator is changed by each draw, also where it is only passed on.
        (
            [
                "import numpy as np\nrng = np.random.default_rng(0)",
                "a = rng.normal()",
                "rng.normal()",
            ],
            ["import numpy as np", "rng = np.random.default_rng(0)", "a = rng.normal()"],
        ),
        (
            ["import numpy as np\nrng = np.random.default_rng(0)", "a = rng.normal()", "a + 1"],
            ["import numpy as np", "rng = np.random.default_rng(0)", "a = rng.normal()"],
        ),
        (
            ["import numpy as np, lib\nr = np.random.default_rng(0)", "lib.f(rng=r)", "r.normal()"],
            ["import numpy as np, lib", "r = np.random.default_rng(0)", "lib.f(rng=r)"],
        ),
        (
            [
                "import numpy as np\nr = np.random.default_rng(0)",
                "r.normal()",
                "r = np.random.default_rng(1)",
                "r.normal()",
            ],
            ["import numpy as np", "r = np.random.default_rng(1)"],
        ),
        # What has been seeded counts from there on; the order of the layers made is its state.
        (
            [KERAS, FIRST, "b = keras.layers.Dense(1)", "b.build((None, 1))\nb.get_weights()"],
            ["import keras", "keras.utils.set_random_seed(0)", FIRST, "b = keras.layers.Dense(1)"],
        ),
        (
            [KERAS, FIRST, "keras.utils.set_random_seed(1)", "keras.layers.Dense(1)(x)"],
            ["import keras", "keras.utils.set_random_seed(1)"],
        ),
        (["import keras", FIRST, "keras.layers.Dense(1)(x)"], ["import keras"]),
        # A shape is the same whatever the numbers, and so is what is overwritten.
        ([KERAS, FIRST, "b = keras.layers.Dense(1)\nb.count_params()"], ["import keras"]),
        (
            [KERAS, FIRST, "b = keras.layers.Dense(1)\n[w.shape for w in b.get_weights()]"],
            ["import keras"],
        ),
        ([KERAS, FIRST, "b = keras.layers.Dense(1)\nb.set_weights(w)\nb(x)"], ["import keras"]),
        (
            [
                KERAS,
                f"{FIRST}\na.build(1)",
                "a.set_weights(w)",
                "a.set_weights(v)",
                "a.get_weights()",
            ],
            ["import keras", FIRST, "a.build(1)", "a.set_weights(v)"],
        ),
        (
            [f"import keras\n{FIRST}\na.build(1)", "a.set_weights(w)", "a.bias.assign(v)", "a(x)"],
            ["import keras", FIRST, "a.build(1)", "a.set_weights(w)", "a.bias.assign(v)"],
        ),
        (
            [
                f"import keras\n{FIRST}",
                "m = keras.Sequential([keras.Input((1,)), a])",
                "m.fit(x)",
                "a(x)",
            ],
            ["import keras", FIRST, "m = keras.Sequential([keras.Input((1,)), a])", "m.fit(x)"],
        ),
        # A call builds a layer, once.
        (
            [f"import keras\n{FIRST}", "a(x)", "a(y)", "a.get_weights()"],
            ["import keras", FIRST, "a(x)"],
        ),
        # `fit` shuffles, unless it is told not to.
        (
            [
                f"{KERAS}\nm = keras.Sequential([keras.Input((1,))])",
                "n = keras.Sequential()\nn.fit(x)",
                "m.fit(x)",
            ],
            [
                "import keras",
                "keras.utils.set_random_seed(0)",
                "m = keras.Sequential([keras.Input((1,))])",
                "n = keras.Sequential()",
                "n.fit(x)",
            ],
        ),
        (
            [
                f"{KERAS}\nm = keras.Sequential([keras.Input((1,))])",
                "n = keras.Sequential()\nn.fit(x)",
                "m.fit(x, shuffle=False)",
            ],
            ["import keras", "m = keras.Sequential([keras.Input((1,))])"],
        ),
        # A figure is an object; the current one of a notebook ends with its cell.
        (
            [
                "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot(1)",
                "ax.set(title='A')\nfig",
            ],
            ["import matplotlib.pyplot as plt", "fig, ax = plt.subplots()", "ax.plot(1)"],
        ),
        (
            ["import matplotlib.pyplot as plt\nplt.plot(1)", "plt.plot(2)"],
            ["import matplotlib.pyplot as plt"],
        ),
    ],
)
def test_random_numbers_weights_and_figures(cells: list[str], needed: list[str]) -> None:
    assert needs(*cells) == needed


def test_a_failing_statement_is_not_repeated() -> None:
    cells = [Cell("x = []"), Cell("y = 1\nx.append(1 / 0)", raises=True), Cell("x, y")]
    slices = slice_page(cells)
    assert [slices.units[number].text for number in slices.needed[-1]] == ["x = []", "y = 1"]


def test_code_that_cannot_be_read_needs_nothing() -> None:
    assert slice_page([Cell("x = 1"), Cell("x +", raises=True)]).needed == [[], []]


def test_the_requirements_are_those_of_the_imports() -> None:
    code = "import keras, math\nfrom wbguide.plotting import a\nfrom wbguide.interactive import b"
    assert requirements(code) == ["keras", "tensorflow", "wbguide[interactive,plot]"]
    assert install_line(code) == '# pip install keras tensorflow "wbguide[interactive,plot]"'
    assert requirements("from wbguide.datasets import letters, make_line") == ["wbguide[plot]"]
    assert requirements("from wbguide.datasets import make_line") == ["wbguide"]
    assert imports("def f():\n    import a.b") == ["a.b"]
    with pytest.raises(LookupError, match=r"what to install for 'unheard\.of'"):
        requirements("from unheard import of")


def test_the_rules_ask_for_the_python_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert RULES["python"] == project["requires-python"]


def test_a_page_carries_what_its_cells_lack_once(site: Site) -> None:
    hidden = ":tags: [remove-cell]\nassert x == 1"
    silent = ":tags: [remove-input]\nx + 10"
    solution = ":tags: [hide-cell]\nx < y"
    site.write(page=page("import math\nx = 1", hidden, silent, "y = x + 1", solution, "2"))
    build = site.build()
    assert build.status == 0, build.log
    (data,) = re.findall(
        '<script type="application/json" id="wb-snippets">(.*?)</script>', site.html("page")
    )
    assert json.loads(data) == {
        "pool": ["x = 1", "y = x + 1"],
        "cells": [[], [[0]], [[0], [1]], []],
    }


def test_a_page_whose_cells_lack_nothing_carries_nothing(site: Site) -> None:
    site.write(page=page("x = 1", "2 < 3"))
    assert site.build().status == 0
    assert "wb-snippets" not in site.html("page")


def test_a_cell_that_needs_a_hidden_one_fails_the_build(site: Site) -> None:
    site.write(page=page("x = 1", ":tags: [remove-cell]\nz = 4\ny = 2", "x + y"))
    build = site.build()
    assert build.status != 0
    assert "needs one that is not on the page" in build.report("page.md:21")
    assert "'y = 2' in the cell of line 15" in build.report("page.md:21")


def test_a_hidden_cell_that_draws_from_the_page_s_generator_fails_the_build(site: Site) -> None:
    draw = "rng.normal()"
    hidden = f":tags: [remove-cell]\n{draw};"
    site.write(page=page("import numpy as np\nrng = np.random.default_rng(0)", hidden, draw))
    build = site.build()
    assert build.status != 0
    assert "'rng.normal();'" in build.report("page.md:21")


def test_an_import_that_no_one_can_install_fails_the_build(site: Site) -> None:
    (site.packages / "unheard.py").write_text("of = 1\n")
    site.write(page=page("import unheard", "unheard.of"))
    build = site.build()
    assert build.status != 0
    assert "does not say what to install for 'unheard'" in build.report("page.md")
