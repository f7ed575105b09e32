"""A page that runs code is also a notebook and a script."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from PIL import Image
from wbguide_docs.copying.markdown import DOLLAR, Prose, UnknownMarkupError
from wbguide_docs.copying.notebook import notebook_text
from wbguide_docs.copying.speaking import wrap_last
from wbguide_docs.rendering.charts import MIME_TYPE

from tests.extensions.tiny_site import Site, page

BASE = "https://example.com/guide/"
GLUE = ":tags: [remove-cell]\nthird = 1 / 3\nglue(third=third)"
DRAW = """\
---
mystnb: {image: {alt: A line}}
---
import matplotlib.pyplot as plt
plt.plot([1, 2]);"""
FAIL = ":tags: [raises-exception]\n:raises: 'ZeroDivisionError: division by zero'\nx = 1\nx / 0"
GLOSSARY = "# Terms\n\n:::{glossary}\nbias\n  A number.\n:::\n"
PROSE = "A {term}`bias`, {doc}`page`, {glue:text}`third:.2f`, $x^2$ and $5."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site with a page that shows all that a page can show."""
    site = Site(tmp_path_factory.mktemp("built"))
    cells = ["import numpy as np", GLUE, "print('é')\nnp.ones(2)  # two", DRAW, FAIL]
    site.write(page=page(*cells, title="All there is", prose=PROSE), terms=GLOSSARY)
    site.variables = {"SITE_URL": BASE}
    build = site.build()
    assert build.status == 0, build.log
    return site.docs / "_build/html"


class Domains(dict[str, Any]):
    """Has an attribute, too, as that of Sphinx."""

    standard_domain: Any


def prose(page: str = "folder/page") -> Prose:
    """Return what the words of a page may refer to."""
    terms = {("term", "Weight"): ("terms", "term-Weight")}
    domains = Domains(math=SimpleNamespace(equations={"line": ("folder/page", 3)}))
    domains.standard_domain = SimpleNamespace(objects=terms)
    env: Any = SimpleNamespace(
        domains=domains,
        relfn2path=lambda target, page: (f"{page.rpartition('/')[0]}/{target}", ""),
        titles={"folder/other": SimpleNamespace(astext=lambda: "Another page")},
    )
    glued = {"share": "0.25", "word": "'two'"}
    return Prose(env, page, lambda name: f"{BASE}{name}.html", glued)


@pytest.mark.parametrize(
    ("myst", "plain"),
    [
        ("A {term}`weight`.", f"A [weight]({BASE}terms.html#term-Weight)."),
        ("{term}`two\nweights <weight>`", f"[two\nweights]({BASE}terms.html#term-Weight)"),
        ("{doc}`other`", f"[Another page]({BASE}folder/other.html)"),
        ("{doc}`that <other>`", f"[that]({BASE}folder/other.html)"),
        ("{glue:text}`share:.1f` {glue:text}`word`", "0.2 two"),
        ("{py:class}`~a.B` {py:func}`c`", "`B` `c`"),
        ("{math}`x_1`", "$x_1$"),
        ("{term}`numpy:axis`, {term}`one <numpy:axis>`", "axis, one"),
        ("See {eq}`line`.", "See (3)."),
        ("$$\ny = x\n$$ (line)", "$$\ny = x\n \\tag{3}$$"),
        ("```{math}\n:label: line\n\ny = x\n```", "$$\ny = x \\tag{3}\n$$"),
        (
            "$x$, $2x$, $5 and $6, `$HOME` and $a + b$",
            f"$x$, $2x$, {DOLLAR}5 and {DOLLAR}6, `$HOME` and $a + b$",
        ),
        ("$$\nx\n$$", "$$\nx\n$$"),
        (r"\$5 \*", rf"{DOLLAR}5 \*"),
        ("`{term}` and ``a ` {doc}`b` ``", "`{term}` and ``a ` {doc}`b` ``"),
        ("```sh\necho $HOME {term}`x`\n```", "```sh\necho $HOME {term}`x`\n```"),
        ("```{toctree}\na\n```", ""),
        ("```{math}\nx\n```", "$$\nx\n$$"),
        (
            ":::{note}\nSee {doc}`other`.\n:::",
            f"> **Note**\n>\n> See [Another page]({BASE}folder/other.html).",
        ),
        ("Term\n: What it is.", "- Term: What it is."),
        ("(label)=\n# Title", "# Title"),
        ("{.wb-front}\n# Title", "# Title"),
        (
            "<details>\n<summary>Hint</summary>\n</details>",
            "<details>\n<summary>Hint</summary>\n</details>",
        ),
    ],
)
def test_what_myst_adds_is_resolved(myst: str, plain: str) -> None:
    assert prose().plain(myst) == plain


@pytest.mark.parametrize(
    "fault", ["{abc}`x`", "{term}`nobody`", "```{figure} x.svg\n```", "{glue:text}`no`"]
)
def test_what_cannot_be_turned_is_an_error_with_its_line(fault: str) -> None:
    with pytest.raises(UnknownMarkupError, match="no Markdown for") as caught:
        prose().plain(f"One.\n\n{fault}\n")
    assert caught.value.line == 2


def test_such_an_error_fails_the_build(site: Site) -> None:
    site.write(page=page("1 + 1", prose="A {kbd}`key`."))
    build = site.build()
    assert build.status != 0
    assert "no Markdown for the role kbd" in build.report("page.md:9")


def test_a_page_links_its_downloads(built: Path) -> None:
    html = (built / "page.html").read_text()
    for suffix in (".ipynb", ".py"):
        assert f'<a href="page{suffix}" download>' in html
        assert (built / f"page{suffix}").is_file()
    assert "wb-downloads" not in (built / "terms.html").read_text()
    assert not (built / "terms.py").exists()
    assert "Download: notebook" not in (built / "search-data.js").read_text()


def test_colab_opens_the_notebook_where_there_is_a_branch_of_them(site: Site) -> None:
    site.write(page=page("1 + 1"))
    assert site.build_here().status == 0
    assert "Colab" not in site.html("page")
    assert site.build_here(site_colab="https://a.b/c/").status == 0
    assert '<a href="https://a.b/c/page.ipynb">open in Colab</a>' in site.html("page")


def test_the_notebook_has_the_outputs_and_no_hidden_cell(built: Path) -> None:
    book = nbformat.read(built / "page.ipynb", as_version=4)
    nbformat.validate(book)
    title, install, *cells = book.cells
    assert title.source == (
        f"# All there is\n\nA [bias]({BASE}terms.html#term-bias), [All there is]({BASE}page.html), "
        f"0.33, $x^2$ and {DOLLAR}5."
    )
    assert install.source == "%pip install --quiet matplotlib numpy"
    assert [cell.source.partition("\n")[0] for cell in cells] == [
        "import numpy as np", "print('é')", "import matplotlib.pyplot as plt", "x = 1",
    ]  # fmt: skip
    kinds = [[output.output_type for output in cell.outputs] for cell in cells]
    assert kinds == [[], ["stream", "execute_result"], ["display_data"], ["error"]]
    assert min(size_of_image(cells[2].outputs[0].data)) > 100


def test_the_script_shows_the_same(built: Path, tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_bytes((built / "page.py").read_bytes())
    command = [sys.executable, str(script)]
    run = subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert run.stdout.splitlines() == [
        *("", "# All there is", "é", "array([1., 1.])", "Saved page-figure-1.svg"),
        "ZeroDivisionError: division by zero",
    ]
    assert "<svg" in (tmp_path / "page-figure-1.svg").read_text()
    assert script.read_text().startswith('# /// script\n# requires-python = ">=3.11"\n')
    assert "glue(" not in script.read_text()


def test_downloads_are_the_same_in_every_build(built: Path) -> None:
    first = {path.name: path.read_bytes() for path in built.glob("page.*")}
    site = built.parents[2]
    again = built.parent / "again"
    options = ("-q", "-E", "-d", str(again.with_name("again-doctrees")))
    command = [sys.executable, "-m", "sphinx", *options, str(built.parents[1]), str(again)]
    environment = {"PYTHONPATH": str(site / "package"), "PATH": "/usr/bin:/bin", "HOME": str(site)}
    environment |= {"SITE_URL": BASE}
    subprocess.run(command, check=True, env=environment)  # noqa: S603  # our own command
    for suffix in (".ipynb", ".py"):
        assert (again / f"page{suffix}").read_bytes() == first[f"page{suffix}"]


def test_a_chart_is_a_picture_too(tmp_path: Path) -> None:
    chart = {"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}
    output = nbformat.v4.new_output(
        "execute_result", {MIME_TYPE: chart, "text/plain": "alt.Chart(...)"}
    )
    cell = nbformat.v4.new_code_cell("chart", outputs=[output])
    texts = [notebook_text([cell], "%pip", "Title", tmp_path / str(k // 2)) for k in range(3)]
    books = [json.loads(text) for text in texts]
    assert books[0] == books[1] == books[2]
    data = books[0]["cells"][1]["outputs"][0]["data"]
    assert data["image/svg+xml"].startswith("<svg")
    assert size_of_image(data) == (975, 87)


def size_of_image(data: dict[str, Any]) -> tuple[int, int]:
    """Return the pixels of the image that needs no trust."""
    return Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size


@pytest.mark.parametrize(
    ("source", "wrapped"),
    [
        ("x", "f(x)"),
        ("a, b", "f((a, b))"),
        ("(a), (b)  # c", "f(((a), (b)))  # c"),
        ("(a, b)", "f((a, b))"),
        ("a = 1\na  # why", "a = 1\nf(a)  # why"),
        ("'é'; (1,\n 2)", "'é'; f((1,\n 2))"),
    ],
)
def test_a_last_expression_is_wrapped(source: str, wrapped: str) -> None:
    assert wrap_last(source, "f") == wrapped
