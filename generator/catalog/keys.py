"""Keys: papers with the slugs of their titles in, papers with unique names out.

A key depends on its paper alone. Where several papers would have the same, the oldest gets it, and each of the others
a suffix made from itself. A key or citekey that was published stays with its paper.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from generator.models import Location, Name, Paper, grouped
from generator.text.slugs import short_digest, slugify

_SMALL_WORDS = frozenset("a an the on of in for to and from with by at is are how what why when do does can".split())


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """Names of one kind that were published."""

    kept: Mapping[Location, str]
    """Names of the papers that keep theirs."""
    taken: Collection[str]
    """Names that no other paper gets."""


class ReservedNames(NamedTuple):
    """Published names of each kind."""

    keys: NamesInUse
    citekeys: NamesInUse
    feed_ids: NamesInUse


def with_keys(
    papers: Sequence[Paper],
    reserved: ReservedNames,
    uncorrected: Mapping[Location, Paper],
    without_page: Sequence[Paper],
    references: Collection[Location] = (),
) -> tuple[Paper, ...]:
    """Return the papers with unique keys, made from the slugs of their titles, unique citekeys and unique ids in feeds.

    An id is the key that a paper would have without corrections. It is the key, too, unless a correction changes the
    slug of the title. `uncorrected` are corrected and merged papers as they are listed. Papers `without_page` take
    part, so that a correction of one paper changes the address of no other. Those of `references` come after those of
    listings, so that a file of references beside a listing does not either.
    """

    def is_reference(paper: Paper) -> bool:
        return paper.location in references

    as_listed = [uncorrected.get(paper.location, paper) for paper in (*papers, *without_page)]
    id_of = _distinct(as_listed, lambda paper: paper.key, "-", reserved.feed_ids, is_reference)
    key_of = {
        paper.location: id_of[paper.location]
        for paper, listed in zip(papers, as_listed, strict=False)
        if paper.key == listed.key and paper.location not in reserved.feed_ids.kept
    }
    if len(key_of) < len(papers):
        in_use = NamesInUse({**key_of, **reserved.keys.kept}, {*reserved.keys.taken, *id_of.values()})
        key_of = _distinct(papers, lambda paper: paper.key, "-", in_use, is_reference)
    citekey_of = _distinct(papers, citekey, "", reserved.citekeys, lambda paper: not paper.citekey)
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
    """Return the sort key of a paper, the oldest first: only exact copies are in the order of the listing."""
    authors = tuple(name.listed for name in paper.authors)
    told = paper.date, paper.title, authors, -(paper.score or 0), not paper.code, paper.abstract
    more = paper.listed_area, paper.et_al, paper.affiliations, paper.score is None, paper.date_inferred
    corrected = str((paper.code_url, paper.arxiv, paper.doi, paper.links))
    return *told, *more, corrected, paper.location


def by_seniority(papers: Sequence[Paper]) -> Sequence[Paper]:
    """Return papers sorted, the oldest first."""
    return sorted(papers, key=seniority) if len(papers) > 1 else papers


def own_suffix(title: str, authors: Iterable[Name], day: date | None = None) -> str:
    """Return the suffix that tells a paper from others of its slug, made from itself alone.

    The day is for papers of which title and authors are the same, too.
    """
    return short_digest("\n".join([title, *(name.listed for name in authors), *([day.isoformat()] if day else [])]))


def _distinct(
    papers: Sequence[Paper],
    wanted: Callable[[Paper], str],
    joint: str,
    in_use: NamesInUse,
    is_later: Callable[[Paper], bool],
) -> dict[Location, str]:
    """Return a name for each paper; of those that want the same, the oldest gets it that is not `is_later`."""
    names = dict(in_use.kept)
    taken = {*in_use.taken, *names.values()}
    for word, group in grouped((paper for paper in papers if paper.location not in names), wanted).items():
        oldest, *others = sorted(by_seniority(group), key=is_later)
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
    """Return the key that a file of references states, else one of family name, year and first word of weight."""
    if paper.citekey:
        return paper.citekey
    family = slugify(paper.authors[0].family).replace("-", "")
    words = [word for word in slugify(paper.plain_title).split("-") if len(word) > 1 and word not in _SMALL_WORDS]
    return f"{family}{paper.year or ''}{words[0] if words else 'untitled'}"
