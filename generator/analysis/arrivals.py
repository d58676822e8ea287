"""Arrivals: when papers came to the collection. Papers and the day of the first record in, what came later out.

The papers of the first record came together, so that their day says nothing of them: they are not among the arrivals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.models import Paper, grouped, newest_first


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Papers that were added after those of the first record."""

    first_day: date | None
    """Day of the first record; None if it is not known."""
    by_day: Mapping[date, tuple[Paper, ...]]
    """Papers by the day on which they were added, the latest day first; those of one day newest first."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All papers, the latest first."""
        return tuple(paper for papers in self.by_day.values() for paper in papers)

    def day(self, paper: Paper) -> date | None:
        """Return the day on which a paper was added; None for papers of the first record."""
        return paper.added if paper.added in self.by_day else None

    def latest_first(self, papers: Sequence[Paper]) -> Sequence[Paper]:
        """Return papers by the day on which they were added, the latest first; those of one day as they are."""
        if not self.by_day:
            return papers
        return sorted(papers, key=lambda paper: day.toordinal() if (day := self.day(paper)) else 0, reverse=True)


def find_arrivals(papers: Iterable[Paper], first_day: date | None) -> Arrivals:
    """Return the arrivals among some papers."""
    later = [paper for paper in papers if paper.added and (first_day is None or paper.added > first_day)]
    by_day = grouped(later, lambda paper: paper.added or date.min)
    return Arrivals(first_day, {day: newest_first(by_day[day]) for day in sorted(by_day, reverse=True)})
