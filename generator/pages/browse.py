"""The page to browse from: every list of the site, with the largest headings of each."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.indexes import Heading, Index, Kind
from generator.pages import nodes
from generator.pages.components import Components, page_meta, papers_count, separated
from generator.pages.index_pages import TITLES
from generator.pages.routes import ALL_PAPERS, BROWSE, DOWNLOADS, NEW, SAVED

_LEAD = "Papers by topic, author, area, year and affiliation."
_KINDS = (Kind.TOPIC, Kind.AUTHOR, Kind.AREA, Kind.YEAR, Kind.AFFILIATION)
_SHOWN = 6
"""Headings that are named of an index."""


def browse_page(components: Components) -> nodes.Page:
    """Return the page of all lists."""
    indexes = {index.kind: index for index in components.indexes if index.headings}
    items = [
        *_papers(components),
        *(_index(indexes[kind]) for kind in _KINDS if kind in indexes),
        *_files(components),
        _item("Saved papers", SAVED, ("Papers that you have saved in this browser",)),
    ]
    blocks = (nodes.Paragraph((_LEAD,), "ps-lead"), nodes.BulletList(tuple(items), "ps-cards"))
    return nodes.Page(BROWSE, "Browse", blocks, page_meta(_LEAD, components.site, contents=False))


def _papers(components: Components) -> Iterator[nodes.ListItem]:
    yield _item("Papers", ALL_PAPERS, (f"{papers_count(components.newest)}, newest first",))
    yield _item("New papers", NEW, ("By the day on which they were added",))


def _files(components: Components) -> Iterator[nodes.ListItem]:
    if components.site.has("downloads"):
        yield _item("Downloads", DOWNLOADS, ("All papers as files, and feeds to follow",))


def _index(index: Index) -> nodes.ListItem:
    largest = _largest(index)
    more = len(index.headings) - len(largest)
    links = separated((nodes.Hyperlink(one.label, one.src_uri, papers=len(one.papers)) for one in largest), " · ")
    rest = (" and ", nodes.Hyperlink(f"{more:,} more", index.src_uri)) if more else ()
    return _item(TITLES[index.kind], index.src_uri, (*links, *rest))


def _largest(index: Index) -> tuple[Heading, ...]:
    """Return the headings with the most papers, of years the latest."""
    return (index.headings[::-1] if index.kind is Kind.YEAR else index.by_size())[:_SHOWN]


def _item(title: str, src_uri: str, about: nodes.Inlines) -> nodes.ListItem:
    head = nodes.Paragraph((nodes.Hyperlink(title, src_uri),), "ps-card__head")
    return nodes.ListItem((head, nodes.Paragraph(about, "ps-card__about")))
