"""The page of a paper: title, authors, facts, abstract, related papers, citation, places to look it up, its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from generator.formats import structured_data
from generator.formats.citations import STYLES, arxiv_address, doi_address
from generator.models import Paper, Relation
from generator.pages import nodes
from generator.pages.components import Components, excerpt, first_heading, page_meta, separated
from generator.text.latex import parse, plain_nodes

LOOK_UPS = {
    "arXiv": "https://arxiv.org/search/?searchtype=title&query={}",
    "Semantic Scholar": "https://www.semanticscholar.org/search?q={}",
    "Google Scholar": "https://scholar.google.com/scholar?q={}",
}
"""Where to look a paper up by its title."""
_DESCRIPTION = 200
"""Letters of an abstract that search engines show."""


def paper_page(
    paper: Paper, components: Components, papers: Mapping[str, Paper], citations: Mapping[str, str]
) -> nodes.Page:
    """The page of one paper; `papers` has all, by key, and `citations` its own, by style."""
    return nodes.Page(
        paper.src_uri,
        paper.plain_title,
        (
            nodes.Paragraph(tuple(components.authors(paper)), "ps-byline"),
            nodes.Paragraph(tuple(separated(_facts(paper, components), " ")), "ps-chips"),
            *_abstract(paper),
            *_related(components.collection.related.get(paper.key, ()), papers),
            *_citations(paper, citations),
            *_look_ups(paper),
            *_entry(paper, components),
            *_neighbours(paper, components),
        ),
        _meta(paper, components),
    )


def _meta(paper: Paper, components: Components) -> dict[str, object]:
    facts, abstract = components.facts, components.abstract(paper)
    topics = tuple(heading.label for heading in components.collection.topics.of_paper[paper.key])
    meta = page_meta(excerpt(abstract or paper.plain_title, _DESCRIPTION))
    meta["json_ld"] = structured_data.article(paper, abstract, topics, facts)
    if facts.citation_tags:
        meta["citation_tags"] = structured_data.citation_tags(paper, facts)
    return meta


def _facts(paper: Paper, components: Components) -> Iterator[nodes.Inline]:
    yield from components.chips(paper)
    for affiliation in components.collection.affiliations.of_paper[paper.key]:
        yield nodes.Hyperlink(affiliation.label, affiliation.src_uri, "Affiliation", "ps-chip ps-chip--affiliation")
    if paper.arxiv:
        yield nodes.Hyperlink(f"arXiv:{paper.arxiv}", arxiv_address(paper.arxiv), kind="ps-mark")
    if paper.doi:
        yield nodes.Hyperlink(f"doi:{paper.doi}", doi_address(paper.doi), kind="ps-mark")
    for extra in paper.links:
        yield nodes.Hyperlink(extra.label, extra.url, kind="ps-mark")


def _abstract(paper: Paper) -> Iterator[nodes.Block]:
    parts = (parse(" ".join(text.split("\n"))) for text in re.split(r"\n\s*\n", paper.abstract))
    paragraphs = [part for part in parts if plain_nodes(part).strip()]
    if not paragraphs:
        yield nodes.Paragraph(("The listing has no abstract of this paper.",), "ps-note")
    for part in paragraphs:
        yield nodes.Paragraph((nodes.RichText(part),), "ps-abstract-text")


def _related(related: tuple[Relation, ...], papers: Mapping[str, Paper]) -> Iterator[nodes.Block]:
    if related:
        yield nodes.SectionHeading("Related papers")
        yield nodes.BulletList(tuple(_relation(relation, papers[relation.key]) for relation in related), "ps-papers")


def _relation(relation: Relation, paper: Paper) -> nodes.ListItem:
    shared = f"shares: {', '.join(relation.topics)}" if relation.topics else ""
    also_by = f"also by {', '.join(relation.authors)}" if relation.authors else ""
    reason = "; ".join(filter(None, (shared, also_by))) or "similar words"
    return nodes.ListItem(
        (
            nodes.Paragraph((nodes.Hyperlink(paper.plain_title, paper.src_uri),), "ps-title"),
            nodes.Paragraph((nodes.Span(str(paper.date.year), "ps-date"), " ", reason), "ps-reason"),
        )
    )


def _citations(paper: Paper, citations: Mapping[str, str]) -> Iterator[nodes.Block]:
    yield nodes.SectionHeading("Cite")
    yield nodes.Tabs(
        tuple(
            (style.label, (nodes.Code(citations[name], f"{paper.citekey}.{style.extension}"),))
            for name, style in STYLES.items()
        )
    )
    if paper.et_al:
        yield nodes.Paragraph(("The listing names only the first authors of this paper; there are more.",), "ps-note")


def _look_ups(paper: Paper) -> Iterator[nodes.Block]:
    query = quote_plus(paper.plain_title)
    yield nodes.SectionHeading("Look it up")
    links = (nodes.Hyperlink(name, address.format(query)) for name, address in LOOK_UPS.items())
    yield nodes.Paragraph(tuple(separated(links, " · ")))


def _entry(paper: Paper, components: Components) -> Iterator[nodes.Block]:
    """Where the page comes from, what in it is an inference, and how to put it right."""
    yield nodes.SectionHeading("About this entry")
    yield nodes.BulletList(
        tuple(nodes.ListItem((nodes.Paragraph(line),)) for line in _remarks(paper, components)), "ps-remarks"
    )


def _remarks(paper: Paper, components: Components) -> Iterator[nodes.Inlines]:
    repository = components.facts.repository
    if repository:
        yield (
            "It comes from ",
            nodes.Hyperlink(f"line {paper.location.line} of {paper.location.path}", repository.line(paper.location)),
            ". Is something wrong? ",
            nodes.Hyperlink("Report a correction", repository.report(paper)),
            ".",
        )
    else:
        yield (f"It comes from line {paper.location.line} of {paper.location.path}.",)
    if paper.date_inferred:
        yield ("The listing states no year; the year is inferred.",)
    if paper.code and not paper.code_url:
        yield ("Code is available, says the listing; the abstract does not say where.",)
    if paper.score is not None:
        yield ("The score is the listing’s, which does not say what it measures.",)
    placements = components.collection.placements[paper.key]
    if placements:
        reasons = "; ".join(f"{placement.topic} by {placement.reason}" for placement in placements)
        yield (f"Its topics: {reasons}.",)


def _neighbours(paper: Paper, components: Components) -> Iterator[nodes.Block]:
    """The previous and the next paper under the paper's first topic or, where it has none, its area."""
    collection = components.collection
    heading = first_heading(paper, collection)
    newer, older = components.beside(paper, heading)
    items = [
        nodes.ListItem(
            (
                nodes.Paragraph((f"{label} in {heading.label}",), "ps-note"),
                nodes.Paragraph((nodes.Hyperlink(other.plain_title, other.src_uri),), "ps-title"),
            )
        )
        for label, other in (("Newer", newer), ("Older", older))
        if other
    ]
    if items:
        yield nodes.BulletList(tuple(items), "ps-neighbours", f"Newer and older papers in {heading.label}")
