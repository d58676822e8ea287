"""The home page: a description, a search form, the newest papers, and links to topics, areas and authors."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator, Sequence

from generator.analysis.collection import Collection
from generator.analysis.indexes import Index, Kind
from generator.formats import structured_data
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import (
    Components,
    cards,
    counted,
    headings_count,
    page_meta,
    papers_count,
    separated,
    span,
)
from generator.pages.new_papers import TITLE, latest_papers
from generator.pages.overview import areas_chart
from generator.pages.routes import ALL_PAPERS, CO_AUTHORS, EXPLORE, HOME, MAP, NEW
from generator.pages.start import where_to_start

_NEWEST = 6
_MAX_TOPICS = 24
_MAX_AUTHORS = 24


def home_page(components: Components) -> nodes.Page:
    """Return the home page of the site."""
    site, collection = components.site, components.collection
    papers = components.newest
    blocks: list[nodes.Block] = []
    if site.description:
        blocks.append(nodes.Paragraph((site.description,), "ps-lead"))
    if papers:
        blocks += [
            nodes.Figure(_search_form(papers), "ps-search-form"),
            _numbers(components),
            *latest_papers(collection.arrivals),
            nodes.SectionHeading("Newest papers" if len(papers) > _NEWEST and papers[0].year else "Papers"),
            components.entries(papers[:_NEWEST]),
            _more(("All papers", ALL_PAPERS), (TITLE, NEW), ("Explore and cite", EXPLORE)),
            *where_to_start(papers, components),
            *_topics(collection.topics, components),
            *(_areas(collection) if site.has(Kind.AREA) else ()),
            *_authors(collection.authors, components),
        ]
    else:
        blocks.append(nodes.Paragraph(("No papers yet. Add a listing or a file of references to the seeds/ folder.",)))
    meta = page_meta(
        site.description, site, contents=False, json_ld=structured_data.site_json_ld(site), feed="feed", home=True
    )
    return nodes.Page(HOME, site.title, tuple(blocks), meta)


def _search_form(papers: Sequence[Paper]) -> str:
    """Return the HTML of the search form, which reloads the page with the query where its script does not run."""
    label = html.escape(f"Search {papers_count(papers)}")
    return (
        f'<form role="search" aria-label="{label}"><input type="search" name="q" aria-label="{label}" '
        f'placeholder="{label}" autocomplete="off" required><button type="submit">Search</button></form>'
    )


def _numbers(components: Components) -> nodes.BulletList:
    collection = components.collection
    indexes = [index for index in (collection.authors, collection.topics) if index.headings]
    links = [
        nodes.Hyperlink(papers_count(components.newest), ALL_PAPERS),
        *(nodes.Hyperlink(headings_count(index), index.src_uri) for index in indexes),
    ]
    if components.site.has(Kind.YEAR) and collection.years.headings:
        links.append(nodes.Hyperlink(span(components.newest), collection.years.src_uri))
    return nodes.tight_list(((link,) for link in links), "ps-numbers")


def _topics(index: Index, components: Components) -> Iterator[nodes.Block]:
    if index.headings:
        yield nodes.SectionHeading("Topics")
        yield cards(index.by_size()[:_MAX_TOPICS])
        links = [("Map", MAP)] if components.site.has("maps") else []
        yield _more((f"All {headings_count(index)}", index.src_uri), *links)


def _areas(collection: Collection) -> Iterator[nodes.Block]:
    areas = collection.areas
    if not areas.headings:
        return
    yield nodes.SectionHeading("Areas")
    yield from list(areas_chart(collection.bibliography.papers, areas)) or [counted(areas.by_size())]


def _authors(index: Index, components: Components) -> Iterator[nodes.Block]:
    recurring = [heading for heading in index.by_size()[:_MAX_AUTHORS] if len(heading.papers) > 1]
    if recurring:
        yield nodes.SectionHeading("Most frequent authors")
        yield counted(recurring)
        links = [("Co-author graph", CO_AUTHORS)] if Kind.AUTHOR in components.graphs else []
        yield _more((f"All {headings_count(index)}", index.src_uri), *links)


def _more(*links: tuple[str, str]) -> nodes.Block:
    return nodes.Paragraph(separated(itertools.starmap(nodes.Hyperlink, links), " · "), "ps-more")
