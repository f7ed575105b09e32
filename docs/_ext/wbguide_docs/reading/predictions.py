"""Find where a page asks its readers to predict something, and the outputs that answer.

An author writes `{.predict}` above the paragraph that asks, or above a list of definitions: the
choices, and what is said of each. A question page asks in its section *Predict*, unmarked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

MARK = "predict"
SECTION = "Predict"


@dataclass(frozen=True)
class Prediction:
    """What asks, and the outputs that answer: none if none follow below the same heading.

    They are those of the next cell that shows something, and of cells that follow it at once.
    """

    asks: nodes.Element
    answers: list[nodes.Element]

    @property
    def choices(self) -> list[nodes.definition_list_item] | None:
        """What readers choose among; None if they are asked in words alone."""
        if isinstance(self.asks, nodes.definition_list):
            return list(self.asks.findall(nodes.definition_list_item))
        return None


def predictions(document: nodes.document, page: str) -> Iterator[Prediction]:
    """Yield the predictions of a page, in the order in which it is read."""
    in_section = page.startswith("questions/")
    asks: nodes.Element | None = None
    headings = 0  # which may yet come before the answer
    for node in document.findall(nodes.Element):
        section = in_section and _is_section(node)
        if section or MARK in node["classes"]:
            inside = asks is not None and asks in _ancestors(node)
            if asks is not None and not inside:
                yield Prediction(asks, [])
            asks, headings = node, (1 if section or inside else 0)
        elif asks is not None and isinstance(node, nodes.section):
            headings -= 1
            if headings < 0:
                yield Prediction(asks, [])
                asks = None
        elif asks is not None and _is_seen_output(node):
            yield Prediction(asks, [node, *_outputs_behind(node.parent)])
            asks = None
    if asks is not None:
        yield Prediction(asks, [])


def _is_section(node: nodes.Element) -> bool:
    return isinstance(node, nodes.section) and node[0].astext() == SECTION


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent:
        node = node.parent
        yield node


def _outputs_behind(cell: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the outputs of the cells that follow one without a word between."""
    place = cell.parent.index(cell)
    for node in cell.parent.children[place + 1 :]:
        if not isinstance(node, nodes.Element) or node.get("nb_element") != "cell_code":
            return
        yield from (each for each in node.findall(nodes.container) if _is_seen_output(each))


def _is_seen_output(node: nodes.Element) -> bool:
    """Tell whether a node is all that a cell put out, and is not folded with the cell."""
    return (
        node.get("nb_element") == "cell_code_output"
        and bool(node.children)
        and not {"tag_hide-cell", "tag_hide-output"} & {*node.parent["classes"]}
    )
