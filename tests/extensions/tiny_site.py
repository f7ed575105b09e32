"""Tiny sites, built with the settings and extensions of the real one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from wbguide_docs import ROOMS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OWNER = '[tool.wbguide]\nsite = ""\nrepository = ""\nnotebooks = ""\non-pypi = false\n'
COLOR = re.compile(r"\x1b\[[0-9;]*m")
FRONT_MATTER = """\
---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---
"""
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "wbguide"
version = "0"
"""


def cell(code: str, *options: str, alt: str = "") -> str:
    """Return a code cell, with an alt text for what it draws."""
    image = ["---", f"mystnb: {{image: {{alt: {alt}}}}}", "---"] if alt else []
    return "\n".join(["```{code-cell} python", *options, *image, code, "```", ""])


def page(*cells: str, title: str = "A page", prose: str = "Prose.") -> str:
    """Return a page that runs `cells`, with its first cell's fence in line 11."""
    return "\n".join([f"{FRONT_MATTER}# {title}\n\n{prose}\n", *map(cell, cells)])


def line_of(text: str, part: str) -> int:
    """Return the line of a page in which the last line of a part of it stands."""
    assert text.count(part) == 1
    return text.count("\n", 0, text.index(part) + len(part.rstrip())) + 1


@dataclass
class Build:
    """What a build came to."""

    status: int
    log: str

    @property
    def executed(self) -> int:
        """How many pages ran."""
        (count,) = re.findall(r"^(\d+) pages executed", self.log, re.MULTILINE)
        return int(count)

    def report(self, place: str) -> str:
        """Return what the build says of a failing place, such as `page.md:11`."""
        return "\n".join(
            re.findall(
                rf"^(?:checking consistency\.\.\. )?\S*/{re.escape(place)}: (.*\n(?:  .*\n)*)",
                self.log,
                re.MULTILINE,
            )
        )


class Site:
    """A folder of pages beside copies of the real site's settings and extensions.

    A package that is empty stands in for wbguide, unless the folder of `packages` is given. What
    CONTRIBUTING.md asks of pages is asked of those with `gates` only.
    """

    def __init__(self, folder: Path, packages: Path | None = None, *, gates: bool = False) -> None:
        self.folder = folder
        self.packages = packages or folder / "package"
        self.variables: dict[str, str] = {}
        self.log = ""
        self.docs = folder / "docs"
        self.docs.mkdir()
        settings = (DOCS / "conf.py").read_text()
        if not gates:
            assert '"wbguide_docs",' in settings
            rooms = [f"wbguide_docs.{room}" for room in ROOMS if room != "checking"]
            settings = settings.replace('"wbguide_docs"', f"*{rooms}")
        (self.docs / "conf.py").write_text(settings)
        (folder / "pyproject.toml").write_text(OWNER)
        for name in ("_inventories", "_static", "_templates"):
            if (DOCS / name).exists():
                shutil.copytree(DOCS / name, self.docs / name)
        self.package = self.packages / "wbguide" / "__init__.py"
        if not packages:
            self.package.parent.mkdir(parents=True)
            self.package.write_text('__version__ = "0"\n')
            (self.packages / "pyproject.toml").write_text(PROJECT)
        self._make_hostile_settings()

    def write(self, **pages: str) -> None:
        """Write pages, and a front page that leads to all pages there are."""
        for name, text in pages.items():
            (self.docs / f"{name}.md").write_text(text)
        index = self.docs / "index.md"
        if not index.exists():
            index.write_text("# Home\n\n```{toctree}\n:glob:\n\n*\n```\n")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change the text of a page."""
        path = self.docs / f"{name}.md"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def html(self, name: str) -> str:
        """Return a page as built."""
        return (self.docs / "_build/html" / f"{name}.html").read_text()

    def command(self, *options: str) -> list[str]:
        """Return the command that builds the site."""
        build = self.docs / "_build"
        folders = ["-d", str(build / "doctrees-html"), str(self.docs), str(build / "html")]
        return [sys.executable, "-m", "sphinx", "-n", "--keep-going", "-T", *options, *folders]

    def build(self, *options: str, strict: bool = True) -> Build:
        """Build the site, as the real one is built."""
        command = self.command(*(["-W"] if strict else []), *options)
        run = subprocess.run(  # noqa: S603  # our own command
            command,
            cwd=self.folder,  # not the repository, whose package would come before the stand-in
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += run.stdout
        return Build(run.returncode, run.stdout)

    def build_here(self, *, strict: bool = True, builder: str = "html", **settings: Any) -> Build:
        """Build the site in this process, where imports are done: for all but what tests those."""
        log = StringIO()
        output = self.docs / "_build" / builder
        with (
            mock.patch.dict(os.environ, {"PYTHONPATH": str(self.packages)} | self.variables),
            warnings.catch_warnings(),  # as outside of tests
            patch_docutils(self.docs),
            docutils_namespace(),
        ):
            warnings.simplefilter("ignore")
            try:
                app = Sphinx(
                    *(
                        self.docs,
                        self.docs,
                        output,
                        output.with_name(f"doctrees-{builder}"),
                        builder,
                    ),
                    confoverrides=settings,
                    status=log,
                    warning=log,
                    warningiserror=strict,
                )
                # Not in this thread, where the loop of events of a test's browser may run.
                with ThreadPoolExecutor(1) as thread:
                    thread.submit(app.build).result()
                status = app.statuscode
            except SystemExit:  # of pages that failed to run
                status = 1
        return Build(status, COLOR.sub("", log.getvalue()))

    def environment(self) -> dict[str, str]:
        """Return variables under which the build must still do what it should."""
        hostile = {
            "FORCE_COLOR": "1",
            "IPYTHONDIR": str(self.folder / "ipython"),
            "JUPYTER_PATH": str(self.folder / "jupyter"),
            "MPLBACKEND": "no_such_backend",
            "PYTHONWARNINGS": "ignore",
            "TF_CPP_MIN_LOG_LEVEL": "0",
        }
        own = {"PYTHONPATH": str(self.packages), "NO_COLOR": "1"}
        return os.environ | own | hostile | self.variables

    def _make_hostile_settings(self) -> None:
        """Give the user a kernel called python3 that fails, and a profile that defines a name."""
        spec = self.folder / "jupyter/kernels/python3/kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(
            '{"argv": ["/bin/false"], "display_name": "Python 3", "language": "python"}'
        )
        startup = self.folder / "ipython/profile_default/startup/first.py"
        startup.parent.mkdir(parents=True)
        startup.write_text("leaked = 1\n")
