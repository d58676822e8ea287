"""The home page: what the collection is, search, its newest papers, and the ways in."""

from __future__ import annotations

import html
from collections.abc import Iterator

from generator.analysis.indexes import Index
from generator.formats import structured_data
from generator.pages import nodes
from generator.pages.components import Components, cards, count, counted, headings_count, page_meta, papers_count, span
from generator.pages.overview import areas_chart
from generator.pages.routes import ALL_PAPERS, CO_AUTHORS, EXPLORE, HOME, TOPIC_MAP

_NEWEST = 6
_MOST_TOPICS = 24
_MOST_AUTHORS = 24


def home_page(components: Components) -> nodes.Page:
    """The home page of the site."""
    facts, collection = components.facts, components.collection
    papers = components.newest
    blocks: list[nodes.Block] = []
    if facts.description:
        blocks.append(nodes.Paragraph((facts.description,), "ps-lead"))
    if papers:
        newest = "Newest papers" if len(papers) > _NEWEST else "Papers"
        blocks += [
            nodes.Figure(_search_form(len(papers)), "ps-search"),
            _numbers(components),
            nodes.SectionHeading(newest),
            components.entries(papers[:_NEWEST]),
            nodes.Paragraph(
                (nodes.Hyperlink("All papers", ALL_PAPERS), " · ", nodes.Hyperlink("Explore and cite", EXPLORE)),
                "ps-more",
            ),
            *_topics(collection.topics),
            *_areas(components),
            *_authors(collection.authors),
        ]
    else:
        blocks.append(nodes.Paragraph(("There are no papers yet: put a listing into the folder seeds/.",)))
    meta = page_meta(
        facts.description, contents=False, json_ld=structured_data.collection(facts), feed="feed", home=True
    )
    return nodes.Page(HOME, facts.name, tuple(blocks), meta)


def _search_form(papers: int) -> str:
    """A field of its own at the centre; without the script it leads to the page's own address with the query."""
    said = html.escape(f"Search {count(papers, 'paper', 'papers')}")
    return (
        f'<form role="search" aria-label="{said}"><input type="search" name="q" aria-label="{said}" '
        f'placeholder="{said}" autocomplete="off" required><button type="submit">Search</button></form>'
    )


def _numbers(components: Components) -> nodes.BulletList:
    collection = components.collection
    numbers: list[tuple[str, str]] = [(papers_count(collection.bibliography.papers), ALL_PAPERS)]
    numbers += [
        (headings_count(index.headings, index.kind), index.src_uri)
        for index in (collection.authors, collection.topics)
        if index.headings
    ]
    numbers.append((span(components.newest), collection.years.src_uri))
    return nodes.BulletList(
        tuple(nodes.ListItem((nodes.Paragraph((nodes.Hyperlink(said, to),)),)) for said, to in numbers), "ps-numbers"
    )


def _topics(index: Index) -> Iterator[nodes.Block]:
    if index.headings:
        yield nodes.SectionHeading("Topics")
        yield cards(index.by_size()[:_MOST_TOPICS])
        yield _more(index, "Topic map", TOPIC_MAP)


def _areas(components: Components) -> Iterator[nodes.Block]:
    areas = components.collection.areas
    yield nodes.SectionHeading("Areas")
    yield from list(areas_chart(components.collection.bibliography.papers, areas)) or [counted(areas.by_size())]


def _authors(index: Index) -> Iterator[nodes.Block]:
    recurring = [heading for heading in index.by_size()[:_MOST_AUTHORS] if len(heading.papers) > 1]
    if recurring:
        yield nodes.SectionHeading("Authors who recur")
        yield counted(recurring)
        yield _more(index, "Co-author graph", CO_AUTHORS)


def _more(index: Index, map_title: str, map_uri: str) -> nodes.Block:
    every = nodes.Hyperlink(f"All {headings_count(index.headings, index.kind)}", index.src_uri)
    return nodes.Paragraph((every, " · ", nodes.Hyperlink(map_title, map_uri)), "ps-more")
