"""A tiny site with charts."""

from __future__ import annotations

from pathlib import Path

from tests.extensions.tiny_site import FRONT_MATTER, Site

ROOT = Path(__file__).parents[2]


def cell(code: str, *options: str) -> str:
    return "\n".join(["```{code-cell} python", *options, code, "```", ""])


def chart_cell(code: str, alt: str) -> str:
    return cell(code, "---", f"mystnb: {{image: {{alt: {alt}}}}}", "---")


def chart_page(*cells: str) -> str:
    """Return a page with `cells`, the first of which has its fence in line 14."""
    kernel = cell("1", ":tags: [remove-cell]")
    return "\n".join([f"{FRONT_MATTER}# Charts\n", kernel, *cells])


def build(folder: Path, **pages: str) -> tuple[int, str, Path]:
    """Build `pages`; return the exit code, what was said, and the folder of the site."""
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(folder, packages=ROOT)
    site.write(**pages)
    built = site.build()
    return built.status, built.log, site.docs / "_build/html"
