"""Let each page of the course use only what it explains, or a page before it.

A name of NumPy, Keras, TensorFlow or the package is explained where it stands as `code` in a
sentence, or in a comment of a visible cell. A term of the glossary is explained where it stands in
*emphasis*, or in bold. A deep dive rests on the tutorials up to the one that raises its question.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from wbguide_docs.course import DEEPER, TUTORIALS, before, missing_facts, pages_of
from wbguide_docs.reading.cells import Cell
from wbguide_docs.reading.pages import read_page
from wbguide_docs.reading.prose import blocks
from wbguide_docs.reading.terms import FirstUses, Homes, homes_of_terms, marked, plural
from wbguide_docs.reading.warning import warn

LIBRARIES = {"keras", "matplotlib", "numpy", "tensorflow", "wbguide"}
# A little Python with NumPy is what the first page asks of its readers.
KNOWN = {
    *("abs", "all", "any", "append", "arange", "argmax", "argmin", "array", "astype", "copy"),
    *("dtype", "exp", "float32", "float64", "item", "items", "linspace", "log", "max", "mean"),
    *("median", "min", "ndim", "ones", "pi", "ravel", "reshape", "round", "shape", "size", "sort"),
    *("sqrt", "std", "sum", "values", "var", "where", "zeros"),
}
TOO_EARLY = "used before the course has explained it: say here or earlier what it is"


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield what code takes from the libraries or calls as a method, with its line."""
    found = list(ast.walk(tree))
    inner = {node.value for node in found if isinstance(node, ast.Attribute)}  # as in np.random.x
    for node in found:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in LIBRARIES:
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.Attribute) and node not in inner:
            yield node.attr, node.lineno


def modules(tree: ast.AST) -> set[str]:
    """Return the last parts of the names of all modules that code imports, as they stand."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                found |= {*alias.name.split("."), alias.asname or ""}
    return found


def words_in_comments(source: str) -> set[str]:
    """Return the words in the comments of some code."""
    lines = io.StringIO(source).readline
    try:
        comments = [
            each for each in tokenize.generate_tokens(lines) if each.type == tokenize.COMMENT
        ]
    except (tokenize.TokenError, SyntaxError):
        return set()
    return {word for comment in comments for word in re.findall(r"\w+", comment.string)}


@dataclass(frozen=True)
class Page:
    """What a page of the course uses, and what it explains."""

    used: list[tuple[str, int]]
    """The names in its visible cells, with their lines."""
    explained: set[str]
    """The words in its code, of sentences and of comments, and what its cells define."""
    emphasized: set[str]
    texts: list[tuple[str, int]]
    """Its prose without titles, with the line in which each block begins."""

    def unknown(self, known: set[str]) -> Iterator[tuple[str, int]]:
        """Yield the names that neither it nor a page before explains."""
        done = known | self.explained | KNOWN
        for name, line in self.used:
            if name not in done:
                done.add(name)
                yield name, line

    def terms(self, uses: FirstUses) -> Iterator[tuple[str, int]]:
        """Yield the terms that it uses, with the line of the first use."""
        for text, line in self.texts:
            for found, term in uses.find(text):
                yield term, line + text.count("\n", 0, found.start())


def page_of(document: nodes.document, cells: list[Cell]) -> Page:
    """Return what a page uses and explains."""
    seen = [each for each in cells if not (each.unseen or each.folded)]
    literals = [node.astext() for node in document.findall(nodes.literal)]
    explained = {word for text in literals for word in re.findall(r"\w+", text)}
    for cell in seen:
        explained |= words_in_comments(cell.source) | _defined(cell.tree) | modules(cell.tree)
    prose = blocks(document, marked)
    return Page(
        used=[(name, cell.line + line - 1) for cell in seen for name, line in names(cell.tree)],
        explained=explained,
        emphasized={_plain(node.astext()) for node in document.findall(_is_stressed)},
        texts=[(each.text, each.line) for each in prose if not isinstance(each.node, nodes.title)],
    )


def _is_stressed(node: nodes.Node) -> bool:
    return isinstance(node, nodes.emphasis | nodes.strong)


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _defined(tree: ast.AST) -> set[str]:
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def keep(app: Sphinx, document: nodes.document) -> None:
    """Keep what a page of the course uses and explains, until all pages are read."""
    name = app.env.docname
    if name.partition("/")[0] in (TUTORIALS, DEEPER):
        _kept(app.env)[name] = page_of(document, read_page(app.env, name).cells)


def _kept(env: Any) -> dict[str, Page]:
    if not hasattr(env, "course_pages"):
        env.course_pages = {}
    kept: dict[str, Page] = env.course_pages
    return kept


def forget(_app: Sphinx, env: BuildEnvironment, name: str) -> None:
    """Forget a page that is read again, or gone."""
    _kept(env).pop(name, None)


def merge(_app: Sphinx, env: BuildEnvironment, names: list[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    _kept(env).update({name: page for name, page in _kept(other).items() if name in names})


def check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of what pages use before it is explained."""
    homes = homes_of_terms(env)
    for name in [*pages_of(env, TUTORIALS), *pages_of(env, DEEPER)]:
        if missing := missing_facts(env, name):
            fault = f"`course` in the front matter says nothing of {', '.join(missing)}"
            warn(fault, name, 1, "course")
        _check_page(env, name, homes)


def _check_page(env: BuildEnvironment, name: str, homes: Homes) -> None:
    pages = _kept(env)
    known = [pages[each] for each in before(env, name)]
    explained = {word for page in known for word in page.explained}
    for word, line in pages[name].unknown(explained):
        warn(f"{word!r} is {TOO_EARLY}, as `code` in a sentence", name, line, "order")
    emphasized = {words for page in [*known, pages[name]] for words in page.emphasized}
    done = [term for term in homes if emphasized & {term.lower(), plural(term).lower()}]
    for term, line in pages[name].terms(FirstUses(homes, done=done)):
        warn(f"{term!r} is {TOO_EARLY}, in *emphasis*", name, line, "order")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("doctree-read", keep)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-check-consistency", check)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
