"""Enriched facts: the text of `enriched.yml` in; a record for each paper that was found for certain, and faults, out.

The sections `proposed` and `absent` are for people and for `papershelf enrich`; nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.models import Location, Problem, PublicationKind, quoted
from generator.sources.corrections import CORRECTION_FIELDS
from generator.sources.people import Unreadable, read_text
from generator.sources.record_dates import NO_DATE
from generator.sources.records import Record
from generator.sources.yaml_lines import YamlFile, YamlValue, read_yaml

ENRICHED = "enriched.yml"
"""Name of the file, beside the listings."""
SECTIONS = ("papers", "proposed", "absent")
MOST_VALUES = 1_000_000
"""Most values of the file; a paper has about 20, more with its authors."""
_IGNORED = frozenset({"reason", "note", "retrieved"})
"""Keys of an entry that are for people."""


@dataclass(frozen=True, slots=True)
class Enriched:
    """Facts on one paper that were found elsewhere."""

    key: str
    """Key of the paper, as in the address of its page."""
    record: Record
    """Facts that were found; title, date and authors are empty where nothing was found of them."""
    origin: str = ""
    """Services or files that the facts are from, such as `arXiv, Crossref`; empty if the file does not say."""
    review: bool = False
    """Whether the facts are not first hand, so that a person should look at them."""


def read_enriched(path: str, text: str) -> tuple[tuple[Enriched, ...], tuple[Problem, ...]]:
    """Return the facts under `papers`, in the order of the file, and its faults; a faulty field is left out."""
    source, problems = read_yaml(path, text, MOST_VALUES)
    faults = list(problems)
    for name in _mapping(source, (), faults).keys() - set(SECTIONS):
        faults.append(source.error(f"expected one of {', '.join(SECTIONS)}, found {quoted(name)}", name))
    papers = _mapping(source, ("papers",), faults)
    return tuple(_entry(source, key, faults) for key in papers), tuple(sorted(faults))


def _entry(source: YamlFile, key: str, faults: list[Problem]) -> Enriched:
    where: tuple[str | int, ...] = ("papers", key)
    value = source.at(*where)
    if isinstance(value, list) and len(value) == 1:  # as it stood under `proposed`
        where = (*where, 0)
    fields: dict[str, Any] = {}
    places: dict[str, Location] = {}
    for name, stated in _mapping(source, where, faults).items():
        if name in _IGNORED:
            continue
        reader = _FIELDS.get(name)
        if reader is None:
            faults.append(source.error(f"expected one of {', '.join(_FIELDS)}, found {quoted(name)}", *where, name))
            continue
        try:
            fields[name] = reader(stated)
            places[name] = source.location(*where, name)
        except Unreadable as expected:
            found = _shown(expected.found_in(stated))
            message = f"expected {expected} for {name}, found {found}"
            faults.append(source.error(message, *where, name, *expected.within))
    return _enriched(key, source.location("papers", key), fields, places)


def _enriched(key: str, location: Location, fields: dict[str, Any], places: Mapping[str, Location]) -> Enriched:
    published = fields.pop("published", NO_DATE)
    origin, review = fields.pop("from", ""), fields.pop("review", False)
    record = Record(
        location,
        title=fields.pop("title", ""),
        authors=fields.pop("authors", ()),
        et_al=fields.pop("et_al", False),
        date=published.date,
        date_precision=published.precision,
        fields=fields,
        places={{"published": "date"}.get(name, name): place for name, place in places.items()},
    )
    return Enriched(key, record, origin, review)


def _mapping(source: YamlFile, where: tuple[str | int, ...], faults: list[Problem]) -> dict[str, YamlValue]:
    """Return the mapping at a path; an empty one, with a fault, where there is another value."""
    value = source.at(*where)
    if value is None or isinstance(value, dict):
        return value or {}
    faults.append(source.error(f"expected a mapping (name: value), found {_shown(value)}", *where))
    return {}


def _shown(value: YamlValue) -> str:
    return "nothing" if value is None else quoted(value) if isinstance(value, str) else quoted(str(value))[1:-1]


# ---- readers: a value of the file in, the value of the field out, or Unreadable with what was expected ----


def _kind(value: YamlValue) -> PublicationKind:
    try:
        return PublicationKind(read_text(value))
    except ValueError:
        raise Unreadable(f"one of {', '.join(PublicationKind)}") from None


def _doi(value: YamlValue) -> str:
    return str(CORRECTION_FIELDS["doi"](value)).lower()


def _pdf(value: YamlValue) -> str:
    return str(CORRECTION_FIELDS["code_url"](read_text(value)))


_FIELDS: Mapping[str, Callable[[YamlValue], Any]] = {
    **{name: CORRECTION_FIELDS[name] for name in ("title", "authors", "et_al", "arxiv")},
    "doi": _doi,
    "kind": _kind,
    **dict.fromkeys(("venue", "volume", "number", "pages", "publisher"), read_text),
    "pdf": _pdf,
    "published": CORRECTION_FIELDS["date"],
    "withdrawn": CORRECTION_FIELDS["hide"],
    "review": CORRECTION_FIELDS["hide"],
    "from": read_text,
}
"""Functions that read the value of each field, by its name, in the order in which the file has them."""
