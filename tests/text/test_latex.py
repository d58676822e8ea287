"""Parsing of text with LaTeX: what is parsed, and what stays as it is."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import check_growth

from generator.text.commands import TextStyle
from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text, parse, plain, plain_nodes

PLAIN = [
    ("nothing", "", ""),
    ("plain text", "Moths at night.", "Moths at night."),
    ("spaces", "  Moths \n at\tnight ", "Moths at night"),
    ("raised", "ReLU$^2$ Wins", "ReLU² Wins"),
    ("lowered", "H$_2$O", "H₂O"),
    ("formula", "in $O(n^2)$ time", "in O(n²) time"),
    ("formula of a word", r"$\mathrm{Moth}_i$", "Mothᵢ"),
    ("times", r"$2.8\times$ faster", "2.8× faster"),
    ("other delimiters", r"\(x\) and \[y\] and $$z$$", "x and y and z"),
    ("unknown command in a formula", r"$\foo{x}$", r"\foo{x}"),
    ("money", "It costs $5 and then $6.", "It costs $5 and then $6."),
    ("money in thousands", "from $1,000 to $2,000", "from $1,000 to $2,000"),
    ("escaped money", r"\$5 and \$6", "$5 and $6"),
    ("money beside a relation", "$5 per moth (p<0.05) versus $12.", "$5 per moth (p<0.05) versus $12."),
    ("money of many countries", "US$5, A$30 or R$ 2", "US$5, A$30 or R$ 2"),
    ("range of money", "$5-$10 or $5M vs. $7M", "$5-$10 or $5M vs. $7M"),
    ("money in brackets", "Moth ($30/1M) vs. Lamp ($0.5/1M, about $2)", "Moth ($30/1M) vs. Lamp ($0.5/1M, about $2)"),
    ("money and formulas", "$5 for $n$ moths, $20 ($x_i$ times), $6", "$5 for n moths, $20 (xᵢ times), $6"),
    ("money after the number", "5$ per moth (<$x$) and 6$ per lamp", "5$ per moth (<x) and 6$ per lamp"),
    ("escaped percent of money", r"$5\% of the $6 price", "$5% of the $6 price"),
    ("unit", "price ($/h)", "price ($/h)"),
    ("units", "price ($/h) and cost ($), time (s)", "price ($/h) and cost ($), time (s)"),
    ("dollars as signs", "cheap ($), mid ($$), dear ($$$)", "cheap ($), mid ($$), dear ($$$)"),
    ("dollar that is missing", "$x_1 is one of the moths and$y$", "$x_1 is one of the moths andy"),
    ("variables of a shell", "$HOME/bin, ${moth} and $PATH", "$HOME/bin, ${moth} and $PATH"),
    ("numbers as formulas", r"$10$ or $1/2$ or $3$D or $5 \leq n$", "10 or 1/2 or 3D or 5 ≤ n"),
    ("spaced formulas", "the $ n $ moths, $ f(x) $-like, $80 $ lamps", "the n moths, f(x)-like, 80 lamps"),
    ("formulas before digits", r"0$-$60 and 5$\times$10$^6$", "0−60 and 5×10⁶"),
    ("interval", "$]0,1]$ and $[0,1)$ and $(0, 1]$", "]0, 1] and [0, 1) and (0, 1]"),
    ("one dollar", "a $ alone", "a $ alone"),
    ("percent", r"5\% of 5% of it", "5% of 5% of it"),
    ("escapes", r"\& \# \_ \{ \}", "& # _ { }"),
    ("double quotes", "``Moths'' and ``lamps''", "“Moths” and “lamps”"),
    ("single quotes", "`Moths' and the moth's lamp", "‘Moths’ and the moth's lamp"),
    ("quotes without a partner", "``Moths and lamps", "``Moths and lamps"),
    ("code in backticks", "the `moth` command", "the `moth` command"),
    ("dashes", "pages 1--2 --- all", "pages 1–2 — all"),
    ("no dashes", "--strict and ----", "--strict and ----"),
    ("tie", "Fig.~1 and Eq.~$x$", "Fig. 1 and Eq. x"),
    ("ties", r"A~B, 10~GB, (i)~moths, 5\%~of, et al.~[5], {\it x}~y", "A B, 10 GB, (i) moths, 5% of, et al. [5], x y"),
    ("tilde", "about ~5 moths", "about ~5 moths"),
    ("no ties", "z~1, 10~20 Hz, x>~2, X~N(0,1), ~/moths", "z~1, 10~20 Hz, x>~2, X~N(0,1), ~/moths"),
    ("emphasis", r"\textit{Moths} \emph{at} \textbf{night}", "Moths at night"),
    ("old emphasis", r"{\bf Moths} {\it at} {\em night}", "Moths at night"),
    ("declared", r"{\sc Moths} {\bfseries at} {\rm{night}} \large{x}{\it}", "Moths at night x"),
    ("declared for the rest", r"\bf Moths \sc{at} \it night", "Moths at night"),
    ("colour", r"\textcolor{red}{Moths} at night", "Moths at night"),
    ("logos", r"\LaTeX{} and \TeX", "LaTeX and TeX"),
    ("nested", r"\textbf{Moths \textit{at} night}", "Moths at night"),
    ("plain commands", r"\textsc{Moths} \text{at} \mbox{night}", "Moths at night"),
    ("umlauts", r"M\"uller, M\"{u}ller, {\"u}", "Müller, Müller, ü"),
    ("accents", r"\'e \`a \^o \~n \=a \.z \c{c} \v{s} \H{o} \k{a} \u{g} \r{a}", "é à ô ñ ā ż ç š ő ą ğ å"),
    ("dotless", r"na\"{\i}ve", "naïve"),
    (
        "letters",
        r"\O rsted, {\O}rsted, Stra\ss e, \AA{}ngstr\"om, \L{}\'od\'z",
        "Ørsted, Ørsted, Straße, Ångström, Łódź",
    ),
    ("symbols", r"\alpha \times \rightarrow \dots", "α × → …"),
    ("unknown command", r"\moth{at} \night", r"\moth{at} \night"),
    ("braces", "{Moths} at {night", "{Moths} at {night"),
    ("braces in a word", "{M}oths {LLM}s, {GPT}-4 and t-{SNE}-like", "Moths LLMs, GPT-4 and t-SNE-like"),
    (
        "braces that say something",
        '{a, b}, {A}-free, {"A": 1}, f{X}s, {NAME}',
        '{a, b}, {A}-free, {"A": 1}, f{X}s, {NAME}',
    ),
    ("backslash at the end", "Moths\\", "Moths\\"),
    ("open command", r"\textbf{Moths", r"\textbf{Moths"),
    ("address", r"\url{https://example.org/a\_b}", "https://example.org/a_b"),
    ("labelled address", r"\href{https://example.org}{here}", "here"),
    ("HTML", "<b>a & b</b>", "<b>a & b</b>"),
    ("references", "&lt;&amp;&gt; &quot;&#39;&#x27; &eacute;&nbsp;&ndash;", "<&> \"'' é –"),
    ("references read twice", "R&amp;amp;D &amp;lt; &amp;moth;", "R&D < &moth;"),
    ("no references", "AT&T, R&D; x, &c. &moth; &lt &#0; &#xD800;", "AT&T, R&D; x, &c. &moth; &lt &#0; &#xD800;"),
    ("references to markup", "&#36;5 &#123;a&#125; &#92;bf x&#126;y &shy;", r"$5 {a} \bf x~y"),
    ("references in a formula", "$a &lt; b$", "a < b"),
    ("line break", r"one\\two", "one two"),
    ("thin space", r"10\,000", "10 000"),
    ("no space", r"a\-b\/c", "abc"),
    ("other scripts", "陈大文的蛾", "陈大文的蛾"),
]


@pytest.mark.parametrize(("source", "shown"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_plain(source: str, shown: str) -> None:
    assert plain(source) == shown


TITLES = [
    ("a word", "The {GPT}-4 Story of {BERT}", "The GPT-4 Story of BERT"),
    ("in a word", "{H}opf-{G}alois, {{LLM}s}, {C}{N}{N} and Mc{M}oth", "Hopf-Galois, LLMs, CNN and McMoth"),
    ("words", "{Deep Moths} and {C++}", "Deep Moths and C++"),
    ("all", " {Moths: {A} Survey, Part 1} ", "Moths: A Survey, Part 1"),
    ("accents on accents", r"\~{\^e} {\'{\"u}} \^{\d{e}} \d{{\^{e}}} \'{\i}\'\i{}a \h{a}", "ễ ǘ ệ ệ íía ả"),
    ("markup", r"{\sc {Moth}Net} {$k$-NN} {\'E}t{\'e} {Schr{\"o}dinger}", "MothNet k-NN Été Schrödinger"),
    ("sets", "{a, b}-Free {0,1}-Matrices and {1}", "{a, b}-Free {0,1}-Matrices and {1}"),
    ("formulas", "F_{a} x^{n} {x_1} {x}_i {x=1}", "F_{a} x^{n} {x_1} {x}_i {x=1}"),
    ("code", '{"a": 1} ${moth} f{x} {{ moth }} {% moth %}', '{"a": 1} ${moth} f{x} {{ moth }} {% moth %}'),
    ("arguments", r"\moth{at}{night}", r"\moth{at}{night}"),
    ("without a partner", "{Moths at }night{", "{Moths at }night{"),
    ("operators", r"$O(n \log n)$ and $a \bmod b$", "O(n log n) and a mod b"),
    ("tie", "10~GB of {Moths}~{Lamps}", "10 GB of Moths Lamps"),
]


@pytest.mark.parametrize(("source", "shown"), [case[1:] for case in TITLES], ids=[case[0] for case in TITLES])
def test_braces_of_a_title(source: str, shown: str) -> None:
    assert plain(source, title=True) == shown


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        (r"\textbf{a} b", (Styled(TextStyle.STRONG, (Text("a"),)), Text(" b"))),
        (r"\texttt{a\_b}", (Styled(TextStyle.CODE, (Text("a_b"),)),)),
        (r"{\it a}", (Styled(TextStyle.EMPHASIS, (Text("a"),)),)),
        (r"\textbf{a $x$}", (Styled(TextStyle.STRONG, (Text("a "), Formula("x"))),)),
        ("$x$", (Formula("x"),)),
        ("at https://a.org/b.", (Text("at "), Anchor("https://a.org/b", (Text("https://a.org/b"),)), Text("."))),
        (r"\url{a.org/b}", (Anchor("https://a.org/b", (Text("a.org/b"),)),)),
        (r"\url{javascript:alert(1)}", (Text("javascript:alert(1)"),)),
        (r"\href{javascript:alert(1)}{x}", (Text("x"),)),
        (r"\href{data:text/html,x}{x}", (Text("x"),)),
        (r"\href{https://a.org}{\textbf{x}}", (Anchor("https://a.org", (Styled(TextStyle.STRONG, (Text("x"),)),)),)),
        (r"\href{https://a.org}{https://b.org}", (Anchor("https://a.org", (Text("https://b.org"),)),)),
        (r"\textbf{}", ()),
        (r"{\bfseries a} {\sc b}", (Styled(TextStyle.STRONG, (Text("a"),)), Text(" b"))),
        (
            "&lt;https://a.org/?b&amp;c&gt;",
            (Text("<"), Anchor("https://a.org/?b&c", (Text("https://a.org/?b&c"),)), Text(">")),
        ),
    ],
)
def test_nodes(source: str, nodes: tuple[RichTextNode, ...]) -> None:
    assert parse(source) == nodes


SOUP = r"""$ $$ \( \) \[ \] { } \{ \textbf{ \emph{ {\bf \url{ \href{ }{ \' \" \c \i `` '' ` ' -- --- ~ % & # _ ^
\foo \alpha \\ < > &amp; &#36; &lt; {A} {AB}c {\sc {a, $5 https://a.org/b www.a.org a.org/b x 5 .""".split()
SOURCES = st.text() | st.lists(st.sampled_from([*SOUP, " ", "\n", "é", "陈"]) | st.text(max_size=3)).map("".join)


@given(SOURCES, st.booleans())
def test_no_text_raises_and_text_is_joined(source: str, title: bool) -> None:
    nodes = parse(source, title)
    assert all(node.text for node in nodes if isinstance(node, Text))
    assert not any(isinstance(a, Text) and isinstance(b, Text) for a, b in pairwise(nodes))


@given(st.text(alphabet=st.characters(exclude_characters="\\$`'~-{}&", exclude_categories=["Cs"])))
def test_text_without_markup_is_kept(source: str) -> None:
    assert plain_nodes(parse(source)) == source


@given(SOURCES, st.booleans())
def test_letters_and_digits_do_not_vanish(source: str, title: bool) -> None:
    bare = re.sub(r"[\\$]|&(?=.*;)", "", source)
    kept = iter(plain(bare, title))
    assert all(char in kept for char in bare if char.isdecimal())


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "}",
        "$",
        "\\",
        "\\(",
        "\\[",
        "`",
        "``",
        "'",
        "``''",
        "-",
        "-- ",
        "~",
        "$x ",
        "$x$ ",
        "a~",
        "\\'",
        "\\textbf{",
        "{\\bf ",
        "\\url{",
        "\\href{a}{",
        "http://",
        "http://a",
        "http://a.b ",
        "www.",
        "a.bb/",
        "://",
        "a@b.",
        "\\$",
        "(",
        "$5 ",
        "$5 a $",
        "$(",
        "{a",
        "{A}",
        "{a,",
        "a}",
        "\\foo{",
        "\\foo{}",
        "{\\sc ",
        "\\textcolor{",
        "&",
        "&amp;",
        "&#",
    ],
)
@pytest.mark.parametrize("title", [False, True])
def test_time_grows_with_the_text(piece: str, title: bool) -> None:
    check_growth(lambda times: parse(piece * times, title), 200_000 // len(piece))
    check_growth(lambda times: parse(piece * times + "}" * times, title), 100_000 // len(piece))


def test_many_small_nodes_are_joined_in_proportion_to_their_number() -> None:
    check_growth(lambda times: parse("\\{" * times), 500_000)


@pytest.mark.parametrize(
    ("begin", "end"), [(r"\textbf{", "}"), (r"{\bf ", "}"), (r"\href{https://a.org}{", "}"), ("$", "$")]
)
def test_deep_nesting_is_kept_as_text(begin: str, end: str) -> None:
    assert "moth" in plain(begin * 5000 + "moth" + end * 5000)
    check_growth(lambda depth: plain(begin * depth + "moth" + end * depth), 20_000)
