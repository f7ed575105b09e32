"""What a page asks its readers to predict is marked, and open; choices unfold by themselves."""

from __future__ import annotations

import json

from bs4 import BeautifulSoup, Tag

from tests.extensions.tiny_site import FRONT_MATTER, Site, cell

CHOICES = """\
{.predict}
It is $2$
: Yes, it is `2`.

It is more
: No, less.

"""
PAGE = f"""{FRONT_MATTER}# Ask

{{.predict}}
What comes?
Decide.

{cell("x = 1", ":tags: [remove-cell]")}
{cell("y = 2")}
{cell("print('first')")}
{cell("print('second')")}
Said.

{cell("print('third')")}
How much?

{CHOICES}{cell("print('fourth')", ":tags: [hide-cell]")}
{cell("print('fifth')")}
{{.predict}}
And then?

{cell("print('sixth')")}
Said of it:

- a point

{cell("print('drawn')", ":tags: [hide-input]")}
{cell("print('seventh')")}
{{.predict}}
And drawn?

{cell("print('eighth')", ":tags: [hide-input]")}
"""
QUESTION = f"""{FRONT_MATTER}# Why

{cell("print('first')")}
## Predict

Will it?

{CHOICES}## Run

{cell("print('second')")}
Said.

{cell("print('third')")}
"""


def built(site: Site, name: str, text: str) -> Tag:
    file = site.docs / f"{name}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    site.write()
    (site.docs / "index.md").write_text(f"# Home\n\n```{{toctree}}\n{name}\n```\n")
    build = site.build_here()
    assert build.status == 0, build.log
    return BeautifulSoup(site.html(name), "html.parser")


def texts(page: Tag, selector: str) -> list[str]:
    return [found.get_text(" ", strip=True) for found in page.select(selector)]


def test_what_answers_is_marked_and_open(site: Site) -> None:
    page = built(site, "ask", PAGE)
    figure, last = page.select(".cell.wb-predicted")  # with their folded code
    assert "drawn" in figure.text
    assert "eighth" in last.text
    answers = [each for each in page.select(".wb-predicted") if each not in (figure, last)]
    said = [each.get_text(" ", strip=True) for each in answers]
    assert said == ["first", "second", "Said.", "fifth", "sixth", "Said of it:", "a point"]
    assert texts(page, ".wb-predicted-too")[:4] == ["second", "Said.", "Said of it:", "a point"]
    assert "wb-predicted-too" in figure["class"]
    assert "wb-predicted-too" not in last["class"]
    assert not page.select(".wb-predicted[hidden]")
    assert page.select_one('script[src*="predict.js"][defer]')
    assert not BeautifulSoup(site.html("index"), "html.parser").select('[src*="predict.js"]')


def test_choices_are_a_group_that_needs_no_script(site: Site) -> None:
    page = built(site, "ask", PAGE)
    assert texts(page, "fieldset.wb-choices > legend") == ["Your prediction"]
    assert texts(page, "fieldset > details > summary") == ["It is 2", "It is more"]
    assert texts(page, "fieldset > details > p") == ["Yes, it is 2 .", "No, less."]
    assert not page.select("dl")


def test_a_question_asks_in_its_section(site: Site) -> None:
    page = built(site, "questions/why", QUESTION)
    assert texts(page, ".wb-predicted") == ["second", "Said."]
    assert len(page.select("fieldset.wb-choices")) == 1


def test_copies_ask_and_keep_what_is_said_folded(site: Site) -> None:
    built(site, "ask", PAGE)
    folder = site.docs / "_build/html"
    book = json.loads((folder / "ask.ipynb").read_text())
    notebook = "\n\n".join("".join(each["source"]) for each in book["cells"])
    for text in (notebook, (folder / "ask.md").read_text()):
        assert "predict}" not in text
        assert "What comes?\nDecide." in text
        assert "1. It is $2$\n2. It is more\n\n<details>" in text
        assert "</summary>\n\n1. Yes, it is `2`.\n2. No, less.\n\n</details>" in text
