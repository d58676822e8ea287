"""Assignment: which correction is meant for which entry.

Comes in: corrections, and entries with their splits and dates. Goes out: the correction of each entry, and which
entries are one paper, or papers of their own, by a person's word. A correction names an entry by the key of its page,
its title or its title line; it is meant for all entries that give the same paper again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from generator import byline
from generator.byline.names import person_id, read_name
from generator.catalog.duplicates import Join, Said, as_papers, title_identity
from generator.catalog.keys import own_suffix
from generator.models import Location, Problem, quoted
from generator.sources.corrections import Correction
from generator.sources.listing import Entry
from generator.text.latex import plain
from generator.text.slugs import slugify

_BY_KEY, _BY_OWN_KEY, _BY_LINE, _BY_TITLE = range(4)
"""Ways to name an entry, the surest first: by the key of its page, by what would be its key beside older papers of the
same slug, by its title line, by its title."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Corrections, and the entries that they are meant for."""

    of_entry: Mapping[Location, Correction] = field(default_factory=dict)
    meant: Mapping[str, Sequence[Location]] = field(default_factory=dict)
    """Entries that are meant by the names of papers elsewhere in the corrections."""
    joins: Sequence[Join] = ()
    """Entries that are one paper, as a person says."""
    alone: Mapping[Location, Location] = field(default_factory=dict)
    """Entries that are papers of their own, with the lines that say so."""
    problems: Sequence[Problem] = ()


def assign(
    corrections: Sequence[Correction],
    mentions: Sequence[str],
    entries: Sequence[Entry],
    splits: Sequence[byline.Split | None],
    days: Mapping[Location, date],
    published: Mapping[Location, str],
) -> Assigned:
    """Return the corrections of entries, and what is meant by other mentions of papers.

    `published` are the keys under which entries are known to readers.
    """
    listed = _Listed(entries, splits, days, published)
    ways = [(number, *found) for number, one in enumerate(corrections) if (found := listed.find(one.paper))]
    named: dict[Location, Correction] = {}
    way_of: dict[Location, int] = {}
    for number, way, entry in sorted(ways, key=lambda one: (one[1], -one[0])):  # of two the surer, else the later
        named.setdefault(entry.location, corrections[number])
        way_of.setdefault(entry.location, way)
    alone = _alone(named)
    of_entry = dict(named)
    spread: set[tuple[Location, str]] = set()
    for place, way in way_of.items():
        if (head := listed.head(place, way, alone)) not in spread:
            spread.add(head)
            for other in listed.meant(place, way, alone):
                of_entry.setdefault(other, named[place])
    used = {correction.paper for correction in named.values()}
    for correction in corrections:
        if correction.paper not in used:
            left = (entry for entry in listed.oldest_first if entry.location not in of_entry)
            meant = next((entry for entry in left if _leads_to(correction, entry)), None)
            if meant:
                of_entry[meant.location] = named[meant.location] = correction
    elsewhere = _Elsewhere(listed, of_entry, alone)
    problems: list[Problem] = []
    joins = list(_joins(named, elsewhere, problems))
    return Assigned(of_entry, {word: elsewhere.find(word) for word in mentions}, joins, _alone(named), problems)


def _alone(named: Mapping[Location, Correction]) -> dict[Location, Location]:
    return {place: one.places["distinct"] for place, one in named.items() if one.fields.get("distinct")}


def _joins(named: Mapping[Location, Correction], elsewhere: _Elsewhere, problems: list[Problem]) -> Iterator[Join]:
    for place, correction in named.items():
        if "same_as" in correction.fields:
            name, said_at = correction.fields["same_as"], correction.places["same_as"]
            found = elsewhere.find(name)
            if found:
                yield Join(place, found[0], said_at)
            else:
                message = f"expected the key or title of another paper under same_as, found {quoted(name)}"
                problems.append(Problem(said_at, message))


class _Elsewhere:
    """Papers by the names that they have elsewhere than as the name of a correction."""

    def __init__(self, listed: _Listed, of_entry: Mapping[Location, Correction], alone: Collection[Location]) -> None:
        self._listed = listed
        self._alone = alone
        self._by_correction: dict[str, list[Location]] = defaultdict(list)
        for place, correction in of_entry.items():
            self._by_correction[correction.paper].append(place)
            if "title" in correction.fields:
                self._by_correction[slugify(plain(correction.fields["title"], title=True))].append(place)

    def find(self, name: str) -> list[Location]:
        """Return the entries of the paper of a name, which may be that of its correction or its corrected title."""
        found = self._listed.find(name)
        places = self._listed.meant(found[1].location, found[0], self._alone) if found else []
        corrected = [*self._by_correction.get(name, ()), *self._by_correction.get(slugify(plain(name, title=True)), ())]
        return list(dict.fromkeys([*places, *corrected]))


class _Listed:
    """Entries by the names that corrections may have for them."""

    def __init__(
        self,
        entries: Sequence[Entry],
        splits: Sequence[byline.Split | None],
        days: Mapping[Location, date],
        published: Mapping[Location, str],
    ) -> None:
        self._days = days
        self._entries = {entry.location: entry for entry in entries}
        self._splits = {entry.location: split for entry, split in zip(entries, splits, strict=True)}
        self._titles = {entry.location: plain(self._title(entry), title=True) for entry in entries}
        self.oldest_first = sorted(entries, key=self._age)
        self._by_published = {published[e.location]: e for e in reversed(self.oldest_first) if e.location in published}
        self._by_slug = self._grouped(lambda entry: slugify(self._titles[entry.location]))
        self._same: dict[Location, list[Location]] = {}
        self._known_own_keys: dict[str, dict[str, Entry]] = {}

    def find(self, name: str) -> tuple[int, Entry] | None:
        """Return the entry that a name means, after the way in which it names it."""
        for way, look in (
            (_BY_KEY, self._by_key),
            (_BY_OWN_KEY, self._by_own_key),
            (_BY_TITLE, self._by_title),
            (_BY_LINE, self._by_line),
        ):
            entry = look(name)
            if entry:
                return way, entry
        return None

    def meant(self, place: Location, way: int, alone: Collection[Location]) -> list[Location]:
        """Return the entries, the oldest first, that are meant where one is named in a way.

        Who names one by its line, or by a key that only it would have, means those with the same line.
        """
        paper = self._same_paper(place, alone)
        line = self._line(place, way)
        return [other for other in paper if self._entries[other].title_line == line] if line else paper

    def head(self, place: Location, way: int, alone: Collection[Location]) -> tuple[Location, str]:
        """Return what entries have in common that are meant together."""
        return self._same_paper(place, alone)[0], self._line(place, way)

    def _line(self, place: Location, way: int) -> str:
        return self._entries[place].title_line if way in (_BY_OWN_KEY, _BY_LINE) else ""

    def _same_paper(self, place: Location, alone: Collection[Location]) -> list[Location]:
        """Return the entries, the oldest first, that give the same paper as one of them."""
        if place not in self._same:
            authors: dict[Hashable, list[Said]] = defaultdict(list)
            for entry in self._by_identity[title_identity(self._titles[place])]:
                split = self._splits[entry.location]
                author = person_id(read_name(split.authors[0])) if split else entry.location
                authors[author].append(self._said(entry))
            for said in authors.values():
                for paper in as_papers(said, alone):
                    places = [one.location for one in paper]
                    self._same |= dict.fromkeys(places, places)
        return self._same[place]

    def _said(self, entry: Entry) -> Said:
        split = self._splits[entry.location]
        authors = split.authors if split else ()
        day = self._days[entry.location]
        return Said(entry.location, self._titles[entry.location], authors, day, entry.year is None, entry.abstract)

    def _by_key(self, name: str) -> Entry | None:
        return self._by_published.get(name) or next(iter(self._by_slug.get(name, ())), None)

    def _by_own_key(self, name: str) -> Entry | None:
        slug = name.rpartition("-")[0]
        return self._own_keys(slug).get(name) if slug in self._by_slug else None

    def _by_title(self, name: str) -> Entry | None:
        """Return the entry of a title: written in another way, too, but rather one of just this title."""
        slug, title = slugify(plain(name, title=True)), title_identity(plain(name, title=True))
        published, exact = self._by_published.get(slug), self._by_identity.get(title)
        if exact:
            is_one = published and title_identity(self._titles[published.location]) == title
            return published if is_one else exact[0]
        return published or next(iter(self._by_slug.get(slug, ())), None)

    def _by_line(self, name: str) -> Entry | None:
        return next(iter(self._by_line_slug.get(slugify(plain(name, title=True)), ())), None)

    def _own_keys(self, slug: str) -> dict[str, Entry]:
        """Return the keys of entries beside older ones of their slug."""
        if slug not in self._known_own_keys:
            found = self._known_own_keys[slug] = {}
            for entry in self._by_slug[slug]:
                split, day = self._splits[entry.location], self._days[entry.location]
                authors = [read_name(author) for author in split.authors] if split else []
                for suffix in (own_suffix(self._title(entry), authors), own_suffix(self._title(entry), authors, day)):
                    found.setdefault(f"{slug}-{suffix}", entry)
        return self._known_own_keys[slug]

    @cached_property
    def _by_identity(self) -> dict[str, list[Entry]]:
        return self._grouped(lambda entry: title_identity(self._titles[entry.location]))

    @cached_property
    def _by_line_slug(self) -> dict[str, list[Entry]]:
        return self._grouped(lambda entry: slugify(plain(entry.title_line, title=True)))

    def _grouped(self, key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.oldest_first:
            groups[key(entry)].append(entry)
        return dict(groups)

    def _title(self, entry: Entry) -> str:
        split = self._splits[entry.location]
        return split.title if split else entry.title_line

    def _age(self, entry: Entry) -> tuple[Any, ...]:
        """Sort the older first, as keys are given out (`seniority`)."""
        split = self._splits[entry.location]
        authors = split.authors if split else ()
        told = self._days[entry.location], self._title(entry), authors, -(entry.score or 0), not entry.code
        more = (split.et_al, split.affiliations) if split else (False, ())
        return *told, entry.abstract, entry.area, *more, entry.score is None, entry.year is None, entry.location


def _leads_to(correction: Correction, entry: Entry) -> bool:
    """Tell whether the corrected title is one that the line can be read to have."""
    title, authors = correction.fields.get("title"), correction.fields.get("authors")
    if title is None or not entry.title_line.startswith(title):
        return False
    if authors is None:
        return byline.find_candidate(entry.title_line, title, None) is not None
    return entry.title_line.removeprefix(title).startswith((authors[0].listed, authors[0].text))
