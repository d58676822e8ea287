"""Nearest papers: the similarity, topics and authors of papers in, the nearest papers of each and the reasons out.

How near papers are is the cosine of their vectors plus a bonus for shared topics and authors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import and_

import numpy as np

from generator.analysis.indexes import Index
from generator.analysis.similarity import CANDIDATES, Ints, PaperPairs, Similarity, largest_of_rows
from generator.models import Bibliography, Relation

MAX_NEAREST = 8
"""Nearest papers of a paper that are drawn."""
MAX_RELATED = 5
"""Nearest papers of a paper that are its related papers, which lists show."""

_TOPIC_BONUS = 0.08
_AUTHOR_BONUS = 0.10
_MIN_SIMILARITY = 0.10


def find_nearest(
    bibliography: Bibliography, similar: Similarity, topics: Index, authors: Index
) -> Mapping[str, tuple[Relation, ...]]:
    """Return the nearest papers of each paper, by its key, nearest first."""
    keys = similar.keys
    subjects, people = _Shared(topics, keys), _Shared(authors, keys)
    papers, others, cosines = _each_once([similar.pairs, _colleagues(authors, keys)], len(keys))
    bonus = _TOPIC_BONUS * np.minimum(subjects.count(papers, others), 3)
    bonus += _AUTHOR_BONUS * np.minimum(people.count(papers, others), 2)
    similarity = np.round(cosines + bonus, 4)
    chosen = largest_of_rows(papers, others, similarity, similarity >= _MIN_SIMILARITY, MAX_NEAREST)
    nearest: dict[str, list[Relation]] = {paper.key: [] for paper in bibliography}
    for paper, other, near in zip(papers[chosen], others[chosen], similarity[chosen].tolist(), strict=True):
        relation = Relation(keys[other], near, subjects.labels(paper, other), people.labels(paper, other))
        nearest[keys[paper]].append(relation)
    return {key: tuple(relations) for key, relations in nearest.items()}


def _colleagues(authors: Index, keys: Sequence[str]) -> PaperPairs:
    """Return pairs of each paper with the newest papers of its authors."""
    place = {key: at for at, key in enumerate(keys)}
    pairs = [
        (place[paper.key], place[other.key])
        for heading in authors.headings
        for paper in heading.papers
        for other in heading.papers[:CANDIDATES]
        if paper is not other
    ]
    papers, others = np.array(pairs, np.int64).reshape(-1, 2).T
    return PaperPairs(papers, others, np.zeros(len(papers)))


def _each_once(pairs: Sequence[PaperPairs], papers: int) -> PaperPairs:
    """Return the pairs without repetitions, each with its largest cosine."""
    numbers = np.concatenate([part.papers * papers + part.others for part in pairs])
    cosines = np.concatenate([part.cosines for part in pairs])
    single, at = np.unique(numbers, return_inverse=True)
    largest = np.zeros(len(single))
    np.maximum.at(largest, at, cosines)
    return PaperPairs(single // papers, single % papers, largest)


class _Shared:
    """The headings of an index that pairs of papers share."""

    def __init__(self, index: Index, keys: Sequence[str]) -> None:
        place = {heading: at for at, heading in enumerate(index.headings)}
        self._labels = [heading.label for heading in index.headings]
        self._headings = [{place[heading] for heading in index.of_paper[key]} for key in keys]

    def count(self, papers: Ints, others: Ints) -> Ints:
        """Return the number of shared headings of each pair."""
        headings_of = self._headings.__getitem__
        shared = map(and_, map(headings_of, papers.tolist()), map(headings_of, others.tolist()))
        return np.fromiter(map(len, shared), np.int64, len(papers))

    def labels(self, paper: int, other: int) -> tuple[str, ...]:
        """Return the labels of the shared headings of a pair, sorted."""
        return tuple(sorted(self._labels[at] for at in self._headings[paper] & self._headings[other]))
