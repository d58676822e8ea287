"""Merging: which source counts for what, where it is told from, and where sources disagree."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import made_up
import pytest

from generator.byline.names import read_name
from generator.catalog.versions import Trust, Version, begins_with, merge_versions
from generator.models import DatePrecision, Link, Location, Paper, PublicationKind
from generator.sources.areas import find_area
from generator.text.latex import plain

LISTED, BIB, BIB_2 = Location("seeds/papers.txt", 3), Location("seeds/refs.bib", 12), Location("seeds/refs.bib", 20)
THREE = ("Ada Alder", "Ben Birch", "Cleo Cedar")
FIVE = (*THREE, "Dora Dogwood", "Emil Elm")


def _version(trust: Trust, place: Location, corrected: Collection[str] = (), **facts: Any) -> Version:
    if "title" in facts:
        facts["plain_title"] = plain(facts["title"], title=True)
    return Version(made_up.paper(location=place, **facts), trust, dict.fromkeys(corrected, Trust.CORRECTED))


def _merged(listed: dict[str, Any], stated: dict[str, Any], corrected: Collection[str] = ()) -> tuple[Paper, list[str]]:
    version, problems = merge_versions(
        _version(Trust.LISTED, LISTED, corrected, **listed), [_version(Trust.CURATED, BIB, **stated)]
    )
    return version.paper, [f"{problem.location}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("field", "listed", "stated", "expected", "source"),
    [
        ("abstract", "Moths.", "", "Moths.", None),
        ("abstract", "Moths.", "Moths at night.", "Moths at night.", BIB),
        ("doi", None, "10.1/moths", "10.1/moths", BIB),
        ("arxiv", "2401.00001", None, "2401.00001", None),
        ("venue", "", "Journal of Moths", "Journal of Moths", BIB),
        ("kind", None, PublicationKind.ARTICLE, PublicationKind.ARTICLE, BIB),
        ("score", 99.0, None, 99.0, None),
        ("affiliations", ("old-harbour",), (), ("old-harbour",), None),
        ("keywords", (), ("moths", "night"), ("moths", "night"), BIB),
        ("pdf", "", "https://example.org/a.pdf", "https://example.org/a.pdf", BIB),
    ],
)
def test_the_more_trusted_value_counts(
    field: str, listed: Any, stated: Any, expected: Any, source: Location | None
) -> None:
    paper, problems = _merged({field: listed}, {field: stated})
    assert getattr(paper, field) == expected
    assert dict(paper.sources).get(field) == (str(source) if source else None)
    assert problems == []
    assert paper.location == LISTED


@pytest.mark.parametrize("field", ["abstract", "doi", "venue", "date", "title"])
def test_a_correction_goes_first(field: str) -> None:
    values = {"date": (date(2024, 3, 4), date(2025, 1, 1))}
    mine, other = values.get(field, (f"10.1/mine {field}", f"10.1/other {field}"))
    paper, problems = _merged({field: mine}, {field: other}, corrected={field})
    assert getattr(paper, field) == mine
    assert field not in dict(paper.sources)
    assert problems == []


@pytest.mark.parametrize(
    ("listed", "cut", "stated", "is_cut", "expected", "et_al", "told"),
    [
        (THREE, True, FIVE, False, FIVE, False, False),
        (THREE, True, ("A. Alder", *FIVE[1:]), False, THREE, True, True),
        (FIVE, False, THREE, True, FIVE, False, False),
        (THREE, True, THREE[:1], True, THREE, True, False),
        (THREE, False, THREE, False, THREE, False, False),
        (THREE, False, FIVE, False, FIVE, False, True),
        (THREE, True, ("Gwen Ginkgo", "Hugo Hazel"), True, ("Gwen Ginkgo", "Hugo Hazel"), True, True),
        (FIVE, False, ("Gwen Ginkgo",), True, FIVE, False, True),
    ],
)
def test_a_list_of_authors_that_is_cut_off_never_replaces_a_whole_one(
    listed: tuple[str, ...],
    cut: bool,
    stated: tuple[str, ...],
    is_cut: bool,
    expected: tuple[str, ...],
    et_al: bool,
    told: bool,
) -> None:
    paper, problems = _merged({"authors": listed, "et_al": cut}, {"authors": stated, "et_al": is_cut})
    assert (tuple(name.text for name in paper.authors), paper.et_al) == (expected, et_al)
    assert bool(problems) is told
    if told:
        (problem,) = problems
        found, shown = (BIB, LISTED) if expected == listed else (LISTED, BIB)
        assert problem.startswith(f"{found}: expected the authors stated at {shown}, ")


def test_names_begin_a_list_however_they_are_written() -> None:
    names = [read_name(name) for name in ("Søren Ålund", "Ben Birch", "Cleo Cedar")]
    assert begins_with(names, [read_name("Soren Alund")])
    assert not begins_with(names, [read_name("Ben Birch")])
    assert not begins_with(names[:1], names)


YEAR, MONTH, DAY, NONE = DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY, DatePrecision.NONE


@pytest.mark.parametrize(
    ("listed", "stated", "expected", "told"),
    [
        ((date(2024, 3, 4), DAY), (date(2024, 1, 1), YEAR), (date(2024, 3, 4), DAY), False),
        ((date(2024, 3, 4), DAY), (date(2025, 1, 1), YEAR), (date(2025, 1, 1), YEAR), False),
        ((date(2024, 3, 4), DAY), (date(2027, 1, 1), YEAR), (date(2027, 1, 1), YEAR), True),
        ((date(2024, 3, 4), DAY), (date.min, NONE), (date(2024, 3, 4), DAY), False),
        ((date(2024, 3, 4), DAY), (date(2024, 5, 1), MONTH), (date(2024, 3, 4), DAY), False),
    ],
)
def test_the_most_precise_date_of_the_year(
    listed: tuple[date, DatePrecision],
    stated: tuple[date, DatePrecision],
    expected: tuple[date, DatePrecision],
    told: bool,
) -> None:
    paper, problems = _merged(
        {"date": listed[0], "date_precision": listed[1]}, {"date": stated[0], "date_precision": stated[1]}
    )
    assert (paper.date, paper.date_precision) == expected
    assert bool(problems) is told


def test_where_a_paper_appeared_is_told_by_one_source() -> None:
    listed = {"venue": "Workshop of Lamps", "pages": "1–2", "kind": PublicationKind.CONFERENCE}
    stated = {"venue": "Journal of Moths", "volume": "7", "kind": PublicationKind.ARTICLE}
    paper, _ = _merged(listed, stated)
    assert (paper.venue, paper.volume, paper.pages, paper.kind) == (
        "Journal of Moths",
        "7",
        "",
        PublicationKind.ARTICLE,
    )


@pytest.mark.parametrize(
    ("field", "words", "listed", "same", "other"),
    [
        ("doi", "DOI", "10.1/one", "10.1/ONE", "10.1/other"),
        ("arxiv", "arXiv id", "math.GT/0309136", "math.gt/0309136", "2403.00001"),
        ("title", "title", "Moths at Night", "{M}oths at night.", "Moths by Day"),
        ("venue", "venue", "Letters on Moths", "letters on moths", "Lamps"),
        ("code_url", "address of the code", "https://g.org/a", "http://www.g.org/A.git/", "https://g.org/b"),
    ],
)
def test_values_that_differ_are_told_with_both_lines(
    field: str, words: str, listed: str, same: str, other: str
) -> None:
    paper, problems = _merged({field: listed}, {field: other})
    assert getattr(paper, field) == other
    assert problems == [
        f"{LISTED}: expected the {words} stated at {BIB}, {other!r}, found {listed!r} for the same paper; "
        "the former is shown"
    ]
    assert _merged({field: listed}, {field: same})[1] == []


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_a_publication_goes_before_its_preprint(order: slice) -> None:
    preprint = {
        "kind": PublicationKind.PREPRINT,
        "title": "Moths at Night: A Draft",
        "date": date(2023, 1, 2),
        "arxiv": "2301.00001",
        "doi": "10.48550/arxiv.2301.00001",
    }
    published = {
        "kind": PublicationKind.ARTICLE,
        "title": "Moths at Night",
        "date": date(2024, 1, 1),
        "date_precision": YEAR,
        "venue": "Letters on Moths",
        "doi": "10.1/moths",
    }
    one, other = [_version(Trust.CURATED, BIB, **preprint), _version(Trust.CURATED, BIB_2, **published)][order]
    merged, problems = merge_versions(one, [other])
    paper = merged.paper
    assert {name: getattr(paper, name) for name in published} == published
    assert paper.arxiv == "2301.00001"
    assert [problem.message.split(" stated")[0] for problem in problems] == ["expected the title"]


def test_the_doi_of_a_preprint_counts_where_there_is_no_other() -> None:
    of_arxiv, other = "10.48550/arxiv.2301.00001", "10.1/moths"
    assert _merged({"doi": other}, {"doi": of_arxiv}) == (_merged({"doi": other}, {})[0], [])
    assert _merged({"doi": None}, {"doi": of_arxiv})[0].doi == of_arxiv
    assert _merged({"doi": of_arxiv}, {"doi": other}, corrected={"doi"})[0].doi == of_arxiv


def test_a_paper_without_a_kind_of_publication_gets_none() -> None:
    preprint = {"kind": PublicationKind.PREPRINT}
    assert _merged(preprint, {"venue": "Lamps"})[0].kind is None


def test_a_title_that_is_sure_settles_one_that_is_not() -> None:
    paper, _ = _merged({"needs_review": True, "confidence": 0.5}, {"title": "Moths"})
    assert (paper.needs_review, paper.confidence) == (False, 1.0)


@pytest.mark.parametrize(
    ("field", "mine", "other"),
    [
        ("area", find_area("CL"), find_area("LG")),
        ("withdrawn", False, True),
        ("code", False, True),
        ("links", (), (Link("Slides", "https://example.org/s"),)),
    ],
)
def test_a_correction_goes_before_what_any_source_says(field: str, mine: Any, other: Any) -> None:
    assert getattr(_merged({field: mine}, {field: other}, corrected={field})[0], field) == mine


def test_a_disagreement_names_the_place_that_a_merged_value_is_from() -> None:
    listed, bib = _version(Trust.LISTED, LISTED, doi=None), _version(Trust.CURATED, BIB, doi="10.1/bib")
    enriched = _version(Trust.ENRICHED, Location("seeds/enriched.yml", 2), doi="10.1/found")
    _, (problem,) = merge_versions(merge_versions(listed, [bib])[0], [enriched])
    assert str(problem).startswith(f"seeds/enriched.yml:2: warning: expected the DOI stated at {BIB}, '10.1/bib', ")


def test_links_code_and_withdrawal_come_from_all() -> None:
    slides, video = Link("Slides", "https://example.org/s"), Link("Video", "https://example.org/v")
    paper, _ = _merged({"links": (slides,), "code": True}, {"links": (video, slides), "withdrawn": True})
    assert paper.links == (video, slides)
    assert paper.code
    assert paper.withdrawn


def test_enriched_facts_stand_between() -> None:
    place = Location("seeds/enriched.yml", 2)
    listed = _version(Trust.LISTED, LISTED, doi=None, venue="", abstract="Listed.")
    found = {"doi": "10.1/found", "venue": "", "abstract": "Found."}
    enriched = replace(_version(Trust.ENRICHED, place, **found), remark=" (second hand)")
    curated = _version(Trust.CURATED, BIB, doi=None, venue="Journal of Moths", abstract="")
    for merged in (
        merge_versions(listed, [enriched, curated])[0],
        merge_versions(merge_versions(listed, [curated])[0], [enriched])[0],
    ):
        paper = merged.paper
        assert (paper.doi, paper.venue, paper.abstract) == ("10.1/found", "Journal of Moths", "Found.")
        assert dict(paper.sources)["doi"] == f"{place} (second hand)"
        assert dict(paper.sources)["venue"] == str(BIB)
