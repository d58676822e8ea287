"""Corrector: corrections with their entries in; corrected fields and authors out, with problems for unused ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.byline.names import match_key, read_name
from generator.catalog.assignment import Assignments
from generator.models import Location, Name, Problem, quoted
from generator.sources.corrections import ABOUT_ENTRIES, Corrections
from generator.sources.listing import Entry
from generator.sources.people import Mention, Person
from generator.text.suggestions import Suggestions, did_you_mean


class Corrector:
    """Corrections of entries and people, with a record of which were used."""

    def __init__(self, corrections: Corrections, assignments: Assignments) -> None:
        """Take the corrections, with the entries that they are meant for."""
        self._corrections = corrections
        self._of_entry = assignments.of_entry
        self._used_papers = {correction.paper for correction in self._of_entry.values()}
        self._claims_on: dict[Location, list[_Claim]] = defaultdict(list)
        self._unknown_papers: list[Mention] = []
        for claim in (_Claim(person, paper) for person in corrections.people for paper in person.papers):
            locations = assignments.mentioned.get(claim.paper.word, ())
            self._unknown_papers += [] if locations else [claim.paper]
            for location in locations:
                self._claims_on[location].append(claim)
        self._met: set[_Claim] = set()
        self._missed: dict[_Claim, str] = {}
        self._people: dict[str, Person] = {}
        for person in corrections.people:
            for known in () if person.papers else person.known:
                self._people.setdefault(known, person)
        self._met_names: set[str] = set()
        self._listed_names: dict[str, str] = {}
        self._nearest = assignments.nearest

    def fields(self, entry: Entry) -> Mapping[str, Any]:
        """Return the corrected fields of an entry."""
        correction = self._of_entry.get(entry.location)
        return correction.fields if correction else {}

    def places(self, entry: Entry) -> dict[str, str]:
        """Return the lines that correct what a paper says, by the names of the fields."""
        correction = self._of_entry.get(entry.location)
        places = correction.places if correction else {}
        return {name: str(place) for name, place in places.items() if name not in ABOUT_ENTRIES}

    def authors(self, entry: Entry, listed: Iterable[str]) -> tuple[Name, ...]:
        """Return the authors of an entry, each under the name that the corrections give, else as listed."""
        stated = self.fields(entry).get("authors") or (entry.record.authors if entry.record else ())
        names = stated or map(read_name, listed)
        claims = list(self._claims_on.get(entry.location, ()))
        if not claims and not self._people:
            return tuple(names)
        authors = tuple(self._shown(name, claims) for name in names)
        self._missed |= dict.fromkeys(claims, ", ".join(name.told_apart for name in authors))
        return authors

    def _shown(self, name: Name, claims: list[_Claim]) -> Name:
        """Return the name to show; the claim that decides it is removed from `claims`."""
        if name.label or name.orcid:
            return name
        known = match_key(name.text)
        self._listed_names.setdefault(known, name.text)
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
        """Return problems of the corrections that no entry and no name used."""
        papers = [Mention(c.paper, c.location) for c in self._corrections.papers if c.paper not in self._used_papers]
        names = [
            mention
            for person in self._corrections.people
            for known, mention in person.known.items()
            if self._people.get(known) is person and known not in self._met_names
            if known != match_key(person.shown.text) or len(person.known) == 1
        ]
        listed = Suggestions(self._listed_names.values())
        return [
            *(
                _unused("the key, citation key or title of a paper", one, self._nearest.get(one.word, ""))
                for one in (*papers, *self._unknown_papers)
            ),
            *(
                _unused("the name of an author as it stands in the seeds", name, listed.nearest(name.word))
                for name in names
            ),
            *(
                _unused(
                    f"one of the authors of {quoted(claim.paper.word)}, {authors}",
                    Mention(claim.person.shown.told_apart, claim.paper.location),
                )
                for claim, authors in self._missed.items()
                if claim not in self._met
            ),
        ]


@dataclass(frozen=True, slots=True, eq=False)
class _Claim:
    """Statement that a person is an author of a paper; two are never equal, as each is used once."""

    person: Person
    paper: Mention


def _unused(expected: str, found: Mention, nearest: str = "") -> Problem:
    return Problem(found.location, f"expected {expected}, found {quoted(found.word)}{did_you_mean(nearest)}")
