"""Turn the prose of a page into Markdown that any notebook shows.

What MyST adds is resolved: a role to its text or to a link to the site, a directive to what
Markdown has for it. The rest is an error, so that no reader finds `{role}` in a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from myst_nb.core.variables import format_plain_text

from wbguide_docs.copying.install import install_command

# What may look like MyST and is not, before what is.
TOKENS = re.compile(
    r"""
      ^(?P<fence>`{3,}|:{3,})(?:\{(?P<directive>[^}\n]+)\})?(?P<title>[^\n]*)\n
       (?P<content>.*?)^(?P=fence)[ ]*$
    | \{(?P<role>[a-z][a-z:_-]*)\}(?P<ticks>`+)(?P<text>.+?)(?P=ticks)
    | (?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))
    | (?P<block>\$\$.+?)\$\$(?:[ ]\((?P<equation>[\w-]+)\))?
    | (?P<math>(?<![\\\w$])\$(?![\s$])[^$`\n]*?[^\s$`\\]\$(?!\d))
    | (?P<escaped>\\.)
    | (?P<dollar>\$)
    | ^(?P<mark>\([\w-]+\)=|\{\.(?!predict\})[\w-]+\})\n
    | ^(?P<predict>\{\.predict\})\n
       (?P<choices>(?:^(?=\S)[^\n:#|][^\n]*\n:[ ]+[^\n]*(?:\n+|\Z))+)?
    | ^(?P<term>(?=\S)[^\n:#|][^\n]*)\n:[ ]+(?P<definition>[^\n]*)$
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
CHOICE = re.compile(r"^(\S.*)\n:[ ]+(.*)$", re.MULTILINE)
EXPLICIT = re.compile(r"(?s)(.*\S)\s*<([^<>]+)>\Z")
# Two signs of money are no formula to Jupyter if each stands in an element of its own: it looks for
# formulas before it looks at backslashes, and once more in the page that it makes.
DOLLAR = "<span>&#36;</span>"
LABEL = re.compile(r"^:label: *(\S+)\n")
ASIDES = {"note", "tip", "hint", "important", "warning", "caution", "attention", "seealso"}


class UnknownMarkupError(ValueError):
    """A role or directive that is not known here."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(f"downloads have no Markdown for {what}: see copying/markdown.py")
        self.line = line


@dataclass(frozen=True)
class Prose:
    """What the words of a page may refer to."""

    env: Any
    page: str
    address: Callable[[str], str]
    """The address of a page by its name."""
    glued: Mapping[str, str]

    def plain(self, text: str) -> str:
        """Return MyST as Markdown."""

        def replace(found: re.Match[str]) -> str:
            try:
                return self._replaced(found)
            except KeyError as error:
                line = text.count("\n", 0, found.start())
                raise UnknownMarkupError(str(error.args[0]), line) from None

        return TOKENS.sub(replace, text).strip()

    def _replaced(self, found: re.Match[str]) -> str:
        if found["role"]:
            return self._role(found["role"], found["text"])
        if found["fence"]:
            return self._block(found)
        if found["mark"] or found["predict"]:
            return self._choices(found["choices"] or "")
        if found["block"]:
            return f"{found['block']}{self._tag(found['equation'])}$$"
        if found["definition"]:
            return f"- {self.plain(found['term'])}: {self.plain(found['definition'])}"
        return DOLLAR if found["dollar"] or found["escaped"] == r"\$" else found[0]

    def _block(self, found: re.Match[str]) -> str:
        directive, content = found["directive"], found["content"]
        if directive is None and found["fence"].startswith("`"):
            return found[0]  # a listing
        if directive in ("toctree", "path", "eval-rst"):  # lists of pages, the reference of the API
            return ""
        if directive == "math":
            label = LABEL.match(content)
            formula = LABEL.sub("", content).strip()
            return f"$$\n{formula}{self._tag(label and label[1])}\n$$"
        if directive == "tab":
            return f"**{found['title'].strip()}**\n\n{self.plain(content)}"
        if directive == "install":
            return f"```sh\n{install_command(found['title'])}\n```"
        if directive in ASIDES or directive == "admonition":
            title = found["title"].strip() or directive.capitalize()
            lines = [f"**{title}**", "", *self.plain(content).splitlines()]
            return "\n".join(f"> {line}".rstrip() for line in lines)
        what = f"the directive {directive}"
        raise KeyError(what)

    def _choices(self, listed: str) -> str:
        """Return what readers choose among, and folded what is true of each."""
        pairs = CHOICE.findall(listed)
        if not pairs:
            return ""
        choices, said = (
            [f"{number}. {self.plain(text)}" for number, text in enumerate(texts, 1)]
            for texts in zip(*pairs, strict=True)
        )
        fold = ["<details>", "<summary>What is true of each</summary>", "", *said, "", "</details>"]
        return "\n".join([*choices, "", *fold, "", ""])

    def _role(self, role: str, content: str) -> str:
        explicit = EXPLICIT.match(content)
        text, target = explicit.groups() if explicit else (content, content)
        plain: str
        match role:
            case "term" if ":" in target:  # in the glossary of another project
                plain = text if explicit else target.rpartition(":")[2]
            case "term":
                page, anchor = self._term(target)
                plain = f"[{text}]({urljoin(self.address(page), f'#{anchor}')})"
            case "doc":
                page = self.env.relfn2path(target, self.page)[0].removesuffix(".md")
                title = text if explicit else self.env.titles[page].astext()
                plain = f"[{title}]({self.address(page)})"
            case "glue:text":
                name, _, style = content.partition(":")
                plain = str(format_plain_text(self.glued[name], style or "s"))
            case "math":
                plain = f"${content}$"
            case "eq":
                plain = f"({self._number(content)})"
            case _ if role.startswith("py:"):
                name = target.rpartition(".")[2] if target.startswith("~") else text
                plain = f"`{name}`"
            case _:
                what = f"the role {role}"
                raise KeyError(what)
        return plain

    def _number(self, label: str) -> int:
        number: int = self.env.domains["math"].equations[label][1]
        return number

    def _tag(self, label: str | None) -> str:
        """Return what numbers an equation that has a label."""
        return f" \\tag{{{self._number(label)}}}" if label else ""

    def _term(self, name: str) -> tuple[str, str]:
        terms = self.env.domains.standard_domain.objects
        for key, place in terms.items():
            if key[0] == "term" and key[1].lower() == name.lower():
                return place  # type: ignore[no-any-return]
        what = f"the term {name}"
        raise KeyError(what)
