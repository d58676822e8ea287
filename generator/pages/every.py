"""Every file of a site that the generator makes: a collection in, pages in Markdown and what stands beside them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.citation import cite
from generator.collection import Collection
from generator.index import Heading
from generator.model import Paper
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

Unit = Callable[[], Iterator[File]]
"""Makes some of the files, whatever has been made before."""


def every_file(collection: Collection, facts: SiteFacts) -> Iterator[File]:
    """All files under `docs/`, each `src_uri` once."""
    for unit in units(collection, facts, {paper.key: cite(paper) for paper in collection.bibliography}):
        yield from unit()


def units(collection: Collection, facts: SiteFacts, citations: Citations) -> list[Unit]:
    """What makes all files under `docs/`, in parts, the longest first; `citations` are those of all papers."""
    components = Components(collection, facts)
    writer = MarkdownWriter()
    papers = {paper.key: paper for paper in collection.bibliography}

    def pages(make: Callable[[], Iterable[b.Page]]) -> Unit:
        return lambda: map(writer.write, make())

    def heading(one: Heading) -> Iterator[File]:
        yield from map(writer.write, heading_pages(one, components))
        yield from heading_files(one, components, citations)

    def paper(one: Paper) -> Iterator[File]:
        yield writer.write(paper_page(one, components, papers, citations[one.key]))

    return [
        lambda: search_files(components, citations),
        lambda: site_files(components, citations),
        pages(lambda: all_papers_pages(components)),
        pages(lambda: [home_page(components), downloads_page(components), explore_page(components)]),
        pages(lambda: [map_page(collection.authors, facts), map_page(collection.topics, facts)]),
        *(pages(partial(index_pages, index, collection)) for index in collection.indexes),
        *(partial(heading, one) for index in reversed(collection.indexes) for one in index.headings),
        *(partial(paper, one) for one in collection.bibliography),
    ]
