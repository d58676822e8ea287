"""Related papers: the words, topics and authors of each paper in, the nearest others and why they are near out.

Nearness is the cosine of TF-IDF vectors (Salton and Buckley, 1988; sublinear term frequency), raised by shared
topics and authors. Each paper is compared by its few weightiest terms only, with the papers for which the same
terms weigh: the cost grows in proportion to the papers, and no table of all pairs is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from generator.analysis.indexes import Index
from generator.analysis.tokens import Terms
from generator.analysis.vocabulary_ids import numbered
from generator.models import Bibliography, Relation

MAX_RELATED = 5
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
_AT_ONCE = 1_000
"""Papers whose cosines are in memory together."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Pairs = tuple[Ints, Ints, Floats]
"""Places of papers, places of others, and the cosine of each pair."""


def nearest(terms: Mapping[str, Terms]) -> list[Pairs]:
    """The papers whose words are nearest to those of each; places are those of the papers' keys in their order."""
    return list(_nearest(_vectors([terms[key] for key in sorted(terms)])))


def relate(
    bibliography: Bibliography, pairs: Sequence[Pairs], topics: Index, authors: Index
) -> Mapping[str, tuple[Relation, ...]]:
    """The related papers of each paper, nearest first, by its key; `pairs` are what `nearest` gives."""
    keys = sorted(paper.key for paper in bibliography)
    subjects, people = _Shared(topics, keys), _Shared(authors, keys)
    papers, others, cosines = _each_once([*pairs, _colleagues(authors, keys)], len(keys))
    bonus = _TOPIC_BONUS * np.minimum(subjects.count(papers, others), 3)
    bonus += _AUTHOR_BONUS * np.minimum(people.count(papers, others), 2)
    nearness = np.round(cosines + bonus, 4)
    chosen = _foremost(papers, others, nearness, nearness >= _FARTHEST, MAX_RELATED)
    related: dict[str, list[Relation]] = {paper.key: [] for paper in bibliography}
    for paper, other, near in zip(papers[chosen], others[chosen], nearness[chosen].tolist(), strict=True):
        relation = Relation(keys[other], near, subjects.labels(paper, other), people.labels(paper, other))
        related[keys[paper]].append(relation)
    return {key: tuple(relations) for key, relations in related.items()}


# ---- vectors ----


def _vectors(papers: Sequence[Terms]) -> csr_array:
    """The weightiest terms of each paper as a row of length 1; the columns are the terms that two papers have."""
    counts = _counts(papers)
    papers_with = np.bincount(counts.indices, minlength=counts.shape[1])
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    weights = (1 + np.log(counts.data)) * np.log(len(papers) / papers_with[counts.indices])
    weights[papers_with[counts.indices] == 1] = 0
    heavy = _may_be_foremost(csr_array((weights, counts.indices, counts.indptr), shape=counts.shape), _TERMS)
    heaviest = _foremost(rows, counts.indices, weights, heavy & (papers_with[counts.indices] > 1), _TERMS)
    rows, columns, weights = rows[heaviest], counts.indices[heaviest], weights[heaviest]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=counts.shape[0]))
    return csr_array((weights / np.where(lengths, lengths, 1)[rows], (rows, columns)), shape=counts.shape)


def _counts(papers: Sequence[Terms]) -> csr_array:
    """How often each paper has each term, those of titles more; terms are in the order of the alphabet."""
    texts = (words.abstract_stems + words.title_stems * _TITLE_WEIGHT for words in papers)
    known, columns, sizes = numbered(texts)
    is_long = np.array([len(term) > 2 for term in known], bool)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    has_place = is_long[columns]
    columns = (np.cumsum(is_long) - 1)[columns]
    return _table(rows[has_place], columns[has_place], (len(sizes), int(is_long.sum())))


def _table(rows: Ints, columns: Ints, shape: tuple[int, int]) -> csr_array:
    """A matrix of how often each row has each column."""
    table = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    table.sum_duplicates()
    return table


# ---- pairs ----


def _nearest(vectors: csr_array) -> Iterator[Pairs]:
    """The papers whose vectors are nearest to that of each other one, by the terms that not too many papers have."""
    papers_with = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare = csr_array(vectors[:, papers_with <= _LONGEST_LIST])
    columns = rare.T.tocsr()
    for start in range(0, rare.shape[0], _AT_ONCE):
        cosines = rare[start : start + _AT_ONCE] @ columns
        large = _may_be_foremost(cosines, _CANDIDATES + 1)  # each paper is nearest to itself
        papers, others = (at[large] for at in cosines.tocoo().coords)
        papers, cosines = papers + start, cosines.data[large]
        best = _foremost(papers, others, cosines, papers != others, _CANDIDATES)
        yield papers[best], others[best], cosines[best]


def _may_be_foremost(table: csr_array, most: int) -> NDArray[np.bool_]:
    """Which values of a table are not below so many others of their row: to sort all would take longer."""
    rows = (table.data[start:end] for start, end in pairwise(table.indptr.tolist()))
    least = [np.partition(row, -most)[-most] if len(row) > most else -1.0 for row in rows]
    return np.asarray(table.data >= np.repeat(least, np.diff(table.indptr)))


def _colleagues(authors: Index, keys: Sequence[str]) -> Pairs:
    """The latest papers of the authors of each paper, whatever they are about."""
    place = {key: at for at, key in enumerate(keys)}
    pairs = [
        (place[paper.key], place[other.key])
        for heading in authors.headings
        for paper in heading.papers
        for other in heading.papers[:_CANDIDATES]
        if paper is not other
    ]
    papers, others = np.array(pairs, np.int64).reshape(-1, 2).T
    return papers, others, np.zeros(len(papers))


def _each_once(pairs: Sequence[Pairs], papers: int) -> Pairs:
    """The pairs, each with the larger cosine that is known of it."""
    numbers = np.concatenate([part[0] * papers + part[1] for part in pairs])
    cosines = np.concatenate([part[2] for part in pairs])
    single, at = np.unique(numbers, return_inverse=True)
    largest = np.zeros(len(single))
    np.maximum.at(largest, at, cosines)
    return single // papers, single % papers, largest


def _foremost(rows: Ints, columns: Ints, values: Floats, wanted: NDArray[np.bool_], most: int) -> Ints:
    """Where the largest values of each row are, largest first; of equal ones, those of lower columns."""
    places = np.flatnonzero(wanted)
    order = places[np.lexsort((columns[places], -values[places], rows[places]))]
    ordered = rows[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return order[rank < most]


class _Shared:
    """The headings of an index that two papers share."""

    def __init__(self, index: Index, keys: Sequence[str]) -> None:
        place = {heading: at for at, heading in enumerate(index.headings)}
        self._labels = [heading.label for heading in index.headings]
        self._headings = [{place[heading] for heading in index.of_paper[key]} for key in keys]
        rows = np.repeat(np.arange(len(keys)), list(map(len, self._headings)))
        columns = np.fromiter(chain.from_iterable(self._headings), np.int64, len(rows))
        self._table = _table(rows, columns, (len(keys), len(place)))

    def count(self, papers: Ints, others: Ints) -> Any:
        """How many each pair shares."""
        return (self._table[papers] * self._table[others]).sum(axis=1)

    def labels(self, paper: int, other: int) -> tuple[str, ...]:
        """Those of a pair, by the alphabet."""
        return tuple(sorted(self._labels[at] for at in self._headings[paper] & self._headings[other]))
