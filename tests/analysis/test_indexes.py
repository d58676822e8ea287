"""Indexes: one heading for all spellings of a person, unique slugs, alphabetical order."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import collection, entry, paper

from generator.analysis.indexes import Index, affiliation_index, author_index
from generator.byline.names import person_id, read_name
from generator.models import Bibliography, DatePrecision


def _by(*authors: str) -> Index:
    """Return the index of the authors of papers, each given as a byline."""
    return author_index(Bibliography(tuple(paper(by.split(", "), key=by.lower()) for by in authors)))


@pytest.mark.parametrize(
    ("listed", "family", "given_name"),
    [
        ("Ada Alder", "Alder", "Ada"),
        ("Ada B. Alder", "Alder", "Ada B."),
        ("Ada van der Alder", "van der Alder", "Ada"),
        ("van der Alder", "van der Alder", ""),
        ("J.-P. Alder", "Alder", "J.-P."),
        ("Ada Alder-Birch", "Alder-Birch", "Ada"),
        ("Alder, Ada", "Alder", "Ada"),
        ("van der Alder, Ada", "van der Alder", "Ada"),
        ("Alder Birch, Ada Kay", "Alder Birch", "Ada Kay"),
        ("De Alder, Ada", "De Alder", "Ada"),
        ("Alder，Ada", "Alder", "Ada"),
        ("Alder, II", "Alder", "II"),
        ("Alder, MD", "Alder", "MD"),
        ("Ada Alder,Ben Birch", "Ada Alder,Ben Birch", ""),
        ("Alder, Ada, Ben", "Alder, Ada, Ben", ""),
        ("Moths, Lamps and Company", "Moths, Lamps and Company", ""),
        ("Moths & Lamps, Hall", "Moths & Lamps, Hall", ""),
        ("Moths and Lamps, Hall 3", "Moths and Lamps, Hall 3", ""),
        ("{Moths, Lamps and Co}", "Moths, Lamps and Co", ""),
        ("Ada Alder, PhD", "Alder", "Ada"),
        ("Ada Alder, M.D., Esq.", "Alder", "Ada"),
        ("Moth Team", "Moth Team", ""),
        ("Ada", "Ada", ""),
        ("陈大文", "陈大文", ""),
        ('M\\"uller Ada', "Ada", "Müller"),
        ("{\\O}ivind \\'Alder", "Álder", "Øivind"),
    ],
)
def test_name(listed: str, family: str, given_name: str) -> None:
    name = read_name(listed)
    assert (name.listed, name.family, name.given) == (listed, family, given_name)


@pytest.mark.parametrize(
    ("listed", "suffix"),
    [
        ("Ada Alder Jr.", "Jr."),
        ("Ada Alder, Jr.", "Jr."),
        ("Ada Alder,jr", "jr"),
        ("Ada Alder Jnr", "Jnr"),
        ("Ada Alder Sr.", "Sr."),
        ("Ada Alder II", "II"),
        ("Ada Alder, III", "III"),
        ("Ada Alder iv", "iv"),
        ("Ada Alder VIII", "VIII"),
        ("Ada Alder VI", "VI"),
        ("Ada Alder 3rd", "3rd"),
        ("Ada Alder, Jr., PhD", "Jr."),
        ("Alder, Jr., Ada", "Jr."),
        ("Alder, III, Ada", "III"),
        ("Alder, V, Ada", "V"),
        ("Alder, Ada, Jr.", "Jr."),
        ("Alder Jr., Ada", "Jr."),
        ("Alder, Ada III", "III"),
    ],
)
def test_suffix(listed: str, suffix: str) -> None:
    name = read_name(listed)
    assert (name.listed, name.given, name.family, name.suffix) == (listed, "Ada", "Alder", suffix)
    assert (name.text, name.filed_as) == (f"Ada Alder {suffix}", f"Alder, Ada, {suffix}")


@pytest.mark.parametrize(
    "listed",
    "Ada V|Ada Alder V|Ada Alder I|Ada Alder X|Ada Xi|Ada Alder Vi|ADA ALDER XI|Ada Alder Junior|Ada Jr.|Ada III|"
    "Moth Team III|Alder, Jr.|Ada Alder Srivastava|Ada Alder Jri".split("|"),
)
def test_no_suffix(listed: str) -> None:
    assert read_name(listed).suffix == ""


@given(st.text(min_size=1))
def test_any_text_is_a_name(listed: str) -> None:
    name = read_name(listed)
    assert name.listed == listed
    assert name.family


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Alder", "ADA ALDER", True),
        ("José Alder", "Jose Alder", True),
        ("J. P. Alder", "J.P. Alder", True),
        ("J P Alder", "J. P. Alder", True),
        ("Ada Alder", "Ada  Alder", True),
        ("Ada Alder", "A. Alder", False),
        ("Ada Alder", "Alder Ada", False),
        ("Łukasz Alder", "Lukasz Alder", True),
        ("Søren Ægir", "Soren Aegir", True),
        ("Ðorðe Þór", "Dorde Thor", True),
        ("Đặng Ħal", "Dang Hal", True),
        ("Işık Groß", "Isik Gross", True),
        ("Jörg Alder", "Joerg Alder", False),
        ("Søren Alder", "Soeren Alder", False),
        ("Ada O'Alder", "Ada O’Alder", True),
        ("Ada D´Alder", "Ada D`Alder", True),
        ("Ada D’ Alder", "Ada DʼAlder", True),
        ("Ada O'Alder", "Ada OAlder", False),
        ("Ada-Kay Alder", "Ada‐Kay Alder", True),
        ("Ada–Kay Alder", "Ada−Kay Alder", True),
        ("Ada-Kay Alder", "Ada Kay Alder", True),
        ("Ada-Kay Alder", "Adakay Alder", False),
        ("Ada Al­der", "Ada​ Alder", True),
        ("Ada Alder", "Ada Alder‎", True),
        ("A. B. Alder", "A. C. Alder", False),
        ("A. B. Alder", "A. Alder", False),
        ("Ada Alder, Jr.", "Ada Alder Jr", True),
        ("Ada Alder Jr.", "Ada Alder", False),
        ("Ada Alder, PhD", "Ada Alder", True),
        ("Alder, Ada", "Ada Alder", True),
        ("Аda Alder", "Ada Alder", False),
        ("-", ".", False),
    ],
)
def test_spellings(one: str, other: str, same: bool) -> None:
    assert (person_id(read_name(one)) == person_id(read_name(other))) is same


def test_spellings_are_merged_under_the_commonest() -> None:
    found = _by("José Alder, Ben Birch", "Jose Alder, Ben Birch", "José Alder, Ben Birch, Cleo Cedar")
    assert [(heading.label, len(heading.papers)) for heading in found.headings] == [
        ("José Alder", 3),
        ("Ben Birch", 3),
        ("Cleo Cedar", 1),
    ]


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        (["ANNA BELL", "Anna Bell"], "Anna Bell"),
        (["anna bell", "Anna Bell"], "Anna Bell"),
        (["Anna BELL", "Anna BELL", "Anna Bell"], "Anna Bell"),
        (["ANNA MAY BELL", "ANNA MAY BELL", "ANNA-MAY BELL"], "ANNA MAY BELL"),
        (["Anna Macbell", "Anna MacBell"], "Anna MacBell"),
        (["NASA Team", "Nasa Team"], "NASA Team"),
        (["Jose Garcia", "José García"], "José García"),
        (["Jose Garcia", "Jose Garcia", "José García"], "José García"),
        (["Jose Garcia", "Jose Garcia", "Jose Garcia", "José García"], "Jose Garcia"),
        (["JOSÉ GARCÍA", "Jose Garcia"], "Jose Garcia"),
        (["Soren Bell", "Søren Bell"], "Søren Bell"),
        (["Anna O'Bell", "Anna O’Bell"], "Anna O’Bell"),
        (["Anna May‐Bell", "Anna May-Bell", "Anna May Bell"], "Anna May-Bell"),
        (["A B Bell", "A. B. Bell"], "A. B. Bell"),
        (["Anna Be­ll"], "Anna Bell"),
        (["José Bell", "Jose Bell"], "José Bell"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_most_complete_spelling_is_shown(listed: list[str], shown: str, turned: bool) -> None:
    (heading,) = _by(*(listed[::-1] if turned else listed)).headings
    assert heading.label == shown


def test_different_scripts_with_one_slug_are_two_people() -> None:
    found = _by("陈大文, Ben Birch", "Chendawen, Ben Birch")
    slugs = sorted(heading.slug for heading in found.headings if heading.slug.startswith("chen"))
    assert slugs[0] == "chendawen"
    assert re.fullmatch("chendawen-[0-9a-f]{6}", slugs[1])


@given(st.permutations(["陈大文, Ben Birch", "Chendawen, Ben Birch", "CHENDAWEN, Ben Birch", "Ada Alder, Ben Birch"]))
def test_slugs_do_not_depend_on_the_order(authors: list[str]) -> None:
    headings, ordered = _by(*authors).headings, _by(*sorted(authors)).headings
    assert [(heading.slug, heading.label) for heading in headings] == [(h.slug, h.label) for h in ordered]


def test_authors_are_sorted_by_family_name() -> None:
    found = _by("Zoe Alder, Łukasz Łąka", "Ada Zelkova, Élodie Ökonom", "Ben van der Maple, 陈大文")
    assert [heading.filed_as for heading in found.headings] == [
        "Alder, Zoe",
        "陈大文",
        "Łąka, Łukasz",
        "Ökonom, Élodie",
        "van der Maple, Ben",
        "Zelkova, Ada",
    ]


def test_papers_of_a_heading_come_newest_first() -> None:
    days = ["CLMar 4, 2020", "CLMar 4, 2024", "CLMar 4, 2022"]
    found = collection("".join(entry(day, f"Moths of {n}") for n, day in enumerate(days)))
    assert [paper.date.year for paper in found.authors.headings[0].papers] == [2024, 2022, 2020]


def test_years_areas_and_affiliations() -> None:
    found = collection(
        entry("CLMar 4, 2020", "Moths", "Ada Alder, Ben Birch, Cleo Cedar et al. · uni-north")
        + entry("hep-thMar 4, 2021", "Wings", "Ada Alder, Ben Birch, Cleo Cedar et al. · Uni-North, pku")
    )
    assert [(h.label, h.src_uri, len(h.papers)) for h in found.years.headings] == [
        ("2020", "years/2020.md", 1),
        ("2021", "years/2021.md", 1),
    ]
    assert [(h.label, h.src_uri, h.about) for h in found.areas.headings] == [
        ("Computation and Language", "areas/cs-cl.md", "cs.CL, Computer Science"),
        ("High Energy Physics - Theory", "areas/hep-th.md", "hep-th, High Energy Physics - Theory"),
    ]
    assert [len(h.papers) for h in found.affiliations.headings if h.label.casefold() == "uni-north"] == [2]


def _affiliations(tags: list[str], names: dict[str, str]) -> list[tuple[str, str, int]]:
    papers = tuple(paper(key=tag, affiliations=(tag,)) for tag in tags)
    found = affiliation_index(Bibliography(papers), names).headings
    return [(heading.label, heading.slug, len(heading.papers)) for heading in found]


@pytest.mark.parametrize(
    ("tags", "names", "found"),
    [
        (["north", "un"], {"un": "North", "north": "North"}, [("North", "un", 2)]),
        (["un", "north"], {"north": "North", "un": "North"}, [("North", "north", 2)]),
        (["north"], {"un": "North", "north": "North"}, [("North", "north", 1)]),
        (["un", "North Pole"], {"un": "NORTH-Pole"}, [("NORTH-Pole", "un", 2)]),
        (["UN", "un"], {"un": "North"}, [("North", "un", 2)]),
        (["uni-north", "Uni-North", "uni‐north"], {}, [("Uni-North", "uni-north", 3)]),
        (["un", "north"], {"un": "North Pole", "north": "North"}, [("North", "north", 1), ("North Pole", "un", 1)]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_affiliations_of_one_name_are_one(
    tags: list[str], names: dict[str, str], found: list[tuple[str, str, int]], turned: bool
) -> None:
    assert _affiliations(tags[::-1] if turned else tags, names) == found


def test_an_author_named_twice_has_the_paper_once() -> None:
    (heading,) = _by("Ada Alder, Ada Alder").headings
    assert len(heading.papers) == 1


def test_an_author_of_a_paper_without_a_date_takes_no_slug_from_others() -> None:
    dated = paper(["Chendawen"], key="b")
    undated = paper(["陈大文"], key="a", date=date.min, date_precision=DatePrecision.NONE)
    index = author_index(Bibliography((undated, dated)))
    slugs = {heading.label: heading.slug for heading in index.headings}
    assert slugs["Chendawen"] == "chendawen"
