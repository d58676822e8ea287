"""The home page: what the collection is, search, its newest papers, and the ways in."""

from __future__ import annotations

import html
from collections.abc import Iterator

from generator.analysis.indexes import Index
from generator.formats import structured_data
from generator.pages import nodes as b
from generator.pages.components import Components, cards, count, counted, headings_count, page_meta, papers_count, span
from generator.pages.overview import areas_chart
from generator.pages.routes import ALL_PAPERS, CO_AUTHORS, EXPLORE, HOME, TOPIC_MAP

_NEWEST = 6
_MOST_TOPICS = 24
_MOST_AUTHORS = 24


def home_page(components: Components) -> b.Page:
    """The home page of the site."""
    facts, collection = components.facts, components.collection
    papers = components.newest
    blocks: list[b.Block] = []
    if facts.description:
        blocks.append(b.Paragraph((facts.description,), "ps-lead"))
    if papers:
        newest = "Newest papers" if len(papers) > _NEWEST else "Papers"
        blocks += [
            b.Figure(_search_form(len(papers)), "ps-search"),
            _numbers(components),
            b.Heading(newest),
            components.entries(papers[:_NEWEST]),
            b.Paragraph((b.Link("All papers", ALL_PAPERS), " · ", b.Link("Explore and cite", EXPLORE)), "ps-more"),
            *_topics(collection.topics),
            *_areas(components),
            *_authors(collection.authors),
        ]
    else:
        blocks.append(b.Paragraph(("There are no papers yet: put a listing into the folder seeds/.",)))
    meta = page_meta(
        facts.description, contents=False, json_ld=structured_data.collection(facts), feed="feed", home=True
    )
    return b.Page(HOME, facts.name, tuple(blocks), meta)


def _search_form(papers: int) -> str:
    """A field of its own at the centre; without the script it leads to the page's own address with the query."""
    said = html.escape(f"Search {count(papers, 'paper', 'papers')}")
    return (
        f'<form role="search" aria-label="{said}"><input type="search" name="q" aria-label="{said}" '
        f'placeholder="{said}" autocomplete="off" required><button type="submit">Search</button></form>'
    )


def _numbers(components: Components) -> b.Items:
    collection = components.collection
    numbers: list[tuple[str, str]] = [(papers_count(collection.bibliography.papers), ALL_PAPERS)]
    numbers += [
        (headings_count(index.headings, index.kind), index.src_uri)
        for index in (collection.authors, collection.topics)
        if index.headings
    ]
    numbers.append((span(components.newest), collection.years.src_uri))
    return b.Items(tuple(b.Item((b.Paragraph((b.Link(said, to),)),)) for said, to in numbers), "ps-numbers")


def _topics(index: Index) -> Iterator[b.Block]:
    if index.headings:
        yield b.Heading("Topics")
        yield cards(index.by_size()[:_MOST_TOPICS])
        yield _more(index, "Topic map", TOPIC_MAP)


def _areas(components: Components) -> Iterator[b.Block]:
    areas = components.collection.areas
    yield b.Heading("Areas")
    yield from list(areas_chart(components.collection.bibliography.papers, areas)) or [counted(areas.by_size())]


def _authors(index: Index) -> Iterator[b.Block]:
    recurring = [heading for heading in index.by_size()[:_MOST_AUTHORS] if len(heading.papers) > 1]
    if recurring:
        yield b.Heading("Authors who recur")
        yield counted(recurring)
        yield _more(index, "Co-author graph", CO_AUTHORS)


def _more(index: Index, map_title: str, map_uri: str) -> b.Block:
    every = b.Link(f"All {headings_count(index.headings, index.kind)}", index.src_uri)
    return b.Paragraph((every, " · ", b.Link(map_title, map_uri)), "ps-more")
