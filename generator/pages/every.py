"""Every page of a collection."""

from __future__ import annotations

from collections.abc import Iterator

from generator.collection import Collection
from generator.pages.headings import all_papers_page, heading_page, index_page
from generator.pages.home import home_page
from generator.pages.layout import Page, SiteFacts
from generator.pages.paper import paper_page
from generator.pages.parts import Writer


def every_page(collection: Collection, facts: SiteFacts) -> Iterator[Page]:
    """All pages, each `src_uri` once."""
    writer = Writer(collection)
    papers = {paper.key: paper for paper in collection.bibliography}
    yield home_page(facts, writer)
    yield all_papers_page(writer)
    for paper in collection.bibliography:
        yield paper_page(paper, writer, papers)
    for index in collection.indexes:
        yield index_page(index)
        for heading in index.headings:
            yield heading_page(heading, writer)
