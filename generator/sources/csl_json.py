"""CSL-JSON files: a text in, a `Record` for each item out, and a `Problem` for everything else.

The items are those of an array, of the field `items` of an object, or one alone. An item that is no JSON is left out,
and reading goes on with the next line that begins as its line did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.models import Location, Name, Problem, PublicationKind, Severity, quoted
from generator.sources.bibtex_text import value_text
from generator.sources.listing import Listing
from generator.sources.record_dates import NO_DATE, PartialDate, date_of_parts, date_of_text
from generator.sources.record_fields import CODE, PDF, Stated, Statement, read_keywords, records_of
from generator.sources.record_markup import escape_ties, without_tags
from generator.sources.record_names import NO_NAMES, Names, is_others, read_bibtex_names, read_name_in_parts, read_team
from generator.sources.records import Record

Item = Mapping[str, Any]
"""Item of CSL (https://docs.citationstyles.org), as decoded."""

_KINDS = {
    name: kind
    for kind, names in {
        PublicationKind.ARTICLE: "article-journal article-magazine article-newspaper review review-book",
        PublicationKind.CONFERENCE: "paper-conference",
        PublicationKind.CHAPTER: "chapter entry entry-dictionary entry-encyclopedia",
        PublicationKind.BOOK: "book collection classic periodical",
        PublicationKind.THESIS: "thesis",
        PublicationKind.REPORT: "report standard",
        PublicationKind.PREPRINT: "manuscript preprint",
        PublicationKind.DATASET: "dataset",
        PublicationKind.SOFTWARE: "software",
    }.items()
    for name in names.split()
}
_UNSTATED = frozenset({"", "article"})
"""Types that say nothing of the kind."""
_MOST_FAULTS = 50
"""Number of items that are no JSON after which others are looked for in their own lines only, to save time."""
_ARRAY = re.compile(r"\[\s*(?=\{)")
_BETWEEN = re.compile(r"[\s,]*")
_ITEMS = re.compile(r'"(?:items|references)"\s*:\s*\[\s*(?=\{)|"message"\s*:\s*(?=\{\s*"(?!items"))')
"""Text before the items of an object that is no item itself; an answer of Crossref has one item as its message."""
_LISTED = re.compile(r':\s*\[\s*(?=\{\s*"(?:id|type|title|author|DOI)"\s*:)')
"""Text before the items where their list has another name."""
_OF_ITEMS = frozenset(["title", "author", "id", "type"])
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_BEGIN = re.compile(r'\{\s*"(?!family|given|literal|name|suffix|date-parts|raw|season|circa)[^"\n]{1,40}"\s*:')
"""Beginning of an object, unless it is one of those for names and dates."""
_INDENT = re.compile(r"[ \t]*")


def _whole_number(digits: str) -> int | str:
    """Return a number, as a text if it has so many digits that no field can mean it."""
    return int(digits) if len(digits) < 20 else digits


def _nothing(_constant: str) -> None:
    """Return what stands for NaN and infinite numbers."""


_DECODER = json.JSONDecoder(parse_int=_whole_number, parse_float=str, parse_constant=_nothing, strict=False)


def read_csl_json(listing: Listing) -> Iterator[Record | Problem]:
    """Yield the records and problems of a CSL-JSON file."""
    text = listing.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for value, line in _values(text):
        place = Location(listing.path, line)
        if isinstance(value, str):
            yield Problem(place, f"expected an item of CSL-JSON, found {value}: it is left out", Severity.ERROR)
        else:
            yield from _read(value, place)


# ---- items with their lines ----


def _values(text: str) -> Iterator[tuple[Item | str, int]]:
    """Yield the items of a text, or what was found in place of one, with the numbers of their lines."""
    position, end = _first_item(text), len(text.rstrip("]} \n\t\r"))
    items = _Items(text, position)
    line, counted, faults = 1, 0, 0
    while True:
        position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
        if position >= len(text) or (position >= end and text[position] in "]}"):
            return
        line, counted = line + text.count("\n", counted, position), position
        if text[position] == "]" or (faults and _ARRAY.match(text, position)):  # around the items
            position += 1
            continue
        try:
            value, position = items.decode(position, anywhere=faults < _MOST_FAULTS)
        except (ValueError, RecursionError) as error:
            fault = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "what cannot be decoded"
            faults += 1
            position = items.after(position)
            yield f"no JSON ({fault})", line
            continue
        yield (value if isinstance(value, dict) else quoted(str(value), 60)), line


class _Items:
    """Items of a text, also where some are no JSON. Positions are asked for in order, so that time is linear."""

    def __init__(self, text: str, first: int) -> None:
        self._text = text
        begin = _BEGIN.search(text, first)
        self._begin = begin[0] if begin else ""
        """Beginning of items: the bracket and the name of the first field, by which those of a program are alike."""
        self._line = 0
        """Position of the beginning of the last line that was asked for."""
        self._found: dict[str, int] = {}
        """Last positions at which signs of a next item were found, that of the end where there are no more."""

    def decode(self, position: int, *, anywhere: bool) -> tuple[Any, int]:
        """Return the item at a position and the position after it; looks no further than `after` unless `anywhere`."""
        if anywhere:
            return _DECODER.raw_decode(self._text, position)
        value, length = _DECODER.raw_decode(self._text[position : self.after(position)])
        return value, position + length

    def after(self, position: int) -> int:
        """Return where an item ends by its brackets, or where the next one is likely to begin if that is before it."""
        self._line = max(self._line, self._text.rfind("\n", self._line, position) + 1)
        indent = _INDENT.match(self._text, self._line)[0]  # type: ignore[index]
        end = min(self._next(f"\n{indent}{{", position), self._next(self._begin, position))
        depth = 0
        for bracket in _BRACKET.finditer(self._text, position, end):
            depth += bracket[0] in "[{"
            depth -= bracket[0] in "]}"
            if depth <= 0:
                return bracket.end()
        return end

    def _next(self, sign: str, position: int) -> int:
        """Return the next place of a sign after a position, the end of the text if there is none."""
        if self._found.get(sign, -1) <= position:
            place = self._text.find(sign, position + 1) if sign else -1
            self._found[sign] = place if place >= 0 else len(self._text)
        return self._found[sign]


def _first_item(text: str) -> int:
    """Return the position at which the items begin."""
    start = _BETWEEN.match(text).end()  # type: ignore[union-attr]
    if text.startswith("[", start):
        return start + 1
    listed = _ITEMS.search(text, start) or _LISTED.search(text, start)
    if text.startswith("{", start) and listed and not _is_item(text, start):
        return listed.end()
    return start


def _is_item(text: str, start: int) -> bool:
    """Return whether the object at a position is an item itself, and none that has items."""
    try:
        value, _ = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return False
    return not _OF_ITEMS.isdisjoint(value)


# ---- an item ----


def _read(item: Item, place: Location) -> Iterator[Record | Problem]:
    dated = _date(item)
    if dated.expected:
        yield Problem(place, f"expected {dated.expected}, found {quoted(str(item.get('issued')), 60)}")
    yield from records_of(_statement(item, place, dated))


def _statement(item: Item, place: Location, dated: PartialDate) -> Statement:
    kind_name = _text(item, "type").lower()
    kind = _KINDS.get(kind_name, None if kind_name in _UNSTATED else PublicationKind.OTHER)
    if kind is None and "preprint" in _text(item, "genre").lower():
        kind = PublicationKind.PREPRINT
    notes = tuple(_notes(item))
    return Statement(
        place,
        _text(item, "id") or _text(item, "citation-key"),
        kind,
        escape_ties(_text(item, "title")),
        _names(item),
        dated,
        escape_ties(_text(item, "abstract")),
        _venue(item, kind),
        _shown(item, "volume"),
        _shown(item, "issue") or ("" if _number_is_arxiv(item) else _shown(item, "number")),
        _shown(item, "page"),
        _shown(item, "publisher"),
        _text(item, "DOI"),
        _arxiv(item),
        "",
        tuple(_addresses(item, place)),
        _keywords(item),
        (),
        notes,
    )


def _text(item: Item, name: str) -> str:
    """Return the text of a field; a number as text, and empty for anything else."""
    value = item.get(name)
    if isinstance(value, list) and value:  # as Crossref gives titles
        value = value[0]
    return without_tags(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _shown(item: Item, name: str) -> str:
    return value_text(_text(item, name))


def _notes(item: Item) -> Iterator[str]:
    """Yield remarks, with their line breaks."""
    for value in (item.get("note"), item.get("annote"), *_custom(item)):
        if isinstance(value, str):
            yield from (without_tags(line) for line in value.split("\n") if line.strip())


def _custom(item: Item) -> Iterable[object]:
    custom = item.get("custom")
    if isinstance(custom, dict):
        return [f"{name}: {value}" for name, value in custom.items() if isinstance(value, str | int)]
    return [custom]


def _venue(item: Item, kind: PublicationKind | None) -> str:
    if kind is PublicationKind.BOOK:
        return _shown(item, "collection-title")
    return _shown(item, "container-title") or _shown(item, "event-title") or _shown(item, "event")


def _number_is_arxiv(item: Item) -> bool:
    return "arxiv" in _text(item, "number").lower()


def _arxiv(item: Item) -> str:
    if _number_is_arxiv(item):
        return _text(item, "number")
    if _text(item, "archive").lower() == "arxiv":
        return _text(item, "archive_location") or _text(item, "archive-location")
    return _text(item, "arxiv")


def _addresses(item: Item, place: Location) -> Iterator[Stated]:
    for name, label in (("URL", ""), ("PDF", PDF), ("code", CODE)):
        if text := _text(item, name):
            yield Stated(text, place, label)


def _keywords(item: Item) -> tuple[str, ...]:
    value = item.get("keyword", item.get("keywords"))
    if isinstance(value, list):
        return tuple(value_text(without_tags(word)) for word in value if isinstance(word, str))
    return read_keywords(value_text(without_tags(value))) if isinstance(value, str) else ()


# ---- names ----


def _names(item: Item) -> Names:
    """Return the authors, else the editors."""
    for role in ("author", "editor", "collection-editor", "director", "contributor"):
        names = _names_of(item.get(role))
        if names.authors:
            return names
    return NO_NAMES


def _names_of(value: object) -> Names:
    if isinstance(value, str):
        return read_bibtex_names(without_tags(value))
    people = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    literal = [_literal(person) for person in people]
    et_al = any(text and is_others(text) for text in literal)
    names = (
        _name(person, text) for person, text in zip(people, literal, strict=True) if not (text and is_others(text))
    )
    return Names(tuple(name for name in names if name), et_al)


def _literal(person: object) -> str:
    if isinstance(person, str):
        return without_tags(person)
    return (_text(person, "literal") or _text(person, "name")) if isinstance(person, dict) else ""


def _name(person: object, literal: str) -> Name | None:
    if literal or not isinstance(person, dict):
        return read_team(literal) if isinstance(person, dict) else _unstated(literal)
    particles = [_text(person, name) for name in ("non-dropping-particle", "dropping-particle")]
    family = _text(person, "family")
    joined = "" if particles[-1].endswith(("'", "’")) else " "
    whole = joined.join([*filter(None, particles[::-1]), family]) if family else ""
    return read_name_in_parts(" ".join(whole.split()), _text(person, "given"), _text(person, "suffix"))


def _unstated(text: str) -> Name | None:
    return next(iter(read_bibtex_names(text).authors), None)


# ---- date ----


def _date(item: Item) -> PartialDate:
    value = item.get("issued", item.get("published", item.get("year")))
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, str | int):
        return date_of_text(str(value))
    if not isinstance(value, dict):
        return NO_DATE
    parts = value.get("date-parts", value.get("date_parts"))
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else parts
    if isinstance(first, list) and len(first) == 1 and isinstance(first[0], str):
        return date_of_text(first[0])
    if isinstance(first, list) and any(first):
        year, month, day = ([str(part) if part else "" for part in first[:3]] + ["", "", ""])[:3]
        return date_of_parts(year, month, day)
    return date_of_text(_text(value, "raw") or _text(value, "literal"))
