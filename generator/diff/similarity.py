"""How alike two papers are, and which are worth comparing.

Titles are compared letter by letter (the normalized indel similarity of RapidFuzz), in their order and with their
words sorted; abstracts by the words that both have (Dice's coefficient). Only papers that share an author and one of
the rarest words of their titles or abstracts are compared, and of those only neighbours in the order of the titles
(the sorted neighbourhood of Hernández and Stolfo, 1995): the cost grows in proportion to the papers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.byline.names import person_id
from generator.catalog.duplicates import signs_of
from generator.models import Paper
from generator.text.search_words import search_words

SAME_TITLE = 0.9
"""Likeness of titles from which two papers that share an author are likely one."""
_NEAR_TITLE = 0.75
"""The same for a paper that is gone and one that is new, unless their abstracts speak against it."""
_SAME_ABSTRACT = 0.75
_OTHER_ABSTRACT = 0.4
"""Likeness of abstracts from which it speaks for, and below which it speaks against, one paper."""

_RAREST = 3
"""Words of a text by which it is found."""
_NEIGHBOURS = 20
"""Papers that are compared with the next ones of those that share an author and a word."""
_NUMBER = re.compile(r"\d+|\b[ivx]+\b")


@dataclass(frozen=True, slots=True, eq=False)
class Comparable:
    """What is compared of a paper."""

    paper: Paper
    authors: frozenset[str]
    """Their identities."""
    title: str
    """Its folded words."""
    by_word: str
    """The same, sorted."""
    numbers: tuple[str, ...]
    """Numbers of the title, Roman ones too, and its signs: Part 2 is not Part 3, C is not C++."""
    abstract: frozenset[str]
    """Its words."""


def comparable(paper: Paper, *, abstract: bool) -> Comparable:
    """A paper as it is compared, with or without its abstract."""
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
    """The pairs that are worth comparing, each once: in the order of their titles, then keys."""
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
    """From 0 to 1; 0 for less than `least` and for other numbers in them."""
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
    """How sure it is that two papers that share an author are one under two titles, from 0 (not at all) to 2."""
    title = title_similarity(one, other)
    if not (one.abstract and other.abstract):
        return title if title >= _NEAR_TITLE else 0
    abstract = 2 * len(one.abstract & other.abstract) / (len(one.abstract) + len(other.abstract))
    is_one = abstract >= _SAME_ABSTRACT or (title >= _NEAR_TITLE and abstract >= _OTHER_ABSTRACT)
    return title + abstract if is_one else 0


def _rarest_words(papers: Iterable[Comparable]) -> list[set[str]]:
    """The words of each by which it is found: the rarest of its title, and those of its abstract."""
    texts = [(set(one.title.split()), one.abstract) for one in papers]
    papers_with = Counter(word for title, abstract in texts for word in title | abstract)

    def rarest(text: Iterable[str]) -> list[str]:
        return sorted(text, key=lambda word: (papers_with[word], word))[:_RAREST]

    def common(text: Iterable[str]) -> list[str]:
        return [word for word in text if papers_with[word] > 1]

    return [{*rarest(common(title)), *rarest(common(abstract))} for title, abstract in texts]
