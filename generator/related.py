"""Related papers: the words, topics and authors of each paper in, the nearest others and why they are near out.

Nearness is the cosine of TF-IDF vectors (Salton and Buckley, 1988; sublinear term frequency), raised by shared
topics and authors. Each paper is compared by its few weightiest terms only, with the papers for which the same
terms weigh: the cost grows in proportion to the papers, and no table of all pairs is made.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator import processes
from generator.index import Index
from generator.model import Bibliography, Paper
from generator.terms import Terms

MOST = 5
"""Related papers of a paper."""

_FEW = 500
"""Papers up to which one process is as fast as several."""
_TERMS = 24
"""Terms of a paper that are compared."""
_LONGEST_LIST = 200
"""Papers of a term beyond which it says too little to look them all up."""
_CANDIDATES = 40
"""Papers with the largest cosine, and papers of each author, for which the bonus is reckoned."""
_TITLE_WEIGHT = 3
_TOPIC_BONUS = 0.08
_AUTHOR_BONUS = 0.10
_FARTHEST = 0.10
"""Nearness below which a paper is not related."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A paper that is near another."""

    key: str
    """Of the other."""
    nearness: float
    topics: tuple[str, ...]
    """Labels of the topics that both have."""
    authors: tuple[str, ...]
    """Labels of the authors that both have."""


def relate(
    bibliography: Bibliography, terms: Mapping[str, Terms], topics: Index, authors: Index, jobs: int = 1
) -> Mapping[str, tuple[Relation, ...]]:
    """The related papers of each paper, nearest first, by its key; found in so many processes."""
    jobs = jobs if len(bibliography) > _FEW else 1
    neighbours = _Neighbours(_vectors(terms))
    people = {paper.key: _labels(authors, paper.key) for paper in bibliography}
    subjects = {paper.key: _labels(topics, paper.key) for paper in bibliography}
    parts = processes.in_each(
        lambda number: _related(bibliography.papers[number::jobs], neighbours, subjects, people, authors), jobs
    )
    return {key: relations for part in parts for key, relations in part.items()}


def _related(
    papers: Sequence[Paper],
    neighbours: _Neighbours,
    subjects: Mapping[str, set[str]],
    people: Mapping[str, set[str]],
    authors: Index,
) -> dict[str, tuple[Relation, ...]]:
    related = {}
    for paper in papers:
        near = neighbours.of(paper.key)
        for heading in authors.of_paper[paper.key]:
            for other in heading.papers[:_CANDIDATES]:
                near.setdefault(other.key, 0.0)
        near.pop(paper.key, None)
        own_people, own_subjects = people[paper.key], subjects[paper.key]
        found = [
            (_nearness(cosine, len(own_subjects & subjects[key]), len(own_people & people[key])), key)
            for key, cosine in near.items()
        ]
        nearest = heapq.nsmallest(MOST, ((-nearness, key) for nearness, key in found if nearness >= _FARTHEST))
        related[paper.key] = tuple(
            Relation(
                key, -nearness, tuple(sorted(own_subjects & subjects[key])), tuple(sorted(own_people & people[key]))
            )
            for nearness, key in nearest
        )
    return related


def _nearness(cosine: float, topics: int, authors: int) -> float:
    return round(cosine + _TOPIC_BONUS * min(3, topics) + _AUTHOR_BONUS * min(2, authors), 4)


def _labels(index: Index, key: str) -> set[str]:
    return {heading.label for heading in index.of_paper[key]}


def _vectors(terms: Mapping[str, Terms]) -> dict[str, dict[str, float]]:
    """The weightiest terms of each paper, as vectors of length 1."""
    counts = {key: _counts(words) for key, words in terms.items()}
    papers_with = Counter(term for count in counts.values() for term in count)
    return {key: _vector(count, papers_with, len(counts)) for key, count in counts.items()}


def _counts(words: Terms) -> Counter[str]:
    counts = Counter(words.abstract_stems)
    for term in words.title_stems:
        counts[term] += _TITLE_WEIGHT
    return Counter({term: count for term, count in counts.items() if len(term) > 2})


def _vector(counts: Counter[str], papers_with: Counter[str], papers: int) -> dict[str, float]:
    weights = {
        term: (1 + math.log(count)) * math.log(papers / papers_with[term])
        for term, count in counts.items()
        if papers_with[term] > 1
    }
    heaviest = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_TERMS]
    length = math.sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
    return {term: weight / length for term, weight in heaviest}


class _Neighbours:
    """Finds the papers whose vectors are nearest to that of another, by lists of the papers of each term."""

    def __init__(self, vectors: Mapping[str, Mapping[str, float]]) -> None:
        self._keys = sorted(vectors)
        self._vectors = vectors
        places: dict[str, list[int]] = defaultdict(list)
        weights: dict[str, list[float]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            for term, weight in vectors[key].items():
                places[term].append(place)
                weights[term].append(weight)
        self._lists = {
            term: (np.array(found), np.array(weights[term]))
            for term, found in places.items()
            if len(found) <= _LONGEST_LIST
        }

    def of(self, key: str) -> dict[str, float]:
        """The cosines of the papers that are nearest to one, itself among them."""
        vector = self._vectors[key]
        known = [term for term in vector if term in self._lists]
        if not known:
            return {}
        places = np.concatenate([self._lists[term][0] for term in known])
        products = np.concatenate([self._lists[term][1] * vector[term] for term in known])
        order = np.argsort(places, kind="stable")
        found, starts = np.unique(places[order], return_index=True)
        cosines = np.add.reduceat(products[order], starts)
        nearest = np.lexsort((found, cosines))[-_CANDIDATES - 1 :]
        return {self._keys[found[at]]: float(cosines[at]) for at in nearest}
