"""Keep a formula, or code, on the line of what touches it: browsers break before its period."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

CLASS = "wb-kept"  # `site.css` keeps it on one line
# What does not touch a formula, in the text before it and in the text behind it.
AWAY_BEFORE = re.compile(r".*[\s\w]", re.DOTALL)
AWAY_BEHIND = re.compile(r"\s.*", re.DOTALL)


class KeepTogether(SphinxPostTransform):
    """Do so on one page."""

    default_priority = 800  # after the terms are linked
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Wrap each of them with the characters before and behind it, up to the next spaces."""
        for box in [*self.document.findall(nodes.math), *self.document.findall(nodes.literal)]:
            parent, place = box.parent, box.parent.index(box)
            before, behind = parent[:place][-1:], parent[place + 1 :][:1]
            head = tail = ""
            if before and isinstance(before[0], nodes.Text):
                head = AWAY_BEFORE.sub("", before[0])
                parent.replace(before[0], nodes.Text(before[0].removesuffix(head)))
            if behind and isinstance(behind[0], nodes.Text):
                tail = AWAY_BEHIND.sub("", behind[0])
                parent.replace(behind[0], nodes.Text(behind[0].removeprefix(tail)))
            if head or tail:
                kept = nodes.inline(classes=[CLASS])
                parent.replace(box, kept)
                kept += [nodes.Text(head), box, nodes.Text(tail)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(KeepTogether)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
