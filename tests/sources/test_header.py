"""Headers: tables of valid headers, of invalid ones, and of other lines."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import check_growth

from generator.sources.header import EXPECTED_HEADER, YEARS, Header, InvalidHeader, read_header

MAY_4 = ("CL", None, 5, 4, 2024, False)
WITH_CODE = ("CL", None, 5, 4, 2024, True)
WHOLE = ("cs.CL", None, 5, 4, 2024, False)
SCORED = ("CL", 99.7, 4, 30, None, False)

READ: dict[str, tuple[Any, ...]] = {
    # spaces, dots, commas and bars
    "CL May 4, 2024": MAY_4,
    "CL  May  4 , 2024": MAY_4,
    "CLMay 4 2024": MAY_4,
    "CLMay 04,2024": MAY_4,
    "CLMay4, 2024": MAY_4,
    "CL · May 4, 2024": MAY_4,
    "CL • May 4, 2024": MAY_4,
    "CL | May 4, 2024": MAY_4,
    "CL, May 4, 2024": MAY_4,
    "CL / May 4, 2024": MAY_4,
    "CL: May 4, 2024": MAY_4,
    "CL (May 4, 2024)": MAY_4,
    "CL - May 4, 2024": MAY_4,
    "CL\u2013May 4, 2024": MAY_4,
    "CL \u2014 May\u00a04,\u202f2024": MAY_4,
    "\u200bCLMay 4, 2024\u200e": MAY_4,
    "CLMay 4\uff0c2024": MAY_4,
    # other ways to write a day
    "CLMAY 4, 2024": MAY_4,
    "CLmay 4, 2024": MAY_4,
    "CLMay. 4, 2024": MAY_4,
    "CLMay 4th, 2024": MAY_4,
    "CL4 May 2024": MAY_4,
    "CL 4 May 2024": MAY_4,
    "CL 4th May, 2024": MAY_4,
    "CL 4. May 2024": MAY_4,
    "CL 04-May-2024": MAY_4,
    "CL2024-05-04": MAY_4,
    "CL 2024-5-4": MAY_4,
    "CL · 2024/05/04": MAY_4,
    "CL 2024.05.04": MAY_4,
    "CL · Sat, 4 May 2024": MAY_4,
    "CL Saturday May 4, 2024": MAY_4,
    "CL 4 May": ("CL", None, 5, 4, None, False),
    "CLSEPT. 3RD": ("CL", None, 9, 3, None, False),
    # code
    "CLMay 4, 2024Code": WITH_CODE,
    "CLMay 4, 2024 Code": WITH_CODE,
    "CLMay 4, 2024code": WITH_CODE,
    "CLMay 4, 2024 · code": WITH_CODE,
    "CLMay 4, 2024 [Code]": WITH_CODE,
    "CLMay 4, 2024 (code)": WITH_CODE,
    "CLMay 4, 2024 | Code available": WITH_CODE,
    "CL2024-05-04Code": WITH_CODE,
    # areas
    "cs.CL May 4, 2024": WHOLE,
    "[cs.CL] May 4, 2024": WHOLE,
    "(cs.CL) · May 4, 2024": WHOLE,
    "CS.CL May 4, 2024": WHOLE,
    "cs.cl · May 4, 2024": WHOLE,
    "Computation and LanguageMay 4, 2024": WHOLE,
    "Computation and Language May 4, 2024": WHOLE,
    "computation and language · 4 May 2024": WHOLE,
    "Computation and Language (cs.CL) May 4, 2024": WHOLE,
    "cs.CL - Computation and Language - May 4, 2024": WHOLE,
    "cs.CL; cs.LG May 4, 2024": WHOLE,
    "cs.CL, cs.LG, stat.ML · May 4, 2024": WHOLE,
    "cs.CL cs.LG May 4, 2024": WHOLE,
    "Computation and Language; Machine Learning | May 4, 2024": WHOLE,
    "Machine Learning (stat.ML) May 4, 2024": ("stat.ML", None, 5, 4, 2024, False),
    "Distributed, Parallel, and Cluster Computing · May 4, 2024": ("cs.DC", None, 5, 4, 2024, False),
    "High Energy Physics - Theory · May 4, 2024": ("hep-th", None, 5, 4, 2024, False),
    "cond-mat.str-el · May 4, 2024": ("cond-mat.str-el", None, 5, 4, 2024, False),
    "ZZMay 4, 2024": ("ZZ", None, 5, 4, 2024, False),
    # scores
    "99.7 CLApr 30": SCORED,
    "99,7CLApr 30": SCORED,
    "99.7 | CL | Apr 30": SCORED,
    "99.7 · CL · 30 Apr": SCORED,
    "CL · 99.7 · Apr 30": SCORED,
    "CL Apr 30 99.7": SCORED,
    "99.7CL30 April": SCORED,
    # other orders
    "May 4, 2024 CL": MAY_4,
    "May 4, 2024CL": MAY_4,
    "2024-05-04 CL": MAY_4,
    "4 May 2024 · CL · Code": WITH_CODE,
    "Code · CL · May 4, 2024": WITH_CODE,
}


@pytest.mark.parametrize("line", READ)
def test_read(line: str) -> None:
    read = read_header(line)
    assert isinstance(read, Header)
    assert (read.area, read.score, read.month, read.day, read.year, read.code) == READ[line]


RELATIVE = "a date such as 'May 9, 2021' in place of one that counts from today"
NUMERIC = "a date such as 'May 9, 2021' or '2021-05-09', whose month is beyond doubt"
NO_DAY = "a date with its day, such as 'May 9, 2021'"
NO_YEAR = f"a year from {YEARS[0]} to {YEARS[-1]}"

INVALID = {
    "CL3 days ago": RELATIVE,
    "CL 3 days ago": RELATIVE,
    "CL · 3 days ago": RELATIVE,
    "99.7CL2 weeks agoCode": RELATIVE,
    "cs.CL | an hour ago | Code": RELATIVE,
    "CL · 3d ago": RELATIVE,
    "CLyesterday": RELATIVE,
    "CL · Today": RELATIVE,
    "CL · last week": RELATIVE,
    "Computation and Language · 1 month ago": RELATIVE,
    "CL · 3 days ago · 12 votes": RELATIVE,
    "CL 04/05/2024": NUMERIC,
    "CL04.05.2024": NUMERIC,
    "CL 4-5-24": NUMERIC,
    "CLMay 2024": NO_DAY,
    "Computation and Language · May 2024": NO_DAY,
    "CLFeb 30, 2024": "a date that exists",
    "CL 2024-13-04": "a date that exists",
    "CL 31 April": "a date that exists",
    "CLMay 4, 1492": NO_YEAR,
    "CLMay 4, 9999": NO_YEAR,
    "CLMrz 4, 2024": EXPECTED_HEADER,
    "99.7cs.CLMrz 4": EXPECTED_HEADER,
    "hep-thMrz 4, 2024": EXPECTED_HEADER,
    "CLMay 4, 24": EXPECTED_HEADER,
    "CLMay 4 '24": EXPECTED_HEADER,
    "CLMay 4, 20245": EXPECTED_HEADER,
    "CLMay24": EXPECTED_HEADER,
    "CL2024": EXPECTED_HEADER,
    "99.7CL": EXPECTED_HEADER,
    "99.7Apr 30": EXPECTED_HEADER,
    "CLXMay 4, 2024": EXPECTED_HEADER,
    "CLMay 4, 2024Data": EXPECTED_HEADER,
    "CLMay 4, 2024 Code Project page": EXPECTED_HEADER,
    "CLMay 4, 2024 Code Code": EXPECTED_HEADER,
    "CLMay 4, 2024 12:30": EXPECTED_HEADER,
    "CL · May 4, 2024 · 12 citations": EXPECTED_HEADER,
    "CLMay 4, May 5": EXPECTED_HEADER,
}


@pytest.mark.parametrize("line", INVALID)
def test_refused(line: str) -> None:
    assert read_header(line) == InvalidHeader(INVALID[line])


@pytest.mark.parametrize("line", ["3 days ago", "Yesterday", "an hour ago", "May 4, 2024", "4 May 2024", "May 2024"])
def test_a_date_alone_is_refused_as_such(line: str) -> None:
    read = read_header(line)
    assert isinstance(read, InvalidHeader)
    assert read.is_date_alone


NONE = [
    "",
    "   ",
    "Moths and LanternsAda Alder, Ben Birch",
    "In May 2024",
    "from May 2021 to",
    "since June 5",
    "the May 4, 2024 release of",
    "AI May 4, 2024 was the day",
    "we saw them 3 days ago",
    "AI today? Moths ask how it can",
    "Llama 3 70B",
    "Table 1, 22",
    "level 3 2024",
    "AI 2024",
    "Moths (May 4, 2024) are",
    "of 2024-05-04 and",
    "CL",
    "Code",
    "Computation and Language",
    f"CL {'·' * 120} May 4, 2024",
]


@pytest.mark.parametrize("line", NONE)
def test_other_lines_are_none(line: str) -> None:
    assert read_header(line) is None


DAYS = ["May 4, 2024", "4 May 2024", "2024-05-04", "MAY 4TH, 2024", "Sat 4 May 2024"]
AREAS = ["CL", "cs.CL", "Computation and Language", "[cs.CL]", "cs.CL; cs.LG"]
GAPS = [" ", " · ", " | ", "\u00a0•\u00a0", " \u2013 "]


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("day", DAYS)
def test_all_orders_say_the_same(day: str, area: str, gap: str) -> None:
    read = {read_header(gap.join(parts)) for parts in permutations((day, area, "99.7", "Code"))}
    assert read == {Header("CL" if area == "CL" else "cs.CL", 99.7, 5, 4, 2024, code=True)}


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%b. %d %Y", "%a, %d %B %Y"]))
def test_any_day_is_read_or_out_of_range(day: date, form: str) -> None:
    read = read_header(f"cs.CL {day.strftime(form)}")
    assert read == (
        Header("cs.CL", None, day.month, day.day, day.year, False) if day.year in YEARS else InvalidHeader(NO_YEAR)
    )


PIECES = [
    "CL",
    "cs.",
    "May",
    " ",
    "4",
    "2024",
    ", ",
    "-",
    "·",
    "Code",
    "99.7",
    "3 days ago",
    "and",
    "Machine Learning",
    "a",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))
def test_any_line_is_read_refused_or_none(line: str) -> None:
    assert isinstance(read_header(line), Header | InvalidHeader | None)


@pytest.mark.parametrize("piece", [*PIECES, "4 May ", "CL ", "9,", "a-", "a.b"])
def test_time_grows_with_the_line(piece: str) -> None:
    check_growth(lambda size: read_header((piece * size)[:size]), 100)
    check_growth(lambda size: read_header((piece * size)[:size]), 200_000)
