"""The catalog: years, duplicates, keys and areas, with the problems of each."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import TODAY, collection, entry, messages

from generator.build import gather
from generator.sources.listing import Listing
from generator.sources.loader import Seeds

ET_AL = "Ada Alder, Ben Birch, Cleo Cedar et al."
YEAR_TOLD = "taken as {}, the year after the latest stated; set as_of in mkdocs.yml to change this"


STATED = entry("CLMar 4, 2023", "Moths at Night") + entry("CLMar 5, 2019", "Moths at Noon")
ONE_SILENT = entry("CLMar 6", "Moths in Spring")
SILENT = ONE_SILENT + entry("CLMar 7", "Moths in Autumn")
END_OF_2030 = date(2030, 12, 31)


@pytest.mark.parametrize(
    ("listing", "as_of", "year", "told"),
    [
        (STATED + SILENT, None, 2024, [f"seeds.txt:7: note: 2 dates state no year: {YEAR_TOLD.format(2024)}"]),
        (STATED + SILENT, END_OF_2030, 2030, []),
        (STATED + ONE_SILENT, None, 2024, [f"seeds.txt:7: note: 1 date states no year: {YEAR_TOLD.format(2024)}"]),
        (
            SILENT,
            None,
            2031,
            [
                "seeds.txt:1: warning: 2 dates state no year, and no other does: taken as 2031; "
                "set as_of in mkdocs.yml to the listing's year"
            ],
        ),
        (SILENT, END_OF_2030, 2030, []),
    ],
    ids=["the year after the latest", "as_of", "one", "none stated", "none stated, as_of"],
)
def test_year(listing: str, as_of: date | None, year: int, told: list[str]) -> None:
    found = collection(listing, as_of=as_of)
    assert next(str(paper.date) for paper in found.bibliography if paper.date_inferred) == f"{year}-03-06"
    assert {str(paper.date) for paper in found.bibliography if not paper.date_inferred} <= {"2023-03-04", "2019-03-05"}
    assert messages(found.problems) == told


def test_duplicates_name_both_lines_and_the_older_stays() -> None:
    listing = entry("CLMar 4, 2024", "Moths at Night") + entry("CLMar 4, 2022", "Moths  at night!")
    found = collection(listing)
    assert [str(paper.date) for paper in found.bibliography] == ["2022-03-04"]
    assert messages(found.problems) == [
        "seeds.txt:1: warning: expected each paper once, found 'Moths at Night' again, with the same first author "
        "as at seeds.txt:4; only that one has a page; if they are two papers, put distinct: true under moths-at-night "
        "in corrections.yml"
    ]


def test_the_same_title_by_somebody_else_is_another_paper() -> None:
    listing = entry(title="Moths at Night") + entry(title="Moths at Night", authors="Dora Dogwood, Emil Elm")
    assert len(collection(listing).bibliography) == 2


def test_of_two_papers_with_one_slug_the_older_keeps_it() -> None:
    younger = entry("CLMar 4, 2024", "Moths at Night")
    older = entry("CLMar 4, 2020", "Moths at Night", authors="Dora Dogwood, Emil Elm, Finn Fir et al.")
    keys = {str(paper.date): paper.key for paper in collection(younger + older).bibliography}
    assert keys["2020-03-04"] == "moths-at-night"
    assert re.fullmatch("moths-at-night-[0-9a-f]{6}", keys["2024-03-04"])


PAPERS = [
    entry("CLMar 4, 2024", "Moths at Night"),
    entry("CLMar 4, 2020", "Moths at Night", "Dora Dogwood, Emil Elm, Finn Fir et al."),
    entry("CLMar 5, 2020", "Moths at Night", "Gwen Ginkgo, Emil Elm, Finn Fir et al."),
    entry("CLMar 4, 2021", "Moths at Night?"),
    entry("LGMar 5, 2024", "Moths at Noon"),
    entry("LGMar 6, 2024", "Moths in Gardens", "Ada Alder, Finn Fir"),
    entry("CVMar 7, 2024", "Moths in Gardens", "Ada Alder, Emil Elm"),
]


@given(st.permutations(PAPERS))
def test_keys_do_not_depend_on_the_order(papers: list[str]) -> None:
    assert _names(papers) == _names(PAPERS)


def test_keys_do_not_depend_on_other_papers() -> None:
    alone = {key for paper in PAPERS[4:] for key in _names([paper])}
    assert {key for key in _names(PAPERS) if "noon" in key} <= alone


def _names(papers: list[str]) -> set[tuple[str, str, str, str]]:
    found = collection("".join(papers)).bibliography
    return {(paper.key, paper.citekey, paper.title, paper.authors[0].text) for paper in found}


@pytest.mark.parametrize("attribute", ["key", "citekey"])
def test_no_two_papers_have_one_name(attribute: str) -> None:
    papers = [
        entry(f"CLMar {day}, 2024", "Moths" + "!" * (day % 3), f"Ada Alder-{name}, Ben Birch")
        for day, name in enumerate("ABCDEFGH", 1)
    ]
    random.Random(1).shuffle(papers)
    found = [getattr(paper, attribute) for paper in collection("".join(papers)).bibliography]
    assert len(found) == len(set(found)) == 8


@pytest.mark.parametrize(
    ("title", "authors", "citekey"),
    [
        ("The Moths of Night", ET_AL, "alder2024moths"),
        ("Do Moths Dream?", "Élodie Ökonom, Ben Birch, Cleo Cedar et al.", "okonom2024moths"),
        ("Moths", "Nora van der Oak, Ben Birch, Cleo Cedar et al.", "vanderoak2024moths"),
        ("MothNet-2: Learning", "Moth Team, Ben Birch, Cleo Cedar et al.", "mothteam2024mothnet"),
        ("Łódź’s Moths", ET_AL, "alder2024lodzs"),
    ],
)
def test_citekey(title: str, authors: str, citekey: str) -> None:
    (paper,) = collection(entry(title=title, authors=authors)).bibliography
    assert paper.citekey == citekey


def test_citekey_without_a_year() -> None:
    text = "@misc{, title = {The Moths}, author = {Ada Alder}}"
    (paper,) = gather(Seeds((Listing("refs.bib", text),)), None, TODAY).bibliography
    assert paper.citekey == "aldermoths"


@pytest.mark.parametrize(
    ("listed", "code", "name", "archive"),
    [
        ("CL", "cs.CL", "Computation and Language", "Computer Science"),
        ("cs.CL", "cs.CL", "Computation and Language", "Computer Science"),
        ("CV", "cs.CV", "Computer Vision and Pattern Recognition", "Computer Science"),
        ("math.CV", "math.CV", "Complex Variables", "Mathematics"),
        ("ME", "stat.ME", "Methodology", "Statistics"),
        ("hep-th", "hep-th", "High Energy Physics - Theory", "High Energy Physics - Theory"),
        ("cond-mat.str-el", "cond-mat.str-el", "Strongly Correlated Electrons", "Condensed Matter"),
    ],
)
def test_area(listed: str, code: str, name: str, archive: str) -> None:
    found = collection(entry(f"{listed}Mar 4, 2024", "Moths at Night"))
    (paper,) = found.bibliography
    assert (paper.area.code, paper.area.name, paper.area.archive) == (code, name, archive)
    assert (paper.listed_area, found.problems) == (listed, ())


@pytest.mark.parametrize("listed", ["ZZ", "cs.ZZ", "moths"])
def test_an_unknown_area_is_shown_and_told(listed: str) -> None:
    found = collection(entry(f"{listed}Mar 4, 2024", "Moths at Night"))
    assert [paper.area.name for paper in found.bibliography] == [listed]
    assert messages(found.problems) == [
        f"seeds.txt:1: warning: expected a subject area of arXiv such as CL or cs.CL, found {listed!r}; "
        "it is shown as it is"
    ]


def test_an_empty_listing_is_told() -> None:
    assert messages(collection("\n \n").problems) == ["seeds.txt:1: warning: expected papers, found an empty file"]


@pytest.mark.parametrize(
    ("abstract", "url"),
    [
        ("Code: https://github.com/made-up/moths.", "https://github.com/made-up/moths"),
        ("See \\url{https://github.com/made-up/m\\_x}.", "https://github.com/made-up/m_x"),
        ("Data at https://example.org/x; code at https://gitlab.com/a/b", "https://gitlab.com/a/b"),
        ("Better than https://github.com/a/old. Our code: https://github.com/a/new", "https://github.com/a/new"),
        ("At https://github.com/ there is much.", None),
        ("No address.", None),
    ],
)
def test_repository(abstract: str, url: str | None) -> None:
    (paper,) = collection(entry(title="Moths at Night", abstract=abstract)).bibliography
    assert paper.code_url == url


@given(st.text(), st.text())
def test_no_text_raises(title: str, abstract: str) -> None:
    collection(entry(title=title, abstract=abstract))
