"""Which paper of the old collection is which of the new one.

The rules, each for the papers that those before it have left:

1. The same title and first author: as the catalog tells papers apart.
2. The same address.
3. The same arXiv identifier, the same DOI.
4. The same abstract, of some length.
5. A shared author and a similar title or abstract (`similarity`), the most similar first.

In rules 3 and 4 what is the same must be so for one old and one new paper only. No rule prefers one side: pairs are
the same from new to old.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from generator.catalog.duplicates import title_and_author
from generator.diff.similarity import candidate_pairs, comparable, same_paper_score
from generator.models import Paper
from generator.text.search_words import search_words

_FEWEST_WORDS = 8
"""Of an abstract that is a paper's own, and not a remark that there is none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One paper, before and after."""

    old: Paper
    new: Paper
    by: str
    """What they have in common."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The papers of two collections."""

    pairs: tuple[Pair, ...]
    removed: tuple[Paper, ...]
    added: tuple[Paper, ...]


def match_papers(old: Iterable[Paper], new: Iterable[Paper]) -> Matching:
    """Pairs what is one paper; the others are removed or added. All are in the order of keys."""
    before, after = {paper.key: paper for paper in old}, {paper.key: paper for paper in new}
    pairs: list[Pair] = []
    for by, mark in _MARKS:
        pairs += _take(before, after, by, _same(before, after, mark))
    pairs += _take(before, after, "similar title or abstract, shared author", _similar(before, after))
    return Matching(
        tuple(sorted(pairs, key=lambda pair: (pair.new.key, pair.old.key))),
        tuple(before[key] for key in sorted(before)),
        tuple(after[key] for key in sorted(after)),
    )


def _abstract(paper: Paper) -> Hashable:
    text = " ".join(search_words(paper.abstract))
    return text if text.count(" ") + 1 >= _FEWEST_WORDS else None


_MARKS: tuple[tuple[str, Callable[[Paper], Hashable]], ...] = (
    ("same title and first author", title_and_author),
    ("same address", lambda paper: paper.key),
    ("same arXiv identifier", lambda paper: paper.arxiv),
    ("same DOI", lambda paper: paper.doi),
    ("same abstract", _abstract),
)
"""What tells that two papers are one; None does not tell."""


def _take(
    before: dict[str, Paper], after: dict[str, Paper], by: str, pairs: Iterable[tuple[str, str]]
) -> Iterable[Pair]:
    """The pairs of keys as pairs of papers, which are then no longer left."""
    return [Pair(before.pop(old), after.pop(new), by) for old, new in pairs]


def _same(
    before: Mapping[str, Paper], after: Mapping[str, Paper], mark: Callable[[Paper], Hashable]
) -> list[tuple[str, str]]:
    if not (before and after):
        return []
    olds, news = _by_mark(before, mark), _by_mark(after, mark)
    return [(olds[found][0], news[found][0]) for found in olds if len(olds[found]) == len(news.get(found, ())) == 1]


def _by_mark(papers: Mapping[str, Paper], mark: Callable[[Paper], Hashable]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for key, paper in papers.items():
        if (own := mark(paper)) is not None:
            found[own].append(key)
    return found


def _similar(before: Mapping[str, Paper], after: Mapping[str, Paper]) -> list[tuple[str, str]]:
    if not (before and after):
        return []
    papers = [comparable(paper, abstract=True) for paper in (*before.values(), *after.values())]
    weighed = []
    for one, other in candidate_pairs(papers):
        old, new = (one, other) if one.paper.key in before else (other, one)
        if old.paper.key in before and new.paper.key in after and (similarity := same_paper_score(old, new)):
            keys = old.paper.key, new.paper.key
            weighed.append((-similarity, keys))
    taken: set[str] = set()  # no key is on both sides: the second rule has paired those
    pairs = []
    for _, keys in sorted(weighed):
        if taken.isdisjoint(keys):
            taken.update(keys)
            pairs.append(keys)
    return pairs
