"""Related papers: the words, topics and authors of papers in, the most similar papers of each and the reasons out.

Similarity is the cosine of TF-IDF vectors with sublinear term frequency (Salton and Buckley, 1988,
https://doi.org/10.1016/0306-4573(88)90021-0), plus a bonus for shared topics and authors. Papers are compared only by
their heaviest terms, and by terms that few papers have: the cost is proportional to the number of papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from generator.analysis.indexes import Index
from generator.analysis.tokens import Tokens
from generator.analysis.vocabulary_ids import encode_texts
from generator.models import Bibliography, Relation

MAX_RELATED = 5

_MAX_TERMS = 24
"""Number of terms by which a paper is compared."""
_MAX_PAPERS_WITH_TERM = 200
"""Number of papers with a term above which the term is not compared."""
_CANDIDATES = 40
"""Number of papers with the largest cosine, and of papers by each author, that may be related."""
_TITLE_WEIGHT = 3
_TOPIC_BONUS = 0.08
_AUTHOR_BONUS = 0.10
_MIN_SIMILARITY = 0.10
_BLOCK = 1_000
"""Number of papers whose cosines are in memory at a time."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class PaperPairs(NamedTuple):
    """Pairs of papers, as arrays of equal length; a paper is its index among all keys, sorted."""

    papers: Ints
    others: Ints
    cosines: Floats


def find_related(
    bibliography: Bibliography, tokens: Mapping[str, Tokens], topics: Index, authors: Index
) -> Mapping[str, tuple[Relation, ...]]:
    """Return the related papers of each paper, by its key, most similar first; `tokens` are by key, too."""
    keys = sorted(paper.key for paper in bibliography)
    subjects, people = _Shared(topics, keys), _Shared(authors, keys)
    papers, others, cosines = _each_once(
        [*_nearest(_vectors([tokens[key] for key in keys])), _colleagues(authors, keys)], len(keys)
    )
    bonus = _TOPIC_BONUS * np.minimum(subjects.count(papers, others), 3)
    bonus += _AUTHOR_BONUS * np.minimum(people.count(papers, others), 2)
    similarity = np.round(cosines + bonus, 4)
    chosen = _largest(papers, others, similarity, similarity >= _MIN_SIMILARITY, MAX_RELATED)
    related: dict[str, list[Relation]] = {paper.key: [] for paper in bibliography}
    for paper, other, near in zip(papers[chosen], others[chosen], similarity[chosen].tolist(), strict=True):
        relation = Relation(keys[other], near, subjects.labels(paper, other), people.labels(paper, other))
        related[keys[paper]].append(relation)
    return {key: tuple(relations) for key, relations in related.items()}


# ---- vectors ----


def _vectors(papers: Sequence[Tokens]) -> csr_array:
    """Return a matrix with the weights of the heaviest terms of each paper, as rows of length 1."""
    counts = _counts(papers)
    papers_with = np.bincount(counts.indices, minlength=counts.shape[1])
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    weights = (1 + np.log(counts.data)) * np.log(len(papers) / papers_with[counts.indices])
    weights[papers_with[counts.indices] == 1] = 0
    heavy = _is_among_largest(csr_array((weights, counts.indices, counts.indptr), shape=counts.shape), _MAX_TERMS)
    heaviest = _largest(rows, counts.indices, weights, heavy & (papers_with[counts.indices] > 1), _MAX_TERMS)
    rows, columns, weights = rows[heaviest], counts.indices[heaviest], weights[heaviest]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=counts.shape[0]))
    return csr_array((weights / np.where(lengths, lengths, 1)[rows], (rows, columns)), shape=counts.shape)


def _counts(papers: Sequence[Tokens]) -> csr_array:
    """Return a matrix of how often each paper has each term, counting those of titles three times."""
    texts = (words.abstract_stems.split() + words.title_stems.split() * _TITLE_WEIGHT for words in papers)
    vocabulary, columns, lengths = encode_texts(texts)
    is_long = np.array([len(term) > 2 for term in vocabulary], bool)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    is_kept = is_long[columns]
    columns = (np.cumsum(is_long) - 1)[columns]
    return _table(rows[is_kept], columns[is_kept], (len(lengths), int(is_long.sum())))


def _table(rows: Ints, columns: Ints, shape: tuple[int, int]) -> csr_array:
    """Return a matrix of how often each pair of a row and a column occurs."""
    table = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    table.sum_duplicates()
    return table


# ---- pairs ----


def _nearest(vectors: csr_array) -> Iterator[PaperPairs]:
    """Yield pairs of each paper with the papers of the largest cosines."""
    papers_with = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare = csr_array(vectors[:, papers_with <= _MAX_PAPERS_WITH_TERM])
    columns = rare.T.tocsr()
    for start in range(0, rare.shape[0], _BLOCK):
        cosines = rare[start : start + _BLOCK] @ columns
        large = _is_among_largest(cosines, _CANDIDATES + 1)  # a paper itself has the largest cosine
        papers, others = (at[large] for at in cosines.tocoo().coords)
        papers, cosines = papers + start, cosines.data[large]
        best = _largest(papers, others, cosines, papers != others, _CANDIDATES)
        yield PaperPairs(papers[best], others[best], cosines[best])


def _is_among_largest(table: csr_array, most: int) -> NDArray[np.bool_]:
    """Return which values are among the `most` largest of their row, ties included, as sorting all takes longer."""
    rows = (table.data[start:end] for start, end in pairwise(table.indptr.tolist()))
    least = [np.partition(row, -most)[-most] if len(row) > most else -1.0 for row in rows]
    return np.asarray(table.data >= np.repeat(least, np.diff(table.indptr)))


def _colleagues(authors: Index, keys: Sequence[str]) -> PaperPairs:
    """Return pairs of each paper with the newest papers of its authors."""
    place = {key: at for at, key in enumerate(keys)}
    pairs = [
        (place[paper.key], place[other.key])
        for heading in authors.headings
        for paper in heading.papers
        for other in heading.papers[:_CANDIDATES]
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


def _largest(rows: Ints, columns: Ints, values: Floats, wanted: NDArray[np.bool_], most: int) -> Ints:
    """Return the indices of the `most` largest wanted values of each row, largest first, ties by column."""
    places = np.flatnonzero(wanted)
    order = places[np.lexsort((columns[places], -values[places], rows[places]))]
    ordered = rows[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return order[rank < most]


class _Shared:
    """The headings of an index that pairs of papers share."""

    def __init__(self, index: Index, keys: Sequence[str]) -> None:
        place = {heading: at for at, heading in enumerate(index.headings)}
        self._labels = [heading.label for heading in index.headings]
        self._headings = [{place[heading] for heading in index.of_paper[key]} for key in keys]
        rows = np.repeat(np.arange(len(keys)), list(map(len, self._headings)))
        columns = np.fromiter(chain.from_iterable(self._headings), np.int64, len(rows))
        self._table = _table(rows, columns, (len(keys), len(place)))

    def count(self, papers: Ints, others: Ints) -> Any:
        """Return the number of shared headings of each pair."""
        return (self._table[papers] * self._table[others]).sum(axis=1)

    def labels(self, paper: int, other: int) -> tuple[str, ...]:
        """Return the labels of the shared headings of a pair, sorted."""
        return tuple(sorted(self._labels[at] for at in self._headings[paper] & self._headings[other]))
