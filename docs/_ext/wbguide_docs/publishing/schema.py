"""Say in the head of a page what it is in the words of https://schema.org, as JSON-LD.

It is data, which no browser executes.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx

from wbguide_docs.course import facts_of

KINDS = {"tutorials": "tutorial", "deeper": "tutorial", "howto": "how-to guide"}


def about_page(app: Sphinx, page: str, doctree: nodes.document) -> dict[str, Any] | None:
    """Return what is known of a page; None for one that lists others, or is of another kind."""
    folder, _, name = page.rpartition("/")
    title = app.env.titles[page].astext()
    base = str(app.config.html_baseurl)
    place = {"url": urljoin(base, app.builder.get_target_uri(page))} if base else {}
    date = app.config.html_context.get("dates_of_change", {}).get(f"{page}.md")
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "name": title,
        "inLanguage": app.config.language,
        **place,
        **({"dateModified": date} if date else {}),
    }
    if name == "index":
        return None
    if folder in KINDS:
        facts = facts_of(app.env, page)
        return known | {
            "@type": "LearningResource",
            "learningResourceType": KINDS[folder],
            "description": _first_paragraph(doctree),
            "isAccessibleForFree": True,
            "author": {"@type": "Organization", "name": app.config.author},
            **({"timeRequired": f"PT{facts.minutes}M"} if facts else {}),
        }
    if folder in ("questions", "errors"):
        answer = {"@type": "Answer", "text": _first_paragraph(doctree)} | place
        question = {"@type": "Question", "name": title, "answerCount": 1, "acceptedAnswer": answer}
        return known | {"@type": "QAPage", "mainEntity": question}
    if terms := list(doctree.findall(_is_glossary)):
        return known | {"@type": "DefinedTermSet", "hasDefinedTerm": _terms(terms, place)}
    return None


def _is_glossary(node: nodes.Node) -> bool:
    return isinstance(node, nodes.definition_list) and "glossary" in node["classes"]


def _terms(lists: list[Any], place: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for item in (item for each in lists for item in each.findall(nodes.definition_list_item)):
        term, definition = item.next_node(nodes.term), item.next_node(nodes.definition)
        address = {"url": f"{place['url']}#{term['ids'][0]}"} if place else {}
        text = " ".join(definition.astext().split())
        entry = {"@type": "DefinedTerm", "name": term.astext(), "description": text}
        found.append(entry | address)
    return found


def _first_paragraph(doctree: nodes.document) -> str:
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return " ".join(paragraph.astext().split())
    return ""


def add_data(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the data of a page to its head."""
    if doctree and (known := about_page(app, page, doctree)):
        data = json.dumps(known, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
        script = f'<script type="application/ld+json">{data}</script>\n'
        context["metatags"] = context.get("metatags", "") + script


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("html-page-context", add_data)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
