"""Related papers: the words, topics and authors of papers in, the most similar papers of each and the reasons out.

Similarity is the cosine of TF-IDF vectors with sublinear term frequency (Salton and Buckley, 1988,
https://doi.org/10.1016/0306-4573(88)90021-0), plus a bonus for shared topics and authors. Papers are compared only by
their heaviest terms, and by terms that few papers have: the cost is proportional to the number of papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import and_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
_BLOCK = 200
"""Number of papers whose cosines with all papers are in memory at a time."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class _Vectors(NamedTuple):
    """Sparse vectors as arrays of equal length, with an element for each value, by paper and then by term."""

    papers: Ints
    terms: Ints
    values: Floats


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
        [*_nearest(_vectors([tokens[key] for key in keys]), len(keys)), _colleagues(authors, keys)], len(keys)
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


def _vectors(papers: Sequence[Tokens]) -> _Vectors:
    """Return the weights of the heaviest terms of each paper, as vectors of length 1."""
    counts = _counts(papers)
    papers_with = np.bincount(counts.terms)[counts.terms]
    weights = (1 + np.log(counts.values)) * np.log(len(papers) / papers_with)
    weights[papers_with == 1] = 0
    heavy = _is_among_largest(counts.papers, weights, _MAX_TERMS) & (papers_with > 1)
    heaviest = _largest(counts.papers, counts.terms, weights, heavy, _MAX_TERMS)
    squares = np.bincount(counts.papers[heaviest], weights[heaviest] ** 2, minlength=len(papers))
    heaviest.sort()
    rows, weights = counts.papers[heaviest], weights[heaviest]
    return _Vectors(rows, counts.terms[heaviest], weights / np.sqrt(np.where(squares, squares, 1))[rows])


def _counts(papers: Sequence[Tokens]) -> _Vectors:
    """Return how often each paper has each term, counting those of titles three times."""
    texts = (words.abstract_stems.split() + words.title_stems.split() * _TITLE_WEIGHT for words in papers)
    vocabulary, terms, lengths = encode_texts(texts)
    is_long = np.array([len(term) > 2 for term in vocabulary], bool)[terms]
    numbers = np.repeat(np.arange(len(lengths)), lengths)[is_long] * len(vocabulary) + terms[is_long]
    numbers, counts = np.unique(numbers, return_counts=True)
    return _Vectors(*np.divmod(numbers, max(1, len(vocabulary))), counts.astype(float))


# ---- pairs ----


def _nearest(vectors: _Vectors, papers: int) -> Iterator[PaperPairs]:
    """Yield pairs of each paper with the papers of the largest cosines."""
    rare = np.flatnonzero(np.bincount(vectors.terms)[vectors.terms] <= _MAX_PAPERS_WITH_TERM)
    rows, terms, values = vectors.papers[rare], vectors.terms[rare], vectors.values[rare]
    by_term = np.argsort(terms, kind="stable")
    papers_with = np.bincount(terms)
    met, ends = papers_with[terms], np.cumsum(papers_with)[terms]
    bounds = np.searchsorted(rows, range(0, papers + _BLOCK, _BLOCK))
    for start, end in pairwise(bounds.tolist()):
        # Each value of a paper meets the values of all papers with the same term.
        own, places = _ranges(ends[start:end], met[start:end])
        own, theirs = own + start, by_term[places]
        pairs, cosines = _sums(rows[own] * papers + rows[theirs], values[own] * values[theirs])
        one, other = np.divmod(pairs, papers)
        large = _is_among_largest(one, cosines, _CANDIDATES + 1)  # a paper itself has the largest cosine
        best = _largest(one, other, cosines, large & (one != other), _CANDIDATES)
        yield PaperPairs(one[best], other[best], cosines[best])


def _ranges(ends: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of all ranges, one after another: for each, the index of its range, and the number itself."""
    at = np.repeat(np.arange(len(ends)), lengths)
    return at, np.arange(len(at)) + (ends - np.cumsum(lengths))[at]


def _sums(numbers: Ints, values: Floats) -> tuple[Ints, Floats]:
    """Return the numbers without repetitions, sorted, and the sum of the values of each."""
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    is_new = np.diff(numbers, prepend=-1) > 0
    return numbers[is_new], np.bincount(np.cumsum(is_new) - 1, values[order]).astype(float)


def _is_among_largest(rows: Ints, values: Floats, most: int) -> NDArray[np.bool_]:
    """Return which values are among the `most` largest of their row, ties included, as sorting all takes longer."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    parts = [values[start:end] for start, end in pairwise([*starts.tolist(), len(rows)])]
    least = [np.partition(part, -most)[-most] if len(part) > most else -1.0 for part in parts]
    return np.asarray(values >= np.repeat(least, [len(part) for part in parts]))


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

    def count(self, papers: Ints, others: Ints) -> Ints:
        """Return the number of shared headings of each pair."""
        headings_of = self._headings.__getitem__
        shared = map(and_, map(headings_of, papers.tolist()), map(headings_of, others.tolist()))
        return np.fromiter(map(len, shared), np.int64, len(papers))

    def labels(self, paper: int, other: int) -> tuple[str, ...]:
        """Return the labels of the shared headings of a pair, sorted."""
        return tuple(sorted(self._labels[at] for at in self._headings[paper] & self._headings[other]))
