"""The ways to read a title line: the line in, every reading out.

A reading parts the line at a boundary: the title ends before it, the list of names begins after it. Where boundaries
are looked for widens in steps, since most lines show theirs.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from generator.byline.authors import (
    GROUP,
    LONGEST_NAME,
    Author,
    Piece,
    given_name_first,
    has_label,
    read_author,
    split_pieces,
)
from generator.byline.tail import TitleLine

MOST_LISTED = 3
"""Authors that a listing names at most, as a rule."""
_MOST_AUTHORS = 60
"""Names in a list by other rules."""
_MOST_WORDS = 7
"""Words at the end of a piece among which a name begins, at the latest attempt excepted."""


class Width(IntEnum):
    """How widely boundaries are looked for; each width includes those before it."""

    SHOWN = 1
    """At capitals and signs, before one to three names."""
    SPACED = 2
    """Between words, after dashes and before digits, too, and before any number of names."""
    HIDDEN = 3
    """Within words written small, too."""


class Boundary(NamedTuple):
    """A place where a title may end and a name begin."""

    title_end: int
    start: int
    """Place of the first character of the name."""
    gap: str = ""
    """Separator of the two: empty for none, or `space`, `by`, or `sign` for one such as a bar."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a title line."""

    title: str
    authors: tuple[str, ...]
    """Empty in the reading that the line names none."""
    gap: str = ""
    et_al: bool = False
    """A word in its list of names stands for more of them."""
    affiliations: tuple[str, ...] = ()
    """Affiliations that stand with the names."""


# Most places are within words written small: passing over them at once is what makes splitting fast.
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
    """Return every reading of a line, the last of which is that it names no authors, unless `et al.` says that it does.

    With `et al.` a listing names three authors, as far as the separators of the line go.
    """
    found = dict.fromkeys(_readings(line, split_pieces(line.body), width))
    if width >= Width.SPACED and ";" in line.body:
        found |= dict.fromkeys(_family_first(line, width))
    return [*found] if found and line.has_authors else [*found, Candidate(line.body, ())]


def is_hidden(reading: Candidate) -> bool:
    """Return whether a reading parts a word written small."""
    return not reading.gap and reading.title[-1].islower() and reading.authors[0][0].islower()


def looks_ordinary(reading: Candidate) -> bool:
    """Return whether a reading is, by its letters, as most are: a small word, then names of two to four words."""
    is_named = bool(reading.authors) and all(map(_ORDINARY_NAME.fullmatch, reading.authors))
    return is_named and bool(_ORDINARY_END.search(reading.title, max(0, len(reading.title) - LONGEST_NAME)))


def _family_first(line: TitleLine, width: Width) -> Iterator[Candidate]:
    """Yield the readings in which all names are as in `Alder, Ada; Birch, Ben`."""
    for reading in _readings(line, split_pieces(line.body, by_semicolons=True), width):
        authors = tuple(map(given_name_first, reading.authors))
        if len(authors) > 1 and all(map(operator.ne, authors, reading.authors)):
            yield replace(reading, authors=authors)


def _readings(line: TitleLine, parts: list[Piece], width: Width) -> Iterator[Candidate]:
    listed = min(MOST_LISTED, len(parts))
    authors: list[Author] = []
    more = False
    for place in range(len(parts) - 1, -1, -1):
        piece = parts[place]
        if piece.is_others:
            more = True
            continue
        count = len(authors) + 1
        is_listed = count <= MOST_LISTED and (count == listed or not line.et_al)
        if is_listed or width > Width.SHOWN:
            for boundary in _boundaries(line.body, piece, width if is_listed else max(width, Width.SPACED)):
                yield from _read(line.body, boundary, piece, parts[place + 1 :], authors, more)
        if count == (MOST_LISTED if width == Width.SHOWN else _MOST_AUTHORS):
            return
        author = read_author(line.body[piece.start : piece.end])
        if not _may_be_whole(author.name, width):
            return
        authors.insert(0, author)


def _may_be_whole(name: str, width: Width) -> bool:
    """Whether a piece may be a name and nothing else; lists by a listing's own rules are taken as they are."""
    return width == Width.SHOWN or (len(name) <= LONGEST_NAME and len(name.split()) <= _MOST_WORDS)


def _read(
    body: str, boundary: Boundary, piece: Piece, following: list[Piece], others: list[Author], more: bool
) -> Iterator[Candidate]:
    title = body[: boundary.title_end].rstrip()
    text = body[boundary.start : piece.end]
    first = read_author(text)
    if not title or not first.name:
        return
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


def _boundaries(body: str, piece: Piece, width: Width) -> Iterator[Boundary]:
    start = max(piece.start, piece.end - LONGEST_NAME, 1)
    if width < Width.HIDDEN:
        start = _last_words(body, start, piece.end)
    for match in _SHOWN.finditer(body, start, piece.end):
        place = match.start()
        if _shows(body[place - 1], body[place]) and not _ACCENT.search(body, max(0, place - 2), place):
            yield Boundary(place, place)
    if width >= Width.SPACED:
        for match in _SPACED.finditer(body, start, piece.end):
            if not match["space"] or not body[match.end()].islower():
                yield Boundary(match.start(), match.end(), match.lastgroup or "")
    if width >= Width.HIDDEN:
        for place in range(start + 1, piece.end - 1):
            if body[place - 1].islower() and body[place].islower():
                yield Boundary(place, place)


def _shows(before: str, here: str) -> bool:
    """Return whether a name may begin here: at a capital, a letter without case, or a small one after no small one."""
    if not here.isalpha():
        return here in _OPENERS or here.isdigit()
    return not (here.islower() and before.islower())


def _last_words(body: str, start: int, end: int) -> int:
    """Return the place where the last words of a stretch begin."""
    place = end
    for _ in range(_MOST_WORDS):
        place = body.rfind(" ", start, place)
        if place < 0:
            return start
    return place
