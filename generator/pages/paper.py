"""The page of a paper: title, authors, facts, abstract, related papers, citations, searches elsewhere, its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from generator.analysis.indexes import Kind
from generator.formats import structured_data
from generator.formats.citations import STYLES, arxiv_address, doi_address
from generator.models import Paper, Relation
from generator.pages import nodes
from generator.pages.components import Components, excerpt, page_meta, paper_title, separated
from generator.text.latex import parse, plain_nodes

LOOK_UPS = {
    "arXiv": "https://arxiv.org/search/?searchtype=title&query={}",
    "Semantic Scholar": "https://www.semanticscholar.org/search?q={}",
    "Google Scholar": "https://scholar.google.com/scholar?q={}",
}
"""Addresses that search for a paper by its title."""
_DESCRIPTION = 200
"""Length of the abstract in a description for search engines, in characters."""


def paper_page(
    paper: Paper, components: Components, papers: Mapping[str, Paper], citations: Mapping[str, str]
) -> nodes.Page:
    """Return the page of a paper; `papers` maps keys to all papers, `citations` styles to the paper's citations."""
    return nodes.Page(
        paper.src_uri,
        paper.plain_title,
        (
            nodes.Paragraph(tuple(components.authors(paper)), "ps-byline"),
            nodes.Paragraph(separated(_facts(paper, components), " "), "ps-chips"),
            *_abstract(paper),
            *_related(components.collection.related.get(paper.key, ()), papers),
            *_citations(paper, citations),
            *_look_ups(paper),
            nodes.SectionHeading("About this entry"),
            nodes.tight_list(_remarks(paper, components), "ps-remarks"),
            *_neighbours(paper, components),
        ),
        _meta(paper, components),
    )


def _meta(paper: Paper, components: Components) -> dict[str, object]:
    site, abstract = components.site, components.abstract(paper)
    topics = tuple(heading.label for heading in components.collection.topics.of_paper[paper.key])
    meta = page_meta(excerpt(abstract or paper.plain_title, _DESCRIPTION), site)
    meta["json_ld"] = structured_data.article_json_ld(paper, abstract, topics, site)
    if site.citation_tags:
        meta["citation_tags"] = structured_data.citation_tags(paper, site)
    return meta


def _facts(paper: Paper, components: Components) -> Iterator[nodes.Inline]:
    yield from components.chips(paper)
    affiliations = components.collection.affiliations.of_paper[paper.key]
    for affiliation in affiliations if components.site.has(Kind.AFFILIATION) else ():
        yield nodes.Hyperlink(affiliation.label, affiliation.src_uri, "Affiliation", "ps-chip ps-chip--affiliation")
    if paper.arxiv:
        yield nodes.Hyperlink(f"arXiv:{paper.arxiv}", arxiv_address(paper.arxiv), css_class="ps-mark")
    if paper.doi:
        yield nodes.Hyperlink(f"doi:{paper.doi}", doi_address(paper.doi), css_class="ps-mark")
    for extra in paper.links:
        yield nodes.Hyperlink(extra.label, extra.url, css_class="ps-mark")


def _abstract(paper: Paper) -> Iterator[nodes.Block]:
    parts = (parse(" ".join(text.split("\n"))) for text in re.split(r"\n\s*\n", paper.abstract))
    paragraphs = [part for part in parts if plain_nodes(part).strip()]
    if not paragraphs:
        yield nodes.Paragraph(("The listing has no abstract for this paper.",), "ps-note")
    for part in paragraphs:
        yield nodes.Paragraph((nodes.RichText(part),), "ps-abstract-text")


def _related(related: tuple[Relation, ...], papers: Mapping[str, Paper]) -> Iterator[nodes.Block]:
    if related:
        yield nodes.SectionHeading("Related papers")
        yield nodes.BulletList(tuple(_relation(relation, papers[relation.key]) for relation in related), "ps-papers")


def _relation(relation: Relation, paper: Paper) -> nodes.ListItem:
    same = f"{'Same topic' if len(relation.topics) == 1 else 'Same topics'}: {', '.join(relation.topics)}"
    also_by = f"Also by {', '.join(relation.authors)}"
    reasons = (same if relation.topics else "", also_by if relation.authors else "")
    reason = " · ".join(filter(None, reasons)) or "Similar wording"
    year = nodes.Span(str(paper.date.year), "ps-date")
    return nodes.ListItem((paper_title(paper), nodes.Paragraph((year, " ", reason), "ps-reason")))


def _citations(paper: Paper, citations: Mapping[str, str]) -> Iterator[nodes.Block]:
    yield nodes.SectionHeading("Cite")
    codes = {
        style.label: nodes.Code(citations[name], f"{paper.citekey}.{style.extension}") for name, style in STYLES.items()
    }
    yield nodes.Tabs(tuple((label, (code,)) for label, code in codes.items()))
    if paper.et_al:
        yield nodes.Paragraph(("The listing names only the first authors of this paper.",), "ps-note")


def _look_ups(paper: Paper) -> Iterator[nodes.Block]:
    query = quote_plus(paper.plain_title)
    yield nodes.SectionHeading("Find this paper")
    links = (nodes.Hyperlink(name, address.format(query)) for name, address in LOOK_UPS.items())
    yield nodes.Paragraph(separated(links, " · "))


def _remarks(paper: Paper, components: Components) -> Iterator[nodes.Inlines]:
    """Yield where the entry comes from, which of its facts are inferred, and how to correct it."""
    source = f"{paper.location.path}, line {paper.location.line}"
    if repository := components.site.repository:
        yield (
            "Listed in ",
            nodes.Hyperlink(source, repository.line_url(paper.location)),
            ". Is something wrong? ",
            nodes.Hyperlink("Report a correction", repository.issue_url(paper)),
            ".",
        )
    else:
        yield (f"Listed in {source}.",)
    if paper.date_inferred:
        yield ("The listing gives no year; this one is inferred.",)
    if paper.code and not paper.code_url:
        yield ("The listing reports code, but there is no link to it.",)
    if paper.score is not None:
        yield ("The score comes from the listing, which does not say what it measures.",)
    if assignments := components.collection.assignments[paper.key]:
        reasons = "; ".join(f"{assignment.topic} ({assignment.reason})" for assignment in assignments)
        yield (f"Topics: {reasons}.",)


def _neighbours(paper: Paper, components: Components) -> Iterator[nodes.Block]:
    """Yield links to the next newer and older paper under the paper's first topic or, if it has none, its area."""
    heading = components.first_heading(paper)
    if heading is None:
        return
    items = tuple(
        nodes.ListItem((nodes.Paragraph((f"{label} in {heading.label}",), "ps-note"), paper_title(other)))
        for label, other in zip(("Newer", "Older"), components.neighbours(paper, heading), strict=True)
        if other
    )
    if items:
        yield nodes.BulletList(items, "ps-neighbours", f"Newer and older papers in {heading.label}")
