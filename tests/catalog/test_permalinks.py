"""Permalinks: papers keep their addresses, whatever happens to other papers, and old addresses redirect."""

from __future__ import annotations

import csv
import io
import os
import posixpath
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from conftest import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import examples
from made_up import TODAY, collection, docs_files, entry

from generator.analysis.collection import Collection
from generator.catalog.permalinks import give_up_lost
from generator.config import SiteConfig
from generator.models import Severity
from generator.pages.redirects import redirect_files
from generator.sources.permalinks import GONE, permalinks_to_csv, read_permalinks

SEQUENCES = int(os.environ.get("PERMALINK_SEQUENCES", examples(6)))
"""Random sequences of edits to try; 500 take some minutes."""
LINKS = int(os.environ.get("PERMALINK_LINKS", "2"))
"""How many of them end in pages whose links are followed."""
STEPS = 6
PAPERS = 200

HEADER = "key,now,line,abstract,title\n"
MOTHS = entry(
    title="Moths at the Lantern", abstract="Moths come to lanterns at night, which nobody has measured before."
)
LAMPS = entry(title="Lamps of the Garden", abstract="Lamps stand in the garden, where we have counted all of them.")


def urls_csv(found: Collection, *, give_up: bool = False) -> str:
    return permalinks_to_csv(give_up_lost(found.addresses) if give_up else found.addresses.updated)


def keys(found: Collection) -> list[str]:
    return [paper.key for paper in found.bibliography]


def told(found: Collection) -> list[str]:
    return [str(problem) for problem in found.problems if problem.location.path == "urls.csv"]


@pytest.fixture
def permalinks() -> str:
    """Return the text of urls.csv for both papers."""
    return urls_csv(collection(MOTHS + LAMPS))


def test_all_papers_are_in_it(permalinks: str) -> None:
    assert [line.split(",")[0] for line in permalinks.splitlines()] == [
        "key",
        "lamps-of-the-garden",
        "moths-at-the-lantern",
    ]
    assert told(collection(MOTHS + LAMPS, permalinks=permalinks)) == []
    assert urls_csv(collection(LAMPS + MOTHS, permalinks=permalinks)) == permalinks


def test_nothing_is_said_without_one() -> None:
    assert told(collection(MOTHS)) == []


def test_a_new_paper_is_told(permalinks: str) -> None:
    found = collection(MOTHS + LAMPS + entry(title="Rain on Wings"), permalinks=permalinks)
    (line,) = told(found)
    assert line.startswith("urls.csv:1: note: 1 address is new or leads elsewhere than before")
    assert "rain-on-wings" in urls_csv(found)


CHANGES: dict[str, tuple[str, str]] = {
    "title": (MOTHS.replace("Lantern", "Lamp", 1), "moths-at-the-lamp"),
    "title and authors": (MOTHS.replace("LanternAda Alder", "LampAda Aspen"), "moths-at-the-lamp"),
}


@pytest.mark.parametrize(("now", "key"), CHANGES.values(), ids=CHANGES)
def test_a_changed_title_leaves_a_redirect(now: str, key: str, permalinks: str) -> None:
    found = collection(now + LAMPS, permalinks=permalinks)
    assert sorted(keys(found)) == ["lamps-of-the-garden", key]
    assert found.addresses.redirects == {"moths-at-the-lantern": key}
    assert all(": note: " in line for line in told(found))
    after = urls_csv(found)
    assert f"moths-at-the-lantern,{key}," in after
    again = collection(now.replace("Lamp", "Light", 1) + LAMPS, permalinks=after)
    assert again.addresses.redirects == dict.fromkeys(["moths-at-the-lantern", key], key.replace("lamp", "light"))


def test_a_title_that_comes_back(permalinks: str) -> None:
    moved = urls_csv(collection(MOTHS.replace("Lantern", "Lamp", 1) + LAMPS, permalinks=permalinks))
    found = collection(MOTHS + LAMPS, permalinks=moved)
    assert found.addresses.redirects == {"moths-at-the-lamp": "moths-at-the-lantern"}
    final = urls_csv(found)
    assert told(collection(MOTHS + LAMPS, permalinks=final)) == []
    assert collection(MOTHS + LAMPS, permalinks=final).addresses.redirects == found.addresses.redirects


def test_a_title_that_is_corrected_elsewhere(permalinks: str) -> None:
    corrections = "papers:\n  moths-at-the-lantern: {title: Moths at the Lamp, authors: [Ada Alder]}\n"
    found = collection(MOTHS + LAMPS, corrections, permalinks=permalinks)
    assert found.addresses.redirects == {"moths-at-the-lantern": "moths-at-the-lamp"}
    by_new_key = corrections.replace("moths-at-the-lantern:", "moths-at-the-lamp:")
    for text in (corrections, by_new_key):
        again = collection(MOTHS + LAMPS, text, permalinks=urls_csv(found))
        assert sorted(keys(again)) == ["lamps-of-the-garden", "moths-at-the-lamp"]
        assert told(again) == []


@pytest.mark.parametrize("date", ["Mar 4, 2019", "Mar 4, 2029"])
def test_another_paper_of_the_same_title_takes_no_address(date: str, permalinks: str) -> None:
    other = entry(f"LG{date}", "Moths at the Lantern", "Dora Dogwood, Emil Elm", "Another matter altogether, of moths.")
    found = collection(other + MOTHS + LAMPS, permalinks=permalinks)
    by_first = {paper.authors[0].text: paper.key for paper in found.bibliography if "Moths" in paper.title}
    assert by_first["Ada Alder"] == "moths-at-the-lantern"
    assert re.fullmatch("moths-at-the-lantern-[0-9a-f]{6}", by_first["Dora Dogwood"])
    after = urls_csv(found)
    alone = collection(other + LAMPS, permalinks=after)
    assert by_first["Dora Dogwood"] in keys(alone)
    assert [one.key for one in alone.addresses.lost] == ["moths-at-the-lantern"]


def test_a_correction_is_meant_for_the_paper_at_the_address(permalinks: str) -> None:
    other = entry("LGMar 4, 2019", "Moths at the Lantern", "Dora Dogwood, Emil Elm", "Another matter, of moths.")
    found = collection(other + MOTHS + LAMPS, "papers:\n  moths-at-the-lantern: {score: 7}\n", permalinks=permalinks)
    assert [paper.authors[0].text for paper in found.bibliography if paper.score == 7] == ["Ada Alder"]


def test_a_paper_that_is_lost(permalinks: str) -> None:
    found = collection(MOTHS, permalinks=permalinks)
    assert [one.key for one in found.addresses.lost] == ["lamps-of-the-garden"]
    (problem,) = (problem for problem in found.problems if problem.location.path == "urls.csv")
    assert (problem.location.line, problem.severity) == (2, Severity.WARNING)
    assert "expected the paper 'Lamps of the Garden'" in problem.message
    given_up = urls_csv(found, give_up=True)
    assert f"lamps-of-the-garden,{GONE}," in given_up
    assert told(collection(MOTHS, permalinks=given_up)) == []
    back = collection(MOTHS + LAMPS, permalinks=given_up)
    assert "lamps-of-the-garden" in keys(back)
    assert urls_csv(back) == permalinks


def test_a_redirect_by_hand(permalinks: str) -> None:
    by_hand = permalinks.replace("lamps-of-the-garden,,", "lamps-of-the-garden,moths-at-the-lantern,")
    found = collection(MOTHS, permalinks=by_hand)
    assert told(found) == []
    assert found.addresses.redirects == {"lamps-of-the-garden": "moths-at-the-lantern"}


@pytest.mark.parametrize("now", ["lamps-of-the-garden", "nowhere"])
def test_a_redirect_that_leads_nowhere(now: str, permalinks: str) -> None:
    by_hand = permalinks.replace("lamps-of-the-garden,,", f"lamps-of-the-garden,{now},")
    found = collection(MOTHS, permalinks=by_hand)
    assert [one.key for one in found.addresses.lost] == ["lamps-of-the-garden"]
    assert len(told(found)) == 1


def test_a_long_way_of_redirects_leads_on(permalinks: str) -> None:
    steps = 20_000  # so many that to go the whole way for each would take minutes
    rows = "".join(f"old-{number},old-{number + 1},,,Old\n" for number in range(steps))
    found = collection(MOTHS + LAMPS, permalinks=f"{permalinks}{rows}old-{steps},moths-at-the-lantern,,,Old\n")
    assert set(found.addresses.redirects.values()) == {"moths-at-the-lantern"}
    assert len(found.addresses.redirects) == steps + 1


def test_an_address_is_never_used_for_something_else(permalinks: str) -> None:
    moved = urls_csv(collection(MOTHS.replace("Lantern", "Lamp", 1) + LAMPS, permalinks=permalinks))
    other = entry("LGJun 4, 2028", "Moths at the Lantern", "Dora Dogwood, Emil Elm", "Another matter, of other moths.")
    found = collection(MOTHS.replace("Lantern", "Lamp", 1) + LAMPS + other, permalinks=moved)
    assert found.addresses.redirects == {"moths-at-the-lantern": "moths-at-the-lamp"}
    assert [key for key in keys(found) if re.fullmatch("moths-at-the-lantern-[0-9a-f]{6}", key)]


def test_most_papers_are_lost() -> None:
    listing = [entry(title=f"Moths of Garden Number {n}", abstract=f"Of garden {n}.") for n in range(40)]
    permalinks = urls_csv(collection("".join(listing)))
    found = collection("".join(listing[:30]), permalinks=permalinks)
    (problem,) = (problem for problem in found.problems if problem.location.path == "urls.csv")
    assert problem.severity is Severity.ERROR
    assert "expected the 40 papers whose addresses are published, found 30: 25% are missing" in problem.message
    assert len(told(collection("".join(listing[:33]), permalinks=permalinks))) == 7


FAULTS = {
    "moths,,,\n": "urls.csv:2: error: expected 5 columns, key,now,line,abstract,title, found 'moths,,,'",
    "Moths!,,a,b,Moths\n": "urls.csv:2: error: expected the key of a page, as in papers/<key>/, found 'Moths!'",
    "../moths,,a,b,Moths\n": "urls.csv:2: error: expected the key of a page, as in papers/<key>/, found '../moths'",
    "moths,no where,a,b,M\n": f"urls.csv:2: error: expected the key of a page, nothing or '{GONE}' under now, found",
    "moths,GONE,a,b,M\nmoths,,a,b,M\n": "urls.csv:3: error: expected each key once, found 'moths' again",
    "<<<<<<< HEAD\n": "urls.csv:2: error: expected 5 columns",
    '"' + "moths" * 40_000: "urls.csv:2: error: expected 5 columns",
}


@pytest.mark.parametrize(("text", "message"), FAULTS.items(), ids=[text[:20] for text in FAULTS])
def test_a_faulty_line_is_told(text: str, message: str) -> None:
    _, problems = read_permalinks("urls.csv", HEADER + text)
    assert [str(problem)[: len(message)] for problem in problems] == [message]


def test_a_faulty_line_harms_no_other(permalinks: str) -> None:
    read, problems = read_permalinks("urls.csv", permalinks.replace("moths-at", "Moths at"))
    assert [one.key for one in read.rows] == ["lamps-of-the-garden"]
    assert len(problems) == 1


@settings(max_examples=examples(60))
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for permalinks in (text, HEADER + text):
        read, problems = read_permalinks("urls.csv", permalinks)
        assert len({one.key for one in read.rows}) == len(read.rows)
        collection(MOTHS, permalinks=permalinks)
        assert all(problem.location.line > 0 for problem in problems)


@pytest.mark.parametrize("title", ["=1+1 Moths of the Night", 'Moths, "Lamps" and Rain', "Long " + "moths " * 60_000])
def test_a_title_in_it_is_harmless(title: str) -> None:
    found = collection(entry(title=title))
    text = urls_csv(found)
    read, problems = read_permalinks("urls.csv", text)
    assert problems == ()
    assert not read.rows[0].title.startswith("=")
    assert urls_csv(collection(entry(title=title), permalinks=text)) == text


# ---- years, citekeys and ids ----


def _cells(permalinks: str) -> dict[str, tuple[str, str, str]]:
    """Citekey, year and id of each key."""
    return {row["key"]: (row["citekey"], row["year"], row["id"]) for row in csv.DictReader(io.StringIO(permalinks))}


def _without(permalinks: str, columns: int) -> str:
    """The file as it was when it had fewer columns."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[:columns] for row in csv.reader(io.StringIO(permalinks)))
    return out.getvalue()


def _without_days(permalinks: str) -> str:
    return permalinks.replace(f",{TODAY}\n", ",\n")


SPRING = entry("CLMar 2", "Moths in Spring", abstract="In spring there are few moths, which we have counted.")
YEARS = entry("CLMay 9, 2025", "Moths of the Past", abstract="Long ago there were more moths.")


def test_what_is_written_down() -> None:
    found = collection(YEARS + SPRING, "papers: {moths-of-the-past: {title: Moths of Old}}")
    assert _cells(urls_csv(found)) == {
        "moths-of-old": ("alder2025moths", "", "moths-of-the-past"),
        "moths-in-spring": ("alder2026moths", "2026", ""),
    }


FIRST = date(2026, 5, 1)
LATER = {
    "nothing": (YEARS + SPRING, ""),
    "a younger paper": (YEARS + SPRING + entry("CLJun 1, 2027", "Rain"), ""),
    "a slip": (YEARS + SPRING + entry("CLJun 1, 2099", "Rain"), ""),
    "the stated one is gone": (SPRING, ""),
    "another title": (YEARS + SPRING.replace("Moths in Spring", "Moths of Spring"), ""),
    "another abstract": (YEARS + SPRING.replace("few moths", "no moths"), ""),
    "a corrected title": (YEARS + SPRING, "papers: {moths-in-spring: {title: Moths of March}}"),
    "another order": (SPRING + YEARS, ""),
    "given twice": (SPRING + YEARS + SPRING, ""),
    "given twice and alone": (SPRING + SPRING, ""),
}


@pytest.mark.parametrize(("listing", "corrections"), LATER.values(), ids=LATER)
@pytest.mark.parametrize("today", [date(2026, 5, 1), date(2028, 1, 1), date(1970, 1, 1)])
def test_an_inferred_year_stays(listing: str, corrections: str, today: date) -> None:
    first = collection(YEARS + SPRING, today=FIRST)
    assert [str(paper.date) for paper in first.bibliography] == ["2025-05-09", "2026-03-02"]
    found = collection(listing, corrections, permalinks=urls_csv(first), today=today)
    assert [str(paper.date) for paper in found.bibliography if paper.date_inferred] == ["2026-03-02"]
    again = collection(listing, corrections, permalinks=urls_csv(found), today=today)
    assert [str(paper.date) for paper in again.bibliography] == [str(paper.date) for paper in found.bibliography]


def test_a_year_that_is_stated_or_corrected_goes_before() -> None:
    permalinks = urls_csv(collection(YEARS + SPRING, today=FIRST))
    stated = collection(YEARS + SPRING.replace("Mar 2", "Mar 2, 2024"), permalinks=permalinks, today=FIRST)
    assert str(stated.bibliography.papers[1].date) == "2024-03-02"
    corrected = collection(
        YEARS + SPRING, "papers: {moths-in-spring: {date: 2023-04-05}}", permalinks=permalinks, today=FIRST
    )
    assert str(corrected.bibliography.papers[1].date) == "2023-04-05"
    for found in (stated, corrected):
        assert told(found) == [
            "urls.csv:1: note: 1 paper has a citekey, year or id that differs from the one recorded here: run "
            "`papershelf urls` to record it"
        ]
        assert _cells(urls_csv(found))["moths-in-spring"] == ("alder2026moths", "", "")


def test_as_of_does_not_change_what_was_inferred_and_this_is_told() -> None:
    permalinks = urls_csv(collection(YEARS + SPRING, today=FIRST))
    found = collection(YEARS + SPRING, permalinks=permalinks, as_of=date(2025, 12, 31), today=FIRST)
    assert str(found.bibliography.papers[1].date) == "2026-03-02"
    assert [str(problem) for problem in found.problems] == [
        "seeds.txt:4: note: 1 date states no year, and urls.csv keeps one that is after as_of in "
        "mkdocs.yml, 2025-12-31: clear it there to infer it again"
    ]
    anew = collection(
        YEARS + SPRING, permalinks=permalinks.replace(",2026,", ",,"), as_of=date(2025, 12, 31), today=FIRST
    )
    assert str(anew.bibliography.papers[1].date) == "2025-03-02"


def test_a_kept_year_that_is_after_the_build_is_told() -> None:
    permalinks = urls_csv(collection(YEARS + SPRING, today=FIRST))
    found = collection(YEARS + SPRING.replace("Mar 2", "Nov 2"), permalinks=permalinks, today=FIRST)
    (problem,) = found.problems
    assert str(problem).startswith(
        "seeds.txt:4: warning: expected a date at most a month after the day of the build, found"
    )
    assert "2026-11-02; its year is the one in urls.csv: correct it there" in problem.message


def test_a_day_that_the_kept_year_has_not_is_inferred() -> None:
    permalinks = urls_csv(collection(YEARS + SPRING, today=FIRST))
    found = collection(YEARS + SPRING.replace("Mar 2", "Feb 29"), permalinks=permalinks, today=FIRST)
    assert str(found.bibliography.papers[1].date) == "2024-02-29"


@pytest.mark.parametrize("abstract", ["Of folding.", ""], ids=["abstract", "no abstract"])
def test_a_citekey_once_published_stays(abstract: str) -> None:
    second = entry("CLMay 9, 2021", "Folding, Part Two", "Ben Birch, Ada Alder", abstract and f"{abstract} Two.")
    permalinks = urls_csv(collection(second))
    first = entry("CLMay 9, 2020", "Folding, Part One", "Ben Birch, Ada Alder", abstract and f"{abstract} One.")
    older = entry("CLJan 9, 2021", "Folding, Part Zero", "Ben Birch, Ada Alder", abstract and f"{abstract} Zero.")
    found = {
        paper.title[14:]: paper.citekey
        for paper in collection(first + older + second, permalinks=permalinks).bibliography
    }
    assert found["Two"] == "birch2021folding"
    assert found["One"] == "birch2020folding"
    assert re.fullmatch("birch2021folding[0-9a-f]{6}", found["Zero"])


@pytest.mark.parametrize(
    "now",
    [
        MOTHS.replace("Ada Alder", "Ada Aspen"),
        MOTHS.replace("2024", "2022"),
        MOTHS.replace("Moths at", "Rain at"),
    ],
    ids=["family name", "year", "title"],
)
def test_a_citekey_stays_when_what_it_is_made_of_is_corrected(now: str, permalinks: str) -> None:
    found = collection(now + LAMPS, permalinks=permalinks)
    assert sorted(paper.citekey for paper in found.bibliography) == ["alder2024lamps", "alder2024moths"]
    after = urls_csv(found)
    assert [cells[0] for cells in _cells(after).values() if cells[0]] == ["alder2024lamps", "alder2024moths"]
    assert [paper.citekey for paper in collection(now + LAMPS, permalinks=after).bibliography] == [
        paper.citekey for paper in found.bibliography
    ]


def test_nobody_gets_the_citekey_of_a_paper_that_is_gone(permalinks: str) -> None:
    other = entry(title="Lamps and their Owners", abstract="Of owners.")
    for text in (permalinks, urls_csv(collection(MOTHS, permalinks=permalinks), give_up=True)):
        (paper,) = (one for one in collection(MOTHS + other, permalinks=text).bibliography if "Lamps" in one.title)
        assert re.fullmatch("alder2024lamps[0-9a-f]{6}", paper.citekey)
    back = collection(MOTHS + other + LAMPS, permalinks=text)
    assert {paper.title: paper.citekey for paper in back.bibliography}["Lamps of the Garden"] == "alder2024lamps"


def test_a_citekey_may_be_chosen_by_hand(permalinks: str) -> None:
    by_hand = permalinks.replace("alder2024moths", "Alder:Moths-2024")
    found = collection(MOTHS + LAMPS, permalinks=by_hand)
    assert {paper.citekey for paper in found.bibliography} == {"Alder:Moths-2024", "alder2024lamps"}
    assert told(found) == []
    assert urls_csv(found) == by_hand


def test_prefaces_are_known_by_their_years() -> None:
    def preface(year: int) -> str:
        return entry(f"CLMay 9, {year}", "Preface", "Ada Alder")

    before = collection(preface(2021) + preface(2023))
    found = collection(preface(2019) + preface(2023) + preface(2021), permalinks=urls_csv(before))
    keys_before = {paper.date.year: (paper.key, paper.citekey) for paper in before.bibliography}
    keys_now = {paper.date.year: (paper.key, paper.citekey) for paper in found.bibliography}
    assert {year: keys_now[year] for year in keys_before} == keys_before
    assert len(set(keys_now.values())) == 3


def test_of_papers_that_are_joined_both_addresses_lead_to_one(permalinks: str) -> None:
    said = "papers: {lamps-of-the-garden: {same_as: moths-at-the-lantern}}"
    found = collection(MOTHS + LAMPS, said, permalinks=permalinks)
    (paper,) = found.bibliography
    other = ({"lamps-of-the-garden", "moths-at-the-lantern"} - {paper.key}).pop()
    assert found.addresses.redirects == {other: paper.key}
    assert found.addresses.lost == ()
    after = urls_csv(found)
    assert _cells(after)[other][0].startswith("alder2024")  # so that no other paper gets it
    assert told(collection(MOTHS + LAMPS, said, permalinks=after)) == []


def test_a_file_of_five_columns_is_read_as_it_is(permalinks: str) -> None:
    old = _without(permalinks, 5)
    for text in (old, old.removeprefix(HEADER)):
        found = collection(MOTHS + LAMPS, permalinks=text)
        assert told(found) == [
            "urls.csv:1: note: 2 papers have a citekey, year or id that differs from the one recorded here: run "
            "`papershelf urls` to record it"
        ]
        assert urls_csv(found) == _without_days(permalinks)
    by_title = dict(zip(keys(found), found.bibliography, strict=True))
    assert by_title["lamps-of-the-garden"].citekey == "alder2024lamps"


def test_columns_are_known_by_the_header(permalinks: str) -> None:
    rows = list(csv.reader(io.StringIO(permalinks)))
    out = io.StringIO()
    csv.writer(out).writerows(row[::-1] for row in rows)
    assert read_permalinks("urls.csv", out.getvalue())[1] == ()
    assert urls_csv(collection(MOTHS + LAMPS, permalinks=out.getvalue())) == permalinks
    assert read_permalinks("urls.csv", f"\ufeff{permalinks}") == read_permalinks("urls.csv", permalinks)
    some = _without(permalinks, 6)
    assert {row.citekey for row in read_permalinks("urls.csv", some)[0].rows} == {"alder2024lamps", "alder2024moths"}


def test_lines_of_before_may_stand_under_a_header_of_now(permalinks: str) -> None:
    header, *rows = permalinks.splitlines(keepends=True)
    merged = header + "".join(_without(row, 5) for row in rows)
    found = collection(MOTHS + LAMPS, permalinks=merged)
    assert urls_csv(found) == _without_days(permalinks)


CELLS = {
    "citekey": ("a b", "expected a BibTeX key such as alder2024moths or nothing under citekey, found 'a b'"),
    "citekey in braces": ("{alder}", "expected a BibTeX key such as alder2024moths or nothing under citekey, found"),
    "citekey twice": ("ALDER2024LAMPS", "expected each citekey once, found 'ALDER2024LAMPS' again"),
    "year": ("202", "expected a year from 1900 to 2100 or nothing under year, found '202'"),
    "year of other digits": ("２０２６", "expected a year from 1900 to 2100 or nothing under year, found"),
    "id": ("Moths!", "expected the key of a page or nothing under id, found 'Moths!'"),
    "added": ("22 November", "expected a day such as 2026-11-22 or nothing under added, found '22 November'"),
    "added on no day": ("2026-11-31", "expected a day such as 2026-11-22 or nothing under added, found '2026-11-31'"),
    "added without hyphens": ("20261122", "expected a day such as 2026-11-22 or nothing under added, found"),
    "id of another": ("lamps-of-the-garden", "expected an id that is not the key of another paper, found 'lamps-of"),
}


@pytest.mark.parametrize(("name", "cell", "message"), [(n, *c) for n, c in CELLS.items()], ids=CELLS)
def test_a_faulty_cell_is_told_and_the_rest_counts(name: str, cell: str, message: str, permalinks: str) -> None:
    rows = list(csv.reader(io.StringIO(permalinks)))
    rows[2][rows[0].index(name.split()[0])] = cell
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    read, problems = read_permalinks("urls.csv", out.getvalue())
    (problem,) = problems
    assert (problem.location.line, problem.message[: len(message)]) == (3, message)
    assert [row.key for row in read.rows] == ["lamps-of-the-garden", "moths-at-the-lantern"]
    assert "alder2024lamps" in {
        paper.citekey for paper in collection(MOTHS + LAMPS, permalinks=out.getvalue()).bibliography
    }


def test_a_column_of_ones_own_is_told_so_that_it_is_not_lost(permalinks: str) -> None:
    text = "".join(f"{line},x\n" for line in permalinks.splitlines()).replace("added,x", "added,notes")
    read, (problem,) = read_permalinks("urls.csv", text)
    assert str(problem).startswith(
        "urls.csv:1: error: expected the columns key,now,line,abstract,title,citekey,year,id,added,"
    )
    assert len(read.rows) == 2


# ---- days of arrival ----

EARLIER, LATER = date(2031, 3, 4), date(2031, 5, 6)
RAIN = entry(title="Rain on Wings", abstract="Wings get wet in rain, and dry when it is over.")


def _days(found: Collection) -> dict[str, str]:
    return {paper.key: str(paper.added or "") for paper in found.bibliography}


@pytest.fixture
def early() -> str:
    """Return the text of urls.csv for both papers, recorded early."""
    return urls_csv(collection(MOTHS + LAMPS, today=EARLIER))


def test_without_a_record_no_day_is_known_and_the_first_record_is_one_day(early: str) -> None:
    assert set(_days(collection(MOTHS + LAMPS)).values()) == {""}
    found = collection(MOTHS + LAMPS, permalinks=early)
    assert set(_days(found).values()) == {"2031-03-04"}
    assert found.addresses.first_day == EARLIER
    assert urls_csv(found) == early


def test_a_paper_that_is_not_recorded_counts_as_added_today(early: str) -> None:
    for today in (LATER, TODAY):
        found = collection(MOTHS + RAIN + LAMPS, permalinks=early, today=today)
        assert _days(found)["rain-on-wings"] == str(today)
        assert told(found)[0].endswith("until then, new papers count as added on the day of each build")
    recorded = urls_csv(collection(MOTHS + RAIN + LAMPS, permalinks=early, today=LATER))
    assert _days(collection(MOTHS + RAIN + LAMPS, permalinks=recorded)) == {
        "moths-at-the-lantern": "2031-03-04",
        "lamps-of-the-garden": "2031-03-04",
        "rain-on-wings": "2031-05-06",
    }


def test_papers_of_a_record_without_days_have_none(early: str) -> None:
    old = _without(early, 8)
    found = collection(MOTHS + RAIN + LAMPS, permalinks=old, today=LATER)
    assert _days(found) == {"moths-at-the-lantern": "", "lamps-of-the-garden": "", "rain-on-wings": "2031-05-06"}
    again = collection(MOTHS + RAIN + LAMPS, permalinks=urls_csv(found))
    assert _days(again) == _days(found)
    assert again.addresses.first_day is None
    assert list(again.arrivals.by_day) == [LATER]


CORRECTED = {
    "title in the listing": (MOTHS.replace("Lantern", "Lamp", 1), ""),
    "title in the corrections": (MOTHS, "papers: {moths-at-the-lantern: {title: Moths at the Lamp}}"),
    "abstract": (MOTHS.replace("measured", "seen"), ""),
    "date": (MOTHS.replace("2024", "2019"), ""),
}


@pytest.mark.parametrize(("listing", "corrections"), CORRECTED.values(), ids=CORRECTED)
def test_a_corrected_paper_keeps_its_day(listing: str, corrections: str, early: str) -> None:
    found = collection(LAMPS + listing, corrections, permalinks=early, today=LATER)
    assert set(_days(found).values()) == {"2031-03-04"}
    again = collection(LAMPS + listing, corrections, permalinks=urls_csv(found))
    assert set(_days(again).values()) == {"2031-03-04"}


def test_of_papers_that_are_joined_the_first_day_counts(early: str) -> None:
    recorded = urls_csv(collection(MOTHS + LAMPS + RAIN, permalinks=early, today=LATER))
    for said in (
        "papers: {rain-on-wings: {same_as: moths-at-the-lantern}}",
        "papers: {moths-at-the-lantern: {same_as: rain-on-wings}}",
    ):
        found = collection(MOTHS + LAMPS + RAIN, said, permalinks=recorded)
        assert set(_days(found).values()) == {"2031-03-04"}
        assert _days(collection(MOTHS + LAMPS + RAIN, said, permalinks=urls_csv(found))) == _days(found)


def test_a_paper_that_replaces_another_by_hand_has_its_day(early: str) -> None:
    recorded = urls_csv(collection(MOTHS + LAMPS + RAIN, permalinks=early, today=LATER))
    replaced = recorded.replace("lamps-of-the-garden,,", "lamps-of-the-garden,rain-on-wings,")
    assert _days(collection(MOTHS + RAIN, permalinks=replaced))["rain-on-wings"] == "2031-03-04"


def test_a_paper_that_comes_back_has_the_day_of_before(early: str) -> None:
    given_up = urls_csv(collection(MOTHS, permalinks=early), give_up=True)
    assert _days(collection(MOTHS + LAMPS, permalinks=given_up))["lamps-of-the-garden"] == "2031-03-04"


# ---- files ----


@pytest.mark.parametrize(
    ("pretty", "src_uri", "address"),
    [(True, "papers/old/index.html", "../new/"), (False, "papers/old.html", "new.html")],
)
def test_the_file_of_an_old_address(pretty: bool, src_uri: str, address: str) -> None:
    facts = SiteConfig("Shelf", url="https://example.org/", directory_urls=pretty)
    (file,) = redirect_files({"old": "new"}, facts)
    assert file.src_uri == src_uri
    assert f'content="0; url={address}"' in file.text
    assert f'<a href="{address}">' in file.text
    assert 'rel="canonical" href="https://example.org/papers/new' in file.text


# ---- random edits ----

THINGS = "Moths Lanterns Weather Gardens Wings Rain Lamps Night".split()
NAMES = ["Ada Alder", "Ben Birch", "Cleo Cedar", "Dora Dogwood", "Emil Elm", "Finn Fir", "Gwen Ginkgo", "Hugo Hazel"]


@dataclass(frozen=True)
class MadeUp:
    number: int
    title: str
    authors: str
    year: int
    words: str = "night"

    def __str__(self) -> str:
        abstract = f"This is the paper with the number {self.number:06}, of the {self.words}."
        return entry(f"CLMar 4, {self.year}", self.title, self.authors, abstract)


@dataclass
class Editor:
    """An editor of a listing, who records its addresses after each round."""

    chance: random.Random
    papers: list[MadeUp] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """Papers that are changed in this round."""
    titles: set[str] = field(default_factory=set)
    """Titles that papers got or lost in this round."""
    made: int = 0

    def new(self) -> MadeUp:
        self.made += 1
        title = "{} of {} and {}".format(*self.chance.sample(THINGS, 3))
        while title in self.titles:
            title = "{} of {} and {}".format(*self.chance.sample(THINGS, 3))
        return MadeUp(self.made, title, self.others(title), self.chance.randint(2015, 2030))

    def add(self) -> None:
        self.papers.insert(self.chance.randint(0, len(self.papers)), self.new())

    def add_one_of_the_same_title(self) -> None:
        one = self.chance.choice(self.papers)
        if one.title not in self.titles:
            self.papers.append(replace(self.new(), title=one.title, authors=self.others(one.title)))

    def others(self, title: str) -> str:
        """Return authors of whom the first has no other paper of a title, as that would be the same paper."""
        taken = {paper.authors.split(",")[0] for paper in self.papers if paper.title == title}
        self.titles.add(title)
        first = self.chance.choice([name for name in NAMES if name not in taken])
        return f"{first}, {self.chance.choice([name for name in NAMES if name != first])}"

    def remove(self) -> None:
        """Return a paper whose title no new paper has, or gets: that would look like a correction of the rest."""
        one = self.chance.choice(self.papers)
        if one.title not in self.titles:
            self.titles.add(one.title)
            self.papers.remove(one)

    def reorder(self) -> None:
        self.chance.shuffle(self.papers)

    def _change(self, change: Callable[[MadeUp], MadeUp]) -> None:
        """Change one paper, each at most once in a round: with another title line and abstract, none is recognized."""
        at = self.chance.randrange(len(self.papers))
        if self.papers[at].number not in self.touched:
            self.touched.add(self.papers[at].number)
            self.papers[at] = change(self.papers[at])

    def _retitled(self, paper: MadeUp) -> MadeUp:
        title = self.new().title
        return replace(paper, title=title, authors=self.others(title))

    def retitle(self) -> None:
        self._change(self._retitled)

    def correct_an_abstract(self) -> None:
        self._change(lambda paper: replace(paper, words=f"evening, {self.chance.random()}"))

    def correct_authors(self) -> None:
        self._change(lambda paper: replace(paper, authors=self.others(paper.title)))

    def change_a_date(self) -> None:
        self._change(lambda paper: replace(paper, year=self.chance.randint(2015, 2030)))


EDITS: tuple[Callable[[Editor], None], ...] = (
    Editor.add,
    Editor.add_one_of_the_same_title,
    Editor.remove,
    Editor.reorder,
    Editor.retitle,
    Editor.correct_an_abstract,
    Editor.correct_authors,
    Editor.change_a_date,
)


def _numbers(found: Collection) -> dict[int, tuple[str, str]]:
    """The key and the title of each paper, by its number."""
    numbers = {}
    for paper in found.bibliography:
        number = re.search(r"number (\d{6})", paper.abstract)
        assert number
        numbers[int(number[1])] = paper.key, paper.title
    return numbers


def _broken_links(found: Collection) -> list[str]:
    """The links of all pages that lead to no file, and those of old addresses."""
    facts = SiteConfig("Shelf")
    files = {file.src_uri: file.text for file in docs_files(found, facts)}
    published = {facts.url_path(src_uri) for src_uri in files}
    links = [
        (src_uri, posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), link)))
        for src_uri, text in files.items()
        if src_uri.endswith(".md")
        for link in re.findall(r"\]\(<?([^)#>\s:]+\.md)", text)
    ]
    assert len(links) > 10 * PAPERS
    broken = [f"{src_uri} -> {link}" for src_uri, link in links if link not in files]
    for old in found.addresses.redirects:
        (link,) = re.findall(r'url=\.\./([^"]*)"', files[f"papers/{old}/index.html"])
        broken += [] if f"papers/{link}" in published else [f"{old} -> {link}"]
    return broken


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_edits_at_random(seed: int) -> None:
    editor = Editor(random.Random(seed))
    while len(editor.papers) < PAPERS:
        editor.add()
        editor.titles.clear()
    permalinks, before = "", dict[int, tuple[str, str]]()
    owners: dict[str, int] = {}
    given_up: set[str] = set()
    for _ in range(STEPS):
        found = collection("".join(map(str, editor.papers)), permalinks=permalinks)
        now = _numbers(found)
        lost = {one.key for one in found.addresses.lost}
        leads_to = {key: key for key, _ in now.values()} | dict(found.addresses.redirects)
        for number, (key, title) in before.items():
            if number in now and now[number][1] == title:
                assert now[number][0] == key, "another address, though the title is the same"
        for key, number in owners.items():
            if key in leads_to:
                assert number in now, "an address leads to another paper"
                assert leads_to[key] == now[number][0], "an address leads to another paper"
            else:
                assert number not in now or key in given_up, "the address of a paper leads nowhere"
                assert key in lost | given_up, "an address leads nowhere, and nothing is said"
        assert len(now) == len(editor.papers)
        owners |= {key: number for number, (key, _) in now.items()}
        given_up |= lost
        permalinks, before = urls_csv(found, give_up=True), now
        editor.touched.clear()
        editor.titles.clear()
        for edit in editor.chance.choices(EDITS, k=editor.chance.randint(1, 4)):
            edit(editor)
    if seed < LINKS:
        assert _broken_links(found) == []


def test_the_permalinks_of_this_project_is_up_to_date() -> None:
    seeds = REPOSITORY / "seeds"
    texts = {name: (seeds / name).read_text(encoding="utf-8") for name in ("papers.txt", "corrections.yml", "urls.csv")}
    found = collection(texts["papers.txt"], texts["corrections.yml"], permalinks=texts["urls.csv"])
    assert told(found) == []
    assert urls_csv(found) == texts["urls.csv"]
