"""The list of pages that ran says what is true of this build, however it came about."""

from __future__ import annotations

import platform
import re
from importlib.metadata import version

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from wbguide_docs.checking.facts import count_checks, imported

from tests.extensions.tiny_site import Site, page

LIST = "# Still runs\n\n```{still-runs}\n```\n"
RAISES = ":tags: [raises-exception]\n:raises: 'ZeroDivisionError: division'\n1 / 0"


@pytest.mark.parametrize(
    ("source", "checks"),
    [
        ("assert x == 2", 1),
        ("for k in range(9):\n    assert k < 9", 1),
        ("assert True", 0),  # cannot fail
        ("print(1 + 1 == 2)", 0),
        ("checker(3)", 0),
        ("assert checker(3)", 1),
        ("np.testing.assert_allclose(x, 1)", 1),
        ("assert_allclose(x, 1)\nassert_array_equal(x, y)", 2),
        ("with pytest.raises(ValueError, match='x'):\n    f()", 1),
        ("# assert 1 + 1 == 2\n'assert 1 + 1 == 2'", 0),
        ("%matplotlib inline\nassert f(1)", 1),
    ],
)
def test_checks_are_what_can_fail(source: str, checks: int) -> None:
    assert count_checks(new_notebook(cells=[new_code_cell(source)])) == checks


def test_announced_error_is_a_check_even_of_syntax() -> None:
    cell = new_code_cell("1 +", metadata={"tags": ["raises-exception"]})
    assert count_checks(new_notebook(cells=[cell])) == 1


def test_cell_that_does_not_run_checks_and_imports_nothing() -> None:
    cell = new_code_cell("import keras\nassert f(1)", metadata={"tags": ["skip-execution"]})
    skipped = new_notebook(cells=[cell])
    assert (count_checks(skipped), imported(skipped)) == (0, set())


def test_imports_are_packages_outside_the_standard_library() -> None:
    source = "import os.path, numpy as np\nfrom matplotlib.pyplot import plot\nimport numpy.linalg"
    assert imported(new_notebook(cells=[new_code_cell(source)])) == {"numpy", "matplotlib"}


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_list_follows_the_pages(site: Site, jobs: str) -> None:
    """Pages change, come, lose their code and go; each build says what a fresh one would."""
    site.write(
        still=LIST,
        a=page(
            "import numpy as np\nnp.testing.assert_equal(np.add(1, 1), 2)", RAISES, title="Page A"
        ),
        b=page("import wbguide\nimport numpy\nassert wbguide", title="Page B"),
        plain="# No code\n",
    )
    a, b = ("Page A", "2", "numpy"), ("Page B", "1", "numpy, wbguide")
    _build(site, jobs, a, b, ("2 pages", "3", ""))

    site.replace("a", "np.testing", "assert np.pi > 3\nnp.testing")
    a = ("Page A", "3", "numpy")
    _build(site, jobs, a, b, ("2 pages", "4", ""))

    site.replace("b", "# Page B", "# Side B")
    b = ("Side B", *b[1:])
    _build(site, jobs, a, b, ("2 pages", "4", ""))

    site.write(
        c=page("six = 6\nassert six == 6", title="Page C"), b="# Page B\n\nNo code any more.\n"
    )
    c = ("Page C", "1", "")
    _build(site, jobs, a, c, ("2 pages", "4", ""))

    (site.docs / "a.md").unlink()
    _build(site, jobs, c, ("1 page", "1", ""))


def test_list_names_the_versions_in_use(site: Site) -> None:
    conf = site.docs / "conf.py"
    conf.write_text(conf.read_text().replace("= wbguide.__version__", '= "7.5"'))
    site.write(still=LIST, a=page("import keras, wbguide\nassert keras.Input\nassert wbguide"))
    assert site.build().status == 0, site.log
    rows = _rows(site)
    for row in [
        ("Python", platform.python_version()),
        ("keras", version("keras")),
        ("numpy", version("numpy")),  # as the package needs it
        ("wbguide", "7.5"),
    ]:
        assert row in rows
    assert "scipy" not in dict(row for row in rows if len(row) == 2)


def test_unchanged_site_leaves_the_list_alone(site: Site) -> None:
    site.write(still=LIST, a=page("one = 1\nassert one == 1"))
    assert site.build().status == 0, site.log
    path = site.docs / "_build/html/still.html"
    written = path.stat().st_mtime_ns
    assert "0 added, 0 changed, 0 removed" in site.build().log
    assert path.stat().st_mtime_ns == written


def _build(site: Site, jobs: str, *rows: tuple[str, ...]) -> None:
    build = site.build("-j", jobs)
    assert build.status == 0, build.log
    assert [row for row in _rows(site) if len(row) == 3] == list(rows)


def _rows(site: Site) -> list[tuple[str, ...]]:
    """Return the cells of the body of each table, as text."""
    rows = re.findall(r"<tr.*?</tr>", site.html("still"), re.DOTALL)
    cells = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in rows]
    return [tuple(re.sub("<.*?>", "", cell).strip() for cell in row) for row in cells if row]
