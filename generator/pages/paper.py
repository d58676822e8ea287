"""The page of a paper: title, authors, actions, facts, abstract, related papers, citations, searches, its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from generator.analysis.indexes import Kind
from generator.analysis.neighbourhood import Neighbourhood
from generator.formats import structured_data
from generator.formats.citations import STYLES, arxiv_address, doi_address
from generator.formats.export import place_of_source
from generator.formats.publications import WITHDRAWN, where_published
from generator.models import LINK_LABELS, Link, Location, Paper, PublicationKind, Relation, grouped
from generator.pages import nodes
from generator.pages.actions import CITE, FIND_ON_ARXIV, FIND_ON_SCHOLAR, entry_actions, may_be_on_arxiv, page_actions
from generator.pages.components import Components, chips_line, excerpt, first_authors, page_meta, paper_title, separated
from generator.pages.neighbourhood import further_papers, neighbourhood_figure
from generator.pages.previews import paper_preview
from generator.pages.routes import MAP
from generator.text.latex import parse, plain_nodes

LOOK_UPS = {
    "arXiv": FIND_ON_ARXIV,
    "Semantic Scholar": "https://www.semanticscholar.org/search?q={}",
    "Google Scholar": FIND_ON_SCHOLAR,
}
"""Addresses that search for a paper by its title."""
_AUTHORS = 20
"""Authors that are shown at first; a few more are, too, and the rest is folded."""
_SHARED_AUTHORS = 5
"""Authors that are named of those whom a related paper shares."""
_KINDS = {
    PublicationKind.CHAPTER: "Book chapter",
    PublicationKind.BOOK: "Book",
    PublicationKind.THESIS: "Thesis",
    PublicationKind.REPORT: "Report",
    PublicationKind.PREPRINT: "Preprint",
    PublicationKind.DATASET: "Dataset",
    PublicationKind.SOFTWARE: "Software",
}
"""Marks of kinds; the venue of an article or a conference paper says enough."""
_FIELDS = {
    "et_al": "authors",
    "code": "link to the code",
    "citekey": "citation key",
    "withdrawn": "withdrawal",
    "links": "further links",
    "date_precision": "date",
    "arxiv": "identifier on arXiv",
    "doi": "DOI",
    "pdf": "PDF",
    "code_url": "link to the code",
}
"""Labels of fields that differ from their names."""
_PLACE = re.compile(r"(.+):(\d+)((?: \(|, ).*|)")
"""Place that a field comes from: path, line, and a remark on the source."""
_DESCRIPTION = 200
"""Length of the abstract in a description for search engines, in characters."""


def paper_page(
    paper: Paper,
    components: Components,
    papers: Mapping[str, Paper],
    citations: Mapping[str, str],
    around: Neighbourhood,
) -> nodes.Page:
    """Return the page of a paper; `papers` maps keys to all papers, `citations` styles to the paper's citations."""
    return nodes.Page(
        paper.src_uri,
        paper.plain_title,
        (
            *_withdrawn(paper),
            *_byline(paper, components),
            page_actions(paper),
            *chips_line(_facts(paper, components)),
            *_abstract(paper),
            *_keywords(paper),
            *_related(paper, components, papers, around),
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
    if site.previews:
        meta["preview"] = paper_preview(paper, site).path
    if site.citation_tags:
        meta["citation_tags"] = structured_data.citation_tags(paper, site)
    return meta


def _withdrawn(paper: Paper) -> Iterator[nodes.Block]:
    if paper.withdrawn:
        yield nodes.Paragraph((WITHDRAWN,), "ps-withdrawn")


def _byline(paper: Paper, components: Components) -> Iterator[nodes.Block]:
    """Yield the authors, of whom many are folded, and where the paper appeared."""
    shown = first_authors(paper, _AUTHORS)
    yield nodes.Paragraph(tuple(components.authors(paper, end=shown)), "ps-byline")
    if more := len(paper.authors) - shown:
        rest = nodes.Paragraph(tuple(components.authors(paper, start=shown)))
        yield nodes.Details(f"and {more:,} more authors", (rest,), "ps-data")
    venue, volume, pages, publisher = where_published(paper)
    together: nodes.Inline = nodes.Span(pages, "ps-pages") if pages else ""
    if parts := [part for part in (venue, volume, together, publisher) if part]:
        yield nodes.Paragraph(separated(parts, ", "), "ps-venue")


def _keywords(paper: Paper) -> Iterator[nodes.Block]:
    if paper.keywords:
        yield nodes.Paragraph((f"Keywords: {', '.join(paper.keywords)}",), "ps-keywords")


def _facts(paper: Paper, components: Components) -> Iterator[nodes.Inline]:
    yield from components.chips(paper)
    if paper.kind in _KINDS:
        yield nodes.Span(_KINDS[paper.kind], "ps-mark")
    for award in paper.awards:
        yield nodes.Span(award, "ps-mark ps-mark--award")
    affiliations = components.collection.affiliations.of_paper[paper.key]
    for affiliation in affiliations if components.site.has(Kind.AFFILIATION) else ():
        yield nodes.Hyperlink(affiliation.label, affiliation.src_uri, "Affiliation", "ps-chip ps-chip--affiliation")
    if paper.arxiv:
        yield nodes.Hyperlink(f"arXiv:{paper.arxiv}", arxiv_address(paper.arxiv), css_class="ps-mark")
    if paper.doi:
        yield nodes.Hyperlink(f"doi:{paper.doi}", doi_address(paper.doi), css_class="ps-mark")
    for extra in sorted(paper.links, key=_place_of_link):
        yield nodes.Hyperlink(extra.label, extra.url, css_class="ps-mark")


def _place_of_link(link: Link) -> int:
    return LINK_LABELS.index(link.label) if link.label in LINK_LABELS else len(LINK_LABELS)


def _abstract(paper: Paper) -> Iterator[nodes.Block]:
    parts = (parse(" ".join(text.split("\n"))) for text in re.split(r"\n\s*\n", paper.abstract))
    paragraphs = [part for part in parts if plain_nodes(part).strip()]
    if not paragraphs:
        yield nodes.Paragraph(("There is no abstract of this paper.",), "ps-note")
    for part in paragraphs:
        yield nodes.Paragraph((nodes.RichText(part),), "ps-abstract-text")


def _related(
    paper: Paper, components: Components, papers: Mapping[str, Paper], around: Neighbourhood
) -> Iterator[nodes.Block]:
    if related := components.collection.related.get(paper.key, ()):
        yield nodes.SectionHeading("Related papers")
        yield nodes.BulletList(tuple(_relation(relation, papers[relation.key]) for relation in related), "ps-papers")
        if components.site.has("maps"):
            yield from further_papers(around, papers, [relation.key for relation in related])
            yield from neighbourhood_figure(paper, around, papers, components)
            yield nodes.Paragraph((nodes.Hyperlink("Show on the map", f"{MAP}?paper={paper.key}"),), "ps-more")


def _relation(relation: Relation, paper: Paper) -> nodes.ListItem:
    same = f"{'Same topic' if len(relation.topics) == 1 else 'Same topics'}: {', '.join(relation.topics)}"
    more = len(relation.authors) - _SHARED_AUTHORS
    also_by = f"Also by {', '.join(relation.authors[:_SHARED_AUTHORS])}{f' and {more:,} more' if more > 0 else ''}"
    reasons = (same if relation.topics else "", also_by if relation.authors else "")
    reason = " · ".join(filter(None, reasons)) or "Similar wording"
    year = (nodes.Span(str(paper.year), "ps-date"), " ") if paper.year else ()
    return nodes.ListItem((paper_title(paper), nodes.Paragraph((*year, reason), "ps-reason"), *entry_actions(paper)))


def _citations(paper: Paper, citations: Mapping[str, str]) -> Iterator[nodes.Block]:
    yield nodes.SectionHeading("Cite", CITE)
    codes = {
        style.label: nodes.Code(citations[name], f"{paper.citekey}.{style.extension}") for name, style in STYLES.items()
    }
    yield nodes.Tabs(tuple((label, (code,)) for label, code in codes.items()))
    if paper.et_al:
        yield nodes.Paragraph(("Only the first authors of this paper are known.",), "ps-note")


def _look_ups(paper: Paper) -> Iterator[nodes.Block]:
    query = quote_plus(paper.plain_title)
    yield nodes.SectionHeading("Find this paper")
    fitting = {name: address for name, address in LOOK_UPS.items() if name != "arXiv" or may_be_on_arxiv(paper)}
    links = (nodes.Hyperlink(name, address.format(query)) for name, address in fitting.items())
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
    yield from _sources(paper, components)
    if paper.date_inferred:
        yield ("The listing gives no year; this one is inferred.",)
    if paper.code and not paper.code_url:
        yield ("Code is reported, but no link to it is known.",)
    if paper.score is not None:
        yield ("The score comes from the listing, which does not say what it measures.",)
    if assignments := components.collection.assignments[paper.key]:
        reasons = "; ".join(f"{assignment.topic} ({assignment.reason})" for assignment in assignments)
        yield (f"Topics: {reasons}.",)


def _sources(paper: Paper, components: Components) -> Iterator[nodes.Inlines]:
    """Yield from which places fields come, other than from the entry itself."""
    ordered = sorted(paper.sources, key=place_of_source)
    for place, sources in grouped(ordered, lambda source: source[1]).items():
        names = list(dict.fromkeys(_FIELDS.get(field, field.replace("_", " ")) for field, _ in sources))
        listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
        found = _PLACE.fullmatch(place)
        path, line, remark = found.groups() if found else (place, "", "")
        shown = f"{path}, line {line}" if found else place
        repository = components.site.repository
        url = repository.line_url(Location(path, int(line))) if repository and found else ""
        link = nodes.Hyperlink(shown, url) if url else shown
        yield f"{listed[0].upper()}{listed[1:]} from ", link, f"{remark}."


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
