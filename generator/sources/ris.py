"""RIS files: a text in, a `Record` for each reference out, and a `Problem` for everything else.

References are told apart by their first lines (`TY`), so that one without its last line (`ER`) does not take in the
next one. The library reads each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rispy

from generator.models import Location, Problem, PublicationKind, Severity, quoted
from generator.sources.bibtex_text import value_text
from generator.sources.listing import Listing
from generator.sources.record_dates import NO_DATE, PartialDate, date_of_text
from generator.sources.record_fields import PDF, Stated, Statement, read_keywords, records_of
from generator.sources.record_markup import escape_ties, without_tags
from generator.sources.record_names import NO_NAMES, Names, read_separate_names
from generator.sources.records import Record

_KINDS = {
    name: kind
    for kind, names in {
        PublicationKind.ARTICLE: "JOUR EJOUR MGZN NEWS ABST INPR JFULL",
        PublicationKind.CONFERENCE: "CONF CPAPER",
        PublicationKind.CHAPTER: "CHAP ECHAP ENCYC DICT",
        PublicationKind.BOOK: "BOOK EBOOK EDBOOK SER",
        PublicationKind.THESIS: "THES",
        PublicationKind.REPORT: "RPRT GOVDOC STAND",
        PublicationKind.PREPRINT: "UNPB MANSCPT",
        PublicationKind.DATASET: "DATA DBASE AGGR",
        PublicationKind.SOFTWARE: "COMP",
    }.items()
    for name in names.split()
}
_UNSTATED = frozenset({"", "GEN"})
"""Types that say nothing of the kind."""
_DASH = r"[-\u2010-\u2015]"
_FIRST = re.compile(
    rf"(?i)[ \t\xa0]*(?P<tag>TY)(?P<gap>[ \t\xa0]{{0,4}})(?P<dash>{_DASH})(?:[ \t\xa0]|$|(?P<tight>(?=\w{{3,8}}\s*$)))"
)
_LAST = re.compile(rf"(?i)[ \t\xa0]*ER(?:  -(?: |$)|[ \t\xa0]{{0,4}}{_DASH}\s*$)")
_FIELD = re.compile(r"(?i)[ \t]*[A-Z][A-Z0-9][ \t]{1,2}-(?:[ \t]|$)")
_WEB = re.compile(r"(?i)https?://|www\.")
_NO_ADDRESS = "<Go to ISI>"
"""Placeholder that EndNote has for an address in the Web of Science."""
_MANY = ("AU", "A1", "A2", "A3", "A4", "KW", "N1", "UR", "L1", "L2", "DO", "M3")
"""Tags that may stand in a reference several times; of others, the library takes the first."""
_MAPPING = {tag: tag for tag in (*rispy.TAG_KEY_MAPPING, "BT", "CT")}
"""Tags by themselves, with two older ones for titles that the library does not know."""


@dataclass(frozen=True, slots=True)
class _Reference:
    line: int
    """Number of the first line."""
    lines: Sequence[str]
    """Lines in the form that the library reads, with tags in place of ends of lines within a field."""
    places: Mapping[str, int]
    """Numbers of the first lines of tags."""


def read_ris(listing: Listing) -> Iterator[Record | Problem]:
    """Yield the records and problems of a RIS file."""
    # A file of several that were put together has several byte-order marks.
    text = listing.text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    for one in _references(text.split("\n")):
        if isinstance(one, int):
            message = "expected 'TY  - ' before the other fields of a reference, found none: they are left out"
            yield Problem(Location(listing.path, one), message, Severity.ERROR)
        else:
            yield from _read(one, listing.path)


# ---- lines ----


def _references(lines: Sequence[str]) -> Iterator[_Reference | int]:
    """Yield the references, and the numbers of the lines where fields without one begin."""
    block: list[str] = []
    start, told = 0, False
    for number, line in enumerate([*lines, "TY  - "], 1):
        is_first = _FIRST.match(line)
        if block and (is_first or _LAST.match(line)):
            yield _reference(block, start)
            block = []
        if is_first:
            block, start, told = [line], number, False
        elif block:
            block.append(line)
        elif _LAST.match(line) or not line.strip():
            told = False
        elif _FIELD.match(line) and not told:
            yield number
            told = True


def _reference(block: Sequence[str], start: int) -> _Reference:
    """Return the reference of some lines; wrapped lines are joined, which the library does in quadratic time."""
    tag = _tag_like(block[0])
    fields: list[list[str]] = []
    places: dict[str, int] = {}
    for number, line in enumerate(block, start):
        found = tag.match(line)
        if found:
            name = found[1].upper()
            fields.append([f"{name}  -", line[found.end() :].strip()])
            places.setdefault(name, number)
        elif fields[-1][0].startswith("KW") and line.strip():
            fields.append(["KW  -", line.strip()])
        elif line.strip():
            fields[-1].append(line.strip())
    return _Reference(start, [" ".join(field) for field in fields], places)


def _tag_like(line: str) -> re.Pattern[str]:
    """Return the pattern of tags as the first line of a reference writes its own; others begin wrapped lines."""
    first = _FIRST.match(line)
    assert first
    case = "" if first["tag"].isupper() else "(?i)"
    after = r"(?:[ \t\xa0]|$)" if first["tight"] is None else ""
    return re.compile(rf"{case}[ \t\xa0]*([A-Z][A-Z0-9])(?:{re.escape(first['gap'])}|  ){first['dash']}{after}")


# ---- a reference ----


def _read(reference: _Reference, path: str) -> Iterator[Record | Problem]:
    lines = [line for line in reference.lines if not line.startswith("ER")]
    text = "\n".join([*lines, "ER  - "])
    fields = rispy.loads(text, mapping=_MAPPING, list_tags=list(_MANY), delimiter_tags_mapping={})[0]
    statement = _statement(fields, path, reference)
    if statement.date.expected:
        place = statement.places.get("date", statement.location)
        found = quoted(" ".join(_text(fields, tag) for tag in ("PY", "Y1", "DA") if tag in fields), 60)
        yield Problem(place, f"expected {statement.date.expected}, found {found}")
    yield from records_of(statement)


def _statement(fields: Mapping[str, Any], path: str, reference: _Reference) -> Statement:
    kind_name = _text(fields, "TY").upper()
    kind = _KINDS.get(kind_name, None if kind_name in _UNSTATED else PublicationKind.OTHER)
    details = [text.lower() for text in _texts(fields, "M3")]
    kind = kind or next((one for one in (PublicationKind.PREPRINT, PublicationKind.OTHER) if one in details), None)
    dated, date_tag = _date(fields)
    used = {
        "title": _first(fields, "TI", "T1", "CT") or ("BT" if kind is PublicationKind.BOOK else ""),
        "authors": _first(fields, "AU", "A1", "A2", "A3"),
        "date": date_tag,
        "abstract": _first(fields, "AB", "N2"),
        "venue": _venue_tag(fields, kind),
        "volume": "VL",
        "number": "IS",
        "pages": "SP",
        "publisher": "PB",
        "doi": "DO",
        "pdf": "L1",
        "keywords": "KW",
    }
    return Statement(
        Location(path, reference.line),
        _text(fields, "ID") or _text(fields, "LB"),
        kind,
        escape_ties(_text(fields, used["title"])),
        _names(fields),
        dated,
        escape_ties(_text(fields, used["abstract"])),
        value_text(_text(fields, used["venue"])),
        value_text(_text(fields, "VL")),
        value_text(_text(fields, "IS")),
        _pages(fields),
        value_text(_text(fields, "PB")),
        next((text for text in _texts(fields, "DO")), _doi_elsewhere(fields)),
        next((text for tag in ("AN", "M1") if "arxiv" in (text := _text(fields, tag)).lower()), ""),
        "",
        tuple(_addresses(fields, path, reference)),
        _keywords(fields),
        (),
        tuple(_texts(fields, "N1")),
        {name: Location(path, reference.places[tag]) for name, tag in used.items() if tag in reference.places},
    )


def _texts(fields: Mapping[str, Any], tag: str) -> list[str]:
    """Return the texts of a tag that are not empty."""
    values = fields.get(tag, [])
    return [text for value in ([values] if isinstance(values, str) else values) if (text := without_tags(value))]


def _text(fields: Mapping[str, Any], tag: str) -> str:
    return next(iter(_texts(fields, tag)), "")


def _first(fields: Mapping[str, Any], *tags: str) -> str:
    """Return the first of some tags that has a text; empty if none has."""
    return next((tag for tag in tags if _texts(fields, tag)), "")


def _venue_tag(fields: Mapping[str, Any], kind: PublicationKind | None) -> str:
    if kind is PublicationKind.BOOK:
        return _first(fields, "T2", "T3")
    if kind is PublicationKind.CONFERENCE:
        return _first(fields, "C3", "T2", "BT", "JF", "JO", "T3")
    return _first(fields, "JF", "JO", "T2", "BT", "JA", "J2", "T3")


def _names(fields: Mapping[str, Any]) -> Names:
    for tags in (("AU", "A1"), ("A2",), ("A3",)):
        names = read_separate_names([text for tag in tags for text in _texts(fields, tag)])
        if names.authors:
            return names
    return NO_NAMES


def _date(fields: Mapping[str, Any]) -> tuple[PartialDate, str]:
    """Return the date and its tag: the year that is stated, with month and day if `DA` is in that year."""
    stated = [(date_of_text(text), tag) for tag in ("PY", "Y1", "DA") if (text := _text(fields, tag))]
    if not stated:
        return NO_DATE, ""
    known = [one for one in stated if one[0].precision] or stated
    in_year = [one for one in known if one[0].date.year == known[0][0].date.year]
    return max(in_year, key=lambda one: one[0].precision)


def _pages(fields: Mapping[str, Any]) -> str:
    first, last = _text(fields, "SP"), _text(fields, "EP")
    return f"{first}-{last}" if first and last and "-" not in first else first


def _doi_elsewhere(fields: Mapping[str, Any]) -> str:
    """Return the DOI that older exporters write into a field for remarks."""
    return next((text for text in _texts(fields, "M3") if text.lower().startswith(("10.", "doi"))), "")


def _addresses(fields: Mapping[str, Any], path: str, reference: _Reference) -> Iterator[Stated]:
    """Yield the addresses; other texts of `L1` are paths of files."""
    for tag, label in (("UR", ""), ("L1", PDF), ("L2", PDF)):
        for text in _texts(fields, tag):
            if (tag == "UR" and not text.startswith(_NO_ADDRESS)) or _WEB.match(text):
                yield Stated(text.replace(";http", " http"), Location(path, reference.places[tag]), label)


def _keywords(fields: Mapping[str, Any]) -> tuple[str, ...]:
    words = [value_text(word) for word in _texts(fields, "KW")]
    return read_keywords(words[0]) if len(words) == 1 else tuple(words)
