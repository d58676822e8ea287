"""Publications: a paper in; its kind and where it appeared, as fields of BibTeX, RIS and CSL-JSON and as text, out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.models import Paper, PublicationKind


class _Terms(NamedTuple):
    """Names that the formats have for a kind of publication and its parts."""

    bibtex: str
    """Type of an entry of BibTeX; those that BibTeX does not have are of biblatex."""
    bibtex_venue: str
    bibtex_publisher: str
    ris: str
    csl: str
    csl_venue: str = "container-title"


_UNKNOWN = _Terms("misc", "howpublished", "publisher", "GEN", "article")
_TERMS: Mapping[PublicationKind | None, _Terms] = {
    PublicationKind.ARTICLE: _Terms("article", "journal", "publisher", "JOUR", "article-journal"),
    PublicationKind.CONFERENCE: _Terms("inproceedings", "booktitle", "publisher", "CPAPER", "paper-conference"),
    PublicationKind.CHAPTER: _Terms("incollection", "booktitle", "publisher", "CHAP", "chapter"),
    PublicationKind.BOOK: _Terms("book", "series", "publisher", "BOOK", "book", "collection-title"),
    PublicationKind.THESIS: _Terms("phdthesis", "series", "school", "THES", "thesis"),
    PublicationKind.REPORT: _Terms("techreport", "series", "institution", "RPRT", "report"),
    PublicationKind.PREPRINT: _UNKNOWN._replace(ris="UNPB"),
    PublicationKind.DATASET: _Terms("dataset", "howpublished", "publisher", "DATA", "dataset"),
    PublicationKind.SOFTWARE: _Terms("software", "howpublished", "publisher", "COMP", "software"),
    PublicationKind.OTHER: _UNKNOWN._replace(csl="document"),
}
"""Terms of the kinds; those of other papers are `_UNKNOWN`."""
_PREPRINT, _OTHER = "preprint", "other"
_DETAILS: Mapping[PublicationKind | None, str] = {PublicationKind.PREPRINT: _PREPRINT, PublicationKind.OTHER: _OTHER}
"""Names of the kinds in formats that have them as details of another."""
WITHDRAWN = "This paper was withdrawn."


def bibtex_type(paper: Paper) -> str:
    """Return the type of a paper's entry in BibTeX."""
    return _terms(paper).bibtex


def bibtex_publication(paper: Paper) -> dict[str, str]:
    """Return the fields of BibTeX that tell where a paper appeared, in plain text, without empty ones."""
    terms = _terms(paper)
    fields = {
        terms.bibtex_venue: paper.venue,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages.replace("–", "--"),
        terms.bibtex_publisher: paper.publisher,
        "pubstate": "prepublished" if paper.kind is PublicationKind.PREPRINT else "",
        "entrysubtype": _OTHER if paper.kind is PublicationKind.OTHER else "",
        "note": "Withdrawn" if paper.withdrawn else "",
    }
    return _filled(fields)


def ris_publication(paper: Paper) -> dict[str, str]:
    """Return the type of a paper in RIS and where it appeared, by rispy's names, without empty ones."""
    first, dash, last = paper.pages.partition("–")
    one_range = dash and "–" not in last and "," not in paper.pages
    fields = {
        "type_of_reference": _terms(paper).ris,
        "type_of_work": _DETAILS.get(paper.kind, ""),
        "secondary_title": paper.venue,
        "volume": paper.volume,
        "number": paper.number,
        "start_page": first if one_range else paper.pages,
        "end_page": last if one_range else "",
        "publisher": paper.publisher,
    }
    return _filled(fields)


def csl_publication(paper: Paper) -> dict[str, Any]:
    """Return the type of a paper in CSL and where it appeared, without empty fields."""
    terms = _terms(paper)
    is_published = terms.bibtex != _UNKNOWN.bibtex
    arxiv = paper.arxiv or ""
    number = paper.number if paper.kind is PublicationKind.REPORT else ""
    fields = {
        "type": terms.csl,
        "genre": _PREPRINT if paper.kind is PublicationKind.PREPRINT else "",
        terms.csl_venue: paper.venue,
        "volume": paper.volume,
        "issue": "" if number else paper.number,
        "page": paper.pages if "-" in paper.pages else paper.pages.replace("–", "-"),
        "publisher": paper.publisher,
        "status": "withdrawn" if paper.withdrawn else "",
        # Styles print the number of what is published as its own.
        "number": number or (f"arXiv:{arxiv}" if arxiv and not is_published else ""),
        "archive": "arXiv" if arxiv and is_published else "",
        "archive_location": arxiv if is_published else "",
    }
    return _filled(fields)


def where_published(paper: Paper) -> tuple[str, str, str, str]:
    """Return where a paper appeared, for readers: venue, volume and number, pages, publisher; empty if unknown."""
    return paper.venue, _volume(paper), _pages(paper), paper.publisher


def reference_tail(paper: Paper) -> str:
    """Return where a paper appeared as references in APA style tell it after the title; empty if unknown."""
    publisher = "" if paper.kind is PublicationKind.ARTICLE and paper.venue else paper.publisher
    if paper.kind is PublicationKind.THESIS:
        inside = ", ".join(filter(None, ("Thesis", paper.publisher)))
        return _sentences(f"[{inside}]", paper.venue)
    if paper.kind in (PublicationKind.CONFERENCE, PublicationKind.CHAPTER) and paper.venue:
        volume = f"Vol. {_volume(paper)}" if paper.volume else _volume(paper)
        details = ", ".join(filter(None, (volume, f"pp. {paper.pages}" if paper.pages else "")))
        return _sentences(f"In {paper.venue}{f' ({details})' if details else ''}", publisher)
    return _sentences(", ".join(filter(None, (paper.venue, _volume(paper), _pages(paper)))), publisher)


def _terms(paper: Paper) -> _Terms:
    return _TERMS.get(paper.kind, _UNKNOWN)


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _volume(paper: Paper) -> str:
    if paper.volume and paper.number:
        return f"{paper.volume}({paper.number})"
    if paper.volume:
        return paper.volume if paper.venue else f"Vol. {paper.volume}"
    return f"{'no.' if paper.venue else 'No.'} {paper.number}" if paper.number else ""


def _pages(paper: Paper) -> str:
    return paper.pages if paper.venue or not paper.pages else f"pp. {paper.pages}"


def _sentences(*texts: str) -> str:
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts if text)
