"""Refuse code whose output would differ from one build to the next."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from page_code import Cell, cells_of_page, is_output, line_of_output
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

logger = getLogger(__name__)

# Modules that are there to give another answer each time.
NEVER_THE_SAME = {"datetime", "random", "secrets", "time", "timeit", "uuid"}
SEEDED = {"BitGenerator", "Generator", "PCG64", "SeedSequence", "default_rng"}
SEED = "set_random_seed"
ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")

Fault = tuple[int, str]


def faults(cells: list[Cell]) -> Iterator[Fault]:
    """Yield what is not the same in each run of a page, and its line."""
    seeded = False
    for cell in cells:
        for node in ast.walk(cell.tree):
            name = _called(node)
            seeded = seeded or name.endswith(f".{SEED}")
            for fault in _faults(node, name, seeded=seeded):
                yield cell.line + getattr(node, "lineno", 1) - 1, fault


def _faults(node: ast.AST, name: str, *, seeded: bool) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        imported = [alias.name for alias in node.names]
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else imported
        for module in NEVER_THE_SAME.intersection(modules):
            yield f"what {module!r} gives differs from build to build: leave it out"
    if not isinstance(node, ast.Call):
        return
    module, _, function = name.rpartition(".")
    if function == "default_rng" and not (node.args or node.keywords):
        yield "default_rng() draws other numbers in each build: give it a seed, default_rng(0)"
    elif module in ("np.random", "numpy.random") and function not in SEEDED:
        yield "np.random is one generator for all: draw from rng = np.random.default_rng(0)"
    elif (module == "tf.random" or (function == "fit" and _shuffles(node))) and not seeded:
        yield f"this draws other numbers in each build: call keras.utils.{SEED}(0) before"


def _shuffles(call: ast.Call) -> bool:
    """Tell whether a call of `fit` is one of Keras that takes the samples in a random order."""
    options = {keyword.arg: keyword.value for keyword in call.keywords}
    shuffle = options.get("shuffle")
    return "verbose" in options and not (isinstance(shuffle, ast.Constant) and not shuffle.value)


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def warn(app: Sphinx, document: nodes.document) -> None:
    """Warn of one page's code, and of addresses in memory among its outputs."""
    page = app.env.docname
    cells = cells_of_page(app)
    for line, fault in faults(cells):
        _warn(page, line, fault)
    for output in document.findall(nodes.literal_block):
        found = ADDRESS.search(output.astext())
        if found and is_output(output):
            fault = f"{found[0]!r} differs from build to build: do not show it"
            _warn(page, line_of_output(output, cells), fault)


def _warn(page: str, line: int, fault: str) -> None:
    logger.warning(fault, location=(page, line), type="gates", subtype="random")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", warn)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
