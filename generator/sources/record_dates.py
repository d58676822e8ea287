"""Dates in files of references: texts in, the first day of what they state out, with its precision."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from generator.models import DatePrecision
from generator.text.slugs import fold_text


class PartialDate(NamedTuple):
    """Date of which only a part may be known."""

    date: date = date.min
    precision: DatePrecision = DatePrecision.NONE
    expected: str = ""
    """Description of what was expected, for a message, where not all of the text could be read."""


NO_DATE = PartialDate()
YEARS_OF_RECORDS = range(1400, 2101)
"""Years that papers may have: since there has been printing."""
_EXPECTED_YEAR = f"a year with four digits, from {YEARS_OF_RECORDS[0]} to {YEARS_OF_RECORDS[-1]}"
_EXPECTED_MONTH = "a month such as 'mar', 'March' or '3'"
_EXPECTED_DAY = "a date that exists"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})(?:([-/])(\d{1,2})(?:\2(\d{1,2}))?)?(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_SEASONS = re.compile(r"(?i)spring|summer|autumn|fall|winter|quarter|q[1-4]\b|trinity|michaelmas|hilary")
_MONTHS = {
    prefix: number
    for number, prefixes in enumerate(
        (
            "jan ene gen sty led tam янв ian oca",
            "feb fev lut uno hel фев sub",
            "mar maa mrz bre мар",
            "apr avr abr kwi dub huh апр nis",
            "may mai maj mei mag kve tou маи мая",
            "jun juin giu cze cerven kes июн haz",
            "jul juil lug lip cervenec hei июл tem",
            "aug aou ago sie srp elo авг agu",
            "sep set wrz zar syy сен eyl",
            "oct okt out ott paz rij lok окт eki",
            "nov lis marras ноя kas",
            "dec dez dic des gru pro jou дек ara",
        ),
        1,
    )
    for prefix in prefixes.split()
}
"""Months by the beginnings of their names, without accents, in the languages of BibTeX styles."""
_LONGEST = max(map(len, _MONTHS))


def date_of_parts(year: str, month: str = "", day: str = "") -> PartialDate:
    """Return the date of fields for its parts; a month may have a day, as in `March 5--7`.

    >>> date_of_parts("2024", "mar")
    PartialDate(date=datetime.date(2024, 3, 1), precision=<DatePrecision.MONTH: 2>, expected='')
    """
    found = _YEAR.search(year)
    number = int(found[0]) if found else 0
    if number not in YEARS_OF_RECORDS:
        return PartialDate(expected=_EXPECTED_YEAR if year.strip() else "")
    expected = "" if year.strip() == year[found.start() : found.end()] else _EXPECTED_YEAR  # type: ignore[union-attr]
    return _in_year(number, month.strip()[:100], day.strip(), expected)


def date_of_text(text: str) -> PartialDate:
    """Return the date of a text such as `2024-03-04`, `2024/03`, `2024-03/2024-05` and `4 March 2024`."""
    iso = _ISO.search(text[:200])
    if iso is None:
        return date_of_parts(text[:200])
    rest = f"{text[: iso.start()]} {text[iso.end() : 200]}"
    if iso[3] or not _WORD.search(rest):
        return date_of_parts(iso[1], _month_of_iso(iso[3] or ""), iso[4] or "")
    return date_of_parts(iso[1], rest)


def read_partial_date(text: str) -> PartialDate | None:
    """Return the date of a text such as `2024`, `2024-03` or `2024-03-04`; None for any other text.

    >>> read_partial_date("2031-04").precision
    <DatePrecision.MONTH: 2>
    """
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text):
        return None
    try:
        found = date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    except ValueError:
        return None
    return PartialDate(found, DatePrecision((len(text) - 1) // 3)) if found.year in YEARS_OF_RECORDS else None


def _month_of_iso(month: str) -> str:
    """Return the month of a date; empty for the numbers of seasons and for 00."""
    return month if month and 0 < int(month) <= 20 else ""


def _in_year(year: int, month: str, day: str, expected: str) -> PartialDate:
    words = (_month_of(word) for word in _WORD.findall(month))
    named = next((number for number in words if number), 0)
    numbers = [int(number) for number in _NUMBER.findall(month)]
    number = named or (numbers[0] if numbers else 0)
    if not 0 < number <= 12:
        unknown = number > 12 or (month and not numbers and not _SEASONS.search(month))
        return PartialDate(date(year, 1, 1), DatePrecision.YEAR, expected or (_EXPECTED_MONTH if unknown else ""))
    days = [int(one) for one in _NUMBER.findall(day)] or (numbers if named else [])
    if not days or days[0] == 0:
        return PartialDate(date(year, number, 1), DatePrecision.MONTH, expected)
    try:
        return PartialDate(date(year, number, days[0]), DatePrecision.DAY, expected)
    except ValueError:
        return PartialDate(date(year, number, 1), DatePrecision.MONTH, expected or _EXPECTED_DAY)


def _month_of(word: str) -> int:
    """Return the number of the month of this name, 0 if there is none."""
    folded = fold_text(word)
    lengths = range(min(len(folded), _LONGEST), 2, -1)
    return next((_MONTHS[folded[:length]] for length in lengths if folded[:length] in _MONTHS), 0)
