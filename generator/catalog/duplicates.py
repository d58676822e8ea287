"""Duplicates: papers as they are listed in, each paper once out, with problems for the others.

Two entries are one paper if title and first author are the same, unless both their years and their abstracts differ.
Corrections may say that two are one, or that one is a paper of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from generator.byline.names import person_id
from generator.catalog.keys import by_seniority, seniority
from generator.models import Location, Paper, Problem, Severity, grouped, quoted
from generator.text.search_words import PLAIN_LETTERS, search_words
from generator.text.slugs import fold_text

_GENERAL = 2
"""Most words of a title that many papers may have, as "Guest Editorial"."""
_ALIKE = 0.5
"""Share of the shorter abstract's words above which two abstracts are of one paper; others share up to a third."""
_ALIKE_IF_GENERAL = 0.75
"""Share of the longer abstract's words, for a title that many papers may have."""
_ADDRESSES = ("code_url", "arxiv", "doi", "links")
"""Fields that are lost with a duplicate where the paper that is kept has other values, too."""
_LOSSES = (*_ADDRESSES, "code", "score", "affiliations", "abstract")
"""Fields that are lost with a duplicate where the paper that is kept has none."""


class _Signs(dict[int, str | None]):
    """Table for `str.translate` that keeps letters, digits and signs with a meaning, filled as they come."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        if category[0] in "LN" or (category[0] == "M" and not unicodedata.combining(char)):
            self[code] = found = char
        elif category[0] == "M" or category == "Cf":
            self[code] = found = None
        else:
            means = category in ("Sm", "Sc") or (category == "So" and code < 0x1F000)  # beyond that are emoji
            self[code] = found = f" {char} " if means else " "
        return found


_SIGNS = _Signs(
    PLAIN_LETTERS
    | {ord(char): f" {char} " for char in "#*%@"}
    | {ord(char): " " for char in "~|−ʼʹ"}
    | {ord("&"): " and ", ord("∗"): " * ", ord("♯"): " # "}
)
_TRADE_MARKS = re.compile("[™℠®©]")
_MINUSES = re.compile(r"(?<=[^\W_])--(?!\S)")


def title_identity(title: str) -> str:
    """Return the letters, digits and signs with a meaning of a title, which are the same however it is written.

    >>> title_identity("“Plug-and-Play” Moths: A Survey.") == title_identity('Plug and play moths -- a survey')
    True
    >>> title_identity("Moths in C++"), title_identity("Moths in C")
    ('moths in c + +', 'moths in c')
    """
    folded = fold_text(_TRADE_MARKS.sub("", title))
    return " ".join([*folded.translate(_SIGNS).split(), *_MINUSES.findall(folded)]) or title.strip()


def signs_of(title: str) -> list[str]:
    """Return the signs with a meaning of a title, such as the two of C++."""
    return [part for part in title_identity(title).split() if not any(map(str.isalnum, part))]


def title_and_author(paper: Paper) -> tuple[str, str]:
    """Return the identities of title and first author, which entries of one paper have in common."""
    return title_identity(paper.plain_title), person_id(paper.authors[0])


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Facts by which entries with the same title and first author are told apart."""

    location: Location
    title: str
    authors: tuple[str, ...]
    day: date
    is_vague: bool
    """Whether the year of the day is inferred or unknown."""
    abstract: str
    doi: str = ""


def group_same_papers(entries: Iterable[EntryFacts], distinct: Collection[Location] = ()) -> list[list[EntryFacts]]:
    """Return a list for each paper of its entries, given entries with the same title and first author, oldest first.

    Entries in `distinct` are papers of their own, together with exact copies.
    """
    papers: list[list[EntryFacts]] = []
    copies: dict[tuple[date, tuple[str, ...], str, str], list[EntryFacts]] = {}
    by_abstract: dict[str, list[EntryFacts]] = {}
    by_year: dict[int, tuple[_Comparable, list[EntryFacts]]] = {}
    for one in entries:
        compared = _Comparable.of(one)
        found = copies.get((one.day, one.authors, compared.text, one.doi))
        if found is None and one.location not in distinct:
            found = by_abstract.get(compared.text) or _similar_paper(compared, by_year)
        if found is not None:
            found.append(one)
            continue
        papers.append(paper := [one])
        copies[one.day, one.authors, compared.text, one.doi] = paper
        if one.location not in distinct:
            by_year[one.day.year] = compared, paper
            if compared.text:
                by_abstract[compared.text] = paper
    return papers


@dataclass(frozen=True, slots=True)
class _Comparable:
    text: str
    """Words of the abstract, in order."""
    words: frozenset[str]
    """Words of the abstract."""
    content_words: frozenset[str]
    """Numbers and words of more than three letters, as others are in every text; all words where there are none."""
    year: int
    is_vague: bool
    """Whether the year is inferred or unknown."""
    is_general: bool
    """Whether the title is so short that many papers may have it."""

    @classmethod
    def of(cls, one: EntryFacts) -> _Comparable:
        found = search_words(one.abstract)
        known = frozenset(found)
        content = frozenset(word for word in known if len(word) > 3 or not (word.isascii() and word.isalpha()))
        is_general = len(search_words(one.title)) <= _GENERAL
        return cls(" ".join(found), known, content or known, one.day.year, one.is_vague, is_general)


def _similar_paper(
    one: _Comparable, by_year: Mapping[int, tuple[_Comparable, list[EntryFacts]]]
) -> list[EntryFacts] | None:
    """Return the entries of the paper of the same year, or else of the first similar one; None if there is none."""
    if one.year in by_year:
        return by_year[one.year][1]
    return next((paper for other, paper in by_year.values() if _is_similar(one, other)), None)


def _is_similar(one: _Comparable, other: _Comparable) -> bool:
    """Return whether entries of different years are one paper."""
    if not (one.words and other.words):
        return one.is_vague or other.is_vague or not one.is_general
    if not one.is_general:
        fewest = min(len(one.content_words), len(other.content_words))
        return len(one.content_words & other.content_words) > _ALIKE * fewest
    differ = one.words ^ other.words
    share = len(one.words & other.words) / max(len(one.words), len(other.words))
    return share > _ALIKE_IF_GENERAL and not any(word.isdecimal() for word in differ)


# ---- papers ----


@dataclass(frozen=True, slots=True)
class StatedDuplicate:
    """Statement of the corrections that two entries are one paper."""

    one: Location
    other: Location
    stated_at: Location


@dataclass(frozen=True, slots=True)
class DuplicatePaper:
    """A paper that has no page, because another is kept in its place."""

    paper: Paper
    kept: Paper
    stated_at: Location | None
    """Line of the correction that says so; None where the two are similar."""


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """Papers without duplicates."""

    papers: list[Paper]
    """Papers to keep, in the order in which they came."""
    duplicates: list[DuplicatePaper]
    different: list[tuple[Paper, Paper]]
    """Papers with the same title and first author whose year and abstract differ, each with the oldest of them."""
    problems: list[Problem]
    """Faults of corrections."""


def deduplicate(
    papers: Sequence[Paper],
    as_listed: Mapping[Location, Paper],
    stated: Sequence[StatedDuplicate] = (),
    distinct: Mapping[Location, Location] = MappingProxyType({}),
    references: Collection[Location] = (),
    looked_up: Mapping[Location, Collection[str]] = MappingProxyType({}),
) -> Deduplicated:
    """Return the oldest of the papers that are the same, and all others; those of `references` come after those listed.

    Papers with the same DOI or arXiv identifier are the same, too. `as_listed` are corrected papers as they are listed,
    by which those are sorted that corrections make equal.
    `distinct` are entries that corrections say are papers of their own, with the lines that say so. `looked_up` are
    further identifiers of papers.
    """

    def age(paper: Paper) -> tuple[Any, ...]:
        older = seniority(as_listed.get(paper.location, paper))
        return paper.location in references, *seniority(paper)[:-1], older

    groups = grouped(papers, title_and_author)
    identified = [*_same_identifiers(papers, distinct, looked_up)]
    if len(groups) == len(papers) and not (stated or distinct or identified):
        return Deduplicated(list(papers), [], [], [])
    by_place = {paper.location: paper for paper in papers}
    stated_at: dict[Location, Location | None] = {}
    kept_for: dict[Location, Paper] = {}
    different: list[tuple[Paper, Paper]] = []
    for group in (group for group in groups.values() if len(group) > 1):
        found = group_same_papers(map(_facts, sorted(group, key=age)), distinct)
        for first, *others in found:
            stated_at |= {other.location: None for other in others}
            kept_for |= {other.location: by_place[first.location] for other in others}
        oldest, *younger = (by_place[first.location] for first, *_ in found)
        different += [(paper, oldest) for paper in younger if not {paper.location, oldest.location} & distinct.keys()]
    shared = {paper.location for group in groups.values() if len(group) > 1 for paper in group}
    problems = [_unused(line) for place, line in distinct.items() if place not in shared]
    for same in identified:
        older, other = sorted((_kept(paper, kept_for) for paper in same), key=age)
        if older is not other:
            stated_at[other.location], kept_for[other.location] = None, older
    for two in stated:
        pair = [_kept(by_place[place], kept_for) for place in (two.one, two.other) if place in by_place]
        if len({paper.location for paper in pair}) < 2:  # one of them is hidden, or they are one already
            problems.append(_idle(two, len(pair)))
            continue
        older, other = sorted(pair, key=age)
        stated_at[other.location], kept_for[other.location] = two.stated_at, older
    return Deduplicated(
        papers=[paper for paper in papers if paper.location not in kept_for],
        duplicates=[
            DuplicatePaper(by_place[place], _kept(by_place[place], kept_for), line) for place, line in stated_at.items()
        ],
        different=[pair for pair in different if not {paper.location for paper in pair} & kept_for.keys()],
        problems=problems,
    )


def identifiers(doi: str | None, arxiv: str | None) -> list[str]:
    """Return the identifiers of a paper that are known, as they are compared."""
    return [one.casefold() for one in (doi, arxiv) if one]


def _same_identifiers(
    papers: Sequence[Paper], distinct: Collection[Location], looked_up: Mapping[Location, Collection[str]]
) -> Iterator[tuple[Paper, Paper]]:
    """Yield pairs of papers with the same DOI or arXiv identifier, each with the first of them."""
    first: dict[str, Paper] = {}
    for paper in papers:
        known = (*identifiers(paper.doi, paper.arxiv), *looked_up.get(paper.location, ()))
        for identifier in known if paper.location not in distinct else ():
            other = first.setdefault(identifier, paper)
            if other is not paper:
                yield other, paper


def without_same(others: Sequence[Paper], papers: Sequence[Paper], as_listed: Mapping[Location, Paper]) -> list[Paper]:
    """Return the others that are not the same as any of the papers, as these are listed."""
    listed = [as_listed.get(paper.location, paper) for paper in (*others, *papers)] if others else []
    left = {other.location for other in others}
    for group in grouped(listed, title_and_author).values():
        if not left.isdisjoint(paper.location for paper in group):
            for same in group_same_papers(map(_facts, by_seniority(group))):
                places = {one.location for one in same}
                left -= set() if places <= left else places
    return [other for other in others if other.location in left]


def _facts(paper: Paper) -> EntryFacts:
    authors = tuple(name.text for name in paper.authors)
    is_vague = paper.date_inferred or paper.year is None
    doi = (paper.doi or "").casefold()
    return EntryFacts(paper.location, paper.plain_title, authors, paper.date, is_vague, paper.abstract, doi)


def _kept(paper: Paper, kept_for: dict[Location, Paper]) -> Paper:
    """Return the paper that is kept in place of one, and shorten the way to it."""
    passed = []
    while paper.location in kept_for:
        passed.append(paper.location)
        paper = kept_for[paper.location]
    kept_for |= dict.fromkeys(passed, paper)
    return paper


# ---- problems ----


def duplicate_problems(
    found: Deduplicated, keys: Mapping[Location, str], references: Collection[Location]
) -> list[Problem]:
    """Return problems of papers that are listed twice, or may be; `keys` are those of the papers with a page.

    A file of references may have papers that another file has, too: a note tells how many there are.
    """
    twice = [
        one
        for one in found.duplicates
        if one.paper.location in references and one.paper.location.path != one.kept.location.path and not one.stated_at
    ]
    meant = {one.paper.location for one in twice}
    return [
        *found.problems,
        *(_merged(path, group) for path, group in grouped(twice, lambda one: one.paper.location.path).items()),
        *(_duplicate(one, keys, references) for one in found.duplicates if one.paper.location not in meant),
        *(_different(*pair, keys) for pair in found.different),
    ]


def _duplicate(one: DuplicatePaper, keys: Mapping[Location, str], references: Collection[Location]) -> Problem:
    paper, kept = one.paper, one.kept
    lost = [name for name in _LOSSES if _loses(getattr(paper, name), getattr(kept, name), name)]
    losses = f"; what this one says of {', '.join(lost)} is not shown" if lost else ""
    if paper.location in references or kept.location in references:
        losses = ", with what both say of it"
    if one.stated_at:
        message = f"one paper with that at {kept.location}, as {one.stated_at} says; only that one has a page{losses}"
        return Problem(paper.location, message, Severity.NOTE)
    is_copy = _exactly(paper) == _exactly(kept)
    said = f"; if they are two papers, put distinct: true under {keys[kept.location]} in corrections.yml"
    is_alike = title_and_author(paper) == title_and_author(kept)
    same = "first author" if is_alike else "DOI or arXiv id"
    message = (
        f"expected each paper once, found {quoted(paper.plain_title)} again, with the same {same} as at "
        f"{kept.location}; only that one has a page{losses}{'' if is_copy else said}"
    )
    return Problem(paper.location, message)


def _merged(path: str, group: Sequence[DuplicatePaper]) -> Problem:
    many = f"{len(group):,} papers are" if len(group) > 1 else "1 paper is"
    others = sorted({one.kept.location.path for one in group})
    message = f"{many} in {', '.join(others)}, too: each has one page, with what all say of it"
    return Problem(Location(path, 1), message, Severity.NOTE)


def _exactly(paper: Paper) -> tuple[object, ...]:
    return paper.date, [name.text for name in paper.authors], search_words(paper.abstract)


def _loses(mine: object, shown: object, name: str) -> bool:
    return not _is_nothing(mine) and (_is_nothing(shown) or (name in _ADDRESSES and mine != shown))


def _is_nothing(value: object) -> bool:
    return value is None or value is False or value == "" or value == ()


def _different(younger: Paper, older: Paper, keys: Mapping[Location, str]) -> Problem:
    message = (
        f"found {quoted(younger.plain_title)} again, with the same first author as at {older.location}, in another "
        f"year, with another abstract or none: taken for two papers; under {keys[younger.location]} in "
        f"corrections.yml, same_as: {keys[older.location]} says that they are one, distinct: true that they are two"
    )
    return Problem(younger.location, message, Severity.NOTE)


def _unused(stated_at: Location) -> Problem:
    message = "expected another entry with the same title and first author, as distinct is true, found none"
    return Problem(stated_at, message)


def _idle(two: StatedDuplicate, found: int) -> Problem:
    missing = "found one that is left out" if found < 2 else "found that they are one already"
    return Problem(two.stated_at, f"expected two papers to be one, as same_as says, {missing}")
