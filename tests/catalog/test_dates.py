"""Dates without a year: the latest such day that the listing can mean, and the notes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import collection, entry, messages

from generator.catalog.dates import AHEAD, read_dates
from generator.sources.listing import Entry, Listing, read_entries

TODAY = date(2026, 11, 29)


def _listing(*days: str) -> str:
    return "".join(
        entry(f"CL{day}", f"Moths of Garden {number}", abstract=f"Of garden {number}.")
        for number, day in enumerate(days)
    )


def _dates(listing: str, as_of: date | None = None, today: date = TODAY, permalinks: str = "") -> list[str]:
    found = collection(listing, as_of=as_of, today=today, permalinks=permalinks)
    return [str(paper.date) for paper in found.bibliography]


def _entries(listing: str) -> list[Entry]:
    return [found for found in read_entries(Listing("seeds.txt", listing)) if isinstance(found, Entry)]


@pytest.mark.parametrize(
    ("days", "today", "dates"),
    [
        (["May 9, 2025", "Mar 2"], TODAY, "2025-05-09 2026-03-02"),
        (["May 9, 2025", "Mar 2", "Jun 1, 2026"], TODAY, "2025-05-09 2026-03-02 2026-06-01"),
        (["May 9, 2025", "Mar 2", "Jun 1, 2099"], TODAY, "2025-05-09 2026-03-02 2099-06-01"),
        (["Jun 1, 2099", "Mar 2"], TODAY, "2099-06-01 2026-03-02"),
        (["May 9, 2025", "Nov 29", "Nov 30"], TODAY, "2025-05-09 2026-11-29 2025-11-30"),
        (["May 9, 2019", "Nov 30", "Mar 2"], TODAY, "2019-05-09 2020-11-30 2020-03-02"),
        (["Nov 30", "Mar 2"], TODAY, "2025-11-30 2026-03-02"),
        (["Feb 29", "May 9, 2025"], TODAY, "2024-02-29 2025-05-09"),
        (["Feb 29"], date(2104, 1, 1), "2096-02-29"),
        (["Feb 29"], date(2028, 2, 29), "2028-02-29"),
        (["Dec 20, 2026", "Mar 2"], TODAY, "2026-12-20 2026-03-02"),
        (["May 9, 2019", "Nov 30", "Jun 1, 2099"], TODAY, "2019-05-09 2020-11-30 2099-06-01"),
        (["May 9, 2025", "Aug 2", "Jun 1, 2099"], date(2025, 6, 1), "2025-05-09 2024-08-02 2099-06-01"),
        (["May 9, 2023", "Dec 30"], date(2024, 6, 1), "2023-05-09 2023-12-30"),
        # A clock that most stated dates speak against.
        (["May 9, 2025", "Mar 2", "Dec 18, 2025"], date(1970, 1, 1), "2025-05-09 2026-03-02 2025-12-18"),
        (["May 9, 2025", "Mar 2"], date(1980, 1, 1), "2025-05-09 2026-03-02"),
        (["May 9, 2025", "Mar 2"], date(2020, 1, 1), "2025-05-09 2026-03-02"),
        (
            ["May 9, 2024", "Jun 9, 2025", "Mar 2", "Jun 1, 2099"],
            date(1970, 1, 1),
            "2024-05-09 2025-06-09 2026-03-02 2099-06-01",
        ),
        (
            ["May 9, 1980", "Jun 9, 2019", "Mar 2", "Jun 1, 2025"],
            date(1970, 1, 1),
            "1980-05-09 2019-06-09 2026-03-02 2025-06-01",
        ),
    ],
)
def test_without_as_of(days: list[str], today: date, dates: str) -> None:
    assert _dates(_listing(*days), today=today) == dates.split()


@pytest.mark.parametrize(
    ("day", "as_of", "today", "expected"),
    [
        ("Dec 30", date(2026, 1, 10), TODAY, "2025-12-30"),
        ("Jan 10", date(2026, 1, 10), TODAY, "2026-01-10"),
        ("Jan 11", date(2026, 1, 10), TODAY, "2025-01-11"),
        ("Feb 29", date(2026, 1, 10), TODAY, "2024-02-29"),
        ("Dec 30", date(2025, 12, 31), TODAY, "2025-12-30"),
        ("Dec 30", date(2026, 12, 31), TODAY, "2025-12-30"),
        ("Mar 2", date(2030, 12, 31), TODAY, "2026-03-02"),
        ("Mar 2", date(2026, 1, 10), date(1970, 1, 1), "2025-03-02"),
    ],
)
def test_with_as_of(day: str, as_of: date, today: date, expected: str) -> None:
    assert _dates(_listing(day), as_of, today) == [expected]
    assert _dates(_listing("May 9, 2019", day), as_of, today)[1] == expected


AFTER = "so as not to be after the day of the build; set as_of in mkdocs.yml to change this"
SLIP = (
    "expected a date at most a month after the day of the build, found {}; it is shown as it is, and no year is "
    "inferred from it"
)


@pytest.mark.parametrize(
    ("days", "as_of", "today", "told"),
    [
        (
            ["May 9, 2025", "Mar 2", "Nov 30"],
            None,
            TODAY,
            [f"seeds.txt:4: note: 2 dates state no year: taken as 2025 and 2026, {AFTER}"],
        ),
        (
            ["May 9, 2025", "Mar 2", "Nov 30", "Feb 29"],
            None,
            TODAY,
            [f"seeds.txt:4: note: 3 dates state no year: taken as 2024, 2025 and 2026, {AFTER}"],
        ),
        (["May 9, 2025", "Jun 1, 2099"], None, TODAY, [f"seeds.txt:4: warning: {SLIP.format('2099-06-01')}"]),
        (["May 9, 2025", "Dec 30, 2026"], None, TODAY, []),
        (["May 9, 2025", "Dec 31, 2026"], None, TODAY, [f"seeds.txt:4: warning: {SLIP.format('2026-12-31')}"]),
        (
            ["May 9, 2025", "Mar 2"],
            None,
            date(1970, 1, 2),
            [
                "seeds.txt:4: note: 1 date states no year: taken as 2026, the year after the latest stated; set as_of "
                "in mkdocs.yml to change this; the day of the build, 1970-01-02, does not count, as most dates are "
                "later"
            ],
        ),
        (["Mar 2"], date(2026, 12, 31), TODAY, []),
        (
            ["Mar 2"],
            date(2030, 12, 31),
            TODAY,
            [
                "seeds.txt:1: warning: 1 date states no year: taken as 2026; as_of in mkdocs.yml, 2030-12-31, is after "
                "the day of the build, which counts instead"
            ],
        ),
    ],
)
def test_what_is_told(days: list[str], as_of: date | None, today: date, told: list[str]) -> None:
    assert messages(collection(_listing(*days), as_of=as_of, today=today).problems) == told


def test_a_slip_that_is_corrected_is_not_told() -> None:
    corrections = "papers: {moths-of-garden-1: {date: 2025-06-01}}"
    found = collection(_listing("May 9, 2025", "Jun 1, 2099", "Mar 2"), corrections, today=TODAY)
    assert [str(paper.date) for paper in found.bibliography] == ["2025-05-09", "2025-06-01", "2026-03-02"]
    assert [str(problem.severity) for problem in found.problems] == ["note"]


def test_a_correction_that_is_a_slip_is_told() -> None:
    found = collection(_listing("May 9, 2025"), "papers: {moths-of-garden-0: {date: 2088-01-02}}", today=TODAY)
    assert messages(found.problems) == [f"seeds.txt:1: warning: {SLIP.format('2088-01-02')}"]


# ---- any dates ----

DAYS = st.dates(date(1999, 1, 1), date(2040, 1, 1))
HEADERS = st.lists(
    st.tuples(DAYS, st.booleans()).map(lambda one: f"{one[0]:%b} {one[0].day}" + f", {one[0].year}" * one[1]),
    min_size=1,
    max_size=5,
)


@given(HEADERS, st.none() | DAYS, st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_what_is_inferred_is_never_after_the_build_nor_after_as_of(
    headers: list[str], as_of: date | None, today: date
) -> None:
    entries = _entries(_listing(*headers))
    found = read_dates(entries, as_of, today, {})
    for one in entries:
        day = found.of_entry[one.location]
        assert (day.month, day.day) == (one.month, one.day)
        assert one.year or day <= min(as_of or today, today)
        assert day == date(one.year or day.year, one.month, one.day)


def test_a_slip_is_told_until_its_time() -> None:
    listing = _listing("May 9, 2025", "Jun 1, 2027")
    assert collection(listing, today=date(2027, 6, 1) - AHEAD - timedelta(days=1)).problems
    assert not collection(listing, today=date(2027, 6, 1) - AHEAD).problems
