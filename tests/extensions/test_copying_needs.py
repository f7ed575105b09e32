"""A cell is given what it needs of the cells before it, and no more, as observed in a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from wbguide_docs.copying.needs import slice_page
from wbguide_docs.reading.cells import Cell

from tests.extensions.traced import Pages

NUMPY = "import numpy as np"
KERAS = "import keras"
SEED = "keras.utils.set_random_seed(0)"
FIRST = "a = keras.layers.Dense(1)"
BUILT = "a.build((None, 1))"
SET_12 = "a.set_weights([np.array([[1]]), np.array([2])])"
SET_34 = "a.set_weights([np.array([[3]]), np.array([4])])"
PYPLOT = "import matplotlib.pyplot as plt"


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    """Return a process that runs pages."""
    process = Pages()
    yield process
    process.close()


def needs(pages: Pages, *cells: str, raises: int = -1) -> list[str]:
    """Return the statements that the last of some cells needs of the others."""
    read = [Cell(n, 0, 0, source, raises="Error" * (n == raises)) for n, source in enumerate(cells)]
    slices = slice_page(read, pages.run([*cells]))
    return [slices.units[number].text for number in slices.needed[-1]]


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        # Definitions, and what they need in turn; neither output nor what is not used.
        (["x = 1\nprint(x)\ny = x + 1\nz = 3", "y"], ["x = 1", "y = x + 1"]),
        (["import os.path\nimport re as e", "os, e"], ["import os.path", "import re as e"]),
        (["import json\nimport json.tool", "json.tool"], None),
        (["import re", "import re\nre.I", "re"], ["import re"]),
        (["from math import pi, e", "e"], ["from math import pi, e"]),
        (["x = 1", "x = 2", "x"], ["x = 2"]),
        (["x = 1", "x = 2\nx"], []),
        (["x = 1  # why\n\ny = 2", "x"], ["x = 1  # why"]),
        (["x = 1; y = 2", "y"], ["x = 1; y = 2"]),
        (["x = 1\ndel x", "x = 3", "x"], ["x = 3"]),
        # A name in a function is looked up when the function runs, and its own names are its own.
        (["def f():\n    return k", "k = 1", "k = 2", "f()"], ["def f():\n    return k", "k = 2"]),
        (["def f(k):\n    m = k\n    return m", "k = m = 1", "f(3)"], ["def f(k):\n    m = k\n    return m"]),
        (["k = 1", "def f(a=k):\n    return a", "f()"], None),
        (["k = 1", "f = lambda: k", "f()"], None),
        (["k = 1", "def f():\n    return k", "def g(h):\n    return h()", "g(f)"], None),
        (["k = 1", "def f(x):\n    return k", "list(map(f, [1]))"], None),
        (["k = 1", "def f(x):\n    return k", "f"], ["def f(x):\n    return k"]),
        (["k = 1", "class A:\n    def m(self):\n        return k", "A().m()"], None),
        (["x = 3", "[x for x in range(3)]"], []),
        (["x = 3", "[y for y in range(3) if y < x]"], None),
        # What did not happen is not needed.
        (["x = 1", "if x:\n    y = 2", "y"], None),
        (["x = 1", "if 0:\n    x = 2", "x"], ["x = 1"]),
        (["x = 1", "for i in [1]:\n    x = 2", "x"], ["for i in [1]:\n    x = 2"]),
        (["for i in [1]:\n    pass", "for i in [1]:\n    print(i)"], []),
        (["x = 1", "try:\n    x = 1 / 0\nexcept ZeroDivisionError:\n    pass", "x"], ["x = 1"]),
        (["x = [3, 1]", "x.copy().sort()\nsorted(x)", "x"], ["x = [3, 1]"]),
        # What changes an object counts as a definition of it, by whatever name.
        (["x = [1]", "x[0] = 2", "x"], None),
        (["x = [1]", "x.append(2)", "x.index(1)", "x"], ["x = [1]", "x.append(2)"]),
        (["x = y = [1]", "y.append(2)", "x"], None),
        (["x = [[1]]", "y = x[0]", "y.append(2)", "x"], None),
        (["x = [1]", "x += [2]", "x"], None),
        (["x = [1]", "x += [2]", "x = 3", "x"], ["x = 3"]),
        (["x = [1]", "def f(a):\n    a.append(2)", "f(x)", "x"], None),
        (["x = [1]", "def f():\n    x.append(2)", "f()", "x"], None),
        (["x = 1", "def f():\n    global x\n    x = 2", "f()", "x"], ["def f():\n    global x\n    x = 2", "f()"]),
        (["class A:\n    n = 0", "a = A()", "A.n = 1", "a.n"], None),
        (["class A:\n    pass", "a = A()", "a.n = 1", "vars(a)"], None),
        (["x = [1, 2]", "y = iter(x)", "next(y)", "next(y)"], None),
        (["y = (i for i in [1, 2])", "next(y)", "next(y)"], None),
        (["x = {}", "def f(n, memo=x):\n    memo[n] = 1", "f(2)", "x"], None),
        # Arrays, and views of them.
        ([f"{NUMPY}\nx = np.ones(3)", "np.mean(x);\nx.sum();", "x"], [NUMPY, "x = np.ones(3)"]),
        ([NUMPY, "x = np.eye(2)", "np.fill_diagonal(x, 0)", "x"], None),
        ([NUMPY, "x = np.ones(3)", "np.negative(x, out=x)", "x"], None),
        ([NUMPY, "x = np.array([2, 1])", "x.sort()", "x"], None),
        ([NUMPY, "x = np.ones(3)", "y = x[:2]", "y[0] = 4", "x"], None),
        ([NUMPY, "x = np.ones(9000)", "y = x[-2:]", "x[-1] = 4", "y"], None),
        ([NUMPY, "x = np.ones(9)", "y = [x[:2], x]", "x[8] = 4", "y"], None),
        ([NUMPY, "x = np.ones(3)", "y = x.copy()\ny[0] = 4", "x"], [NUMPY, "x = np.ones(3)"]),
        # Settings.
        ([NUMPY, "np.set_printoptions(precision=2)", "np.ones(3)"], None),
        ([KERAS, 'keras.config.set_floatx("float64")', "keras.backend.floatx()"], None),
        ([PYPLOT, 'plt.rcParams["axes.grid"] = True', "plt.plot([1]);"], None),
        # Figures are objects; the current one of a notebook ends with its cell.
        ([PYPLOT, "fig, ax = plt.subplots()\nax.plot([1])", "ax.set(title='A')\nfig"],
         [PYPLOT, "fig, ax = plt.subplots()", "ax.plot([1])"]),
        ([f"{PYPLOT}\nplt.plot([1])", "plt.plot([2])"], [PYPLOT]),
        ([PYPLOT, "plt.plot([1])\nplt.title('A')\nfig = plt.gcf()", "fig"],
         [PYPLOT, "plt.plot([1])", "plt.title('A')", "fig = plt.gcf()"]),
        # Lines of IPython.
        (["%matplotlib inline\nx = 1", "%config InlineBackend.close_figures = True\ny = x", "x + y"], ["x = 1", "y = x"]),
        (["%time x = 1\ny = 2", "x"], ["x = 1"]),
        (["%%time\nx = 1\ny = 2", "y"], ["x = 1\ny = 2"]),
        (["x = 1", "%%capture\ny = x\nz = y", "z"], ["x = 1", "y = x\nz = y"]),
    ],
)  # fmt: skip
def test_a_cell_needs(pages: Pages, cells: list[str], needed: list[str] | None) -> None:
    everything = [line for cell in cells[:-1] for line in cell.split("\n")]
    found = [line for text in needs(pages, *cells) for line in text.split("\n")]
    wanted = (
        everything if needed is None else [line for text in needed for line in text.split("\n")]
    )
    assert found == wanted


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        # A generator is changed by each draw, also where it is only passed on.
        ([NUMPY, "rng = np.random.default_rng(0)", "a = rng.normal()", "rng.normal()"], None),
        ([NUMPY, "rng = np.random.default_rng(0)", "a = rng.normal()", "a + 1"], None),
        ([NUMPY, "r = np.random.default_rng(0)", "np.random.Generator.normal(r);", "r.normal()"], None),
        ([NUMPY, "r = np.random.default_rng(0)\nr.normal();\nr = np.random.default_rng(1)", "r.normal()"],
         [NUMPY, "r = np.random.default_rng(1)"]),
        (["import random", "random.seed(1)", "random.random();", "random.random()"], None),
        ([NUMPY, "np.random.seed(1)", "np.random.normal();", "np.random.normal()"], None),
        # What has been seeded counts from there on; the order of the layers made is its state.
        ([KERAS, SEED, FIRST, "b = keras.layers.Dense(1)", "b.build((None, 1))\nb.get_weights()"], None),
        ([KERAS, SEED, FIRST, "keras.utils.set_random_seed(1)", f"{FIRST}\n{BUILT}\na.get_weights()"],
         [KERAS, "keras.utils.set_random_seed(1)"]),
        ([KERAS, "def seed():\n    keras.utils.set_random_seed(1)", "seed()", f"{FIRST}\n{BUILT}\na.get_weights()"], None),
        ([KERAS, FIRST, "b = keras.layers.Dense(1)\nb.build((None, 1))\nb.get_weights()"], [KERAS]),
        ([KERAS, SEED, "a = keras.random.normal((2,))", "keras.random.normal((2,))"], None),
        ([KERAS, "g = keras.random.SeedGenerator(1)", "keras.random.normal((2,), seed=g);",
          "keras.random.normal((2,), seed=g)"], None),
        # A shape is the same whatever the numbers, and so is what is overwritten.
        ([KERAS, SEED, FIRST, "b = keras.layers.Dense(1)\nb.build((None, 1))\nb.count_params()"], [KERAS]),
        ([KERAS, SEED, FIRST, BUILT, "[w.shape for w in a.get_weights()]"], [KERAS, FIRST, BUILT]),
        ([KERAS, NUMPY, SEED, FIRST, BUILT, SET_12, SET_34, "a.get_weights()"],
         [KERAS, NUMPY, FIRST, BUILT, SET_34]),
        ([KERAS, NUMPY, FIRST, BUILT, SET_12, "a.bias.assign([3])", "a.get_weights()"], None),
        # Layers are shared, built once, and trained in their model.
        ([KERAS, FIRST, "m = keras.Sequential([keras.Input((1,)), a])", "a.get_weights()"], None),
        ([f"{KERAS}\nimport numpy as np", FIRST, "a(np.ones((1, 1)));", "a(np.ones((2, 1)));", "a.get_weights()"],
         [KERAS, NUMPY, FIRST, "a(np.ones((1, 1)));"]),
        ([KERAS, NUMPY, FIRST, "m = keras.Sequential([keras.Input((1,)), a])", 'm.compile(loss="mse")',
          "x = np.ones((4, 1))", "m.fit(x, x, verbose=0);", "m.predict(x, verbose=0);\nm.evaluate(x, x, verbose=0);",
          "a.get_weights()"],
         [KERAS, NUMPY, FIRST, "m = keras.Sequential([keras.Input((1,)), a])", 'm.compile(loss="mse")',
          "x = np.ones((4, 1))", "m.fit(x, x, verbose=0);"]),
        ([KERAS, FIRST, BUILT, "a.trainable = False", "a.trainable_weights"], None),
    ],
)  # fmt: skip
def test_a_cell_needs_what_settles_its_numbers(
    pages: Pages, cells: list[str], needed: list[str] | None
) -> None:
    test_a_cell_needs(pages, cells, needed)


def test_a_failing_statement_is_not_repeated(pages: Pages) -> None:
    cells = ["x = []", "y = 1\nx.append(1 / 0)\nz = 2", "x, y"]
    assert needs(pages, *cells, raises=1) == ["x = []", "y = 1"]


def test_what_a_failing_statement_has_changed_is_not_needed(pages: Pages) -> None:
    cells = ["x = []", "for i in [1, 0]:\n    x.append(1 / i)", "x"]
    assert needs(pages, *cells, raises=1) == ["x = []"]


def test_code_that_cannot_be_read_needs_nothing(pages: Pages) -> None:
    assert needs(pages, "x = 1", "x +", raises=1) == []


def test_settings_that_an_import_makes_are_nobody_s_need(pages: Pages) -> None:
    assert needs(pages, PYPLOT, "x = 1", "x") == ["x = 1"]
