"""Duplicates: papers as the entries give them in, each paper once out, and what is told of the others.

Two entries are one paper if title and first author are the same, unless they are of different years with different
abstracts. A person may say that two are one, and that one is a paper of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from generator.byline.names import person_id
from generator.catalog.keys import by_seniority, seniority
from generator.models import Location, Paper, Problem, Severity, quoted
from generator.text.search_words import PLAIN_LETTERS, search_words
from generator.text.slugs import fold_text

_GENERAL = 2
"""Words of a title up to which many papers may have it, as "Guest Editorial"."""
_ALIKE = 0.5
"""Share of the shorter abstract's words beyond which two are of one paper; those of others have up to a third."""
_ALIKE_IF_GENERAL = 0.75
"""Share of the longer abstract's words beyond which they are under a title that many papers may have."""
_ADDRESSES = ("code_url", "arxiv", "doi", "links")
"""Fields that are lost with a paper where the one that is shown has others, too."""
_LOSSES = (*_ADDRESSES, "code", "score", "affiliations", "abstract")
"""Fields that are lost with a paper where the one that is shown has nothing there."""


class _Signs(dict[int, str | None]):
    """Parts of a title's identity, found out when their characters are first met: what means nothing is a space."""

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
    """Return what two ways to write one title have in common: letters, digits, and signs that mean something.

    >>> title_identity("“Plug-and-Play” Moths: A Survey.") == title_identity('Plug and play moths -- a survey')
    True
    >>> title_identity("Moths in C++"), title_identity("Moths in C")
    ('moths in c + +', 'moths in c')
    """
    folded = fold_text(_TRADE_MARKS.sub("", title))
    return " ".join([*folded.translate(_SIGNS).split(), *_MINUSES.findall(folded)]) or title.strip()


def signs_of(title: str) -> list[str]:
    """Return the signs of a title that mean something, such as the two of C++."""
    return [part for part in title_identity(title).split() if not any(map(str.isalnum, part))]


def title_and_author(paper: Paper) -> tuple[str, str]:
    """Return what papers have in common that may be one: the identities of title and first author."""
    return title_identity(paper.plain_title), person_id(paper.authors[0])


@dataclass(frozen=True, slots=True)
class Said:
    """Facts by which entries of one title and first author are told apart."""

    location: Location
    title: str
    authors: tuple[str, ...]
    day: date
    is_inferred: bool
    abstract: str


def as_papers(entries: Iterable[Said], alone: Collection[Location] = ()) -> list[list[Said]]:
    """Return entries of one title and first author, the oldest first, as lists of those that are one paper.

    Those in `alone` are papers of their own, together with others that say exactly the same.
    """
    papers: list[list[Said]] = []
    copies: dict[tuple[date, tuple[str, ...], str], list[Said]] = {}
    by_abstract: dict[str, list[Said]] = {}
    by_year: dict[int, tuple[_Sketch, list[Said]]] = {}
    for one in entries:
        sketch = _Sketch.of(one)
        found = copies.get((one.day, one.authors, sketch.text))
        if found is None and one.location not in alone:
            found = by_abstract.get(sketch.text) or _like(sketch, by_year)
        if found is not None:
            found.append(one)
            continue
        papers.append(paper := [one])
        copies[one.day, one.authors, sketch.text] = paper
        if one.location not in alone:
            by_year[one.day.year] = sketch, paper
            if sketch.text:
                by_abstract[sketch.text] = paper
    return papers


@dataclass(frozen=True, slots=True)
class _Sketch:
    """An entry as it is compared."""

    text: str
    """The words of the abstract, in order."""
    words: frozenset[str]
    telling: frozenset[str]
    """Words of more than three letters, and numbers: others are in all texts of a language."""
    year: int
    is_inferred: bool
    is_general: bool
    """Whether the title is so short that many papers may have it."""

    @classmethod
    def of(cls, one: Said) -> _Sketch:
        found = search_words(one.abstract)
        known = frozenset(found)
        telling = frozenset(word for word in known if len(word) > 3 or not (word.isascii() and word.isalpha()))
        is_general = len(search_words(one.title)) <= _GENERAL
        return cls(" ".join(found), known, telling or known, one.day.year, one.is_inferred, is_general)


def _like(one: _Sketch, by_year: Mapping[int, tuple[_Sketch, list[Said]]]) -> list[Said] | None:
    """Return the paper of the same year, or else the first that the sketch is like."""
    if one.year in by_year:
        return by_year[one.year][1]
    return next((paper for other, paper in by_year.values() if _is_like(one, other)), None)


def _is_like(one: _Sketch, other: _Sketch) -> bool:
    """Tell whether entries of different years are one paper all the same."""
    if not (one.words and other.words):
        return one.is_inferred or other.is_inferred or not one.is_general
    if not one.is_general:
        return len(one.telling & other.telling) > _ALIKE * min(len(one.telling), len(other.telling))
    differ = one.words ^ other.words
    share = len(one.words & other.words) / max(len(one.words), len(other.words))
    return share > _ALIKE_IF_GENERAL and not any(word.isdecimal() for word in differ)


# ---- papers ----


@dataclass(frozen=True, slots=True)
class Join:
    """A person's word that two entries are one paper."""

    one: Location
    other: Location
    said_at: Location


@dataclass(frozen=True, slots=True)
class Again:
    """A paper without a page, as another stands for it."""

    paper: Paper
    kept: Paper
    said_at: Location | None
    """Line by which a person says so; None where the entries are alike."""


@dataclass(frozen=True, slots=True)
class Single:
    """Papers, each once, in the order in which they came."""

    papers: list[Paper]
    again: list[Again]
    apart: list[tuple[Paper, Paper]]
    """Papers of one title and first author, the younger and the older, that are two by year and abstract."""
    problems: list[Problem]
    """Faults of what a person says."""


def without_duplicates(
    papers: Sequence[Paper],
    as_listed: Mapping[Location, Paper],
    joins: Sequence[Join] = (),
    alone: Mapping[Location, Location] = MappingProxyType({}),
) -> Single:
    """Return each paper once: of several that are one, the oldest.

    `as_listed` are papers that are corrected, as they are listed: the order of those that corrections make the same.
    `alone` are entries that are papers of their own, with the lines by which a person says so.
    """

    def age(paper: Paper) -> tuple[Any, ...]:
        return *seniority(paper)[:-1], seniority(as_listed.get(paper.location, paper))

    groups: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[title_and_author(paper)].append(paper)
    if len(groups) == len(papers) and not (joins or alone):
        return Single(list(papers), [], [], [])
    by_place = {paper.location: paper for paper in papers}
    said_at: dict[Location, Location | None] = {}
    heads: dict[Location, Paper] = {}
    apart: list[tuple[Paper, Paper]] = []
    for group in groups.values():
        if len(group) > 1:
            found = as_papers(map(_said, sorted(group, key=age)), alone)
            for first, *others in found:
                said_at |= {other.location: None for other in others}
                heads |= {other.location: by_place[first.location] for other in others}
            oldest, *younger = (by_place[first.location] for first, *_ in found)
            apart += [(paper, oldest) for paper in younger if not {paper.location, oldest.location} & alone.keys()]
    problems = [_unused(place) for location, place in alone.items() if not _is_among(by_place.get(location), groups)]
    for join in joins:
        pair = [_head(by_place[place], heads) for place in (join.one, join.other) if place in by_place]
        if len({paper.location for paper in pair}) < 2:  # one of them is hidden, or they are one already
            problems.append(_idle(join, len(pair)))
            continue
        older, other = sorted(pair, key=age)
        said_at[other.location], heads[other.location] = join.said_at, older
    again = [Again(by_place[place], _head(by_place[place], heads), line) for place, line in said_at.items()]
    kept = [paper for paper in papers if paper.location not in heads]
    apart = [pair for pair in apart if not {paper.location for paper in pair} & heads.keys()]
    return Single(kept, again, apart, problems)


def not_among(others: Sequence[Paper], papers: Sequence[Paper], as_listed: Mapping[Location, Paper]) -> list[Paper]:
    """Return the others that are not one with any of the papers, as these are listed."""
    groups: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in (*others, *papers) if others else ():
        listed = as_listed.get(paper.location, paper)
        groups[title_and_author(listed)].append(listed)
    left = {other.location for other in others}
    for group in groups.values():
        if not left.isdisjoint(paper.location for paper in group):
            for same in as_papers(map(_said, by_seniority(group))):
                places = {one.location for one in same}
                left -= set() if places <= left else places
    return [other for other in others if other.location in left]


def _said(paper: Paper) -> Said:
    authors = tuple(name.text for name in paper.authors)
    return Said(paper.location, paper.plain_title, authors, paper.date, paper.date_inferred, paper.abstract)


def _head(paper: Paper, heads: dict[Location, Paper]) -> Paper:
    """Return the paper that stands for one, and have all on the way know it."""
    way = []
    while paper.location in heads:
        way.append(paper.location)
        paper = heads[paper.location]
    heads |= dict.fromkeys(way, paper)
    return paper


def _is_among(paper: Paper | None, groups: Mapping[tuple[str, str], Sequence[Paper]]) -> bool:
    """Tell whether there is another paper of the same title and first author."""
    return paper is not None and len(groups[title_and_author(paper)]) > 1


# ---- what is told ----


def tell(single: Single, keys: Mapping[Location, str]) -> list[Problem]:
    """Return what is told of papers that are one, or taken for two; `keys` are those of the papers with a page."""
    return [
        *single.problems,
        *(_again(one, keys) for one in single.again),
        *(_apart(*pair, keys) for pair in single.apart),
    ]


def _again(one: Again, keys: Mapping[Location, str]) -> Problem:
    paper, kept = one.paper, one.kept
    lost = [name for name in _LOSSES if _loses(getattr(paper, name), getattr(kept, name), name)]
    losses = f"; what this one says of {', '.join(lost)} is not shown" if lost else ""
    if one.said_at:
        message = f"one paper with that at {kept.location}, as {one.said_at} says; only that one has a page{losses}"
        return Problem(paper.location, message, Severity.NOTE)
    is_copy = _exactly(paper) == _exactly(kept)
    said = f"; if they are two papers, put distinct: true under {keys[kept.location]} in corrections.yml"
    message = (
        f"expected each paper once, found {quoted(paper.plain_title)} again, with the same first author as at "
        f"{kept.location}; only that one has a page{losses}{'' if is_copy else said}"
    )
    return Problem(paper.location, message)


def _exactly(paper: Paper) -> tuple[object, ...]:
    return paper.date, [name.text for name in paper.authors], search_words(paper.abstract)


def _loses(mine: object, shown: object, name: str) -> bool:
    return not _is_nothing(mine) and (_is_nothing(shown) or (name in _ADDRESSES and mine != shown))


def _is_nothing(value: object) -> bool:
    return value is None or value is False or value == "" or value == ()


def _apart(younger: Paper, older: Paper, keys: Mapping[Location, str]) -> Problem:
    message = (
        f"found {quoted(younger.plain_title)} again, with the same first author as at {older.location}, in another "
        f"year, with another abstract or none: taken for two papers; under {keys[younger.location]} in "
        f"corrections.yml, same_as: {keys[older.location]} says that they are one, distinct: true that they are two"
    )
    return Problem(younger.location, message, Severity.NOTE)


def _unused(said_at: Location) -> Problem:
    message = "expected another entry with the same title and first author, as distinct is true, found none"
    return Problem(said_at, message)


def _idle(join: Join, found: int) -> Problem:
    missing = "found one that is left out" if found < 2 else "found that they are one already"
    return Problem(join.said_at, f"expected two papers to be one, as same_as says, {missing}")
