"""Link the first use of each term of the glossary on a page, so that authors need not.

A use is the term in prose, in whatever case, or its plural. No use is a name: what stands in
quotation marks, in emphasis (where titles of books stand), in a heading or in a longer term. In
the glossary itself each definition is read as a page of its own, which need not link its term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from wbguide_docs.reading.prose import GAP, Block, blocks, pieces, stand_in

# A word of the glossary in another meaning than its own.
EVERYDAY = {
    r"\b(?:per|large|small|half a) unit\b": "of measurement",
    r"\bunits? of (?:the|its|each|every|measure\w*)\b": "of measurement",
    r"\blook at the units\b": "of measurement",
    r"\bmake (?:a|two|three) predictions?\b": "the reader's",
    r"\bthe unit of \$x\$": "of measurement",
}
LINKED = "\x02"  # stands before the name of a linked term
END = "\x03"
IN_DOCTREE = (rf"{LINKED}(?P<linked>[^{END}]*){END}", r'"[^"]*"', "“[^”]*”")
IN_MARKDOWN = (
    r"\[[^\]]*\]\([^)\s]*\#(?P<linked>term-[^)]*)\)",
    r"!?\[[^\]]*\]\([^)]*\)",
    r"(?ms:^(?P<fence>`{3,}).*?^(?P=fence))",
    r"(?s:\$\$.*?\$\$)",
    r"(?m:^\#.*$)",
    r"(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)",
    r"(?<![\\\w$])\$(?![\s$])[^$`\n]*?[^\s$`\\]\$(?!\d)",
    r"<summary>.*?</summary>|<[^<>]*>",
    r"(?<![*\w])\*(?![*\s])[^*\n]+\*(?!\*)",
    r'"[^"\n]*"|“[^”\n]*”',
)

Homes = dict[str, tuple[str, str]]


def homes_of_terms(env: BuildEnvironment) -> Homes:
    """Return the page and the anchor of each term of the glossary."""
    entries = env.domains.standard_domain.objects
    return {term: home for (kind, term), home in entries.items() if kind == "term"}


def plural(term: str) -> str:
    """Return the plural of a term."""
    if term.endswith("y") and term[-2] not in "aeou":
        return term[:-1] + "ies"
    return term + ("es" if term.endswith(("s", "x", "ch")) else "s")


class FirstUses:
    """Finds, in one text after another, the first use of each term of the glossary."""

    def __init__(
        self, homes: Homes, apart: Iterable[str] = IN_DOCTREE, done: Iterable[str] = ()
    ) -> None:
        self._done = {*done}
        self._terms = {form.lower(): term for term in homes for form in (plural(term), term)}
        # The longest first: a hidden layer is no use of "layer".
        words = sorted(self._terms, key=len, reverse=True)
        uses = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
        used = rf"(?<![\w-])(?P<used>{uses or '(?!)'})(?![\w-])"
        self._pattern = re.compile("|".join([*apart, *EVERYDAY, used]), re.IGNORECASE)
        self._terms |= {anchor.lower(): term for term, (_, anchor) in homes.items()}

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield each first use in a text that is no link yet, with its term."""
        for found in self._pattern.finditer(text):
            word = " ".join((found["linked"] or found["used"] or "").split())
            term = self._terms.get(word.lower())
            if term and term not in self._done:
                self._done.add(term)
                if found["used"]:
                    yield found, term


class LinkTerms(SphinxPostTransform):
    """Turn the first uses of terms on a page into what the role `term` makes."""

    default_priority = 5  # before references are resolved

    def run(self, **_kwargs: Any) -> None:
        """Do so for one page; only now is the whole glossary known."""
        homes = homes_of_terms(self.env)
        pages = {page for page, _ in homes.values()}
        uses = FirstUses(homes)
        for entry, group in groupby(blocks(self.document, marked), _entry):
            if entry:
                uses = FirstUses(homes, done=[term.astext() for term in entry.findall(nodes.term)])
            elif self.env.docname in pages:
                continue
            for block in group:
                if not isinstance(block.node, nodes.title):
                    self._link(block.node, uses)

    def _link(self, block: nodes.Element, uses: FirstUses) -> None:
        _join_texts(block)
        parts = list(pieces(block, marked))
        found = list(uses.find("".join(text for text, _ in parts)))
        start = 0
        for text, node in parts:
            end = start + len(text)
            inside = [
                (use.start() - start, use.end() - start, term)
                for use, term in found
                if start <= use.start() and use.end() <= end
            ]
            start = end
            if node and inside:
                node.parent.replace(node, list(self._linked(text, inside)))

    def _linked(self, text: str, uses: list[tuple[int, int, str]]) -> Iterator[nodes.Node]:
        last = 0
        for start, end, term in uses:
            yield nodes.Text(text[last:start])
            words = text[start:end]
            yield addnodes.pending_xref(
                words,
                nodes.inline(words, words, classes=["xref", "std", "std-term"]),
                refdoc=self.env.docname,
                refdomain="std",
                refexplicit=words != term,
                reftarget=term,
                reftype="term",
                refwarn=True,
            )
            last = end
        yield nodes.Text(text[last:])


def marked(node: nodes.Node) -> str | None:
    """Return what stands in the text for a link, or for what is no use of a term."""
    if isinstance(node, addnodes.pending_xref) and node["reftype"] == "term":
        return f"{LINKED}{node['reftarget']}{END}"
    apart = isinstance(node, addnodes.pending_xref | nodes.reference | nodes.emphasis)
    return GAP if apart else stand_in(node)


def _entry(block: Block) -> nodes.Element | None:
    """Return the entry of the glossary in which a block stands."""
    node: nodes.Element | None = block.node
    while node and not isinstance(node.parent, nodes.definition_list):
        node = node.parent
    return node if node and "glossary" in node.parent["classes"] else None


def _join_texts(block: nodes.Element) -> None:
    """Make one text of those that follow each other: MyST keeps the end of a line apart."""
    for parent in dict.fromkeys(text.parent for text in block.findall(nodes.Text)):
        joined: list[nodes.Node] = []
        for child in parent.children:
            if joined and isinstance(child, nodes.Text) and isinstance(joined[-1], nodes.Text):
                joined[-1] = nodes.Text(joined[-1] + child)
            else:
                joined.append(child)
        parent[:] = joined


def link_in_markdown(uses: FirstUses, text: str, address: Callable[[str], str]) -> str:
    """Return plain Markdown with links at the first uses that are found in it."""
    last = 0
    parts: list[str] = []
    for found, term in uses.find(text):
        parts += [text[last : found.start()], f"[{found[0]}]({address(term)})"]
        last = found.end()
    return "".join([*parts, text[last:]])


def write_again(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have all pages written again, with other links, when there are other terms."""
    homes = homes_of_terms(env)
    before, env.linked_terms = getattr(env, "linked_terms", homes), homes  # type: ignore[attr-defined]
    return sorted(env.found_docs) if before != homes else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_post_transform(LinkTerms)
    app.connect("env-updated", write_again)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
