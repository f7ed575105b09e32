"""A tiny site with charts, built with no other setting than theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTENSIONS = ROOT / "docs" / "_ext"
sys.path.insert(0, str(EXTENSIONS))

from charts import KERNEL_LINE  # noqa: E402  # found on the path that the line above makes

CONF = f"""\
import sys
sys.path.insert(0, {str(EXTENSIONS)!r})
project = "Charts"
extensions = ["myst_nb", "charts"]
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_static_path = [{str(ROOT / "docs" / "_static")!r}]
nb_execution_mode = "force"
"""
FRONT_MATTER = """\
---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---
"""


def cell(code: str, *options: str) -> str:
    return "\n".join(["```{code-cell} python", *options, code, "```", ""])


def chart_cell(code: str, alt: str) -> str:
    return cell(code, "---", f"mystnb: {{image: {{alt: {alt}}}}}", "---")


def chart_page(*cells: str) -> str:
    """Return a page with `cells`, the first of which has its fence in line 14."""
    kernel = cell(KERNEL_LINE, ":tags: [remove-cell]")
    return "\n".join([f"{FRONT_MATTER}# Charts\n", kernel, *cells])


def build(folder: Path, **pages: str) -> tuple[int, str]:
    """Build `pages` into ``folder/_build``; return the exit code and what was said."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(CONF)
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text)
    run = subprocess.run(  # noqa: S603  # nothing here is from elsewhere
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", folder, folder / "_build"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""},
    )
    return run.returncode, run.stderr
