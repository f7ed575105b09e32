"""Cells and other blocks that follow each other stand in one set of tabs."""

from __future__ import annotations

import re

import pytest

from tests.extensions.tiny_site import Site, page

CELLS = """
```{code-cell} python
:tab: First
print("one")
```

```{code-cell} python
:tab: First
print("more")
```

```{code-cell} python
:tab: Second
print("two")
```

````{tab} Third
```pycon
>>> 1 + 2
3
```
````

Words between two sets.

```{code-cell} python
:tab: Second
print("again")
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a page with two sets of tabs, and one without any."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.write(tabs=page("1") + CELLS, words="# Words\n\nNo tabs.\n")
    build = site.build_here()
    assert build.status == 0, build.log
    return site


def test_what_follows_each_other_is_one_set(site: Site) -> None:
    first, second = site.html("tabs").split('<div class="tab-set')[1:]
    labels = re.compile(r'<label class="tab-label"[^>]*>(\w+)</label>')
    assert labels.findall(first) == ["First", "Second", "Third"]
    assert labels.findall(second) == ["Second"]
    assert first.index(">one") < first.index(">more") < first.index(">Second<")
    assert first.count('type="radio"') == 3
    assert first.count("checked") == 1


def test_only_pages_with_tabs_load_the_script(site: Site) -> None:
    assert "library.js" in site.html("tabs")
    assert "library.js" not in site.html("words")
    assert "tabs.js" not in site.html("tabs")


def test_copies_name_the_library_above_the_code(site: Site) -> None:
    built = site.docs / "_build/html"
    notebook = (built / "tabs.ipynb").read_text()
    assert notebook.index("**First**") < notebook.index('print(\\"one\\")')
    assert notebook.index("**Third**") < notebook.index(">>> 1 + 2")
    assert "{tab}" not in notebook
    assert "# **Second**" in (built / "tabs.py").read_text()
