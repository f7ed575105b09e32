"""Write the site as an EPUB 3 from its built pages, a chapter each."""

from __future__ import annotations

import re
import uuid
from html import escape
from pathlib import Path

from bs4 import Tag

from wbguide_forms.archive import write_zip
from wbguide_forms.pages import Chapter, chapters, name_of

STYLE = Path(__file__).with_name("epub.css").read_text(encoding="utf-8")
TITLE = "Weights and biases, explained by running them"
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
PAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>{body}</body>
</html>
"""
CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package version="3.0" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>en</dc:language>
<dc:creator>wbguide contributors</dc:creator>
<meta property="dcterms:modified">{modified}T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine>
<itemref idref="nav"/>
{spine}
</spine>
</package>
"""


def write_epub(path: Path, site: Path, version: str, modified: str) -> None:
    """Write the book of a built site, as it was on the day `modified`."""
    made = chapters(site, lambda page, place: f"{name_of(page)}.xhtml#{name_of(page, place)}")
    colors = _colors(site)
    texts = {name_of(each.name): _xhtml(each, colors) for each in made}
    items, spine = [], []
    for name, text in texts.items():
        kinds = [kind for kind, tag in {"mathml": "<math", "svg": "<svg"}.items() if tag in text]
        has = f' properties="{" ".join(kinds)}"' if kinds else ""
        kind = "application/xhtml+xml"
        items.append(f'<item id="{name}" href="{name}.xhtml" media-type="{kind}"{has}/>')
        spine.append(f'<itemref idref="{name}"/>')
    listed = "\n".join(
        f'<li><a href="{name_of(each.name)}.xhtml">{escape(each.title)}</a></li>' for each in made
    )
    nav = f'<nav epub:type="toc"><h1>Contents</h1><ol>{listed}</ol></nav>'
    package = PACKAGE.format(
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"wbguide {version}"),
        title=TITLE,
        modified=modified,
        items="\n".join(items),
        spine="\n".join(spine),
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "book/book.opf": package,
        "book/nav.xhtml": PAGE.format(title="Contents", body=nav),
        "book/style.css": STYLE,
        **{f"book/{name}.xhtml": text for name, text in texts.items()},
    }
    write_zip(path, {name: text.encode() for name, text in files.items()}, stored="mimetype")


def _colors(site: Path) -> dict[str, str]:
    """Return the site's colors, in the light theme, which its style sheet has first."""
    style = (site / "_static/wbguide.css").read_text(encoding="utf-8")
    return dict(reversed(re.findall(r"(--wb-[\w-]+):\s*([^;{}]+?)\s*[;}]", style)))


def _xhtml(chapter: Chapter, colors: dict[str, str]) -> str:
    for tag in chapter.body.select("[displaystyle]"):
        _use_mathml_3(tag, "displaystyle")
    for tag in chapter.body.select("[scriptlevel]"):
        _use_mathml_3(tag, "scriptlevel")
    for tag in chapter.body.select("*"):
        if tag.name in ("svg", "math"):
            names = {"svg": "2000/svg", "math": "1998/Math/MathML"}
            tag["xmlns"] = f"http://www.w3.org/{names[tag.name]}"
        for key, value in list(tag.attrs.items()):
            if isinstance(value, str) and "var(" in value:
                tag[key] = VARIABLE.sub(lambda found: colors.get(found[1], "#000000"), value)
    return PAGE.format(title=escape(chapter.title), body=chapter.body.decode(formatter="minimal"))


def _use_mathml_3(tag: Tag, key: str) -> None:
    """Move to an `mstyle` what MathML Core lets each element say, and EPUB only that one."""
    if tag.name in ("math", "mstyle") or (tag.name, key) == ("mtable", "displaystyle"):
        return
    style = Tag(name="mstyle", attrs={key: tag.attrs.pop(key)})
    if tag.name == "mtd":
        style.extend(list(tag.children))
        tag.append(style)
    else:
        tag.wrap(style)
