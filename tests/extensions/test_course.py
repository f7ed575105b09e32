"""A course of two pages and a deep dive: what comes before is known, and the rest is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from wbguide_docs.rendering.course import thumbnail

from tests.extensions.tiny_site import Build, Site, cell

FACTS = """\
---
file_format: mystnb
course: {for: you can read, minutes: 20, can: do it, needs: NumPy, picture: 1}
---
"""
RECAP = "## Remember\n\n- **In a sentence:** a.\n- **As a formula:** b.\n- **Not so:** c.\n\n"
END = f"{RECAP}## Exercises\n\n### First\n\n### Second\n\n## In practice\n\n## Further reading\n"
FIRST = cell("import numpy as np\nnp.hypot(3, 4)")
CHECK = cell("assert np.hypot(3, 4) == 5", ":tags: [remove-cell]")
FIGURE = cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", ":alt: A line.")
PAGES = {
    "index.md": "# Home\n\n```{path}\n```\n\n"
    "```{toctree}\ntutorials/index\ndeeper/index\nwords\n```\n",
    "words.md": "# Words\n\n```{glossary}\nslope\n  A number.\n```\n",
    "tutorials/index.md": "# Learn\n\n## Begin\n\n{doc}`one`\n: What is found.\n\n"
    "## Go on\n\n{doc}`two`\n: And more than {doc}`one`.\n\n"
    "```{toctree}\n:hidden:\n\none\ntwo\n```\n",
    "deeper/index.md": "# Deeper\n\n{doc}`three`\n: Most.\n\n"
    "```{toctree}\n:hidden:\n\nthree\n```\n",
    "tutorials/one.md": f"{FACTS}# One\n\nA *slope* is steep, `np.hypot` long.\n\n"
    f"## Run it\n\n{FIRST}\n{CHECK}\n{FIGURE}\n{END}",
    "tutorials/two.md": f"{FACTS}# Two\n\nIts slope.\n\n## Run it\n\n{FIRST}\n{CHECK}\n{END}",
    "deeper/three.md": FACTS.replace("picture: 1", "picture: 1, door: one")
    + f"# Three\n\nA slope.\n\n## Run it\n\n{FIRST}\n{CHECK}\n"
    + f"{RECAP}## Exercises\n\n## Further reading\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, gates=True)
    for name, text in PAGES.items():
        file = site.docs / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return site


def build(site: Site) -> Build:
    return site.build_here(strict=False)


def test_a_course_in_order_is_fine_and_says_where_each_page_stands(site: Site) -> None:
    log = build(site).log
    assert "WARNING" not in log, log
    assert "Tutorial 2 of 2 · about 20 minutes · for you if you can read" in site.html(
        "tutorials/two"
    )
    deep = site.html("deeper/three")
    assert 'Deep dive · goes on from <a href="../tutorials/one.html">One</a>' in deep
    cards = site.html("tutorials/index")
    assert cards.count("Afterwards you can do it.") == 2
    assert cards.count("wb-thumbnail") == 1  # only one of them has a figure
    assert 'data-page="tutorials/two" data-exercises="0" hidden></p>' in cards  # none has a field
    assert 'data-page="deeper/three" data-exercises="0"' in site.html("deeper/index")
    for page, said in {"tutorials/index": "", "deeper/three": 'data-page="deeper/three" '}.items():
        assert f'<script {said}defer="defer" src="../_static/progress.js' in site.html(page)
    assert "progress.js" not in site.html("words")
    thumbnail = cards[cards.index("wb-thumbnail") :].partition("</svg>")[0]
    assert "<path" in thumbnail
    assert "<text" not in thumbnail
    assert "after One" in site.html("deeper/index")


@pytest.mark.parametrize(
    ("first", "seen"), [("patch_2", "-20 -20 1040 540"), ("line2d_1", "0 0 1200 700")]
)
def test_a_thumbnail_shows_the_axes_and_the_whole_of_a_diagram(first: str, seen: str) -> None:
    drawn = f'<g id="{first}"><path d="M 0 500 L 1000 500 L 1000 0 L 0 0 z"/></g>'
    size = 'width="1200" height="700" viewBox="0 0 1200 700"'
    figure = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g id="axes_1">{drawn}</g></svg>'
    assert f'viewBox="{seen}"' in thumbnail(figure, "map-1")


def test_the_front_page_shows_the_path_in_parts(site: Site) -> None:
    build(site)
    _, begin, go_on = site.html("index").split('<h3 class="rubric">')
    assert begin.startswith("Begin</h3>")
    assert go_on.startswith("Go on</h3>")
    for part, number, other in [(begin, "1", "two"), (go_on, "2", "one")]:
        assert part.count('class="wb-number"') == 1
        assert f'<span class="wb-number">{number}</span>' in part
        assert f"tutorials/{other}.html" not in part.partition("</ul>")[0]


def test_a_map_follows_its_pages_and_no_others(site: Site) -> None:
    build(site)
    site.replace("words", "A number.", "Another number.")
    log = build(site).log
    assert "0 added, 1 changed" in log, log
    front = (site.docs / "_build/html/index.html").stat().st_mtime_ns
    site.replace("tutorials/one", "A *slope* is", "Here a *slope* is")
    build(site)
    assert (site.docs / "_build/html/index.html").stat().st_mtime_ns == front
    site.replace("tutorials/one", "can: do it", "can: do more")
    site.replace("deeper/three", "can: do it", "can: do most")
    build(site)
    assert "Afterwards you can do more." in site.html("tutorials/index")
    assert "Afterwards you can do most." in site.html("deeper/index")


FAULTS = {  # a page, what is replaced there, by what, and the line of what is said of it
    "a name": ("tutorials/one", "`np.hypot` long", "long", 13, "'hypot' is used before"),
    "a term": ("tutorials/one", "A *slope* is", "A slope is", 8, "'slope' is used before"),
    "a later name": (
        "tutorials/two",
        "np.hypot(3, 4)\n```",
        "np.cbrt(8)\n```",
        13,
        "'cbrt' is used",
    ),
    "no door": ("deeper/three", "door: one", "dooor: one", 1, "says nothing of door"),
    "a deep name": ("deeper/three", "np.hypot(3, 4)\n```", "np.cbrt(8)\n```", 13, "'cbrt' is used"),
    "no recap": ("tutorials/two", "- **Not so:** c.\n", "", 21, "what to remember is a list"),
}


def test_what_comes_too_early_is_named(site: Site) -> None:
    build(site)
    for page, old, new, line, said in FAULTS.values():
        sound = (site.docs / f"{page}.md").read_text()
        site.replace(page, old, new)
        assert said in build(site).report(f"{page}.md:{line}")
        (site.docs / f"{page}.md").write_text(sound)


def test_a_deep_dive_knows_nothing_behind_its_door(site: Site) -> None:
    site.replace("tutorials/two", "Its slope.", "Its slope, `np.cbrt`.")
    site.replace("deeper/three", "np.hypot(3, 4)\n```", "np.cbrt(8)\n```")
    assert "'cbrt' is used before" in build(site).report("deeper/three.md:13")
    site.replace("deeper/three", "door: one", "door: two")
    assert "WARNING" not in build(site).log
