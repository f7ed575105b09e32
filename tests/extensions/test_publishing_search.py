"""The site's search knows the words of each page without fetching it."""

from __future__ import annotations

import json

from wbguide_docs.publishing.search import Words

from tests.extensions.tiny_site import Site


def test_the_words_of_a_page_are_those_of_its_article() -> None:
    words = Words(
        '<nav>Links</nav><article role="main"><h1 id="title">A  title'
        '<a class="headerlink">#</a></h1>'
        '<svg><text>Drawn</text></svg><p>One<br>two</p><p id="place">three</p></article><p>Foot'
    )
    assert words.text == "A title Onetwo three "
    assert words.text[words.places["place"] :] == "three "


def test_the_words_are_in_a_script_that_a_folder_may_load(plain_site: Site) -> None:
    script = (plain_site.docs / "_build/html/search-words.js").read_text()
    words = json.loads(script.removeprefix("wbguideWords(").removesuffix(");\n"))
    assert "Unlikely words." in words["words.html"]["text"]
