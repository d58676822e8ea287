"""Indexes: one heading for the spellings of a person, slugs of their own, order from A to Z."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import collection, entry, paper

from generator.index import Index, author_index
from generator.model import Bibliography
from generator.names import identity, read_name


def _by(*authors: str) -> Index:
    """The authors of papers, one a string."""
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
        ("Ada Alder Jr.", "Alder Jr.", "Ada"),
        ("Ada Alder III", "Alder III", "Ada"),
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
        ("Łukasz Alder", "Lukasz Alder", False),
    ],
)
def test_spellings(one: str, other: str, same: bool) -> None:
    assert (identity(read_name(one)) == identity(read_name(other))) is same


def test_spellings_are_merged_under_the_commonest() -> None:
    found = _by("José Alder, Ben Birch", "Jose Alder, Ben Birch", "José Alder, Ben Birch, Cleo Cedar")
    assert [(heading.label, len(heading.papers)) for heading in found.headings] == [
        ("José Alder", 3),
        ("Ben Birch", 3),
        ("Cleo Cedar", 1),
    ]


def test_different_scripts_with_one_slug_are_two_people() -> None:
    found = _by("陈大文, Ben Birch", "Chendawen, Ben Birch")
    slugs = sorted(heading.slug for heading in found.headings if heading.slug.startswith("chen"))
    assert slugs[0] == "chendawen"
    assert re.fullmatch("chendawen-[0-9a-f]{6}", slugs[1])


@given(st.permutations(["陈大文, Ben Birch", "Chendawen, Ben Birch", "CHENDAWEN, Ben Birch", "Ada Alder, Ben Birch"]))
def test_slugs_do_not_depend_on_the_order(authors: list[str]) -> None:
    headings, ordered = _by(*authors).headings, _by(*sorted(authors)).headings
    assert [(heading.slug, heading.label) for heading in headings] == [(h.slug, h.label) for h in ordered]


def test_authors_stand_from_a_to_z_by_family_name() -> None:
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


def test_an_author_named_twice_has_the_paper_once() -> None:
    (heading,) = _by("Ada Alder, Ada Alder").headings
    assert len(heading.papers) == 1
