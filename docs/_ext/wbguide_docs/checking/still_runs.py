"""List the pages that ran when the site was built, what they check, and on what they ran.

A page asks for the list with the directive `still-runs`. It is read again whenever any page is, so
that it never says what was true of an earlier build.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Any, TypeAlias

from docutils import nodes
from nbformat import NotebookNode
from packaging.requirements import Requirement
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from wbguide_docs.checking.facts import count_checks, imported
from wbguide_docs.reading.prose import COMPUTED

SHOWN_BY = "still_runs_shown_by"
Fact: TypeAlias = tuple[int, list[str]]  # how many checks, and what it imports


class StillRuns(SphinxDirective):
    """Two tables: the pages that ran, and the versions that they ran on."""

    def run(self) -> list[nodes.Node]:
        """Write both as Markdown, and read that as a part of the page."""
        self.env.metadata[self.env.docname][SHOWN_BY] = True
        facts = {name: of for name, of in _facts(self.env).items() if name in self.env.found_docs}
        lines = [*pages_table(facts), "", *versions_table(facts, self.config), ""]
        tables = self.parse_text_to_nodes("\n".join(lines))
        return [nodes.container("", *tables, classes=[COMPUTED])]


def pages_table(facts: dict[str, Fact]) -> Iterator[str]:
    """Yield the lines of a table of the pages that ran."""
    yield "| Page | Checks | Imports |"
    yield "| :--- | ---: | :--- |"
    for name, (checks, packages) in sorted(facts.items()):
        yield f"| {{doc}}`/{name}` | {checks} | {', '.join(packages)} |"
    checks = sum(checks for checks, _ in facts.values())
    total = f"{len(facts)} page{'s' * (len(facts) != 1)}"
    yield f"| **{total}** | **{checks}** | |"


def versions_table(facts: dict[str, Fact], config: Config) -> Iterator[str]:
    """Yield the lines of a table of the versions of Python and of what the pages import."""
    providers = metadata.packages_distributions()
    packages = {package for _, names in facts.values() for package in names}
    used = {providers.get(package, [package])[0] for package in packages}
    if config.project in packages:  # the pages then stand on what it stands on, too
        of = (found.requires or [] for found in metadata.distributions(name=config.project))
        used |= {Requirement(line).name for lines in of for line in lines}
    yield "| Library | Version |"
    yield "| :--- | :--- |"
    yield f"| Python | {platform.python_version()} |"
    for name in sorted(used):
        if name == config.project:
            yield f"| {name} | {config.release} |"
        elif found := list(metadata.distributions(name=name)):
            yield f"| {name} | {found[0].version} |"


def _facts(env: Any) -> dict[str, Fact]:
    """Return what is noted of each page that has code, by its name."""
    if not hasattr(env, "still_runs"):
        env.still_runs = {}
    facts: dict[str, Fact] = env.still_runs
    return facts


def read_again(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have the list read again after any change, and forget what was known of changed pages."""
    for name in added | changed | removed:
        _facts(env).pop(name, None)
    lists = [name for name, facts in env.metadata.items() if SHOWN_BY in facts]
    return lists if added or changed or removed else []


def note(_app: Sphinx, env: BuildEnvironment, pages: dict[str, NotebookNode]) -> None:
    """Note what each of the `pages` is."""
    for name, page in pages.items():
        _facts(env)[name] = count_checks(page), sorted(imported(page))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, and connect to the extension that runs the pages."""
    app.setup_extension("wbguide_docs.running.runner")
    app.add_directive("still-runs", StillRuns)
    app.connect("env-get-outdated", read_again)
    app.connect("pages-executed", note)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
