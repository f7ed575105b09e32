# ruff: noqa: INP001  # run by hand
"""Cut STIX Two Math down to what this site's formulas use, and write `_static/fonts/math.woff2`.

The whole font has 5169 glyphs and 403 kB. Run again, with another character added below, when a
formula needs one (the tests name what is missing):

    npm pack @fontsource/stix-two-math@5.3.0 && tar -xzf fontsource-stix-two-math-5.3.0.tgz
    uv run --with fonttools --with brotli python docs/_fonts/subset.py \
        package/files/stix-two-math-latin-400-normal.woff2
"""

from __future__ import annotations

import string
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont


def styled(first: str, letters: str, origin: str) -> str:
    """Return `letters` in the run of mathematical letters in which `first` stands for `origin`."""
    return "".join(chr(ord(first) + ord(letter) - ord(origin)) for letter in letters)


CHARACTERS = "".join(
    [
        string.ascii_letters,  # words, units, and names of functions
        string.digits,
        " \u00a0!%'()*+,-./:;<=>?[]|{}",
        styled("𝑎", string.ascii_lowercase, "a"),  # italic: what MathML makes of a single letter
        styled("𝐴", string.ascii_uppercase, "A"),
        "ℎ",
        styled("𝛼", "αβγδεηθκλμνπρστφψω", "α") + "𝜕𝜖𝜙",
        "ΓΔΘΛΠΣΦΨΩ",
        styled("𝐚", "abceghmpqrstuvwxyz", "a"),  # bold: vectors and matrices
        styled("𝐀", "ABDHIJKMPQRSUVWXYZ", "A"),
        styled("𝜽", "θμδ", "θ"),
        "𝟎𝟏ℬ𝒟ℒ𝒩𝒪𝒰𝒳𝒴𝔼ℕℝℙℤ𝟙",
        "±×÷·∀∂∃∇∈∉∏∑−∓∗√∝∞∥∧∨∩∪∫∼≈≠≡≤≥≪≫⊂⊆⊕⊙⊤⊥⋅⋮⋯⋱…′″‴‖",
        "←↑→↓↔↦⇐⇒⇔≔⟨⟩⏞⏟",
        "ˆ˜¯˙¨\u0302\u0303\u20d7",
        "\u2061\u2062\u2063\u2064\ufe00",
    ]
)


def main(source: str) -> None:
    """Write the subset of the font at `source`."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(
        flavor="woff2",
        layout_features=["dtls"],  # a dotless i under a hat
        hinting=False,
        name_IDs=[0, 1, 2, 4, 6, 13, 14],  # copyright and licence among them
    )
    table = font["MATH"].table
    table.MathGlyphInfo.MathKernInfo = None  # no browser uses it
    variants = table.MathVariants
    for construction in (*variants.VertGlyphConstruction, *variants.HorizGlyphConstruction):
        # A dozen sizes of each bracket: beyond the first few, it is assembled from parts.
        del construction.MathGlyphVariantRecord[4:]
        construction.VariantCount = len(construction.MathGlyphVariantRecord)
    for prime in "′″‴":
        # Drawn small and high, for fonts that have another for superscripts; this one has not.
        glyph = font["glyf"][font.getBestCmap()[ord(prime)]]
        glyph.coordinates.scale((1.4, 1.4))
        glyph.coordinates.translate((0, -500))
        glyph.recalcBounds(font["glyf"])
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(Path(__file__).parents[1] / "_static/fonts/math.woff2")


if __name__ == "__main__":
    main(sys.argv[1])
