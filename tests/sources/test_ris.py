"""RIS files: references in every form, what becomes of those that are cut, and the meanings of the tags."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import check_growth, examples
from odd_texts import TEXTS

from generator.models import DatePrecision, Link, Problem, Severity
from generator.sources.listing import Listing
from generator.sources.records import Record
from generator.sources.ris import read_ris
from generator.text.latex import plain

MOTHS = "TY  - GEN\nTI  - Moths\nAU  - Alder, Ada\n"
END = "ER  - \n"


def _read(text: str) -> tuple[list[Record], list[Problem]]:
    found = list(read_ris(Listing("refs.ris", text)))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Problem)]


def _record(lines: str, kind: str = "GEN") -> Record:
    """The record of a reference with a title and an author, of which there are no problems."""
    records, problems = _read(f"{MOTHS.replace('GEN', kind)}{lines}\n{END}")
    assert [str(problem) for problem in problems] == []
    return records[0]


HURT: dict[str, tuple[str, list[int], list[str]]] = {
    "nothing": ("", [], []),
    "two references": (MOTHS + END + MOTHS + END, [1, 5], []),
    "blank lines": ("\n" + MOTHS + END + "\n\n" + MOTHS + END + "\n", [2, 8], []),
    "CRLF and a byte-order mark": ("\ufeff" + (MOTHS + END + MOTHS + END).replace("\n", "\r\n"), [1, 5], []),
    "no last lines": (MOTHS + MOTHS, [1, 4], []),
    "a last line without its space": (MOTHS + "ER  -\n" + MOTHS + "ER  -", [1, 5], []),
    "a head": ("Provider: Moths\nContent: text/plain\n\n" + MOTHS + END, [4], []),
    "one space before the hyphen": ((MOTHS + END).replace("  -", " -"), [1], []),
    "no space after the hyphen": ((MOTHS + END).replace("  - ", "  -"), [1], []),
    "tabs around the hyphen": ((MOTHS + END).replace("  - ", "\t-\t"), [1], []),
    "spaces that do not break": ((MOTHS + END).replace("  -", "\xa0\xa0-"), [1], []),
    "a dash for the hyphen": ((MOTHS + END).replace("  - ", "  – "), [1], []),
    "tags in lower case": (
        (MOTHS + END).replace("TY", "ty").replace("TI", "ti").replace("AU", "au") + MOTHS,
        [1, 5],
        [],
    ),
    "a byte-order mark for each reference": (("\ufeff" + MOTHS + END) * 2, [1, 5], []),
    "references without their types": (
        "\n\n".join(["AU  - Alder\nTI  - Lamps", "au - Alder\nER - ", "TI  - Lamps"]) + "\n" + MOTHS,
        [8],
        ["1: error: expected 'TY  - '", "4: error: expected 'TY  - '", "7: error: expected 'TY  - '"],
    ),
    "two last lines": (MOTHS + END + END + MOTHS + END, [1, 6], []),
    "words with hyphens at the beginnings of lines": (
        MOTHS + "AB  - Moths are\nER - positive,\nAI-based\n" + END,
        [1],
        [],
    ),
    "fields before any reference": ("AU  - Alder\nTI  - Lamps\n" + MOTHS, [3], ["1: error: expected 'TY  - '"]),
    "fields after a reference": (MOTHS + END + "AU  - Alder\nTI  - Lamps\n", [1], ["5: error: expected 'TY  - '"]),
    "no title": ("TY  - GEN\nID  - a\nAU  - Alder\nER  - ", [], ["1: error: expected a title in entry 'a'"]),
    "no author": ("TY  - GEN\nTI  - Moths\nER  - ", [], ["1: error: expected an author or editor in this entry"]),
    "a type alone": ("TY  - JOUR", [], ["1: error: expected a title"]),
    "tags that nobody knows": (MOTHS + "ZZ  - x\nand y\n" + END, [1], []),
    "text before any tag": ("TY  - GEN\nmoths\n" + MOTHS, [3], ["1: error: expected a title"]),
    "not UTF-8": (MOTHS.replace("Moths", "M\ufffdths") + END, [1], []),
    "no RIS": ("@misc{a, title = {Moths}}", [], []),
}


@pytest.mark.parametrize("name", HURT)
def test_every_reference_of_a_file_made_to_hurt_ends_somewhere(name: str) -> None:
    text, lines, said = HURT[name]
    records, problems = _read(text)
    assert [record.location.line for record in records] == lines
    begins = [f"refs.ris:{message}" for message in said]
    assert [str(problem)[: len(begin)] for problem, begin in zip(problems, begins, strict=True)] == begins


def test_wrapped_lines_belong_to_the_field_before() -> None:
    record = _record("AB  - Moths come\nto lanterns.\n\n  AI - based too.\nKW  - moths\nlamps")
    assert record.abstract == "Moths come to lanterns. AI - based too."
    assert record.fields == {"keywords": ("moths", "lamps")}


def test_lines_of_fields() -> None:
    record = _read("\n" + MOTHS + "PY  - 2024\nAB  - x\ny\nDO  - 10.1000/1\n" + END)[0][0]
    assert {name: place.line for name, place in record.places.items()} == {
        "title": 3, "authors": 4, "date": 5, "abstract": 6, "doi": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "filed", "et_al"),
    [
        ("AU  - Birch, Ben, Jr.", ["Alder, Ada", "Birch, Ben, Jr."], False),
        ("A1  - Ben Birch", ["Alder, Ada", "Birch, Ben"], False),
        ("A2  - Birch, Ben", ["Alder, Ada"], False),
        ("AU  - Birch, Ben; Cedar, Cleo", ["Alder, Ada", "Birch, Ben", "Cedar, Cleo"], False),
        ("AU  - Moth Team\nAU  - Mothra", ["Alder, Ada", "Moth Team", "Mothra"], False),
        ("AU  - et al.", ["Alder, Ada"], True),
        ("N1  - There are more authors; the source of this entry does not name them.", ["Alder, Ada"], True),
    ],
)
def test_authors(lines: str, filed: list[str], et_al: bool) -> None:
    record = _record(lines)
    assert ([name.filed_as for name in record.authors], record.et_al) == (filed, et_al)


def test_editors_stand_for_authors() -> None:
    records, _ = _read("TY  - BOOK\nBT  - Moths\nA2  - Alder, Ada\nER  - ")
    assert (records[0].title, records[0].authors[0].text) == ("Moths", "Ada Alder")


@pytest.mark.parametrize(
    ("lines", "day", "precision"),
    [
        ("PY  - 2024", date(2024, 1, 1), DatePrecision.YEAR),
        ("PY  - 2024/03/05/", date(2024, 3, 5), DatePrecision.DAY),
        ("PY  - 2024///", date(2024, 1, 1), DatePrecision.YEAR),
        ("Y1  - 2024/03//Spring", date(2024, 3, 1), DatePrecision.MONTH),
        ("PY  - 2024\nDA  - 2024/03/05", date(2024, 3, 5), DatePrecision.DAY),
        ("PY  - 2024\nDA  - 2023/12/05", date(2024, 1, 1), DatePrecision.YEAR),
        ("DA  - 2024-03-05", date(2024, 3, 5), DatePrecision.DAY),
        ("DA  - 5 March 2024", date(2024, 3, 5), DatePrecision.DAY),
        ("", date.min, DatePrecision.NONE),
    ],
)
def test_dates(lines: str, day: date, precision: DatePrecision) -> None:
    record = _record(lines)
    assert (record.date, record.date_precision) == (day, precision)


def test_a_date_without_a_year_is_told() -> None:
    records, problems = _read(MOTHS + "PY  - in press\n" + END)
    assert records[0].date_precision is DatePrecision.NONE
    assert str(problems[0]).startswith("refs.ris:4: warning: expected a year with four digits")
    assert str(problems[0]).endswith("found 'in press'")


@pytest.mark.parametrize(
    ("kind", "lines", "stated"),
    [
        ("JOUR", "JO  - J. Moths\nJF  - Journal of &amp; Moths\nVL  - 5\nIS  - 2\nSP  - 12\nEP  - 15",
         {"kind": "article", "venue": "Journal of & Moths", "volume": "5", "number": "2", "pages": "12–15"}),
        ("CONF", "T2  - Moths 24\nSP  - 12-15\nPB  - Elm",
         {"kind": "conference", "venue": "Moths 24", "pages": "12–15", "publisher": "Elm"}),
        ("CHAP", "BT  - The Book", {"kind": "chapter", "venue": "The Book"}),
        ("BOOK", "T2  - Gardens", {"kind": "book", "venue": "Gardens"}),
        ("THES", "PB  - Uni North", {"kind": "thesis", "publisher": "Uni North"}),
        ("GEN", "", {}),
        ("MOTH", "", {"kind": "other"}),
        ("GEN", "AN  - arXiv:2401.00001", {"arxiv": "2401.00001"}),
        ("GEN", "AN  - arXiv:2401.00001\nPB  - arXiv", {"kind": "preprint", "arxiv": "2401.00001"}),
        ("GEN", "M3  - Preprint", {"kind": "preprint"}),
        ("GEN", "M3  - other", {"kind": "other"}),
        ("JOUR", "JO  - arXiv preprint arXiv:2401.00001", {"kind": "preprint", "arxiv": "2401.00001"}),
        ("GEN", "N1  - arXiv:2401.00001 [cs.CL]", {"arxiv": "2401.00001", "area": "cs.CL"}),
        ("GEN", "DO  - https://doi.org/10.1000/AB", {"doi": "10.1000/ab"}),
        ("GEN", "M3  - doi: 10.1000/ab", {"doi": "10.1000/ab"}),
        ("GEN", "UR  - https://moths.invalid/a;b", {"links": (Link("moths.invalid", "https://moths.invalid/a;b"),)}),
        ("GEN", "UR  - https://doi.org/10.1000/1;https://github.com/alder/moths",
         {"doi": "10.1000/1", "code_url": "https://github.com/alder/moths"}),
        ("GEN", "L1  - https://moths.invalid/a", {"pdf": "https://moths.invalid/a"}),
        ("GEN", "L1  - internal-pdf://moths.pdf", {}),
        ("GEN", "UR  - <Go to ISI>://WOS:1", {}),
        ("GEN", "KW  - moths, lamps", {"keywords": ("moths", "lamps")}),
        ("GEN", "KW  - moths, bright\nKW  - lamps", {"keywords": ("moths, bright", "lamps")}),
        ("GEN", "N1  - Best Paper Award", {"awards": ("Best Paper Award",)}),
    ],
)  # fmt: skip
def test_fields(kind: str, lines: str, stated: dict[str, Any]) -> None:
    assert _record(lines, kind).fields == stated


def test_titles_have_no_tags() -> None:
    records, _ = _read("TY  - GEN\nT1  - <i>Moths</i> &amp; H<sub>2</sub>O\nA1  - Alder, Ada\nN2  - <p>x</p>\nER  - ")
    assert (plain(records[0].title), records[0].abstract) == ("Moths & H₂O", "x")


_LINES = st.lists(
    st.sampled_from(["TY  - JOUR", "TY  - GEN", "TI  - Moths", "AU  - Alder, Ada", "ER  - ", "", "moths", "PY  - 20"])
)


@given(_LINES | st.lists(TEXTS))
@settings(max_examples=examples(200))
def test_no_reference_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    records, problems = _read(text)
    begun = sum(line.startswith("TY  - ") for line in lines)
    left_out = [one for one in problems if one.severity is Severity.ERROR and "before the other" not in one.message]
    assert len(records) + len(left_out) >= begun  # a line such as `TY-` begins one, too


_GROWING = {
    "types": lambda size: "TY  - JOUR\n" * (size // 20),
    "wrapped lines": lambda size: MOTHS + "AB  - x\n" + "moths at night\n" * size,
    "authors": lambda size: MOTHS + "AU  - Birch, Ben\n" * (size // 4),
    "semicolons": lambda size: MOTHS + "AU  - " + "Birch, Ben; " * (size // 4),
    "spaces": lambda size: "TY" + " " * size + "\n" + " " * size + "TY  - ",
    "fields without a reference": lambda size: "AU  - x\n" * size,
    "a long value": lambda size: MOTHS + "AB  - " + "moth " * size,
}


@pytest.mark.parametrize("name", _GROWING)
def test_time_is_in_proportion(name: str) -> None:
    check_growth(lambda size: _read(_GROWING[name](size)), 40_000)
