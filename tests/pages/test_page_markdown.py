"""Pages as Markdown: under the extensions of the site, every block and every inline shows exactly its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
import yaml
from html_reader import Html, to_html
from hypothesis import example, given, settings
from hypothesis import strategies as st
from limits import examples
from odd_texts import TEXTS, mark

from generator.pages import nodes
from generator.pages.markdown import MarkdownWriter
from generator.text.latex import Text

Make = Callable[[str], nodes.Block]
END = nodes.Paragraph(("Lamp.",))
ANY = TEXTS.map(lambda text: re.sub(r"[\r\x0b\x0c\x1c-\x1f\x85]", " ", text)).filter(lambda text: bool(_words(text)))
"""Texts with visible characters, without the control characters that Python takes for spaces."""


def _words(text: str) -> list[str]:
    """Return the visible text, with spaces normalized."""
    return "".join(mark(char) for char in text).replace("\u00a0", " ").split()


def _write(*blocks: nodes.Block, src_uri: str = "papers/moth.md", title: str = "Moth") -> Html:
    return to_html(MarkdownWriter().write(nodes.Page(src_uri, title, (*blocks, END))).text)


def _items(*lines: nodes.Inlines, css_class: str = "ps-counts", label: str = "") -> nodes.BulletList:
    return nodes.BulletList(tuple(nodes.ListItem((nodes.Paragraph(line),)) for line in lines), css_class, label)


def _loose(*blocks: nodes.Block) -> nodes.BulletList:
    return nodes.BulletList((nodes.ListItem(blocks), nodes.ListItem(blocks)), "ps-papers")


HERE = "papers/moth.md"
BLOCKS: dict[str, tuple[Make, str, str]] = {
    # How a text is put into a block, the words that show, and the elements that are there.
    "heading": (lambda text: nodes.SectionHeading(text), "{}", "h2 a"),
    "heading with an anchor": (lambda text: nodes.SectionHeading(text, "moth"), "{}", "h2 a"),
    "paragraph": (lambda text: nodes.Paragraph((text,)), "{}", ""),
    "paragraph of a kind": (lambda text: nodes.Paragraph((text,), "ps-lead"), "{}", ""),
    "words around": (lambda text: nodes.Paragraph(("Moth ", text, " moth")), "Moth {} moth", ""),
    "link": (lambda text: nodes.Paragraph((nodes.Hyperlink(text, HERE),)), "{}", "a"),
    "link with everything": (
        lambda text: nodes.Paragraph((nodes.Hyperlink(text, HERE, text, "ps-chip", 7),)),
        "{} 7",
        "a span",
    ),
    "links in a row": (
        lambda text: nodes.Paragraph((nodes.Hyperlink(text, HERE), ", ", nodes.Hyperlink(text, HERE))),
        "{}, {}",
        "a",
    ),
    "mark": (lambda text: nodes.Paragraph((nodes.Span(text, "ps-date"),)), "{}", "span"),
    "mark, then words": (lambda text: nodes.Paragraph((nodes.Span("7", "ps-date"), " ", text)), "7 {}", "span"),
    "value for the script": (
        lambda text: nodes.Paragraph((nodes.Datum("added", "2031-03-04"), " ", text), "ps-chips"),
        "{}",
        "i",
    ),
    "value alone": (lambda text: nodes.Paragraph((text, nodes.Datum("days", "2031-03-04 7"))), "{}", "i"),
    "prose": (lambda text: nodes.Paragraph((nodes.RichText((Text(text),)),), "ps-abstract-text"), "{}", ""),
    "tight list": (lambda text: _items((text,), (nodes.Hyperlink(text, HERE),)), "{} {}", "div ul li a"),
    "tight list of marks": (lambda text: _items((nodes.Span("", "ps-s1"), " ", text)), "{}", "div ul li span"),
    "loose list": (
        lambda text: _loose(
            nodes.Paragraph((nodes.Hyperlink(text, HERE),), "ps-title"), nodes.Paragraph((text,), "ps-authors")
        ),
        "{} {} {} {}",
        "div ul li a",
    ),
    "folded in a list": (
        lambda text: _loose(
            nodes.Paragraph((text,), "ps-title"), nodes.Details("Abstract", (nodes.Paragraph((text,)),), "ps-abstract")
        ),
        "{} Abstract {} {} Abstract {}",
        "div ul li details summary",
    ),
    "navigation": (lambda text: _items(("Moth",), css_class="ps-pager", label=text), "Moth", "nav ul li"),
    "terms": (
        lambda text: nodes.DefinitionList(((text, (text,)), ("Moth", (nodes.Hyperlink(text, HERE),)))),
        "{} {} Moth {}",
        "div dl dt dd a",
    ),
    "table": (
        lambda text: nodes.Table((text, text), ((text, "1"), ("Moth", "2"))),
        "{} {} {} 1 Moth 2",
        "table thead tbody tr th td",
    ),
    "code": (lambda text: nodes.Code(text, "moth.bib"), "{}", "div pre code span"),
    "folded": (
        lambda text: nodes.Details("Moth", (nodes.Paragraph((text,)),), "ps-data"),
        "Moth {}",
        "details summary",
    ),
    "folded table": (
        lambda text: nodes.Details("Moth", (nodes.Table(("Moth", text), ((text, "1"),)),), "ps-data"),
        "Moth Moth {} {} 1",
        "details summary table thead tbody tr th td",
    ),
    "tabs": (
        lambda text: nodes.Tabs((("Moth", (nodes.Paragraph((text,)),)), ("Lantern", (nodes.Code(text, "moth.json"),)))),
        "Moth Lantern {} {}",
        "div input label pre code span",
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
@settings(max_examples=examples(40))
@given(text=ANY)
@example(text="- moth")
@example(text="1. moth")
@example(text=": moth")
@example(text='" moth "')
@example(text="{: .x onclick=y }")
@example(text="| moth |")
@example(text="</div></nav>")
@example(text="??? x")
@example(text='=== "x"')
@example(text="```\nmoth\n```")
@example(text="    moth")
@example(text="moth\x85\u2028moth")
def test_a_block_shows_exactly_its_text(name: str, text: str) -> None:
    make, shown, elements = BLOCKS[name]
    html = _write(make(text))
    words = shown.replace("{}", " ".join(_words(text))).split()
    assert "".join(html.text.split()) == "".join(["Moth", *words, "Lamp."])
    if name not in ("code", "tabs", "links in a row"):
        assert html.text.split() == ["Moth", *words, "Lamp."]
    assert html.names <= {"h1", "a", "p", *elements.split()}
    assert set(elements.split()) <= html.names | ({"span"} if "code" in elements else set())
    for element, facts in html.elements:
        assert not any(attribute.startswith("on") or attribute in ("style", "src") for attribute in facts)
        if element == "a" and facts.get("class") != "headerlink":
            assert facts["href"] == "../papers/moth.md"


@settings(max_examples=examples(60))
@given(ANY)
def test_tooltips_and_labels_have_exactly_their_text(text: str) -> None:
    html = _write(
        nodes.Paragraph((nodes.Hyperlink("Moth", HERE, text),)), _items(("Moth",), css_class="ps-pager", label=text)
    )
    (tooltip,) = (title for title in html.values("a", "title") if title != "Permanent link")
    assert tooltip.replace("\u00a0", " ").split() == _words(text)
    (label,) = html.values("nav", "aria-label")
    # Python-Markdown reads a character reference of a label a second time.
    assert (
        unescape(label).replace("\u00a0", " ").split()
        == unescape(" ".join(_words(text))).replace("\u00a0", " ").split()
    )


@settings(max_examples=examples(60))
@given(ANY)
def test_a_title_shows_exactly_its_text(text: str) -> None:
    html = _write(title=text)
    assert html.text.split() == [*_words(text), "Lamp."]
    assert html.names <= {"h1", "a", "p"}


@settings(max_examples=examples(50))
@given(st.lists(st.sampled_from(sorted(BLOCKS)), min_size=2, max_size=5, unique=True), ANY)
def test_adjacent_blocks_stay_apart(names: list[str], text: str) -> None:
    alone = [_write(BLOCKS[name][0](text)) for name in names]
    together = _write(*(BLOCKS[name][0](text) for name in names))
    parts = ["".join(html.text.split()).removeprefix("Moth").removesuffix("Lamp.") for html in alone]
    assert "".join(together.text.split()) == "".join(["Moth", *parts, "Lamp."])
    # The title, its link and the last paragraph stand once.
    assert len(together.elements) - 3 == sum(len(html.elements) - 3 for html in alone)


def _labels(html: Html) -> Iterator[tuple[str, dict[str, str | None]]]:
    return ((name, facts) for name, facts in html.elements if name in ("div", "nav", "details", "figure", "p", "span"))


@pytest.mark.parametrize(
    ("block", "element", "facts"),
    [
        (nodes.Paragraph(("x",), "ps-lead ps-more"), "p", {"class": "ps-lead ps-more"}),
        (nodes.BulletList((nodes.ListItem((END,)),), "ps-counts"), "div", {"class": "ps-counts"}),
        (
            nodes.BulletList((nodes.ListItem((END,)),), "ps-pager", "Pages"),
            "nav",
            {"class": "ps-pager", "aria-label": "Pages"},
        ),
        (nodes.Details("Moth", (END,), "ps-data"), "details", {"class": "ps-data"}),
        (nodes.Figure("<svg></svg>", "ps-map", "Moths"), "figure", {"class": "ps-map", "aria-label": "Moths"}),
        (nodes.Figure("<svg></svg>", "ps-chart"), "figure", {"class": "ps-chart"}),
        (nodes.Code("x", "moth.bib"), "div", {"class": "highlight", "data-file": "moth.bib"}),
        (nodes.DefinitionList((("Moth", ("x",)),)), "div", {"class": "ps-terms"}),
        (nodes.Paragraph((nodes.Span("x", "ps-mark ps-mark--code"),)), "span", {"class": "ps-mark ps-mark--code"}),
        (nodes.Paragraph((nodes.Hyperlink("x", HERE, papers=7),)), "span", {"class": "ps-count"}),
    ],
    ids=str,
)
def test_classes_and_labels(block: nodes.Block, element: str, facts: dict[str, str]) -> None:
    known = [dict(found) for name, found in _labels(_write(block)) if name == element]
    assert any(facts.items() <= {key: value or "" for key, value in found.items()}.items() for found in known)


@pytest.mark.parametrize(
    ("src_uri", "to", "href"),
    [
        ("index.md", "papers/moth.md", "papers/moth.md"),
        ("papers/lamp.md", "papers/moth.md", "../papers/moth.md"),
        ("topics/lamps/2.md", "papers/moth.md", "../../papers/moth.md"),
        ("papers/lamp.md", "authors/index.md#letter-a", "../authors/index.md#letter-a"),
        ("topics/lamps/2.md", "https://a.example.org/moth", "https://a.example.org/moth"),
    ],
)
def test_links_are_relative_to_the_page(src_uri: str, to: str, href: str) -> None:
    html = _write(
        nodes.Paragraph((nodes.Hyperlink("Moth", to),)), _items((nodes.Hyperlink("Moth", to),)), src_uri=src_uri
    )
    assert html.values("a", "href") == ["#moth", href, href]


def test_links_of_a_recurring_item_on_pages_of_different_depths() -> None:
    made: list[nodes.ListItem] = []

    def make() -> nodes.ListItem:
        made.append(nodes.ListItem((nodes.Paragraph((nodes.Hyperlink("Moth", HERE),)), nodes.Paragraph(("Lamp",)))))
        return made[-1]

    writer, items = MarkdownWriter(), nodes.BulletList((nodes.RecurringItem("moth", make),), "ps-papers")
    for src_uri, up in (
        ("index.md", ""),
        ("a/b.md", "../"),
        ("a/b/2.md", "../../"),
        ("index.md", ""),
        ("a/c.md", "../"),
    ):
        text = writer.write(nodes.Page(src_uri, "Moth", (items,))).text
        assert to_html(text).values("a", "href") == ["#moth", f"{up}{HERE}"]
    assert len(made) == 1


def test_front_matter_comes_first() -> None:
    text = MarkdownWriter().write(nodes.Page(HERE, "Moth", (), {"description": "Moths: all", "hide": ["toc"]})).text
    start, meta, body = text.split("---\n")
    assert (start, yaml.safe_load(meta), body.strip()) == ("", {"description": "Moths: all", "hide": ["toc"]}, "# Moth")


def test_a_form_is_unchanged() -> None:
    html = _write(nodes.Figure('<form role="search"><input type="search" name="q" required></form>', "ps-search-form"))
    assert {"figure", "form", "input"} <= html.names
