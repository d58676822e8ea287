"""Citations: parsed again by libraries for each format."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from hypothesis import given
from hypothesis import strategies as st
from made_up import paper

from generator.formats.citations import (
    MORE_AUTHORS,
    STYLES,
    bibtex,
    cite,
    credit,
    csl_json,
    ris,
    shorten,
    text,
    web_address,
)
from generator.models import Link, Name, Paper
from generator.text.latex import plain
from generator.text.markdown import printable

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
    assert bibtex(paper(title="ReLU$^2$ Moths", arxiv="2402.04610", doi="10.1000/182")) == (
        "@misc{alder2024lanterns,\n"
        "  title = {{ReLU}$^2$ Moths},\n"
        "  author = {Alder, Ada and Birch, Ben and Cedar, Cleo and others},\n"
        "  year = {2024},\n"
        "  eprint = {2402.04610},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  doi = {10.1000/182},\n"
        "  url = {https://doi.org/10.1000/182},\n"
        "  day = {4},\n"
        "  month = mar\n"
        "}\n"
    )


def _file(style: str, *papers: Paper) -> str:
    """Return the citations of papers as one file."""
    return STYLES[style].join(STYLES[style].cite(shown) for shown in papers)


@pytest.mark.parametrize(("style", "written"), [("bibtex", ""), ("ris", ""), ("csl-json", "[]"), ("text", "")])
def test_no_papers(style: str, written: str) -> None:
    assert "".join(_file(style).split()) == written


@pytest.mark.parametrize("style", STYLES)
def test_a_citation_ends_in_one_newline(style: str) -> None:
    for shown in (paper(), paper(["Moth Team"], et_al=False, doi="10.1000/182", abstract="Moths.\n\nMoths.\n")):
        cited = STYLES[style].cite(shown)
        assert cited == cited.strip("\n") + "\n"


@given(TITLES, NAMES, st.booleans())
def test_bibtex_reads_back(title: str, authors: list[str], et_al: bool) -> None:
    shown = [paper(authors, title=title, plain_title=plain(title), et_al=et_al, citekey=key) for key in ("a", "b")]
    library = bibtexparser.parse_string(_file("bibtex", *shown))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["a", "b"]
    assert len(library.blocks) == 2
    for entry in library.entries:
        assert entry["month"] == "mar"
        assert entry["author"].endswith(" and others") is et_al
        assert set(entry.fields_dict) == {"title", "author", "year", "month", "day"}


@given(TITLES, NAMES, st.booleans())
def test_ris_reads_back(title: str, authors: list[str], et_al: bool) -> None:
    shown = paper(authors, title=title, plain_title=plain(title) or "x", et_al=et_al, abstract=title)
    first, second = rispy.loads(_file("ris", shown, paper()))
    assert first["title"] == printable(" ".join(shown.plain_title.split()))
    assert first["authors"] == [printable(" ".join(name.filed_as.split())) for name in shown.authors]
    assert first["year"] == "2024"
    assert first.get("notes", []) == ([MORE_AUTHORS] if et_al else [])
    assert second["title"] == "Lanterns"


@given(TITLES, NAMES, st.booleans())
def test_csl_json_reads_back(title: str, authors: list[str], et_al: bool) -> None:
    shown = paper(authors, title=title, plain_title=plain(title) or "x", et_al=et_al)
    item, second = json.loads(_file("csl-json", shown, paper()))
    assert item["title"] == shown.plain_title
    assert len(item["author"]) == len(authors)
    assert item["issued"] == {"date-parts": [[2024, 3, 4]]}
    assert item.get("note") == (MORE_AUTHORS if et_al else None)
    assert second["title"] == "Lanterns"


def test_csl_names() -> None:
    item = json.loads(csl_json(paper(["Ada van der Alder", "Moth Team"])))
    assert item["author"] == [{"family": "van der Alder", "given": "Ada"}, {"literal": "Moth Team"}]


@pytest.mark.parametrize(
    ("name", "in_bibtex", "in_ris", "in_csl"),
    [
        ("Ada Alder, Jr.", "Alder, Jr., Ada", "Alder, Ada, Jr.", ["Alder", "Ada", "Jr."]),
        (
            "Ada van der Alder III",
            "van der Alder, III, Ada",
            "van der Alder, Ada, III",
            ["van der Alder", "Ada", "III"],
        ),
        ("De Alder Birch, Ada", "De Alder Birch, Ada", "De Alder Birch, Ada", ["De Alder Birch", "Ada"]),
    ],
)
def test_the_parts_of_a_name(name: str, in_bibtex: str, in_ris: str, in_csl: list[str]) -> None:
    shown = paper([name], et_al=False)
    assert f"author = {{{in_bibtex}}}," in bibtex(shown)
    (entry,) = bibtexparser.parse_string(bibtex(shown)).entries
    parts = parse_single_name_into_parts(entry["author"])
    family, given_name = shown.authors[0].family, shown.authors[0].given
    assert (" ".join(parts.von + parts.last), " ".join(parts.first)) == (family, given_name)
    assert " ".join(parts.jr) == shown.authors[0].suffix
    assert rispy.loads(_file("ris", shown))[0]["authors"] == [in_ris]
    (author,) = json.loads(csl_json(shown))["author"]
    assert author == dict(zip(("family", "given", "suffix"), in_csl, strict=False))


def test_a_team_stays_whole_in_bibtex() -> None:
    assert "author = {{Moth \\& Lamp Team} and Alder, Ada}" in bibtex(
        paper(["Moth & Lamp Team", "Ada Alder"], et_al=False)
    )


def test_the_word_and_in_a_name_makes_no_second_author() -> None:
    (entry,) = bibtexparser.parse_string(bibtex(paper(["Ada Alder", "Moths and Lamps"], et_al=True))).entries
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


# ---- what files have, and what is shown ----

KNOWN: dict[str, Any] = {
    "arxiv": "2402.04610",
    "doi": "10.1000/182",
    "abstract": "Moths come\nto 5\\% of lanterns.",
    "code_url": "https://code.example.org/moths_1",
    "links": (Link("Slides\nof it", "https://a.example.org/s"), Link("Edition", "https://b.example.org/~x")),
}
TO_READ = "Links: Code: https://code.example.org/moths_1; Slides of it: https://a.example.org/s; Edition: https://b."


@pytest.mark.parametrize("et_al", [True, False])
def test_files_have_all_that_is_known(et_al: bool) -> None:
    shown, keywords = paper(et_al=et_al, **KNOWN), ("cs.CL", "Lamps, and lanterns")
    (bib,) = bibtexparser.parse_string(bibtex(shown, keywords)).entries
    (reference,) = rispy.loads(ris(shown, keywords))
    item = json.loads(csl_json(shown, keywords))
    assert bib["abstract"] == "Moths come to 5\\% of lanterns."
    assert reference["abstract"] == "Moths come to 5% of lanterns."
    assert (bib["keywords"], item["keyword"]) == ("cs.CL, Lamps and lanterns",) * 2
    assert reference["keywords"] == ["cs.CL", "Lamps and lanterns"]
    assert reference["accession_number"] == item["number"] == "arXiv:2402.04610"
    assert bib["annote"].startswith(TO_READ.replace("_", "\\_"))
    more = [MORE_AUTHORS] if et_al else []
    for notes in (reference["notes"], item["note"].split("\n")):
        assert notes[:-1] == more
        assert notes[-1] == f"{TO_READ}example.org/~x"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("et_al", [True, False])
def test_shown_citations_have_fewer_fields(style: str, et_al: bool) -> None:
    shown = paper(et_al=et_al, **KNOWN)
    short = STYLES[style].shorten(STYLES[style].cite(shown, ("cs.CL", "Lanterns")))
    bare = dataclasses.replace(shown, abstract="", code_url=None, links=())
    assert short == STYLES[style].shorten(STYLES[style].cite(bare))
    assert len(short.split("\n")) < 25
    assert "Lanterns" in short.replace("{", "")
    assert not any(word in short for word in ("Moths come", "code.example", "cs.CL,", "KW", "Slides"))
    assert ("et al." in short or "others" in short or MORE_AUTHORS in short) is et_al


def test_an_address_is_not_named_twice() -> None:
    url = "https://code.example.org/moths"
    (note,) = rispy.loads(ris(paper(et_al=False, code_url=url, links=(Link("Code", url),))))[0]["notes"]
    assert note == f"Links: Code: {url}"


def test_a_name_over_two_lines_stays_in_one_field() -> None:
    shown = paper(et_al=False, title="Moths\n  abstract = x", plain_title="Moths")
    odd = dataclasses.replace(shown, authors=(Name("x", "x", "Ada\n  abstract = {Moths", "Ben"),))
    text = STYLES["bibtex"].shorten(bibtex(odd))
    (entry,) = bibtexparser.parse_string(text).entries
    assert set(entry.fields_dict) == {"title", "author", "year", "month"}


# ---- plain text ----


@pytest.mark.parametrize(
    ("authors", "et_al", "shown"),
    [
        (["Ada Alder"], False, "Alder, A."),
        (["Ada Alder"], True, "Alder, A., et al."),
        (["Ada Alder", "Ben Birch"], False, "Alder, A. & Birch, B."),
        (["Ada Alder", "Ben Birch"], True, "Alder, A., Birch, B., et al."),
        (["Ada Alder", "Ben Birch", "Cleo Cedar"], False, "Alder, A., Birch, B. & Cedar, C."),
        (["Ada Alder", "Ben Birch", "Cleo Cedar"], True, "Alder, A., Birch, B., Cedar, C., et al."),
        (["Ada Kay Alder"], False, "Alder, A. K."),
        (["A. K. Alder"], False, "Alder, A. K."),
        (["Ada-Kay Alder"], False, "Alder, A.-K."),
        (["A.-K. Alder"], False, "Alder, A.-K."),
        (["van der Alder"], False, "van der Alder"),
        (["Ada van der Alder"], False, "van der Alder, A."),
        (["Ada Alder-Birch"], False, "Alder-Birch, A."),
        (["Ada Alder Jr."], False, "Alder, A., Jr."),
        (["Ada Alder, III", "Ben Birch"], False, "Alder, A., III & Birch, B."),
        (["陈, 大文"], False, "陈大文"),
        (["Élodie Ökonom"], False, "Ökonom, É."),
        (["Ada"], False, "Ada"),
        (["Moth Team"], True, "Moth Team, et al."),
        (["陈大文", "Ada Alder"], False, "陈大文 & Alder, A."),
        (["Ada (Kay) Alder"], False, "Alder, A."),
        (["3 Alder"], False, "Alder"),
    ],
    ids=str,
)
def test_authors_in_text(authors: list[str], et_al: bool, shown: str) -> None:
    assert text(paper(authors, et_al=et_al)) == f"{shown} (2024). Lanterns.\n"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"plain_title": "Do Moths Come?"}, "Do Moths Come?"),
        ({"plain_title": "Moths Come!"}, "Moths Come!"),
        ({"plain_title": "Moths etc."}, "Moths etc."),
        ({"plain_title": "Moths\nCome"}, "Moths Come."),
        ({"arxiv": "2402.04610"}, "Lanterns. https://arxiv.org/abs/2402.04610"),
        ({"doi": "10.1000/182", "arxiv": "2402.04610"}, "Lanterns. https://doi.org/10.1000/182"),
    ],
    ids=["question", "call", "stop", "two lines", "arXiv", "DOI"],
)
def test_text(facts: dict[str, str], shown: str) -> None:
    assert text(paper(["Ada Alder"], et_al=False, **facts)) == f"Alder, A. (2024). {shown}\n"


@given(TITLES, NAMES, st.booleans())
def test_text_is_one_line_that_names_the_year_and_et_al(title: str, authors: list[str], et_al: bool) -> None:
    shown = text(paper(authors, plain_title=plain(title) or "x", et_al=et_al))
    assert shown.count("\n") == 1
    assert "(2024). " in shown
    assert (", et al. (2024)" in shown) is et_al


@pytest.mark.parametrize(("et_al", "shown"), [(True, "Ada Alder, Ben Birch et al."), (False, "Ada Alder, Ben Birch")])
def test_credit(et_al: bool, shown: str) -> None:
    assert credit(paper(["Ada Alder", "Ben Birch"], et_al=et_al)) == shown


def test_keywords_are_in_files_and_not_shown() -> None:
    cited = cite(paper(), ("cs.CL", "Lanterns"))
    assert rispy.loads(cited["ris"])[0]["keywords"] == ["cs.CL", "Lanterns"]
    assert "KW" not in shorten(cited)["ris"]
