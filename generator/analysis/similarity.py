"""Similarity of papers: their words in, a vector for each paper and the most similar papers of each out.

Similarity is the cosine of TF-IDF vectors with sublinear term frequency (Salton and Buckley, 1988,
https://doi.org/10.1016/0306-4573(88)90021-0). Papers are compared only by their heaviest terms, and by terms that few
papers have: the cost is proportional to the number of papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.analysis.tokens import Tokens
from generator.analysis.vocabulary_ids import encode_texts

CANDIDATES = 40
"""Number of papers with the largest cosine that are found for each paper."""

_MAX_TERMS = 24
"""Number of terms by which a paper is compared."""
_MAX_PAPERS_WITH_TERM = 200
"""Number of papers with a term above which the term is not compared."""
_TITLE_WEIGHT = 3
_BLOCK = 200
"""Number of papers whose cosines with all papers are in memory at a time."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class TermVectors(NamedTuple):
    """Sparse vectors as arrays of equal length, with an element for each value, by paper and then by term."""

    papers: Ints
    terms: Ints
    values: Floats


class PaperPairs(NamedTuple):
    """Pairs of papers, as arrays of equal length; a paper is its index among all keys, sorted."""

    papers: Ints
    others: Ints
    cosines: Floats


class Similarity(NamedTuple):
    """Likeness of papers by their words."""

    keys: list[str]
    """Keys of the papers, sorted."""
    vectors: TermVectors
    """Vectors of length 1, whose terms are numbered in alphabetical order."""
    pairs: PaperPairs
    """Each paper with the papers of the largest cosines, by paper."""


def compare_papers(tokens: Mapping[str, Tokens]) -> Similarity:
    """Return the similarity of papers, given the tokens of each by its key."""
    keys = sorted(tokens)
    vectors = _vectors([tokens[key] for key in keys])
    empty = np.zeros(0, np.int64)
    parts = [PaperPairs(empty, empty, np.zeros(0)), *_nearest(vectors, len(keys))]
    return Similarity(keys, vectors, PaperPairs(*map(np.concatenate, zip(*parts, strict=True))))


# ---- vectors ----


def _vectors(papers: Sequence[Tokens]) -> TermVectors:
    """Return the weights of the heaviest terms of each paper, as vectors of length 1."""
    counts = _counts(papers)
    papers_with = np.bincount(counts.terms)[counts.terms]
    weights = (1 + np.log(counts.values)) * np.log(len(papers) / papers_with)
    weights[papers_with == 1] = 0
    heavy = _is_amonglargest_of_rows(counts.papers, weights, _MAX_TERMS) & (papers_with > 1)
    heaviest = largest_of_rows(counts.papers, counts.terms, weights, heavy, _MAX_TERMS)
    squares = np.bincount(counts.papers[heaviest], weights[heaviest] ** 2, minlength=len(papers))
    heaviest.sort()
    rows, weights = counts.papers[heaviest], weights[heaviest]
    return TermVectors(rows, counts.terms[heaviest], weights / np.sqrt(np.where(squares, squares, 1))[rows])


def _counts(papers: Sequence[Tokens]) -> TermVectors:
    """Return how often each paper has each term, counting those of titles three times."""
    texts = (words.abstract_stems.split() + words.title_stems.split() * _TITLE_WEIGHT for words in papers)
    vocabulary, terms, lengths = encode_texts(texts)
    is_long = np.array([len(term) > 2 for term in vocabulary], bool)[terms]
    numbers = np.repeat(np.arange(len(lengths)), lengths)[is_long] * len(vocabulary) + terms[is_long]
    numbers, counts = np.unique(numbers, return_counts=True)
    return TermVectors(*np.divmod(numbers, max(1, len(vocabulary))), counts.astype(float))


# ---- pairs ----


def _nearest(vectors: TermVectors, papers: int) -> Iterator[PaperPairs]:
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
        large = _is_amonglargest_of_rows(one, cosines, CANDIDATES + 1)  # a paper itself has the largest cosine
        best = largest_of_rows(one, other, cosines, large & (one != other), CANDIDATES)
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


def _is_amonglargest_of_rows(rows: Ints, values: Floats, most: int) -> NDArray[np.bool_]:
    """Return which values are among the `most` largest of their row, ties included, as sorting all takes longer."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    parts = [values[start:end] for start, end in pairwise([*starts.tolist(), len(rows)])]
    least = [np.partition(part, -most)[-most] if len(part) > most else -1.0 for part in parts]
    return np.asarray(values >= np.repeat(least, [len(part) for part in parts]))


def largest_of_rows(rows: Ints, columns: Ints, values: Floats, wanted: NDArray[np.bool_], most: int) -> Ints:
    """Return the indices of the `most` largest wanted values of each row, largest first, ties by column."""
    places = np.flatnonzero(wanted)
    order = places[np.lexsort((columns[places], -values[places], rows[places]))]
    ordered = rows[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return order[rank < most]
