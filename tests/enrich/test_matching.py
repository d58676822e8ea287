"""Matching: which found paper is certain, which is proposed, and why."""

from __future__ import annotations

from typing import Any

import pytest

from generator.byline.names import read_name
from generator.enrich.found import FoundPaper, checked
from generator.enrich.matching import ListedPaper, judge

TITLE = "Moths and Lanterns: A Survey"
THREE = ("Ada Alder", "Ben Birch", "Cleo Cedar")
FOUR = (*THREE, "Dora Dogwood")


def _listed(title: str = TITLE, authors: tuple[str, ...] = THREE, *, et_al: bool = True, **more: Any) -> ListedPaper:
    names = tuple(map(read_name, authors))
    return ListedPaper("moths", title, names, et_al, more.pop("year", 2024), **more)


def _found(
    title: str = TITLE, authors: tuple[str, ...] = FOUR, published: str = "2024-03-04", **more: Any
) -> FoundPaper:
    return checked(title, authors, "arXiv", published=published, **{"arxiv": "2403.00001", **more})


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (_listed(), _found()),
        (_listed(year=2025), _found()),
        (_listed(year=2023), _found()),
        (_listed(year=None), _found(published="1999-01-01")),
        (_listed(is_inferred=True), _found(published="2019-01-01")),
        (_listed(), _found(published="")),
        (_listed(title=r"Moths \& {L}anterns -- A \emph{Survey}"), _found(title="Moths and lanterns: a survey")),
        (_listed(authors=FOUR, et_al=False), _found()),
        (
            _listed(authors=("Ádá Alder", "BEN BIRCH", "C. L. Cedar")),
            _found(authors=(*THREE[:2], "C.L. Cedar", "D. D.")),
        ),
        (_listed(authors=("Lorca, Federico Garcia",)), _found(authors=("Federico Garcia Lorca", "Ben Birch"))),
        (_listed(arxiv="2403.00001"), _found(title="Quite Another Title")),
        (_listed(doi="10.1000/moths"), _found(doi="10.1000/MOTHS", published="1999")),
    ],
)
def test_the_same_title_with_authors_that_begin_with_the_listed_ones_is_certain(
    listed: ListedPaper, found: FoundPaper
) -> None:
    judgement = judge(listed, [found])
    assert judgement.certain == found
    assert judgement.proposed == ()


@pytest.mark.parametrize(
    ("listed", "found", "reason"),
    [
        (_listed(), _found(authors=("Ada Alder", "Emil Elm", "Finn Fir", "Gwen")), "author 2 differs: 'Ben Birch' and 'Emil Elm'"),  # noqa: E501
        (_listed(), _found(authors=("Emil Elm", "Finn Fir")), "author 1 differs: 'Ada Alder' and 'Emil Elm'"),
        (_listed(), _found(authors=("Ben Birch", "Ada Alder", "Cleo Cedar", "Emil Elm")), "the same authors are in another order"),  # noqa: E501
        (_listed(), _found(authors=("Alder Ada", *FOUR[1:])), "author 1 differs: 'Ada Alder' and 'Alder Ada'"),
        (_listed(), _found(authors=("A. Alder", *FOUR[1:])), "the authors are the same only if initials stand for the names"),  # noqa: E501
        (_listed(authors=("A. Alder",)), _found(), "the authors are the same only if initials stand for the names"),
        (_listed(authors=("A. B. Alder",)), _found(authors=("Ada Xena Alder",)), "author 1 differs: 'A. B. Alder' and 'Ada Xena Alder'"),  # noqa: E501
        (_listed(), _found(authors=THREE), "the listing has more authors than these 3"),
        (_listed(), _found(authors=THREE[:2]), "the listing has 3 authors, and this 2"),
        (_listed(et_al=False), _found(), "the listing has 3 authors, without et al., and this 4"),
        (_listed(), _found(authors=(*THREE, "et al.")), "only some of its authors are known"),
        (_listed(year=2026), _found(), "the listing has the year 2026, and this 2024"),
        (_listed(year=2022), _found(), "the listing has the year 2022, and this 2024"),
        (_listed(is_inferred=True), _found(published="2018-01-01"), "the listing has no year, but is of about 2024, and this 2018"),  # noqa: E501
        (
            _listed(title="Moths: Why They Come to Light"),
            _found(title="Moths: An Atlas", authors=("Ada Alder", "Emil Elm")),
            "the titles begin with the same name, 'moths', and the first author is the same",
        ),
        (
            _listed(),
            _found(title="Why Do They Come to Light?", authors=("Cleo Cedar", "Ada Alder", "Ben Birch", "Emil Elm")),
            "the first 3 authors are the same, and the titles alike to 31 %",
        ),
        (
            _listed(title="Moths and Lanterns: Part I"),
            _found(title="Moths and Lanterns: Part II"),
            "the titles are alike to 98 %, with other numbers, with the same first author",
        ),
        (
            _listed(title="Moths in 2023: A Survey"),
            _found(title="Moths in 2024: A Survey"),
            "the titles are alike to 95 %, with other numbers, with the same first author",
        ),
        (
            _listed(),
            _found(title="Moths and Lanterns: The Survey", authors=("Ada Alder", "Emil Elm")),
            "the titles are alike to 93 %, with the same first author",
        ),
        (
            _listed(),
            _found(title="Why Do They Come to Light?", published="2025-01-01"),
            "the first 3 authors are the same, and the titles alike to 31 %",
        ),
        (
            _listed(title="Moths and Lanterns", authors=("Ada Alder", "Ben Birch"), et_al=False),
            _found(title="Moths and Lamps", authors=("Ada Alder", "Ben Birch")),
            "the authors are the same, and the titles alike to 79 %",
        ),
    ],
)  # fmt: skip
def test_what_is_worth_a_look_is_proposed_with_the_reason(listed: ListedPaper, found: FoundPaper, reason: str) -> None:
    judgement = judge(listed, [found])
    assert judgement.certain is None
    assert [(one.found, one.reason) for one in judgement.proposed] == [(found, reason)]


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (_listed(), _found(title="Why Do They Come to Light?", published="2026-01-01")),
        (_listed(), _found(title="Why Do They Come to Light?", authors=("Ada Alder", "Ben Birch", "Emil Elm"))),
        (_listed(), _found(title="Moths and Lanterns: The Survey", authors=("Emil Elm", "Ben Birch"))),
        (_listed(authors=("Ada Alder",), et_al=False), _found(title="Rain on Tin Roofs", authors=("Ada Alder",))),
        (_listed(arxiv="2403.00001"), _found(title="Rain on Tin Roofs", authors=("Emil Elm",))),
    ],
)
def test_anything_else_is_no_match(listed: ListedPaper, found: FoundPaper) -> None:
    judgement = judge(listed, [found])
    assert judgement.certain is None
    assert judgement.proposed == ()


def test_two_papers_of_one_title_and_first_author_are_both_proposed() -> None:
    others = [_found(), _found(arxiv="2404.00002")]
    judgement = judge(_listed(), others)
    assert judgement.certain is None
    reason = "2 papers with this title and first author were found"
    assert [(one.found, one.reason) for one in judgement.proposed] == [(one, reason) for one in others]


def test_a_paper_of_the_same_title_and_first_author_and_other_authors_makes_uncertain() -> None:
    judgement = judge(_listed(), [_found(), _found(arxiv="2404.00002", authors=("Ada Alder", "Emil Elm"))])
    assert judgement.certain is None
    assert [one.found.facts["arxiv"] for one in judgement.proposed] == ["2403.00001", "2404.00002"]


def test_another_record_of_the_same_paper_does_not() -> None:
    shortened = _found(arxiv="", doi="10.1000/moths", authors=("A. Alder", "B. Birch", "C. Cedar", "D. Dogwood"))
    full = _found(doi="10.1000/moths")
    assert judge(_listed(), [full, shortened]).certain == full
    assert judge(_listed(), [full, _found(arxiv="", doi="10.1000/two", authors=shortened.authors)]).certain is None


def test_a_paper_of_the_same_title_by_others_does_not() -> None:
    assert judge(_listed(), [_found(authors=("Emil Elm",), arxiv="2404.00002"), _found()]).certain == _found()


def test_an_identifier_of_the_listing_settles_which_of_two_it_is() -> None:
    right = _found(arxiv="2404.00002")
    assert judge(_listed(arxiv="2404.00002"), [_found(), right]).certain == right


def test_versions_of_one_paper_are_one_and_the_last_counts() -> None:
    newer = _found(authors=(*FOUR, "Emil Elm"))
    assert judge(_listed(), [_found(), newer]).certain == newer


def test_a_preprint_gives_way_to_what_has_appeared() -> None:
    preprint = _found(arxiv="", doi="10.1000/pre", kind="preprint", published="2023-01-01")
    article = _found(arxiv="", doi="10.1000/art", kind="article", venue="Moths", published="2026")
    for candidates in ([preprint, article], [article, preprint]):
        certain = judge(_listed(), candidates).certain
        assert certain is not None
        assert certain.facts == {"doi": "10.1000/art", "kind": "article", "venue": "Moths"}
        assert certain.published == "2023-01-01"


def test_one_paper_in_two_places_is_one() -> None:
    article = checked(TITLE, FOUR, "Crossref", published="2024", doi="10.1000/art", withdrawn=True)
    certain = judge(_listed(), [_found(), article]).certain
    assert certain is not None
    assert certain.facts == {"arxiv": "2403.00001", "doi": "10.1000/art"}
    assert (certain.origin, certain.withdrawn, certain.published) == ("arXiv, Crossref", True, "2024-03-04")


@pytest.mark.parametrize(
    "other",
    [
        _found(arxiv="", doi="10.1000/two"),
        _found(arxiv="2404.00002", doi="10.1000/one"),
        _found(arxiv="", doi="", published="2028"),
        _found(arxiv="", doi="", authors=FOUR[:3]),
        _found(arxiv="", doi="", authors=(*FOUR, "et al.")),
    ],
)
def test_two_records_that_contradict_are_two(other: FoundPaper) -> None:
    assert judge(_listed(), [_found(doi="10.1000/one"), other]).certain is None


def test_the_nearest_three_are_proposed() -> None:
    titles = ["Rain", "Moths and Lanterns", "Moths and Rain", "Lanterns and Rain", "Moths and Lanterns Again"]
    judgement = judge(_listed(), [_found(title=title, arxiv=f"2403.0000{n}") for n, title in enumerate(titles)])
    assert [one.found.title for one in judgement.proposed] == [titles[1], titles[4], titles[2]]
