"""Say in the head of each page what it is about, and at its foot when it was last changed.

The head is read by search engines, and by whatever shows a preview of a link.
"""

from __future__ import annotations

import subprocess
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx

IMAGE = "_static/card.png"
IMAGE_ALT = "A line through three points: w is its slope, and b is its height at zero."
LONGEST = 160  # characters of a description that search engines show


def describe(doctree: nodes.document | None, title: str) -> str:
    """Return the first paragraph of a page, or what can be said without one."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        if isinstance(paragraph.parent, nodes.section | nodes.document):
            text = " ".join(paragraph.astext().split())
            if len(text) <= LONGEST:
                return text
            return text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:.") + " …"
    return f"{title}: a page of a guide to the weights and biases of neural networks."


def dates_of_change(folder: Path) -> dict[str, str]:
    """Return the day of the last commit that touched each file below `folder`.

    Without git, or without its history, nothing is known: a shallow clone would give all files one
    day.
    """

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        return done.stdout

    try:
        if git("rev-parse", "--is-shallow-repository").strip() != "false":
            return {}
        log = git("log", "--format=%x00%cs", "--name-only", "--relative", "--", ".")
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        date, *names = filter(None, commit.splitlines())
        for name in names:
            dates.setdefault(name, date)
    return dates


def read_dates(app: Sphinx) -> None:
    """Ask git once, since each question takes longer than a page does."""
    app.config.html_context["dates_of_change"] = dates_of_change(Path(app.srcdir))


def add_facts(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add what is known of one page to what its template is given."""
    if page.startswith("_modules/"):
        context["title"] = f"Source of {context['title']}"  # the page of the module has its name
    title = nodes.unescape(context.get("title") or page.capitalize())
    description = describe(doctree, title)
    facts = {
        "og:title": title,
        "og:description": description,
        "og:type": "website",
        "og:site_name": app.config.html_title,
    }
    if app.config.html_baseurl:  # else nobody could share a link
        facts |= {
            "og:url": context["pageurl"],
            "og:image": urljoin(app.config.html_baseurl, IMAGE),
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": IMAGE_ALT,
        }
    tags = [f'<meta name="description" content="{escape(description)}">']
    tags += [f'<meta property="{key}" content="{escape(fact)}">' for key, fact in facts.items()]
    if "og:image" in facts:
        tags += ['<meta name="twitter:card" content="summary_large_image">']
    context["metatags"] = context.get("metatags", "") + "\n".join(["", *tags, ""])
    if doctree:
        path = app.env.doc2path(page, base=False)
        context["last_updated"] = context["dates_of_change"].get(path.as_posix())


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("builder-inited", read_dates)
    app.connect("html-page-context", add_facts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
