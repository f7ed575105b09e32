"""Formulas become MathML when the site is built, or the build fails and says where."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

DOCS = Path(__file__).parents[2] / "docs"
CONF = f"""\
import sys
sys.path.insert(0, {str(DOCS / "_ext")!r})
extensions = ["myst_parser", "mathml"]
myst_enable_extensions = ["amsmath", "dollarmath"]
html_theme = "furo"
html_static_path = [{str(DOCS / "_static")!r}]
"""
CONSTRUCTS = {
    "bold": (r"\mathbf{w}^\top \mathbf{X}", "<mi>𝐰</mi>"),
    "blackboard": (r"x \in \mathbb{R}^n", "<mi>ℝ</mi>"),
    "calligraphic": (r"\mathcal{L}(w, b)", "<mi>ℒ"),
    "hat": (r"\hat{y}", '<mover accent="true"><mi>y</mi>'),
    "fraction": (r"\frac{\partial L}{\partial w}", "<mfrac>"),
    "root": (r"\sqrt{x^2 + \epsilon}", "<msqrt>"),
    "limits": (r"\sum_{i=1}^{n} x_i", ">∑</mo>"),
    "function": (r"\operatorname{relu}(z) = \max(0, z)", "<mi>relu</mi>"),
    "text": (r"x \text{ if } x > 0", "<mtext>"),
    "space": (r"w \quad b", '<mspace width="1em"/>'),
    "greek": (r"\eta < 2 / \lambda_{\max}", "<mi>λ</mi>"),
    "norm": (r"\|\mathbf{w}\|_2", "‖"),
    "stretched": (r"\left( \frac{a}{b} \right)", "<mo>(</mo><mfrac>"),
    "brace": (r"\underbrace{w x + b}_{\text{line}}", "<mo>⏟</mo>"),
    "aligned": (r"\begin{aligned} a &= b \\ &= c \end{aligned}", 'class="wb-right wb-flush-right"'),
    "bmatrix": (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "<mo>[</mo><mtable"),
    "pmatrix": (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "<mo>(</mo><mtable"),
    "cases": (r"\begin{cases} 0 & z < 0 \\ z & \text{otherwise} \end{cases}", "<mo>{</mo><mtable"),
    "array": (r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}", "wb-rule-right"),
    "arrows": (r"w \leftarrow w - \eta \nabla_w L, \quad \vec{w} \to \infty", ">←</mo>"),
    "prime": (r"\sigma'(z) f''(z)", "′"),
    "signs": (r"\mathbf{a} \odot \mathbf{b} \approx \pm 10^{-3} \cdot \times \ldots", "⊙"),
}


def build(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "conf.py").write_text(CONF)
    (folder / "index.md").write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", *options, str(folder), str(folder / "_build")]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def built(folder: Path, text: str) -> str:
    run = build(folder, text, "-W", "-n")
    assert run.returncode == 0, run.stderr
    return (folder / "_build/index.html").read_text()


def formulas(html: str) -> list[str]:
    return [unescape(markup) for markup in re.findall("<math.*?</math>", html, re.DOTALL)]


@pytest.fixture(scope="module")
def constructs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a page that shows each construct in a line and on a line of its own."""
    parts = [f"Inline ${latex}$.\n\n$$\n{latex}\n$$\n" for latex, _ in CONSTRUCTS.values()]
    return built(tmp_path_factory.mktemp("site"), "# All\n\n" + "\n".join(parts))


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_every_construct_is_mathml_in_a_line_and_in_a_block(constructs: str, name: str) -> None:
    place = 2 * list(CONSTRUCTS).index(name)
    inline, block = formulas(constructs)[place : place + 2]
    expected = CONSTRUCTS[name][1]
    assert expected in inline
    assert expected in block
    assert name != "limits" or "<munderover>" in block
    assert block.startswith('<math display="block">')
    assert inline.startswith("<math>")


def test_formulas_need_no_style_and_no_script_and_show_no_latex(constructs: str) -> None:
    markup = "".join(formulas(constructs))
    assert " style=" not in markup
    assert "\\" not in markup
    assert "mathjax" not in "".join(re.findall("<script[^>]*>", constructs)).lower()


def test_every_class_of_a_formula_is_styled(constructs: str) -> None:
    css = (DOCS / "_static/math.css").read_text()
    names = {
        name
        for group in re.findall('class="([^"]+)"', "".join(formulas(constructs)))
        for name in group.split()
    }
    assert names
    assert {name for name in names if f".{name} {{" not in css} == set()


def test_the_font_has_every_letter(constructs: str) -> None:
    """A letter on its own is italic, which MathML makes of it by itself."""
    font = TTFont(DOCS / "_static/fonts/math.woff2").getBestCmap()
    tokens = re.findall(r"<m(?:i|n|o|text)(?: [^>]*)?>([^<]*)<", "".join(formulas(constructs)))
    italic = {"h": "ℎ", "∂": "𝜕", "ϵ": "𝜖"}
    for first, start, count in (("a", "𝑎", 26), ("A", "𝐴", 26), ("α", "𝛼", 25)):
        for i in range(count):
            italic.setdefault(chr(ord(first) + i), chr(ord(start) + i))
    letters = set("".join(italic.get(token, token) for token in tokens))
    selector = (
        "\ufe00"  # asks for the other of two calligraphic alphabets, and shows nothing itself
    )
    assert {letter for letter in letters if ord(letter) not in font} <= {selector}


def test_the_font_stretches_brackets_and_is_small() -> None:
    path = DOCS / "_static/fonts/math.woff2"
    font = TTFont(path)
    stretch = font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    assert {font.getBestCmap()[ord(sign)] for sign in "()[]{}|‖√∑"} <= set(stretch)
    assert path.stat().st_size < 27_000


def test_numbers_and_references_are_sphinx_s(tmp_path: Path) -> None:
    html = built(
        tmp_path,
        "# One\n\n$$\na = b\n$$ (first)\n\n```{math}\n:label: second\nc = d\n```\n\n"
        "See {eq}`second` and {eq}`first`.\n",
    )
    assert re.search(
        r'id="equation-first">\s*<div class="wb-equation"><math.*?\(1\)', html, re.DOTALL
    )
    assert re.search(
        r'id="equation-second">\s*<div class="wb-equation"><math.*?\(2\)', html, re.DOTALL
    )
    assert re.search(r'href="#equation-second">\(2\)</a> and <a [^>]*>\(1\)</a>', html)


@pytest.mark.parametrize("environment", ["align", "align*", "gather", "equation*"])
def test_amsmath_environments_stand_alone(tmp_path: Path, environment: str) -> None:
    latex = f"\\begin{{{environment}}}\nw x + b\n\\end{{{environment}}}\n"
    html = built(tmp_path, f"# One\n\n{latex}")
    (markup,) = formulas(html)
    assert "<mtable" in markup
    assert ("(1)" in html) == ("*" not in environment)


def test_lines_and_paragraphs_of_a_block_are_aligned(tmp_path: Path) -> None:
    html = built(
        tmp_path, "# One\n\n$$\na &= b \\\\\n&= c\n$$\n\n```{math}\nd &= e\n\nf &= g\n```\n"
    )
    for markup in formulas(html):
        assert markup.count("<mtr>") == 2
        assert markup.count("<mtd") == 4


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\frac{1", "reached end of input"),
        (r"\nonsense", "Unknown command"),
        (r"\boxed{x}", "no browser draws this well"),
        (r"\color{red} x", "math.css has no class for the style"),
    ],
)
@pytest.mark.parametrize("fence", ["${}$", "$$\n{}\n$$"])
def test_what_cannot_be_shown_fails_the_build_with_page_and_line(
    tmp_path: Path, latex: str, reason: str, fence: str
) -> None:
    run = build(tmp_path, "# One\n\nText.\n\n" + fence.replace("{}", latex) + "\n", "-W")
    assert run.returncode != 0
    assert re.search(r"index\.md:5: (WARNING: )?cannot render", run.stderr), run.stderr
    assert reason in run.stderr


def test_only_pages_with_a_formula_load_its_style_and_font(tmp_path: Path) -> None:
    (tmp_path / "plain.md").write_text("---\norphan: true\n---\n# Plain\n\nNo formula.\n")
    html = built(tmp_path, "# One\n\n$x$\n")
    plain = (tmp_path / "_build/plain.html").read_text()
    for needle in ("_static/math.css", '<link rel="preload" href="_static/fonts/math.woff2"'):
        assert needle in html
        assert needle not in plain


def test_other_builders_get_the_latex(tmp_path: Path) -> None:
    run = build(tmp_path, "# One\n\n$x + 1$\n", "-W", "-b", "text")
    assert run.returncode == 0, run.stderr
    assert "x + 1" in (tmp_path / "_build/index.txt").read_text()
