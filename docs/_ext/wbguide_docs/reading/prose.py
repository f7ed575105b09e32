"""Find the prose of a page, and the line in which each piece of it stands.

Prose is what an author writes for people to read. It is not code, formulas or pictures, nor what a
cell put out or what was glued from there. Docstrings are the package's, whose doctests check them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from docutils import nodes
from sphinx import addnodes

T = TypeVar("T", bound=nodes.Element)

GAP = "\ufffc"  # stands for what is not prose, so that the words around it do not meet
INLINE = (nodes.literal, nodes.math, nodes.image, nodes.raw, nodes.target, nodes.problematic)
BLOCKS = (nodes.literal_block, nodes.math_block, nodes.comment, nodes.raw, nodes.system_message)
SPHINX = (addnodes.desc, addnodes.toctree, addnodes.index)


@dataclass
class Block:
    """A paragraph, a heading or an entry of a table: its text, with gaps, and where it begins."""

    node: nodes.Element
    text: str
    line: int

    def line_of(self, position: int) -> int:
        """Return the line of the page in which a character of the text stands."""
        return self.line + self.text.count("\n", 0, position)


def stand_in(node: nodes.Node) -> str | None:
    """Return what stands in the text for a part of it that is not prose, and None for prose."""
    names = isinstance(node, addnodes.pending_xref) and not node.get("refexplicit")
    glued = isinstance(node, nodes.inline) and "pasted-text" in node["classes"]
    return GAP if names or glued or isinstance(node, INLINE) else None


def blocks(
    document: nodes.document, stand_in: Callable[[nodes.Node], str | None] = stand_in
) -> Iterator[Block]:
    """Yield what a page says, block by block, in the order in which it is read."""
    for node in _outermost(document):
        text = "".join(text for text, _ in pieces(node, stand_in))
        if text.strip(f"{GAP} \n"):
            yield Block(node, text, line_of(node))


def _outermost(node: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the elements that hold text, and no other such element around them."""
    for child in node.children:
        if not isinstance(child, nodes.Element) or isinstance(child, BLOCKS + SPHINX):
            continue
        if "nb_element" in child or ":docstring of " in (child.source or ""):
            continue
        if isinstance(child, nodes.TextElement):
            yield child
        else:
            yield from _outermost(child)


def pieces(
    node: nodes.Node, stand_in: Callable[[nodes.Node], str | None]
) -> Iterator[tuple[str, nodes.Text | None]]:
    """Yield the texts of a node, each with where it is from, unless it stands for something."""
    if isinstance(node, nodes.Text):
        yield str(node), node
        return
    instead = stand_in(node)
    if instead is not None:
        yield instead + "\n" * node.astext().count("\n"), None  # so that lines count on
        return
    for child in node.children:
        yield from pieces(child, stand_in)


def line_of(node: nodes.Node) -> int:
    """Return the line of the page in which a node begins."""
    row = _around(node, nodes.row)
    table = row and _around(row, nodes.table)
    if row and table:
        # MyST knows the line of the table only. Below its heads is a line of dashes.
        number = list(table.findall(nodes.row)).index(row)
        return line_of(table) + number + (number > 0)
    while not node.line and node.parent:
        node = node.parent
    return node.line or 1


def _around(node: nodes.Node, kind: type[T]) -> T | None:
    while node.parent:
        node = node.parent
        if isinstance(node, kind):
            return node
    return None
