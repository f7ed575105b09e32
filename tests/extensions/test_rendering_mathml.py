"""Formulas become MathML when the site is built, or the build fails and says where."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fontTools.ttLib import TTFont

from tests.extensions.tiny_site import DOCS, Build, Site, line_of

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


NUMBERED = """# Numbered

$$
a = b
$$ (first)

```{math}
:label: second
c = d
```

See {eq}`second` and {eq}`first`.
"""
ENVIRONMENTS = {"align": True, "align*": False, "gather": True, "equation*": False}
ALIGNED = "# Aligned\n\n$$\na &= b \\\\\n&= c\n$$\n\n```{math}\nd &= e\n\nf &= g\n```\n"
UNSHOWN = {
    r"\frac{1": "reached end of input",
    r"\nonsense": "Unknown command",
    r"\boxed{x}": "no browser draws this well",
    r"\color{red} x": "math.css has no class for the style",
}
FAULTS = "# Faults\n\n" + "\n\n".join(
    fence.replace("{}", latex) for latex in UNSHOWN for fence in ("In line ${}$.", "$$\n{}\n$$")
)


def slug(environment: str) -> str:
    return environment.replace("*", "-star")


def formulas(html: str) -> list[str]:
    return [unescape(markup) for markup in re.findall("<math.*?</math>", html, re.DOTALL)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build pages without a fault."""
    site = Site(tmp_path_factory.mktemp("site"))
    parts = [f"Inline ${latex}$.\n\n$$\n{latex}\n$$\n" for latex, _ in CONSTRUCTS.values()]
    amsmath = {
        slug(name): f"# One\n\n\\begin{{{name}}}\nw x + b\n\\end{{{name}}}\n"
        for name in ENVIRONMENTS
    }
    site.write(
        constructs="# All\n\n" + "\n".join(parts),
        numbered=NUMBERED,
        aligned=ALIGNED,
        plain="# Plain\n\nNo formula.\n",
        **amsmath,
    )
    build = site.build_here()
    assert build.status == 0, build.log
    return site


@pytest.fixture(scope="module")
def constructs(site: Site) -> str:
    """Return a page that shows each construct in a line and on a line of its own."""
    return site.html("constructs")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a page of what cannot be shown."""
    site = Site(tmp_path_factory.mktemp("faults"))
    site.write(faults=FAULTS)
    return site.build_here()


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


def test_numbers_and_references_are_sphinx_s(site: Site) -> None:
    html = site.html("numbered")
    assert re.search(
        r'id="equation-first">\s*<div class="wb-equation"[^>]*><math.*?\(1\)', html, re.DOTALL
    )
    assert re.search(
        r'id="equation-second">\s*<div class="wb-equation"[^>]*><math.*?\(2\)', html, re.DOTALL
    )
    assert re.search(r'href="#equation-second">\(2\)</a> and <a [^>]*>\(1\)</a>', html)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_amsmath_environments_stand_alone(site: Site, environment: str) -> None:
    html = site.html(slug(environment))
    (markup,) = formulas(html)
    assert "<mtable" in markup
    assert ('class="eqno"' in html) == ENVIRONMENTS[environment]


def test_lines_and_paragraphs_of_a_block_are_aligned(site: Site) -> None:
    found = formulas(site.html("aligned"))
    assert len(found) == 2
    for markup in found:
        assert markup.count("<mtr>") == 2
        assert markup.count("<mtd") == 4


@pytest.mark.parametrize("latex", UNSHOWN)
@pytest.mark.parametrize("fence", ["In line ${}$.", "$$\n{}\n$$"])
def test_what_cannot_be_shown_fails_the_build_with_page_and_line(
    faults: Build, latex: str, fence: str
) -> None:
    assert faults.status != 0
    formula = fence.replace("{}", latex)
    report = faults.report(f"faults.md:{line_of(FAULTS, formula) - formula.count(chr(10))}")
    assert "cannot render" in report, faults.log
    assert UNSHOWN[latex] in report


def test_only_pages_with_a_formula_load_its_style_and_font(site: Site) -> None:
    for needle in ('<link rel="preload" href="_static/fonts/math.woff2"',):
        assert needle in site.html("numbered")
        assert needle not in site.html("plain")


def test_other_builders_get_the_latex(site: Site) -> None:
    build = site.build_here(builder="text")
    assert build.status == 0, build.log
    assert "a = b" in (site.docs / "_build/text/numbered.txt").read_text()
