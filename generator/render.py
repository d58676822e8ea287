"""Every file under `docs/`: a collection in, pages in Markdown and what stands beside them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading
from generator.config import SiteConfig
from generator.formats.citations import Citations, shorten
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components, page_count
from generator.pages.downloads import downloads_page, heading_files, site_files
from generator.pages.explore import explore_page
from generator.pages.home import home_page
from generator.pages.index_pages import all_papers_page, heading_page, index_pages
from generator.pages.maps import map_page
from generator.pages.markdown import MarkdownWriter
from generator.pages.paper import paper_page
from generator.pages.redirects import redirect_files
from generator.pages.routes import DocsFile
from generator.search.index_data import search_files


@dataclass(frozen=True, slots=True)
class Artifact:
    """Some files that are made together."""

    make: Callable[[], Iterator[DocsFile]]


def artifacts(collection: Collection, site: SiteConfig, citations: Citations) -> list[Artifact]:
    """Return what makes all files under `docs/`, each `src_uri` once; what takes longest comes first."""
    components = Components(collection, site)
    writer = MarkdownWriter()
    papers = {paper.key: paper for paper in collection.bibliography}

    def pages(make: Callable[[], Iterable[nodes.Page]]) -> Artifact:
        return Artifact(lambda: map(writer.write, make()))

    def page(make: Callable[[], nodes.Page]) -> Artifact:
        return Artifact(lambda: iter([writer.write(make())]))

    def heading(of: Heading) -> Iterator[DocsFile]:
        yield writer.write(heading_page(of, 1, components))
        yield from heading_files(of, components, citations)

    def paper(of: Paper) -> nodes.Page:
        return paper_page(of, components, papers, shorten(citations[of.key]))

    headings = [heading for index in reversed(collection.indexes) for heading in index.headings]
    return [
        Artifact(lambda: search_files(components, citations)),
        Artifact(lambda: site_files(components, citations)),
        Artifact(lambda: redirect_files(collection.addresses.redirects, site)),
        *(page(partial(all_papers_page, number, components)) for number in range(1, page_count(len(papers)) + 1)),
        *(page(partial(make, components)) for make in (home_page, downloads_page, explore_page)),
        *(page(partial(map_page, index, site)) for index in (collection.authors, collection.topics)),
        *(pages(partial(index_pages, index, collection)) for index in collection.indexes),
        *(Artifact(partial(heading, one)) for one in headings),
        *(
            page(partial(heading_page, one, number, components))
            for one in headings
            for number in range(2, page_count(len(one.papers)) + 1)
        ),
        *(page(partial(paper, one)) for one in papers.values()),
    ]
