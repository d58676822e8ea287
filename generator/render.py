"""Every file of a site that the generator makes: a collection in, pages in Markdown and what stands beside them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Index
from generator.config import SiteConfig
from generator.formats.citations import Citations, cite_all
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components, page_count, paged
from generator.pages.downloads import downloads_page, heading_files, site_files
from generator.pages.explore import explore_page
from generator.pages.home import home_page
from generator.pages.index_pages import all_papers_page, heading_page, index_pages
from generator.pages.maps import map_page
from generator.pages.markdown import MarkdownWriter
from generator.pages.paper import paper_page
from generator.pages.redirects import redirect_files
from generator.pages.routes import ALL_PAPERS, DOWNLOADS, EXPLORE, HOME, DocsFile
from generator.pages.stamps import Stamps
from generator.search.index_data import search_files


@dataclass(frozen=True, slots=True)
class Unit:
    """Some of the files, to be made whatever has been made before."""

    name: str
    make: Callable[[], Iterator[DocsFile]]
    stamp: Callable[[], str] = str
    """Gives what is equal at an earlier build if that made the same; an empty text where that is not known."""


def every_file(collection: Collection, facts: SiteConfig) -> Iterator[DocsFile]:
    """All files under `docs/`, each `src_uri` once."""
    for unit in units(collection, facts, cite_all(collection.bibliography.papers, collection.keywords)):
        yield from unit.make()


def units(collection: Collection, facts: SiteConfig, citations: Citations) -> list[Unit]:
    """What makes all files under `docs/`, in parts, the longest first; `citations` are those of all papers."""
    components = Components(collection, facts)
    writer = MarkdownWriter()
    papers = {paper.key: paper for paper in collection.bibliography}

    def pages(name: str, make: Callable[[], Iterable[nodes.Page]], stamp: Callable[[], str] = str) -> Unit:
        return Unit(name, lambda: map(writer.write, make()), stamp)

    def of_collection(src_uri: str, make: Callable[[Components], nodes.Page]) -> Unit:
        return pages(src_uri, lambda: [make(components)])

    def of_heading(heading: Heading) -> Iterator[DocsFile]:
        yield writer.write(heading_page(heading, 1, components))
        yield from heading_files(heading, components, citations)

    def more_of_heading(heading: Heading, number: int) -> Unit:
        stamp = partial(stamps.list_page, heading.src_uri, heading.label, heading.papers, number)
        return pages(paged(heading.src_uri, number), lambda: [heading_page(heading, number, components)], stamp)

    def of_all_papers(number: int) -> Unit:
        stamp = partial(stamps.list_page, ALL_PAPERS, "", components.newest, number)
        return pages(paged(ALL_PAPERS, number), lambda: [all_papers_page(number, components)], stamp)

    def of_paper(paper: Paper) -> Iterator[DocsFile]:
        yield writer.write(paper_page(paper, components, papers, citations.short(paper.key)))

    stamps = Stamps(components)
    headings = [heading for index in reversed(collection.indexes) for heading in index.headings]
    return [
        Unit("search", lambda: search_files(components, citations)),
        Unit("site", lambda: site_files(components, citations)),
        Unit("moved", lambda: redirect_files(collection.addresses.redirects, facts)),
        *map(of_all_papers, range(1, page_count(len(papers)) + 1)),
        of_collection(HOME, home_page),
        of_collection(DOWNLOADS, downloads_page),
        of_collection(EXPLORE, explore_page),
        *(
            pages(f"maps/{index.kind}", partial(_map, index, facts), partial(stamps.map, index))
            for index in (collection.authors, collection.topics)
        ),
        *(
            pages(index.src_uri, partial(index_pages, index, collection), partial(stamps.index, index))
            for index in collection.indexes
        ),
        *(
            Unit(heading.src_uri, partial(of_heading, heading), partial(stamps.heading, heading))
            for heading in headings
        ),
        *(
            more_of_heading(heading, number)
            for heading in headings
            for number in range(2, page_count(len(heading.papers)) + 1)
        ),
        *(Unit(paper.src_uri, partial(of_paper, paper), partial(stamps.paper, paper)) for paper in papers.values()),
    ]


def _map(index: Index, facts: SiteConfig) -> list[nodes.Page]:
    return [map_page(index, facts)]
