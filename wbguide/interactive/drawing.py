"""A pad to draw on, read by one layer."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from wbguide._validation import FloatArray, as_alphabet, as_matrix, as_vector
from wbguide.interactive._parts import (
    AGAINST,
    DATA,
    FLOAT64,
    FOR,
    GRID,
    INK,
    MODEL,
    PAPER,
    TEXT,
    Choice,
    Goal,
    Option,
    Slider,
    Switch,
    make_chart,
)

DECIMALS: Final = 1  # of weights in the browser, which a page holds by the thousand
UNIT: Final = 10**DECIMALS
BIAS_DECIMALS: Final = 2
MOST_PIXELS: Final = 256
MOST_LETTERS: Final = 10
OFTEN: Final = 100

SIDE: Final = 384  # of the pad, in pixels of the screen: 24 for each of 16
SMALL: Final = 296  # at most, on a phone, where a finger scrolls beside it
BESIDE: Final = 566  # as wide as a picture must be for the bars to stand beside the pad
GAP: Final = 20
ROW: Final = 24  # of a bar on a phone
HEAD: Final = 26  # above the bars


def read_drawing(
    weights: ArrayLike,
    biases: ArrayLike,
    images: ArrayLike,
    *,
    names: str,
    turn: str,
) -> alt.LayerChart:
    """Draw and erase on a pad of pixels, and see which letter the layer reads, and why.

    Each bar is the score of a letter: what its weights give for the ink, and its bias. The
    weights of a letter can be laid over the pad. A letter that comes k times as often as before
    gets a bias that is higher by the logarithm of k.

    Weights are rounded to one decimal and biases to two, so that the chart stays small.

    Parameters
    ----------
    weights : array_like
        Of the layer, shape ``(n_pixels, n_letters)``, for a square of at most 256 pixels and 2 to
        10 letters.
    biases : array_like
        Shape ``(n_letters,)``.
    images : array_like
        One drawing of each letter, to begin with: 1 for ink and 0 for paper, shape
        ``(n_letters, n_pixels)``. The layer must read each of them right.
    names : str
        The letters, in order.
    turn : str
        Two of them. The pad begins with the first, which can be turned into the second by erasing
        alone, and the second into the first by adding ink alone.

    Returns
    -------
    altair.LayerChart
        With the parameters ``letter``, ``looked``, ``stencil``, ``often``, the selection ``pad``,
        and what follows from them, such as ``scores`` and ``winner``.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not finite or, in an image, neither 0 nor 1, the layer
        misreads an image, or one letter cannot be turned into the other.
    TypeError
        If `names` is not a string.

    Examples
    --------
    Two letters on a pad of four pixels: A has ink on the left, B everywhere.

    >>> weights = [[1, 1], [-2, 1], [1, 1], [-2, 1]]
    >>> images = [[1, 0, 1, 0], [1, 1, 1, 1]]
    >>> chart = read_drawing(weights, [0.5, 0], images, names="AB", turn="BA")
    >>> [goal["say"] for goal in chart.to_dict()["usermeta"]["wbguide"]["goals"]][0]
    'Turn B into A by erasing only.'
    """
    letters = as_alphabet("names", names)
    n_letters = len(letters)
    if not 2 <= n_letters <= MOST_LETTERS:
        msg = f"names must have 2 to {MOST_LETTERS} letters; received {n_letters}"
        raise ValueError(msg)
    W = as_matrix("weights", weights, dtype=FLOAT64).round(DECIMALS)
    side = math.isqrt(len(W))
    if W.shape != (side**2, n_letters) or len(W) > MOST_PIXELS:
        msg = (
            f"weights must have a square of at most {MOST_PIXELS} rows and {n_letters} columns;"
            f" received shape {W.shape}"
        )
        raise ValueError(msg)
    b = as_vector("biases", biases, n_letters, FLOAT64).round(BIAS_DECIMALS)
    drawn = as_matrix("images", images, dtype=FLOAT64)
    if drawn.shape != W.T.shape or not np.isin(drawn, (0, 1)).all():
        msg = (
            f"images must hold 0 and 1 in shape {W.T.shape}; received shape {drawn.shape},"
            f" from {drawn.min():g} to {drawn.max():g}"
        )
        raise ValueError(msg)
    misread = np.flatnonzero(np.argmax(drawn @ W + b, axis=1) != np.arange(n_letters))
    if misread.size:
        msg = f"images must be read right; received {letters[misread[0]]} that is not"
        raise ValueError(msg)
    if len(as_alphabet("turn", turn)) != 2 or not set(turn) <= set(letters):
        msg = f"turn must be two of the letters {letters}; received {turn!r}"
        raise ValueError(msg)
    options: dict[Option, str] = dict(enumerate(letters))
    all_scores = "+', '+".join(
        f"'{letter} '+format(scores[{k}],'.1f')" for k, letter in enumerate(letters)
    )
    chart = make_chart(
        *_pad_layers(side, UNIT * float(np.abs(W).max())),
        *_bar_layers(n_letters),
        controls=[
            Choice("letter", "load a letter", letters.index(turn[0]), options),
            Choice("looked", "look at a letter's score", letters.index(turn[0]), options),
            Switch("stencil", "show the weights of that letter"),
            Slider("often", "how many times as common that letter is", 1.0, 1.0, OFTEN, 1.0),
        ],
        values=_values(W, b, drawn, letters),
        title=(
            "'read as ' + names[winner] + ', ' + format(scores[winner] - scores[second], '.1f')"
            " + ' points ahead of ' + names[second]"
        ),
        subtitle=(
            "names[looked] + ': ' + format(ink_for, '.1f') + ' for − '"
            " + format(ink_against, '.1f') + ' against ' + (biases[looked] < 0 ? '− ' : '+ ')"
            " + format(abs(biases[looked]), '.2f') + ' bias = ' + format(scores[looked], '.1f')"
        ),
        readouts={"winner": "read as", "scores": "scores"},
        texts={"winner": "names[winner]", "scores": all_scores},
        code="",
        goals=_goals(W, b, drawn, letters, turn),
        height=SIDE,
    )
    about = chart.usermeta["wbguide"]
    about["readouts"]["scores"]["live"] = "off"  # ten numbers are too many to be told at each move
    about |= {
        "pad": {
            "name": "pad",
            "view": "pixels",
            "field": "key",
            "of": "letter",
            "side": side,
        },
        "repeats": [
            {"term": term, "joint": joint, "count": side**2}
            for term, joint in _repeated(side**2, n_letters).values()
        ],
        # In a notebook the bars always stand beside the pad.
        "height": f"width<{BESIDE}?{SMALL + GAP + HEAD + ROW * n_letters}:{SIDE}",
    }
    return chart


def _each(n_terms: int, term: str, joint: str = "+") -> str:
    """Return what is said of #, said of each number."""
    return joint.join(term.replace("#", str(i)) for i in range(n_terms))


def _repeated(n_pixels: int, n_letters: int) -> dict[str, tuple[str, str]]:
    """Return what the expressions say of each pixel, and what joins it."""
    return {
        "ink": (f"abs(image[#]-(indexof(toggled,{n_pixels}*letter+#)>=0))", ","),
        **{f"points {k}": (f"ink[#]*weights[{k}][#]", "+") for k in range(n_letters)},
        "ink_for": ("ink[#]*max(0,weights[looked][#])", "+"),
        "n_ink": ("ink[#]", "+"),
        "n_added": ("max(0,ink[#]-image[#])", "+"),
        "n_erased": ("max(0,image[#]-ink[#])", "+"),
    }


def _values(W: FloatArray, b: FloatArray, drawn: FloatArray, letters: str) -> dict[str, str]:
    """Return the expressions for what follows from the pad and the controls.

    Weights are whole numbers of tenths, so that sums are exact.
    """
    n_pixels, n_letters = W.shape
    weights = np.rint(W.T * UNIT).astype(int).tolist()
    images = json.dumps(drawn.astype(int).tolist(), separators=(",", ":"))
    said = {
        name: _each(n_pixels, term, joint)
        for name, (term, joint) in _repeated(n_pixels, n_letters).items()
    }
    points = ",".join(f"({said[f'points {k}']})/{UNIT}" for k in range(n_letters))
    biases = ",".join(f"{bias!r}+(looked=={k})*log(often)" for k, bias in enumerate(b.tolist()))
    scores = ",".join(f"points[{k}]+biases[{k}]" for k in range(n_letters))
    others = ",".join(f"scores[{k}]-1e9*(winner=={k})" for k in range(n_letters))
    return {
        "names": json.dumps(list(letters)),
        "weights": json.dumps(weights, separators=(",", ":")),
        "toggled": "isArray(pad.key) ? pad.key : []",
        "image": f"{images}[letter]",
        "ink": f"[{said['ink']}]",
        "points": f"[{points}]",
        "biases": f"[{biases}]",
        "scores": f"[{scores}]",
        "winner": "indexof(scores,extent(scores)[1])",
        "others": f"[{others}]",
        "second": "indexof(others,extent(others)[1])",
        "ink_for": f"({said['ink_for']})/{UNIT}",
        "ink_against": "ink_for-points[looked]",
        **{name: said[name] for name in ("n_ink", "n_added", "n_erased")},
        **_places(side=math.isqrt(n_pixels), n_letters=n_letters),
    }


def _places(side: int, n_letters: int) -> dict[str, str]:
    """Return where things are, in pixels: the bars beside the pad, or below it on a phone."""
    return {
        "stacked": f"width<{BESIDE}&&height>{SIDE}",
        "pad_size": f"stacked?min({SMALL},width-16):min({SIDE},0.53*width)",
        "pad_x": "stacked?(width-pad_size)/2:0",
        "cell": f"pad_size/{side}",
        "bars_x": f"stacked?0:pad_size+{GAP}",
        "bars_y": f"(stacked?{SMALL + GAP}:0)+{HEAD}",
        "row": f"stacked?{ROW}:(height-{HEAD})/{n_letters}",
        # An axis that grows with what is drawn, so that all bars stay on it.
        "least": "min(-8,extent(points)[0],extent(scores)[0])",
        "most": "max(12,extent(points)[1],extent(scores)[1])",
        "zero": "bars_x+24-least*point",
        "point": "(width-48-bars_x-24)/(most-least)",
    }


def _pad_layers(side: int, largest: float) -> list[alt.Chart]:
    n_pixels = side**2
    # A pixel that is changed is known by its letter, too, so that each letter keeps its changes.
    pixels = alt.Chart(alt.sequence(0, n_pixels, as_="pixel")).transform_calculate(
        key=f"{n_pixels}*letter+datum.pixel",
        x=f"pad_x+cell*(datum.pixel%{side})",
        y=f"cell*floor(datum.pixel/{side})",
    )
    square = {"x2": "x2:Q", "y2": "y2:Q"}
    whole = pixels.transform_calculate(x2="datum.x+cell", y2="datum.y+cell")
    click = alt.selection_point(
        name="pad",
        fields=["key"],
        on="pointerdown,pointerover[event.buttons]",
        toggle="true",
        clear=False,
    )
    # Named, as names that Altair gives depend on what was drawn before.
    paper = whole.mark_rect(fill=PAPER).add_params(click).properties(name="pixels")
    weights = whole.transform_filter("stencil").transform_calculate(
        weight="weights[looked][datum.pixel]", strength=f"pow(abs(datum.weight)/{largest!r},0.7)"
    )
    color = alt.condition("datum.weight>0", alt.value(FOR), alt.value(AGAINST))
    # Below the weights the ink leaves room for them.
    inset = "(stencil?0.25:0)*cell"
    ink = whole.transform_filter("ink[datum.pixel]").transform_calculate(
        left=f"datum.x+{inset}",
        right=f"datum.x2-{inset}",
        top=f"datum.y+{inset}",
        bottom=f"datum.y2-{inset}",
    )
    inside = {"x": "left:Q", "x2": "right:Q", "y": "top:Q", "y2": "bottom:Q"}
    lines = alt.Chart(alt.sequence(0, 2 * side + 2, as_="k")).transform_calculate(
        x=f"pad_x+cell*(datum.k<={side}?datum.k:0)",
        x2=f"pad_x+cell*min(datum.k,{side})",
        y=f"cell*max(0,datum.k-{side + 1})",
        y2=f"cell*(datum.k<={side}?{side}:datum.k-{side + 1})",
    )
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, alt.expr("width")], nice=False))
    down = alt.Scale(domain=[0, alt.expr("height")], nice=False, reverse=True)
    return [
        paper.encode(x=x, y=alt.Y("y:Q", axis=None, scale=down), **square),
        weights.mark_rect().encode(
            x="x:Q",
            y="y:Q",
            fill=color,
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
            **square,
        ),
        ink.mark_rect(fill=INK, stroke=PAPER, strokeWidth=1).encode(**inside),
        lines.mark_rule(color=GRID, strokeWidth=1).encode(x="x:Q", y="y:Q", **square),
    ]


def _bar_layers(n_letters: int) -> list[alt.Chart]:
    bars = alt.Chart(alt.sequence(0, n_letters, as_="k"))
    ends = {"x": "x:Q", "x2": "x2:Q", "y": "y:Q", "y2": "y2:Q"}
    after_ink, score = "zero+point*points[datum.k]", "zero+point*scores[datum.k]"

    def between(left: str, right: str, above: str, below: str) -> alt.Chart:
        middle = "bars_y+row*(datum.k+0.5)"
        placed: alt.Chart = bars.transform_calculate(
            x=left, x2=right, y=f"{middle}+({above})", y2=f"{middle}+({below})"
        )
        return placed

    weights: list[tuple[str, Any]] = [("!=", "normal"), ("==", "bold")]

    def say(text: str, x: str, align: Any) -> list[alt.Chart]:
        return [
            bars.transform_filter(f"datum.k{test}winner")
            .transform_calculate(x=x, y="bars_y+row*(datum.k+0.5)", text=text)
            .mark_text(**TEXT, align=align, fontWeight=weight)
            .encode(x="x:Q", y="y:Q", text="text:N")
            for test, weight in weights
        ]

    def head(text: str, x: str, align: Any, color: str) -> alt.Chart:
        placed = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(
            x=x, y=f"bars_y-{HEAD / 2}"
        )
        mark: alt.Chart = placed.mark_text(**TEXT | {"color": color}, align=align, text=text)
        return mark.encode(x="x:Q", y="y:Q")

    band = between("bars_x", "width", "-row/2", "row/2").transform_filter("datum.k==winner")
    rule = between("zero", "zero", "-row/2", "row/2").mark_rule(color=INK, strokeWidth=1)
    sum_ = between(score, score, "-8", "8").mark_rule(color=INK, strokeWidth=2)
    return [
        band.mark_rect(color=GRID).encode(**ends),
        rule.encode(**ends),
        between("zero", after_ink, "-7", "1").mark_rect(color=DATA).encode(**ends),
        between(after_ink, score, "2", "7").mark_rect(color=MODEL).encode(**ends),
        sum_.encode(**ends),
        *say("names[datum.k]", "bars_x+4", "left"),
        *say("format(scores[datum.k],'.1f')", "width", "right"),
        head("points for the ink", "bars_x", "left", DATA),
        head("+ bias", "bars_x+125", "left", MODEL),
        head("= score", "width", "right", INK),
    ]


def _goals(W: FloatArray, b: FloatArray, drawn: FloatArray, letters: str, turn: str) -> list[Goal]:
    source, target = (letters.index(letter) for letter in turn)
    difference = W[:, target] - W[:, source]
    by_eraser = _pixels_to_turn(W, b, drawn[source], target, -difference * drawn[source])
    by_ink = _pixels_to_turn(W, b, drawn[target], source, -difference * (1 - drawn[target]))
    if not by_eraser or not by_ink:
        msg = (
            "turn must be two letters of which the first becomes the second by erasing, and the"
            f" second the first by ink; received {turn!r}"
        )
        raise ValueError(msg)
    one, other = letters[source], letters[target]
    from_source, from_target = (f"letter == {k} && often == 1" for k in (source, target))
    goals = [
        (
            f"{from_source} && winner == {target} && n_added == 0",
            f"Turn {one} into {other} by erasing only.",
        ),
        (
            f"{from_target} && winner == {source} && n_erased == 0 && n_added <= {2 * by_ink}",
            f"Load {other}, and turn it into {one} with {2 * by_ink} pixels of ink or fewer.",
        ),
        ("n_ink == 0 && often == 1", "Clear the pad, and see which letter wins. Say why."),
    ]
    lowest = int(b.argmin())
    if 0 < b.max() - b[lowest] < math.log(OFTEN):
        low = letters[lowest]
        goals.append(
            (
                f"n_ink == 0 && winner == {lowest}",
                f"Look at {low}, and let it come more often, until the empty pad is read as {low}.",
            )
        )
    return goals


def _pixels_to_turn(
    W: FloatArray, b: FloatArray, image: FloatArray, wanted: int, gains: FloatArray
) -> int | None:
    """Return how many pixels it takes until the layer reads what is wanted, best first."""
    changed = image.copy()
    helpful = np.argsort(-gains, kind="stable")[: np.count_nonzero(gains > 0)]
    for count, pixel in enumerate(helpful, start=1):
        changed[pixel] = 1 - changed[pixel]
        if np.argmax(changed @ W + b) == wanted:
            return count
    return None
