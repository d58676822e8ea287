"""Pages of headings (a topic, an author, an area, a year, an affiliation) and of their indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from generator.index import Heading, Index, Kind
from generator.pages.layout import ALL_PAPERS, Page
from generator.pages.parts import Writer, counted, facts, headings_count, page_head, papers_count, paragraph, span
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
        page_head(heading.label),
        paragraph("ps-lead", _summary(heading)),
        facts(_neighbours(heading, writer, page)),
        *writer.papers_by_year(heading.papers, page),
    ]
    return Page(page, "\n".join(filter(None, blocks)))


def index_page(index: Index) -> Page:
    """The index of a kind: authors from A to Z, years from the newest, the others by size."""
    page = index.src_uri
    blocks = [page_head(_TITLES[index.kind], contents=index.kind is Kind.AUTHOR)]
    if not index.headings:
        blocks.append(paragraph("ps-lead", _EMPTY[index.kind]))
    else:
        introduction = f"{headings_count(index.headings, index.kind)}. {_INTRODUCTIONS[index.kind]}"
        blocks += [paragraph("ps-lead", introduction), *_listed(index, page)]
    return Page(page, "\n".join(blocks))


def all_papers_page(writer: Writer) -> Page:
    """Every paper, by year."""
    papers = writer.collection.bibliography.newest_first()
    summary = f"{papers_count(papers)}, {span(papers)}, the newest first." if papers else "There are no papers yet."
    blocks = [page_head("Papers"), paragraph("ps-lead", summary), *writer.papers_by_year(papers, ALL_PAPERS)]
    return Page(ALL_PAPERS, "\n".join(blocks))


def _summary(heading: Heading) -> str:
    about = f"{escape(heading.about.rstrip('.'))}. " if heading.about else ""
    years = "" if heading.kind is Kind.YEAR else f", {span(heading.papers)}"
    truncated = heading.kind is Kind.AUTHOR and any(paper.et_al for paper in heading.papers)
    among = ", as far as the listing names authors: at most three of a paper" if truncated else ""
    return f"{about}{papers_count(heading.papers)}{years}{among}."


def _neighbours(heading: Heading, writer: Writer, page: str) -> Iterator[tuple[str, str]]:
    """Headings that share papers with this one, with how many."""
    collection = writer.collection
    shown = {
        Kind.TOPIC: (("Authors", collection.authors), ("Topics nearby", collection.topics)),
        Kind.AUTHOR: (("With", collection.authors), ("Topics", collection.topics)),
        Kind.AREA: (("Topics", collection.topics), ("Authors", collection.authors)),
        Kind.YEAR: (("Topics", collection.topics), ("Areas", collection.areas)),
        Kind.AFFILIATION: (("Topics", collection.topics), ("Authors", collection.authors)),
    }
    for label, index in shown[heading.kind]:
        shared = _shared(heading, index, writer, page)
        if shared:
            yield label, shared


def _shared(heading: Heading, index: Index, writer: Writer, page: str) -> str:
    shared = Counter(
        other for paper in heading.papers for other in dict.fromkeys(index.of_paper[paper.key]) if other is not heading
    )
    most = sorted(shared, key=lambda other: (-shared[other], other.sort_key))[:_MOST_NEIGHBOURS]
    return ", ".join(f"{writer.headings([other], page)} {shared[other]}" for other in most)


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
