"""Print the site as a PDF: its built pages as one document, in Chromium."""

from __future__ import annotations

import io
import shutil
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject

from wbguide_forms.epub import TITLE
from wbguide_forms.pages import chapters, name_of

STYLE = Path(__file__).with_name("pdf.css").read_text(encoding="utf-8")
DOCUMENT = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="_static/wbguide.css"><style>{style}</style></head>
<body data-theme="light"><article>
<section class="title"><h1>{title}</h1><p>wbguide {version}, {day}</p></section>
<section class="chapter"><h1>Contents</h1><ol class="book-contents">{contents}</ol></section>
{body}
</article></body></html>
"""
FOOTER = (
    '<div style="width: 100%; font-size: 8px; text-align: center">'
    '<span class="pageNumber"></span></div>'
)
MARGIN = {"top": "18mm", "bottom": "18mm", "left": "20mm", "right": "20mm"}
# What stands out of its page on the right, if anything: the name of its chapter, and its text.
WIDE = """() => {
  const right = document.body.getBoundingClientRect().right + 1;
  return [...document.querySelectorAll("article *")]
    .filter((each) => each.getBoundingClientRect().right > right && !each.closest("svg svg"))
    .filter((each) => !each.closest("svg") || each.tagName === "svg")
    .map((each) => `${each.closest("section.chapter")?.id}: ${each.textContent.slice(0, 60)}`);
}"""
WIDTH = 642  # CSS pixels between the margins of a sheet of A4


def write_pdf(path: Path, site: Path, version: str, day: str) -> None:
    """Write the book of a built site; raise ValueError if something is wider than a sheet of it."""
    made = chapters(site, lambda page, place: f"#{name_of(page, place)}")
    contents = "".join(
        f'<li><a href="#{name_of(each.name)}">{escape(each.title)}</a></li>' for each in made
    )
    body = "\n".join(each.body.decode(formatter="html5") for each in made)
    text = DOCUMENT.format(
        title=TITLE, style=STYLE, version=version, day=day, contents=contents, body=body
    )
    source = site / "book.html"  # beside its style and its fonts, for as long as it is printed
    source.write_text(text, encoding="utf-8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
            page = browser.new_page(viewport={"width": WIDTH, "height": 900})
            page.emulate_media(media="print", color_scheme="light")
            page.goto(source.resolve().as_uri())
            wide: list[str] = page.evaluate(WIDE)
            printed = page.pdf(
                format="A4",
                margin=MARGIN,  # type: ignore[arg-type]  # a dict of strings
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=FOOTER,
                outline=True,
                tagged=True,
            )
            browser.close()
    finally:
        source.unlink()
    if wide:
        raise ValueError("\n".join(["wider than a sheet:", *wide]))
    path.parent.mkdir(parents=True, exist_ok=True)
    _without_time(printed, path, version)


def _without_time(printed: bytes, path: Path, version: str) -> None:
    """Write what was printed as if no clock had been there."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed)))
    writer.metadata = {"/Title": TITLE, "/Subject": f"wbguide {version}"}
    identifier = ByteStringObject(f"wbguide {version}".ljust(16).encode())
    writer._ID = ArrayObject([identifier, identifier])
    writer.compress_identical_objects()
    writer.write(path)
