"""The site brings the wheel of its package, and what readers take names that and no other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from wbguide_docs.copying.wheel import HOME, WHEEL, Wheel, build_wheel, in_folder, placed

from tests.extensions.conftest import ADDRESS
from tests.extensions.tiny_site import ROOT, Site, page

OURS = Wheel("wbguide-1-py3-none-any.whl", b"content")
HASH = sha256(b"content").hexdigest()
NEED = f'"wbguide[plot] @ {WHEEL}" numpy, see {HOME}a.html'
USES = "from wbguide import answer\nanswer"


def test_two_builds_of_the_wheel_are_equal_to_the_byte(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = build_wheel(ROOT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert build_wheel(ROOT) == first
    (tmp_path / first.name).write_bytes(first.content)
    with ZipFile(tmp_path / first.name) as archive:
        inside = {name for name in archive.namelist() if name.startswith("wbguide/")}
        assert all(archive.read(name) == (ROOT / name).read_bytes() for name in inside)
    own = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("wbguide/**/*.py")}
    assert inside == own | {"wbguide/py.typed"}


def test_text_is_placed_where_its_reader_is() -> None:
    wheel = f"wbguide-1-py3-none-any.whl#sha256={HASH}"
    at_home = placed(NEED, ADDRESS, OURS)
    assert at_home == f'"wbguide[plot] @ {ADDRESS}{wheel}" numpy, see {ADDRESS}a.html'
    assert placed(NEED, ADDRESS, None) == f'"wbguide[plot]" numpy, see {ADDRESS}a.html'
    path = '"../wbguide-1-py3-none-any.whl[plot]"'
    assert in_folder(NEED, "../", OURS) == f"{path} numpy, see ../a.html"


def test_what_is_taken_names_the_wheel_beside_the_pages(site: Site) -> None:
    site.package.write_text('__version__ = "0"\nanswer = 42\n')
    install = "```{install} wbguide[plot] numpy\n```"
    site.write(page=page(USES, prose=install))
    site.variables = {"SITE_URL": ADDRESS.removesuffix("/")}
    build = site.build()
    assert build.status == 0, build.log
    built = site.docs / "_build/html"
    (wheel,) = built.glob("*.whl")
    needed = f"{ADDRESS}{wheel.name}#sha256={sha256(wheel.read_bytes()).hexdigest()}"
    assert f'"wbguide @ {needed}"' in (built / "page.py").read_text()
    book = json.loads((built / "page.ipynb").read_text())
    assert f'%pip install --quiet "wbguide @ {needed}"' in [
        each["source"] for each in book["cells"]
    ]
    assert f'pip install "wbguide[plot] @ {needed}" numpy' in book["cells"][0]["source"]
    html = re.sub(r"<span.*?>|</span>", "", site.html("page"))
    assert f'pip install "wbguide[plot] @ {needed}" numpy' in html
    assert f'content="./{needed.removeprefix(ADDRESS)}"' in html
    taken = (built / "page.taken.js").read_text()
    assert WHEEL in taken
    assert ADDRESS not in taken


def test_a_script_runs_in_a_folder_with_the_wheel_that_lies_there(site: Site) -> None:
    site.package.write_text('__version__ = "0"\nanswer = 42\n')
    site.write(page=page(USES))
    build = site.build()
    assert build.status == 0, build.log
    site.package.write_text('__version__ = "0"\nanswer = 43\n')  # what is installed is another
    script = site.docs / "_build/html/page.py"
    assert '"wbguide' not in script.read_text().partition("# ///\n")[0]
    command = [sys.executable, str(script)]
    run = subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, check=True, env=site.environment(), cwd="/"
    )
    assert run.stdout == "\n# A page\n42\n"


def test_a_change_of_the_package_changes_what_every_page_names(site: Site) -> None:
    site.write(page=page("1 + 1"), words="# Words\n\nWords.\n")
    names = []
    for number in (1, 2):
        site.package.write_text(f'__version__ = "0"\nnumber = {number}\n')
        assert site.build().status == 0
        names += [re.findall(r"sha256=\w+", site.html(name)) for name in ("page", "words")]
    assert names[0] == names[1] != names[2] == names[3]
    assert "sha256=" not in site.html("search")  # nor in listings, which are not written anew


def test_where_the_name_on_pypi_is_ours_it_will_do(site: Site) -> None:
    site.write(page="# Page\n\n```{install} wbguide[plot] numpy\n```\n")
    build = site.build_here(site_on_pypi=True)
    assert build.status == 0, build.log
    html = re.sub(r"<span.*?>|</span>", "", site.html("page"))
    assert 'pip install "wbguide[plot]" numpy' in html
    assert not list((site.docs / "_build/html").glob("*.whl"))
