"""Make the wheel of the package that the pages ran on, serve it with them, and name it.

What readers take needs that package: exactly this version, and from nobody else. A name alone would
let in whoever has registered it on an index. So whatever is copied or saved names the wheel by its
address and its hash; only where the owner says that the name on PyPI is ours, a name will do.

Text that goes to readers is written with addresses at a host that cannot exist. For each reader
they are then `placed`: at the address of the site, or by `page.js` where the reader is.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from docutils import nodes
from hatchling.builders.wheel import WheelBuilder
from sphinx.application import Sphinx
from sphinx.config import Config

HOME = "https://wbguide.invalid/"  # the front page, wherever that is
WHEEL = f"{HOME}wbguide.whl"
NEEDED = re.compile(rf"wbguide(?P<extras>\[[\w,]+\])? @ {re.escape(WHEEL)}")
EPOCH = "1580601600"  # the day that files in an archive have: hatchling's own


@dataclass(frozen=True)
class Wheel:
    """A wheel at the root of the site."""

    name: str
    content: bytes

    @property
    def reference(self) -> str:
        """Its name, with the hash that installers compare what they get with."""
        return f"{self.name}#sha256={hashlib.sha256(self.content).hexdigest()}"


def build_wheel(project: Path) -> Wheel:
    """Make the wheel of a project, the same to the byte whoever makes it, and when."""
    epoch = {"SOURCE_DATE_EPOCH": EPOCH}
    with TemporaryDirectory() as folder, mock.patch.dict(os.environ, epoch):
        made = Path(next(WheelBuilder(str(project)).build(directory=folder)))
        return Wheel(made.name, made.read_bytes())


def project_of(package: str) -> Path:
    """Return the folder of the project whose `package` is imported here, and so by the pages."""
    found = find_spec(package)
    folder = Path(found.origin).parents[1] if found and found.origin else Path()
    if not (folder / "pyproject.toml").is_file():
        msg = (
            f"{package} must be installed in place, since the site brings its wheel: pip install -e"
        )
        raise FileNotFoundError(msg)
    return folder


def placed(text: str, home: str, wheel: Wheel | None) -> str:
    """Return text for readers of a site whose front page is at `home`; without a wheel, by name."""
    here = f" @ {home}{wheel.reference}" if wheel else ""
    return text.replace(f" @ {WHEEL}", here).replace(HOME, home)


def in_folder(text: str, root: str, wheel: Wheel | None) -> str:
    """Return text for readers of a folder, beside whose file `root` leads to the front page.

    Installers take a path from where they are called. A notebook calls them from its own folder.
    """
    if wheel:
        text = NEEDED.sub(lambda need: f"{root}{wheel.name}{need['extras'] or ''}", text)
    return placed(text, root, wheel)


def placed_from(app: Sphinx, page: str, text: str) -> str:
    """Return text of a page for those who read it without JavaScript."""
    home, wheel = app.config.html_baseurl, wheel_of(app)
    return placed(text, home, wheel) if home else in_folder(text, root_of(app, page), wheel)


def make(app: Sphinx, config: Config) -> None:
    """Make the wheel before all pages, which are written anew when it is another."""
    if not config.site_on_pypi:
        app.wheel = build_wheel(project_of("wbguide"))  # type: ignore[attr-defined]
        config.wheel = app.wheel.reference  # type: ignore[attr-defined]


def wheel_of(app: Sphinx) -> Wheel | None:
    """Return the wheel that the site brings; None where the name on PyPI is ours."""
    found: Wheel | None = getattr(app, "wheel", None)
    return found


def name_wheel(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Say in the head of each page of ours where the wheel lies from there: `page.js` reads it.

    Nothing is taken from listings of code, which Sphinx does not write anew for another wheel.
    """
    wheel = wheel_of(app)
    if wheel and tree:
        address = root_of(app, page) + wheel.reference
        tag = f'<meta name="wbguide-wheel" content="{address}">\n'
        context["metatags"] = context.get("metatags", "") + tag


def root_of(app: Sphinx, page: str) -> str:
    """Return what leads from a page to the folder of the front page: `./`, `../`."""
    return "../" * app.builder.get_target_uri(page).count("/") or "./"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Put the wheel beside the front page, and none of an earlier build."""
    wheel = wheel_of(app)
    if exception or app.builder.format != "html":
        return
    for old in Path(app.outdir).glob("*.whl"):
        old.unlink()
    if wheel:
        Path(app.outdir, wheel.name).write_bytes(wheel.content)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.add_config_value("site_on_pypi", default=False, rebuild="html", types=bool)
    app.add_config_value("wheel", "", "html", str)
    app.connect("config-inited", make)
    app.connect("html-page-context", name_wheel)
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
