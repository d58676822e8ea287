"""Headers of entries: a line of text in; its date, area and other parts out, in any order and many notations.

99.7CLApr 30Code                    as on the page that listings are copied from
cs.CL; cs.LG · 4 May 2024 · Code    parts in another order, with separators
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from generator.models import MONTHS
from generator.sources.areas import codes_by_name, find_area

EXPECTED_HEADER = "a header such as 'CLMay 9, 2021Code' or '99.7cs.CLApr 30'"
YEARS = range(1900, 2101)
"""Years that dates of papers may have; another is a mistake, which would change all dates inferred from it."""


@dataclass(frozen=True, slots=True)
class Header:
    """Parts of a header."""

    area: str
    score: float | None
    month: int
    day: int
    year: int | None
    code: bool


@dataclass(frozen=True, slots=True)
class InvalidHeader:
    """A line that was certainly meant as a header, or as part of one, but lacks something."""

    expected: str
    """Description of what was expected, for a message."""
    is_date_alone: bool = False
    """Whether the line is a date and nothing else, which may also be text of a page."""


def read_header(line: str) -> Header | InvalidHeader | None:
    """Return the header that a line is; None where it is none."""
    if len(line) > _LONGEST or not (_DIGIT.search(line) or _DAY.search(line)):
        return None
    text = line.translate(_PLAIN).strip()
    if usual := _USUAL.fullmatch(text):
        return _header(usual, usual["area"], usual["score"], usual["code"])
    days = list(_dates_in(_DAYS, text))
    return next((header for found, _ in days if (header := _read(found))), None) or _invalid(text, days)


_LONGEST = 120
# All spaces and dashes become the plain one; invisible characters are removed.
_PLAIN = {
    **dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
    ord("\uff0c"): ",",
}


# ---- the date ----

_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS).replace("Sep(?:t", "Sept?(?:")
# As on the page that listings are copied from; only here, the area may be unknown.
_USUAL = re.compile(
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
_MONTHS = [month[:3].lower() for month in MONTHS]
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?[ ])?"


@dataclass(frozen=True, slots=True)
class _Notation:
    pattern: re.Pattern[str]
    hints: Sequence[str]
    """Texts of which every such date has one; they are faster to find than the pattern."""
    expected: str
    """Description of what was expected, for a message, where a line with such a date cannot be read."""


def _notation(pattern: str, hints: Sequence[str], expected: str = EXPECTED_HEADER) -> _Notation:
    return _Notation(re.compile(pattern, re.VERBOSE | re.IGNORECASE), hints, expected)


_DAYS = (
    _notation(
        rf"""{_WEEKDAY} (?P<month>{_MONTH}) \.? (?P<gap>[ ]{{0,2}}|-) (?P<day>\d{{1,2}}) (?:st|nd|rd|th)?
        (?: (?:[ ]?,[ ]?|[ ]{{1,2}}|-) (?P<year>\d{{4}}) )? (?!\d)""",
        _MONTHS,
    ),
    _notation(
        rf"""{_WEEKDAY} (?<![\d.,]) (?P<day>\d{{1,2}}) (?:st|nd|rd|th|\.)? (?P<gap>[ ]{{0,2}}|-) (?P<month>{_MONTH}) \.?
        (?: (?:[ ]?,[ ]?|[ ]{{0,2}}|-) (?P<year>\d{{4}}) )? (?!\d)""",
        _MONTHS,
    ),
    _notation(r"(?<![\d.,]) (?P<year>\d{4}) (?P<gap>[-/.]) (?P<month>\d{1,2}) (?P=gap) (?P<day>\d{1,2}) (?!\d)", "-/."),
)
_NUMBER = r"(?:\d+|an?|one|two|three|few|a[ ]few|several)"
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|years?|yrs?|y)"
_OTHERS = (
    _notation(
        rf"(?:(?:about|over|almost)[ ])? (?:{_NUMBER}[ ]?{_UNIT}[ ]ago|yesterday|today|just[ ]now|last[ ]{_UNIT})",
        ("ago", "day", "now", "last"),
        "a date such as 'May 9, 2021' in place of one that counts from today",
    ),
    _notation(
        r"(?<![\d.,]) \d{1,2} ([-/.]) \d{1,2} \1 (?:\d{4}|\d{2}) (?!\d)",
        "-/.",
        "a date such as 'May 9, 2021' or '2021-05-09', whose month is beyond doubt",
    ),
    _notation(rf"(?:{_MONTH}) \.? ,? [ ]? \d{{4}} (?!\d)", _MONTHS, "a date with its day, such as 'May 9, 2021'"),
)
_DIGIT, _DAY = re.compile(r"\d"), re.compile(r"[aA](?:go|st)|[dD]ay|[nN]ow")
"""Patterns of which every header has one, valid or not."""


def _dates_in(notations: Sequence[_Notation], text: str) -> Iterator[tuple[re.Match[str], _Notation]]:
    """Yield the dates in a text, each with its notation."""
    small = text.casefold()
    for notation in notations:
        if any(hint in small for hint in notation.hints):
            yield from ((found, notation) for found in notation.pattern.finditer(text))


def _read(found: re.Match[str]) -> Header | InvalidHeader | None:
    """Return the header around a date; None where a part is missing or unknown."""
    parts = _parts(found)
    is_plain = found["gap"] or found["year"]  # `May24` may be a month of a year
    return _header(found, parts.area, parts.score, parts.code) if parts and parts.area and is_plain else None


def _header(found: re.Match[str], area: str, score: str | None, code: object) -> Header | InvalidHeader:
    year = int(found["year"]) if found["year"] else None
    month = found["month"].casefold()
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
    if expected := _expected_date(year, number, int(found["day"])):
        return InvalidHeader(expected)
    return Header(area, float(score) if score else None, number, int(found["day"]), year, bool(code))


def _expected_date(year: int | None, month: int, day: int) -> str:
    """Return what was expected instead of a date that does not exist; empty where it does, or may in some year."""
    if year is not None and year not in YEARS:
        return f"a year from {YEARS[0]} to {YEARS[-1]}"
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        return "a date that exists"
    return ""


# ---- the parts around the date ----

_SEPARATORS = " ·•|,;:/()[]-"
_CODE = re.compile(r"(?<![^\W\d_])code(?: available)?(?!\w)", re.IGNORECASE)
_FIRST_SCORE = re.compile(r"^\d{1,4}(?:\.\d+|,\d{1,2})?(?=[^\W\d_])")
_SCORE = re.compile(r"(?<![^ ·•|(\[])\d{1,4}[.,]\d{1,2}(?![^ ·•|)\]])")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Parts of a header besides its date."""

    area: str
    """Code of the area; empty where there is none."""
    score: str
    code: bool


def _parts(found: re.Match[str]) -> _Parts | None:
    """Return the parts around a date, in any order; None where there is anything else, or a part twice."""
    before, score = _without(_FIRST_SCORE, found.string[: found.start()])
    scores, codes, areas = score, [], []
    for side in (before, found.string[found.end() :]):
        left, code = _without(_CODE, side)
        left, score = _without(_SCORE, left)
        codes += code
        scores += score
        areas += [left] if left.strip(_SEPARATORS) else []
    if max(map(len, (scores, codes, areas))) > 1:
        return None
    area = _area(areas[0]) if areas else ""
    return None if area is None else _Parts(area, "".join(scores).replace(",", "."), bool(codes))


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """Return a text without the first match of a pattern, and a list of this match, if there is one."""
    found = pattern.search(text)
    return (text[: found.start()] + text[found.end() :], [found[0]]) if found else (text, [])


def _area(text: str) -> str | None:
    """Return the first area of a text, codes first, as areas share names; None where the text has anything else."""
    codes, names = [], []
    for found in _named_areas().finditer(text):
        if found["name"]:
            names.append(codes_by_name()[found["name"].casefold()])
        elif code := _known_code(found["code"]):
            codes.append(code)
        else:
            return None
    left = _named_areas().sub("", text)
    return next(iter((*codes, *names)), None) if not left.strip(_SEPARATORS) else None


def _known_code(text: str) -> str | None:
    """Return the code of the taxonomy that a text is, with an archive in any case; None where it is none."""
    archive, dot, short = text.casefold().partition(".")
    forms = (text, f"{archive}.{short.upper()}", f"{archive}.{short}") if dot else (text,)
    return next((form for form in forms if find_area(form)), None)


@cache
def _named_areas() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(codes_by_name(), key=len, reverse=True)))
    code = r"[A-Z]+(?:-[A-Z]+)*(?:\.[A-Z]+(?:-[A-Z]+)*)?"
    return re.compile(rf"(?<![\w.])(?:(?P<name>{names})|(?P<code>{code}))(?![\w.])", re.IGNORECASE)


# ---- invalid headers ----

# Most of a header, with a misspelt month or without a date; no line of running text is like this.
_NEARLY_HEADER = re.compile(
    r"""
      (?: [\d.,]* (?:[A-Z]{2,3} | [a-z-]+\.[A-Za-z-]+ | [a-z]+-[a-z]+) [A-Z][A-Za-z]{2,8} \.? \s*
          -?\d{1,3} [\s,]+ \d{2,5}
        | \d+\.\d+ \s* (?:[A-Z]{2} | [a-z-]+\.[A-Za-z-]+) (?:[A-Z][a-z]{2,8} \s? \d{1,3})?
        | (?:[A-Z]{2} | [a-z-]+\.[A-Z]{2}) \d{4} )
      \s* \w{0,12}
    """,
    re.VERBOSE,
)
_TAIL = re.compile(r"(?:(?: ?[·•|,;:/()\[\]-]| (?=[A-Z\d])).{0,40}(?<![.!?]))?")
_NO_PARTS = _Parts("", "", code=False)


def _invalid(text: str, days: Sequence[tuple[re.Match[str], _Notation]]) -> InvalidHeader | None:
    for found, notation in (*_dates_in(_OTHERS, text), *days):
        parts = _parts(found)
        is_date_alone = parts == _NO_PARTS
        is_unsure = is_date_alone and notation in _DAYS and not found["year"]
        if (parts and not is_unsure) or _has_begun(found):
            return InvalidHeader(notation.expected, is_date_alone)
    return InvalidHeader(EXPECTED_HEADER) if _NEARLY_HEADER.fullmatch(text) else None


def _has_begun(found: re.Match[str]) -> bool:
    """Return whether a line begins with an area and a date, and does not go on as running text."""
    before, _ = _without(_FIRST_SCORE, found.string[: found.start()])
    is_fused = before[-1:] not in _SEPARATORS
    return bool(_area(before)) and (is_fused or bool(_TAIL.fullmatch(found.string[found.end() :])))
