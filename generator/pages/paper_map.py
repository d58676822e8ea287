"""The page of the map of papers: the place that its script fills, and papers by their main topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.analysis.indexes import Heading, Kind
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components, count, headings_count, page_meta, separated
from generator.pages.explore import scripted
from generator.pages.routes import ALL_PAPERS, CO_AUTHORS, EXPLORE, MAP, MAP_DATA, SEARCH, TOPIC_MAP

GRAPHS = {Kind.TOPIC: ("Topic map", TOPIC_MAP), Kind.AUTHOR: ("Co-author graph", CO_AUTHORS)}
"""Titles and paths of the maps of indexes."""
_LEAD = "Each dot is a paper. The closer two dots, the more alike the papers’ titles and abstracts."
_MOST_TOPICS = 24
_MOST_PAPERS = 5
"""Topics, and papers of a topic, that the page lists."""


def paper_map_page(components: Components) -> nodes.Page:
    """Return the page of the map, with a list of papers by topic for those to whom a drawing says nothing."""
    site, papers = components.site, components.newest
    meta = page_meta(_LEAD, site, contents=False)
    if not papers:
        return nodes.Page(MAP, "Map", (nodes.Paragraph(("No papers yet.",), "ps-lead"),), meta)
    scripts = (f"{SEARCH}/map.js", MAP_DATA)
    blocks = (
        nodes.Paragraph((_LEAD,), "ps-lead"),
        nodes.Figure(scripted("map", MAP, site, more=scripts), "ps-explore"),
        *_more(components),
        *_by_topic(components),
    )
    return nodes.Page(MAP, "Map", blocks, meta)


def _more(components: Components) -> Iterator[nodes.Block]:
    links = [nodes.Hyperlink(*GRAPHS[kind]) for kind in (Kind.TOPIC, Kind.AUTHOR) if kind in components.graphs]
    links.append(nodes.Hyperlink("Search and filter in Explore", EXPLORE))
    yield nodes.Paragraph(separated(links, " · "), "ps-more")


def _by_topic(components: Components) -> Iterator[nodes.Block]:
    topics = components.main_topics
    for heading, papers in topics[:_MOST_TOPICS]:
        yield from _listed(heading, papers)
    if len(topics) > _MOST_TOPICS:
        index = components.collection.topics
        yield nodes.Paragraph((nodes.Hyperlink(f"All {headings_count(index)}", index.src_uri),), "ps-more")
    filed = {paper.key for _, papers in topics for paper in papers}
    if others := [paper for paper in components.newest if paper.key not in filed]:
        yield from _listed(None, others)


def _listed(heading: Heading | None, papers: Sequence[Paper]) -> Iterator[nodes.Block]:
    yield nodes.SectionHeading(heading.label if heading else "No topic")
    rows: list[nodes.Inlines] = [
        (nodes.Hyperlink(paper.plain_title, paper.src_uri),) for paper in papers[:_MOST_PAPERS]
    ]
    if (more := len(papers) - _MOST_PAPERS) > 0:
        target = heading.src_uri if heading else ALL_PAPERS
        rows.append((nodes.Hyperlink(count(more, "more paper", "more papers"), target),))
    yield nodes.tight_list(rows, "ps-map-list")
