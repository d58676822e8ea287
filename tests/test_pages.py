"""Pages: goldens of a few, and what holds for all of them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from html_reader import to_html
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import PAPERS, SITE_DESCRIPTION, SITE_NAME, TOPICS, collection, entry

from generator.pages.every import every_page
from generator.pages.layout import FOLDERS, SiteFacts, relative

GOLDENS = Path(__file__).parent / "pages"
ONE = entry("CLMar 4, 2024", "Moths at Night", "Ada Alder", "Moths come.\n\n- to lanterns,\n1. at night.")


def _pages(listing: str = PAPERS, vocabulary: str = TOPICS, name: str = SITE_NAME) -> dict[str, str]:
    pages = list(every_page(collection(listing, vocabulary=vocabulary), SiteFacts(name, SITE_DESCRIPTION)))
    assert max(Counter(page.src_uri for page in pages).values()) == 1
    return {page.src_uri: page.markdown for page in pages}


@pytest.mark.parametrize(
    ("name", "listing", "src_uri"),
    [
        ("paper", PAPERS, "papers/lantern2-glows-efficient-moth-attraction-for-small-gardens.md"),
        ("author", PAPERS, "authors/ada-alder.md"),
        ("topics", PAPERS, "topics/index.md"),
        ("home", PAPERS, "index.md"),
        ("home_of_none", "", "index.md"),
        ("home_of_one", ONE, "index.md"),
        ("paper_of_one", ONE, "papers/moths-at-night.md"),
    ],
)
def test_golden(name: str, listing: str, src_uri: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / f"{name}.md", _pages(listing)[src_uri])


@pytest.mark.parametrize("listing", ["", ONE, PAPERS], ids=["none", "one", "some"])
def test_every_link_leads_to_a_page(listing: str) -> None:
    pages = _pages(listing)
    for src_uri, markdown in pages.items():
        for href in _relative_links(markdown):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), href.split("#")[0]))
            assert target in pages, f"{src_uri} links to {href}"


def _relative_links(markdown: str) -> list[str]:
    hrefs = to_html(_body(markdown)).values("a", "href")
    return [href for href in hrefs if not href.startswith(("#", "https://", "http://"))]


def _body(markdown: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)


def test_links_are_found_at_all() -> None:
    assert len(_relative_links(_pages()["index.md"])) > 10


def test_every_page_can_be_reached_from_home() -> None:
    pages = _pages()
    seen, waiting = set(), ["index.md", *(f"{folder}/index.md" for folder in FOLDERS)]
    while waiting:
        src_uri = waiting.pop()
        if src_uri not in seen:
            seen.add(src_uri)
            waiting += [relative_target(src_uri, href) for href in _relative_links(pages[src_uri])]
    assert seen == set(pages)


def relative_target(src_uri: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), href.split("#")[0]))


def test_pages_stand_in_folders_of_their_own() -> None:
    assert {src_uri.split("/")[0] for src_uri in _pages()} == {"index.md", *FOLDERS}


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("papers/a.md", "index.md", "papers/a.md"),
        ("papers/a.md", "papers/b.md", "a.md"),
        ("authors/a.md", "papers/b.md", "../authors/a.md"),
        ("index.md", "papers/b.md", "../index.md"),
    ],
)
def test_relative(target: str, page: str, link: str) -> None:
    assert relative(target, page) == link


def test_et_al_is_said_wherever_authors_are() -> None:
    pages = _pages()
    for src_uri in ("index.md", "papers/index.md", "authors/ada-alder.md"):
        assert "Cleo Cedar et al." in " ".join(to_html(_body(pages[src_uri])).text.split())
    two = to_html(_body(pages["papers/two-gardeners-and-a-moth.md"])).text
    assert "et al." not in two.split("Cite")[0]


def test_only_papers_are_searched() -> None:
    searched = {src_uri for src_uri, markdown in _pages().items() if "exclude: true" not in markdown.split("\n# ")[0]}
    assert searched == {f"papers/{paper.key}.md" for paper in collection().bibliography}


ALLOWED = set(
    "h1 h2 h3 p a em strong code div span ul ol li dl dt dd pre time abbr details summary nav section small br "
    "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover "
    "mtable mtr mtd mstyle mpadded mphantom".split()
)
SOUP = r"""<script> </div> <img_src=x_onerror=y> {{_x_}} {%_raw_%} {:_.x_onclick=y_} ](javascript:x) [ ` ``` * _ |
# &lt; !!! --- \ $ $x$ \textbf{ } :_ -_ 1._ moth “ <!-- " '""".split()
PARTS = st.sampled_from(["_", *(part.replace("_", " ") for part in SOUP)]) | st.text(max_size=3)
HOSTILE = st.lists(PARTS, min_size=1).map("".join)


@settings(max_examples=40)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_makes_no_elements(title: str, author: str, abstract: str, topic: str) -> None:
    corrections = f"papers:\n  moths-at-night:\n    title: {_quoted(title)}\n    authors: [{_quoted(author)}]\n"
    found = collection(
        ONE.replace("Moths come.", abstract) + entry(title="Moths at Noon"),
        corrections,
        f"{_quoted(topic)}:\n  about: {_quoted(title)}\n  phrases: [moths]\n",
    )
    for page in every_page(found, SiteFacts(title, author)):
        html = to_html(_body(page.markdown))
        assert html.names <= ALLOWED
        for _, attributes in html.elements:
            assert not any(name.startswith("on") or name in ("style", "src") for name in attributes)
        assert not any(href.lower().strip().startswith(("javascript:", "data:")) for href in html.values("a", "href"))


def _quoted(text: str) -> str:
    """Text as YAML in double quotes."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text.replace("\n", " ") or "x") + '"'


def test_an_abstract_begins_no_list() -> None:
    html = to_html(_body(_pages(ONE)["papers/moths-at-night.md"]))
    assert "- to lanterns" in html.text
    assert "ol" not in html.names
