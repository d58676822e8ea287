"""The composition: the texts of the seeds in, everything that is known of their papers out. Does not touch the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from generator import processes
from generator.analysis.indexes import Index, affiliation_index, area_index, author_index, topic_index, year_index
from generator.analysis.tokens import Terms, read_terms
from generator.analysis.topics import Placement, place_papers
from generator.catalog.builder import catalog
from generator.catalog.permalinks import ResolvedPermalinks, permalink_problems
from generator.config import MOST_LOST
from generator.memory import Memories
from generator.models import Bibliography, Location, Paper, Problem, Relation, Severity
from generator.sources.corrections import Corrections, read_corrections
from generator.sources.listing import Entry, Listing, read_entries
from generator.sources.loader import Seeds
from generator.sources.permalinks import Permalinks, read_permalinks
from generator.sources.vocabulary import Topic, read_vocabulary


@dataclass(frozen=True)
class Collection:
    """Everything that is known of the papers: what pages and exports are written from."""

    bibliography: Bibliography
    terms: Mapping[str, Terms]
    """The words of each paper, by its key."""
    topics: Index
    placements: Mapping[str, tuple[Placement, ...]]
    """Why each paper stands under its topics, by its key."""
    relations: Callable[[], Mapping[str, tuple[Relation, ...]]]
    """Gives the related papers of each paper, which are looked for while other things are made."""
    addresses: ResolvedPermalinks
    """What becomes of the addresses that are published."""
    problems: tuple[Problem, ...]
    """By file and line."""
    until: date = date.max
    """First day on which a build of the same seeds may find something else."""
    unsettled: tuple[Problem, ...] = ()
    """Those by which it is not sure where papers stand: corrections or published addresses could not be read."""
    affiliation_names: Mapping[str, str] = field(default_factory=dict)
    """Full names of affiliations, by their tags."""

    @cached_property
    def authors(self) -> Index:
        """The index of authors; as those that follow, it is made when somebody first asks, since exports do not."""
        return author_index(self.bibliography)

    @cached_property
    def areas(self) -> Index:
        """The index of subject areas."""
        return area_index(self.bibliography)

    @cached_property
    def years(self) -> Index:
        """The index of years."""
        return year_index(self.bibliography)

    @cached_property
    def affiliations(self) -> Index:
        """The index of affiliations."""
        return affiliation_index(self.bibliography, self.affiliation_names)

    @property
    def related(self) -> Mapping[str, tuple[Relation, ...]]:
        """The related papers of each paper, nearest first, by its key."""
        return self.relations()

    def with_relations_of(self, earlier: Collection) -> Collection:
        """The same with the related papers that an earlier collection has, as far as they are in this one."""
        keys = {paper.key for paper in self.bibliography}

        def known() -> Mapping[str, tuple[Relation, ...]]:
            return {
                key: tuple(relation for relation in relations if relation.key in keys)
                for key, relations in earlier.related.items()
            }

        return replace(self, relations=cache(known))

    def keywords(self, paper: Paper) -> tuple[str, ...]:
        """Return the words under which other programs file a paper: the code of its area, then its topics."""
        return paper.area.code, *(heading.label for heading in self.topics.of_paper[paper.key])

    @property
    def indexes(self) -> tuple[Index, ...]:
        """All indexes."""
        return self.topics, self.authors, self.areas, self.years, self.affiliations


def collect(
    seeds: Seeds,
    as_of: date | None,
    today: date,
    *,
    most_lost: float = MOST_LOST,
    relations: bool = True,
    memories: Memories | None = None,
    jobs: int = 1,
) -> Collection:
    """The collection of some seeds.

    `as_of` is the latest day of dates that state no year, None to infer it; `today` the day of the build; `most_lost`
    the share of published papers that may be missing. Without `relations`, related papers, which only pages show, are
    left out. `memories` have what earlier builds made of papers. What takes long is
    done in `jobs` processes.
    """
    entries, problems = _entries(seeds.listings)
    if relations and processes.worth(entries, jobs) > 1:
        import_module("generator.analysis.related")  # once, for all processes that are started from here on
    corrections, vocabulary, permalinks, faults, unsettled = _read_extras(seeds)
    cataloged = catalog(entries, corrections, permalinks, as_of, today, memories, jobs)
    missing = permalink_problems(permalinks, cataloged.addresses, most_lost)
    bibliography = cataloged.bibliography
    terms = read_terms(bibliography, memories.terms if memories else None, jobs)
    aside = processes.worth(bibliography, jobs)
    near = processes.begin(lambda: _nearest(terms), aside) if relations else list
    topics = place_papers(terms, vocabulary, memories.terms if memories else None, jobs)
    by_topic = topic_index(bibliography, topics)
    collection = Collection(
        bibliography=bibliography,
        terms=terms,
        topics=by_topic,
        placements=topics.placements,
        relations=lambda: related(),
        addresses=cataloged.addresses,
        problems=tuple(sorted([*seeds.problems, *problems, *faults, *cataloged.problems, *missing])),
        until=cataloged.until,
        unsettled=unsettled,
        affiliation_names=corrections.affiliations,
    )
    related: Callable[[], Mapping[str, tuple[Relation, ...]]] = dict
    if relations:
        by_author = collection.authors  # before the process for relations starts, which needs them, too
        related = processes.begin(lambda: _relate(bibliography, near, by_topic, by_author), aside)
    return collection


def _nearest(terms: Mapping[str, Terms]) -> list[Any]:
    from generator.analysis.related import (
        nearest,  # NumPy and SciPy take a while to import, so where they are needed only
    )

    return nearest(terms)


def _relate(
    bibliography: Bibliography, near: Callable[[], list[Any]], topics: Index, authors: Index
) -> Mapping[str, tuple[Relation, ...]]:
    from generator.analysis.related import relate

    return relate(bibliography, near(), topics, authors)


def _entries(listings: Sequence[Listing]) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for listing in listings:
        found = len(entries)
        for item in read_entries(listing):
            if isinstance(item, Entry):
                entries.append(item)
            else:
                problems.append(item)
        told = (problem for problem in problems if problem.severity is not Severity.NOTE)
        if len(entries) == found and not any(problem.location.path == listing.path for problem in told):
            what = "no paper" if listing.text.strip() else "an empty file"
            problems.append(Problem(Location(listing.path, 1), f"expected a listing of papers, found {what}"))
    return entries, problems


def _read_extras(
    seeds: Seeds,
) -> tuple[Corrections, tuple[Topic, ...], Permalinks, list[Problem], tuple[Problem, ...]]:
    """What stands beside the listings; all faults of these files, and those by which addresses are not sure."""
    corrections, permalinks = Corrections(), Permalinks()
    vocabulary: tuple[Topic, ...] = ()
    faults: list[Problem] = []
    listings = {listing.path for listing in seeds.listings}
    errors = [problem for problem in seeds.problems if problem.severity is Severity.ERROR]
    unsettled = [problem for problem in errors if problem.location.path not in listings]
    if seeds.corrections:
        corrections, found = read_corrections(seeds.corrections.path, seeds.corrections.text)
        faults += found
        unsettled += found if corrections == Corrections() else ()
    if seeds.vocabulary:
        vocabulary, found = read_vocabulary(seeds.vocabulary.path, seeds.vocabulary.text)
        faults += found
    if seeds.permalinks:
        permalinks, found = read_permalinks(seeds.permalinks.path, seeds.permalinks.text)
        faults += found
        unsettled += found
    return corrections, vocabulary, permalinks, faults, tuple(sorted(unsettled))


def worst(problems: Sequence[Problem]) -> Severity | None:
    """The worst severity of some problems, None where there are none."""
    order = list(Severity)
    return min((problem.severity for problem in problems), key=order.index, default=None)
