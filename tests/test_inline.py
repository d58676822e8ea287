"""Running text: what of its LaTeX is read, and what stays as it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import check_growth

from generator.text.inline import Anchor, Formula, Node, Style, Styled, Text, parse, plain, plain_nodes

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
    ("tilde", "about ~5 moths", "about ~5 moths"),
    ("emphasis", r"\textit{Moths} \emph{at} \textbf{night}", "Moths at night"),
    ("old emphasis", r"{\bf Moths} {\it at} {\em night}", "Moths at night"),
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
    ("backslash at the end", "Moths\\", "Moths\\"),
    ("open command", r"\textbf{Moths", r"\textbf{Moths"),
    ("address", r"\url{https://example.org/a\_b}", "https://example.org/a_b"),
    ("labelled address", r"\href{https://example.org}{here}", "here"),
    ("HTML", "<b>a & b</b> &amp;", "<b>a & b</b> &amp;"),
    ("line break", r"one\\two", "one two"),
    ("thin space", r"10\,000", "10 000"),
    ("no space", r"a\-b\/c", "abc"),
    ("other scripts", "陈大文的蛾", "陈大文的蛾"),
]


@pytest.mark.parametrize(("source", "shown"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_plain(source: str, shown: str) -> None:
    assert plain(source) == shown


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        (r"\textbf{a} b", (Styled(Style.STRONG, (Text("a"),)), Text(" b"))),
        (r"\texttt{a\_b}", (Styled(Style.CODE, (Text("a_b"),)),)),
        (r"{\it a}", (Styled(Style.EMPHASIS, (Text("a"),)),)),
        (r"\textbf{a $x$}", (Styled(Style.STRONG, (Text("a "), Formula("x"))),)),
        ("$x$", (Formula("x"),)),
        ("at https://a.org/b.", (Text("at "), Anchor("https://a.org/b", (Text("https://a.org/b"),)), Text("."))),
        (r"\url{a.org/b}", (Anchor("https://a.org/b", (Text("a.org/b"),)),)),
        (r"\url{javascript:alert(1)}", (Text("javascript:alert(1)"),)),
        (r"\href{javascript:alert(1)}{x}", (Text("x"),)),
        (r"\href{data:text/html,x}{x}", (Text("x"),)),
        (r"\href{https://a.org}{\textbf{x}}", (Anchor("https://a.org", (Styled(Style.STRONG, (Text("x"),)),)),)),
        (r"\href{https://a.org}{https://b.org}", (Anchor("https://a.org", (Text("https://b.org"),)),)),
        (r"\textbf{}", ()),
    ],
)
def test_nodes(source: str, nodes: tuple[Node, ...]) -> None:
    assert parse(source) == nodes


SOUP = r"""$ $$ \( \) \[ \] { } \{ \textbf{ \emph{ {\bf \url{ \href{ }{ \' \" \c \i `` '' ` ' -- --- ~ % & # _ ^
\foo \alpha \\ < > https://a.org/b www.a.org a.org/b x 5 .""".split()
SOURCES = st.text() | st.lists(st.sampled_from([*SOUP, " ", "\n", "é", "陈"]) | st.text(max_size=3)).map("".join)


@given(SOURCES)
def test_no_text_raises_and_text_is_joined(source: str) -> None:
    nodes = parse(source)
    assert all(node.text for node in nodes if isinstance(node, Text))
    assert not any(isinstance(a, Text) and isinstance(b, Text) for a, b in pairwise(nodes))


@given(st.text(alphabet=st.characters(exclude_characters="\\$`'~-{}", exclude_categories=["Cs"])))
def test_text_without_markup_is_kept(source: str) -> None:
    assert plain_nodes(parse(source)) == source


@given(SOURCES)
def test_letters_and_digits_do_not_vanish(source: str) -> None:
    kept = iter(plain(source.replace("\\", "").replace("$", "")))
    assert all(char in kept for char in "".join(source.replace("\\", "").replace("$", "").split()) if char.isdecimal())


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
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    check_growth(lambda times: parse(piece * times), 200_000 // len(piece))


def test_many_small_nodes_are_joined_in_proportion_to_their_number() -> None:
    check_growth(lambda times: parse("\\{" * times), 500_000)


@pytest.mark.parametrize(
    ("begin", "end"), [(r"\textbf{", "}"), (r"{\bf ", "}"), (r"\href{https://a.org}{", "}"), ("$", "$")]
)
def test_deep_nesting_is_kept_as_text(begin: str, end: str) -> None:
    assert "moth" in plain(begin * 5000 + "moth" + end * 5000)
    check_growth(lambda depth: plain(begin * depth + "moth" + end * depth), 20_000)
