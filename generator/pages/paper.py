"""The page of a paper: title, authors, facts, abstract, related papers, citation, places to look it up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from generator.citation import arxiv_address, bibtex, doi_address
from generator.index import Heading
from generator.model import Paper
from generator.pages.layout import Page, paper_uri, relative
from generator.pages.parts import Writer, block, day, facts, page_head, paragraph
from generator.related import Relation
from generator.text.markdown import code_block, escape, link, render

LOOK_UPS = {
    "arXiv": "https://arxiv.org/search/?searchtype=title&query={}",
    "Semantic Scholar": "https://www.semanticscholar.org/search?q={}",
    "Google Scholar": "https://scholar.google.com/scholar?q={}",
}
"""Where to look a paper up by its title."""


def paper_page(paper: Paper, writer: Writer, papers: Mapping[str, Paper]) -> Page:
    """The page of one paper; `papers` has all, by key."""
    page = paper_uri(paper)
    related = writer.collection.related.get(paper.key, ())
    blocks = [
        page_head(paper.plain_title, searched=True),
        paragraph("ps-byline", writer.authors(paper, page)),
        facts(_facts(paper, writer, page)),
        *_abstract(paper),
        *([_related(related, papers, page)] if related else []),
        f"## Cite {_UNSEARCHED}\n\n{code_block(bibtex([paper]), 'bibtex')}\n",
        *(
            [paragraph("ps-note", "The listing names only the first authors of this paper; there are more.")]
            * paper.et_al
        ),
        f"## Look it up {_UNSEARCHED}\n\n{_look_ups(paper)}",
    ]
    return Page(page, "\n".join(blocks))


_UNSEARCHED = "{ data-search-exclude }"


def _facts(paper: Paper, writer: Writer, page: str) -> Iterator[tuple[str, str]]:
    collection = writer.collection
    yield "Date", day(paper) + (" (the listing states no year; it is inferred)" if paper.date_inferred else "")
    area = collection.areas.of_paper[paper.key][0]
    code = "" if paper.area.name == paper.area.code else f" ({escape(paper.area.code)})"
    yield "Area", link(paper.area.name, relative(area.src_uri, page)) + code
    if collection.topics.of_paper[paper.key]:
        yield "Topics", ", ".join(_topics(paper, writer, page))
    if paper.affiliations:
        yield "Affiliations", writer.headings(collection.affiliations.of_paper[paper.key], page)
    if paper.code_url:
        yield "Code", link(re.sub(r"^https?://(www\.)?", "", paper.code_url), paper.code_url)
    elif paper.code:
        yield "Code", "Available, says the listing, but the abstract does not say where."
    if paper.score is not None:
        yield "Score", f"{paper.score:g}, as in the listing, which does not say what it measures."
    yield from _identifiers(paper)


def _identifiers(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.arxiv:
        yield "arXiv", link(paper.arxiv, arxiv_address(paper.arxiv))
    if paper.doi:
        yield "DOI", link(paper.doi, doi_address(paper.doi))
    if paper.links:
        yield "Links", ", ".join(link(extra.label, extra.url) for extra in paper.links)


def _topics(paper: Paper, writer: Writer, page: str) -> Iterator[str]:
    """Links to topics; the tooltip says which words placed the paper there."""
    collection = writer.collection
    reasons = {placement.topic: placement.reason for placement in collection.placements[paper.key]}
    headings: tuple[Heading, ...] = collection.topics.of_paper[paper.key]
    for heading in headings:
        yield link(heading.label, relative(heading.src_uri, page), f"Placed by {reasons[heading.label]}")


def _abstract(paper: Paper) -> Iterator[str]:
    paragraphs = [render(" ".join(text.split("\n"))) for text in re.split(r"\n\s*\n", paper.abstract)]
    if not any(paragraphs):
        yield "*The listing has no abstract of this paper.*\n"
    for text in filter(None, paragraphs):
        yield f"{_unindented(text)}\n"


def _unindented(paragraph: str) -> str:
    """A paragraph whose first characters do not begin a list or another block."""
    return re.sub(r"^([-+:]|\d+(?=[.)]))", lambda first: "".join(f"&#{ord(c)};" for c in first[0]), paragraph)


def _related(related: tuple[Relation, ...], papers: Mapping[str, Paper], page: str) -> str:
    lines = "".join(f"{_relation(relation, papers[relation.key], page)}\n" for relation in related)
    return f"## Related papers {_UNSEARCHED}\n\n{block('ps-papers', lines)}"


def _relation(relation: Relation, paper: Paper, page: str) -> str:
    shared = f"shares {', '.join(escape(topic) for topic in relation.topics)}" if relation.topics else ""
    also_by = f"also by {', '.join(escape(author) for author in relation.authors)}" if relation.authors else ""
    reason = "; ".join(filter(None, (shared, also_by))) or "similar words"
    return f"- {link(paper.plain_title, relative(paper_uri(paper), page))}  \n  {paper.date.year} · {reason}"


def _look_ups(paper: Paper) -> str:
    query = quote_plus(paper.plain_title)
    return "".join(f"- {link(name, address.format(query))}\n" for name, address in LOOK_UPS.items())
