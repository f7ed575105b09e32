"""Mend the markup of each page as it is written.

It is what Furo, Sphinx and docutils get wrong for a reader with a keyboard, a screen reader, paper,
or a browser that holds pages to a strict policy. Templates could mend some of it, by copying Furo's
whole page. This names each fault and its remedy, and says so when a new Furo no longer has what is
to be mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.theming import Theme
from sphinx.util import logging

logger = logging.getLogger(__name__)

# What Furo writes on every page, and what is wanted there.
FURO = {
    # `base.html` has it before all else.
    re.compile(r'<a class="skip-to-content muted-link".*?</a>', re.DOTALL): "",
    # The only focusable things before the skip link, though unseen. They move to where they act.
    re.compile(r'<input type="checkbox" class="sidebar-toggle" name="__navigation".*?>'): "",
    re.compile(r'<input type="checkbox" class="sidebar-toggle" name="__toc".*?>'): "",
    re.compile(r'(?<=<div class="header-left">)'): (
        '<input type="checkbox" class="sidebar-toggle" id="__navigation" '
        'aria-label="Show the pages of this site">'
    ),
    re.compile(r'(?=<label class="toc-overlay-icon toc-content-icon)'): (
        '<input type="checkbox" class="sidebar-toggle" id="__toc" '
        'aria-label="Show the contents of this page">'
    ),
    # On a phone, where the sidebar is folded, nothing leads to the search.
    re.compile(
        r'(?<=<div class="header-right">)'
        r'(?=.*?<form class="sidebar-search-container"[^>]* action="([^"]*)")',
        re.DOTALL,
    ): (
        r'<a class="wb-find" href="\1" aria-label="Search">'
        '<svg aria-hidden="true"><use href="#svg-search"></use></svg></a>'
    ),
    # Parts of the page that a screen reader could neither name nor tell apart.
    re.compile('<aside class="sidebar-drawer"'): r'\g<0> aria-label="Site"',
    re.compile('<aside class="toc-drawer'): r'<aside aria-label="On this page" class="toc-drawer',
    re.compile(
        r'(<a href="#" class="back-to-top.*?</a>)\s*(<div class="content-icon-container")>',
        re.DOTALL,
    ): r'\2 role="region" aria-label="Tools">\1',
    re.compile('<div class="related-pages"'): r'\g<0> role="navigation" aria-label="Next and last"',
}
# A heading needs a level; and it is a label here, not a part of the page's outline.
CAPTION = re.compile(r'(<p class="caption") role="heading"')

# MyST-NB calls every fold the same, whatever its text says.
FOLD = re.compile(r'(<summary) aria-label="[^"]*"')

# What scrolls by itself must take the focus, or no key can scroll it. Chromium and Firefox see to
# that; Safari does not. Where nothing is too wide, `page.js` takes the tab stop away again.
SCROLLERS = {
    "Code": re.compile(r'(?<=<div class="highlight">)<pre(?=>)'),
    "Table": re.compile(r'<div class="table-wrapper[^">]*"'),
    "Equation": re.compile(r'<div class="wb-equation"'),
}

# Widths of columns that docutils guesses. A browser lays the table out better.
COLUMNS = re.compile(r"<colgroup>.*?</colgroup>", re.DOTALL)
FORBIDDEN = re.compile(
    r"<style[ >]|<[a-z][^<>]*\s(?:style|on[a-z]+)="
    r'|<script(?![^>]*(?:src=|type="application/))[^>]*>'
    # What a browser loads as it opens the page, from another host.
    r'|<(?:script|img|iframe|embed|source|video|audio|link(?=[^>]*rel="(?:stylesheet|preload|icon)))'
    r'[^>]*\s(?:src|href)="(?:https?:)?//'
)
PAGE_LINK = re.compile(
    r'<a class="reference internal" href="([^"#]+)(?=[^>]*><span class="(?:doc|std))'
)
RELATIVE = re.compile(r'(\s(?:href|src|action|data-content_root)=")(?![a-z]+:|[#/])')


def mend(page: str, *, name: str, address: str) -> str:
    """Return the HTML of the page `name` without its faults.

    It will be found at `address`; if that is not known, the site is taken to be all of its host.
    """
    for pattern, remedy in FURO.items():
        page, count = pattern.subn(remedy, page, count=1)
        if not count:
            logger.warning("Furo no longer has what publishing/furo.py mends: %s", pattern.pattern)
    page = FOLD.sub(r"\1", CAPTION.sub(r"\1", COLUMNS.sub("", page)))
    for label, pattern in SCROLLERS.items():
        page = pattern.sub(rf'\g<0> tabindex="0" role="group" aria-label="{label}"', page)
    if address:  # on paper a link must be written out, and `../index.html` says nothing there
        page = PAGE_LINK.sub(
            lambda link: f'<a data-address="{urljoin(address, link[1])}"{link[0][2:]}', page
        )
    if name == "404":
        # It is served at any address, so that it cannot say where anything is from there.
        page = RELATIVE.sub(rf"\g<1>{urlsplit(address).path.rpartition('/')[0]}/", page)
    for fault in FORBIDDEN.finditer(page):
        logger.warning(
            "a Content-Security-Policy of default-src 'self' forbids this in a page: %s",
            unescape(page[fault.start() : fault.end() + 60]).split("\n")[0],
            location=name,
            type="markup",
            subtype="policy",
        )
    return page


class Pages(BuiltinTemplateLoader):
    """Sphinx's templates, whose pages are mended."""

    def init(
        self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None
    ) -> None:
        """Remember where the site will be."""
        super().init(builder, theme, dirs)
        self.base = builder.config.html_baseurl

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Return the file that a template and a page's `context` make."""
        page = super().render(template, context)
        if not page.startswith("<!doctype html>"):
            return page
        return mend(page, name=context["pagename"], address=context["pageurl"] or self.base)


def add_missing_page(_app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page that a host shows where there is none."""
    yield "404", {"title": "Page not found"}, "404.html"


def list_neighbors(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """List in the sidebar the pages of the folder that a page is in, of others their index alone.

    All pages of all folders would weigh on each page.
    """
    toctree = context["toctree"]
    context["toctree"] = lambda **options: toctree(**options | {"collapse": True})


def use(_app: Sphinx, config: Config) -> None:
    """Let Sphinx write pages by the class above."""
    config.template_bridge = f"{__name__}.{Pages.__name__}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("config-inited", use)
    app.connect("html-collect-pages", add_missing_page)
    app.connect("html-page-context", list_neighbors, priority=400)  # before Furo looks
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
