"""Every file of a site that the generator makes: a collection in, pages in Markdown and what stands beside them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
from generator.pages.layout import File, SiteFacts, paper_uri
from generator.pages.maps import map_page
from generator.pages.markdown import MarkdownWriter
from generator.pages.moved import moved_files
from generator.pages.paper import paper_page
from generator.pages.search import search_files
from generator.pages.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Unit:
    """Some of the files, to be made whatever has been made before."""

    name: str
    make: Callable[[], Iterator[File]]
    stamp: str = ""
    """Equal to that of an earlier build if the same would be made; empty where that is not known."""


def every_file(collection: Collection, facts: SiteFacts) -> Iterator[File]:
    """All files under `docs/`, each `src_uri` once."""
    for unit in units(collection, facts, {paper.key: cite(paper) for paper in collection.bibliography}):
        yield from unit.make()


def units(collection: Collection, facts: SiteFacts, citations: Citations) -> list[Unit]:
    """What makes all files under `docs/`, in parts, the longest first; `citations` are those of all papers."""
    components = Components(collection, facts)
    writer = MarkdownWriter()
    papers = {paper.key: paper for paper in collection.bibliography}

    def pages(name: str, make: Callable[[], Iterable[b.Page]], stamp: str = "") -> Unit:
        return Unit(name, lambda: map(writer.write, make()), stamp)

    def of_heading(heading: Heading) -> Iterator[File]:
        yield from map(writer.write, heading_pages(heading, components))
        yield from heading_files(heading, components, citations)

    def of_paper(paper: Paper) -> Iterator[File]:
        yield writer.write(paper_page(paper, components, papers, citations[paper.key]))

    stamps = Stamps(components)
    headings = (heading for index in reversed(collection.indexes) for heading in index.headings)
    return [
        Unit("search", lambda: search_files(components, citations)),
        Unit("site", lambda: site_files(components, citations)),
        Unit("moved", lambda: moved_files(collection.addresses.moved, facts)),
        pages("papers", lambda: all_papers_pages(components)),
        pages("home", lambda: [home_page(components), downloads_page(components), explore_page(components)]),
        pages("maps", lambda: [map_page(collection.authors, facts), map_page(collection.topics, facts)]),
        *(
            pages(index.src_uri, partial(index_pages, index, collection), stamps.index(index))
            for index in collection.indexes
        ),
        *(Unit(heading.src_uri, partial(of_heading, heading), stamps.heading(heading)) for heading in headings),
        *(Unit(paper_uri(paper), partial(of_paper, paper), stamps.paper(paper)) for paper in papers.values()),
    ]
