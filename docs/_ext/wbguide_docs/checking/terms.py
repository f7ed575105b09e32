"""Require a link where a page first uses a term of the glossary.

A use is the term in prose, in whatever case, or its plural. No use is a name: what stands in
quotation marks, in emphasis (where titles of books stand), in a heading or in a longer term.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from wbguide_docs.reading.prose import GAP, blocks, stand_in
from wbguide_docs.reading.warning import warn

# A word of the glossary in another meaning than its own.
EVERYDAY = {
    r"\b(?:per|large|small|half a) unit\b": "of measurement",
    r"\bunits? of (?:the|its|each|every|measure\w*)\b": "of measurement",
    r"\blook at the units\b": "of measurement",
    r"\bpredictions? for you to make\b": "the reader's",
}
LINKED = "\x02"  # stands before the name of a linked term
END = "\x03"


def plural(term: str) -> str:
    """Return the plural of a term."""
    if term.endswith("y") and term[-2] not in "aeou":
        return term[:-1] + "ies"
    return term + ("es" if term.endswith(("s", "x", "ch")) else "s")


def uses_of(terms: list[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of what is a use of a term or none, and the term of each of its forms."""
    forms = {form.lower(): term for term in terms for form in (plural(term), term)}
    # The longest first: a hidden layer is no use of "layer".
    words = sorted(forms, key=len, reverse=True)
    terms_pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    nothing = "|".join([r'"[^"]*"', "“[^”]*”", *EVERYDAY])
    linked = rf"{LINKED}(?P<linked>[^{END}]*){END}"
    used = rf"(?<![\w-])(?P<used>{terms_pattern})(?![\w-])"
    return re.compile(f"{linked}|{nothing}|{used}", re.IGNORECASE), forms


def marked(node: nodes.Node) -> str | None:
    """Return what stands in the text for a link, or for what is no use of a term."""
    if isinstance(node, addnodes.pending_xref) and node["reftype"] == "term":
        return f"{LINKED}{node['reftarget'].lower()}{END}"
    apart = isinstance(node, addnodes.pending_xref | nodes.reference | nodes.emphasis)
    return GAP if apart else stand_in(node)


def check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every page that uses a term before, or without, a link to it."""
    entries = env.domains.standard_domain.objects
    homes = {term: page for (kind, term), (page, _) in entries.items() if kind == "term"}
    if not homes:
        return
    pattern, forms = uses_of(list(homes))
    for page in sorted(env.found_docs - set(homes.values())):
        done: set[str] = set()
        for block in blocks(env.get_doctree(page), marked):
            if isinstance(block.node, nodes.title):
                continue
            for found in pattern.finditer(block.text):
                word = " ".join((found["linked"] or found["used"] or "").split())
                term = forms.get(word.lower())
                if term and term not in done and found["used"]:
                    link = word if word.lower() == term.lower() else f"{word} <{term}>"
                    message = f"the first use of a term is a link: write {{term}}`{link}`"
                    warn(message, page, block.line_of(found.start()), "term")
                done |= {term} if term else set()


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("env-check-consistency", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
