"""Small data sets, made here and never downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wbguide._validation import (
    FloatArray,
    as_alphabet,
    as_choice,
    as_count,
    as_generator,
    as_number,
    as_positive,
    as_vector,
    require_finite,
    require_memory,
)

__all__ = ["FONTS", "house_prices", "letters", "make_line"]

FONTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "training": (
            *("DejaVuSans", "DejaVuSans-Oblique", "DejaVuSans-Bold", "DejaVuSans-BoldOblique"),
            *("DejaVuSerif", "DejaVuSerif-Italic", "DejaVuSerif-Bold", "DejaVuSerif-BoldItalic"),
            *("DejaVuSansMono", "DejaVuSansMono-Oblique"),
            *("DejaVuSansMono-Bold", "DejaVuSansMono-BoldOblique"),
            *("cmr10", "cmti10", "cmb10", "cmss10", "cmtt10"),
        ),
        "test": ("STIXGeneral", "STIXGeneralItalic", "STIXGeneralBol", "STIXGeneralBolIta"),
    }
)
"""The fonts of :func:`letters`, all of which come with Matplotlib.

The test fonts are a family of their own, so that no training font is a slant or a weight of one.
"""

_PIXELS = 16  # across an image of a letter
_GLYPH = 10.0  # pixels across a letter, so that it stays inside when it is turned, moved and bold
_MOST_MOVED = 1.0  # pixel
_MOST_TURNED = 10.0  # degrees
_MOST_BOLD = 1.0  # pixel that is added to the width of the strokes


def house_prices() -> tuple[FloatArray, FloatArray]:
    """Return two houses, whose prices lie on the line with weight 200 and bias 100.

    Returns
    -------
    X : numpy.ndarray
        Floor areas in 1000 square feet, shape ``(2, 1)``.
    y : numpy.ndarray
        Prices in $1000s, shape ``(2,)``.

    Examples
    --------
    >>> X, y = house_prices()
    >>> X[:, 0], y
    (array([1., 2.]), array([300., 500.]))
    """
    return np.array([[1.0], [2.0]]), np.array([300.0, 500.0])


def make_line(
    n_samples: int,
    *,
    weight: float,
    bias: float,
    rng: np.random.Generator,
    noise: float | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Return points on a line, or scattered about it.

    Parameters
    ----------
    n_samples : int
        Number of points.
    weight : float
        Slope of the line.
    bias : float
        Height of the line at zero.
    rng : numpy.random.Generator
        Draws the positions and the noise.
    noise : float, optional
        Standard deviation of the vertical scatter, in the unit of `y`; by default there is none.

    Returns
    -------
    X : numpy.ndarray
        Positions, uniform between 0 and 1, shape ``(n_samples, 1)``.
    y : numpy.ndarray
        Heights, shape ``(n_samples,)``.

    Raises
    ------
    TypeError
        If an argument is of the wrong type.
    ValueError
        If `n_samples` or `noise` is not positive, `n_samples` is too large for memory, or a number
        or height is not finite.

    Examples
    --------
    >>> X, y = make_line(3, weight=2.0, bias=1.0, rng=np.random.default_rng(0))
    >>> np.allclose(y, 2.0 * X[:, 0] + 1.0)
    True
    """
    n_samples = as_count("n_samples", n_samples)
    require_memory("n_samples", n_samples, 2 * 8 * n_samples)
    weight, bias = float(as_number("weight", weight)), float(as_number("bias", bias))
    scale = 0.0 if noise is None else as_positive("noise", noise)
    X = as_generator("rng", rng).uniform(size=(n_samples, 1))
    with np.errstate(over="ignore", invalid="ignore"):  # reported by the next line
        y = weight * X[:, 0] + bias + scale * rng.standard_normal(n_samples)
    require_finite("y", y)
    return X, y


def letters(
    n_samples: int,
    *,
    fonts: str,
    rng: np.random.Generator,
    alphabet: str = "ABCDEFGHIJ",
    frequencies: ArrayLike | None = None,
    noise: float | None = 0.1,
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Return images of capital letters, of 16 by 16 pixels each, which no two fonts draw alike.

    Every letter is of a random font, moved by up to a pixel to each side, turned by up to 10
    degrees either way, and drawn with strokes that are bolder by up to a pixel.

    Parameters
    ----------
    n_samples : int
        Number of images.
    fonts : str
        ``"training"`` or ``"test"``: a key of :data:`FONTS`. What was learned from the one is to
        be tested on the other, which was never seen.
    rng : numpy.random.Generator
        Draws the letters, their variation and the noise.
    alphabet : str
        The letters to choose from, different ones from A to Z.
    frequencies : array_like, optional
        How often each letter comes up, relative to the others, shape ``(len(alphabet),)``. By
        default they are equally frequent.
    noise : float or None
        Standard deviation of the noise that is added to every pixel, where 1 is the difference
        between ink and paper; None for no noise.

    Returns
    -------
    X : numpy.ndarray
        Ink in each pixel, from 0 (paper) to 1 (ink) without the noise, shape ``(n_samples, 256)``:
        the pixels of an image row by row, from the top. ``X[i].reshape(16, 16)`` is an image.
    y : numpy.ndarray
        For each image the place of its letter in `alphabet`, from 0, shape ``(n_samples,)``.

    Raises
    ------
    ImportError
        If Matplotlib is missing.
    TypeError
        If an argument is of the wrong type.
    ValueError
        If `n_samples`, `noise` or a frequency is not positive, `n_samples` is too large for memory,
        `fonts` is not a key, `alphabet` is not made of different capital letters, a shape is wrong,
        or a number is not finite.

    Examples
    --------
    >>> X, y = letters(3, fonts="test", rng=np.random.default_rng(0))
    >>> X.shape, y.shape
    ((3, 256), (3,))
    """
    n_samples = as_count("n_samples", n_samples)
    require_memory("n_samples", n_samples, _PIXELS**2 * 8 * n_samples)
    names = FONTS[as_choice("fonts", fonts, FONTS)]
    rng = as_generator("rng", rng)
    alphabet = as_alphabet("alphabet", alphabet)
    weights: FloatArray = np.ones(len(alphabet))
    if frequencies is not None:
        weights = as_vector("frequencies", frequencies, len(alphabet))
        as_positive("frequencies", weights.min())
        weights = weights / weights.max()  # so that the sum cannot overflow
    scale = 0.0 if noise is None else as_positive("noise", noise)

    y = rng.choice(len(alphabet), size=n_samples, p=weights / weights.sum())
    X = _draw_letters([alphabet[letter] for letter in y], names, rng)
    with np.errstate(over="ignore"):  # reported by the next line
        X += scale * rng.standard_normal(X.shape)
    require_finite("X", X)
    return X, y


def _draw_letters(text: list[str], names: tuple[str, ...], rng: np.random.Generator) -> FloatArray:
    try:  # here and not at the top, since importing wbguide imports nothing but NumPy
        from matplotlib import get_data_path  # noqa: PLC0415
        from matplotlib.backends.backend_agg import RendererAgg  # noqa: PLC0415
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415
        from matplotlib.path import Path  # noqa: PLC0415
        from matplotlib.textpath import TextPath  # noqa: PLC0415
        from matplotlib.transforms import Affine2D  # noqa: PLC0415
    except ImportError as error:
        msg = "letters are drawn with the fonts of Matplotlib: pip install matplotlib"
        raise ImportError(msg) from error

    folder = f"{get_data_path()}/fonts/ttf"
    fonts = [FontProperties(fname=f"{folder}/{name}.ttf") for name in names]
    font = rng.integers(len(fonts), size=len(text))
    moved = rng.uniform(-_MOST_MOVED, _MOST_MOVED, size=(len(text), 2))
    turned = rng.uniform(-_MOST_TURNED, _MOST_TURNED, size=len(text))
    bold = rng.uniform(0.0, _MOST_BOLD, size=len(text))

    def outline(letter: str, name: int) -> Path:
        drawn = TextPath((0, 0), letter, size=1, prop=fonts[name])
        box = drawn.get_extents()
        to_center = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
        return drawn.transformed(to_center.scale(_GLYPH / max(box.width, box.height)))

    kinds = list(zip(text, font.tolist(), strict=True))
    outlines = {kind: outline(*kind) for kind in set(kinds)}
    images = np.empty((len(text), _PIXELS, _PIXELS))
    # Matplotlib declares no types here. At 72 dots an inch, a point is a pixel.
    renderer: Any = RendererAgg(_PIXELS, _PIXELS, dpi=72)  # type: ignore[no-untyped-call]
    pen = renderer.new_gc()
    for sample, image in enumerate(images):
        place = Affine2D().rotate_deg(turned[sample]).translate(*(_PIXELS / 2 + moved[sample]))
        pen.set_linewidth(bold[sample])
        renderer.clear()
        renderer.draw_path(pen, outlines[kinds[sample]], place, (0.0, 0.0, 0.0))
        image[:] = np.asarray(renderer.buffer_rgba())[..., 3] / 255  # how much is covered by ink
    return images.reshape(len(text), -1)
