"""Fields of records, whatever the format: what an entry states in, a `Record` out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator.models import Link, Location, Problem, PublicationKind, Severity, quoted
from generator.sources.areas import find_area
from generator.sources.record_dates import NO_DATE, PartialDate
from generator.sources.record_names import NO_NAMES, Names
from generator.sources.records import Record
from generator.text.entities import decode_references
from generator.text.urls import safe_url, unescape_url


class Stated(NamedTuple):
    """Text of a field, and where it stands."""

    text: str
    location: Location
    label: str = ""
    """Label of an address; empty if the field says only that it is one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Statements of an entry, as texts without the markup of its format."""

    location: Location
    citekey: str = ""
    kind: PublicationKind | None = None
    title: str = ""
    names: Names = NO_NAMES
    date: PartialDate = NO_DATE
    abstract: str = ""
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    arxiv: str = ""
    """Text that is known to state an arXiv id."""
    area: str = ""
    addresses: tuple[Stated, ...] = ()
    keywords: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Remarks, which may say that there are an arXiv id, an award or more authors, or that the paper is withdrawn."""
    places: Mapping[str, Location] = field(default_factory=dict)


PDF, CODE = "PDF", "Code"
"""Labels of addresses that have fields of their own."""
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
_ARXIV = re.compile(rf"(?i)(?:arxiv[:.\s]\s*|arxiv\.org/(?:abs|pdf|html)/|\babs/|^\s*)({_ARXIV_ID})(?:v\d+)?(?!\d)")
_NOTE_OF_ARXIV = re.compile(rf"(?im)^\W*(?:[\w.]+:\s*)?arxiv[:\s]\s*({_ARXIV_ID})(?:v\d+)?(?:\s*\[([\w.-]+)\])?")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"{}|\\^`]+")
_DOI_OF_ARXIV = re.compile(r"(?i)10\.48550/arxiv\.(.+)")
_ON_ARXIV = re.compile(r"(?i)\W*(?:arxiv|corr\b|computing research repository)")
_REPOSITORY = re.compile(
    r"(?i)https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com)/[^/?#]+/[^/?#]+"
)
_PAGES = re.compile(r"(?i)(?:pp?\.\s*)?([\w.:]+)\s*[-\u2010-\u2015\u2212]{1,3}\s*([\w.:]+)")
_BETWEEN_PAGES = re.compile(r"(?<=[\w.])\s?(?:--+|[\u2010-\u2015\u2212]+)\s?(?=\w)")
_WITHDRAWN_TITLE = re.compile(
    r"(?i)[\W]*(?:retracted|withdrawn)(?:\s+(?:article|paper|chapter))?\s*[\])]?\s*:"
    r"|\s*[\[(](?:retracted|withdrawn)[^\])]{0,40}[\])]"
    r"|.*[\[(](?:retracted|withdrawn)(?:\s[^\])]{0,40})?[\])]\W*$"
)
_WITHDRAWN_NOTE = re.compile(r"(?i)\b(?:retracted|withdrawn|retraction)\b")
_AWARD = re.compile(
    r"(?i)\bawards?\b|\b(?:best|outstanding|distinguished)\s+(?:\w+\s+){0,3}papers?\b|\bhonou?rable\s+mention\b"
    r"|\btest[ -]of[ -]time\b|\b(?:spotlight|oral)\s+(?:paper|presentation)\b"
)
_SENTENCE_END = re.compile(r"[;\n]\s*|\.\s+")
_MORE_AUTHORS = "There are more authors"
_NOTE_OF_LINKS, _NOTE_OF_AWARDS = "Links: ", "Awards: "
"""Beginnings of the notes that our own citations have."""
_ADDRESS = re.compile(r"([^\n]{1,100}?):\s(https?://[^\s;]+)(?:;\s|$)")
_LONGEST_NOTE = 500
"""Number of characters after which a remark is text of another kind."""


def records_of(statement: Statement) -> Iterator[Record | Problem]:
    """Yield the record of a statement, or the error that there is none."""
    missing = "a title" if not statement.title else "an author or editor" if not statement.names.authors else ""
    if missing:
        entry = f"in entry {quoted(statement.citekey)}" if statement.citekey else "in this entry"
        yield Problem(statement.location, f"expected {missing} {entry}, found none: it is left out", Severity.ERROR)
        return
    fields, problems = _fields(statement)
    yield from problems
    notes = [note[:_LONGEST_NOTE] for note in statement.notes]
    yield Record(
        statement.location,
        statement.title,
        statement.names.authors,
        statement.names.et_al or any(note.startswith(_MORE_AUTHORS) for note in notes),
        statement.date.date,
        statement.date.precision,
        statement.abstract,
        statement.citekey,
        fields,
        statement.places,
    )


def read_pages(text: str) -> str:
    """Return pages with an en dash between the first and the last.

    >>> read_pages("pp. 12--15"), read_pages("e1-2, 7--9"), read_pages("e42")
    ('12–15', 'e1-2, 7–9', 'e42')
    """
    text = " ".join(text[:200].split())
    if whole := _PAGES.fullmatch(text):
        return whole[1] if whole[1] == whole[2] else f"{whole[1]}–{whole[2]}"
    return _BETWEEN_PAGES.sub("–", text)


def find_arxiv(text: str) -> str:
    """Return the arXiv id in a text that states one, without its version; empty if there is none."""
    found = _ARXIV.search(text[:_LONGEST_NOTE])
    return found[1] if found else ""


def find_doi(text: str) -> str:
    """Return the DOI in a text, in lower case; empty if there is none."""
    found = _DOI.search(unescape_url(text[:_LONGEST_NOTE]))
    return found[0].rstrip(".,;").lower() if found else ""


def read_keywords(text: str) -> tuple[str, ...]:
    """Return the keywords between semicolons or, where there are none, between commas."""
    text = decode_references(text)
    found = (" ".join(word.split()) for word in text.split(";" if ";" in text else ","))
    return tuple(word for word in found if word)


def _fields(statement: Statement) -> tuple[dict[str, Any], list[Problem]]:
    """Return the further fields of a record, and problems of addresses."""
    found, problems = _addresses(statement)
    links = list(found.pop("links"))
    doi = find_doi(statement.doi) or found.get("doi", "")
    if statement.doi.strip() and not find_doi(statement.doi):
        place = statement.places.get("doi", statement.location)
        problems.append(Problem(place, f"expected a DOI such as 10.1000/182, found {quoted(statement.doi)}"))
    arxiv, area = _arxiv(statement, doi, found.get("arxiv", ""))
    fields = {
        **found,
        **_publication(statement),
        "arxiv": arxiv,
        "doi": doi,
        "area": statement.area if find_area(statement.area) else area if find_area(area) else "",
        "keywords": tuple(dict.fromkeys(filter(None, statement.keywords))),
        "awards": tuple(dict.fromkeys((*statement.awards, *_awards(statement.notes)))),
        "withdrawn": _is_withdrawn(statement),
        "links": tuple(dict.fromkeys(links)),
    }
    return {name: value for name, value in fields.items() if value}, problems


def _publication(statement: Statement) -> dict[str, Any]:
    """Return where a paper was published; arXiv is no journal, and what it alone publishes is a preprint."""
    kind, venue = statement.kind, statement.venue
    volume, number = statement.volume, statement.number
    publisher = "" if _ON_ARXIV.fullmatch(statement.publisher) else statement.publisher
    on_arxiv = bool(_ON_ARXIV.match(venue)) or (publisher != statement.publisher and not venue)
    if on_arxiv:
        venue = ""
        volume, number = ("" if "abs/" in text or "arxiv" in text.lower() else text for text in (volume, number))
    if number.lower().startswith("arxiv:"):
        number = ""
    if on_arxiv and kind in (None, PublicationKind.ARTICLE, PublicationKind.OTHER):
        kind = PublicationKind.PREPRINT
    return {
        "kind": kind,
        "venue": venue,
        "volume": volume,
        "number": number,
        "pages": read_pages(statement.pages),
        "publisher": publisher,
    }


def _arxiv(statement: Statement, doi: str, linked: str) -> tuple[str, str]:
    """Return the arXiv id and the area that a note states after it."""
    notes = [found for note in statement.notes if (found := _NOTE_OF_ARXIV.search(note[:_LONGEST_NOTE]))]
    of_doi = _DOI_OF_ARXIV.fullmatch(doi)
    in_venue = statement.venue if _ON_ARXIV.match(statement.venue) else ""
    texts = (
        statement.arxiv,
        linked,
        of_doi[1] if of_doi else "",
        in_venue,
        statement.volume if in_venue else "",
        statement.number if "arxiv" in statement.number.lower() else "",
    )
    stated = next(filter(None, map(find_arxiv, texts)), "")
    of_note = next((one for one in notes if stated in ("", one[1])), None)
    return stated or (of_note[1] if of_note else ""), (of_note[2] or "") if of_note else ""


def _addresses(statement: Statement) -> tuple[dict[str, Any], list[Problem]]:
    found: dict[str, Any] = {}
    links: list[Link] = []
    problems: list[Problem] = []
    for address in (*statement.addresses, *_linked(statement)):
        words = [safe_url(_with_scheme(unescape_url(word.strip("<>,;")))) for word in address.text.split()]
        urls = [url for url in words if url]
        if not urls and address.text.strip():
            problems.append(Problem(address.location, f"expected a web address, found {quoted(address.text)}"))
        for url in urls:
            _add_address(found, links, url, address.label)
    return {**found, "links": links}, problems


def _add_address(found: dict[str, Any], links: list[Link], url: str, label: str) -> None:
    """Add an address to the field that is made for it, or else to the links."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if host.endswith("arxiv.org") and (arxiv := find_arxiv(url)):
        found.setdefault("arxiv", arxiv)
    elif host in ("doi.org", "dx.doi.org") and (doi := find_doi(url)):
        found.setdefault("doi", doi)
    elif "pdf" not in found and (label == PDF or (not label and urlsplit(url).path.lower().endswith(".pdf"))):
        found["pdf"] = url
    elif "code_url" not in found and (label == CODE or (not label and _REPOSITORY.match(url))):
        found["code_url"] = url
    else:
        links.append(Link(label or host, url))


def _with_scheme(text: str) -> str:
    return f"https://{text}" if text.lower().startswith("www.") else text


def _linked(statement: Statement) -> Iterator[Stated]:
    """Yield the addresses of the notes of links that our own citations have."""
    for note in statement.notes:
        if note.startswith(_NOTE_OF_LINKS):
            for found in _ADDRESS.finditer(note, len(_NOTE_OF_LINKS)):
                yield Stated(found[2], statement.location, found[1].strip())


def _awards(notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        if note.startswith(_NOTE_OF_AWARDS):
            yield from (award for part in note[len(_NOTE_OF_AWARDS) :].split(";") if (award := part.strip()))
        elif len(note) <= _LONGEST_NOTE and _AWARD.search(note):
            yield from (part.strip(" .") for part in _SENTENCE_END.split(note) if _AWARD.search(part))


def _is_withdrawn(statement: Statement) -> bool:
    short = (note for note in statement.notes if len(note) <= _LONGEST_NOTE)
    return bool(_WITHDRAWN_TITLE.match(statement.title[:_LONGEST_NOTE])) or any(map(_WITHDRAWN_NOTE.search, short))
