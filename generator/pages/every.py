"""Every file of a site that the generator makes: a collection in, pages in Markdown and what stands beside them out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.citation import STYLES
from generator.collection import Collection
from generator.pages import blocks as b
from generator.pages.components import Components
from generator.pages.explore import explore_page
from generator.pages.files import Citations, downloads_page, heading_files, site_files
from generator.pages.headings import all_papers_pages, heading_pages, index_pages
from generator.pages.home import home_page
from generator.pages.layout import File, SiteFacts
from generator.pages.maps import map_page
from generator.pages.markdown import MarkdownWriter
from generator.pages.paper import paper_page
from generator.pages.search import search_files


def every_file(collection: Collection, facts: SiteFacts) -> Iterator[File]:
    """All files under `docs/`, each `src_uri` once."""
    components = Components(collection, facts)
    citations = {
        paper.key: {name: style.cite(paper) for name, style in STYLES.items()} for paper in collection.bibliography
    }
    writer = MarkdownWriter()
    for page in _pages(components, citations):
        yield writer.write(page)
    for index in collection.indexes:
        for heading in index.headings:
            yield from heading_files(heading, components, citations)
    yield from site_files(components, citations)
    yield from search_files(components)


def _pages(components: Components, citations: Citations) -> Iterator[b.Page]:
    collection = components.collection
    papers = {paper.key: paper for paper in collection.bibliography}
    yield home_page(components)
    for paper in collection.bibliography:
        yield paper_page(paper, components, papers, citations[paper.key])
    yield from all_papers_pages(components)
    for index in collection.indexes:
        yield from index_pages(index, collection)
        for heading in index.headings:
            yield from heading_pages(heading, components)
    yield map_page(collection.authors, components.facts)
    yield map_page(collection.topics, components.facts)
    yield downloads_page(components)
    yield explore_page(components)
