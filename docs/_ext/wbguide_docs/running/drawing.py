"""Draw each figure of a page twice: as wide as the column of a page, and as a phone is.

A figure that shrinks to a phone shrinks its letters, too. So it is laid out a second time, by the
same code and in the same letters, where fewer of them fit on a line: panels stand below each other,
and long titles break. Both drawings are one SVG, the narrow one among the metadata of the wide one,
where nothing but the site looks for it.

This runs in the process of a page, and loads nothing before the page has made a figure.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from IPython.core import pylabtools
from IPython.core.interactiveshell import InteractiveShell

from wbguide_docs.reading.outputs import HALO, NARROW

WIDTHS = {"wide": 736 / 96, "narrow": 3.6}  # inches: of the column of a page, and of a phone
NARROW_HEIGHT = 0.75  # of the height of the wide drawing
PANEL_HEIGHT = 1.9  # inches, of one of several below each other
MOST_STACKED = 6  # panels
PAD = 0.04  # inches around what is drawn
EXPONENT = re.compile(r"\^\{(-?\d+)\}")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

pylab: Any = pylabtools
plain_print = pylab.print_figure


def draw_figures_twice(_: InteractiveShell) -> None:
    """Have IPython ask here for the SVG of a figure."""
    pylab.print_figure = print_figure


def print_figure(figure: Any, fmt: str = "png", **options: Any) -> Any:
    """Return a figure as IPython would, but an SVG with a second drawing in it."""
    if fmt != "svg" or not (figure.axes or figure.lines):
        return plain_print(figure, fmt, **options)
    size = tuple(figure.get_size_inches())
    try:
        with _exponents_in_line(), _halos_by_name(figure):
            wide = _draw(figure, WIDTHS["wide"], size[1], options)
            with _stacked(figure) as panels:
                height = max(NARROW_HEIGHT * size[1], PANEL_HEIGHT * panels)
                narrow = _draw(figure, WIDTHS["narrow"], height, options)
    finally:
        figure.set_size_inches(size)
    body = narrow[narrow.index("<svg") :].rstrip()
    head, end, tail = wide.rpartition("</svg>")
    return f'{head}<metadata id="{NARROW}">{body}</metadata>\n{end}{tail}'


def _draw(figure: Any, width: float, height: float, options: dict[str, Any]) -> str:
    figure.set_size_inches(width, height)
    figure.draw_without_rendering()
    with _broken_titles(figure):
        figure.draw_without_rendering()
        svg: str = plain_print(figure, "svg", **options | {"bbox_inches": _box(figure)})
    return svg


def _box(figure: Any) -> Any:
    """Return what is printed: the whole width, and as much of the height as is drawn on."""
    from matplotlib.transforms import Bbox

    drawn = figure.get_tightbbox()
    left, right = min(0.0, drawn.x0 - PAD), max(figure.get_figwidth(), drawn.x1 + PAD)
    return Bbox.from_extents(left, drawn.y0 - PAD, right, drawn.y1 + PAD)


@contextmanager
def _exponents_in_line() -> Iterator[None]:
    """Have powers written by one text: by two, they part in another font, and one is tiny."""
    from matplotlib import ticker

    powers: Any = ticker.LogFormatterMathtext
    written = powers.__call__

    def write(formatter: Any, x: float, pos: int | None = None) -> str:
        text: str = written(formatter, x, pos)
        text = text.removeprefix(r"$\mathdefault{").removesuffix("}$")
        text = text.replace(r"\times", "·")
        text = EXPONENT.sub(lambda found: found[1].translate(SUPERSCRIPTS), text)
        return text.replace("-", "−")

    powers.__call__ = write
    try:
        yield
    finally:
        powers.__call__ = written


@contextmanager
def _halos_by_name(figure: Any) -> Iterator[None]:
    """Give a name to each text with a stroke around it, which Matplotlib would draw as shapes."""
    from matplotlib.patheffects import withStroke
    from matplotlib.text import Text

    with ExitStack() as stack:
        for text in figure.findobj(Text):
            effects = text.get_path_effects()
            if any(isinstance(effect, withStroke) for effect in effects or []):
                stack.callback(text.set, path_effects=effects, gid=text.get_gid())
                text.set(path_effects=None, gid=HALO)
        yield


@contextmanager
def _stacked(figure: Any) -> Iterator[int]:
    """Lay out panels that stand side by side below each other; yield how many stand so."""
    from matplotlib.gridspec import GridSpec

    panels = [ax for ax in figure.axes if ax.get_subplotspec()]
    places = [ax.get_subplotspec() for ax in panels]
    grids = {id(place.get_gridspec()) for place in places}
    columns = max((place.get_gridspec().ncols for place in places), default=1)
    if (
        len(grids) != 1
        or columns == 1
        or len(panels) > MOST_STACKED
        or len(panels) != len(figure.axes)  # such as a color bar
        or any(ax.images for ax in panels)
        or any(place.num1 != place.num2 for place in places)
    ):
        yield 0
        return
    below = GridSpec(len(panels), 1, figure=figure)
    with ExitStack() as stack:
        for row, (ax, place) in enumerate(zip(panels, places, strict=True)):
            stack.callback(ax.set_subplotspec, place)
            ax.set_subplotspec(below[row])
            if not ax.yaxis.get_tick_params().get("labelleft", True):
                stack.callback(ax.yaxis.set_tick_params, which="both", labelleft=False)
                ax.yaxis.set_tick_params(which="both", labelleft=True)
        yield len(panels)


@contextmanager
def _broken_titles(figure: Any) -> Iterator[None]:
    """Break titles that are wider than there is room for them."""
    titles = [
        (title, _right_of(ax, figure))
        for ax in figure.axes
        for title in (ax.title, ax._left_title, ax._right_title)
    ]
    heading = figure._suptitle
    if heading:
        titles.append((heading, figure.bbox.width))
    with ExitStack() as stack:
        if heading and heading.get_ha() == "center":  # as Matplotlib places it, and no title
            stack.callback(heading.set, x=heading.get_position()[0], ha="center")
            heading.set(x=0.01, ha="left")
        for title, right in titles:
            text, place = title.get_text(), title.get_window_extent()
            room = right - max(place.x0, 0.0)
            if text and place.width > room:
                stack.callback(title.set_text, text)
                longest = max(map(len, text.splitlines()))
                letters = max(8, int(longest * room / place.width))
                lines = [part for line in text.splitlines() for part in _break(line, letters)]
                title.set_text("\n".join(lines))
        yield


def _break(line: str, letters: int) -> list[str]:
    """Return the fewest lines of at most so many letters, as equal as they can be."""
    fewest = len(textwrap.wrap(line, letters))
    while letters > 1 and len(textwrap.wrap(line, letters - 1)) == fewest:
        letters -= 1
    return textwrap.wrap(line, letters)


def _right_of(ax: Any, figure: Any) -> float:
    """Return where the room for a title ends: at the next panel, or with the figure."""
    own = ax.get_window_extent()
    beside: list[float] = [
        other.x0
        for other in (each.get_window_extent() for each in figure.axes if each is not ax)
        if other.x0 >= own.x1 and other.y0 < own.y1 and own.y0 < other.y1
    ]
    return min([*beside, float(figure.bbox.width)])
