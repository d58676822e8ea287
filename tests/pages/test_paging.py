"""Long lists: their pages list each paper and each heading once, and link to each other."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Sequence

import pytest
import yaml
from html_reader import Html, to_html
from hypothesis import given
from hypothesis import strategies as st
from made_up import TOPICS, collection, docs_files, entry, many

from generator.analysis.collection import Collection
from generator.analysis.indexes import Index, Kind
from generator.config import SiteConfig
from generator.models import newest_first
from generator.pages.components import PER_PAGE, Components, excerpt, page_meta, paged, pager
from generator.pages.index_pages import all_papers_page, heading_page, index_pages
from generator.pages.nodes import BulletList, Hyperlink, Span
from generator.pages.routes import ALL_PAPERS

PAPERS = 3 * PER_PAGE + 20
FACTS = SiteConfig("Shelf")


@pytest.fixture(scope="module")
def found() -> Collection:
    return collection(many(PAPERS), vocabulary=TOPICS.replace("lamp,", "lamp, moth,"))


@pytest.fixture(scope="module")
def files(found: Collection) -> dict[str, str]:
    written = list(docs_files(found, FACTS))
    assert max(Counter(file.src_uri for file in written).values()) == 1
    return {file.src_uri: file.text for file in written}


def _pages(files: dict[str, str], src_uri: str) -> dict[str, Html]:
    """Return the pages of a list, in their order."""
    pages, number = {src_uri: _html(files[src_uri])}, 2
    while (place := paged(src_uri, number)) in files:
        pages[place] = _html(files[place])
        number += 1
    return pages


def _html(markdown: str) -> Html:
    without_start = re.sub(r'<div class="ps-start".*?</div>', "", markdown, flags=re.DOTALL)  # papers of the list
    return to_html(re.sub(r"\A---\n.*?\n---\n", "", without_start, flags=re.DOTALL))


def _listed(pages: dict[str, Html], folder: str) -> list[str]:
    """Where links into a folder lead that are titles or, without a tooltip, labels of the list itself."""
    links = [posixpath.normpath(posixpath.join(posixpath.dirname(src), href)) for src, href in _hrefs(pages)]
    return [link for link in links if re.fullmatch(rf"{folder}/(?!index\.md)[^/]+\.md", link)]


def _hrefs(pages: dict[str, Html]) -> list[tuple[str, str]]:
    return [(src_uri, href) for src_uri, html in pages.items() for href in html.values("a", "href")]


def test_there_are_enough_papers_for_several_pages(found: Collection) -> None:
    assert len(found.bibliography) == PAPERS
    assert len(found.authors.headings) > 600
    assert max(len(heading.papers) for heading in found.topics.headings) > PER_PAGE


def test_every_paper_is_listed_once(found: Collection, files: dict[str, str]) -> None:
    pages = _pages(files, ALL_PAPERS)
    assert len(pages) == 4
    assert _listed(pages, "papers") == [f"papers/{paper.key}.md" for paper in newest_first(found.bibliography)]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_paper_of_a_heading_is_listed_once(kind: Kind, found: Collection, files: dict[str, str]) -> None:
    (index,) = (index for index in found.indexes if index.kind is kind)
    for heading in index.headings if kind is not Kind.AUTHOR else index.by_size()[:30]:
        pages = _pages(files, heading.src_uri)
        assert len(pages) == -(-len(heading.papers) // PER_PAGE)
        assert _listed(pages, "papers") == [f"papers/{paper.key}.md" for paper in heading.papers]


@pytest.mark.parametrize("kind", [Kind.TOPIC, Kind.AUTHOR, Kind.AREA, Kind.YEAR])
def test_every_heading_is_listed_once(kind: Kind, found: Collection, files: dict[str, str]) -> None:
    (index,) = (index for index in found.indexes if index.kind is kind)
    pages = _pages(files, index.src_uri)
    links = Counter(link for link in _listed(pages, kind) if link not in pages)
    assert set(links) == {heading.src_uri for heading in index.headings}
    assert len(pages) == (2 if kind is Kind.AUTHOR else 1)
    if kind is not Kind.AREA:
        assert max(links.values()) == 1


def test_letters_lead_to_their_headings(files: dict[str, str]) -> None:
    pages = _pages(files, "authors/index.md")
    letters = [href.split("#") for _, href in _hrefs(pages) if ".md#letter-" in href]
    assert len(letters) > 20
    for path, anchor in letters:
        html = pages[posixpath.normpath(posixpath.join("authors", path))]
        assert anchor in {facts.get("id") for _, facts in html.elements}


def test_pages_of_a_list_link_to_each_other(files: dict[str, str]) -> None:
    pages = _pages(files, ALL_PAPERS)
    for src_uri, html in pages.items():
        others = {
            posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), href)) for _, href in _hrefs({"": html})
        }
        assert set(pages) - {src_uri} <= others


def test_what_is_cut_off_can_be_reached(files: dict[str, str]) -> None:
    cut = [
        (uri, link)
        for uri, text in files.items()
        if uri.endswith(".md")
        for link in re.findall(r"and (?:at least )?(\[)?[\d,]+ more(?:\]\(([^)]+))?", text)
    ]
    assert {uri for uri, (bracket, _) in cut if not bracket} == set()
    assert ("browse.md", ("[", "authors/index.md")) in cut
    leads = {uri: href for uri, (_, href) in cut}
    assert leads["areas/cs-cl.md"] == "../explore.md?area=cs.CL&open=author"


def test_a_drawing_of_a_part_links_to_the_whole(files: dict[str, str]) -> None:
    assert "that share the most papers" in files["maps/co-authors.md"]
    assert re.search(r"of \[[\d,]+ authors\]\(\.\./authors/index\.md\)", files["maps/co-authors.md"])


def test_titles_have_page_numbers(files: dict[str, str]) -> None:
    first, second, *_, last = (" ".join(html.text.split()) for html in _pages(files, ALL_PAPERS).values())
    assert first.startswith(f"Papers {PAPERS} papers, 2019–2026")
    assert second.startswith("Papers, page 2 Papers 101 to 200 of 320.")
    assert last.startswith("Papers, page 4 Papers 301 to 320 of 320.")


def test_pages_of_lists_are_not_searched(files: dict[str, str]) -> None:
    for src_uri in _pages(files, ALL_PAPERS):
        assert yaml.safe_load(files[src_uri].split("---\n")[1])["search"] == {"exclude": True}


def test_papers_are_grouped_by_year(found: Collection, files: dict[str, str]) -> None:
    shown: list[str] = []
    for src_uri in _pages(files, ALL_PAPERS):
        shown += re.findall(r"^## (\d{4})", files[src_uri], flags=re.MULTILINE)
    assert list(dict.fromkeys(shown)) == [heading.label for heading in reversed(found.years.headings)]


# ---- the pager ----


def _shown(page: int, pages: int) -> list[str]:
    (items,) = pager("papers/index.md", page, pages)
    assert isinstance(items, BulletList)
    shown = []
    for item in items.items:
        match item.blocks[0].inlines[0]:  # type: ignore[union-attr]
            case Hyperlink(label, to):
                assert to == paged("papers/index.md", int(label))
                shown.append(label)
            case Span(text):
                shown.append(f"[{text}]")
            case str(text):
                shown.append(text)
    return shown


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 2, "[1] 2"),
        (2, 2, "1 [2]"),
        (1, 9, "[1] 2 3 … 9"),
        (5, 9, "1 … 3 4 [5] 6 7 … 9"),
        (9, 9, "1 … 7 8 [9]"),
        (4, 9, "1 2 3 [4] 5 6 … 9"),
    ],
)
def test_pager(page: int, pages: int, shown: str) -> None:
    assert " ".join(_shown(page, pages)) == shown


def test_a_single_page_has_no_pager() -> None:
    assert list(pager("papers/index.md", 1, 1)) == []


@given(st.integers(2, 200).flatmap(lambda pages: st.tuples(st.integers(1, pages), st.just(pages))))
def test_every_page_is_reached_through_pagers(place: tuple[int, int]) -> None:
    page, pages = place
    shown = _shown(page, pages)
    numbers = [int(text.strip("[]")) for text in shown if text != "…"]
    assert numbers == sorted(set(numbers))
    assert shown.count(f"[{page}]") == 1
    assert {1, pages, max(1, page - 1), min(pages, page + 1)} <= set(numbers)
    for at, text in enumerate(shown):
        before, after = (int(shown[near].strip("[]")) for near in (at - 1, at + 1)) if text == "…" else (0, 2)
        assert after - before > 1


# ---- small collections ----


def _few(listing: str, vocabulary: str = "") -> tuple[Collection, Components]:
    made = collection(listing, vocabulary=vocabulary)
    return made, Components(made, FACTS)


@pytest.mark.parametrize("papers", [PER_PAGE - 1, PER_PAGE, PER_PAGE + 1])
def test_the_number_of_papers_that_needs_a_second_page(papers: int) -> None:
    _, components = _few(many(papers))
    links = [block.label for block in all_papers_page(1, components).blocks if isinstance(block, BulletList)]
    assert ("Pages of this list" in links) == (papers > PER_PAGE)


def test_no_papers() -> None:
    made, components = _few("")
    page = all_papers_page(1, components)
    assert page.title == "Papers"
    for index in made.indexes:
        (page,) = index_pages(index, components)
        assert len(page.blocks) == 1


def test_one_paper() -> None:
    made, components = _few(entry(title="Moths at Night", authors="Ada Alder"))
    for index in _filled(made.indexes):
        (heading,) = index.headings
        page = heading_page(heading, 1, components)
        assert page.title == heading.label
    assert [index.kind for index in _filled(made.indexes)] == [Kind.AUTHOR, Kind.AREA, Kind.YEAR]


def _filled(indexes: Sequence[Index]) -> list[Index]:
    return [index for index in indexes if index.headings]


@given(st.text(), st.integers(1, 60))
def test_an_excerpt_is_the_beginning(text: str, most: int) -> None:
    shown = excerpt(text, most)
    assert shown == text or (shown.endswith(" …") and text.startswith(shown.removesuffix(" …")))
    assert len(shown) <= most + 2


def test_a_description_has_no_control_characters() -> None:
    assert page_meta("moths\x00 \x02at\x1b night", SiteConfig(""))["description"] == "moths\ufffd \ufffdat\ufffd night"
