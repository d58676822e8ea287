"""Dates of entries, whose headers may leave the year out.

Comes in: entries, the day of the build, and recorded years. Goes out: a date for each entry, with notes of what was
assumed. A date without a year is the latest such day that is not after the day of the build, nor after `as_of` or,
without it, the year after the latest that is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from generator.models import Location, Problem, Severity, grouped
from generator.sources.listing import Entry

AHEAD = timedelta(days=31)
"""Time by which a date may be after the day of the build: an issue of next month, another time zone."""
_FIRST_BUILD = date(2026, 1, 1)
"""A day before this program existed: a clock with an earlier one may be wrong."""
_YEAR = timedelta(days=365)
_LONG = 20
"""Years without papers after which a few dates are taken for mistakes."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of some entries, as their listings have them."""

    of_entry: Mapping[Location, date]
    latest: date
    """Last day that is not taken for a mistake."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Build:
    """Time of a build, as far as its clock is plausible."""

    day: date
    as_of: date | None
    is_sane: bool
    """Whether the clock is plausible: not where most stated dates are more than a year after it."""
    latest: date
    """Last day that is not taken for a mistake."""


def read_dates(entries: Sequence[Entry], as_of: date | None, today: date, recorded: Mapping[Location, int]) -> Dates:
    """Return the dates of entries; `recorded` are years that were inferred before for some that state none."""
    days = {entry.location: day for entry in entries if (day := _known_day(entry, recorded))}
    stated = {entry.location: days[entry.location] for entry in entries if entry.year is not None}
    build = _build(as_of, today, sorted(stated.values()))
    plausible = (place for place, day in stated.items() if day <= build.latest)
    last_years = {
        path: max(stated[place].year for place in places)
        for path, places in grouped(plausible, lambda place: place.path).items()
    }
    silent = grouped((entry for entry in entries if entry.location not in days), lambda entry: entry.location.path)
    problems = list(_recorded_after(as_of, [entry for entry in entries if entry.year is None], days))
    for path, undated in silent.items():
        last_year = last_years.get(path) or max(last_years.values(), default=None)
        end = as_of or (date(last_year + 1, 12, 31) if last_year else date.max)
        limit = min(end, today) if build.is_sane else end
        inferred = [_latest_day(entry, limit) for entry in undated]
        days |= {entry.location: day for entry, day in zip(undated, inferred, strict=True)}
        problems += _inference(undated[0].location, inferred, last_year, build)
    return Dates(days, build.latest, tuple(problems))


def _build(as_of: date | None, today: date, stated: Sequence[date]) -> _Build:
    """Return what is known of the time of a build; the median of the dates stands for all, as some may be mistakes."""
    typical = as_of or (stated[(len(stated) - 1) // 2] if stated else today)
    is_sane = today >= min(_FIRST_BUILD, typical - _YEAR)
    return _Build(today, as_of, is_sane, today + AHEAD if is_sane else _before_the_gap(stated))


def _before_the_gap(stated: Sequence[date]) -> date:
    """Return the last day before a long gap, after which a few dates follow that are mistakes."""
    later_half = stated[len(stated) // 2 :]
    gaps = (day for day, after in pairwise(later_half) if after.year - day.year > _LONG)
    return next(gaps, date.max)


def _known_day(entry: Entry, recorded: Mapping[Location, int]) -> date | None:
    year = entry.year or recorded.get(entry.location)
    return _day(entry, year) if year else None


def _day(entry: Entry, year: int) -> date | None:
    """Return the day of an entry in a year; None where it does not exist."""
    try:
        return date(year, entry.month, entry.day)
    except ValueError:
        return None


def _latest_day(entry: Entry, limit: date) -> date:
    days = (_day(entry, limit.year - back) for back in range(10))  # 1904 was the first leap year after 1896
    return next(day for day in days if day and day <= limit)


# ---- problems ----


def _inference(place: Location, inferred: Sequence[date], last_year: int | None, build: _Build) -> Iterator[Problem]:
    """Yield a problem that says which years were taken for the dates of a listing that state none."""
    many = "1 date states" if len(inferred) == 1 else f"{len(inferred):,} dates state"
    years = _joined(sorted({day.year for day in inferred}))
    if build.as_of:
        if build.as_of.year > build.latest.year:  # within a year, it may be the last day, which is in the future
            message = f"as_of in mkdocs.yml, {build.as_of}, is after the day of the build, which counts instead"
            yield Problem(place, f"{many} no year: taken as {years}; {message}")
        return
    if last_year is None:
        message = f"{many} no year, and no other does: taken as {years}; set as_of in mkdocs.yml to the listing's year"
        yield Problem(place, message)
        return
    why = (
        "the year after the latest stated"
        if years == str(last_year + 1)
        else "so as not to be after the day of the build"
    )
    clock = "" if build.is_sane else f"; the day of the build, {build.day}, does not count, as most dates are later"
    yield Problem(
        place, f"{many} no year: taken as {years}, {why}; set as_of in mkdocs.yml to change this{clock}", Severity.NOTE
    )


def _recorded_after(as_of: date | None, undated: Sequence[Entry], days: Mapping[Location, date]) -> Iterator[Problem]:
    """Yield a note where recorded years stay, though they are after `as_of`."""
    after = [entry for entry in undated if as_of and days.get(entry.location, as_of) > as_of]
    if after:
        many = "1 date states" if len(after) == 1 else f"{len(after):,} dates state"
        message = (
            f"{many} no year, and urls.csv keeps one that is after as_of in mkdocs.yml, {as_of}: clear it there to "
            "infer it again"
        )
        yield Problem(after[0].location, message, Severity.NOTE)


def _joined(years: Sequence[int]) -> str:
    *others, last = map(str, years)
    return f"{', '.join(others)} and {last}" if others else last
