"""Generation of candidates: all ways to split a title line into title and authors.

A candidate splits the line at a boundary, where the title ends and the first name begins. Boundaries are searched for
in steps, each at more positions, as most lines show theirs by capitals or signs.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from generator.byline.authors import GROUP, MAX_NAME_LENGTH, Author, Piece, given_first, has_label, pieces, read_author
from generator.byline.tail import TitleLine

_MAX_LISTED = 3
"""Maximum number of authors that a listing names as a rule."""
_MAX_AUTHORS = 60
"""Maximum number of authors where a line does not follow that rule."""
_MAX_WORDS = 7
"""Number of words at the end of a piece before which a name may begin; unlimited for `Width.HIDDEN`."""


class Width(IntEnum):
    """Width of the search for boundaries; each includes those before it."""

    SHOWN = 1
    """Boundaries at capitals and signs, before one to three names."""
    SPACED = 2
    """Also those between words, after dashes and before digits, and before any number of names."""
    HIDDEN = 3
    """Also those within words in lower case."""


class _Boundary(NamedTuple):
    """Position where a title may end and a name begin."""

    title_end: int
    start: int
    """Position of the first character of the name."""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to split a title line into title and authors."""

    title: str
    authors: tuple[str, ...]
    """Names of the authors; empty if the line names none."""
    gap: str = ""
    """Separator between title and authors: `space`, `by`, `sign` for one such as a bar, or empty for none."""
    et_al: bool = False
    """Whether the list of names has words for more authors."""
    affiliations: tuple[str, ...] = ()


# Most positions are within words in lower case; the patterns skip them, which makes splitting fast.
_SHOWN = re.compile(
    r"(?<=[^\s([{/\\-])(?<![a-z][DLMNO]['’])"
    r"(?:[^\sa-z]|(?<=[^\sA-Za-z])[a-z]|(?<=[A-Z][A-Z])[a-z]|(?<=[a-z])\d(?=\d*[a-z]+ ))"
    r"|(?<=[\s–—-][–—-])[^\W\d_]"
)
_SPACED = re.compile(
    r"(?<=\S)(?:(?P<sign>\s+[|¦‖]\s*|\s*[|¦‖]\s+|\s+(?:[-–—•/]{1,3}|::)\s+|\s*\t\s*|\s{2,})|(?P<by>\s+[Bb]y:?\s+)|(?P<space>:?\s))(?=[^\W_]|[\\\"“])"
    r"|(?<=[^\s/([{\\-][-–—])(?=[^\W\d_])|(?<=[^\W\d])(?=\d+[^\W\d_])"
)
_ACCENT = re.compile(r"\\[^\W_]$|\\['\"`^~=.]$")
_ORDINARY_END = re.compile(r"(?:^|[\s-])[A-Z]?[a-z]+$")
_ORDINARY_NAME = re.compile(r"[A-Z][a-z]+(?:[ -](?:[A-Z]\.|[A-Z]?[a-z]+)){0,2} [A-Z][a-z]+")
_OPENERS = frozenset("\\{\"“‘('")


def generate_candidates(line: TitleLine, width: Width = Width.SHOWN) -> list[Candidate]:
    """Return all candidates of a line. The last has no authors, unless the line certainly names some.

    Before `et al.`, a listing is taken to name three authors, if the line has so many.
    """
    found = dict.fromkeys(_generate(line, pieces(line.body), width))
    if width >= Width.SPACED and ";" in line.body:
        found |= dict.fromkeys(_family_first(line, width))
    return [*found] if found and line.has_authors else [*found, Candidate(line.body, ())]


def is_hidden(candidate: Candidate) -> bool:
    """Return whether the boundary of a candidate is within a word in lower case."""
    return not candidate.gap and candidate.title[-1].islower() and candidate.authors[0][0].islower()


def looks_ordinary(candidate: Candidate) -> bool:
    """Return whether a candidate looks as most do: the title ends in lower case, and names have two to four words."""
    is_named = bool(candidate.authors) and all(map(_ORDINARY_NAME.fullmatch, candidate.authors))
    return is_named and bool(_ORDINARY_END.search(candidate.title, max(0, len(candidate.title) - MAX_NAME_LENGTH)))


def _family_first(line: TitleLine, width: Width) -> Iterator[Candidate]:
    """Yield the candidates in which all family names come first, as in `Alder, Ada; Birch, Ben`."""
    for candidate in _generate(line, pieces(line.body, by_semicolons=True), width):
        authors = tuple(map(given_first, candidate.authors))
        if len(authors) > 1 and all(map(operator.ne, authors, candidate.authors)):
            yield replace(candidate, authors=authors)


def _generate(line: TitleLine, parts: list[Piece], width: Width) -> Iterator[Candidate]:
    listed = min(_MAX_LISTED, len(parts))
    authors: list[Author] = []
    more = False
    for place in range(len(parts) - 1, -1, -1):
        piece = parts[place]
        if piece.is_others:
            more = True
            continue
        count = len(authors) + 1
        is_listed = count <= _MAX_LISTED and (count == listed or not line.et_al)
        if is_listed or width > Width.SHOWN:
            for boundary in _boundaries(line.body, piece, width if is_listed else max(width, Width.SPACED)):
                yield from _split_at(line.body, boundary, piece, parts[place + 1 :], authors, more)
        if count == (_MAX_LISTED if width == Width.SHOWN else _MAX_AUTHORS):
            return
        author = read_author(line.body[piece.start : piece.end])
        is_long = len(author.name) > MAX_NAME_LENGTH or len(author.name.split()) > _MAX_WORDS
        if is_long and width > Width.SHOWN:  # a part of the title is within
            return
        authors.insert(0, author)


def _split_at(
    body: str, boundary: _Boundary, piece: Piece, following: list[Piece], others: list[Author], more: bool
) -> Iterator[Candidate]:
    """Yield the candidate with a boundary in `piece`, before `following` pieces with `others`, if there is one.

    `more` says whether one of those pieces stands for authors who are not named.
    """
    title = body[: boundary.title_end].rstrip()
    text = body[boundary.start : piece.end]
    first = read_author(text)
    listed = [first, *others]
    if others and following[0].after_and and GROUP.search(others[0].name) and " " not in first.name:
        listed[:2] = [Author(body[boundary.start : following[0].end])]  # "Moth and Lantern Team"
    yield Candidate(
        title,
        tuple(author.name for author in listed),
        "by" if has_label(text) else boundary.gap,
        more,
        tuple(author.affiliation for author in listed if author.affiliation),
    )


def _boundaries(body: str, piece: Piece, width: Width) -> Iterator[_Boundary]:
    start = max(piece.start, piece.end - MAX_NAME_LENGTH, 1)
    if width < Width.HIDDEN:
        start = _start_of_last_words(body, start, piece.end)
    for match in _SHOWN.finditer(body, start, piece.end):
        place = match.start()
        if _may_begin_name(body[place - 1], body[place]) and not _ACCENT.search(body, max(0, place - 2), place):
            yield _Boundary(place, place)
    if width >= Width.SPACED:
        for match in _SPACED.finditer(body, start, piece.end):
            if not match["space"] or not body[match.end()].islower():
                yield _Boundary(match.start(), match.end(), match.lastgroup or "")
    if width >= Width.HIDDEN:
        for place in range(start + 1, piece.end - 1):
            if body[place - 1].islower() and body[place].islower():
                yield _Boundary(place, place)


def _may_begin_name(before: str, here: str) -> bool:
    """Return whether a name may begin with the character `here`, by its case and that of the one `before`."""
    if not here.isalpha():
        return here in _OPENERS or here.isdigit()
    return not (here.islower() and before.islower())


def _start_of_last_words(body: str, start: int, end: int) -> int:
    place = end
    for _ in range(_MAX_WORDS):
        place = body.rfind(" ", start, place)
        if place < 0:
            return start
    return place
