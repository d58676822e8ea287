"""The collection: everything that is known of some papers, as pages and exports are written from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from generator.analysis.arrivals import Arrivals, find_arrivals
from generator.analysis.indexes import Index, affiliation_index, area_index, author_index, year_index
from generator.analysis.tokens import Tokens
from generator.analysis.topics import TopicAssignment
from generator.catalog.permalinks import ResolvedPermalinks
from generator.models import Bibliography, Paper, Problem, Relation

if TYPE_CHECKING:
    from generator.analysis.similarity import Similarity


@dataclass(frozen=True)
class Collection:
    """Everything that is known of the papers: what pages and exports are written from."""

    bibliography: Bibliography
    tokens: Mapping[str, Tokens]
    """Words of each paper, by its key."""
    topics: Index
    assignments: Mapping[str, tuple[TopicAssignment, ...]]
    """Why each paper stands under its topics, by its key."""
    addresses: ResolvedPermalinks
    """Published addresses, with the papers to which they lead."""
    problems: tuple[Problem, ...]
    """Problems of the seeds, sorted by file and line."""
    unsettled: tuple[Problem, ...] = ()
    """Problems that leave addresses uncertain: corrections or published addresses could not be read."""
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

    @cached_property
    def arrivals(self) -> Arrivals:
        """Papers that were added after those of the first record."""
        return find_arrivals(self.bibliography, self.addresses.first_day)

    @cached_property
    def related(self) -> Mapping[str, tuple[Relation, ...]]:
        """Related papers of each paper, nearest first, by its key."""
        from generator.analysis.related import MAX_RELATED

        return {key: nearest[:MAX_RELATED] for key, nearest in self.nearest.items()}

    @cached_property
    def nearest(self) -> Mapping[str, tuple[Relation, ...]]:
        """Nearest papers of each paper, nearest first, by its key: the related ones, and a few more."""
        from generator.analysis.related import find_nearest  # NumPy takes a while to import

        return find_nearest(self.bibliography, self._similarity, self.topics, self.authors)

    @cached_property
    def map_places(self) -> Mapping[str, tuple[int, int]]:
        """Places of the papers on the map of papers, by their keys."""
        from generator.analysis.paper_map import place_on_map

        return place_on_map(self._similarity)

    @cached_property
    def _similarity(self) -> Similarity:
        from generator.analysis.similarity import compare_papers  # NumPy takes a while to import

        return compare_papers(self.tokens)

    def keywords(self, paper: Paper) -> tuple[str, ...]:
        """Return the words under which other programs file a paper: the code of its area, its topics, its keywords."""
        area = [paper.area.code] if paper.area else []
        topics = (heading.label for heading in self.topics.of_paper[paper.key])
        return tuple(dict.fromkeys((*area, *topics, *paper.keywords)))

    @property
    def indexes(self) -> tuple[Index, ...]:
        """All indexes."""
        return self.topics, self.authors, self.areas, self.years, self.affiliations
