"""Papers of all kinds in each format: what is known reads back, and nothing stands for what is not."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from itertools import pairwise
from typing import Any

import bibtexparser
import feedparser
import pytest
import rispy
from made_up import collection_of, docs_files
from varied_papers import DATES, DAY, MONTH, MORE, NO_AREA, UNDATED, VARIED, WHERE, YEAR, combinations, titled

from generator.config import SiteConfig
from generator.formats import structured_data
from generator.formats.citations import STYLES, bibtex, csl_json, pdf_address, ris, shorten, text
from generator.formats.export import export, record
from generator.models import DatePrecision, PublicationKind, newest_first

Kind = PublicationKind
ALL = tuple(combinations())
SITE = SiteConfig("Shelf", url="https://shelf.example.org/")
BIBTEX = {
    None: ("misc", "howpublished", "publisher"),
    Kind.ARTICLE: ("article", "journal", "publisher"),
    Kind.CONFERENCE: ("inproceedings", "booktitle", "publisher"),
    Kind.CHAPTER: ("incollection", "booktitle", "publisher"),
    Kind.BOOK: ("book", "series", "publisher"),
    Kind.THESIS: ("phdthesis", "series", "school"),
    Kind.REPORT: ("techreport", "series", "institution"),
    Kind.PREPRINT: ("misc", "howpublished", "publisher"),
    Kind.DATASET: ("dataset", "howpublished", "publisher"),
    Kind.SOFTWARE: ("software", "howpublished", "publisher"),
    Kind.OTHER: ("misc", "howpublished", "publisher"),
}
RIS = dict(
    zip(
        [None, *Kind],
        "GEN JOUR CPAPER CHAP BOOK THES RPRT UNPB DATA COMP GEN".split(),
        strict=True,
    )
)
CSL = dict(
    zip(
        [None, *Kind],
        "article article-journal paper-conference chapter book thesis report article dataset software document".split(),
        strict=True,
    )
)


def _without_latex(value: str) -> str:
    return value.replace("\\", "").replace("--", "–")


def test_bibtex_reads_back() -> None:
    library = bibtexparser.parse_string(STYLES["bibtex"].join(map(bibtex, ALL)))
    assert library.failed_blocks == []
    assert len(library.entries) == len(ALL)
    for entry, shown in zip(library.entries, ALL, strict=True):
        kind, venue, publisher = BIBTEX[shown.kind]
        assert entry.entry_type == kind
        fields = {name: _without_latex(str(field.value)) for name, field in entry.fields_dict.items()}
        expected = {
            venue: shown.venue,
            "volume": shown.volume,
            "number": shown.number,
            "pages": shown.pages,
            publisher: shown.publisher,
            "year": "2024" if shown.date_precision else "",
            "month": "mar" if shown.date_precision >= DatePrecision.MONTH else "",
            "day": "4" if shown.date_precision == DatePrecision.DAY else "",
            "eprint": shown.arxiv,
            "primaryclass": shown.area.code if shown.arxiv and shown.area else "",
            "pdf": shown.pdf,
            "award": "; ".join(shown.awards),
            "note": "Withdrawn" if shown.withdrawn else "",
            "pubstate": "prepublished" if shown.kind is Kind.PREPRINT else "",
            "entrysubtype": "other" if shown.kind is Kind.OTHER else "",
        }
        assert {name: fields.get(name) or "" for name in expected} == {
            name: value or "" for name, value in expected.items()
        }
        assert not {"journal", "booktitle", "series", "school", "institution"} & fields.keys() - {venue, publisher}


def test_ris_reads_back() -> None:
    records = rispy.loads(STYLES["ris"].join(map(ris, ALL)))
    for found, shown in zip(records, ALL, strict=True):
        first, _, last = shown.pages.partition("–")
        date = {3: "2024/03/04", 2: "2024/03//", 1: "2024///", 0: ""}[shown.date_precision]
        expected = {
            "type_of_reference": RIS[shown.kind],
            "type_of_work": str(shown.kind) if shown.kind in (Kind.PREPRINT, Kind.OTHER) else "",
            "secondary_title": shown.venue,
            "volume": shown.volume,
            "number": shown.number,
            "start_page": first,
            "end_page": last,
            "publisher": shown.publisher,
            "file_attachments1": shown.pdf,
            "year": "2024" if date else "",
            "date": date,
        }
        assert {name: found.get(name, "") for name in expected} == expected
        assert ("This paper was withdrawn." in found.get("notes", [])) is shown.withdrawn
        assert ("Awards: Best Paper; Test of Time" in found.get("notes", [])) is bool(shown.awards)


def test_csl_json_reads_back() -> None:
    items = json.loads(STYLES["csl-json"].join(map(csl_json, ALL)))
    for item, shown in zip(items, ALL, strict=True):
        is_report, is_published = shown.kind is Kind.REPORT, shown.kind not in (None, Kind.PREPRINT, Kind.OTHER)
        expected = {
            "type": CSL[shown.kind],
            "collection-title" if shown.kind is Kind.BOOK else "container-title": shown.venue,
            "volume": shown.volume,
            "issue": "" if is_report else shown.number,
            "page": shown.pages.replace("–", "-"),
            "publisher": shown.publisher,
            "status": "withdrawn" if shown.withdrawn else "",
            "archive_location": shown.arxiv if shown.arxiv and is_published else "",
        }
        assert {name: item.get(name, "") for name in expected} == expected
        parts = [2024, 3, 4][: shown.date_precision]
        assert item.get("issued") == ({"date-parts": [parts]} if parts else None)
        if is_report:
            assert item.get("number", "") == shown.number
        assert ("Links: PDF: https://moths.example.org/a_b.pdf; Code: " in item.get("note", "")) is bool(shown.pdf)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_shown_on_pages_has_no_more_than_a_style_prints(style: str) -> None:
    shown = shorten({style: STYLES[style].cite(titled("Moths", kind=Kind.ARTICLE, **DAY, **WHERE, **MORE))})[style]
    assert "a_b.pdf" not in shown
    assert "Best Paper" not in shown
    assert "withdrawn" in shown.lower()
    assert "Night Press" in shown or style == "text"


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({"kind": Kind.ARTICLE, **WHERE}, "(2024). Moths. Letters on Moths & Lamps_A, 12(3), 7–12."),
        (
            {"kind": Kind.CONFERENCE, **WHERE},
            "Moths. In Letters on Moths & Lamps_A (Vol. 12(3), pp. 7–12). Night Press.",
        ),
        ({"kind": Kind.CHAPTER, "venue": "Lamps", "pages": "7"}, "Moths. In Lamps (pp. 7)."),
        ({"kind": Kind.CONFERENCE, "venue": "Is It Night?"}, "Moths. In Is It Night?"),
        ({"kind": Kind.THESIS, "publisher": "Harbour"}, "Moths. [Thesis, Harbour]."),
        ({"kind": Kind.REPORT, "number": "TR-1", "publisher": "Harbour"}, "Moths. No. TR-1. Harbour."),
        ({"kind": Kind.BOOK, "publisher": "Harbour"}, "Moths. Harbour."),
        ({"venue": "Lamps", "volume": "2"}, "Moths. Lamps, 2."),
        ({"withdrawn": True}, "Moths. This paper was withdrawn."),
        ({}, "(2024). Moths."),
        (UNDATED, "(n.d.). Moths."),
        (MONTH, "(2024). Moths."),
    ],
)
def test_text(facts: dict[str, Any], written: str) -> None:
    assert text(titled("Moths", **facts)).endswith(f"{written}\n")


@pytest.mark.parametrize(
    ("pages", "ris_pages", "csl_page"),
    [
        ("7–12", ("7", "12"), "7-12"),
        ("7", ("7", ""), "7"),
        ("7–9, 12", ("7–9, 12", ""), "7-9, 12"),
        ("A-1–A-9", ("A-1", "A-9"), "A-1–A-9"),
    ],
)
def test_pages(pages: str, ris_pages: tuple[str, str], csl_page: str) -> None:
    shown = titled("Moths", kind=Kind.ARTICLE, pages=pages)
    (found,) = rispy.loads(ris(shown))
    assert (found["start_page"], found.get("end_page", "")) == ris_pages
    assert json.loads(csl_json(shown))["page"] == csl_page


@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({}, None),
        ({"arxiv": "2402.04610"}, "https://arxiv.org/pdf/2402.04610"),
        ({"arxiv": "2402.04610", "pdf": "https://moths.example.org/a.pdf"}, "https://moths.example.org/a.pdf"),
    ],
)
def test_pdf_address(facts: dict[str, Any], address: str | None) -> None:
    assert pdf_address(titled("Moths", **facts)) == address


# ---- exports ----


def test_a_record_has_what_is_known() -> None:
    found = collection_of(VARIED)
    records = {shown.title: record(shown, found) for shown in VARIED}
    whole, bare = records["A Garden of Lamps"], records["Undated Notes on Moths"]
    assert list(whole)[-12:] == [
        *"kind venue volume number pages publisher pdf keywords awards withdrawn sources added".split()
    ]
    assert (whole["kind"], whole["date"], whole["area"], whole["pages"]) == ("article", "2024-03", None, "7–12")
    assert whole["sources"]["doi"] == "seeds/refs.bib:12"
    assert (whole["keywords"], whole["awards"]) == (["warm light", "phototaxis"], ["Best Paper", "Test of Time"])
    assert (bare["kind"], bare["date"], bare["venue"], bare["pdf"], bare["sources"]) == (None, None, None, None, {})
    assert records["Wings in the Rain"]["date"] == "2024"


def test_csv_joins_lists_and_sources() -> None:
    rows = list(csv.DictReader(io.StringIO(export(collection_of(VARIED), "csv").removeprefix("\ufeff"), newline="")))
    row = next(row for row in rows if row["title"] == "A Garden of Lamps")
    assert row["keywords"] == "warm light; phototaxis"
    assert row["withdrawn"] == "true"
    assert row["sources"].startswith("authors: seeds/refs.bib:12; et_al: seeds/refs.bib:12; doi: ")
    assert rows[3]["date"] == rows[3]["area"] == rows[3]["kind"] == ""


# ---- structured data and feeds ----


def test_json_ld_has_no_empty_values() -> None:
    for shown in ALL:
        found = json.loads(structured_data.article_json_ld(shown, "", (), SITE))
        assert all(found.values())
        assert found.get("datePublished", "") == shown.iso_date
        assert found.get("about", []) == ([shown.area.name] if shown.area else [])
        assert found.get("pagination", "") == shown.pages
        assert found.get("creativeWorkStatus") == ("Withdrawn" if shown.withdrawn else None)
        assert isinstance(found["isPartOf"], list) is bool(shown.venue)


def test_json_ld_of_an_article_has_its_journal() -> None:
    found = json.loads(structured_data.article_json_ld(titled("Moths", kind=Kind.ARTICLE, **WHERE), "", (), SITE))
    issue, collection = found["isPartOf"]
    assert (issue["@type"], issue["issueNumber"], collection["@type"]) == ("PublicationIssue", "3", "Collection")
    assert issue["isPartOf"] == {
        "@type": ["PublicationVolume", "Periodical"],
        "name": WHERE["venue"],
        "volumeNumber": "12",
    }


@pytest.mark.parametrize(
    ("kind", "venue", "publisher"),
    [
        (Kind.ARTICLE, "citation_journal_title", "citation_publisher"),
        (Kind.CONFERENCE, "citation_conference_title", "citation_publisher"),
        (Kind.CHAPTER, "citation_inbook_title", "citation_publisher"),
        (Kind.THESIS, None, "citation_dissertation_institution"),
        (Kind.REPORT, None, "citation_technical_report_institution"),
        (None, None, "citation_publisher"),
    ],
)
def test_citation_tags(kind: Kind | None, venue: str | None, publisher: str) -> None:
    tags = structured_data.citation_tags(titled("Moths", kind=kind, **YEAR, **WHERE, **MORE), SITE)
    found = dict(tags)
    assert found.get(venue or "") == (WHERE["venue"] if venue else None)
    assert found[publisher] == "Night Press"
    assert (found["citation_firstpage"], found["citation_lastpage"]) == ("7", "12")
    assert (found["citation_volume"], found["citation_issue"]) == ("12", "3")
    assert found["citation_publication_date"] == "2024"
    assert found["citation_pdf_url"] == MORE["pdf"]
    assert [content for name, content in tags if name == "citation_keywords"] == list(MORE["keywords"])


def test_citation_tags_of_what_is_not_known_are_not_there() -> None:
    names = {name for name, _ in structured_data.citation_tags(titled("Moths", **UNDATED), SITE)}
    assert names == {"citation_title", "citation_author", "citation_abstract_html_url"}


def test_feeds_have_the_first_day_of_what_is_known() -> None:
    shown = [titled(f"Moths {at}", **dated) for at, dated in enumerate(DATES)]
    files = {file.src_uri: file.text for file in docs_files(collection_of(shown), SITE)}
    feed = feedparser.parse(files["feed.xml"])
    assert not feed.bozo
    assert [(entry.title, entry.get("published", "")[:10], entry.updated[:10]) for entry in feed.entries] == [
        ("Moths 0", "2024-03-04", "2024-03-04"),
        ("Moths 1", "2024-03-01", "2024-03-01"),
        ("Moths 2", "2024-01-01", "2024-01-01"),
        ("Moths 3", "", "1970-01-01"),
    ]
    items = json.loads(files["feed.json"])["items"]
    assert [item.get("date_published", "")[:10] for item in items] == ["2024-03-04", "2024-03-01", "2024-01-01", ""]
    assert files["feed.xml"].count("<published") == 3
    undated = docs_files(collection_of(shown[3:]), SITE)
    files = {file.src_uri: file.text for file in undated}
    assert feedparser.parse(files["feed.xml"]).feed.updated.startswith("1970-01-01")
    assert "date-released" not in files["CITATION.cff"]


def test_undated_papers_come_last() -> None:
    ordered = newest_first(VARIED)
    assert [shown.year for shown in ordered] == [2024, 2024, 2024, 2024, 2023, None, None]
    assert all(one.date >= other.date for one, other in pairwise(ordered))


def test_keywords_of_a_paper_are_each_once() -> None:
    shown = dataclasses.replace(titled("Lanterns at Night", **NO_AREA), keywords=("Lanterns", "night"))
    assert collection_of([shown]).keywords(shown) == ("Lanterns", "night")


def test_every_author_is_cited() -> None:
    (many,) = (shown for shown in VARIED if len(shown.authors) == 99)
    assert bibtex(many).count(" and ") == 98
    assert ris(many).count("AU  - ") == 99
    assert len(json.loads(csl_json(many))["author"]) == 99
    assert len(json.loads(structured_data.article_json_ld(many, "", (), SITE))["author"]) == 99
    assert len(re.findall(r"[A-Z][a-z]+, [A-Z]\.", text(many))) == 99
