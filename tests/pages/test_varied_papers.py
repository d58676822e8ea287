"""Pages of papers of all kinds: what is known is shown, what is not leaves no trace, many authors are folded."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from html_reader import to_html
from made_up import SITE_DESCRIPTION, SITE_NAME, TOPICS, collection_of, docs_files
from varied_papers import DATES, DAY, MORE, NO_AREA, UNDATED, VARIED, WHERE, YEAR, combinations, people, titled

from generator.analysis.indexes import Kind
from generator.config import Repository, SiteConfig
from generator.formats.citations import cite
from generator.models import DatePrecision, Link, Paper, PublicationKind
from generator.pages.components import Components, written_date
from generator.pages.overview import areas_chart, months_chart, years_chart
from generator.render import artifacts
from generator.sources.areas import find_area

GOLDENS = Path(__file__).parent / "goldens"
Files = dict[str, str]


def _files(*papers: Paper, site: SiteConfig | None = None) -> Files:
    site = site or SiteConfig(SITE_NAME, SITE_DESCRIPTION)
    return {file.src_uri: file.text for file in docs_files(collection_of(papers), site)}


@functools.cache
def _varied() -> Files:
    return _files(*VARIED)


def _body(markdown: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)


def _text(markdown: str) -> str:
    return " ".join(to_html(_body(markdown)).text.split())


@pytest.mark.parametrize(
    ("name", "src_uri"),
    [
        ("paper_whole", "papers/a-garden-of-lamps.md"),
        ("paper_bare", "papers/undated-notes-on-moths.md"),
        ("paper_many_authors", "papers/counting-moths-under-many-lanterns.md"),
        ("papers_varied", "papers/index.md"),
        ("years_varied", "years/index.md"),
    ],
)
def test_golden(name: str, src_uri: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / f"{name}.md", _varied()[src_uri])


def test_no_page_says_none() -> None:
    for src_uri, text in _files(*combinations()).items():
        if src_uri.endswith(".md"):
            assert not re.search(r"\bNone\b|\b0001\b|\bDatePrecision\b", text), src_uri


@pytest.mark.parametrize(
    ("dated", "written"), list(zip(DATES, ["4 March 2024", "March 2024", "2024", ""], strict=True)), ids=str
)
def test_written_date(dated: dict[str, object], written: str) -> None:
    assert written_date(titled("Moths", **dated)) == written


def test_many_authors_are_folded_on_their_page_and_cut_in_lists() -> None:
    names = people(99)
    page = _text(_varied()["papers/counting-moths-under-many-lanterns.md"])
    byline = page.split("and 79 more authors")
    assert byline[0].endswith(", ".join(names[:20]) + " ")
    assert byline[1].startswith(" " + ", ".join(names[20:]) + " ")
    assert f"{', '.join(names[:10])} and 89 more 4 March 2024" in _text(_varied()["papers/index.md"])


@pytest.mark.parametrize(
    ("authors", "et_al", "shown", "more"),
    [
        (13, False, 13, ""),
        (13, True, 13, " et al."),
        (14, False, 10, " and 4 more"),
        (14, True, 10, " and at least 4 more"),
    ],
)
def test_authors_in_a_list(authors: int, et_al: bool, shown: int, more: str) -> None:
    listed = _text(_files(titled("Moths at Night", authors, et_al=et_al))["papers/index.md"])
    assert f"Moths at Night {', '.join(people(authors)[:shown])}{more} 4 March 2024" in listed


def test_authors_that_are_not_named_follow_the_folded_ones() -> None:
    page = _text(_files(titled("Moths at Night", 30, et_al=True))["papers/moths-at-night.md"])
    assert f"and 10 more authors {', '.join(people(30)[20:])} et al. Find on arXiv Cite 4 March 2024" in page
    assert f"{people(30)[19]} et al." not in page


def test_a_related_paper_names_a_few_of_the_authors_it_shares() -> None:
    papers = [titled(f"Lanterns of Garden {at}", 12) for at in range(2)]
    page = _text(_files(*papers)["papers/lanterns-of-garden-0.md"])
    assert f"Also by {', '.join(people(12)[:5])} and 7 more" in page


@pytest.mark.parametrize("page", ["papers/moths-at-night.md", "papers/index.md"])
@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({"arxiv": "2402.04610"}, "https://arxiv.org/pdf/2402.04610"),
        ({"pdf": "https://m.example.org/a.pdf"}, "https://m.example.org/a.pdf"),
    ],
)
def test_the_pdf_is_one_click_away(page: str, facts: dict[str, str], address: str) -> None:
    assert f"[PDF]({address})" in _files(titled("Moths at Night", **facts))[page]


@pytest.mark.parametrize("page", ["papers/moths-at-night.md", "papers/index.md"])
def test_a_paper_with_a_doi_needs_no_search(page: str) -> None:
    text = _files(titled("Moths at Night", doi="10.1000/182"))[page]
    assert "[DOI](https://doi.org/10.1000/182)" in text
    assert "Find on arXiv" not in text


OTHER_KINDS = {"book", "chapter", "thesis", "dataset", "software"}


@pytest.mark.parametrize("kind", [None, *PublicationKind])
def test_what_arxiv_does_not_have_is_looked_for_elsewhere(kind: PublicationKind | None) -> None:
    files = _files(titled("Moths at Night", kind=kind))
    page, listed = files["papers/moths-at-night.md"], files["papers/index.md"]
    scholar = "[Find on Scholar](https://scholar.google.com/scholar?q=Moths+at+Night)"
    elsewhere = kind in OTHER_KINDS
    assert (scholar in page, scholar in listed) == (elsewhere, elsewhere)
    assert ("arxiv.org/search" in page) is not elsewhere
    assert ('"scholar":[0]' in files["search/catalogue.js"]) is elsewhere
    found = _files(titled("Moths at Night", kind=kind, doi="10.1000/182"))
    assert "Find on" not in found["papers/moths-at-night.md"] + found["papers/index.md"]
    assert '"doi":{"0":"10.1000/182"}' in found["search/catalogue.js"]
    assert '"scholar"' not in found["search/catalogue.js"]


def test_a_paper_on_arxiv_has_no_doi_in_lists() -> None:
    text = _files(titled("Moths at Night", doi="10.1000/182", arxiv="2402.04610"))["papers/index.md"]
    assert "[arXiv](https://arxiv.org/abs/2402.04610)" in text
    assert "DOI" not in text


def test_a_withdrawn_paper_says_so_at_the_top_and_in_lists() -> None:
    files = _files(titled("Moths at Night", withdrawn=True))
    assert _text(files["papers/moths-at-night.md"]).startswith("Moths at Night This paper was withdrawn. Ada Alder")
    assert "Withdrawn" in _text(files["papers/index.md"])


def test_links_come_in_the_order_of_known_labels() -> None:
    labels = ["Press", "Supplement", "Website", "Slides", "Video"]
    links = tuple(Link(label, f"https://{label.lower()}.example.org") for label in labels)
    page = _text(_files(titled("Moths at Night", links=links))["papers/moths-at-night.md"])
    assert "Slides Video Website Supplement Press" in page


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (WHERE, "Letters on Moths & Lamps_A, 12(3), 7–12, Night Press"),
        ({"venue": "Lamps", "number": "3"}, "Lamps, no. 3"),
        ({"number": "TR-1", "publisher": "Harbour"}, "No. TR-1, Harbour"),
        ({"volume": "2", "pages": "7"}, "Vol. 2, pp. 7"),
    ],
)
def test_where_a_paper_appeared_follows_its_authors(facts: dict[str, str], line: str) -> None:
    page = _text(_files(titled("Moths at Night", **facts))["papers/moths-at-night.md"])
    assert f"Ada Alder, Ben Alder {line} Find on arXiv Cite 4 March 2024" in page


def test_lists_say_where_a_paper_appeared_and_pages_say_it_once() -> None:
    files = _files(titled("Moths at Night", venue="Letters on Moths"))
    assert "Ada Alder, Ben Alder 4 March 2024 Letters on Moths" in _text(files["papers/index.md"])
    assert re.findall("Letters on Moths", _text(files["papers/moths-at-night.md"]).split("BibTeX")[0]) == [
        "Letters on Moths"
    ]


def test_where_fields_come_from() -> None:
    repository = Repository("https://github.com/made-up/shelf", "main")
    files = _files(*VARIED, site=SiteConfig(SITE_NAME, repository=repository))
    page = files["papers/a-garden-of-lamps.md"]
    assert "Authors, DOI and venue from seeds/refs.bib, line 12." in _text(page)
    assert "seeds/refs.bib#L12" in page
    many = _text(_varied()["papers/counting-moths-under-many-lanterns.md"])
    assert "Authors from seeds/enriched.yml, line 12. Identifier on arXiv from seeds/enriched.yml, line 13." in many


def test_a_paper_of_which_nothing_is_known_has_no_empty_line_of_chips() -> None:
    files = _files(titled("Rain", abstract="", **UNDATED, **NO_AREA))
    for src_uri in ("papers/rain.md", "papers/index.md", "index.md"):
        assert "Rain" in files[src_uri]
        assert "ps-chips" not in files[src_uri]


# ---- collections of which something is not known of any paper ----


def test_papers_without_areas_and_dates_alone() -> None:
    files = _files(titled("Moths at Night", **UNDATED, **NO_AREA), titled("Moths by Day", **UNDATED, **NO_AREA))
    assert "No paper states a subject area." in files["areas/index.md"]
    assert "No paper has a date." in files["years/index.md"]
    assert "## Areas" not in files["index.md"]
    assert "2 papers, by title." in files["papers/index.md"]
    assert "years/index.md" not in files["index.md"]
    assert not [src_uri for src_uri in files if re.match(r"(areas|years)/(?!index\.md)", src_uri)]


def test_without_areas_years_are_charted_alone() -> None:
    papers = [titled(f"Moths {year}", date=date(year, 3, 4), **NO_AREA) for year in (2022, 2023)]
    page = _files(*papers)["years/index.md"]
    assert "ps-chart--small" in page
    assert "No area" not in page


def test_a_single_known_month_has_no_chart() -> None:
    (year,) = collection_of([titled("Moths", **DAY), titled("Rain", **YEAR)]).years.headings
    assert list(months_chart(year)) == []


def test_an_undated_paper_is_neither_newer_nor_older() -> None:
    papers = [titled(f"Lanterns {at}", **dated) for at, dated in enumerate([DAY, YEAR, UNDATED])]
    files = _files(*papers)
    assert "Newer in" not in files["papers/lanterns-0.md"]
    assert "Older in Lanterns" in files["papers/lanterns-0.md"]
    assert "Older in" not in files["papers/lanterns-1.md"]
    assert not re.search("Newer in|Older in", files["papers/lanterns-2.md"])


def test_a_paper_without_topic_and_area_has_no_neighbours() -> None:
    bare = titled("Rain", abstract="", **NO_AREA)
    found = Components(collection_of([bare, titled("Snow", abstract="", **NO_AREA)]), SiteConfig("Shelf"))
    assert found.first_heading(bare) is None
    assert found.neighbours(bare, None) == (None, None)


def test_charts_count_what_is_dated() -> None:
    areas: list[dict[str, Any]] = [{}, NO_AREA]
    facts = [{**dated, **area} for dated in DATES for area in areas]
    facts += [{"date": date(2022, 3, 4)}, {"date": date(2024, 5, 1), "date_precision": DatePrecision.MONTH}]
    found = collection_of(titled(f"Moths {at}", **one) for at, one in enumerate(facts))
    (years,) = years_chart(found.bibliography.papers)
    assert "2022: 1, 2024: 7" in years.html  # type: ignore[union-attr]
    figure, legend, _ = areas_chart(found.bibliography.papers, found.areas)
    assert "2024: 7 (Computation and Language 4, No area 3)" in figure.html  # type: ignore[union-attr]
    assert len(legend.items) == 2  # type: ignore[union-attr]
    year = next(one for one in found.years.headings if one.label == "2024")
    (months,) = months_chart(year)
    assert "Mar: 4, May: 1" in months.html  # type: ignore[union-attr]


def test_no_more_series_than_there_are_colours() -> None:
    codes = "CL LG CV IR AI CY RO".split()
    papers = [
        titled(f"Moths {code} {year}", area=find_area(code) if code else None, date=date(year, 3, 4))
        for code in (*codes, "")
        for year in (2022, 2023)
    ]
    found = collection_of(papers)
    figure, legend, _ = areas_chart(found.bibliography.papers, found.areas)
    assert len(legend.items) == 6  # type: ignore[union-attr]
    assert "Other areas 3, No area 1" in figure.html  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ([titled("Moths", 2)], ""),
        ([titled("Moths", 3, et_al=True)], "Some papers name only their first authors"),
        ([titled("Moths", 4, et_al=True), titled("Rain", 99)], "Some papers name only their first authors"),
    ],
    ids=["all", "not all", "both"],
)
def test_what_is_said_of_authors_that_are_not_named(papers: list[Paper], told: str) -> None:
    files = _files(*papers)
    for src_uri in ("downloads/index.md", "authors/index.md", "authors/ada-alder.md", "llms.txt"):
        sayings = re.findall(r"Some papers name[\w ]+", files[src_uri])
        assert set(sayings) == ({told} if told else set()), src_uri


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([titled("Moths", 3)], [titled("Moths", 3, et_al=True)]),
        ([titled("Moths", **NO_AREA)], [titled("Moths", venue="Lamps", **NO_AREA)]),
        ([titled("Moths"), titled("Lamps", **YEAR)], [titled("Moths"), titled("Lamps", **UNDATED)]),
        ([titled("Moths")], [titled("Moths", withdrawn=True)]),
        (
            [titled("Lanterns A"), titled("Lanterns B", date=date(2022, 3, 4))],
            [titled("Lanterns A"), titled("Lanterns B", date=date(2021, 3, 4))],
        ),
    ],
)
def test_files_that_change_are_made_of_other_values(old: list[Paper], new: list[Paper]) -> None:
    site = SiteConfig("Shelf", off=("years",))
    before, after = (
        artifacts(found := collection_of(papers), site, {p.key: cite(p, found.keywords(p)) for p in papers})
        for papers in (old, new)
    )
    for one, other in zip(before, after, strict=True):
        if one.inputs and repr(one.inputs) == repr(other.inputs):
            assert list(one.make()) == list(other.make())


def test_an_index_without_headings_tells_whether_there_are_papers() -> None:
    site = SiteConfig("Shelf")
    inputs = [
        [one.inputs for one in artifacts(collection_of(papers), site, {p.key: cite(p) for p in papers})]
        for papers in ([], [titled("Moths", **NO_AREA, **UNDATED)])
    ]
    empty, filled = ([one for one in found if one and one[0] is Kind.AREA] for found in inputs)
    assert empty != filled


def test_a_topic_is_found_whatever_else_is_not_known() -> None:
    assert "Lanterns" in TOPICS
    assert "topics/lanterns.md" in _files(titled("Lanterns at Night", **UNDATED, **NO_AREA), titled("Lanterns", **MORE))
