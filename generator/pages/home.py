"""The home page: what the collection is, its newest papers, and the ways in."""

from __future__ import annotations

from generator.index import Index
from generator.pages.layout import ALL_PAPERS, HOME, Page, SiteFacts
from generator.pages.parts import Writer, counted, headings_count, page_head, papers_count, paragraph, span
from generator.text.markdown import escape, link

_NEWEST = 6
_MOST_AUTHORS = 12


def home_page(facts: SiteFacts, writer: Writer) -> Page:
    """The home page of the site."""
    collection = writer.collection
    papers = collection.bibliography.newest_first()
    blocks = [page_head(facts.name, contents=False)]
    if facts.description:
        blocks.append(paragraph("ps-lead", escape(facts.description)))
    blocks.append(f"{_numbers(writer)}\n" if papers else "There are no papers yet: put a listing into `seeds/`.\n")
    if papers:
        blocks += [
            f"## {'Newest papers' if len(papers) > _NEWEST else 'Papers'}\n",
            writer.paper_list(papers[:_NEWEST], HOME),
            *([f"{link('All papers', ALL_PAPERS)}\n"] if len(papers) > _NEWEST else []),
            *_section("Topics", collection.topics),
            *_section("Areas", collection.areas),
            *_section("Authors", collection.authors, most=_MOST_AUTHORS),
            "## Years\n",
            counted(reversed(collection.years.headings), HOME),
        ]
    return Page(HOME, "\n".join(blocks))


def _numbers(writer: Writer) -> str:
    collection = writer.collection
    numbers = [link(papers_count(collection.bibliography), ALL_PAPERS)]
    numbers += [
        link(headings_count(index.headings, index.kind), index.src_uri)
        for index in (collection.authors, collection.topics)
        if index.headings
    ]
    return " · ".join([*numbers, span(collection.bibliography)])


def _section(title: str, index: Index, most: int | None = None) -> list[str]:
    """The largest headings of an index, and the way to the others."""
    if not index.headings:
        return []
    blocks = [f"## {title}\n", counted(index.by_size()[:most], HOME)]
    if most and len(index.headings) > most:
        blocks.append(f"{link(f'All {headings_count(index.headings, index.kind)}', index.src_uri)}\n")
    return blocks
