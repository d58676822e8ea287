"""Pages of headings (a topic, an author, an area, a year, an affiliation) and of their indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from generator.index import Heading, Index, Kind
from generator.pages.layout import ALL_PAPERS, Page
from generator.pages.parts import Writer, counted, headings_count, page_head, papers_count, span
from generator.text.markdown import escape

_MOST_NEIGHBOURS = 12

_TITLES = {
    Kind.TOPIC: "Topics",
    Kind.AUTHOR: "Authors",
    Kind.AREA: "Subject areas",
    Kind.YEAR: "Years",
    Kind.AFFILIATION: "Affiliations",
}
_EMPTY = {
    Kind.TOPIC: "No topic has two papers yet. Words that place papers under topics stand in `seeds/topics.yml`.",
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


def heading_page(heading: Heading, writer: Writer) -> Page:
    """The page of one heading: what it is, its neighbours, its papers."""
    page = heading.src_uri
    blocks = [
        page_head(f"heading {heading.kind}", heading.label),
        f"{_summary(heading)}\n",
        *(f"{line}\n" for line in _neighbours(heading, writer, page)),
        *writer.papers_by_year(heading.papers, page),
    ]
    return Page(page, "\n".join(blocks))


def index_page(index: Index) -> Page:
    """The index of a kind: authors from A to Z, years from the newest, the others by size."""
    page = index.src_uri
    blocks = [page_head(f"index {index.kind}", _TITLES[index.kind])]
    if not index.headings:
        blocks.append(f"{_EMPTY[index.kind]}\n")
    else:
        blocks += [
            f"{headings_count(index.headings, index.kind)}. {_INTRODUCTIONS[index.kind]}\n",
            *_listed(index, page),
        ]
    return Page(page, "\n".join(blocks))


def all_papers_page(writer: Writer) -> Page:
    """Every paper, by year."""
    papers = writer.collection.bibliography.newest_first()
    summary = f"{papers_count(papers)}, {span(papers)}, the newest first." if papers else "There are no papers yet."
    blocks = [page_head("index papers", "Papers"), f"{summary}\n", *writer.papers_by_year(papers, ALL_PAPERS)]
    return Page(ALL_PAPERS, "\n".join(blocks))


def _summary(heading: Heading) -> str:
    many = papers_count(heading.papers)
    about = f"{escape(heading.about.rstrip('.'))}. " if heading.about else ""
    return f"{about}{many}." if heading.kind is Kind.YEAR else f"{about}{many}, {span(heading.papers)}."


def _neighbours(heading: Heading, writer: Writer, page: str) -> Iterator[str]:
    """Co-authors of an author, and topics of anything but a topic, with how many papers they share."""
    collection = writer.collection
    if heading.kind is Kind.AUTHOR:
        yield from _shared("With", heading, collection.authors, writer, page)
        yield (
            "Papers on which the listing names this person among the first three authors.\n"
            if any(paper.et_al for paper in heading.papers)
            else ""
        )
    yield from _shared("See also" if heading.kind is Kind.TOPIC else "Topics", heading, collection.topics, writer, page)


def _shared(label: str, heading: Heading, index: Index, writer: Writer, page: str) -> Iterator[str]:
    shared = Counter(
        other for paper in heading.papers for other in dict.fromkeys(index.of_paper[paper.key]) if other is not heading
    )
    most = sorted(shared, key=lambda other: (-shared[other], other.sort_key))[:_MOST_NEIGHBOURS]
    if most:
        yield f"{label}: " + ", ".join(f"{writer.headings([other], page)} {shared[other]}" for other in most)


def _listed(index: Index, page: str) -> Iterator[str]:
    if index.kind is Kind.AUTHOR:
        for letter, group in groupby(index.headings, key=_letter):
            yield f"## {letter}\n"
            yield counted(group, page, filed=True)
    elif index.kind is Kind.YEAR:
        yield counted(reversed(index.headings), page)
    else:
        yield counted(index.by_size(), page, about=True)


def _letter(heading: Heading) -> str:
    """The letter under which a heading stands; what begins with none stands before A."""
    first = heading.sort_key[0][:1].upper()
    return first if first.isalpha() else "0–9"
