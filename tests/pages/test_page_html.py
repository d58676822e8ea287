"""Pages as HTML: equal, byte for byte, to what Python-Markdown and MkDocs render from the Markdown of the same page."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from conftest import REPOSITORY
from hypothesis import example, given, settings
from hypothesis import strategies as st
from limits import examples
from material.extensions.emoji import to_svg, twemoji
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from odd_texts import SOUP, TEXTS
from pymdownx.superfences import fence_code_format
from test_page_markdown import BLOCKS

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.html import HARMLESS, Html, HtmlWriter
from generator.pages.markdown import MarkdownWriter
from generator.site.builder import unsupported_reason
from generator.text.latex import parse, plain_nodes

PLACES = [
    *("index.md", "explore.md", "papers/index.md", "papers/moth.md", "papers/lamp.md", "papers/index/2.md"),
    *(
        "topics/index.md",
        "topics/moth.md",
        "topics/moth/2.md",
        "topics/moth/3.md",
        "topics/lamp/2.md",
        "maps/topics.md",
    ),
    *("feed.xml", "topics/moth/feed.xml", "topics/moth/papers.bib", "papers/a-long-name-of-a-paper.md"),
]
PAGES = [place for place in PLACES if place.endswith(".md")]


MERMAID = {"name": "mermaid", "class": "mermaid", "format": fence_code_format}
MORE: dict[str, dict[str, Any]] = {
    **{name: {} for name in HARMLESS},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.emoji": {"emoji_index": twemoji, "emoji_generator": to_svg},
    "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span", "pygments_lang_class": True},
    "pymdownx.superfences": {"custom_fences": [MERMAID]},
    "pymdownx.tasklist": {"custom_checkbox": True},
}
"""Extensions of many projects, with the settings that the documentation of the theme recommends."""


@functools.cache
def _config(directory_urls: bool, has_more: bool) -> MkDocsConfig:
    config = load_config(str(REPOSITORY / "mkdocs.yml"), plugins=[], use_directory_urls=directory_urls)
    if has_more:
        config.markdown_extensions = [*dict.fromkeys([*config.markdown_extensions, *MORE])]
        config.mdx_configs = {**config.mdx_configs, **MORE}
    assert not unsupported_reason(config)
    return config


@functools.cache
def _files(directory_urls: bool) -> Files:
    config = _config(directory_urls, False)
    return Files([File(place, config.docs_dir, config.site_dir, directory_urls) for place in PLACES])


def _by_mkdocs(page: nodes.Page, directory_urls: bool, has_more: bool = False) -> Html:
    config = _config(directory_urls, has_more)
    file = File(page.src_uri, None, config.site_dir, directory_urls)
    file.content_string = MarkdownWriter().write(page).text
    made = Page(None, file, config)
    made.read_source(config)
    made.render(config, _files(directory_urls))
    (first,) = made.toc
    contents = ((first.id, first.title), *((item.id, item.title) for item in first.children))
    assert made.content is not None
    return Html(made.content, str(made.title), contents)


def _assert_same(*blocks: nodes.Block, src_uri: str = "papers/moth.md", title: str = "Moth", urls: bool = True) -> None:
    page = nodes.Page(src_uri, title, blocks)
    facts = SiteConfig("Shelf", directory_urls=urls)
    assert HtmlWriter(facts).write(page) == _by_mkdocs(page, urls)
    if "8<-" in MarkdownWriter().write(page).text:  # in code, which snippets would change
        return
    highlight = MORE["pymdownx.highlight"]
    assert HtmlWriter(facts, highlight=highlight).write(page) == _by_mkdocs(page, urls, has_more=True)


WORDS = TEXTS.filter(lambda text: any(char.isalnum() for char in text))


@pytest.mark.parametrize("name", BLOCKS)
@settings(max_examples=examples(40))
@given(text=WORDS)
@example(text="- moth")
@example(text="1. moth")
@example(text='" moth "')
@example(text="moth's & <lamps>")
@example(text="moth\u00a0")
@example(text="\ufeff moth")
@example(text="\n\ufeff0")
@example(text="moth :-1: :+1: :moth: a:-1:b")
@example(text='moth --8<-- "moth.txt"')
@example(text="1/2 of 3/4c, c/o 1st 22nd 3rd 11th (c) (TM) +/- =/= --> <-- <--> 1/8th")
@example(text="*[MOTH]: lamp MOTH")
@example(text="[^1]: moth[^1]")
@example(text="[ ] moth")
@example(text="H~2~O ~~a~~ x^2^ ^^b^^ ==c== ++ctrl+alt++ _g__h_i")
@example(text="`#!py moth`, `:::py moth`")
@example(text=r"$x$, $$y$$, \(x\), \[y\], \begin{z}\end{z}")
@example(text="moth\n\n    lamp")
def test_any_text_in_any_block(name: str, text: str) -> None:
    _assert_same(BLOCKS[name][0](text), nodes.Paragraph(("Lamp.",)))


@settings(max_examples=examples(60))
@given(names=st.lists(st.sampled_from(sorted(BLOCKS)), min_size=1, max_size=6, unique=True), text=WORDS)
def test_blocks_in_any_order(names: list[str], text: str) -> None:
    _assert_same(*(BLOCKS[name][0](text) for name in names))


@settings(max_examples=examples(120))
@given(text=st.lists(st.sampled_from([*SOUP, "$x^2$", r"\emph{a}", r"\textbf{b $y$}", "https://a.org/b_c?d=e&f"])))
def test_rich_text(text: list[str]) -> None:
    found = parse(" ".join(text))
    if plain_nodes(found).strip():
        _assert_same(nodes.Paragraph((nodes.RichText(found),), "ps-abstract-text"), nodes.Paragraph(("Lamp.",)))


@settings(max_examples=examples(60))
@given(title=WORDS, heads=st.lists(WORDS | st.just("Cite"), max_size=4))
def test_titles_and_table_of_contents(title: str, heads: list[str]) -> None:
    _assert_same(*(nodes.SectionHeading(text) for text in heads), title=title)


@pytest.mark.parametrize("urls", [True, False])
@pytest.mark.parametrize("src_uri", PAGES)
def test_links_between_all_folders(src_uri: str, urls: bool) -> None:
    links: tuple[nodes.Inline, ...] = tuple(nodes.Hyperlink(place, place) for place in PLACES)
    lists = nodes.BulletList(tuple(nodes.ListItem((nodes.Paragraph((link,)),)) for link in links), "ps-counts")
    anchored = nodes.Paragraph(
        (nodes.Hyperlink("Moth", "papers/moth.md#lamp"), nodes.Hyperlink("Out", "https://a.org/b?c=(d)&e='f'"))
    )
    _assert_same(
        nodes.SectionHeading("Letters", "lamp"), nodes.Paragraph(links), lists, anchored, src_uri=src_uri, urls=urls
    )


ONE: dict[str, Any] = {
    "figure": nodes.Figure("<svg><title>Moths</title></svg>", "ps-map", "Moths"),
    "tight item": nodes.BulletList((nodes.ListItem((nodes.Paragraph(("Moth",)),)),), "ps-counts"),
    "loose item": nodes.BulletList((nodes.ListItem((nodes.Paragraph(("Moth",), "ps-title"),)),), "ps-cards"),
    "loose item of two": nodes.BulletList(
        (nodes.ListItem((nodes.Paragraph(("Moth",), "a"), nodes.Paragraph(("Lamp",), "b"))),), "ps-cards"
    ),
    "loose items": nodes.BulletList(
        tuple(nodes.ListItem((nodes.Paragraph((text,), "ps-title"),)) for text in "abc"), "ps-cards"
    ),
    "unlike items": nodes.BulletList(
        (
            nodes.ListItem((nodes.Paragraph(("Moth",), "ps-head"),)),
            nodes.ListItem((nodes.Paragraph(("Moth",), "ps-head"), nodes.Paragraph(("Wing",), "ps-about"))),
            nodes.ListItem((nodes.Paragraph(("Moth",), "ps-head"),)),
        ),
        "ps-cards",
    ),
    "code": nodes.Code("moth\n\n  lamp\n", "moth.txt"),
    "heading": nodes.SectionHeading("Moth"),
    "paragraph": nodes.Paragraph(("Moth",), "ps-lead"),
    "nothing": nodes.Paragraph((nodes.Span("", "ps-s1"), " ")),
}


@pytest.mark.parametrize("first", ONE)
@pytest.mark.parametrize("second", [*ONE, ""])
def test_a_page_does_not_depend_on_those_before(first: str, second: str) -> None:
    _assert_same(ONE[first], *([ONE[second]] if second else []))


def test_links_of_a_recurring_item_on_pages_of_one_folder() -> None:
    links = nodes.Paragraph((nodes.Hyperlink("Moth", "topics/moth.md"), nodes.Hyperlink("Lamp", "topics/lamp/2.md")))
    item = nodes.RecurringItem("moth", lambda: nodes.ListItem((links, nodes.Paragraph(("Wing",)))))
    writer = HtmlWriter(SiteConfig("Shelf"))
    for src_uri in [*PAGES, *reversed(PAGES)]:
        page = nodes.Page(src_uri, "Moth", (nodes.BulletList((item,), "ps-papers"),))
        assert writer.write(page) == _by_mkdocs(page, True)


def test_no_blocks() -> None:
    _assert_same()
