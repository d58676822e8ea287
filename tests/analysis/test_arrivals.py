"""Arrivals: what was added after the papers of the first record."""

from __future__ import annotations

from datetime import date

import pytest
from made_up import paper

from generator.analysis.arrivals import find_arrivals
from generator.models import Paper

FIRST, SECOND, THIRD = date(2031, 3, 4), date(2031, 4, 5), date(2031, 5, 6)


def _paper(key: str, added: date | None, year: int = 2024) -> Paper:
    return paper(key=key, added=added, date=date(year, 1, 1))


@pytest.mark.parametrize(
    ("first_day", "days", "by_day"),
    [
        (None, {}, {}),
        (None, {"moths": None}, {}),
        (FIRST, {"moths": FIRST, "lamps": FIRST}, {}),
        (FIRST, {"moths": FIRST, "lamps": SECOND, "rain": THIRD}, {THIRD: ["rain"], SECOND: ["lamps"]}),
        (None, {"moths": None, "lamps": SECOND}, {SECOND: ["lamps"]}),
        (FIRST, {"lamps": SECOND, "rain": SECOND}, {SECOND: ["lamps", "rain"]}),
    ],
    ids=["no papers", "no record", "one day", "three days", "a record from before days were", "none left of the first"],
)
def test_arrivals(first_day: date | None, days: dict[str, date | None], by_day: dict[date, list[str]]) -> None:
    papers = [_paper(key, added) for key, added in days.items()]
    found = find_arrivals(papers, first_day)
    assert [(day, [one.key for one in of]) for day, of in found.by_day.items()] == list(by_day.items())
    arrived = {key: day for day, of in by_day.items() for key in of}
    assert {one.key: found.day(one) for one in papers} == {key: arrived.get(key) for key in days}


def test_the_latest_come_first_and_the_others_stay_in_their_order() -> None:
    papers = [
        _paper("old", SECOND, 1999),
        _paper("first b", FIRST, 2030),
        _paper("new", SECOND, 2031),
        _paper("latest", THIRD, 1980),
        _paper("first a", FIRST, 2020),
    ]
    found = find_arrivals(papers, FIRST)
    assert [one.key for one in found.latest_first(papers)] == ["latest", "old", "new", "first b", "first a"]
    assert [one.key for one in found.papers] == ["latest", "new", "old"]
