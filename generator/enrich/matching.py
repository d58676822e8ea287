"""Matching: a listed paper and the papers that were found for it in; the one that it is, or proposals, out.

*Certain* is one found paper with the same title (`title_identity`) whose authors begin with the listed ones, about as
old, if no other with the same title and first author was found. Anything else worth a look is proposed, with the
reason, since different papers may have titles and even abstracts that are nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from generator.byline.names import match_key, read_name
from generator.catalog.duplicates import title_identity
from generator.enrich.found import FoundPaper
from generator.models import DatePrecision, Name, Paper, PublicationKind, quoted
from generator.text.latex import plain

_SAME_TITLE = 90
"""Least similarity of titles, 0 to 100, at which a paper of the same first author is proposed."""
_LIKE_TITLE = 60
"""The same of papers that share all of one or two authors."""
FIRST_AUTHORS = 3
"""Number of authors that papers under different titles share, to be proposed."""
_MOST_PROPOSED = 3
_YEARS_APART, _YEARS_APART_IF_INFERRED = 1, 5


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """Facts of a listed paper with which found ones are compared."""

    key: str
    title: str
    authors: tuple[Name, ...]
    et_al: bool
    year: int | None
    """Year of the listing's date; None if it has none."""
    is_inferred: bool = False
    """Whether the listing does not state the year."""
    arxiv: str = ""
    doi: str = ""
    has_venue: bool = False

    @classmethod
    def of(cls, paper: Paper) -> ListedPaper:
        """Return what is compared of a paper."""
        year = None if paper.date_precision is DatePrecision.NONE else paper.date.year
        return cls(
            paper.key,
            paper.title,
            paper.authors,
            paper.et_al,
            year,
            paper.date_inferred,
            paper.arxiv or "",
            (paper.doi or "").lower(),
            bool(paper.venue),
        )

    @property
    def identity(self) -> str:
        """Title as it is compared."""
        return identity_of(self.title)

    @property
    def people(self) -> list[str]:
        """Authors as they are compared."""
        return [match_key(name.text) for name in self.authors]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A found paper that may be the listed one."""

    found: FoundPaper
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Outcome of a search for one paper: nothing was found where both are empty."""

    certain: FoundPaper | None = None
    proposed: tuple[Proposal, ...] = ()


@lru_cache(maxsize=100_000)
def identity_of(title: str) -> str:
    """Return a title as it is compared, given with its LaTeX."""
    return title_identity(re.sub("[{}]", "", plain(title, title=True)))


@lru_cache(maxsize=100_000)
def person_of(author: str) -> str:
    """Return a found author as people are compared."""
    return match_key(read_name(author).text)


def judge(listed: ListedPaper, candidates: Iterable[FoundPaper]) -> Judgement:
    """Return which of the candidates the listed paper is."""
    found = _each_once(candidates)
    doubts = [(one, _doubt(listed, one)) for one in found]
    rivals = [one for one, _ in doubts if _is_rival(listed, one)]
    certain = [one for one, doubt in doubts if doubt == ""]
    stated = [one for one in certain if _has_same_id(listed, one)]
    if len(certain) == 1:
        rivals = [one for one in rivals if one is certain[0] or not _share_id(one, certain[0])]
    if len(stated) == 1 or (len(certain) == 1 and len(rivals) <= 1):
        return Judgement((stated or certain)[0])
    several = f"{len(rivals)} papers with this title and first author were found" if len(rivals) > 1 else ""
    proposals = [
        Proposal(one, several if one in rivals and several and not doubt else doubt)
        for one, doubt in doubts
        if doubt is not None
    ]
    nearest = sorted(proposals, key=lambda one: -_likeness(listed, one.found))
    return Judgement(proposed=tuple(nearest[:_MOST_PROPOSED]))


def _doubt(listed: ListedPaper, found: FoundPaper) -> str | None:
    """Return why a candidate is not certain; empty if it is, None if it is not even to be proposed."""
    mine, theirs = listed.people, [person_of(author) for author in found.authors]
    if _has_same_id(listed, found) and mine[0] == theirs[0]:
        return ""
    if listed.identity != identity_of(found.title):
        return _doubt_of_other_title(listed, found, mine, theirs)
    return _doubt_of_authors(listed, found, mine, theirs) or _doubt_of_year(listed, found)


def _doubt_of_authors(listed: ListedPaper, found: FoundPaper, mine: list[str], theirs: list[str]) -> str:
    if mine == theirs[: len(mine)]:
        if len(theirs) == len(mine) and listed.et_al and not found.et_al:
            return f"the listing has more authors than these {len(mine)}"
        if len(theirs) > len(mine) and not listed.et_al:
            return f"the listing has {len(mine)} authors, without et al., and this {len(theirs)}"
        return "only some of its authors are known" if found.et_al else ""
    pairs = list(zip(listed.authors, found.authors, strict=False))
    if len(theirs) >= len(mine) and all(_may_be_one(name, author) for name, author in pairs):
        return "the authors are the same only if initials stand for the names"
    if sorted(mine) == sorted(theirs[: len(mine)]):
        return "the same authors are in another order"
    place = next((place for place, (one, other) in enumerate(zip(mine, theirs, strict=False)) if one != other), None)
    if place is None:
        return f"the listing has {len(mine)} authors, and this {len(theirs)}"
    return f"author {place + 1} differs: {quoted(listed.authors[place].text)} and {quoted(found.authors[place])}"


def _doubt_of_year(listed: ListedPaper, found: FoundPaper) -> str:
    if _is_near(listed, found):
        return ""
    year = f"no year, but is of about {listed.year}" if listed.is_inferred else f"the year {listed.year}"
    return f"the listing has {year}, and this {found.year}"


def _doubt_of_other_title(listed: ListedPaper, found: FoundPaper, mine: list[str], theirs: list[str]) -> str | None:
    ratio = _likeness(listed, found)
    numbers = ", with other numbers" if _numbers(listed.identity) != _numbers(identity_of(found.title)) else ""
    if ratio >= _SAME_TITLE and _may_be_one(listed.authors[0], found.authors[0]):
        return f"the titles are alike to {ratio:.0f} %{numbers}, with the same first author"
    if not _is_near(listed, found):
        return None
    if len(mine) >= FIRST_AUTHORS and sorted(mine[:FIRST_AUTHORS]) == sorted(theirs[:FIRST_AUTHORS]):
        return f"the first {FIRST_AUTHORS} authors are the same, and the titles alike to {ratio:.0f} %{numbers}"
    if sorted(mine) == sorted(theirs) and not listed.et_al and ratio >= _LIKE_TITLE:
        return f"the authors are the same, and the titles alike to {ratio:.0f} %{numbers}"
    if mine[0] == theirs[0] and (name := _name_of(listed.title)) and name == _name_of(found.title):
        return f"the titles begin with the same name, {quoted(name)}, and the first author is the same"
    return None


def _is_near(listed: ListedPaper, found: FoundPaper) -> bool:
    apart = _YEARS_APART_IF_INFERRED if listed.is_inferred else _YEARS_APART
    return listed.year is None or found.year is None or abs(listed.year - found.year) <= apart


def _is_rival(listed: ListedPaper, found: FoundPaper) -> bool:
    return listed.identity == identity_of(found.title) and _may_be_one(listed.authors[0], found.authors[0])


def _has_same_id(listed: ListedPaper, found: FoundPaper) -> bool:
    mine = {listed.arxiv, listed.doi} - {""}
    return not mine.isdisjoint({found.facts.get("arxiv", ""), found.facts.get("doi", "")})


def _share_id(one: FoundPaper, other: FoundPaper) -> bool:
    return any(one.facts.get(name, "") == other.facts.get(name) for name in ("arxiv", "doi"))


def _likeness(listed: ListedPaper, found: FoundPaper) -> float:
    return float(fuzz.ratio(listed.identity, identity_of(found.title)))


def _name_of(title: str) -> str:
    """Return what stands before the colon of a title; empty where it has none."""
    before, colon, _ = title.partition(":")
    return identity_of(before) if colon else ""


def _numbers(identity: str) -> list[str]:
    return re.findall(r"\d+|\b[ivx]+\b", identity)


def _may_be_one(listed: Name, author: str) -> bool:
    """Return whether two names are the same where an initial may stand for any name that begins with it."""
    found = read_name(author)
    if match_key(listed.text) == match_key(found.text):
        return True
    mine, theirs = match_key(listed.given).split(), match_key(found.given).split()
    shorter = min(len(mine), len(theirs))
    return (
        match_key(listed.family) == match_key(found.family)
        and shorter > 0
        and all(_abbreviates(*two) for two in zip(mine[:shorter], theirs[:shorter], strict=True))
    )


def _abbreviates(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _each_once(candidates: Iterable[FoundPaper]) -> list[FoundPaper]:
    """Return the candidates without older versions, with records of one paper from several places as one."""
    kept: dict[str, FoundPaper] = {}
    for one in candidates:
        kept[_id_of(one)] = one
    papers: list[FoundPaper] = []
    for one in kept.values():
        place = next((place for place, other in enumerate(papers) if _is_same(one, other)), None)
        if place is None:
            papers.append(one)
        else:
            papers[place] = _joined(papers[place], one)
    return papers


def _id_of(one: FoundPaper) -> str:
    stated = one.facts.get("arxiv") or one.facts.get("doi")
    return stated or repr((identity_of(one.title), one.authors, one.year))


def _is_same(one: FoundPaper, other: FoundPaper) -> bool:
    """Return whether two records are of one paper: the same title and authors, and no contradiction.

    DOIs may differ if one is that of a preprint; else, two DOIs or arXiv ids are of two papers.
    """
    kinds = {one.facts.get("kind", ""), other.facts.get("kind", "")}
    is_preprint_of = PublicationKind.PREPRINT in kinds and len(kinds - {""}) == 2
    differ = [name for name in ("arxiv", "doi") if len({one.facts.get(name, ""), other.facts.get(name, "")} - {""}) > 1]
    return (
        differ in ([], ["doi"] if is_preprint_of else [])
        and identity_of(one.title) == identity_of(other.title)
        and _people_of(one) == _people_of(other)
        and one.et_al == other.et_al
        and (is_preprint_of or one.year is None or other.year is None or abs(one.year - other.year) <= _YEARS_APART)
    )


def _joined(one: FoundPaper, other: FoundPaper) -> FoundPaper:
    """Return two records of a paper as one, with the facts of what has appeared before those of a preprint."""
    if one.facts.get("kind") == PublicationKind.PREPRINT:
        first, second = other, one
    else:
        first, second = one, other
    return replace(
        first,
        origin=", ".join(dict.fromkeys([first.origin, second.origin])),
        published=min(first.published, second.published, key=_earliest_first),
        facts={**second.facts, **first.facts},
        withdrawn=first.withdrawn or second.withdrawn,
        first_hand=first.first_hand and second.first_hand,
    )


def _earliest_first(published: str) -> tuple[str, int]:
    """Return the sort key of a date: by year, the most precise first; an empty one is last."""
    return published[:4] or "~", -len(published)


def _people_of(one: FoundPaper) -> list[str]:
    return [person_of(author) for author in one.authors]
