"""JSON records: lines of arXiv's metadata snapshot, of Crossref's works, or of our own simple form in; papers out.

Formats: https://www.kaggle.com/datasets/Cornell-University/arxiv and
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md; docs/about/enriching.md has the simple one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from email.utils import parsedate
from typing import Any

from generator.enrich.found import FoundPaper, UnusableRecord, checked, clean_text, joined_name, without_markup
from generator.enrich.xml_entries import ARXIV, arxiv_paper
from generator.models import PublicationKind

CROSSREF = "Crossref"
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
    "dataset": PublicationKind.DATASET,
}
_SIMPLE = frozenset("arxiv doi venue kind volume number pages publisher pdf".split())


def read_json(text: str | bytes) -> object:
    """Return the value of a JSON text.

    Raises UnusableRecord for any other text, and for one that is nested too deeply.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableRecord(f"expected JSON, found an error: {error}") from None


def form_of(record: Mapping[str, Any]) -> str:
    """Return the name of the form of a record: that of the service whose form it is, or `SIMPLE_FORM`."""
    if "DOI" in record or isinstance(record.get("title"), list):
        return CROSSREF
    is_snapshot = "authors_parsed" in record or ("id" in record and isinstance(record.get("authors"), str))
    return ARXIV if is_snapshot else SIMPLE_FORM


def title_in_json(record: Mapping[str, Any]) -> str:
    """Return the title of a record; empty where it has none."""
    title = record.get("title")
    if isinstance(title, list):
        title = without_markup(title[0]) if title else ""
    return title if isinstance(title, str) else ""


def authors_in_json(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the authors of a record."""
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        return (joined_name(*parts[:3]) for parts in parsed if isinstance(parts, list) and parts)
    people = record.get("author", record.get("authors"))
    if isinstance(people, str):
        return filter(None, re.split(r"\s*(?:,|;|\band\b)\s*", people))
    return map(_name, people if isinstance(people, list) else ())


def paper_in_json(record: Mapping[str, Any], file_name: str) -> FoundPaper:
    """Return the paper of a record of a file.

    Raises UnusableRecord where the record has no usable title or authors.
    """
    form = form_of(record)
    if form == CROSSREF:
        return work_of_crossref(record)
    return _of_snapshot(record) if form == ARXIV else _of_simple(record, file_name)


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
    kind = work.get("type")
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
        kind=_KINDS.get(kind, "") if isinstance(kind, str) else "",
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
        published=_first_version(record),
        remarks=record.get("comments"),
    )


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


def _name(person: object) -> str:
    if isinstance(person, str):
        return person
    if not isinstance(person, dict):
        return ""
    if isinstance(group := person.get("name"), str):
        return f"{{{group}}}" if "," in group else group
    return joined_name(person.get("family"), person.get("given"), person.get("suffix"))


def _first_version(record: Mapping[str, Any]) -> str:
    versions = _list(record.get("versions"))
    created = versions[0].get("created") if versions and isinstance(versions[0], dict) else None
    parts = parsedate(created) if isinstance(created, str) else None
    try:
        return date(*parts[:3]).isoformat() if parts else ""
    except ValueError:
        return ""


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


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
