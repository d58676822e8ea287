"""Related papers: the words, topics and authors of each paper in, the nearest others and why they are near out.

Nearness is the cosine of TF-IDF vectors (Salton and Buckley, 1988; sublinear term frequency), raised by shared
topics and authors. Each paper is compared by its few weightiest terms only, with the papers for which the same
terms weigh: the cost grows in proportion to the papers, and no table of all pairs is made.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.index import Index
from generator.model import Bibliography
from generator.terms import Terms

MOST = 5
"""Related papers of a paper."""

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
    bibliography: Bibliography, terms: Mapping[str, Terms], topics: Index, authors: Index
) -> Mapping[str, tuple[Relation, ...]]:
    """The related papers of each paper, nearest first, by its key."""
    vectors = _vectors(terms)
    listed = _lists(vectors)
    people = {key: _labels(authors, key) for key in vectors}
    subjects = {key: _labels(topics, key) for key in vectors}
    related = {}
    for paper in bibliography:
        near = _nearness(vectors[paper.key], listed)
        near.pop(paper.key, None)
        candidates = set(heapq.nlargest(_CANDIDATES, near, key=lambda key: (near[key], key)))
        for heading in authors.of_paper[paper.key]:
            candidates.update(other.key for other in heading.papers[:_CANDIDATES])
        relations = [
            _relation(key, near.get(key, 0.0), subjects[paper.key] & subjects[key], people[paper.key] & people[key])
            for key in candidates - {paper.key}
        ]
        relations = [relation for relation in relations if relation.nearness >= _FARTHEST]
        related[paper.key] = tuple(sorted(relations, key=lambda r: (-r.nearness, r.key))[:MOST])
    return related


def _relation(key: str, cosine: float, topics: set[str], authors: set[str]) -> Relation:
    nearness = cosine + _TOPIC_BONUS * min(3, len(topics)) + _AUTHOR_BONUS * min(2, len(authors))
    return Relation(key, round(nearness, 4), tuple(sorted(topics)), tuple(sorted(authors)))


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


def _lists(vectors: Mapping[str, Mapping[str, float]]) -> dict[str, list[tuple[str, float]]]:
    """For each term, the papers for which it weighs; without terms that weigh for too many."""
    listed: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, vector in vectors.items():
        for term, weight in vector.items():
            listed[term].append((key, weight))
    return {term: papers for term, papers in listed.items() if len(papers) <= _LONGEST_LIST}


def _nearness(vector: Mapping[str, float], listed: Mapping[str, Iterable[tuple[str, float]]]) -> dict[str, float]:
    near: dict[str, float] = defaultdict(float)
    for term, weight in vector.items():
        for key, other in listed.get(term, ()):
            near[key] += weight * other
    return near
