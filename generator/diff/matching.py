"""Matching: the papers of two collections in; pairs of old and new papers, and those without a match, out.

The rules, each for the papers that those before it leave:

1. The same title and first author, as the catalog tells papers apart.
2. The same address.
3. The same arXiv identifier, the same DOI.
4. The same abstract, of some length.
5. A shared author and a similar title or abstract (`similarity`), the most similar first.

Rules 1 to 4 match a value that one old and one new paper have, and no others. No rule prefers one side: the pairs are
the same from new to old.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from generator.catalog.duplicates import title_and_author
from generator.diff.similarity import candidate_pairs, comparable, same_paper_score
from generator.models import Paper, grouped
from generator.text.search_words import search_words

_FEWEST_WORDS = 8
"""Fewest words of an abstract that counts; a shorter text may be a remark that there is none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One paper, before and after."""

    old: Paper
    new: Paper
    by: str
    """Rule that matched them."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Papers of two collections, matched."""

    pairs: tuple[Pair, ...]
    removed: tuple[Paper, ...]
    added: tuple[Paper, ...]


def match_papers(old: Iterable[Paper], new: Iterable[Paper]) -> Matching:
    """Return the pairs of papers that are one, and those that are removed or added, all sorted by their keys."""
    before, after = {paper.key: paper for paper in old}, {paper.key: paper for paper in new}
    pairs: list[Pair] = []
    for by, keys_of_same in _RULES:
        found = keys_of_same(before, after) if before and after else []
        pairs += [Pair(before.pop(old), after.pop(new), by) for old, new in found]
    return Matching(
        tuple(sorted(pairs, key=lambda pair: (pair.new.key, pair.old.key))),
        tuple(before[key] for key in sorted(before)),
        tuple(after[key] for key in sorted(after)),
    )


def _abstract(paper: Paper) -> Hashable:
    text = " ".join(search_words(paper.abstract))
    return text if text.count(" ") + 1 >= _FEWEST_WORDS else None


_Papers = Mapping[str, Paper]
_Match = Callable[[_Papers, _Papers], list[tuple[str, str]]]
"""Function of old and new papers by their keys; it returns the keys of those that are one."""


def _same(value_of: Callable[[Paper], Hashable]) -> _Match:
    """Return a function that matches papers of which alone, on both sides, some value is the same and not None."""

    def match(before: _Papers, after: _Papers) -> list[tuple[str, str]]:
        olds, news = grouped(before.values(), value_of), grouped(after.values(), value_of)
        pairs = ((papers, news.get(value, ())) for value, papers in olds.items() if value is not None)
        return [(one[0].key, other[0].key) for one, other in pairs if len(one) == len(other) == 1]

    return match


def _similar(before: _Papers, after: _Papers) -> list[tuple[str, str]]:
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


_RULES: tuple[tuple[str, _Match], ...] = (
    ("same title and first author", _same(title_and_author)),
    ("same address", _same(lambda paper: paper.key)),
    ("same arXiv identifier", _same(lambda paper: paper.arxiv)),
    ("same DOI", _same(lambda paper: paper.doi)),
    ("same abstract", _same(_abstract)),
    ("similar title or abstract, shared author", _similar),
)
