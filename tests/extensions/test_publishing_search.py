"""The site's search knows the sections of each page, in a script that a folder may load."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from wbguide_docs.answers import ANSWERS, read_asked
from wbguide_docs.publishing.search import COMMON_WORD, QUOTED, Article, Section, shortened

from tests.extensions.tiny_site import Site

HTML = """<nav>Links</nav><article role="main"><section id="a-title"><h1>A  title
<a class="headerlink">#</a></h1><p class="wb-downloads">Download</p><svg><text>Drawn</text></svg>
<p>One<br>two</p><div class="cell_input"><pre>layer.set_weights(w)</pre></div>
<div class="cell_output"><pre>[1. 2.]</pre></div>
<section id="place"><h2>Place</h2><p>three</p><dl><dt id="term">Term</dt><dd>meaning</dd></dl>
</section></section></article><p>Foot"""


def known(site: Site) -> dict[str, dict[str, Any]]:
    script = (site.docs / "_build/html/search-data.js").read_text()
    pages = json.loads(script.removeprefix("wbguideSections(").removesuffix(");\n"))
    return {page["u"]: page for page in pages}


def test_sections_are_what_readers_see_of_an_article() -> None:
    known: set[str] = set()
    assert [section.write(known) for section in Article(HTML).sections] == [
        ["", "A title", "Onetwo", "layer.set_weights"],
        ["place", "Place", "three", ""],
        ["term", "Term", "meaning", ""],
    ]


def test_of_a_long_section_the_rest_is_kept_as_words() -> None:
    sentence = "One sentence that is said. "
    section = Section("place", "Heading", sentence * 20 + "Rare words, and the known.")
    _, _, quoted, words = section.write({"known"})
    assert quoted.endswith("said.")
    assert len(quoted) <= QUOTED
    assert words == "rare words"


def test_the_sections_are_in_a_script_that_a_folder_may_load(plain_site: Site) -> None:
    page = known(plain_site)["words.html"]
    assert (page["t"], page["k"]) == ("Words", "Page")
    assert page["s"] == [["", "Words", "Unlikely words.", ""]]


def test_an_author_says_how_a_page_is_asked_for(site: Site) -> None:
    (site.docs / "errors").mkdir()
    front = "---\nanswer:\n  message: expecting 2\n---\n"
    site.write(**{"errors/two": f"{front}# Two\n\nThe answer.\n"})
    (site.docs / "asked.toml").write_text("[errors]\ntwo = '''\nwhy two\nand not one\n'''\n")
    (site.docs / "index.md").write_text("# Home\n\nHi.\n\n```{toctree}\nerrors/two\n```\n")
    site.build_here()
    page = known(site)["errors/two.html"]
    assert (page["k"], page["m"], page["a"]) == ("Error", "expecting 2", ["why two", "and not one"])


def test_each_answer_is_asked_for_in_one_list() -> None:
    docs = Path(__file__).parents[2] / "docs"
    answers = {
        path.relative_to(docs).with_suffix("").as_posix()
        for folder in ANSWERS
        for path in (docs / folder).glob("*.md")
        if path.stem != "index"
    }
    asked = read_asked(docs)
    assert asked.keys() >= answers
    assert not [name for name in asked if not (docs / f"{name}.md").is_file()]
    ways = [way.lower() for page in asked.values() for way in page]
    assert len(ways) == len({*ways})


def test_what_the_rest_of_many_pages_says_is_left_out() -> None:
    pages = [
        {"u": f"{number}.html", "s": [["", "Title", "Said.", f"common rare{number}"]]}
        for number in range(COMMON_WORD + 1)
    ]
    found = shortened(pages, {"3": ["so"]})
    assert [page["s"][0][3] for page in found] == [f"rare{n}" for n in range(len(pages))]
    assert [page.get("a") for page in found[2:4]] == [None, ["so"]]
    assert shortened(pages[1:], {})[0]["s"][0][3] == "common rare1"


def test_only_pages_that_were_written_are_read_again(site: Site) -> None:
    site.write(one="# One\n\nOld words.\n", two="# Two\n\nOther words.\n")
    site.build_here()
    html = site.docs / "_build/html/one.html"
    html.write_text(html.read_text().replace("Old words", "Unseen words"))
    os.utime(html, (0, 0))
    site.replace("two", "Other", "New")
    site.build_here()
    assert known(site)["one.html"]["s"][0][2] == "Old words."
    assert known(site)["two.html"]["s"][0][2] == "New words."


def test_the_front_page_has_a_box_for_questions(plain_site: Site) -> None:
    assert '</h1>\n<form class="wb-search wb-ask"' in plain_site.html("index")
    assert "wb-ask" not in plain_site.html("page")


def test_the_index_of_sphinx_is_not_made(plain_site: Site) -> None:
    built = plain_site.docs / "_build/html"
    assert not (built / "searchindex.js").exists()
    assert not (built / "_static/searchtools.js").exists()
    assert "<h1>Search</h1>" in plain_site.html("search")
