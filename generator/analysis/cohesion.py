"""Cohesion: the words of papers in, the similarity of some of them, compared with that of all, out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache, cached_property

from generator.analysis.tokens import Tokens

_MOST = 60
"""Size of the sample, evenly spaced, of larger sets of papers."""


class Cohesion:
    """Similarity of papers: the mean cosine of the TF-IDF vectors of any two of them."""

    def __init__(self, papers: Sequence[Tokens]) -> None:
        self._papers = papers
        self._vector = cache(self._weigh)

    def of(self, papers: Collection[int], without: Collection[str]) -> float:
        """Return the similarity of some papers, apart from some words, as a multiple of that of all papers."""
        return self._mean_cosine(papers, without) / self._of_all

    @cached_property
    def _of_all(self) -> float:
        return self._mean_cosine(range(len(self._papers)), ()) or 1.0

    @cached_property
    def papers_with(self) -> Counter[str]:
        """Number of papers with each word."""
        return Counter(word for words in self._papers for word in _words(words))

    def _weigh(self, paper: int) -> dict[str, float]:
        """Return the vector of a paper, of length 1."""
        papers_with, number = self.papers_with, len(self._papers)
        weights = {word: math.log(number / papers_with[word]) for word in _words(self._papers[paper])}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    def _mean_cosine(self, papers: Iterable[int], without: Collection[str]) -> float:
        chosen = _evenly(sorted(papers))
        if len(chosen) < 2:
            return 0.0
        total: defaultdict[str, float] = defaultdict(float)
        own = 0.0
        for paper in chosen:
            for word, weight in self._vector(paper).items():
                if word not in without:
                    total[word] += weight
                    own += weight * weight
        return (sum(weight * weight for weight in total.values()) - own) / (len(chosen) * (len(chosen) - 1))


def _words(words: Tokens) -> list[str]:
    """Return the different words of a paper, in order, so that sums are the same in every process."""
    return list(dict.fromkeys(f"{words.title_stems} {words.abstract_stems}".split()))


def _evenly(papers: Sequence[int]) -> list[int]:
    """Return papers, evenly spaced if there are many."""
    number = min(len(papers), _MOST)
    return [papers[place * len(papers) // number] for place in range(number)]
