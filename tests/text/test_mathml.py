"""Conversion of formulas to MathML with known elements only, and to one line of Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invariants import check_formula
from limits import check_growth

from generator.text.mathml import to_mathml, to_unicode

UNICODE = [
    ("x", "x"),
    ("x^2", "x²"),
    ("x_{ij}", "xᵢⱼ"),
    ("^2", "²"),
    ("x_i^2", "xᵢ²"),
    (r"2.8\times", "2.8×"),
    (r"\mathcal{O}(n^{2})", "𝒪(n²)"),
    (r"\mathbb{R}^n", "ℝⁿ"),
    (r"\R", "ℝ"),
    (r"\frac{a+b}{2}", "(a + b)/2"),
    (r"\frac12", "1/2"),
    (r"\sqrt{x}", "√x"),
    (r"\sqrt[3]{x}", "³√x"),
    (r"a \leq b", "a ≤ b"),
    (r"\alpha\to\infty", "α → ∞"),
    (r"\hat{x}", "x̂"),
    (r"\log n", "log n"),
    (r"O(n \log n)", "O(n log n)"),
    (r"2\log n\log\log n", "2 log n log log n"),
    (r"(n+1)\log^2 n/\log_2 n", "(n + 1) log² n/log₂ n"),
    (r"\sin(x)+\sin x\cos y", "sin(x) + sin x cos y"),
    (r"\log -x", "log −x"),
    (r"\max_x f(x)", "maxₓ f(x)"),
    (r"\arg\min_{x\in X} \log x", "arg min_(x ∈ X) log x"),
    (r"\Pr[A]=\gcd(a,b)", "Pr[A] = gcd(a, b)"),
    (r"\liminf_n a_n", "lim infₙ aₙ"),
    (r"a \bmod b", "a mod b"),
    (r"n^2 \bmod (p-1)", "n² mod (p − 1)"),
    (r"a \equiv b \pmod n", "a ≡ b (mod n)"),
    (r"\operatorname{softmax}(x)", "softmax(x)"),
    (r"2\operatorname{arg\,max}_x f", "2 arg maxₓ f"),
    (r"\mathop{\rm argmax}_x f", "argmaxₓ f"),
    (r"\mathop{\mathrm{a}b}", "ab"),
    (r"\log\sum_n\partial x", "log ∑ₙ ∂x"),
    (r"\log\left(x\right)\min\{a,b\}", "log(x) min{a, b}"),
    (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
    (r"p(x\mid y) \pm 1", "p(x ∣ y) ± 1"),
    (r"\pm 1", "±1"),
    (r"\mathit{hello}", "hello"),
    (r"\mathit{TP}/(\mathit{TP}+\mathit{h})", "TP/(TP + h)"),
    (r"\textit{hello moth}", "hello moth"),
    (r"\mathrm{d}x", "dx"),
    (r"{\rm SU}(2)", "SU(2)"),
    (r"1{,}000", "1,000"),
    (r"\textbf{Moth}", "𝐌𝐨𝐭𝐡"),
    (r"\textbf{11.7\%}", "𝟏𝟏.𝟕%"),
    (r"45\text{--}63\text{ and \$5 --- ``a\_b''}", "45–63 and $5 — “a_b”"),
    (r"\overline{x}", "x̅"),
    (r"90^\circ", "90°"),
    (r"\sim 5", "~5"),
    (r"5\%", "5%"),
    (r"\foo{x}", r"\foo{x}"),
    ("x^{", "x^{"),
]


@pytest.mark.parametrize(("tex", "shown"), UNICODE, ids=[tex for tex, _ in UNICODE])
def test_unicode(tex: str, shown: str) -> None:
    assert to_unicode(tex) == shown


@pytest.mark.parametrize(
    "tex",
    [
        r"\foo",
        r"\foo{x}",
        r"x + \undefinedmoth y",
        r"\href{javascript:alert(1)}{x}x\bar\baz{",
        "x" * 5000,
        "{" * 70 + "}" * 70,
    ],
    ids=["unknown", "unknown with argument", "unknown among known", "address", "too long", "too deep"],
)
def test_formulas_that_cannot_be_converted(tex: str) -> None:
    assert to_mathml(tex) is None


@pytest.mark.parametrize(
    ("tex", "mathml"),
    [
        ("x", "<mi>x</mi>"),
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("1,024", "<mn>1,024</mn>"),
        (r"\mathrm{Moth}", "<mi>Moth</mi>"),
        (r"\mathbf{x}", "<mi>𝐱</mi>"),
        (r"\mathit{hello}", "<mi>ℎ𝑒𝑙𝑙𝑜</mi>"),
        (r"n\log n", '<mi>n</mi><mspace width="0.167em" /><mi>log</mi><mspace width="0.167em" /><mi>n</mi>'),
        (r"\max(x)", '<mi>max</mi><mo stretchy="false">('),
        (r"a\pm b", "<mo>±</mo>"),
        ("a<b", "<mo>&lt;</mo>"),
        (r"\times", '<mrow><mo lspace="0" rspace="0">×</mo></mrow>'),
        (r"2.8\times", '<mn>2.8</mn><mo lspace="0" rspace="0">×</mo>'),
        (r"\pm3", '<mo lspace="0" rspace="0">±</mo><mn>3</mn>'),
        (">", '<mo lspace="0" rspace="0">&gt;</mo>'),
        (">90", "<mo>&gt;</mo><mn>90</mn>"),
        (r"4\times10", "<mn>4</mn><mo>×</mo><mn>10</mn>"),
        ("(1)", '<mo stretchy="false">)</mo>'),
    ],
)
def test_mathml(tex: str, mathml: str) -> None:
    assert mathml in (to_mathml(tex) or "")


TEX = r"""x y 2 10 , . + - = < > & ( ) [ ] | { } ^ _ ' ^2 _i \frac \sqrt \hat \bar \vec \mathbf \mathcal \mathbb \mathrm
\text{ \left( \right) \left\{ \right. \sum \int \prod \lim \log \alpha \leq \to \times \cdot \% \$ \\ \, \quad
\begin{matrix} \end{matrix} \begin{cases} \end{cases} & \limits \underbrace \overline
\operatorname{ \binom \choose \over
\color{red} \href{javascript:x}{ \style{ \class{ \not \middle| \foo \R <script> " ] \stackrel \big(
\hspace{1em} \phantom{
""".split()


@given(st.lists(st.sampled_from([*TEX, " "]) | st.text(max_size=2), max_size=20).map("".join))
def test_no_formula_raises_or_leaves_mathml_core(tex: str) -> None:
    check_formula(tex)


@pytest.mark.parametrize(
    "tex",
    [
        "x" * 3999,
        "^" * 3999,
        "{" * 1999 + "}" * 1999,
        "x^" * 1999,
        r"\frac" * 700,
        r"\left(" * 600,
        "a_b^" * 900,
        "," * 3999,
        "1,000" * 700,
        r"\sqrt" * 700,
        r"\begin{matrix}" * 200,
        "&" * 3999,
        r"\hat" * 900,
        "'" * 3999,
    ],
    ids=lambda tex: tex[:8],
)
def test_hostile_formulas_take_limited_time(tex: str) -> None:
    for work in (to_mathml, to_unicode):
        check_growth(lambda letters, work=work: work(tex[:letters]), len(tex))
