"""Assignment of corrections to entries.

Comes in: corrections, and entries with their splits and dates. Goes out: the correction of each entry, and the
statements that entries are one paper, or papers of their own. A correction names an entry by the key of its page, its
citation key in a file of references, its title or its title line; it is meant for all entries of the paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any

from generator import byline
from generator.byline.names import person_id, read_name
from generator.catalog.duplicates import EntryFacts, StatedDuplicate, group_same_papers, title_identity
from generator.catalog.keys import own_suffix
from generator.models import Location, Problem, grouped, quoted
from generator.sources.corrections import Correction
from generator.sources.listing import Entry
from generator.text.latex import plain
from generator.text.slugs import slugify
from generator.text.suggestions import Suggestions, did_you_mean


class _Way(IntEnum):
    """Ways to name an entry, the surest first."""

    KEY = 0
    """Key of the entry's page."""
    OWN_KEY = 1
    """Key that it would have beside older papers of the same slug."""
    CITEKEY = 2
    """Citation key of the entry in a file of references."""
    LINE = 3
    """Title line of the entry."""
    TITLE = 4


@dataclass(frozen=True, slots=True)
class Assignments:
    """Corrections, with the entries that they are meant for."""

    of_entry: Mapping[Location, Correction] = field(default_factory=dict)
    mentioned: Mapping[str, Sequence[Location]] = field(default_factory=dict)
    """Entries of the papers that the corrections of people mention, by the words that mention them."""
    stated_duplicates: Sequence[StatedDuplicate] = ()
    distinct: Mapping[Location, Location] = field(default_factory=dict)
    """Entries that are stated to be papers of their own, with the lines that say so."""
    nearest: Mapping[str, str] = field(default_factory=dict)
    """Names of papers that are like those that mean none, by these."""
    problems: Sequence[Problem] = ()


def assign_corrections(
    corrections: Sequence[Correction],
    mentions: Sequence[str],
    entries: Sequence[Entry],
    splits: Sequence[byline.Split | None],
    days: Mapping[Location, date],
    published: Mapping[Location, str],
) -> Assignments:
    """Return the corrections of entries, and the entries of papers that are mentioned elsewhere.

    `mentions` are keys, titles or title lines of papers; `published` are the keys of the pages of entries.
    """
    listed = _Listed(entries, splits, days, published)
    # Entries that corrections name; of two corrections for one, the surer way to name it counts, then the later.
    ways = [(number, *found) for number, one in enumerate(corrections) if (found := listed.find(one.paper))]
    named: dict[Location, Correction] = {}
    way_of: dict[Location, _Way] = {}
    for number, way, entry in sorted(ways, key=lambda one: (one[1], -one[0])):
        named.setdefault(entry.location, corrections[number])
        way_of.setdefault(entry.location, way)
    # The other entries of the same papers; each group of them once, as it may be large.
    distinct = _distinct(named)
    of_entry = dict(named)
    done: set[tuple[Location, str]] = set()
    for place, way in way_of.items():
        if (group := listed.group(place, way, distinct)) not in done:
            done.add(group)
            for other in listed.meant(place, way, distinct):
                of_entry.setdefault(other, named[place])
    # Entries that are split otherwise than a correction names them, but can be split so.
    used = {correction.paper for correction in named.values()}
    for correction in corrections:
        if correction.paper not in used:
            left = (entry for entry in listed.oldest_first if entry.location not in of_entry)
            meant = next((entry for entry in left if _leads_to(correction, entry)), None)
            if meant:
                of_entry[meant.location] = named[meant.location] = correction
    mentioned = _Mentioned(listed, of_entry, distinct)
    problems: list[Problem] = []
    stated = list(_stated_duplicates(named, mentioned, problems))
    places_of = {word: mentioned.find(word) for word in mentions}
    met = {correction.paper for correction in of_entry.values()}
    lost = [correction.paper for correction in corrections if correction.paper not in met]
    lost += [word for word, places in places_of.items() if not places]
    nearest = {word: listed.nearest(word) for word in dict.fromkeys(lost)}
    return Assignments(of_entry, places_of, stated, _distinct(named), nearest, problems)


def _distinct(named: Mapping[Location, Correction]) -> dict[Location, Location]:
    return {place: one.places["distinct"] for place, one in named.items() if one.fields.get("distinct")}


def _stated_duplicates(
    named: Mapping[Location, Correction], mentioned: _Mentioned, problems: list[Problem]
) -> Iterator[StatedDuplicate]:
    for place, correction in named.items():
        if "same_as" in correction.fields:
            name, stated_at = correction.fields["same_as"], correction.places["same_as"]
            found = mentioned.find(name)
            if found:
                yield StatedDuplicate(place, found[0], stated_at)
            else:
                message = "expected the key, citation key or title of another paper under same_as, found "
                meant = did_you_mean(mentioned.nearest(name))
                problems.append(Problem(stated_at, f"{message}{quoted(name)}{meant}"))


class _Mentioned:
    """Papers by the names that `same_as` and people give them."""

    def __init__(
        self, listed: _Listed, of_entry: Mapping[Location, Correction], distinct: Collection[Location]
    ) -> None:
        self._listed = listed
        self._distinct = distinct
        self._by_correction: dict[str, list[Location]] = defaultdict(list)
        for place, correction in of_entry.items():
            self._by_correction[correction.paper].append(place)
            if "title" in correction.fields:
                self._by_correction[_slug(correction.fields["title"])].append(place)

    def nearest(self, name: str) -> str:
        """Return the name of a paper that is like one that means none, empty if there is none."""
        return self._listed.nearest(name)

    def find(self, name: str) -> list[Location]:
        """Return the entries of a paper by its name in the listings, that of its correction or its corrected title."""
        found = self._listed.find(name)
        places = self._listed.meant(found[1].location, found[0], self._distinct) if found else []
        corrected = [*self._by_correction.get(name, ()), *self._by_correction.get(_slug(name), ())]
        return list(dict.fromkeys([*places, *corrected]))


class _Listed:
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
        self._by_slug = grouped(self.oldest_first, lambda entry: slugify(self._titles[entry.location]))
        self._same: dict[Location, list[Location]] = {}
        self._known_own_keys: dict[str, dict[str, Entry]] = {}

    def find(self, name: str) -> tuple[_Way, Entry] | None:
        """Return the entry that a name means, and the way in which it names the entry."""
        for way, look in (
            (_Way.KEY, self._by_key),
            (_Way.OWN_KEY, self._by_own_key),
            (_Way.CITEKEY, self._by_citekey.get),
            (_Way.TITLE, self._by_title),
            (_Way.LINE, lambda name: self._by_line_slug.get(_slug(name))),
        ):
            entry = look(name)
            if entry:
                return way, entry
        return None

    def nearest(self, name: str) -> str:
        """Return the key, citation key or title that is most like a name, empty if none is."""
        return (self._of_titles if " " in name else self._of_all).nearest(name)

    def meant(self, place: Location, way: _Way, distinct: Collection[Location]) -> list[Location]:
        """Return the entries that a name means for which one was found, the oldest first.

        These are all entries of the paper; by the title line, or a key made from it, those with the same line.
        """
        paper = self._same_paper(place, distinct)
        line = self._line(place, way)
        return [other for other in paper if self._entries[other].title_line == line] if line else paper

    def group(self, place: Location, way: _Way, distinct: Collection[Location]) -> tuple[Location, str]:
        """Return what tells a group of entries that are meant together: the oldest of the paper, and a title line."""
        return self._same_paper(place, distinct)[0], self._line(place, way)

    def _line(self, place: Location, way: _Way) -> str:
        return self._entries[place].title_line if way in (_Way.OWN_KEY, _Way.LINE) else ""

    def _same_paper(self, place: Location, distinct: Collection[Location]) -> list[Location]:
        """Return the entries of the paper of an entry, the oldest first."""
        if place not in self._same:
            entries = self._by_identity[title_identity(self._titles[place])]
            for group in grouped(entries, self._first_author).values():
                for paper in group_same_papers(map(self._facts, group), distinct):
                    places = [one.location for one in paper]
                    self._same |= dict.fromkeys(places, places)
        return self._same[place]

    def _first_author(self, entry: Entry) -> Hashable:
        split = self._splits[entry.location]
        return person_id(read_name(split.authors[0])) if split else entry.location

    def _facts(self, entry: Entry) -> EntryFacts:
        split = self._splits[entry.location]
        authors = split.authors if split else ()
        day = self._days[entry.location]
        is_vague = entry.year is None or day == date.min
        doi = entry.record.fields.get("doi", "") if entry.record else ""
        return EntryFacts(entry.location, self._titles[entry.location], authors, day, is_vague, entry.abstract, doi)

    def _by_key(self, name: str) -> Entry | None:
        return self._by_published.get(name) or next(iter(self._by_slug.get(name, ())), None)

    def _by_own_key(self, name: str) -> Entry | None:
        slug = name.rpartition("-")[0]
        return self._own_keys(slug).get(name) if slug in self._by_slug else None

    def _by_title(self, name: str) -> Entry | None:
        """Return the entry of a title, however it is written; one with exactly this title goes first."""
        title = title_identity(plain(name, title=True))
        published, exact = self._by_published.get(_slug(name)), self._by_identity.get(title)
        if exact:
            is_one = published and title_identity(self._titles[published.location]) == title
            return published if is_one else exact[0]
        return self._by_key(_slug(name))

    def _own_keys(self, slug: str) -> dict[str, Entry]:
        """Return the entries of a slug by the keys that they would have beside older ones."""
        if slug not in self._known_own_keys:
            found = self._known_own_keys[slug] = {}
            for entry in self._by_slug[slug]:
                split, day = self._splits[entry.location], self._days[entry.location]
                authors = [read_name(author) for author in split.authors] if split else []
                for suffix in (own_suffix(self._title(entry), authors), own_suffix(self._title(entry), authors, day)):
                    found.setdefault(f"{slug}-{suffix}", entry)
        return self._known_own_keys[slug]

    @cached_property
    def _of_titles(self) -> Suggestions:
        return Suggestions(self._titles.values())

    @cached_property
    def _of_all(self) -> Suggestions:
        return Suggestions((*self._by_published, *self._by_slug, *self._by_citekey, *self._titles.values()))

    @cached_property
    def _by_identity(self) -> dict[str, list[Entry]]:
        return grouped(self.oldest_first, lambda entry: title_identity(self._titles[entry.location]))

    @cached_property
    def _by_citekey(self) -> dict[str, Entry]:
        oldest_last = reversed(self.oldest_first)
        return {entry.record.citekey: entry for entry in oldest_last if entry.record and entry.record.citekey}

    @cached_property
    def _by_line_slug(self) -> dict[str, Entry]:
        return {_slug(entry.title_line): entry for entry in reversed(self.oldest_first)}

    def _title(self, entry: Entry) -> str:
        split = self._splits[entry.location]
        return split.title if split else entry.title_line

    def _age(self, entry: Entry) -> tuple[Any, ...]:
        """Return the sort key of an entry, the oldest first and those of references last, as keys are given."""
        split = self._splits[entry.location]
        authors = split.authors if split else ()
        told = self._days[entry.location], self._title(entry), authors, -(entry.score or 0), not entry.code
        more = (split.et_al, split.affiliations) if split else (False, ())
        return (
            entry.record is not None,
            *told,
            entry.abstract,
            entry.area,
            *more,
            entry.score is None,
            entry.year is None,
            entry.location,
        )


def _leads_to(correction: Correction, entry: Entry) -> bool:
    """Return whether the title line can be read as having the corrected title."""
    title, authors = correction.fields.get("title"), correction.fields.get("authors")
    if title is None or not entry.title_line.startswith(title):
        return False
    if authors is None:
        return byline.find_candidate(entry.title_line, title, None) is not None
    return entry.title_line.removeprefix(title).startswith((authors[0].listed, authors[0].text))


def _slug(title: str) -> str:
    return slugify(plain(title, title=True))
