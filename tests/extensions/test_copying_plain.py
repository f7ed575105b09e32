"""A page is also plain Markdown, and the site a text for language models."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from wbguide_docs.copying.llms import first_sentence, from_root

from tests.extensions.tiny_site import ROOT, Site, page

GLUE = ":tags: [remove-cell]\nthird = 1 / 3\nglue(third=third)"
DRAW = ":alt: A line.\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"
SOLUTION = ":tags: [hide-cell]\nprint(6 * 7)"
FAIL = ":tags: [raises-exception]\n:raises: 'ZeroDivisionError: division by zero'\n1 / 0"
TERMS = """\
# Terms

```{glossary}
bias
  A number.
  It is added.

weight
  A number, but not a bias.
```

```{toctree}
words
```
"""
WORDS = """\
# Words

Words of it.

Python {{ python }}.

```{eval-rst}
.. autofunction:: glob.escape
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site with a page of each kind."""
    site = Site(tmp_path_factory.mktemp("built"))
    shutil.copy(ROOT / "pyproject.toml", site.folder)
    site.variables["SITE_URL"] = "https://example.org/guide"
    cells = [GLUE, "third = 1 / 3\nthird", DRAW, SOLUTION, FAIL]
    prose = "A {term}`bias` of {glue:text}`third:.2f`. See {doc}`words`."
    site.write(page=page(*cells, title="All", prose=prose))
    (site.docs / "reference").mkdir()
    (site.docs / "reference/terms.md").write_text(TERMS)
    (site.docs / "reference/words.md").write_text(WORDS)
    site.replace("page", "{doc}`words`", "{doc}`reference/words`")
    (site.docs / "reference/index.md").write_text("# Reference\n\n```{toctree}\nterms\n```\n")
    site.replace("index", "*\n", "*\nreference/index\n")
    build = site.build()
    assert build.status == 0, build.log
    return site.docs / "_build/html"


def test_a_page_names_its_markdown(built: Path) -> None:
    link = '<link rel="alternate" type="text/markdown" href="{}.md">'
    for name in ("page", "index", "reference/terms"):
        assert link.format(name.rpartition("/")[2]) in (built / f"{name}.html").read_text()
        assert (built / f"{name}.md").is_file()


def test_code_is_followed_by_what_it_shows(built: Path) -> None:
    text = (built / "page.md").read_text()
    assert text.startswith("# All\n\nA [bias](reference/terms.md) of 0.33. See [Words](reference/")
    assert "```python\nthird = 1 / 3\nthird\n```\n\n```text\n0.333" in text
    assert "plt.plot([1, 2]);\n```\n\n*Figure: A line.*\n" in text
    solution = "```python\nprint(6 * 7)\n```\n\n```text\n42\n```\n"
    assert f"<summary>Show the solution</summary>\n\n{solution}" in text
    assert text.endswith("```text\nZeroDivisionError: division by zero\n```\n")
    assert "glue" not in text


def test_what_sphinx_lists_is_listed(built: Path) -> None:
    terms = (built / "reference/terms.md").read_text()
    assert "- **bias**: A number. It is added.\n- **weight**: A number, but not a bias." in terms
    assert "\n- [Words](words.md)\n" in terms
    words = (built / "reference/words.md").read_text()
    assert re.search(r"Python 3\.\d+", words)
    assert re.search(r"```text\nglob\.escape\(pathname\)\n\n +Escape all special", words)


def test_links_lead_to_files(built: Path) -> None:
    for path in built.rglob("*.md"):
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
            assert (path.parent / target).is_file(), (path, target)


def test_models_get_a_map_and_the_whole(built: Path) -> None:
    lines = (built / "llms.txt").read_text().splitlines()
    assert lines[0] == "# wbguide: Home"
    reference = lines[lines.index("## Reference") + 2 :]
    assert reference[1] == "- [Words](https://example.org/guide/reference/words.md): Words of it."
    whole = (built / "llms-full.txt").read_text()
    assert "](https://example.org/guide/reference/terms.md)" in whole
    assert whole.index("# Home") < whole.index("# All")


@pytest.mark.parametrize(
    ("base", "target"),
    [("", "reference/terms.md"), ("https://a.b/c/", "https://a.b/c/reference/terms.md")],
)
def test_links_of_the_whole_lead_on_from_the_front_page(base: str, target: str) -> None:
    text = "[x](../reference/terms.md) `[x](y.md)`\n```\n[x](y.md)\n```\n[z](https://z.z/)"
    moved = from_root(text, "tutorials/page", base)
    assert moved == text.replace("../reference/terms.md", target)


def test_a_page_is_told_by_its_first_sentence() -> None:
    text = "# A. B\n\n```text\nOne.\n\nTwo.\n```\n\nA [bias](x.md) is `b`: a\nnumber. More."
    assert first_sentence(text) == "A bias is `b`: a number."
    assert first_sentence("# Alone") == ""
