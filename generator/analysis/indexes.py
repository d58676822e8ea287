"""Indexes of authors, topics, areas, years and affiliations: a bibliography in, headings with their papers out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from generator.analysis.topics import Topics
from generator.byline.names import match_key, person_id, spelling_weight
from generator.models import Area, Bibliography, Name, Paper, grouped, newest_first
from generator.text.slugs import collation_key, short_digest, slugify


class Kind(StrEnum):
    """Kind of an index; the value is the plural of its name, and the folder of its pages."""

    TOPIC = "topics"
    AUTHOR = "authors"
    AREA = "areas"
    YEAR = "years"
    AFFILIATION = "affiliations"


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """An entry of an index; compared by identity, as there is one object for each."""

    kind: Kind
    slug: str
    label: str
    papers: tuple[Paper, ...]
    """Newest first."""
    filed_as: str
    """Label in the order of an index: persons by family name."""
    sort_key: tuple[str, str]
    """Key that sorts headings within an index; unique."""
    about: str = ""
    """Description of one line, in plain text; may be empty."""
    orcid: str = ""
    """ORCID of a person, empty if it is not known."""

    @property
    def src_uri(self) -> str:
        """Path of the heading's page, relative to `docs/`."""
        return f"{self.kind}/{self.slug}.md"


@dataclass(frozen=True, slots=True)
class Index:
    """The headings of one kind."""

    kind: Kind
    headings: tuple[Heading, ...]
    """Sorted by their sort keys."""
    of_paper: Mapping[str, tuple[Heading, ...]]
    """Headings of each paper, by its key, in the order of the paper: authors as in the byline."""

    @property
    def src_uri(self) -> str:
        """Path of the index page, relative to `docs/`."""
        return f"{self.kind}/index.md"

    def by_size(self) -> tuple[Heading, ...]:
        """Return the headings, largest number of papers first."""
        return tuple(sorted(self.headings, key=lambda heading: (-len(heading.papers), heading.sort_key)))


class Filing(NamedTuple):
    """A heading as one paper spells it."""

    identity: str
    """Key that is equal for all spellings of one heading."""
    label: str
    filed_as: str = ""
    slug: str = ""
    about: str = ""
    orcid: str = ""
    weight: float = 1
    """Weight of each occurrence when the spelling of the heading is chosen."""


def author_index(bibliography: Bibliography) -> Index:
    """Return the index of authors; similar spellings are one person, listed under the most complete spelling."""
    return _build_index(bibliography, Kind.AUTHOR, lambda paper: map(_author, paper.authors))


def topic_index(bibliography: Bibliography, topics: Topics) -> Index:
    """Return the index of topics."""
    about = {topic.name: topic.about for topic in topics.topics}
    return _build_index(
        bibliography,
        Kind.TOPIC,
        lambda paper: (Filing(p.topic, p.topic, about=about[p.topic]) for p in topics.assignments.get(paper.key, ())),
    )


def area_index(bibliography: Bibliography) -> Index:
    """Return the index of subject areas."""
    return _build_index(bibliography, Kind.AREA, lambda paper: [_area(paper.area)] if paper.area else ())


def year_index(bibliography: Bibliography) -> Index:
    """Return the index of years, without papers whose year is not known."""
    return _build_index(
        bibliography, Kind.YEAR, lambda paper: [Filing(str(paper.year), str(paper.year))] if paper.year else ()
    )


def affiliation_index(bibliography: Bibliography, names: Mapping[str, str]) -> Index:
    """Return the index of affiliations; `names` maps tags to full names.

    Tags with the same name are one affiliation, whose slug is that of the first of them in `names` that any paper has.
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

    return _build_index(bibliography, Kind.AFFILIATION, lambda paper: map(affiliation, paper.affiliations))


def _author(name: Name) -> Filing:
    filed_as = f"{name.filed_as} ({name.label})" if name.label else name.filed_as
    return Filing(person_id(name), name.told_apart, filed_as, orcid=name.orcid, weight=spelling_weight(name))


def _area(area: Area) -> Filing:
    about = f"{area.code}, {area.archive}" if area.archive else area.code
    return Filing(area.code, area.name, slug=slugify(area.code), about=about)


def _build_index(bibliography: Bibliography, kind: Kind, filings_of: Callable[[Paper], Iterable[Filing]]) -> Index:
    papers: dict[str, dict[str, Paper]] = defaultdict(dict)
    spellings: dict[str, Counter[Filing]] = defaultdict(Counter)
    identities: dict[str, list[str]] = {}
    for paper in bibliography:
        filings = tuple(filings_of(paper))
        identities[paper.key] = [filing.identity for filing in filings]
        for filing in filings:
            papers[filing.identity][paper.key] = paper
            spellings[filing.identity][filing] += 1
    chosen = {identity: _preferred(counts) for identity, counts in spellings.items()}
    slugs = _slugs(chosen, papers)
    headings = {
        identity: _heading(kind, slugs[identity], chosen[identity], papers[identity].values()) for identity in papers
    }
    return Index(
        kind,
        tuple(sorted(headings.values(), key=lambda heading: heading.sort_key)),
        {key: tuple(headings[identity] for identity in own) for key, own in identities.items()},
    )


def _heading(kind: Kind, slug: str, filing: Filing, papers: Iterable[Paper]) -> Heading:
    filed_as = filing.filed_as or filing.label
    sort_key = (collation_key(filed_as), slug)
    newest = newest_first(papers)
    return Heading(kind, slug, filing.label, newest, filed_as, sort_key, filing.about, filing.orcid)


def _preferred(counts: Counter[Filing]) -> Filing:
    """Return the spelling with the largest weight; of several, the most complete one."""
    return min(counts, key=lambda filing: (-counts[filing] * filing.weight, *_completeness_key(filing.label), filing))


def _completeness_key(label: str) -> tuple[int, int, int]:
    """Return a sort key, lower for more complete labels: by letters, then accents and signs, then apostrophes."""
    signs = sum(not (char.isascii() and (char.isalnum() or char.isspace())) for char in label)
    return -len(match_key(label)), -signs, -label.count("’")


def _known_since(paper: Paper) -> date:
    """Return the date of a paper; for one without a date the last of all, so that it takes no slug from others."""
    return paper.date if paper.year else date.max


def _slugs(chosen: Mapping[str, Filing], papers: Mapping[str, Mapping[str, Paper]]) -> dict[str, str]:
    """Return the slug of each heading; of several with the same slug, the one with the oldest paper keeps it."""
    slugs = {}
    for slug, group in grouped(
        chosen, lambda identity: chosen[identity].slug or slugify(chosen[identity].label)
    ).items():
        first, *others = sorted(
            group, key=lambda identity: (min(map(_known_since, papers[identity].values())), identity)
        )
        slugs[first] = slug
        slugs |= {identity: f"{slug}-{short_digest(identity)}" for identity in others}
    return slugs
