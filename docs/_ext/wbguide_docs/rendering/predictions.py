"""Mark the outputs that readers are asked to predict, and make choices of a list.

The page is whole as it is written: `predict.js` folds what is marked, until a reader has decided.
A choice is an element that unfolds by itself, so it also works without a script.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from wbguide_docs.reading.predictions import MARK, predictions

CLASS = "wb-predicted"
FURTHER = "wb-predicted-too"  # what is folded with the output before
LEGEND = "Your prediction"


class Element(nodes.General, nodes.Element):
    """An element of HTML that docutils has no node for."""


def _element(tag: str, *children: nodes.Node, **attributes: Any) -> Element:
    return Element("", *children, tag=tag, **attributes)


class Predictions(SphinxPostTransform):
    """Do so on one page."""

    default_priority = 20  # after references are resolved
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Mark what answers, and replace each list of choices."""
        for each in list(predictions(self.document, self.env.docname)):
            if not each.answers:
                continue
            first, *others = map(_with_folded_code, each.answers)
            first["classes"].append(CLASS)
            for further in [*others, *_comment_on(each.answers[-1])]:
                further["classes"] += [CLASS, FURTHER]
            self.document["predictions"] = True
            if each.choices is not None:
                each.asks.replace_self(_group(each.choices))


def _with_folded_code(output: nodes.Element) -> nodes.Element:
    """Return the cell of a figure, whose code is folded and means nothing without it."""
    return output.parent if _is_figure(output.parent) else output


def _is_figure(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "tag_hide-input" in node["classes"]


def _goes_on(node: nodes.Node) -> bool:
    return isinstance(node, nodes.bullet_list) or _is_figure(node)


def _comment_on(output: nodes.Element) -> Iterator[Any]:
    """Yield the paragraph behind an output, its list and figures: they tell what was asked."""
    cell = output.parent
    behind = cell.parent.children[cell.parent.index(cell) + 1 :]
    if behind and isinstance(behind[0], nodes.paragraph) and MARK not in behind[0]["classes"]:
        yield behind[0]
        yield from takewhile(_goes_on, behind[1:])


def _group(choices: list[nodes.definition_list_item]) -> Element:
    folds = [
        _element(
            "details",
            *(_element("summary", *term.children) for term in choice.findall(nodes.term)),
            *(child for said in choice.findall(nodes.definition) for child in said.children),
        )
        for choice in choices
    ]
    legend = _element("legend", nodes.Text(LEGEND))
    return _element("fieldset", legend, *folds, classes=["wb-choices"])


def visit(translator: HTML5Translator, node: Element) -> None:
    """Open an element."""
    translator.body.append(translator.starttag(node, node["tag"], ""))


def depart(translator: HTML5Translator, node: Element) -> None:
    """Close an element."""
    translator.body.append(f"</{node['tag']}>\n")


def add_script(app: Sphinx, *page: Any) -> None:
    """Link the script on pages that ask for a prediction, and on no other."""
    doctree: nodes.document | None = page[-1]
    if doctree and "predictions" in doctree:
        app.add_js_file("predict.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what a page with a prediction needs."""
    app.add_node(Element, html=(visit, depart))
    app.add_post_transform(Predictions)
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
