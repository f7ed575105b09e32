"""Write all notebooks as a project in which one command starts Jupyter.

Their links lead to each other, or to the Markdown of pages without code. What they need is in a
`pyproject.toml` with the wheel beside it, locked; so no notebook installs anything.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from posixpath import relpath
from urllib.parse import urldefrag, urljoin

from packaging.requirements import Requirement
from uv import find_uv_bin

from wbguide_forms.archive import write_zip

FOLDER = "wbguide-course"
INSTALL = "%pip install"
WHEEL = re.compile(r"(^|/)wbguide-[^/]+\.whl")  # which a site with no address names by its path
LINK = re.compile(r"(\[[^\]]*\])\(([^()\s]+)\)")
PROJECT = """\
[project]
name = "wbguide-course"
version = "{version}"
requires-python = ">=3.11,<3.14"
dependencies = [
{dependencies}
]

[tool.uv]
package = false

[tool.uv.sources]
wbguide = {{ path = "{wheel}" }}
"""
README = """\
# Weights and biases: the whole course

In this folder, with [uv](https://docs.astral.sh/uv/) installed, type:

```sh
uv run jupyter lab
```

The first time, that installs what the notebooks need, and takes minutes: TensorFlow is large.
Without uv, any Python from 3.11 to 3.13 does, in an environment of its own:

```sh
python3 -m venv .venv
.venv/bin/pip install {needed}
.venv/bin/jupyter lab
```

Begin with one of these:

{notebooks}
"""


def write_course(path: Path, site: Path, wheel: Path, order: list[str], base: str) -> None:
    """Write the archive from a built site, its pages in their order, and the package's wheel."""
    books = {
        name: json.loads((site / f"{name}.ipynb").read_text(encoding="utf-8"))
        for name in order
        if (site / f"{name}.ipynb").exists()
    }
    needed: set[str] = set()
    files: dict[str, str] = {}
    for name, book in books.items():
        needed |= without_install(book)
        for cell in book["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = with_links("".join(cell["source"]), name, site, base)
        text = json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True)
        files[f"{name}.ipynb"] = f"{text}\n"
    for name in order:
        if name not in books and (site / f"{name}.md").exists():
            text = (site / f"{name}.md").read_text(encoding="utf-8")
            files[f"{name}.md"] = with_links(text, name, site, base)
    version = wheel.name.split("-")[1]
    dependencies = ["wbguide[interactive,plot]", *sorted(needed - {"wbguide"}), "jupyterlab"]
    files["pyproject.toml"] = PROJECT.format(
        version=version,
        dependencies="\n".join(f'  "{each}",' for each in dependencies),
        wheel=wheel.name,
    )
    here = [f'"./{wheel.name}[interactive,plot]"', *dependencies[1:]]
    titles = {name: book["metadata"]["title"] for name, book in books.items()}
    listed = "\n".join(f"- [{title}]({name}.ipynb)" for name, title in titles.items())
    files["README.md"] = README.format(needed=" ".join(here), notebooks=listed)
    files["uv.lock"] = lock(files["pyproject.toml"], wheel)
    whole = {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}
    write_zip(path, whole | {f"{FOLDER}/{wheel.name}": wheel.read_bytes()})


def without_install(book: dict[str, list[dict[str, str]]]) -> set[str]:
    """Remove the cell of a notebook that installs, and return the names of what it does."""
    found: set[str] = set()
    for cell in list(book["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and source.startswith(INSTALL):
            book["cells"].remove(cell)
            words = [word for word in shlex.split(source)[2:] if not word.startswith("-")]
            found |= {"wbguide" if WHEEL.search(word) else Requirement(word).name for word in words}
    return found


def with_links(text: str, page: str, site: Path, base: str) -> str:
    """Return Markdown whose links to pages of the site lead to what is in the archive."""

    def replace(found: re.Match[str]) -> str:
        target = urldefrag(found[2])[0]
        inside = target.removeprefix(base) if base else target
        if re.match("[a-z]+:", inside) or not inside.endswith((".html", ".md")):
            return found[0]
        # From the page, or in a site whose address is not known from its root.
        places = [inside] if inside != target else [urljoin(f"/{page}", inside)[1:], inside]
        for place in places:
            name = place.rpartition(".")[0]
            for suffix in (".ipynb", ".md"):
                if (site / f"{name}{suffix}").exists():
                    return f"{found[1]}({relpath(name + suffix, relpath(page + '/..'))})"
        message = f"{page}: no page for the link to {found[2]}"
        raise LookupError(message)

    return LINK.sub(replace, text)


def lock(project: str, wheel: Path) -> str:
    """Return the lock of a project that stands beside the wheel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(project, encoding="utf-8")
        (folder / wheel.name).write_bytes(wheel.read_bytes())
        command = [find_uv_bin(), "lock", "--quiet"]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603  # our own command
        return (folder / "uv.lock").read_text(encoding="utf-8")
