"""Render mathematics at build time to MathML Core, which browsers lay out and read aloud.

No script runs in the page and no third party is asked. The stretching of brackets and the spacing
need a font with a MATH table, so `math.css` brings one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util.logging import getLogger
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = getLogger(__name__)

FONT = "_static/fonts/math.woff2"

# Sphinx numbers a whole block, so the environments that number each line become those that do not.
INNER = {
    "align": "aligned",
    "split": "aligned",
    "equation": "gathered",
    "gather": "gathered",
    "multline": "gathered",
}
OUTER_ENVIRONMENT = re.compile(rf"(\\(?:begin|end)){{({'|'.join(INNER)})\*?}}")
ANY_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)

# A `style` would need an exception in a Content-Security-Policy; `math.css` says the same.
CLASSES = {
    "text-align: left": "wb-left",
    "text-align: right": "wb-right",
    "justify-items: start": "",
    "justify-items: end": "",
    "padding-left: 0": "wb-flush-left",
    "padding-right: 0": "wb-flush-right",
    "padding-left:1em": "wb-gap",
    "border-right: 0.05em solid currentcolor": "wb-rule-right",
    "border-top: 0.05em solid currentcolor": "wb-rule-top",
}
UNSUPPORTED = {"<menclose": "a box or a strike", "\u0332": "a line over or under an expression"}
STYLE = re.compile(r' style="([^"]*)"')


class UnsupportedError(Exception):
    """What the LaTeX asks for is not in MathML Core, or not in `math.css`."""


def convert(latex: str, *, display: bool) -> str:
    """Return `latex` as a `<math>` element.

    Raises LatexError if it is not LaTeX, UnsupportedError if browsers could not show it.
    """
    converter = LatexToMathML(fancy_error=False)
    markup = converter.convert_with_local_state(latex, displaystyle=display)
    for sign, what in UNSUPPORTED.items():
        if sign in markup:
            msg = f"{what}: no browser draws this well"
            raise UnsupportedError(msg)
    return STYLE.sub(_classes, markup)


def _classes(style: re.Match[str]) -> str:
    declarations = [part.strip() for part in style[1].split(";") if part.strip()]
    for declaration in declarations:
        if declaration not in CLASSES:
            msg = f"math.css has no class for the style {declaration!r}"
            raise UnsupportedError(msg)
    return f' class="{" ".join(filter(None, map(CLASSES.get, declarations)))}"'


def block_latex(latex: str, *, wrap: bool) -> str:
    """Return the LaTeX of a block as one expression, whose lines are aligned at `&`."""
    latex = OUTER_ENVIRONMENT.sub(lambda match: f"{match[1]}{{{INNER[match[2]]}}}", latex)
    parts = [part.strip() for part in latex.split("\n\n") if part.strip()] if wrap else [latex]
    if len(parts) > 1 or (wrap and r"\\" in ANY_ENVIRONMENT.sub("", latex)):
        return r"\begin{aligned}" + r"\\".join(parts) + r"\end{aligned}"
    return "".join(parts)


def _convert_or_warn(translator: HTML5Translator, node: nodes.Element, latex: str) -> str:
    try:
        return convert(latex, display=isinstance(node, nodes.math_block))
    except (LatexError, UnsupportedError) as error:
        logger.warning(
            "cannot render %r: %s",
            node.astext(),
            error,
            location=node,
            type="mathml",
            subtype="latex",
        )
        return f"<code>{translator.encode(latex)}</code>"


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate"))
    self.body.append(_convert_or_warn(self, node, node.astext()))
    self.body.append("</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its number if it has one."""
    wrap = not node.get("no-wrap", node.get("nowrap", False))
    markup = _convert_or_warn(self, node, block_latex(node.astext(), wrap=wrap))
    self.body.append(self.starttag(node, "div", "", CLASS="math notranslate"))
    self.body.append(f'<div class="wb-equation">{markup}</div>')
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def add_style(app: Sphinx, _p: str, _t: str, context: dict[str, Any], _d: object) -> None:
    """Load style and font on pages that have a formula, both at once, before the first paint."""
    if "<math" in context.get("body", ""):
        app.add_css_file("math.css")
        url = context["pathto"](FONT, resource=True)
        link = f'<link rel="preload" href="{url}" as="font" type="font/woff2" crossorigin />'
        context["metatags"] = context.get("metatags", "") + link


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer, which Sphinx then prefers to its own MathJax."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("html-page-context", add_style)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
