"""Write what the site holds for language models, in the form of https://llmstxt.org.

`llms.txt` is a map: a link to the Markdown of each page, with what its first sentence says.
`llms-full.txt` is the Markdown of all pages, one after the other. Where the address of the site is
not known, links lead on from the front page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

LINK = re.compile(r"(?ms:^(`{3,}).*?^\1)|`[^`\n]+`|\[(?P<text>[^\]]*)\]\((?P<target>[^()\s]+)\)")
FENCED = re.compile(r"^(`{3,}).*?^\1", re.MULTILINE | re.DOTALL)
SENTENCE = re.compile(r".+?[.?!](?= |\Z)|.+")


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write both files of a site that has been built."""
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    everything = pages_in_order(app, app.config.root_doc)
    texts = {name: text for name in everything if (text := _markdown(app, name))}
    if app.config.root_doc not in texts:
        return  # the page could not be written, which has been said
    base = str(app.config.html_baseurl)
    front = texts[app.config.root_doc]
    lines = [_title(front).replace("# ", f"# {app.config.html_title}: ", 1), ""]
    lines += [f"> {first_sentence(front)}"]
    for section in app.env.toctree_includes.get(app.config.root_doc, []):
        if section not in texts:
            continue
        lines += ["", f"## {app.env.titles[section].astext()}", ""]
        for name in pages_in_order(app, section):
            if name != section and name in texts:
                title = _title(texts[name]).removeprefix("# ")
                about = first_sentence(texts[name])
                lines += [f"- [{title}]({urljoin(base, name)}.md): {about}"]
    whole = "\n\n".join(from_root(text, name, base).strip() for name, text in texts.items())
    Path(app.outdir, "llms.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    Path(app.outdir, "llms-full.txt").write_text(f"{whole}\n", encoding="utf-8")


def pages_in_order(app: Sphinx, start: str) -> Iterator[str]:
    """Yield a page and those below it, as the tables of contents list them."""
    waiting = [start]
    done: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name not in done:
            done.add(name)
            yield name
            waiting = [*app.env.toctree_includes.get(name, []), *waiting]


def from_root(text: str, page: str, base: str) -> str:
    """Return the Markdown of a page with links that lead on from `base`."""

    def replace(found: re.Match[str]) -> str:
        if not found["target"]:
            return found[0]
        # `urljoin` keeps no `..` that a base without a host leaves over.
        target = urljoin(f"/{page}", found["target"])
        return f"[{found['text']}]({urljoin(base, target.removeprefix('/'))})"

    return LINK.sub(replace, text)


def first_sentence(text: str) -> str:
    """Return the first sentence of a page in Markdown, without links."""
    for paragraph in FENCED.sub("", text).split("\n\n"):
        words = " ".join(paragraph.split())
        if words and not re.match(r"#|- |\||<|\*Figure", words):
            plain = LINK.sub(lambda found: found["text"] if found["target"] else found[0], words)
            return SENTENCE.match(plain)[0]  # type: ignore[index]  # `words` are some
    return ""


def _title(text: str) -> str:
    return text.partition("\n")[0]


def _markdown(app: Sphinx, name: str) -> str:
    path = Path(app.outdir, str(PurePosixPath(f"{name}.md")))
    return path.read_text(encoding="utf-8") if path.exists() else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
