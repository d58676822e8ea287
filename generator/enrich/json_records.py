"""JSON records in, papers out: of arXiv's metadata snapshot, Crossref, OpenAlex, Semantic Scholar, or a simple form.

Formats: https://www.kaggle.com/datasets/Cornell-University/arxiv,
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md,
https://docs.openalex.org/api-entities/works/work-object and
https://api.semanticscholar.org/api-docs/graph; docs/about/enriching.md has the simple one, which is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.enrich.found import (
    FoundPaper,
    UnusableRecord,
    checked,
    clean_text,
    joined_name,
    names_in,
    without_markup,
)
from generator.enrich.xml_entries import ARXIV, arxiv_paper, day_of
from generator.models import PublicationKind

CROSSREF, OPENALEX, SEMANTIC_SCHOLAR = "Crossref", "OpenAlex", "Semantic Scholar"
SIMPLE_FORM = "simple"
"""Name of the form of our own, whose records say themselves where they are from."""
_KINDS = {
    "journal-article": PublicationKind.ARTICLE,
    "proceedings-article": PublicationKind.CONFERENCE,
    "book-chapter": PublicationKind.CHAPTER,
    "book": PublicationKind.BOOK,
    "monograph": PublicationKind.BOOK,
    "edited-book": PublicationKind.BOOK,
    "dissertation": PublicationKind.THESIS,
    "report": PublicationKind.REPORT,
    "posted-content": PublicationKind.PREPRINT,
    "preprint": PublicationKind.PREPRINT,
    "dataset": PublicationKind.DATASET,
}
_AT_ARXIV = re.compile(r"(?i)(?:/abs/|10\.48550/arxiv\.)([\w.-]+(?:/\d{7})?)")
_LISTS = ("items", "results", "data")
"""Names under which answers of services and files have their records."""
_SIMPLE = frozenset("arxiv doi venue kind volume number pages publisher pdf".split())


def read_json(text: str | bytes) -> object:
    """Return the value of a JSON text.

    Raises UnusableRecord for any other text, and for one that is nested too deeply.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableRecord(f"expected JSON, found an error: {error}") from None


def records_in(value: object) -> list[Mapping[str, Any]]:
    """Return the records of a JSON value, which may be one, a list of them, or an answer of a service.

    Raises UnusableRecord for any other value.
    """
    if isinstance(value, dict):
        inner = value.get("message", value)
        lists = [inner[name] for name in _LISTS if isinstance(inner.get(name), list)] if isinstance(inner, dict) else []
        value = lists[0] if lists and "title" not in value else value
    records: list[Any] = value if isinstance(value, list) else [value]
    for record in records:
        if not isinstance(record, dict):
            raise UnusableRecord(f"expected JSON objects, found {type(record).__name__}")
    return records


def form_of(record: Mapping[str, Any]) -> str:
    """Return the name of the form of a record: that of the service whose form it is, or `SIMPLE_FORM`."""
    if "DOI" in record or isinstance(record.get("title"), list):
        return CROSSREF
    if "authorships" in record:
        return OPENALEX
    if "paperId" in record or "externalIds" in record or "externalids" in record:
        return SEMANTIC_SCHOLAR
    is_snapshot = "authors_parsed" in record or ("id" in record and isinstance(record.get("authors"), str))
    return ARXIV if is_snapshot else SIMPLE_FORM


def title_in_json(record: Mapping[str, Any]) -> str:
    """Return the title of a record; empty where it has none."""
    title = record.get("title") or record.get("display_name")
    if isinstance(title, list):
        title = title[0] if title else ""
    if form_of(record) in _WITH_MARKUP:
        title = without_markup(title)
    return title if isinstance(title, str) else ""


def authors_in_json(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the authors of a record."""
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        return (joined_name(*parts[:3]) for parts in parsed if isinstance(parts, list) and parts)
    if isinstance(written := record.get("authorships"), list):
        return map(_name_in_openalex, written)
    people = record.get("author", record.get("authors"))
    if isinstance(people, str):
        return iter(names_in(people))
    return map(_name, people if isinstance(people, list) else ())


def paper_in_json(record: Mapping[str, Any], file_name: str) -> FoundPaper:
    """Return the paper of a record of a file.

    Raises UnusableRecord where the record has no usable title or authors.
    """
    form = form_of(record)
    if form == SIMPLE_FORM:
        return _of_simple(record, file_name)
    return _READERS[form](record)


def works_in(answer: object) -> list[Mapping[str, Any]]:
    """Return the works in an answer of Crossref's service.

    Raises UnusableRecord where it is no such answer.
    """
    message = answer.get("message") if isinstance(answer, dict) else None
    works = message.get("items") if isinstance(message, dict) else None
    if not isinstance(works, list):
        raise UnusableRecord("expected an answer with message.items, found other JSON")
    return [work for work in works if isinstance(work, dict)]


def work_of_crossref(work: Mapping[str, Any]) -> FoundPaper:
    """Return the paper of a work of Crossref.

    Raises UnusableRecord where it has no usable title, authors or DOI.
    """
    title, subtitle = title_in_json(work), without_markup(_first(work, "subtitle"))
    if subtitle and isinstance(subtitle, str) and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    found = checked(
        title,
        authors_in_json(work),
        CROSSREF,
        published=_issued(work),
        withdrawn=any(_is_withdrawal(one) for one in _list(work.get("updated-by"))),
        doi=work.get("DOI"),
        venue=without_markup(_first(work, "container-title")),
        kind=_kind(work.get("type")),
        volume=work.get("volume"),
        number=work.get("issue"),
        pages=work.get("page"),
        publisher=without_markup(work.get("publisher")),
    )
    if "doi" not in found.facts:
        raise UnusableRecord("expected a DOI, found none")
    return found


def _of_snapshot(record: Mapping[str, Any]) -> FoundPaper:
    return arxiv_paper(
        record.get("title"),
        authors_in_json(record),
        record.get("id"),
        venue=record.get("journal-ref"),
        doi=record.get("doi"),
        published=day_of(_at(record, "versions", 0, "created")),
        remarks=record.get("comments"),
    )


def _of_openalex(work: Mapping[str, Any]) -> FoundPaper:
    place = _at(work, "primary_location", "source")
    is_repository = _at(place, "type") == "repository"
    names = [*authors_in_json(work), *(["et al."] if work.get("is_authors_truncated") is True else [])]
    pages = [page for name in ("first_page", "last_page") if (page := clean_text(_at(work, "biblio", name)))]
    addresses = [_at(work, "primary_location", "landing_page_url"), work.get("doi")]
    return _second_hand(
        work,
        names,
        OPENALEX,
        [*addresses, *(_at(one, "landing_page_url") for one in _list(work.get("locations")))],
        published=work.get("publication_date") or str(work.get("publication_year")),
        withdrawn=work.get("is_retracted") is True,
        doi=work.get("doi"),
        venue="" if is_repository else without_markup(_at(place, "display_name")),
        kind=_kind(work.get("type_crossref") or (work.get("type") if work.get("type") != "article" else "")),
        volume=_at(work, "biblio", "volume"),
        number=_at(work, "biblio", "issue"),
        pages="-".join(dict.fromkeys(pages)),
        pdf=_at(work, "best_oa_location", "pdf_url") or _at(work, "primary_location", "pdf_url"),
    )


def _of_semantic_scholar(paper: Mapping[str, Any]) -> FoundPaper:
    stated = paper.get("externalIds", paper.get("externalids"))
    arxiv, doi = _at(stated, "ArXiv"), _at(stated, "DOI")
    venue = clean_text(_at(paper, "publicationVenue", "name") or paper.get("venue"))
    is_published = bool(venue) and "arxiv" not in venue.casefold()
    return _second_hand(
        paper,
        authors_in_json(paper),
        SEMANTIC_SCHOLAR,
        [f"/abs/{arxiv}" if arxiv else "", doi],
        published=paper.get("publicationDate") or paper.get("publicationdate") or str(paper.get("year")),
        doi=doi,
        venue=without_markup(venue) if is_published else "",
        kind=PublicationKind.CONFERENCE
        if is_published and "Conference" in _list(paper.get("publicationTypes"))
        else "",
        volume=_at(paper, "journal", "volume") if is_published else "",
        pages=_at(paper, "journal", "pages") if is_published else "",
        pdf=_at(paper, "openAccessPdf", "url"),
    )


def _second_hand(
    record: Mapping[str, Any], names: Iterable[str], origin: str, addresses: Iterable[object], **values: Any
) -> FoundPaper:
    """Return a paper that is known from others; one of its addresses may be that at arXiv, whose DOI is left out."""
    texts = [address for address in addresses if isinstance(address, str)]
    arxiv = next((found[1] for text in texts if (found := _AT_ARXIV.search(text))), "")
    if _AT_ARXIV.search(str(values["doi"])):
        values["doi"] = ""
    return checked(title_in_json(record), names, origin, first_hand=False, arxiv=arxiv, **values)


def _of_simple(record: Mapping[str, Any], file_name: str) -> FoundPaper:
    return checked(
        record.get("title"),
        authors_in_json(record),
        clean_text(record.get("source"), 80) or file_name,
        published=record.get("published"),
        withdrawn=record.get("withdrawn") is True,
        first_hand=record.get("first_hand") is not False,
        **{name: record[name] for name in sorted(_SIMPLE & record.keys())},
    )


def _name_in_openalex(authorship: object) -> str:
    name = _at(authorship, "raw_author_name") or _at(authorship, "author", "display_name")
    return name if isinstance(name, str) else ""


def _kind(value: object) -> str:
    return _KINDS.get(value, "") if isinstance(value, str) else ""


def _name(person: object) -> str:
    if isinstance(person, str):
        return person
    if not isinstance(person, dict):
        return ""
    if isinstance(group := person.get("name"), str):
        return f"{{{group}}}" if "," in group else group
    return joined_name(person.get("family"), person.get("given"), person.get("suffix"))


def _issued(work: Mapping[str, Any]) -> str:
    """Return the date of issue, as precise as it is stated."""
    issued = work.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first: Sequence[object] = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else ()
    numbers = [number for number in first[:3] if isinstance(number, int) and 0 < number < 10_000]
    if len(numbers) < len(first[:3]) or not numbers:
        return ""
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])


def _is_withdrawal(update: object) -> bool:
    return isinstance(update, dict) and update.get("type") in ("retraction", "withdrawal", "removal")


def _first(record: Mapping[str, Any], name: str) -> object:
    values = _list(record.get(name))
    return values[0] if values else ""


def _at(value: object, *where: str | int) -> Any:
    """Return the value at a path within a value; None where there is none."""
    for key in where:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


_WITH_MARKUP = frozenset({CROSSREF, OPENALEX, SEMANTIC_SCHOLAR})
_READERS: Mapping[str, Callable[[Mapping[str, Any]], FoundPaper]] = {
    ARXIV: _of_snapshot,
    CROSSREF: work_of_crossref,
    OPENALEX: _of_openalex,
    SEMANTIC_SCHOLAR: _of_semantic_scholar,
}
