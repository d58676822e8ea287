"""Actions of a paper: links to its PDF, its page on arXiv, its code and its citation.

The script of the site adds those that need it: to find a paper, to save it, to cite it in place, to copy its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from generator.formats.citations import arxiv_address, doi_address, pdf_address
from generator.models import Paper, PublicationKind
from generator.pages import nodes

FIND_ON_ARXIV = "https://arxiv.org/search/?searchtype=title&query={}"
"""Address that searches arXiv for a title; the script of the site has it, too."""
FIND_ON_SCHOLAR = "https://scholar.google.com/scholar?q={}"
"""Address that searches Google Scholar, for what arXiv does not have; the script of lists has it, too."""
_NOT_ON_ARXIV = frozenset(
    {
        PublicationKind.BOOK,
        PublicationKind.CHAPTER,
        PublicationKind.THESIS,
        PublicationKind.DATASET,
        PublicationKind.SOFTWARE,
    }
)
CITE = "cite"
"""Anchor of the citations on the page of a paper."""


def page_actions(paper: Paper) -> nodes.BulletList:
    """Return the actions of a paper for its own page."""
    rows = ((link,) for link in (*_links(paper, on_page=True), _action("Cite", f"{paper.src_uri}#{CITE}", "cite")))
    return nodes.tight_list(rows, "ps-actions ps-actions--paper")


def entry_actions(paper: Paper) -> Iterator[nodes.Block]:
    """Yield a line of the actions of a paper for lists, nothing if it has none without the script."""
    links = [part for link in _links(paper) for part in (" ", link)]
    if links:
        yield nodes.Paragraph(tuple(links[1:]), "ps-actions")


def reported_code(paper: Paper) -> Iterator[nodes.Inline]:
    """Yield a mark if the listing reports code but gives no address, so that there is no action for it."""
    if paper.code and not paper.code_url:
        yield nodes.Span("Code reported", "ps-mark ps-mark--reported")


def only_doi(paper: Paper) -> bool:
    """Return whether a DOI is all that leads to a paper, so that lists have it."""
    return bool(paper.doi) and not (pdf_address(paper) or paper.arxiv)


def may_be_on_arxiv(paper: Paper) -> bool:
    """Return whether a paper is of a kind that arXiv has."""
    return paper.kind not in _NOT_ON_ARXIV


def needs_scholar_search(paper: Paper) -> bool:
    """Return whether to look for a paper on Google Scholar: nothing leads to it, and arXiv has none of its kind."""
    return not (pdf_address(paper) or paper.arxiv or paper.doi or may_be_on_arxiv(paper))


def _links(paper: Paper, *, on_page: bool = False) -> Iterator[nodes.Hyperlink]:
    pdf = pdf_address(paper)
    if pdf:
        yield _action("PDF", pdf, "pdf")
    if paper.arxiv:
        yield _action("arXiv", arxiv_address(paper.arxiv), "arxiv")
    elif needs_scholar_search(paper):
        yield _action("Find on Scholar", FIND_ON_SCHOLAR.format(quote_plus(paper.plain_title)), "find")
    elif on_page and not pdf and not paper.doi:
        yield _action("Find on arXiv", FIND_ON_ARXIV.format(quote_plus(paper.plain_title)), "find")
    if paper.doi and (on_page or only_doi(paper)):
        yield _action("DOI", doi_address(paper.doi), "doi")
    if paper.code_url:
        yield _action("Code", paper.code_url, "code")


def _action(label: str, target: str, kind: str) -> nodes.Hyperlink:
    return nodes.Hyperlink(label, target, css_class=f"ps-action ps-action--{kind}")
