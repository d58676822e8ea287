"""The pages of headings (topics, authors, areas, years, affiliations), their indexes, and the list of all papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from generator.analysis.indexes import Heading, Index, Kind
from generator.formats.citations import FILE_STYLES, STYLES, orcid_address
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import (
    Components,
    cards,
    counted,
    headings_count,
    names_all_authors,
    on_page,
    page_count,
    page_meta,
    paged,
    pager,
    papers_and_years,
    papers_count,
    separated,
    shared_counts,
    unnamed_authors,
)
from generator.pages.explore import scripted
from generator.pages.overview import areas_chart, months_chart, years_chart
from generator.pages.previews import heading_preview
from generator.pages.routes import ALL_PAPERS, CO_AUTHORS, DOWNLOADS, EXPLORE, HOME, TOPIC_MAP, beside
from generator.pages.start import where_to_start

_MAX_SHARED = 24
"""Headings listed as sharing papers with another."""
_MAX_TOPICS_OF_YEAR = 3
_PER_INDEX_PAGE = 600
"""Headings on one page of an index."""
_FEWEST_FILTERED = 30
"""Number of authors from which on the index has a field to filter them."""
_ABOUT_FEEDS = "Add one of these addresses to a feed reader, which will then show new papers as they come."
_ABOUT_CITATIONS = "One file with all papers of this page, for reference managers."

TITLES = {
    Kind.TOPIC: "Topics",
    Kind.AUTHOR: "Authors",
    Kind.AREA: "Subject areas",
    Kind.YEAR: "Years",
    Kind.AFFILIATION: "Affiliations",
}
_NO_PAPERS = "No papers yet."
_EMPTY = {
    Kind.TOPIC: "No topic has two papers yet. Topics and their phrases are defined in seeds/topics.yml.",
    Kind.AFFILIATION: "No paper states an affiliation.",
}
_NOT_STATED = {Kind.AREA: "No paper states a subject area.", Kind.YEAR: "No paper has a date."}
_INTRODUCTIONS = {
    Kind.TOPIC: "Topics are assigned from words in the title and abstract.",
    Kind.AREA: "Areas of the arXiv taxonomy.",
    Kind.YEAR: "Papers by the year they appeared.",
    Kind.AFFILIATION: "As the entries state them; most papers have none.",
}
_MAPS = {
    Kind.TOPIC: nodes.Hyperlink("Topic map", TOPIC_MAP),
    Kind.AUTHOR: nodes.Hyperlink("Co-author graph", CO_AUTHORS),
}
_RELATED_KINDS = {
    Kind.TOPIC: (("Authors", Kind.AUTHOR), ("Related topics", Kind.TOPIC)),
    Kind.AUTHOR: (("Co-authors", Kind.AUTHOR), ("Topics", Kind.TOPIC)),
    Kind.AREA: (("Topics", Kind.TOPIC), ("Authors", Kind.AUTHOR)),
    Kind.YEAR: (("Topics", Kind.TOPIC), ("Areas", Kind.AREA)),
    Kind.AFFILIATION: (("Topics", Kind.TOPIC), ("Authors", Kind.AUTHOR)),
}


def heading_page(heading: Heading, number: int, components: Components) -> nodes.Page:
    """Return a page of the papers under a heading; only the first describes the heading and links to related ones."""
    head: tuple[nodes.Block, ...] = ()
    if number == 1:
        head = (
            nodes.Paragraph((_summary(heading),), "ps-lead"),
            _actions(heading),
            *_orcid(heading),
            *(months_chart(heading) if heading.kind is Kind.YEAR else years_chart(heading.papers)),
            *_related_headings(heading, components),
            *(where_to_start(heading.papers, components) if heading.kind is Kind.TOPIC else ()),
        )
    feed = beside(heading.src_uri, "feed")
    meta: dict[str, Any] = {}
    if has_feed(heading):
        meta["feed"] = components.site.relative_url(feed, paged(heading.src_uri, number))
    if _is_author_of_one_paper(heading):
        meta["short_nav"] = True  # most pages are of these, and most of each would be the navigation
    if components.site.previews and heading.kind is Kind.TOPIC:
        meta["preview"] = heading_preview(heading, components.site).path
    return _list_page(heading.src_uri, heading.label, heading.papers, number, components, head, (), meta)


def all_papers_page(number: int, components: Components) -> nodes.Page:
    """Return a page of the list of all papers."""
    papers = components.newest
    order = "newest first" if any(paper.year for paper in papers) else "by title"
    summary = f"{papers_and_years(papers)}, {order}." if papers else _NO_PAPERS
    head = (nodes.Paragraph((summary,), "ps-lead"), *(_elsewhere(components) if papers else ()))
    downloads = nodes.Hyperlink("Download all papers or follow new ones in a feed reader", DOWNLOADS)
    foot = (nodes.Paragraph((downloads,), "ps-take-away") if components.site.has("downloads") else _feeds(HOME),)
    return _list_page(ALL_PAPERS, "Papers", papers, number, components, head, foot, {})


def _elsewhere(components: Components) -> Iterator[nodes.Block]:
    """Yield links to the other lists, as the home page may be written by hand."""
    explore = nodes.Hyperlink("Explore and cite", EXPLORE)
    indexes = [nodes.Hyperlink(headings_count(one), one.src_uri) for one in components.indexes if one.headings]
    yield nodes.tight_list(((link,) for link in (explore, *indexes)), "ps-numbers")


def index_pages(index: Index, components: Components) -> Iterator[nodes.Page]:
    """Yield the pages of an index: authors from A to Z, years from the newest, other headings by number of papers."""
    title, site = TITLES[index.kind], components.site
    if not index.headings:
        empty = _EMPTY | (_NOT_STATED if components.newest else {})
        lead = empty.get(index.kind, _NO_PAPERS)
        yield nodes.Page(
            index.src_uri, title, (nodes.Paragraph((lead,), "ps-lead"),), page_meta(lead, site, contents=False)
        )
        return
    introduction = f"{headings_count(index)}. {_introduction(index, components)}".rstrip()
    ordered = _ordered(index)
    parts = [ordered[at : at + _PER_INDEX_PAGE] for at in range(0, len(ordered), _PER_INDEX_PAGE)]
    for number, part in enumerate(parts, 1):
        blocks: list[nodes.Block] = []
        if number == 1:
            blocks += [nodes.Paragraph((introduction,), "ps-lead")]
            blocks += [nodes.Paragraph((_MAPS[index.kind],))] if index.kind in components.graphs else ()
            blocks += _letters(parts, index) if index.kind is Kind.AUTHOR else ()
            blocks += _chart(components) if index.kind is Kind.YEAR else ()
        if index.kind is Kind.AUTHOR and len(ordered) >= _FEWEST_FILTERED:
            field = scripted("author-filter", paged(index.src_uri, number), site)
            blocks.append(nodes.Figure(field, "ps-author-filter"))
        blocks += [*_listed(part, index.kind, components), *pager(index.src_uri, number, len(parts))]
        name = title if number == 1 else f"{title}, page {number}"
        meta = page_meta(introduction, site, contents=index.kind is Kind.AUTHOR)
        yield nodes.Page(paged(index.src_uri, number), name, tuple(blocks), meta)


def _introduction(index: Index, components: Components) -> str:
    if index.kind is not Kind.AUTHOR:
        return _INTRODUCTIONS[index.kind]
    unnamed = unnamed_authors(components.collection.bibliography)
    return f"{unnamed}; only these are counted." if unnamed else ""


def _chart(components: Components) -> Iterator[nodes.Block]:
    papers, areas = components.collection.bibliography.papers, components.collection.areas
    return areas_chart(papers, areas) if components.site.has(Kind.AREA) and areas.headings else years_chart(papers)


def has_feed(heading: Heading) -> bool:
    """Return whether a heading has feeds of its papers."""
    return heading.kind in (Kind.TOPIC, Kind.AUTHOR, Kind.AREA)


def has_downloads(heading: Heading) -> bool:
    """Return whether a heading has files of citations; the citation of a single paper is on its page."""
    return len(heading.papers) > 1


def _list_page(
    src_uri: str,
    title: str,
    papers: Sequence[Paper],
    number: int,
    components: Components,
    head: tuple[nodes.Block, ...],
    foot: tuple[nodes.Block, ...],
    more_meta: dict[str, Any],
) -> nodes.Page:
    """Return a page of a list of papers; `head` and `foot` are on the first page only."""
    part, before = on_page(papers, number)
    lead = f"Papers {before + 1:,} to {before + len(part):,} of {len(papers):,}."
    blocks = (
        *(head if number == 1 else (nodes.Paragraph((lead,), "ps-lead"),)),
        *components.entries_by_year(part, total=len(papers)),
        *pager(src_uri, number, page_count(len(papers))),
        *(foot if number == 1 else ()),
    )
    name = title if number == 1 else f"{title}, page {number}"
    description = f"{title}: {papers_and_years(papers)}." if papers else lead
    return nodes.Page(paged(src_uri, number), name, blocks, page_meta(description, components.site, **more_meta))


def _summary(heading: Heading) -> str:
    about = f"{heading.about.rstrip('.')}. " if heading.about else ""
    count = papers_count(heading.papers) if heading.kind is Kind.YEAR else papers_and_years(heading.papers)
    unnamed = unnamed_authors(heading.papers) if heading.kind is Kind.AUTHOR else ""
    return f"{about}{count}.{f' {unnamed}.' if unnamed else ''}"


def _orcid(heading: Heading) -> Iterator[nodes.Block]:
    if heading.orcid:
        link = nodes.Hyperlink(f"ORCID {heading.orcid}", orcid_address(heading.orcid), css_class="ps-mark")
        yield nodes.Paragraph((link,), "ps-chips")


def _related_headings(heading: Heading, components: Components) -> Iterator[nodes.Block]:
    indexes = {index.kind: index for index in components.indexes}
    kinds = [(label, kind) for label, kind in _RELATED_KINDS[heading.kind] if kind in indexes]
    if _is_author_of_one_paper(heading):  # its entry, the only one, has links to its topics and authors
        kinds = [
            (label, kind) for label, kind in kinds if kind is Kind.AUTHOR and not names_all_authors(heading.papers[0])
        ]
    rows = ((label, _shared_links(heading, indexes[kind])) for label, kind in kinds)
    if filled := tuple((label, links) for label, links in rows if links):
        yield nodes.DefinitionList(filled)


def _is_author_of_one_paper(heading: Heading) -> bool:
    return heading.kind is Kind.AUTHOR and len(heading.papers) == 1


def _shared_links(heading: Heading, index: Index) -> nodes.Inlines:
    """Return links to the headings of an index that share most papers with a heading, and one to all in Explore."""
    shared = _shared(heading, index)
    links = shared_counts(shared[:_MAX_SHARED])
    if (more := len(shared) - _MAX_SHARED) <= 0:
        return links
    return (*links, " and ", nodes.Hyperlink(f"{more:,} more", _in_explore(heading, open=_facet(index.kind))))


def _shared(heading: Heading, index: Index) -> list[tuple[Heading, int]]:
    """Return the headings of an index that share papers with a heading, and how many, largest number first."""
    shared = Counter(
        other for paper in heading.papers for other in dict.fromkeys(index.of_paper[paper.key]) if other is not heading
    )
    return sorted(shared.items(), key=lambda pair: (-pair[1], pair[0].sort_key))


def _actions(heading: Heading) -> nodes.BulletList:
    """Return how to follow a heading, cite its papers, and filter them."""
    explore = nodes.Hyperlink("Open in Explore", _in_explore(heading), css_class="ps-action")
    items = [nodes.ListItem((nodes.Paragraph((explore,), "ps-action-line"),))]
    if has_downloads(heading):
        files = ((STYLES[name].label, STYLES[name].file_name) for name in FILE_STYLES)
        links = (nodes.Hyperlink(label, beside(heading.src_uri, name)) for label, name in files)
        items.insert(0, _menu("Cite all", _ABOUT_CITATIONS, links, "ps-file"))
    if has_feed(heading):
        items.insert(0, _menu("Follow", _ABOUT_FEEDS, _feed_links(heading.src_uri), "ps-feed"))
    return nodes.BulletList(tuple(items), "ps-actions")


def _menu(label: str, about: str, links: Iterable[nodes.Hyperlink], css_class: str) -> nodes.ListItem:
    """Return links that are folded, each on a line of its own: Markdown has no lists with a class within a list."""
    lines = (nodes.Paragraph((link,), css_class) for link in links)
    return nodes.ListItem((nodes.Details(label, (nodes.Paragraph((about,)), *lines), "ps-menu"),))


def _in_explore(heading: Heading, **more: str) -> str:
    """Return the address of the papers of a heading in Explore."""
    area = heading.papers[0].area if heading.kind is Kind.AREA else None
    chosen = {_facet(heading.kind): area.code if area else heading.slug}
    return f"{EXPLORE}?{urlencode(chosen | more)}"


def _facet(kind: Kind) -> str:
    """Return the name of the facet of Explore that has the headings of an index."""
    return kind.removesuffix("s")


def _feed_links(src_uri: str) -> Iterator[nodes.Hyperlink]:
    for label, name in (("Atom", "feed.xml"), ("JSON Feed", "feed.json")):
        yield nodes.Hyperlink(label, beside(src_uri, name))


def _feeds(src_uri: str) -> nodes.Paragraph:
    return nodes.Paragraph(("Follow new papers: ", *separated(_feed_links(src_uri), " · ")), "ps-take-away")


def _ordered(index: Index) -> tuple[Heading, ...]:
    match index.kind:
        case Kind.AUTHOR:
            return index.headings
        case Kind.YEAR:
            return index.headings[::-1]
        case _:
            return index.by_size()


def _listed(headings: Sequence[Heading], kind: Kind, components: Components) -> Iterator[nodes.Block]:
    if kind is Kind.YEAR:
        topics = components.collection.topics
        yield cards(headings, lambda year: ", ".join(h.label for h, _ in _shared(year, topics)[:_MAX_TOPICS_OF_YEAR]))
    elif kind is Kind.AUTHOR:
        for letter, group in groupby(headings, key=_letter):
            yield nodes.SectionHeading(letter, _anchor(letter))
            yield counted(group, filed=True)
    else:
        yield cards(headings, lambda heading: heading.about)


def _letters(parts: Sequence[Sequence[Heading]], index: Index) -> Iterator[nodes.Block]:
    """Yield links to the letters of an index of several pages; otherwise the table of contents has them."""
    if len(parts) == 1:
        return
    page_of: dict[str, int] = {}
    for number, part in enumerate(parts, 1):
        for heading in part:
            page_of.setdefault(_letter(heading), number)
    rows = (
        (nodes.Hyperlink(letter, f"{paged(index.src_uri, number)}#{_anchor(letter)}"),)
        for letter, number in page_of.items()
    )
    yield nodes.tight_list(rows, "ps-pager", "Letters")


def _letter(heading: Heading) -> str:
    """Return the letter that a heading is listed under; `0–9` if it does not begin with one."""
    first = heading.sort_key[0][:1].upper()
    return first if first.isalpha() else "0–9"


def _anchor(letter: str) -> str:
    return "letter-" + (letter.lower() if letter.isascii() else "0")
