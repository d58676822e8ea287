"""The correction desk: finds which correction is meant for which entry, and which person for which name.

Comes in: corrections, and entries with their splits. Goes out: the corrected fields of an entry, a name under the
spelling that a person chose, and a problem for each correction that nothing asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import byline
from generator.corrections import Correction, Corrections
from generator.keys import own_suffix
from generator.listing import Entry
from generator.model import Location, Name, Problem, quoted
from generator.names import identity, read_name
from generator.text.inline import plain
from generator.text.slug import slugify


class CorrectionDesk:
    """Knows the corrections of some entries, and which of them were asked for."""

    def __init__(
        self,
        corrections: Corrections,
        entries: Sequence[Entry],
        splits: Sequence[byline.Split | None],
        published: Mapping[Location, str],
    ) -> None:
        """`published` are the keys under which entries are known to readers."""
        self._corrections = corrections
        self._of_entry = _assign(corrections.papers, entries, splits, published) if corrections.papers else {}
        self._joins = {identity(read_name(join.other)): join for join in corrections.names}
        self._used_papers = {correction.paper for correction in self._of_entry.values()}
        self._used_names: set[str] = set()

    def fields(self, entry: Entry) -> Mapping[str, Any]:
        """What is set right of an entry."""
        correction = self._of_entry.get(entry.location)
        return correction.fields if correction else {}

    def name(self, listed: str) -> Name:
        """A name, under the spelling that a person chose for it."""
        name = read_name(listed)
        join = self._joins.get(identity(name)) if self._joins else None
        if join is None:
            return name
        self._used_names.add(join.other)
        return dataclasses.replace(read_name(join.name), listed=listed)

    def unused(self) -> list[Problem]:
        """Corrections that no entry and no name asked for."""
        papers = [
            Problem(c.location, f"expected the key or title of a paper in the listings, found {quoted(c.paper)}")
            for c in self._corrections.papers
            if c.paper not in self._used_papers
        ]
        names = [
            Problem(j.location, f"expected a name as it stands in the listings, found {quoted(j.other)}")
            for j in self._corrections.names
            if j.other not in self._used_names
        ]
        return papers + names


def _assign(
    corrections: Sequence[Correction],
    entries: Sequence[Entry],
    splits: Sequence[byline.Split | None],
    published: Mapping[Location, str],
) -> dict[Location, Correction]:
    """The correction of each entry: named by key, title or title line; else by the title that it corrects to."""
    by_slug = {slugify(plain(correction.paper)): correction for correction in corrections}
    by_slug |= {correction.paper: correction for correction in corrections}  # keys may be longer than slugs
    others = set(published.values())
    handles = {entry.location: _handles(entry, split) for entry, split in zip(entries, splits, strict=True)}
    oldest: dict[str, Entry] = {}
    for entry in entries:
        slug = handles[entry.location].slug
        oldest[slug] = min(oldest.get(slug, entry), entry, key=_age)
    assigned: dict[Location, Correction] = {}
    for entry in entries:
        own = handles[entry.location]
        wanted = [published.get(entry.location, ""), own.key_beside_others, own.line]
        is_oldest = own.key_beside_others == handles[oldest[own.slug].location].key_beside_others
        if is_oldest and own.slug not in others:
            wanted.append(own.slug)
        found = next(filter(None, map(by_slug.get, wanted)), None)
        if found:
            assigned[entry.location] = found
    named = {correction.paper for correction in assigned.values()}
    oldest_first = sorted(entries, key=_age)
    for correction in corrections:
        if correction.paper not in named:
            meant = next((e for e in oldest_first if e.location not in assigned and _leads_to(correction, e)), None)
            if meant:
                assigned[meant.location] = correction
    return assigned


@dataclass(frozen=True, slots=True)
class _Handles:
    """The slugs under which a correction can name an entry, before keys are given out."""

    slug: str
    """Of the title: the key, unless an older paper has it."""
    key_beside_others: str
    """The key in that case."""
    line: str
    """Of the whole title line."""


def _handles(entry: Entry, split: byline.Split | None) -> _Handles:
    line = slugify(plain(entry.title_line))
    if split is None:
        return _Handles(line, line, line)
    slug = slugify(plain(split.title))
    return _Handles(slug, f"{slug}-{own_suffix(split.title, map(read_name, split.authors))}", line)


def _age(entry: Entry) -> tuple[Any, ...]:
    """The older first; entries that state no year are the newest. Nothing of it depends on the order of the listing."""
    day = entry.year is None, entry.year or 0, entry.month, entry.day
    return *day, entry.title_line, -(entry.score or 0), not entry.code, entry.abstract, entry.area


def _leads_to(correction: Correction, entry: Entry) -> bool:
    """The corrected title is one that the line can be read to have."""
    title, authors = correction.fields.get("title"), correction.fields.get("authors")
    if title is None or not entry.title_line.startswith(title):
        return False
    rest = entry.title_line.removeprefix(title)
    return rest.startswith(authors[0]) if authors else byline.find_reading(entry.title_line, title, None) is not None
