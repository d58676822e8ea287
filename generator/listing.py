"""Splits a listing's text into entries with line numbers: knows the grammar of the header, not the meaning.

Comes in: the text of a seed file. Goes out: an `Entry` for each paper and a `Problem` for what is not one. Every
non-blank line of the text ends in exactly one of them.

    99.7CLApr 30Code                                     header: [score]AREA Month day[, year][Code]
    Title of the PaperAda Lovelace, Alan Turing et al.   title and byline, for the `byline` room to split
    Abstract, over one line or several.                  up to the next header; may be missing
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.model import Location, Problem, Severity, quoted

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_HEADER = re.compile(
    rf"""
    (?P<score> \d{{1,4}} (?:\.\d+)? )?
    (?P<area>  [A-Z]{{2}} | [a-z]+(?:-[a-z]+)* (?:\.[A-Za-z]+(?:-[a-z]+)*)? )
    (?P<month> {_MONTH} )
    [ ] (?P<day> \d{{1,2}} )
    (?: ,[ ]? (?P<year> \d{{4}} ) )?
    (?P<code>  Code )?
    """,
    re.VERBOSE,
)
YEARS = range(1900, 2101)
"""A year beyond is a slip, which would move all dates that are inferred from it."""

EXPECTED_HEADER = "a header such as 'CLMay 9, 2021Code' or '99.7cs.CLApr 30'"

# A line that was meant as a header: most of one, with a slip in the month, the date or what surrounds them.
_NEAR_HEADER = re.compile(
    rf"""
      [\d.,\s]* (?:[A-Za-z][A-Za-z.-]{{0,30}}?)? \s* (?i:{_MONTH})\.? \s*
      -?\d+ (?:st|nd|rd|th)? [\s,]* \d* \s* \w{{0,12}}
    | [\d.,\s]* [A-Za-z][A-Za-z.-]{{1,30}} \s* \d{{1,2}} [,\s] \s* \d{{2,4}} \s* \w{{0,12}}
    | [\d.]* \s* [A-Z]{{2}} \s* \d[\d\s,./-]* (?:Code)?
    | \d+\.\d+ \s* (?:[A-Z]{{2}} | [a-z-]+\.[A-Z]{{2}}) (?: [A-Z][a-z]+ [ ] \d+ )? (?:Code)?
    """,
    re.VERBOSE,
)
# Of those, what no line of prose is: an area run together with a month, a year or a score; or a whole date alone.
_SURELY_MEANT = re.compile(
    rf"""
      [\d.,]* (?:[A-Z]{{2,3}} | [a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?) [A-Z][A-Za-z]{{2,8}} \.? \s* -?\d
    | [\d.]+ [A-Z]{{2}} | [A-Z]{{2}}\d{{4}}
    | [\d.]* (?:{_MONTH}) [ ] \d{{1,2}}, [ ]? \d{{4}} (?:Code)? $
    | [\d.]+ (?:{_MONTH}) [ ] \d
    """,
    re.VERBOSE,
)
_LONGEST_HEADER = 60
_LONGEST_END = 600
"""Letters at the end of a line in which its authors stand: to look for them in all of a long line takes too long."""
_BYLINE_END = re.compile(r"[^\s,], [^,]{2,60}, [^,]{2,60} et al\.(?: · .+)?$")
# A title and names run together at the end of a line, with no full stop.
_FUSED_END = re.compile(
    r"""
    [a-z0-9)?!”"] [A-Z][\w.'’-]* (?:[ ][\w.'’-]+){1,4} (?:,[ ][^,]{3,40}){0,2}
    (?: [ ]et[ ]al\.(?:[ ]·[ ].+)? | [ ]·[ ].+ | (?<![.!?]) ) $
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The text of one seed file."""

    path: str
    """As problems shall name it."""
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing, its parts still text but for the header's figures."""

    location: Location
    """Of the header line."""
    title_line: str
    """Title and byline, run together."""
    title_location: Location
    abstract: str
    """Its lines as in the listing, without spaces at their ends; empty where there is none."""
    area: str
    score: float | None
    month: int
    day: int
    year: int | None
    code: bool


class _Line(NamedTuple):
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A header line, or None before the first, and the lines up to the next."""

    header: _Line | None
    rest: tuple[_Line, ...]


def read_entries(listing: Listing) -> Iterator[Entry | Problem]:
    """The entries and problems of a listing, in its order."""
    for block in _blocks(_lines(listing.text)):
        yield from _read_block(block, listing.path)


def _lines(text: str) -> list[_Line]:
    # Not splitlines(): a form feed or U+2028 within an abstract does not start a line that editors count.
    raw = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_Line(number, line.rstrip()) for number, line in enumerate(raw, 1)]


def _blocks(lines: list[_Line]) -> Iterator[_Block]:
    header: _Line | None = None
    rest: list[_Line] = []
    filled = 0
    following = _following_lines(lines)
    for line in lines:
        may_end = header is None or filled >= 2  # an entry is whole with its title and a line of abstract
        if _is_header(line, following[line.number], may_end):
            if header or any(other.text for other in rest):
                yield _Block(header, tuple(rest))
            header, rest, filled = line, [], 0
        else:
            rest.append(line)
            filled += bool(line.text)
    if header or any(line.text for line in rest):
        yield _Block(header, tuple(rest))


def _following_lines(lines: list[_Line]) -> dict[int, str]:
    """For each line number, the next line that is not blank."""
    following, text = {}, ""
    for line in reversed(lines):
        following[line.number] = text
        text = line.text or text
    return following


def _is_header(line: _Line, following: str, may_end: bool) -> bool:
    """A header, or a line in the place of one that was meant to be one: `_read_block` tells them apart.

    `following` is the next line that is not blank; `may_end` says that the entry before could be whole.
    """
    text = line.text.strip()
    if not text or len(text) > _LONGEST_HEADER:
        return False
    if _HEADER.fullmatch(text):
        return True
    byline_follows = bool(_ends_in(_BYLINE_END, following) or _ends_in(_FUSED_END, following))
    if _NEAR_HEADER.fullmatch(text):
        return byline_follows or bool(_SURELY_MEANT.match(text))
    # Whatever a short line says, if it is no sentence and a title with its byline follows, it stands for a header.
    return may_end and byline_follows and not re.search(r"[a-z]{2}\.$|[a-z]{2} [a-z]", text)


def _ends_in(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.search(text, max(0, len(text) - _LONGEST_END))


def _read_block(block: _Block, path: str) -> Iterator[Entry | Problem]:
    rest = _trimmed(block.rest)
    if block.header is None:
        yield _unread(path, rest[0], rest[-1], f"expected {EXPECTED_HEADER} before anything else", rest[0].text)
        return
    header = _HEADER.fullmatch(block.header.text.strip())
    last = rest[-1] if rest else block.header
    if header is None:
        yield _unread(path, block.header, last, f"expected {EXPECTED_HEADER}", block.header.text)
    elif not _is_date(header):
        yield _unread(path, block.header, last, _expected_date(header), block.header.text)
    elif not rest:
        message = "expected a line with title and authors after the header, found none"
        yield Problem(Location(path, block.header.number), message, Severity.ERROR)
    else:
        yield _entry(path, block.header.number, header, rest)
        yield from _missing_headers(path, rest[1:])


def _entry(path: str, number: int, header: re.Match[str], rest: list[_Line]) -> Entry:
    abstract = "\n".join(line.text for line in _trimmed(tuple(rest[1:])))
    return Entry(
        location=Location(path, number),
        title_line=rest[0].text.strip(),
        title_location=Location(path, rest[0].number),
        abstract=abstract.strip(),
        area=header["area"],
        score=float(header["score"]) if header["score"] else None,
        month=_MONTHS.index(header["month"][:3]) + 1,
        day=int(header["day"]),
        year=int(header["year"]) if header["year"] else None,
        code=header["code"] is not None,
    )


def _is_date(header: re.Match[str]) -> bool:
    """Without a year, 29 February may be right: the `catalog` room knows the year."""
    year = int(header["year"] or 2000)
    try:
        date(year, _MONTHS.index(header["month"][:3]) + 1, int(header["day"]))
    except ValueError:
        return False
    return year in YEARS


def _expected_date(header: re.Match[str]) -> str:
    in_range = int(header["year"] or 2000) in YEARS
    return "expected a day of the calendar" if in_range else f"expected a year from {YEARS[0]} to {YEARS[-1]}"


def _missing_headers(path: str, abstract: list[_Line]) -> Iterator[Problem]:
    """Lines of an abstract that end as only a byline does: their header may have been lost."""
    for line in abstract:
        if " et al." in line.text and _ends_in(_BYLINE_END, line.text):
            message = f"expected {EXPECTED_HEADER} before this line, which reads like a title with its authors"
            yield Problem(Location(path, line.number), f"{message}; found {quoted(line.text)} within an abstract")


def _trimmed(lines: tuple[_Line, ...]) -> list[_Line]:
    """Lines without the blank ones at either end."""
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _unread(path: str, first: _Line, last: _Line, expected: str, found: str) -> Problem:
    left_out = f"; lines {first.number} to {last.number} are left out" if last.number > first.number else ""
    return Problem(Location(path, first.number), f"{expected}, found {quoted(found)}{left_out}", Severity.ERROR)
