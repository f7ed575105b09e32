"""What code shows to its reader, on a built page or in a run, and how two of them compare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

NUMBER = re.compile(r"(?<![\w.])[-−]?(?:\d[\d,]*)?\.?\d+\.?(?:e[-+]?\d+)?(?![\w])")
# Keras computes with seven digits, and sums them up in another order elsewhere. Where three digits
# or more are shown, the last of them may then be another.
CLOSE, CLOSE_IF_LAST = 1e-4, 1e-2
TICK = re.compile(r"[-−+.,\d×·e%⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
COLOR = re.compile(r"\x1b\[[\d;]*m")
HALO = "wb-halo"  # around texts that plain Matplotlib draws as shapes


@dataclass
class Shown:
    """The outputs of a cell, or of several."""

    text: str = ""
    """What was printed."""
    results: list[str] = field(default_factory=list)
    figures: list[list[str]] = field(default_factory=list)
    """The labels of each, in the order of the alphabet: titles, names of axes, and notes."""
    charts: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, output: dict[str, Any]) -> None:
        """Keep an output, given by MIME type, as what it is."""
        if output.get("text/plain", "").startswith("alt."):
            self.charts += 1
        elif "image/svg+xml" in output:
            self.figures.append(labels(output["image/svg+xml"]))
        elif {*output} == {"text/html", "text/plain"} and output["text/plain"].endswith("\n"):
            # Rich displays in a notebook, in color, what it prints elsewhere.
            self.text += COLOR.sub("", output["text/plain"])
        else:
            self.results.append(output["text/plain"])

    def data(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)


def as_printed(shown: Shown) -> Shown:
    """Return what a file prints in place of what a cell shows."""
    texts = (shown.text, *shown.results, *shown.errors)
    return Shown("\n".join(filter(None, texts)), figures=shown.figures, charts=shown.charts)


def labels(svg: str | bytes) -> list[str]:
    """Return the texts in a figure, without spaces and however they are broken into lines.

    Layout has a say in which numbers stand at an axis: they are left out where they can be told.
    """
    root = ET.fromstring(svg)  # noqa: S314  # our own
    groups = root.findall(".//{*}g")
    axes = _within(group for group in groups if group.get("id", "").startswith("matplotlib.axis"))
    halos = _within(group for group in groups if HALO in (group.get("id"), group.get("class")))
    texts = {group: _text_of(group) for group in groups if group not in halos}
    return sorted(
        text
        for group, text in texts.items()
        if text and not (group in axes and TICK.fullmatch(text))
    )


def _within(groups: Iterable[ET.Element]) -> set[ET.Element]:
    return {each for group in groups for each in group.iter()}


def _text_of(group: ET.Element) -> str:
    """Return the lines of one text of Matplotlib, which are a group."""
    lines = ("".join(line.itertext()) for line in group.findall("{*}text"))
    return "".join("".join(lines).split())


def unlike(found: list[str], wanted: list[str]) -> list[str]:
    """Return the labels that one figure alone has; the page's may have any numbers at its axes."""
    missing, left = [], list(wanted)
    for text in found:
        match = next((each for each in left if same(text, each)), None)
        if match is None:
            missing.append(text)
        else:
            left.remove(match)
    return missing + [text for text in left if not TICK.fullmatch(text)]


def differences(found: Shown, wanted: Shown, before: str = "", *, breaks: bool = True) -> list[str]:
    """Return how what was found differs from what the page shows.

    A statement that a cell needs may print too, but nothing that was not printed `before`. Unless
    `breaks` count, a list of arrays may break its lines elsewhere.
    """
    if not breaks:
        found = Shown(
            _unbroken(found.text), found.results, found.figures, found.charts, found.errors
        )
        wanted = Shown(_unbroken(wanted.text), [], wanted.figures, wanted.charts, wanted.errors)
    text, extra = _split(found.text, wanted.text)
    unknown = [line for line in extra if line not in before.splitlines()]
    pairs = {
        "text": [(text, wanted.text)],
        "result": list(zip(found.results, wanted.results, strict=False)),
        "error": list(zip(found.errors, wanted.errors, strict=False)),
    }
    counts = {
        "results": (len(found.results), len(wanted.results)),
        "errors": (len(found.errors), len(wanted.errors)),
        "figures": (len(found.figures), len(wanted.figures)),
        "charts": (found.charts, wanted.charts),
    }
    return [
        *(f"it also prints {line!r}" for line in unknown),
        *(f"{one} {kind} and not {two}" for kind, (one, two) in counts.items() if one != two),
        *(
            f"the {kind} is not that of the page:\n{one}\n--- but ---\n{two}"
            for kind, some in pairs.items()
            for one, two in some
            if not same(one, two)
        ),
        *(
            f"labels of one figure and not of that of the page, or the other way round: {apart}"
            for one, two in zip(found.figures, wanted.figures, strict=False)
            if (apart := unlike(one, two))
        ),
    ]


def _unbroken(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text.strip())


def _split(text: str, wanted: str) -> tuple[str, list[str]]:
    """Return as many of the last lines of a text as are wanted, and those before."""
    lines, count = text.rstrip().splitlines(), len(wanted.rstrip().splitlines())
    start = len(lines) - count if count else len(lines)
    return "\n".join(lines[max(start, 0) :]), lines[: max(start, 0)]


def same(found: str, wanted: str) -> bool:
    """Tell whether two texts are equal, but for the last digits of their decimal numbers."""
    one, two = found.rstrip(), wanted.rstrip()
    if NUMBER.sub("#", one) != NUMBER.sub("#", two):
        return False
    numbers = zip(NUMBER.findall(one), NUMBER.findall(two), strict=True)
    return all(_close(*pair) for pair in numbers)


def _close(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    if "." not in wanted and "e" not in wanted:
        return False  # a count, which is right or wrong
    one, two = (float(each.replace("−", "-").replace(",", "")) for each in (found, wanted))
    mantissa, _, power = wanted.partition("e")
    last = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return abs(one - two) <= max(min(1.01 * last, CLOSE_IF_LAST * abs(two)), CLOSE * abs(two))
