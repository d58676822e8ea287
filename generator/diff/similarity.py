"""Similarity: papers in; the pairs that are worth comparing, and how similar the two of a pair are, out.

Titles are compared letter by letter (normalized indel similarity, https://rapidfuzz.github.io/RapidFuzz), with their
words in order and sorted; abstracts by the words that both have (Dice's coefficient). Only papers that share an author
and one of the rarest words of their titles or abstracts are compared, and of those only neighbours in the order of
titles (sorted neighborhood, https://doi.org/10.1145/223784.223807), so that the time is linear in their number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from generator.byline.names import person_id
from generator.catalog.duplicates import signs_of
from generator.models import Paper
from generator.text.search_words import search_words

SAME_TITLE = 0.9
"""Least similarity of the titles of two papers with a shared author that are likely one."""
_NEAR_TITLE = 0.75
"""The same for a paper that is gone and one that is new, unless their abstracts differ."""
_SAME_ABSTRACT = 0.75
"""Least similarity of abstracts of one paper, whatever the titles."""
_OTHER_ABSTRACT = 0.4
"""Similarity of abstracts below which two papers differ, whatever their titles."""

_RAREST = 3
"""Number of the words of a title, or of an abstract, by which other papers are found."""
_NEIGHBOURS = 20
"""Number of papers with which one is compared, of those with the same author and word."""
_NUMBER = re.compile(r"\d+|\b[ivx]+\b")


@dataclass(frozen=True, slots=True, eq=False)
class Comparable:
    """A paper, prepared for comparisons."""

    paper: Paper
    authors: frozenset[str]
    """Identities of the authors."""
    title: str
    """Folded words of the title."""
    by_word: str
    """Folded words of the title, sorted."""
    numbers: tuple[str, ...]
    """Numbers, also Roman, and signs of the title: Part 2 is not Part 3, C is not C++."""
    abstract: frozenset[str]
    """Words of the abstract; empty where it is not to be compared."""


def comparable(paper: Paper, *, abstract: bool) -> Comparable:
    """Return a paper prepared for comparisons, with or without its abstract."""
    of_title = search_words(paper.plain_title)
    title = " ".join(of_title)
    return Comparable(
        paper=paper,
        authors=frozenset(map(person_id, paper.authors)),
        title=title,
        by_word=" ".join(sorted(of_title)),
        numbers=tuple(sorted([*_NUMBER.findall(title), *signs_of(paper.plain_title)])),
        abstract=frozenset(search_words(paper.abstract)) if abstract else frozenset(),
    )


def candidate_pairs(papers: Sequence[Comparable]) -> Iterator[tuple[Comparable, Comparable]]:
    """Yield the pairs that are worth comparing, each once, in the order of their titles, then keys."""
    ordered = sorted(papers, key=lambda one: (one.title, one.paper.key))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (one, rare) in enumerate(zip(ordered, _rarest_words(ordered), strict=True)):
        for key in ((author, word) for author in one.authors for word in rare):
            groups[key].append(place)
    pairs = {
        (first, second)
        for group in groups.values()
        for at, first in enumerate(group)
        for second in group[at + 1 : at + 1 + _NEIGHBOURS]
    }
    yield from ((ordered[first], ordered[second]) for first, second in sorted(pairs))


def title_similarity(one: Comparable, other: Comparable, least: float = 0) -> float:
    """Return the similarity of two titles, from 0 to 1; 0 if it is less than `least`, or their numbers differ."""
    if one.numbers != other.numbers:
        return 0
    from rapidfuzz import fuzz  # takes a while to import

    percent = 100 * least
    ratios = (
        fuzz.ratio(one.title, other.title, score_cutoff=percent),
        fuzz.ratio(one.by_word, other.by_word, score_cutoff=percent),
    )
    return max(ratios) / 100


def same_paper_score(one: Comparable, other: Comparable) -> float:
    """Return how surely two papers with a shared author are one, from 0 (not at all) to 2."""
    title = title_similarity(one, other)
    if not (one.abstract and other.abstract):
        return title if title >= _NEAR_TITLE else 0
    abstract = 2 * len(one.abstract & other.abstract) / (len(one.abstract) + len(other.abstract))
    is_one = abstract >= _SAME_ABSTRACT or (title >= _NEAR_TITLE and abstract >= _OTHER_ABSTRACT)
    return title + abstract if is_one else 0


def _rarest_words(papers: Iterable[Comparable]) -> list[set[str]]:
    """Return the rarest words of the title and of the abstract of each paper, of those that others have, too."""
    texts = [(set(one.title.split()), one.abstract) for one in papers]
    papers_with = Counter(word for title, abstract in texts for word in title | abstract)

    def rarest(text: Iterable[str]) -> list[str]:
        shared = (word for word in text if papers_with[word] > 1)
        return nsmallest(_RAREST, shared, key=lambda word: (papers_with[word], word))

    return [{*rarest(title), *rarest(abstract)} for title, abstract in texts]
