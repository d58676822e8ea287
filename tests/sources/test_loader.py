"""The listing that the site was made for, compared with a table that was made by hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY

from generator.analysis.collection import Collection
from generator.build import read_listings
from generator.models import Severity

SEEDS = REPOSITORY / "seeds" / "papers.txt"
ROWS = list(csv.DictReader(Path(__file__).with_name("seeds_table.tsv").open(encoding="utf-8"), delimiter="\t"))


@pytest.fixture(scope="module")
def seeds() -> Collection:
    return read_listings([SEEDS])


def test_every_paper_is_there(seeds: Collection) -> None:
    assert len(seeds.bibliography) == len(ROWS) == 50


@pytest.mark.parametrize("place", range(len(ROWS)), ids=[row["title"][:40] for row in ROWS])
def test_row(seeds: Collection, place: int) -> None:
    paper, row = seeds.bibliography.papers[place], ROWS[place]
    assert {
        "title": paper.title,
        "first": paper.authors[0].listed,
        "second": paper.authors[1].listed,
        "third": paper.authors[2].listed,
        "et_al": _yes(paper.et_al),
        "area": paper.listed_area,
        "date": paper.date.isoformat(),
        "inferred": _yes(paper.date_inferred),
        "code": _yes(paper.code),
        "code_url": paper.code_url or "",
        "score": "" if paper.score is None else str(paper.score),
        "affiliations": ", ".join(paper.affiliations),
    } == row
    assert len(paper.authors) == 3
    assert paper.area.code == f"cs.{row['area']}"


def test_abstracts_are_the_lines_of_the_listing(seeds: Collection) -> None:
    lines = SEEDS.read_bytes().split(b"\n")
    assert [paper.abstract.encode() for paper in seeds.bibliography] == lines[2::3]


def test_no_split_is_in_doubt(seeds: Collection) -> None:
    assert [paper.title for paper in seeds.bibliography if paper.needs_review] == []
    assert min(paper.confidence for paper in seeds.bibliography) > 0.8


def test_the_inferred_year_is_all_there_is_to_tell(seeds: Collection) -> None:
    assert [problem.message for problem in seeds.problems] == [
        "11 dates state no year: taken as 2026, the year after the latest stated; "
        "set as_of in mkdocs.yml to change this"
    ]
    assert seeds.problems[0].severity is Severity.NOTE


@pytest.mark.parametrize(
    ("column", "value", "count"),
    [("inferred", "yes", 11), ("code", "yes", 21), ("et_al", "yes", 50)],
    ids=["years inferred", "code flags", "et al."],
)
def test_counts(column: str, value: str, count: int) -> None:
    assert sum(row[column] == value for row in ROWS) == count


@pytest.mark.parametrize(("column", "count"), [("code_url", 18), ("score", 6)], ids=["repositories", "scores"])
def test_filled(column: str, count: int) -> None:
    assert sum(bool(row[column]) for row in ROWS) == count


def test_every_paper_has_its_own_names(seeds: Collection) -> None:
    papers = seeds.bibliography.papers
    assert len({paper.key for paper in papers}) == len({paper.citekey for paper in papers}) == 50


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def test_the_table_is_of_one_width() -> None:
    assert all(isinstance(row, Mapping) and None not in row and None not in row.values() for row in ROWS)
