"""Keys: papers that may want the same names in, papers with names of their own out.

A key depends on its paper alone. Where several papers want the same, the oldest gets it, and each of the others a
suffix made from itself. A key or citekey that was published belongs to its paper, whoever else wants it.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from generator.models import Location, Name, Paper
from generator.text.slugs import short_digest, slugify

_SMALL_WORDS = frozenset("a an the on of in for to and from with by at is are how what why when do does can".split())


@dataclass(frozen=True, slots=True)
class Given:
    """Names of one kind that are given already."""

    kept: Mapping[Location, str] = field(default_factory=dict)
    """Names of papers that keep them."""
    taken: Collection[str] = ()
    """Names that nobody else gets."""


def with_keys(
    papers: Sequence[Paper],
    keys: Given = Given(),
    citekeys: Given = Given(),
    ids: Given = Given(),
    uncorrected: Mapping[Location, Paper] = MappingProxyType({}),
    unseen: Sequence[Paper] = (),
) -> tuple[Paper, ...]:
    """Return the papers with unique keys, made from the slugs of their titles, unique citekeys and unique ids in feeds.

    An id is the key that a paper has as it is listed, and keeps unless the slug of its title is corrected;
    `uncorrected` are papers that are corrected, as they are listed. Those without a page, `unseen`, count, too: what is
    corrected in one paper changes the address of no other.
    """
    as_listed = [uncorrected.get(paper.location, paper) for paper in (*papers, *unseen)]
    id_of = _distinct(as_listed, lambda paper: paper.key, "-", ids)
    stay = {
        paper.location: id_of[paper.location]
        for paper, listed in zip(papers, as_listed, strict=False)
        if paper.key == listed.key and paper.location not in ids.kept
    }
    key_of = stay
    if len(stay) < len(papers):
        given = Given({**stay, **keys.kept}, {*keys.taken, *id_of.values()})
        key_of = _distinct(papers, lambda paper: paper.key, "-", given)
    citekey_of = _distinct(papers, citekey, "", citekeys)
    return tuple(
        dataclasses.replace(
            paper,
            key=(key := key_of[paper.location]),
            citekey=citekey_of[paper.location],
            feed_id=found if (found := id_of[paper.location]) != key else "",
        )
        for paper in papers
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


def own_suffix(title: str, authors: Iterable[Name], day: date | None = None) -> str:
    """Return what tells a paper from another of the same slug, made from itself alone.

    Where title and authors are the same, too, it takes the day.
    """
    return short_digest("\n".join([title, *(name.listed for name in authors), *([day.isoformat()] if day else [])]))


def _distinct(papers: Sequence[Paper], wanted: Callable[[Paper], str], joint: str, given: Given) -> dict[Location, str]:
    names = dict(given.kept)
    taken = {*given.taken, *names.values()}
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.location not in names:
            groups[wanted(paper)].append(paper)
    for word, group in groups.items():
        oldest, *others = by_seniority(group)
        for paper in (oldest, *others):
            name = word if paper is oldest and word not in taken else _with_suffix(word, joint, paper, oldest, taken)
            names[paper.location] = name
            taken.add(name)
    return names


def _with_suffix(word: str, joint: str, paper: Paper, oldest: Paper, taken: Collection[str]) -> str:
    own = own_suffix(paper.title, paper.authors)
    name = f"{word}{joint}{own}"
    if name not in taken and (paper is oldest or own != own_suffix(oldest.title, oldest.authors)):
        return name
    dated = f"{joint}{own_suffix(paper.title, paper.authors, paper.date)}"
    name = f"{word}{dated}"
    while name in taken:
        name += dated
    return name


def citekey(paper: Paper) -> str:
    """Return the short name that people write: family name, year, first word of the title that says something."""
    family = slugify(paper.authors[0].family).replace("-", "")
    words = [word for word in slugify(paper.plain_title).split("-") if len(word) > 1 and word not in _SMALL_WORDS]
    return f"{family}{paper.date.year}{words[0] if words else 'untitled'}"
