"""Lines of IPython stay in notebooks, and are turned into Python for scripts."""

from __future__ import annotations

import nbformat
import pytest
from wbguide_docs.copying.magics import UnknownMagicError, without_magics

from tests.extensions.tiny_site import Site, page


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("x = 1\n'%time'  # %time", "x = 1\n'%time'  # %time"),
        ("x = 7\nx %matplotlib", "x = 7\nx %matplotlib"),
        ("%matplotlib inline\nx = 1", "\nx = 1"),
        ("if x:\n    %matplotlib inline", "if x:\n    pass"),
        ("%pip install \\\n  numpy\nx", "\n\nx"),
        ("%time x = f()\nx", "x = f()\nx"),
        ("for i in x:\n    %time f(i)", "for i in x:\n    f(i)"),
        ("%%time\nx = 1\nx", "\nx = 1\nx"),
    ],
)
def test_code_keeps_its_lines_without_those_of_ipython(source: str, plain: str) -> None:
    assert without_magics(source, strict=True) == plain


@pytest.mark.parametrize(
    ("source", "line"), [("x = 1\n%who", 1), ("!ls", 0), ("x\nfiles = !ls", 1), ("%%html\n<b>", 0)]
)
def test_an_unknown_one_is_an_error_with_its_line(source: str, line: int) -> None:
    with pytest.raises(UnknownMagicError, match=r"what stands for .* in plain Python") as caught:
        without_magics(source, strict=True)
    assert caught.value.line == line


def test_a_page_has_them_in_its_notebook_and_not_in_its_script(site: Site) -> None:
    site.write(page=page("%matplotlib inline\nx = 1", "%%capture\ny = x + 1", "y"))
    build = site.build()
    assert build.status == 0, build.log
    book = nbformat.read(site.docs / "_build/html/page.ipynb", as_version=4)
    _, _, *cells = book.cells
    assert [cell.source for cell in cells] == [
        "%matplotlib inline\nx = 1",
        "%%capture\ny = x + 1",
        "y",
    ]
    script = (site.docs / "_build/html/page.py").read_text()
    assert script.endswith("# %%\nx = 1\n\n# %%\ny = x + 1\n\n# %%\n_show(y)\n")
    assert '"pool":["x = 1","y = x + 1"]' in site.html("page")


def test_an_unknown_one_fails_the_build(site: Site) -> None:
    site.write(page=page("x = 1\n%who_ls", "x"))
    build = site.build()
    assert build.status != 0
    assert "what stands for '%who_ls' in plain Python" in build.report("page.md:13")
