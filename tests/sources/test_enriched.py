"""The reader of enriched.yml: what is certain as records, and every fault with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.byline.names import read_name
from generator.models import DatePrecision, Location, PublicationKind
from generator.sources.enriched import Enriched, read_enriched

WHOLE = """papers:
  moths:
    title: Moths and {Lanterns}
    authors:
      - Ada Alder
      - García Lorca, Federico
    et_al: false
    published: 2024-03-04
    arxiv: 2402.04610
    doi: 10.1000/MOTHS
    pdf: https://arxiv.org/pdf/2402.04610
    kind: conference
    venue: Proceedings of Moths
    volume: 12
    number: 3
    pages: 12–34
    publisher: Moth & Sons
    withdrawn: true
    review: true
    note: asked Ada
    from: arXiv, Crossref
    retrieved: 2031-07-01
proposed:
  rain:
    - reason: maybe
      bad: [[[
absent: 3
"""


def test_a_whole_entry() -> None:
    (found,), problems = read_enriched("e.yml", WHOLE.replace("      bad: [[[\n", ""))
    assert problems == ()
    record = found.record
    assert (found.key, found.origin, found.review) == ("moths", "arXiv, Crossref", True)
    assert (record.title, record.et_al) == ("Moths and {Lanterns}", False)
    assert [name.filed_as for name in record.authors] == ["Alder, Ada", "García Lorca, Federico"]
    assert (record.date, record.date_precision) == (date(2024, 3, 4), DatePrecision.DAY)
    assert record.fields == {
        "arxiv": "2402.04610",
        "doi": "10.1000/moths",
        "pdf": "https://arxiv.org/pdf/2402.04610",
        "kind": PublicationKind.CONFERENCE,
        "venue": "Proceedings of Moths",
        "volume": "12",
        "number": "3",
        "pages": "12–34",
        "publisher": "Moth & Sons",
        "withdrawn": True,
    }
    assert record.location == Location("e.yml", 2)
    assert record.places["date"] == Location("e.yml", 8)
    assert record.places["doi"] == Location("e.yml", 10)


@pytest.mark.parametrize(
    "text", ["", "papers:\n", "# nothing\n", "proposed:\n  moths:\n    - title: Moths\n", "absent: 1\n"]
)
def test_only_papers_are_read(text: str) -> None:
    assert read_enriched("e.yml", text) == ((), ())


def test_an_entry_may_be_a_list_of_one_as_it_was_proposed() -> None:
    (found,), problems = read_enriched("e.yml", "papers:\n  moths:\n    - reason: maybe\n      authors: [Ada Alder]\n")
    assert problems == ()
    assert found.record.authors == (read_name("Ada Alder"),)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2024", (date(2024, 1, 1), DatePrecision.YEAR)),
        ("2024-02", (date(2024, 2, 1), DatePrecision.MONTH)),
        ("2024-02-29", (date(2024, 2, 29), DatePrecision.DAY)),
    ],
)
def test_dates_of_any_precision(written: str, found: tuple[date, DatePrecision]) -> None:
    (entry,), _ = read_enriched("e.yml", f"papers:\n  moths:\n    published: {written}\n")
    assert (entry.record.date, entry.record.date_precision) == found


DATE = "expected a date such as 2024-02-07, 2024-02 or 2024 for published, found"
KINDS = "article, conference, chapter, book, thesis, report, preprint, dataset, software, other"
FIELDS = "title, authors, et_al, arxiv, doi, kind, venue, volume, number, pages, publisher, pdf, published, withdrawn"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("published: 2024-02-30", f"{DATE} '2024-02-30'"),
        ("published: 20240", f"{DATE} '20240'"),
        ("published: 0999", "expected a date from 1400 to 2100 for published, found '0999'"),
        ("published: ２０２４", f"{DATE} '２０２４'"),
        ("kind: poem", f"expected one of {KINDS} for kind, found 'poem'"),
        ("arxiv: moths", "expected an arXiv id such as 2402.04617 for arxiv, found 'moths'"),
        ("doi: moths", "expected a DOI such as 10.1000/182 for doi, found 'moths'"),
        ("pdf: javascript:a", "expected an address that begins with https:// for pdf, found 'javascript:a'"),
        ("pdf:", "expected text for pdf, found nothing"),
        ("authors: [Ada Alder, [Ben Birch]]", "expected a name for authors, found ['Ben Birch']"),
        ("authors: []", "expected a list of names for authors, found []"),
        ("withdrawn: maybe", "expected true or false for withdrawn, found 'maybe'"),
        ("venue: [a]", "expected text for venue, found ['a']"),
        ("colour: red", f"expected one of {FIELDS}, review, from, found 'colour'"),
    ],
)
def test_a_faulty_field_is_told_and_left_out(line: str, message: str) -> None:
    (found,), problems = read_enriched("e.yml", f"papers:\n  moths:\n    title: Moths\n    {line}\n")
    assert found.record.title == "Moths"
    assert [str(problem) for problem in problems] == [f"e.yml:4: error: {message}"]


@pytest.mark.parametrize(
    ("text", "line"), [("papers: 3\n", 1), ("papers:\n  moths: 3\n", 2), ("more: 3\n", 1), ("papers: [\n", 2)]
)
def test_a_faulty_file(text: str, line: int) -> None:
    _, problems = read_enriched("e.yml", text)
    assert [problem.location for problem in problems] == [Location("e.yml", line)]


@given(st.text() | st.text(alphabet="paers:moth \n-[]{}'\"&*!|>2024"))
def test_any_text(text: str) -> None:
    found, _ = read_enriched("e.yml", text)
    assert all(isinstance(one, Enriched) for one in found)
