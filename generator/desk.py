"""The correction desk: finds which correction is meant for which entry, and which person for which name.

Comes in: corrections, and entries with their splits. Goes out: the corrected fields of an entry, its authors under the
names that a person chose, and a problem for each correction that nothing asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator import byline
from generator.corrections import Correction, Corrections
from generator.keys import own_suffix
from generator.listing import Entry
from generator.model import Location, Name, Problem, quoted
from generator.names import alike, read_name
from generator.people import Mention, Person
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
        claims = [_Claim(person, paper) for person in corrections.people for paper in person.papers]
        wanted = _wanted(entries, splits, published) if corrections.papers or claims else {}
        self._corrections = corrections
        self._of_entry = _assign(corrections.papers, entries, wanted)
        self._used_papers = {correction.paper for correction in self._of_entry.values()}
        self._claims = claims
        self._claims_on = _claims_on(claims, wanted, self._of_entry)
        self._met: set[_Claim] = set()
        self._missed: dict[_Claim, str] = {}
        self._people: dict[str, Person] = {}
        for person in corrections.people:
            for known in () if person.papers else person.known:
                self._people.setdefault(known, person)
        self._met_names: set[str] = set()

    def fields(self, entry: Entry) -> Mapping[str, Any]:
        """What is set right of an entry."""
        correction = self._of_entry.get(entry.location)
        return correction.fields if correction else {}

    def authors(self, entry: Entry, listed: Iterable[str]) -> tuple[Name, ...]:
        """Return the authors of an entry, each under the name that the corrections give, or else as listed."""
        names = self.fields(entry).get("authors") or map(read_name, listed)
        claims = list(self._claims_on.get(entry.location, ()))
        authors = tuple(self._shown(name, claims) for name in names)
        self._missed |= dict.fromkeys(claims, ", ".join(name.told_apart for name in authors))
        return authors

    def _shown(self, name: Name, claims: list[_Claim]) -> Name:
        """Return the name to show; a claim on it is taken off `claims`."""
        if name.label or name.orcid:
            return name
        known = alike(name.text)
        claim = next((claim for claim in claims if known in claim.person.known), None)
        if claim:
            claims.remove(claim)
            self._met.add(claim)
        person = claim.person if claim else self._people.get(known)
        if person is None:
            return name
        self._met_names.add(known)
        return replace(person.shown, listed=name.listed)

    def unused(self) -> list[Problem]:
        """Corrections that no entry and no name asked for."""
        papers = [Mention(c.paper, c.location) for c in self._corrections.papers if c.paper not in self._used_papers]
        on_papers = {claim for claims in self._claims_on.values() for claim in claims}
        papers += [claim.paper for claim in self._claims if claim not in on_papers]
        names = [
            mention
            for person in self._corrections.people
            for known, mention in person.known.items()
            if self._people.get(known) is person and known not in self._met_names
            if known != alike(person.shown.text) or len(person.known) == 1
        ]
        return [
            *(_problem("the key or title of a paper in the listings", paper) for paper in papers),
            *(_problem("a name as it stands in the listings", name) for name in names),
            *(claim.problem(authors) for claim, authors in self._missed.items() if claim not in self._met),
        ]


@dataclass(frozen=True, slots=True, eq=False)
class _Claim:
    """Statement that an author of a paper is a certain person. There is one object for each: it is hashed as itself."""

    person: Person
    paper: Mention

    def problem(self, authors: str) -> Problem:
        """Return the problem that the person is none of the authors who are left."""
        return _problem(
            f"one of the authors of {quoted(self.paper.word)}, {authors}",
            Mention(self.person.shown.told_apart, self.paper.location),
        )


def _problem(expected: str, found: Mention) -> Problem:
    return Problem(found.location, f"expected {expected}, found {quoted(found.word)}")


def _wanted(
    entries: Sequence[Entry], splits: Sequence[byline.Split | None], published: Mapping[Location, str]
) -> dict[Location, list[str]]:
    """Return the keys and slugs by which corrections can name each entry, the surest first."""
    others = set(published.values())
    handles = {entry.location: _handles(entry, split) for entry, split in zip(entries, splits, strict=True)}
    oldest: dict[str, Entry] = {}
    for entry in entries:
        slug = handles[entry.location].slug
        oldest[slug] = min(oldest.get(slug, entry), entry, key=_age)
    wanted = {}
    for entry in entries:
        own = handles[entry.location]
        wanted[entry.location] = [published.get(entry.location, ""), own.key_beside_others, own.line]
        is_oldest = own.key_beside_others == handles[oldest[own.slug].location].key_beside_others
        if is_oldest and own.slug not in others:
            wanted[entry.location].append(own.slug)
    return wanted


def _assign(
    corrections: Sequence[Correction], entries: Sequence[Entry], wanted: Mapping[Location, Sequence[str]]
) -> dict[Location, Correction]:
    """The correction of each entry: named by key, title or title line; else by the title that it corrects to."""
    by_slug = {slugify(plain(correction.paper, title=True)): correction for correction in corrections}
    by_slug |= {correction.paper: correction for correction in corrections}  # keys may be longer than slugs
    assigned: dict[Location, Correction] = {}
    for location, slugs in wanted.items():
        found = next(filter(None, map(by_slug.get, slugs)), None)
        if found:
            assigned[location] = found
    named = {correction.paper for correction in assigned.values()}
    oldest_first = sorted(entries, key=_age) if corrections else []
    for correction in corrections:
        if correction.paper not in named:
            meant = next((e for e in oldest_first if e.location not in assigned and _leads_to(correction, e)), None)
            if meant:
                assigned[meant.location] = correction
    return assigned


def _claims_on(
    claims: Iterable[_Claim], wanted: Mapping[Location, Sequence[str]], corrected: Mapping[Location, Correction]
) -> dict[Location, list[_Claim]]:
    """Return the claims on each entry, by its keys and slugs, its name in a correction or its corrected title."""
    by_slug: dict[str, dict[_Claim, None]] = defaultdict(dict)
    for claim in claims:
        for name in (claim.paper.word, slugify(plain(claim.paper.word, title=True))):
            by_slug[name][claim] = None
    found = {}
    for location, slugs in wanted.items():
        correction = corrected.get(location)
        title = correction.fields.get("title") if correction else None
        names = [*slugs, correction.paper if correction else "", slugify(plain(title, title=True)) if title else ""]
        found[location] = list(dict.fromkeys(claim for name in names for claim in by_slug.get(name, ())))
    return found


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
    line = slugify(plain(entry.title_line, title=True))
    if split is None:
        return _Handles(line, line, line)
    slug = slugify(plain(split.title, title=True))
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
    if authors is None:
        return byline.find_reading(entry.title_line, title, None) is not None
    return entry.title_line.removeprefix(title).startswith((authors[0].listed, authors[0].text))
