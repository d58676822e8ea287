"""Corrections of listings, which themselves stay as they are.

Comes in: the text of `corrections.yml`. Goes out: `Corrections`, each with its line, for problems of those that match
nothing; and the faults of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.byline.names import match_key
from generator.models import Link, Location, Name, Problem, PublicationKind, quoted
from generator.sources.people import Person, Unreadable, read_authors, read_person, read_text, reconcile
from generator.sources.record_dates import YEARS_OF_RECORDS, PartialDate, read_partial_date
from generator.sources.yaml_lines import YamlFile, YamlValue, read_yaml
from generator.text.suggestions import Suggestions, did_you_mean
from generator.text.urls import safe_url


@dataclass(frozen=True, slots=True)
class Correction:
    """Correction of one paper."""

    paper: str
    """Key, title or title line of the paper, as it stands in the file."""
    location: Location
    fields: Mapping[str, Any]
    """Corrected values, by the names of `CORRECTION_FIELDS`."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Lines of the fields, by their names."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a project."""

    papers: tuple[Correction, ...] = ()
    people: tuple[Person, ...] = ()
    affiliations: Mapping[str, str] = field(default_factory=dict)
    """Full names of affiliations, by their tags in listings."""


def read_corrections(path: str, text: str) -> tuple[Corrections, tuple[Problem, ...]]:
    """Return the corrections of a file, and its faults; a faulty field is left out."""
    source, problems = read_yaml(path, text)
    faults = list(problems)
    sections = _mapping(source, (), faults)
    for name in sections.keys() - {"papers", "names", "people", "affiliations"}:
        faults.append(_fault(source, (name,), "expected 'papers', 'names', 'people' or 'affiliations'", name))
    papers = [_correction(source, paper, faults) for paper in _mapping(source, ("papers",), faults)]
    people = _people(source, faults)
    stated = [
        (name, source.location("papers", paper.paper, "authors", place))
        for paper in papers
        for place, name in enumerate(paper.fields.get("authors", ()))
    ]
    complete, disagreements = reconcile(people, stated)
    faults += disagreements
    corrections = Corrections(
        papers=tuple(_with_authors(paper, complete) for paper in papers),
        people=tuple(replace(person, shown=complete(person.shown)) for person in people),
        affiliations=_affiliations(source, faults),
    )
    return corrections, tuple(faults)


def _correction(source: YamlFile, paper: str, faults: list[Problem]) -> Correction:
    fields, places = {}, {}
    for name, value in _mapping(source, ("papers", paper), faults).items():
        where = ("papers", paper, name)
        reader = CORRECTION_FIELDS.get(name)
        if reader is None:
            fault = _fault(source, where, f"expected one of {', '.join(CORRECTION_FIELDS)}", name)
            meant = did_you_mean(Suggestions(CORRECTION_FIELDS).nearest(name))
            faults.append(replace(fault, message=f"{fault.message}{meant}"))
            continue
        try:
            fields[name] = reader(value)
            places[name] = source.location(*where)
        except Unreadable as expected:
            place = (*where, *expected.within)
            faults.append(_fault(source, place, f"expected {expected} for {name}", expected.found_in(value)))
    return Correction(paper, source.location("papers", paper), fields, places)


def _with_authors(paper: Correction, complete: Callable[[Name], Name]) -> Correction:
    if "authors" not in paper.fields:
        return paper
    return replace(paper, fields={**paper.fields, "authors": tuple(map(complete, paper.fields["authors"]))})


def _people(source: YamlFile, faults: list[Problem]) -> list[Person]:
    """Return the people of `names`, then those of `people`."""
    listed = source.at("people") or []
    if not isinstance(listed, list):
        faults.append(_fault(source, ("people",), "expected a list of people", listed))
        listed = []
    names: list[tuple[str | int, ...]] = [("names", name) for name in _mapping(source, ("names",), faults)]
    people = []
    for where in [*names, *(("people", place) for place in range(len(listed)))]:
        try:
            people.append(read_person(source, *where))
        except Unreadable as expected:
            place = (*where, *expected.within)
            faults.append(_fault(source, place, f"expected {expected}", expected.found_in(source.at(*where))))
    return people


def _affiliations(source: YamlFile, faults: list[Problem]) -> dict[str, str]:
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    for tag, value in _mapping(source, ("affiliations",), faults).items():
        if not isinstance(value, str) or not value.strip():
            faults.append(_fault(source, ("affiliations", tag), "expected the full name", value))
        elif known.setdefault(match_key(tag), value.strip()) != value.strip():
            expected = f"expected one name for tags that look alike, {quoted(known[match_key(tag)])}"
            faults.append(_fault(source, ("affiliations", tag), expected, value))
        else:
            names[tag] = value.strip()
    return names


def _mapping(source: YamlFile, where: tuple[str, ...], faults: list[Problem]) -> dict[str, YamlValue]:
    """Return the mapping at a path; an empty one, with a fault, where there is another value."""
    value = source.at(*where)
    if value is None or isinstance(value, dict):
        return value or {}
    faults.append(_fault(source, where, "expected a mapping (name: value)", value))
    return {}


def _fault(source: YamlFile, where: tuple[str | int, ...], expected: str, found: YamlValue) -> Problem:
    shown = "nothing" if found is None else quoted(found) if isinstance(found, str) else quoted(str(found))[1:-1]
    return source.error(f"{expected}, found {shown}", *where)


# ---- readers: a value of the file in, the value of the field out, or Unreadable with what was expected ----


def _optional_text(value: YamlValue) -> str:
    return "" if value is None else read_text(value)


def _tags(value: YamlValue) -> tuple[str, ...]:
    if isinstance(value, dict):
        raise Unreadable("a list of names")
    return tuple(map(read_text, [value] if isinstance(value, str) else value or []))


def _truth(value: YamlValue) -> bool:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    try:
        return words[str(value).lower()]
    except KeyError:
        raise Unreadable("true or false") from None


def _date(value: YamlValue) -> PartialDate:
    text = str(value)
    found = read_partial_date(text)
    if found is None and re.fullmatch(r"\d{4}(-\d\d){0,2}", text) and int(text[:4]) not in YEARS_OF_RECORDS:
        raise Unreadable(f"a date from {YEARS_OF_RECORDS[0]} to {YEARS_OF_RECORDS[-1]}")
    if found is None:
        raise Unreadable("a date such as 2024-02-07, 2024-02 or 2024")
    return found


def _number(value: YamlValue) -> float | None:
    try:
        number = None if value is None else float(str(value))
    except ValueError:
        number = float("nan")
    if number is not None and not abs(number) < float("inf"):
        raise Unreadable("a number")
    return number


def _url(value: YamlValue) -> str | None:
    if value is None:
        return None
    url = safe_url(read_text(value))
    if url is None:
        raise Unreadable("an address that begins with https://")
    return url


def _kind(value: YamlValue) -> PublicationKind:
    try:
        return PublicationKind(str(value).lower())
    except ValueError:
        raise Unreadable(f"one of {', '.join(PublicationKind)}") from None


def _pages(value: YamlValue) -> str:
    """Return pages with an en dash between the first and the last: the only hyphens, if they are between numbers."""
    return re.sub(r"\s*(?:--+|–|(?<=\d)\s*-(?=\s*\d))\s*", "–", _optional_text(value))


def _texts(value: YamlValue) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_tags(value)))


def _identifier(pattern: str, expected: str) -> Callable[[YamlValue], str]:
    """Return a reader of identifiers, which are the group of the pattern: without prefix, address and version."""

    def read(value: YamlValue) -> str:
        found = re.fullmatch(pattern, read_text(value), re.IGNORECASE)
        if found is None:
            raise Unreadable(expected)
        return found[1]

    return read


# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = r"(?:arxiv:|https?://arxiv\.org/(?:abs|pdf)/)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
_DOI = r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s<>\"{}|\\^`]+)"


def _links(value: YamlValue) -> tuple[Link, ...]:
    if not isinstance(value, dict) or not all(label.strip() for label in value):
        raise Unreadable("a mapping of labels to addresses")
    return tuple(Link(label, _url(read_text(url)) or "") for label, url in value.items())


CORRECTION_FIELDS: Mapping[str, Callable[[YamlValue], Any]] = {
    "title": read_text,
    "authors": read_authors,
    "et_al": _truth,
    "area": read_text,
    "date": _date,
    "score": _number,
    "code": _truth,
    "code_url": _url,
    "affiliations": _tags,
    "abstract": _optional_text,
    "arxiv": _identifier(_ARXIV, "an arXiv id such as 2402.04617"),
    "doi": _identifier(_DOI, "a DOI such as 10.1000/182"),
    "links": _links,
    "kind": _kind,
    "venue": _optional_text,
    "volume": _optional_text,
    "number": _optional_text,
    "pages": _pages,
    "publisher": _optional_text,
    "pdf": lambda value: _url(value) or "",
    "keywords": _texts,
    "awards": _texts,
    "withdrawn": _truth,
    "hide": _truth,
    "same_as": read_text,
    "distinct": _truth,
}
"""Functions that read the value of each field that can be corrected, by its name."""
ABOUT_ENTRIES = frozenset({"hide", "same_as", "distinct"})
"""Fields that are about entries and not about what the paper says."""
