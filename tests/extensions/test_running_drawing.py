"""Each figure of a page is drawn for a desktop and for a phone, and stays what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import patheffects
from matplotlib import pyplot as plt
from wbguide_docs.reading.outputs import HALO, NARROW, one_drawing
from wbguide_docs.running import drawing
from wbguide_docs.running.drawing import WIDTHS, plain_print, print_figure

from tests.extensions.tiny_site import DOCS

TITLE = "A title of many words that says what is to be seen, and that no phone has the room for"
TEXT = ".//{*}text"
POINTS = 72  # an inch


@pytest.fixture(autouse=True)
def style(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Draw as the site does, at a date of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    with mpl.rc_context(fname=str(DOCS / "_ext/wbguide_docs/running/matplotlibrc")):
        plt.switch_backend("agg")
        yield
        plt.close("all")


def draw(figure: Any) -> dict[str, ET.Element]:
    """Return both drawings of a figure."""
    wide = ET.fromstring(print_figure(figure, "svg"))  # noqa: S314  # our own
    (narrow,) = wide.findall(f"./*[@id='{NARROW}']/{{*}}svg")
    (kept,) = wide.findall(f"./*[@id='{NARROW}']")
    wide.remove(kept)
    return {"wide": wide, "narrow": narrow}


def texts(svg: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.findall(TEXT)]


def size(svg: ET.Element) -> tuple[float, float]:
    """Return the width and the height, in inches."""
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    return width / POINTS, height / POINTS


def panels(svg: ET.Element) -> list[tuple[float, float]]:
    """Return where the frames of panels begin, from the left and from the top."""
    frames = svg.findall(".//{*}g[@id='patch_2']/{*}path")
    frames += svg.findall(".//{*}g[@id='patch_5']/{*}path")
    corners = [np.array(re.findall(r"-?[\d.]+", frame.attrib["d"]), float) for frame in frames]
    return [(numbers[::2].min(), numbers[1::2].min()) for numbers in corners]


def two_panels() -> tuple[Any, Any]:
    figure, axes = plt.subplots(1, 2, sharey=True)
    for ax in axes:
        ax.plot([0, 1], [1, 1000])
        ax.set(yscale="log", title=TITLE)
    return figure, axes


def test_a_figure_is_drawn_for_two_widths_in_letters_of_one_size() -> None:
    figure, ax = plt.subplots(figsize=(3, 2.5))  # whose width does not count
    ax.plot([0, 1])
    found = draw(figure)
    for name, svg in found.items():
        assert size(svg)[0] == pytest.approx(WIDTHS[name])
        sizes = {
            re.findall(r"font-size: (\w+)", text.attrib["style"])[0] for text in svg.findall(TEXT)
        }
        assert sizes == {"10px"}  # of 72 an inch
    assert size(found["wide"])[1] == pytest.approx(2.5, abs=0.1)
    assert size(found["narrow"])[1] == pytest.approx(0.75 * 2.5, abs=0.1)


def test_one_drawing_is_that_for_a_desktop() -> None:
    figure, _ = two_panels()
    both = print_figure(figure, "svg")
    kept = one_drawing(both)
    assert both.count("<svg") == 2
    assert kept.count("<svg") == 1
    assert texts(ET.fromstring(kept)) == texts(draw(figure)["wide"])  # noqa: S314  # our own


def test_the_figure_is_what_it_was_before() -> None:
    figure, axes = two_panels()
    effects = [patheffects.withStroke(linewidth=3, foreground="white")]
    note = axes[0].text(0, 10, "note", path_effects=effects, gid="mine")
    figure.suptitle(TITLE)
    figure.canvas.draw()
    before = plain_print(figure, "svg")
    specs = [ax.get_subplotspec() for ax in axes]
    print_figure(figure, "svg")
    figure.canvas.draw()
    assert plain_print(figure, "svg") == before
    assert [ax.get_subplotspec() for ax in axes] == specs
    assert (note.get_gid(), note.get_path_effects()) == ("mine", effects)
    assert axes[0].get_title(loc="left") == TITLE


def test_a_figure_that_cannot_be_drawn_is_what_it_was_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure, axes = two_panels()
    width, height = figure.get_size_inches()

    def fail(*_: object, **__: object) -> None:
        message = "no"
        raise ValueError(message)

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "plain_print", fail)
        with pytest.raises(ValueError, match=r"^no$"):
            print_figure(figure, "svg")
    assert tuple(figure.get_size_inches()) == (width, height)
    assert [ax.get_title(loc="left") for ax in axes] == [TITLE, TITLE]


def test_the_same_figure_is_the_same_bytes() -> None:
    figure, _ = two_panels()
    again, _ = two_panels()
    first = print_figure(figure, "svg")
    assert print_figure(figure, "svg") == first
    assert print_figure(again, "svg") == first


def test_panels_side_by_side_stand_below_each_other_on_a_phone() -> None:
    figure, _ = two_panels()
    found = draw(figure)
    (left, top), (right, level) = panels(found["wide"])
    assert right > left + POINTS
    assert level == pytest.approx(top)
    (first, above), (second, below) = panels(found["narrow"])
    assert second == pytest.approx(first)
    assert below > above + POINTS
    # Each has numbers of its own then, where they shared them.
    shared, doubled = (
        [text for text in texts(svg) if text.startswith("10")] for svg in found.values()
    )
    assert len(shared) == len(set(shared)) > 1
    assert len(doubled) == 2 * len(set(doubled)) > 2


def test_an_image_and_a_color_bar_stay_side_by_side() -> None:
    figure, axes = plt.subplots(1, 2)
    for ax in axes:
        ax.imshow([[0, 1]])
    (left, _), (right, _) = panels(draw(figure)["narrow"])
    assert right > left + POINTS


def test_a_long_title_breaks_between_words_and_stays_in_the_figure() -> None:
    figure, ax = plt.subplots()
    ax.plot([0, 1])
    ax.set_title(TITLE)
    found = {
        name: [text for text in texts(svg) if " " in text] for name, svg in draw(figure).items()
    }
    for lines in found.values():
        assert " ".join(lines) == TITLE
    assert len(found["wide"]) == 1
    assert len(found["narrow"]) == 3
    narrow = draw(figure)["narrow"]
    assert size(narrow)[0] == pytest.approx(WIDTHS["narrow"])  # and not wider for its title


def test_a_short_title_stays_in_one_line() -> None:
    figure, ax = plt.subplots()
    ax.set_title("A short title")
    assert all("A short title" in texts(svg) for svg in draw(figure).values())


def test_a_power_is_one_text() -> None:
    figure, ax = plt.subplots()
    ax.loglog([1e-3, 1e3], [1, 1e6])
    wide = draw(figure)["wide"]
    assert {"10⁻³", "10⁰", "10³", "10⁶"} <= set(texts(wide))
    assert "10^" not in "".join(texts(wide))
    assert not wide.findall(".//{*}tspan")
    plain = ET.fromstring(plain_print(figure, "svg"))  # noqa: S314  # our own
    assert plain.findall(".//{*}tspan")  # as Matplotlib writes them


def test_a_text_with_a_halo_is_a_text_with_a_name() -> None:
    figure, ax = plt.subplots()
    effects = [patheffects.withStroke(linewidth=3, foreground="white")]
    ax.text(0, 0, "seen", path_effects=effects)
    ax.text(0, 1, "bare")
    assert "seen" not in texts(ET.fromstring(plain_print(figure, "svg")))  # noqa: S314  # our own
    for svg in draw(figure).values():
        (group,) = svg.findall(f".//*[@id='{HALO}']")
        assert texts(group) == ["seen"]
        assert "bare" in texts(svg)


def test_what_is_no_svg_or_empty_is_drawn_as_ever() -> None:
    figure, _ = plt.subplots()
    assert print_figure(figure, "png", base64=True) == plain_print(figure, "png", base64=True)
    assert print_figure(plt.figure(), "svg") is None
