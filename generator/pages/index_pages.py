"""Pages of headings (a topic, an author, an area, a year, an affiliation) and of their indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Index, Kind
from generator.formats.citations import FILE_STYLES, STYLES, orcid_address
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import (
    Components,
    cards,
    counted,
    headings_count,
    on_page,
    page_count,
    page_meta,
    paged,
    pager,
    papers_count,
    separated,
    shared_counts,
    span,
)
from generator.pages.overview import areas_chart, months_chart, years_chart
from generator.pages.routes import ALL_PAPERS, CO_AUTHORS, DOWNLOADS, TOPIC_MAP, beside

_MOST_NEIGHBOURS = 24
_MOST_NAMED = 3
_PER_INDEX_PAGE = 600
"""Headings of an index beyond which it goes on on another page."""

TITLES = {
    Kind.TOPIC: "Topics",
    Kind.AUTHOR: "Authors",
    Kind.AREA: "Subject areas",
    Kind.YEAR: "Years",
    Kind.AFFILIATION: "Affiliations",
}
_EMPTY = {
    Kind.TOPIC: "No topic has two papers yet. Words that place papers under topics stand in seeds/topics.yml.",
    Kind.AUTHOR: "There are no papers yet.",
    Kind.AREA: "There are no papers yet.",
    Kind.YEAR: "There are no papers yet.",
    Kind.AFFILIATION: "The listing names no affiliations.",
}
_INTRODUCTIONS = {
    Kind.TOPIC: "What the papers are about. A paper stands under a topic for the words of its title and abstract.",
    Kind.AUTHOR: "A listing names at most three authors of a paper: those who are named are counted here.",
    Kind.AREA: "Areas of the arXiv taxonomy, as the listing has them.",
    Kind.YEAR: "When the papers appeared.",
    Kind.AFFILIATION: "As the listing tags them; most papers have none.",
}
_MAPS = {Kind.TOPIC: ("Topic map", TOPIC_MAP), Kind.AUTHOR: ("Co-author graph", CO_AUTHORS)}
_NEIGHBOURS = {
    Kind.TOPIC: (("People", Kind.AUTHOR), ("Topics nearby", Kind.TOPIC)),
    Kind.AUTHOR: (("Co-authors", Kind.AUTHOR), ("Topics", Kind.TOPIC)),
    Kind.AREA: (("Topics", Kind.TOPIC), ("People", Kind.AUTHOR)),
    Kind.YEAR: (("Topics", Kind.TOPIC), ("Areas", Kind.AREA)),
    Kind.AFFILIATION: (("Topics", Kind.TOPIC), ("People", Kind.AUTHOR)),
}


def heading_page(heading: Heading, number: int, components: Components) -> nodes.Page:
    """A page of one heading; the first says what it is and names its neighbours, and on each are some of its papers."""
    head: tuple[nodes.Block, ...] = ()
    foot: tuple[nodes.Block, ...] = ()
    if number == 1:
        head = (
            nodes.Paragraph((_summary(heading),), "ps-lead"),
            *_elsewhere(heading),
            *(months_chart(heading) if heading.kind is Kind.YEAR else years_chart(heading.papers)),
            *_terms(heading, components),
        )
        foot = tuple(_take_away(heading))
    feed: dict[str, Any] = {}
    if has_feed(heading):
        feed["feed"] = components.facts.relative(beside(heading.src_uri, "feed"), paged(heading.src_uri, number))
    return _list_page(heading.src_uri, heading.label, heading.papers, number, components, head, foot, feed)


def all_papers_page(number: int, components: Components) -> nodes.Page:
    """A page of the list of all papers, by year."""
    papers = components.newest
    summary = f"{papers_count(papers)}, {span(papers)}, the newest first." if papers else "There are no papers yet."
    head = (nodes.Paragraph((summary,), "ps-lead"),)
    foot = (
        nodes.Paragraph(
            (nodes.Hyperlink("Download all papers, or follow new ones by a feed", DOWNLOADS),), "ps-take-away"
        ),
    )
    return _list_page(ALL_PAPERS, "Papers", papers, number, components, head, foot, {})


def index_pages(index: Index, collection: Collection) -> Iterator[nodes.Page]:
    """The index of a kind: authors from A to Z, years from the newest, the others by size."""
    title = TITLES[index.kind]
    if not index.headings:
        lead = nodes.Paragraph((_EMPTY[index.kind],), "ps-lead")
        yield nodes.Page(index.src_uri, title, (lead,), page_meta(_EMPTY[index.kind], contents=False))
        return
    introduction = f"{headings_count(index.headings, index.kind)}. {_INTRODUCTIONS[index.kind]}"
    ordered = _ordered(index)
    parts = [ordered[at : at + _PER_INDEX_PAGE] for at in range(0, len(ordered), _PER_INDEX_PAGE)]
    for number, part in enumerate(parts, 1):
        blocks: list[nodes.Block] = []
        if number == 1:
            blocks += [nodes.Paragraph((introduction,), "ps-lead"), *_to_map(index)]
            blocks += _letters(parts, index) if index.kind is Kind.AUTHOR else ()
            blocks += areas_chart(collection.bibliography.papers, collection.areas) if index.kind is Kind.YEAR else ()
        blocks += [*_listed(part, index.kind, collection), *pager(index.src_uri, number, len(parts))]
        name = title if number == 1 else f"{title}, page {number}"
        meta = page_meta(introduction, contents=index.kind is Kind.AUTHOR)
        yield nodes.Page(paged(index.src_uri, number), name, tuple(blocks), meta)


def has_feed(heading: Heading) -> bool:
    """Whether new papers under a heading can be followed."""
    return heading.kind in (Kind.TOPIC, Kind.AUTHOR, Kind.AREA)


def has_downloads(heading: Heading) -> bool:
    """Whether the citations of its papers are worth a file; that of a single paper is on its page."""
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
    """A page of a list of papers, which goes over as many as it needs; `head` and `foot` stand on the first."""
    part, before = on_page(papers, number)
    lead = f"Papers {before + 1:,} to {before + len(part):,} of {len(papers):,}."
    blocks = (
        *(head if number == 1 else (nodes.Paragraph((lead,), "ps-lead"),)),
        *components.entries_by_year(part, of=len(papers)),
        *pager(src_uri, number, page_count(len(papers))),
        *(foot if number == 1 else ()),
    )
    name = title if number == 1 else f"{title}, page {number}"
    description = f"{title}: {papers_count(papers)}, {span(papers)}." if papers else lead
    return nodes.Page(paged(src_uri, number), name, blocks, page_meta(description, **more_meta))


def _summary(heading: Heading) -> str:
    about = f"{heading.about.rstrip('.')}. " if heading.about else ""
    years = "" if heading.kind is Kind.YEAR else f", {span(heading.papers)}"
    truncated = heading.kind is Kind.AUTHOR and any(paper.et_al for paper in heading.papers)
    among = ", as far as the listing names authors: at most three of a paper" if truncated else ""
    return f"{about}{papers_count(heading.papers)}{years}{among}."


def _elsewhere(heading: Heading) -> Iterator[nodes.Block]:
    """Yield the link to a person's ORCID record."""
    if heading.orcid:
        yield nodes.Paragraph(
            (nodes.Hyperlink(f"ORCID {heading.orcid}", orcid_address(heading.orcid), kind="ps-mark"),), "ps-chips"
        )


def _terms(heading: Heading, components: Components) -> Iterator[nodes.Block]:
    """Headings that share papers with this one, with how many."""
    indexes = {index.kind: index for index in components.collection.indexes}
    rows = [(label, _shared(heading, indexes[kind])) for label, kind in _NEIGHBOURS[heading.kind]]
    if any(line for _, line in rows):
        yield nodes.DefinitionList(tuple((label, line) for label, line in rows if line))


def _shared(heading: Heading, index: Index) -> nodes.Inlines:
    shared = _sharing(heading, index)
    most = shared[:_MOST_NEIGHBOURS]
    more = f" and {len(shared) - len(most):,} more" if len(shared) > len(most) else ""
    return (*shared_counts(most), more) if most else ()


def _commonest(heading: Heading, index: Index) -> str:
    """The labels that most of its papers have."""
    return ", ".join(other.label for other, _ in _sharing(heading, index)[:_MOST_NAMED])


def _sharing(heading: Heading, index: Index) -> list[tuple[Heading, int]]:
    """The headings of an index that share papers with one, with how many, those with most first."""
    shared = Counter(
        other for paper in heading.papers for other in dict.fromkeys(index.of_paper[paper.key]) if other is not heading
    )
    return sorted(shared.items(), key=lambda pair: (-pair[1], pair[0].sort_key))


def _take_away(heading: Heading) -> Iterator[nodes.Block]:
    """Feeds to follow a heading, and the citations of its papers."""
    if has_feed(heading):
        names = (("Atom", "feed.xml"), ("JSON Feed", "feed.json"))
        links = separated((nodes.Hyperlink(label, beside(heading.src_uri, name)) for label, name in names), " · ")
        yield nodes.Paragraph(("Follow new papers: ", *links), "ps-take-away")
    if has_downloads(heading):
        styles = (STYLES[name] for name in FILE_STYLES)
        links = separated(
            (nodes.Hyperlink(style.label, beside(heading.src_uri, style.file_name)) for style in styles), " · "
        )
        yield nodes.Paragraph(("Cite all of them: ", *links), "ps-take-away")


def _to_map(index: Index) -> Iterator[nodes.Block]:
    if index.kind in _MAPS:
        yield nodes.Paragraph((nodes.Hyperlink(*_MAPS[index.kind]),))


def _ordered(index: Index) -> tuple[Heading, ...]:
    if index.kind is Kind.AUTHOR:
        return index.headings
    return tuple(reversed(index.headings)) if index.kind is Kind.YEAR else index.by_size()


def _listed(headings: Sequence[Heading], kind: Kind, collection: Collection) -> Iterator[nodes.Block]:
    if kind is Kind.YEAR:
        yield cards(headings, lambda year: _commonest(year, collection.topics))
        return
    if kind is not Kind.AUTHOR:
        yield cards(headings, lambda heading: heading.about)
        return
    for letter, group in groupby(headings, key=_letter):
        yield nodes.SectionHeading(letter, _anchor(letter))
        yield counted(group, filed=True)


def _letters(parts: Sequence[Sequence[Heading]], index: Index) -> Iterator[nodes.Block]:
    """Links to the letters, where the index has several pages; on one page, the table of contents has them."""
    if len(parts) == 1:
        return
    places: dict[str, int] = {}
    for number, part in enumerate(parts, 1):
        for heading in part:
            places.setdefault(_letter(heading), number)
    links = (
        nodes.ListItem(
            (nodes.Paragraph((nodes.Hyperlink(letter, f"{paged(index.src_uri, number)}#{_anchor(letter)}"),)),)
        )
        for letter, number in places.items()
    )
    yield nodes.BulletList(tuple(links), "ps-pager", "Letters")


def _letter(heading: Heading) -> str:
    """The letter under which a heading stands; what begins with none stands before A."""
    first = heading.sort_key[0][:1].upper()
    return first if first.isalpha() else "0–9"


def _anchor(letter: str) -> str:
    return "letter-" + (letter.lower() if letter.isascii() else "0")
