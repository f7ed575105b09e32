"""The other forms of the site are whole: their links lead somewhere, and readers open them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from wbguide_forms.__main__ import make
from wbguide_forms.archive import write_zip
from wbguide_forms.course import with_links, without_install
from wbguide_forms.pages import pages_in_order
from wbguide_forms.pdf import write_pdf

SITE = Path("docs/_build/html").resolve()
FORMS = SITE.parent / "forms"


def members(name: str) -> dict[str, bytes]:
    """Return the files of an archive."""
    with zipfile.ZipFile(FORMS / name) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


def dead_links(files: dict[str, bytes], name: str, targets: list[str]) -> list[str]:
    """Return the links of a file to what is not in its archive."""
    folder = Path("/", name).parent
    return [
        target
        for target in targets
        if not re.match("[a-z]+:|#", target)
        and str((folder / unquote(urlsplit(target).path)).resolve())[1:] not in files
    ]


def test_archives_do_not_depend_on_the_day(tmp_path: Path) -> None:
    paths = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for path, files in zip(paths, [{"b": b"1", "a": b"2"}, {"a": b"2", "b": b"1"}], strict=True):
        write_zip(path, files, stored="b")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(paths[0]) as archive:
        assert [each.date_time[0] for each in archive.infolist()] == [1980, 1980]
        assert archive.namelist() == ["b", "a"]


def test_the_archive_of_the_site_leads_nowhere_else() -> None:
    files = members("wbguide-site.zip")
    pages = [name for name in files if name.endswith(".html") and not name.endswith("404.html")]
    assert len(pages) > 30
    for name in pages:
        soup = BeautifulSoup(files[name], "html.parser")
        targets = [str(link["href"]) for link in soup.select("a[href], link[href]")]
        assert not dead_links(files, name, targets), name
    assert not [name for name in files if "doctree" in name or name.endswith((".zip", ".pdf"))]


def test_notebooks_lead_to_each_other_and_install_nothing() -> None:
    files = members("wbguide-course.zip")
    books = [name for name in files if name.endswith(".ipynb")]
    assert len(books) > 20
    for name in books:
        cells = json.loads(files[name])["cells"]
        assert not [cell for cell in cells if "".join(cell["source"]).startswith("%pip")]
        words = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        targets = re.findall(r"\]\(([^()\s]+)\)", "\n".join(map("".join, words)))
        assert not dead_links(files, name, targets), name
    folder = PurePosixPath("wbguide-course")
    assert b'source = { path = "wbguide-' in files[str(folder / "uv.lock")]
    assert str(folder / "README.md") in files


def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").touch()
    assert with_links("[x](../a.html#b)", "t/p", tmp_path, "") == "[x](../a.ipynb)"
    assert with_links("[x](https://a.b/a.html)", "t/p", tmp_path, "https://a.b/") == (
        "[x](../a.ipynb)"
    )
    with pytest.raises(LookupError, match=r"no page for the link to c\.html"):
        with_links("[x](c.html)", "t/p", tmp_path, "")


def test_what_a_notebook_installs_is_known() -> None:
    wheel = "wbguide-0.1.0-py3-none-any.whl"
    for ours in ("wbguide[plot]", f"../{wheel}[plot]", f"wbguide @ https://a.b/{wheel}#sha256=0"):
        cell = {"cell_type": "code", "source": f'%pip install --quiet "{ours}" numpy'}
        book = {"cells": [cell, {"cell_type": "code", "source": "1"}]}
        assert without_install(book) == {"wbguide", "numpy"}
        assert len(book["cells"]) == 1


@pytest.mark.skipif(not shutil.which("epubcheck"), reason="needs Debian's epubcheck and java")
def test_the_epub_is_one() -> None:
    jar = Path(shutil.which("epubcheck") or "").resolve()
    command = ["java", "-jar", str(jar), "--failonwarnings", str(FORMS / "wbguide.epub")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert run.returncode == 0, run.stderr


def test_the_pdf_has_contents_and_links_inside() -> None:
    reader = PdfReader(FORMS / "wbguide.pdf")
    assert len(reader.pages) > 100
    outline = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert len(outline) >= len(pages_in_order(SITE))
    names = set(reader.named_destinations)
    inside = 0
    for page in reader.pages:
        for each in page.get("/Annots") or []:
            link = each.get_object()
            assert "file:" not in str(link.get("/A", ""))
            if "/Dest" in link:
                inside += 1
                assert str(link["/Dest"]) in names, link
    assert inside > 300


def test_the_same_words_are_in_the_pdf_as_on_the_site() -> None:
    text = "".join(page.extract_text() for page in PdfReader(FORMS / "wbguide.pdf").pages)
    letters = re.sub(r"\s", "", text)
    for name in pages_in_order(SITE):
        soup = BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        for heading in soup.select("article h2"):
            words = heading.get_text().removesuffix("¶")
            assert re.sub(r"\s", "", words) in letters, (name, words)


def page_of(width: str, folder: Path) -> None:
    """Write a site of one page, with a paragraph of a width."""
    words = f'<p style="width: {width}">Some words.</p>'
    (folder / "index.html").write_text(f"<article><h1>Title</h1>{words}</article>", "utf-8")


def test_what_fits_a_sheet_is_printed(tmp_path: Path) -> None:
    page_of("100%", tmp_path)
    write_pdf(tmp_path / "book.pdf", tmp_path, "1.0.0", "2026-01-01")
    assert "Some words." in PdfReader(tmp_path / "book.pdf").pages[-1].extract_text()
    assert not (tmp_path / "book.html").exists()


def test_what_is_wider_than_a_sheet_is_an_error(tmp_path: Path) -> None:
    page_of("700px", tmp_path)
    with pytest.raises(ValueError, match=r"wider than a sheet:\nindex: Some words\."):
        write_pdf(tmp_path / "book.pdf", tmp_path, "1.0.0", "2026-01-01")
    assert not list(tmp_path.glob("book.*"))


def test_all_forms_are_the_same_when_they_are_made_again(tmp_path: Path) -> None:
    make(SITE, tmp_path, SITE)
    made = sorted(FORMS.iterdir())
    assert [path.name for path in made] == sorted(path.name for path in tmp_path.iterdir())
    for path in made:
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name
