"""Citations: read back by the libraries that others read them with."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares.names import split_multiple_persons_names
from hypothesis import given
from hypothesis import strategies as st
from made_up import paper

from generator.citation import MORE_AUTHORS, bibtex, csl_json, ris, web_address
from generator.text.inline import plain

SOUP = [
    "{",
    "}",
    "\\",
    "$",
    "$x$",
    "$x^{2}$",
    "@",
    "@misc{x,",
    '"',
    ",",
    "%",
    "#",
    "&",
    "=",
    "\n",
    " and ",
    "\\textbf{",
    "moth",
    "\\{",
    "~",
    "ER  - ",
    "é",
    "陈",
]
TITLES = st.text(min_size=1) | st.lists(st.sampled_from(SOUP), min_size=1).map("".join)
NAMES = st.lists(st.text("Ab é.,{}\\-'&$~", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=3)


def test_bibtex() -> None:
    assert bibtex([paper(title="ReLU$^2$ Moths", arxiv="2402.04610", doi="10.1000/182")]) == (
        "@misc{alder2024lanterns,\n"
        "  title = {{ReLU}$^2$ Moths},\n"
        "  author = {Alder, Ada and Birch, Ben and Cedar, Cleo and others},\n"
        "  year = {2024},\n"
        "  eprint = {2402.04610},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  doi = {10.1000/182},\n"
        "  url = {https://doi.org/10.1000/182},\n"
        "  month = mar\n"
        "}\n"
    )


@pytest.mark.parametrize("write", [bibtex, ris])
def test_no_papers(write: object) -> None:
    assert write([]) == ""  # type: ignore[operator]


@given(TITLES, NAMES, st.booleans())
def test_bibtex_reads_back(title: str, authors: list[str], et_al: bool) -> None:
    shown = [paper(authors, title=title, plain_title=plain(title), et_al=et_al, citekey=key) for key in ("a", "b")]
    library = bibtexparser.parse_string(bibtex(shown))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["a", "b"]
    for entry in library.entries:
        assert entry["month"] == "mar"
        assert entry["author"].endswith(" and others") is et_al
        assert set(entry.fields_dict) == {"title", "author", "year", "month"}


@given(TITLES, NAMES, st.booleans())
def test_ris_reads_back(title: str, authors: list[str], et_al: bool) -> None:
    shown = paper(authors, title=title, plain_title=plain(title) or "x", et_al=et_al, abstract=title)
    first, second = rispy.loads(ris([shown, paper()]))
    assert first["title"] == " ".join(shown.plain_title.split())
    assert first["authors"] == [" ".join(name.filed_as.split()) for name in shown.authors]
    assert first["year"] == "2024"
    assert first.get("notes", []) == ([MORE_AUTHORS] if et_al else [])
    assert second["title"] == "Lanterns"


@given(TITLES, NAMES, st.booleans())
def test_csl_json_reads_back(title: str, authors: list[str], et_al: bool) -> None:
    shown = paper(authors, title=title, plain_title=plain(title) or "x", et_al=et_al)
    (item,) = json.loads(csl_json([shown]))
    assert item["title"] == shown.plain_title
    assert len(item["author"]) == len(authors)
    assert item["issued"] == {"date-parts": [[2024, 3, 4]]}
    assert item.get("note") == (MORE_AUTHORS if et_al else None)


def test_csl_names() -> None:
    (item,) = json.loads(csl_json([paper(["Ada van der Alder", "Moth Team"])]))
    assert item["author"] == [{"family": "van der Alder", "given": "Ada"}, {"literal": "Moth Team"}]


def test_a_team_stays_whole_in_bibtex() -> None:
    assert "author = {{Moth \\& Lamp Team} and Alder, Ada}" in bibtex(
        [paper(["Moth & Lamp Team", "Ada Alder"], et_al=False)]
    )


def test_the_word_and_in_a_name_makes_no_second_author() -> None:
    (entry,) = bibtexparser.parse_string(bibtex([paper(["Ada Alder", "Moths and Lamps"], et_al=True)])).entries
    assert len(split_multiple_persons_names(entry["author"])) == 3


@pytest.mark.parametrize(
    ("facts", "url"),
    [
        ({}, None),
        ({"arxiv": "2402.04610"}, "https://arxiv.org/abs/2402.04610"),
        ({"arxiv": "2402.04610", "doi": "10.1000/182"}, "https://doi.org/10.1000/182"),
    ],
    ids=["none", "arXiv", "DOI"],
)
def test_web_address(facts: dict[str, str], url: str | None) -> None:
    assert web_address(paper(**facts)) == url
