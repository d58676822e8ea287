"""Keys: papers that may want the same names in, papers with names of their own out.

A key depends on its paper alone. Where several papers want the same, the oldest gets it, and each of the others a
suffix made from itself. A key that was published belongs to its paper, whoever else wants it.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from generator.model import Location, Name, Paper
from generator.text.slug import digest, slugify

_SMALL_WORDS = frozenset("a an the on of in for to and from with by at is are how what why when do does can".split())


def with_keys(
    papers: Sequence[Paper], kept: Mapping[Location, str] | None = None, taken: Collection[str] = ()
) -> tuple[Paper, ...]:
    """The papers with unique keys, made from the slugs of their titles, and unique citekeys.

    Some papers keep the keys that they have; those that are taken nobody else gets.
    """
    keys = _distinct(papers, lambda paper: paper.key, "-", kept or {}, taken)
    citekeys = _distinct(papers, _citekey, "")
    return tuple(
        dataclasses.replace(paper, key=keys[paper.location], citekey=citekeys[paper.location]) for paper in papers
    )


def seniority(paper: Paper) -> tuple[Any, ...]:
    """The older first; what follows makes the order independent of the listing's, line numbers only break ties."""
    authors = tuple(name.listed for name in paper.authors)
    told = paper.date, paper.title, authors, -(paper.score or 0), not paper.code, paper.abstract
    more = paper.listed_area, paper.et_al, paper.affiliations, paper.score is None, paper.date_inferred
    corrected = str((paper.code_url, paper.arxiv, paper.doi, paper.links))
    return *told, *more, corrected, paper.location


def by_seniority(papers: Sequence[Paper]) -> Sequence[Paper]:
    """The older first."""
    return sorted(papers, key=seniority) if len(papers) > 1 else papers


def own_suffix(title: str, authors: Iterable[Name]) -> str:
    """What tells a paper from another of the same slug: made from itself alone."""
    return digest("\n".join([title, *(name.listed for name in authors)]))


def _distinct(
    papers: Sequence[Paper],
    wanted: Callable[[Paper], str],
    joint: str,
    kept: Mapping[Location, str] = MappingProxyType({}),
    taken: Collection[str] = (),
) -> dict[Location, str]:
    given = dict(kept)
    taken = {*taken, *kept.values()}
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.location not in given:
            groups[wanted(paper)].append(paper)
    for word, group in groups.items():
        for place, paper in enumerate(by_seniority(group)):
            name = word if place == 0 else _with_suffix(word, joint, paper)
            while name in taken:
                name = _with_suffix(name, joint, paper)
            given[paper.location] = name
    return given


def _with_suffix(word: str, joint: str, paper: Paper) -> str:
    return f"{word}{joint}{own_suffix(paper.title, paper.authors)}"


def _citekey(paper: Paper) -> str:
    """As people write them: family name, year, first word of the title that says something."""
    family = slugify(paper.authors[0].family).replace("-", "")
    words = [word for word in slugify(paper.plain_title).split("-") if len(word) > 1 and word not in _SMALL_WORDS]
    return f"{family}{paper.date.year}{words[0] if words else 'untitled'}"
