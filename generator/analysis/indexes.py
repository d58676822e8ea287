"""Files papers under headings: authors, topics, areas, years and affiliations are all the same thing.

Comes in: a bibliography and the topics of its papers. Goes out: an `Index` of each kind, whose headings have
unique slugs and papers in order, newest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from generator.analysis.topics import Topics
from generator.byline.names import match_key, person_id, spelling_weight
from generator.models import Bibliography, Name, Paper, newest_first
from generator.text.slugs import collation_key, short_digest, slugify


class Kind(StrEnum):
    """What papers are filed under; the value names the folder of the pages."""

    TOPIC = "topics"
    AUTHOR = "authors"
    AREA = "areas"
    YEAR = "years"
    AFFILIATION = "affiliations"


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """Something that papers are filed under. There is one object for each: it is compared and hashed as itself."""

    kind: Kind
    slug: str
    label: str
    papers: tuple[Paper, ...]
    """Newest first."""
    filed_as: str
    """The label as an index lists it: a person by family name."""
    sort_key: tuple[str, str]
    """Its place in an index."""
    about: str = ""
    """One line for readers, in plain text."""
    orcid: str = ""
    """ORCID of a person, where it is known."""

    @property
    def src_uri(self) -> str:
        """Of its page, relative to `docs/`."""
        return f"{self.kind}/{self.slug}.md"


@dataclass(frozen=True, slots=True)
class Index:
    """The headings of one kind."""

    kind: Kind
    headings: tuple[Heading, ...]
    """In the order of their sort keys."""
    of_paper: Mapping[str, tuple[Heading, ...]]
    """Of each paper, by its key; in the paper's own order, as with its authors."""

    @property
    def src_uri(self) -> str:
        """Of its page, relative to `docs/`."""
        return f"{self.kind}/index.md"

    def by_size(self) -> tuple[Heading, ...]:
        """The headings with most papers first."""
        return tuple(sorted(self.headings, key=lambda heading: (-len(heading.papers), heading.sort_key)))


class Filing(NamedTuple):
    """A paper's wish to be filed: what it is filed under, and how that is written there."""

    identity: str
    """Equal for what is one heading."""
    label: str
    filed_as: str = ""
    slug: str = ""
    about: str = ""
    orcid: str = ""
    weight: float = 1
    """Number of times that this spelling counts, each time it occurs."""


def author_index(bibliography: Bibliography) -> Index:
    """Return the index of authors; spellings that look alike are one person, under the one that says most."""
    return _file(bibliography, Kind.AUTHOR, lambda paper: map(_author, paper.authors))


def topic_index(bibliography: Bibliography, topics: Topics) -> Index:
    """By topic."""
    about = {topic.name: topic.about for topic in topics.topics}
    return _file(
        bibliography,
        Kind.TOPIC,
        lambda paper: (Filing(p.topic, p.topic, about=about[p.topic]) for p in topics.placements.get(paper.key, ())),
    )


def area_index(bibliography: Bibliography) -> Index:
    """By subject area."""
    return _file(
        bibliography,
        Kind.AREA,
        lambda paper: (
            Filing(paper.area.code, paper.area.name, slug=slugify(paper.area.code), about=_about_area(paper)),
        ),
    )


def year_index(bibliography: Bibliography) -> Index:
    """By year."""
    return _file(bibliography, Kind.YEAR, lambda paper: (Filing(str(paper.date.year), str(paper.date.year)),))


def affiliation_index(bibliography: Bibliography, names: Mapping[str, str]) -> Index:
    """Return the index of affiliations; `names` has the full names of some tags.

    Tags with one name are one affiliation, which has the address of the first of them in `names` that papers have.
    """
    listed = {match_key(tag) for paper in bibliography for tag in paper.affiliations}
    full = {match_key(tag): name for tag, name in names.items()}
    slugs: dict[str, str] = {}
    for tag, name in names.items():
        if match_key(tag) in listed:
            slugs.setdefault(match_key(name), slugify(tag))

    def affiliation(tag: str) -> Filing:
        name = full.get(match_key(tag), tag)
        return Filing(match_key(name), name, slug=slugs.get(match_key(name), slugify(tag)))

    return _file(bibliography, Kind.AFFILIATION, lambda paper: map(affiliation, paper.affiliations))


def _author(name: Name) -> Filing:
    filed_as = f"{name.filed_as} ({name.label})" if name.label else name.filed_as
    return Filing(person_id(name), name.told_apart, filed_as, orcid=name.orcid, weight=spelling_weight(name))


def _about_area(paper: Paper) -> str:
    return f"{paper.area.code}, {paper.area.archive}" if paper.area.archive else paper.area.code


def _file(bibliography: Bibliography, kind: Kind, filings_of: Callable[[Paper], Iterable[Filing]]) -> Index:
    papers: dict[str, dict[str, Paper]] = defaultdict(dict)
    spellings: dict[str, Counter[Filing]] = defaultdict(Counter)
    wishes: dict[str, list[str]] = {}
    for paper in bibliography:
        filings = tuple(filings_of(paper))
        wishes[paper.key] = [filing.identity for filing in filings]
        for filing in filings:
            papers[filing.identity][paper.key] = paper
            spellings[filing.identity][filing] += 1
    chosen = {known: _foremost(ways) for known, ways in spellings.items()}
    slugs = _slugs(chosen, papers)
    headings = {known: _heading(kind, slugs[known], chosen[known], papers[known].values()) for known in papers}
    return Index(
        kind,
        tuple(sorted(headings.values(), key=lambda heading: heading.sort_key)),
        {key: tuple(headings[known] for known in wished) for key, wished in wishes.items()},
    )


def _heading(kind: Kind, slug: str, filing: Filing, papers: Iterable[Paper]) -> Heading:
    filed_as = filing.filed_as or filing.label
    sort_key = (collation_key(filed_as), slug)
    newest = newest_first(tuple(papers))
    return Heading(kind, slug, filing.label, newest, filed_as, sort_key, filing.about, filing.orcid)


def _foremost(ways: Counter[Filing]) -> Filing:
    """Return the spelling with most weight; of several, the one that says most."""
    return min(ways, key=lambda filing: (-ways[filing] * filing.weight, *_silence(filing.label), filing))


def _silence(label: str) -> tuple[int, int, int]:
    """Return a sort key, lower for a label that says more: by its letters, then accents and signs, then their form."""
    signs = sum(not (char.isascii() and (char.isalnum() or char.isspace())) for char in label)
    return -len(match_key(label)), -signs, -label.count("’")


def _slugs(chosen: Mapping[str, Filing], papers: Mapping[str, Mapping[str, Paper]]) -> dict[str, str]:
    """The slug of each heading; of several that want the same, the one with the oldest paper gets it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for known, filing in chosen.items():
        groups[filing.slug or slugify(filing.label)].append(known)
    slugs = {}
    for slug, group in groups.items():
        first, *others = sorted(group, key=lambda known: (min(paper.date for paper in papers[known].values()), known))
        slugs[first] = slug
        slugs |= {known: f"{slug}-{short_digest(known)}" for known in others}
    return slugs
