"""Keys: papers that may want the same names in, papers with names of their own out.

A key depends on its paper alone. Where several papers want the same, the oldest gets it, and each of the others a
suffix made from itself.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generator.model import Location, Name, Paper
from generator.text.slug import digest, slugify

_SMALL_WORDS = frozenset("a an the on of in for to and from with by at is are how what why when do does can".split())


def with_keys(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """The papers with unique keys, made from the slugs of their titles, and unique citekeys."""
    keys = _distinct(papers, lambda paper: paper.key, "-")
    citekeys = _distinct(papers, _citekey, "")
    return tuple(
        dataclasses.replace(paper, key=keys[paper.location], citekey=citekeys[paper.location]) for paper in papers
    )


def seniority(paper: Paper) -> tuple[Any, ...]:
    """The older first; what follows makes the order independent of the listing's, line numbers only break ties."""
    authors = tuple(name.listed for name in paper.authors)
    return paper.date, paper.title, authors, -(paper.score or 0), not paper.code, paper.abstract, paper.location


def own_suffix(title: str, authors: Iterable[Name]) -> str:
    """What tells a paper from another of the same slug: made from itself alone."""
    return digest("\n".join([title, *(name.listed for name in authors)]))


def _distinct(papers: Sequence[Paper], wanted: Callable[[Paper], str], joint: str) -> dict[Location, str]:
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[wanted(paper)].append(paper)
    given = {}
    for word, group in groups.items():
        first, *others = sorted(group, key=seniority)
        given[first.location] = word
        given |= {other.location: f"{word}{joint}{own_suffix(other.title, other.authors)}" for other in others}
    return given


def _citekey(paper: Paper) -> str:
    """As people write them: family name, year, first word of the title that says something."""
    family = slugify(paper.authors[0].family).replace("-", "")
    words = [word for word in slugify(paper.plain_title).split("-") if len(word) > 1 and word not in _SMALL_WORDS]
    return f"{family}{paper.date.year}{words[0] if words else 'untitled'}"
