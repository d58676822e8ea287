"""Text as Markdown: under the extensions of the site, it shows exactly the text."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from html_reader import Html, to_html
from hypothesis import example, given, settings
from hypothesis import strategies as st
from limits import check_growth, examples
from odd_texts import SOUP, TEXTS, mark

from generator.text.latex import Anchor, Formula, RichTextNode, Styled, Text, parse
from generator.text.markdown import (
    code_block,
    escape_line_start,
    escape_markdown,
    front_matter,
    render_link,
    render_nodes,
)


def _shown(text: str) -> str:
    """Return what readers should see: one line, with U+FFFD for each character that cannot be shown."""
    text = re.sub(r"[ \t\r\n\x0b\x0c]+", " ", text)
    return "".join(mark(char) for char in text).strip()


@settings(max_examples=examples(150))
@given(TEXTS)
@example("1. moth")
@example("- moth")
@example(": moth")
@example("    moth")
@example("moth\n====")
@example("moth { .x }")
@example("moth #")
def test_a_heading_shows_exactly_its_text(text: str) -> None:
    html = to_html(f"# {escape_markdown(text)}\n\nMoth.\n")
    _, end, _ = html.text.rpartition("Moth.")
    assert html.text.removesuffix(end).removesuffix("Moth.").strip() == _shown(text)
    assert html.names <= {"h1", "p", "a"}
    assert html.values("a", "class") == ["headerlink"] * len(html.values("a", "href"))


@settings(max_examples=examples(150))
@given(TEXTS)
@example("1. moth")
@example("- moth")
@example("+ moth")
@example(": moth")
@example("    moth")
@example("??? moth")
@example("moth: x\nMoth: y")
@example("| a | b |\n|---|---|\n| c | d |")
def test_a_paragraph_shows_exactly_its_text(text: str) -> None:
    html = to_html(f"Moth.\n\n{escape_line_start(escape_markdown(text))}\n")
    assert html.text.removeprefix("Moth.").strip() == _shown(text)
    assert html.elements == [("p", {})] * (2 if escape_markdown(text).strip() else 1)


@settings(max_examples=examples(100))
@given(TEXTS.map(_shown).filter(bool), TEXTS)
@example("moth", "Placed by “moth's wing” in the title")
@example("moth", "'")
def test_a_link_shows_exactly_its_label(label: str, title: str) -> None:
    html = to_html(f"Moth {render_link(escape_markdown(label), '../moth/index.md', title)} moth")
    assert html.text == f"Moth {label} moth"
    assert html.names == {"p", "a"}
    assert html.values("a", "href") == ["../moth/index.md"]
    tooltip = " ".join(html.values("a", "title")).split()
    assert tooltip == _shown(title).split()
    assert set(html.elements[1][1]) <= {"href", "title"}


@pytest.mark.parametrize(
    "target",
    [
        "https://a.org/(b)",
        "https://a.org/b)c",
        "https://a.org/ b",
        'https://a.org/"b',
        "https://a.org/*b*",
        "https://a.org/b_c_d",
        "https://a.org/b<c>",
        "https://a.org/[b]",
    ],
)
def test_a_link_leads_to_its_target(target: str) -> None:
    html = to_html(render_link("moth", target))
    (href,) = html.values("a", "href")
    assert re.sub(r"%([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), href) == target
    assert html.text == "moth"


def _render(source: str) -> str:
    return render_nodes(parse(source))


INLINE = {"p", "em", "strong", "code", "a", "span"}
MATHML = set(
    "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd "
    "mstyle mpadded mphantom".split()
)
LATEX = r"""\textbf{ \emph{ \texttt{ {\bf } { $ $x^2$ $x<y$ $\foo$ \( \) \url{https://a.org/b_c} \href{https://a.org/*}{
\href{javascript:x}{ \url{javascript:x} https://a.org/b_c* www.a.org/(x) `` '' -- \% \& \_ \< \' \"o ~ ^_2 $^2$ $_i$
$\text{<b>}$ $\mathbf{x}*$ $"$ $\&$""".split()
SOURCES = (st.text() | st.lists(st.sampled_from([*LATEX, *SOUP, " ", "\n"]) | st.text(max_size=3)).map("".join)).map(
    # Python takes these control characters for spaces: alone they are shown as a space, otherwise as U+FFFD.
    lambda source: re.sub(r"[\x1c-\x1f\x85]", "", source)
)


@settings(max_examples=examples(150))
@given(SOURCES)
@example(r"$$ $$ \textbf{}")
@example(r"\textbf{a}\textit{b}*c*")
@example(r"$x$: moth")
def test_rich_text_shows_exactly_its_nodes(source: str) -> None:
    html = to_html(f"Moth.\n\nMoth: {_render(source)}\n")
    _check_elements(html)
    expected = _visible(parse(source))
    if expected is not None:
        shown = html.text.removeprefix("Moth.").strip().removeprefix("Moth:")
        assert " ".join(shown.split()) == " ".join(_shown(expected).split())


def _check_elements(html: Html) -> None:
    assert html.names <= INLINE | MATHML
    for name, attributes in html.elements:
        if name in INLINE:
            assert set(attributes) <= ({"href"} if name == "a" else set())
        assert not any(attribute.startswith("on") or attribute in ("style", "class", "id") for attribute in attributes)
    assert all(href.lower().startswith(("http://", "https://")) for href in html.values("a", "href"))


def _visible(nodes: tuple[RichTextNode, ...]) -> str | None:
    """Return the text of nodes; None if there is a formula among them, as MathML decides what that shows."""
    parts: list[str | None] = []
    for node in nodes:
        match node:
            case Text(text):
                parts.append(text)
            case Formula():
                parts.append(None)
            case Styled(_, children) | Anchor(_, children):
                parts.append(_visible(children))
    return None if None in parts else "".join(filter(None, parts))


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        (r"\textbf{Moths} \emph{at} night", "**Moths** *at* night"),
        (r"a\textbf{b}c", "a**b**c"),
        (r"\texttt{moth\_1}", "<code>moth&#95;1</code>"),
        ("``Moths'' --- all", "“Moths” — all"),
        ("ReLU$^2$", "ReLU²"),
        (r"$\foo{x}$", "<code>&#92;foo&#123;x&#125;</code>"),
        ("See https://a.org/b.", "See [https://a.org/b](https://a.org/b)."),
        ("5% of $5", "5% of &#36;5"),
        (r"\href{javascript:alert(1)}{moth}", "moth"),
    ],
)
def test_render(source: str, markdown: str) -> None:
    assert _render(source) == markdown


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS.map(_without_surrogates),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab- :#", max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text("abc_", min_size=1).filter(lambda key: key.strip("_")), VALUES, min_size=1))
@example({"a": "moth\x85lantern"})
@example({"a": "moth\u2028lantern"})
@example({"a": "moth\ufefflantern"})
def test_front_matter_reads_back(mapping: dict[str, Any]) -> None:
    text = front_matter(mapping)
    assert text.startswith("---\n")
    body, end = text.removeprefix("---\n").rsplit("---\n", 1)
    assert yaml.safe_load(body) == mapping
    assert end == "\n"
    assert "\n---" not in body


def test_no_front_matter() -> None:
    assert front_matter({}) == ""


@settings(max_examples=examples(100))
@given(TEXTS)
def test_a_code_block_shows_exactly_its_text_and_cannot_be_left(text: str) -> None:
    html = to_html(f"{code_block(text, 'moth.txt')}\n\nMoth.\n")
    assert html.names <= {"div", "pre", "span", "code", "p"}
    assert ("div", {"class": "highlight", "data-file": "moth.txt"}) in html.elements
    shown, end = html.text[:-5], html.text[-5:]
    assert end == "Moth."
    assert shown.split() == "".join(mark(char) for char in text).split()


@pytest.mark.parametrize(
    "text", ["@misc{moth,\n  title = {```},\n}", '{"a": "~~~ `"}\n', "    moth\n\n\n  lantern <b>&amp;"]
)
def test_a_code_block_keeps_lines_and_spaces(text: str) -> None:
    assert to_html(code_block(text, "moth.txt")).text.strip("\n") == text.strip("\n")


@pytest.mark.parametrize(
    "piece", ["{", "$", r"\(", "`", "*", "_", "[", "<", "&", "-", r"\textbf{", "{: ", "![", "](", "~"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    title, code = (lambda text: front_matter({"title": text})), (lambda text: code_block(text, "moth.txt"))
    for number, work in enumerate((escape_markdown, _render, title, code)):  # each with texts that no cache knows
        check_growth(lambda times, work=work, end=str(number): work(piece * times + end), 200_000 // len(piece))
