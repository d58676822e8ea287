"""Every file under `docs/`: a collection in, pages in Markdown and what stands beside them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Index, Kind
from generator.analysis.neighbourhood import NOTHING_AROUND, Neighbourhood, neighbourhood_of
from generator.analysis.starting_points import find_starting_points
from generator.config import SiteConfig
from generator.formats.citations import Citations, shorten
from generator.models import Paper, content_digest, fingerprint
from generator.pages import nodes
from generator.pages.browse import browse_page
from generator.pages.components import Components, on_page, page_count, span, unnamed_authors
from generator.pages.downloads import downloads_page, heading_files, site_files
from generator.pages.explore import explore_page
from generator.pages.home import home_page
from generator.pages.index_pages import all_papers_page, heading_page, index_pages
from generator.pages.maps import map_page
from generator.pages.markdown import MarkdownWriter
from generator.pages.neighbourhood import main_topic
from generator.pages.new_papers import new_papers_page, new_papers_pages
from generator.pages.paper import paper_page
from generator.pages.paper_map import paper_map_page
from generator.pages.redirects import redirect_files
from generator.pages.routes import DocsFile
from generator.pages.saved import saved_page
from generator.search.index_data import search_files
from generator.search.map_data import map_files


@dataclass(frozen=True, slots=True)
class Artifact:
    """Some files that are made together."""

    make: Callable[[], Iterator[DocsFile]]
    pages: Callable[[], Iterable[nodes.Page]] = tuple
    """Makes the trees of the pages among them."""
    inputs: Sequence[object] = ()
    """Values from which the files are made, beside the site; told apart by `repr`; empty for the whole collection."""


def artifacts(collection: Collection, site: SiteConfig, citations: Citations) -> list[Artifact]:
    """Return what makes all files under `docs/`, each `src_uri` once; what takes longest comes first."""
    components = Components(collection, site)
    writer = MarkdownWriter()
    papers = {paper.key: paper for paper in collection.bibliography}
    shown = {key: _shown(paper, components) for key, paper in papers.items()}

    def pages(make: Callable[[], Iterable[nodes.Page]], inputs: Sequence[object] = ()) -> Artifact:
        return Artifact(lambda: map(writer.write, make()), make, inputs)

    def page(make: Callable[[], nodes.Page]) -> Artifact:
        return pages(lambda: [make()])

    def index(of: Index) -> Artifact:
        return pages(partial(index_pages, of, components), _index_inputs(of, components))

    def map_of(of: Index) -> Artifact:
        inputs = [(_named(heading), [paper.key for paper in heading.papers]) for heading in of.headings]
        return pages(lambda: [map_page(of, site)], inputs)

    def heading(of: Heading) -> Artifact:
        def pages() -> list[nodes.Page]:
            return [heading_page(of, 1, components)]

        def make() -> Iterator[DocsFile]:
            yield from map(writer.write, pages())
            yield from heading_files(of, components, citations)

        return Artifact(make, pages, [_named(of), [shown[paper.key] for paper in of.papers], _start(of, collection)])

    def more_of_heading(of: Heading, number: int) -> Artifact:
        part = [shown[paper.key] for paper in on_page(of.papers, number)[0]]
        inputs = [_named(of), number, len(of.papers), span(of.papers), part]
        return pages(lambda: [heading_page(of, number, components)], inputs)

    def paper(of: Paper) -> Artifact:
        around, drawn = _drawn(of, components, papers)
        inputs = [shown[of.key], of.location, _linked(of, components, papers), around, drawn]
        return pages(lambda: [paper_page(of, components, papers, shorten(citations[of.key]), around)], inputs)

    headings = [heading for index in reversed(components.indexes) for heading in index.headings]
    return [
        Artifact(lambda: search_files(components, citations)),
        Artifact(lambda: site_files(components, citations)),
        Artifact(lambda: redirect_files(collection.addresses.redirects, site)),
        *map(page, _pages_of_site(components)),
        *(map_of(index) for index in (collection.authors, collection.topics) if index.kind in components.graphs),
        *([Artifact(lambda: map_files(components))] if site.has("maps") else ()),
        *map(index, components.indexes),
        *map(heading, headings),
        *(more_of_heading(one, number) for one in headings for number in range(2, page_count(len(one.papers)) + 1)),
        *map(paper, papers.values()),
    ]


def _index_inputs(index: Index, components: Components) -> list[object]:
    """Return the values from which the pages of an index are made; nothing for years, whose charts count all papers."""
    if index.kind is Kind.YEAR:
        return []
    papers = components.newest
    has_graph = index.kind in components.graphs
    unnamed = unnamed_authors(papers) if index.kind is Kind.AUTHOR else ""
    return [index.kind, len(papers) > 0, has_graph, unnamed, [(_named(one), len(one.papers)) for one in index.headings]]


def _pages_of_site(components: Components) -> list[Callable[[], nodes.Page]]:
    """Return what makes the pages that depend on the whole collection, the lists of papers first."""
    all_papers, new = page_count(len(components.newest)), new_papers_pages(components.collection)
    maps = [paper_map_page] if components.site.has("maps") else []
    downloads = [downloads_page] if components.site.has("downloads") else []
    return [
        *(partial(all_papers_page, number, components) for number in range(1, all_papers + 1)),
        *(partial(new_papers_page, number, components) for number in range(1, new + 1)),
        *(partial(make, components) for make in (home_page, explore_page, browse_page, saved_page, *maps, *downloads)),
    ]


def _linked(paper: Paper, components: Components, papers: Mapping[str, Paper]) -> tuple[object, ...]:
    """Return what a paper's page says of its related papers, and of those before and after it."""
    related = [(papers[one.key], one.topics, one.authors) for one in components.collection.related.get(paper.key, ())]
    beside = components.neighbours(paper, components.first_heading(paper))
    others = [
        (other.key, other.plain_title, other.year, other.pdf, other.arxiv, other.code_url)
        for other in (*(one[0] for one in related), *beside)
        if other
    ]
    return [one[1:] for one in related], [other is None for other in beside], others


def _drawn(
    paper: Paper, components: Components, papers: Mapping[str, Paper]
) -> tuple[Neighbourhood, list[tuple[str, str]]]:
    """Return what is drawn around a paper, and the title and main topic of each paper there."""
    if not components.site.has("maps"):
        return NOTHING_AROUND, []
    around = neighbourhood_of(paper.key, components.collection.nearest)
    near = (papers[neighbour.key] for neighbour in around.neighbours)
    return around, [(one.plain_title, main_topic(one, components)) for one in near]


def _start(heading: Heading, collection: Collection) -> list[tuple[str, str]]:
    """Return the papers of a topic to read first, which depend on what others are related to."""
    points = find_starting_points(heading.papers, collection.related) if heading.kind is Kind.TOPIC else ()
    return [(point.paper.key, point.reason) for point in points]


def _shown(paper: Paper, components: Components) -> str:
    """Return a digest of all that lists say of a paper, wherever it stands in the listing."""
    headings = [_named(heading) for index in components.indexes for heading in index.of_paper[paper.key]]
    arrived = components.collection.arrivals.day(paper)
    return fingerprint(content_digest(paper), headings, components.collection.assignments[paper.key], arrived)


def _named(heading: Heading) -> tuple[str, ...]:
    return heading.src_uri, heading.label, heading.filed_as, heading.about
