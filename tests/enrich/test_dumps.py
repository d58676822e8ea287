"""Look-ups in dumps of all forms, whole and broken."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from listed_projects import LISTING, MOTHS, OF_MOTHS, OF_RAIN, RAIN, WINGS, Shelf, make_shelf
from made_up_services import ERROR_ENTRY, FEED

AUTHORS = ["Ada Alder", "Ben Birch", "Cleo Cedar", "Dora Dogwood"]
SNAPSHOT = {
    "id": "2403.00001",
    "authors": "Ada Alder, Ben Birch, Cleo Cedar and Dora Dogwood",
    "title": "Moths and Lanterns:\n  A Survey",
    "comments": "Withdrawn by the authors",
    "journal-ref": "Moths 12 (2025)",
    "doi": "10.1000/Moths 10.1000/more",
    "versions": [{"version": "v1", "created": "Mon, 4 Mar 2024 19:18:42 GMT"}, {"version": "v2", "created": "x"}],
    "update_date": "2030-01-01",
    "authors_parsed": [["Alder", "Ada", ""], ["Birch", "Ben", ""], ["Cedar", "Cleo", ""], ["Dogwood", "Dora", "Jr."]],
}
OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header status="deleted"><identifier>oai:arXiv.org:1</identifier></header></record>
<record><header><identifier>oai:arXiv.org:2403.00001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2403.00001</id><created>2024-03-04</created><authors>
<author><keyname>Alder</keyname><forenames>Ada</forenames></author>
<author><keyname>Birch</keyname><forenames>Ben</forenames></author>
<author><keyname>Cedar</keyname><forenames>Cleo</forenames></author>
<author><keyname>Dogwood</keyname><forenames>Dora</forenames><suffix>Jr.</suffix></author></authors>
<title>Moths and Lanterns: A Survey</title><comments>9 pages</comments><doi>10.1000/moths</doi></arXiv>
</metadata></record><resumptionToken>x</resumptionToken></ListRecords></OAI-PMH>
"""
RAW = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2403.00001</id><submitter>Zoe</submitter>
<version version="v1"><date>Mon, 4 Mar 2024 19:18:42 GMT</date></version>
<version version="v2"><date>Tue, 1 Jan 2030 19:18:42 GMT</date></version>
<title>Moths and Lanterns: A Survey</title><comments>Withdrawn by the authors</comments>
<authors>Ada Alder (1 and 2), Ben Birch, Cleo Cedar (2) and Dora Dogwood, Jr. ((1) Moths, Rome, (2) Mice)</authors>
</arXivRaw></metadata></record></ListRecords></OAI-PMH>"""
DUBLIN_CORE = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Moths and Lanterns: A Survey</dc:title><dc:creator>Alder, Ada</dc:creator><dc:creator>Birch, Ben</dc:creator>
<dc:creator>Cedar, Cleo</dc:creator><dc:creator>Dogwood, Dora</dc:creator><dc:description>On moths.</dc:description>
<dc:description>Comment: this paper has been withdrawn</dc:description>
<dc:date>2030-01-01</dc:date><dc:date>2024-03-04</dc:date><dc:identifier>http://arxiv.org/abs/2403.00001</dc:identifier>
<dc:identifier>Moths 12: 3 (2025)</dc:identifier><dc:identifier>doi:10.1000/moths</dc:identifier>
</oai_dc:dc></metadata></record></ListRecords></OAI-PMH>"""
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/moths",
    "display_name": "Moths &amp; <i>Lanterns</i>: A Survey",
    "publication_date": "2024-03-04",
    "publication_year": 2024,
    "authorships": [{"raw_author_name": "Ada Alder"}, *({"author": {"display_name": name}} for name in AUTHORS[1:])],
    "primary_location": {"source": {"display_name": "Journal of Moths", "type": "journal"}, "pdf_url": None},
    "best_oa_location": {"pdf_url": "https://moths.example/1.pdf"},
    "locations": [{"landing_page_url": "http://arxiv.org/abs/2403.00001"}, None],
    "type": "article",
    "type_crossref": "journal-article",
    "biblio": {"volume": "12", "issue": None, "first_page": "3", "last_page": "9"},
    "is_retracted": True,
}
SEMANTIC_SCHOLAR = {
    "paperId": "1",
    "externalIds": {"ArXiv": "2403.00001", "DOI": "10.1000/moths"},
    "title": OF_MOTHS.title,
    "authors": [{"authorId": None, "name": name} for name in AUTHORS],
    "year": 2024,
    "publicationDate": None,
    "venue": "Conference on Moths",
    "publicationTypes": ["JournalArticle", "Conference"],
    "journal": {"pages": "3-9", "volume": None},
    "openAccessPdf": {"url": "javascript:alert(1)"},
}
SIMPLE = {"title": OF_MOTHS.title, "authors": AUTHORS, "arxiv": "2403.00001", "published": "2024-03"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return make_shelf(tmp_path / "shelf")


def _search(shelf: Shelf, content: str | bytes, name: str = "dump.jsonl", **options: Any) -> int:
    path = shelf.root.parent / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return shelf.enrich(dumps=(path,), **options)


def _lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize(
    ("content", "entry"),
    [
        (FEED.format(OF_MOTHS.entry()), {"arxiv": "2403.00001", "from": "arXiv", "doi": "10.1000/moths"}),
        ("\ufeff" + FEED.format(OF_MOTHS.entry()), {"arxiv": "2403.00001", "from": "arXiv"}),
        (OAI, {"arxiv": "2403.00001", "from": "arXiv", "doi": "10.1000/moths"}),
        (RAW, {"arxiv": "2403.00001", "from": "arXiv", "withdrawn": True, "published": date(2024, 3, 4)}),
        (
            DUBLIN_CORE,
            {
                **{"arxiv": "2403.00001", "doi": "10.1000/moths", "venue": "Moths 12: 3 (2025)"},
                **{"withdrawn": True, "published": date(2024, 3, 4)},
            },
        ),
        (
            _lines(OPENALEX),
            {
                **{
                    "arxiv": "2403.00001",
                    "doi": "10.1000/moths",
                    "from": "OpenAlex",
                    "review": True,
                    "withdrawn": True,
                },
                **{"venue": "Journal of Moths", "kind": "article", "volume": "12", "pages": "3–9"},
                **{"pdf": "https://moths.example/1.pdf", "published": date(2024, 3, 4), "authors": AUTHORS},
            },
        ),
        (
            _lines(SEMANTIC_SCHOLAR),
            {
                **{"arxiv": "2403.00001", "doi": "10.1000/moths", "from": "Semantic Scholar", "review": True},
                **{"venue": "Conference on Moths", "kind": "conference", "pages": "3–9", "published": "2024"},
            },
        ),
        (
            _lines(SNAPSHOT),
            {"arxiv": "2403.00001", "withdrawn": True, "doi": "10.1000/moths", "venue": "Moths 12 (2025)"},
        ),
        (_lines({**SNAPSHOT, "authors_parsed": []}), {"arxiv": "2403.00001", "from": "arXiv", "authors": AUTHORS}),
        (_lines(OF_MOTHS.work()), {"doi": "10.1000/moths", "from": "Crossref", "kind": "conference"}),
        (_lines(SIMPLE), {"arxiv": "2403.00001", "from": "dump.jsonl", "published": "2024-03", "authors": AUTHORS}),
        (_lines({**SIMPLE, "source": "arXiv page", "first_hand": True}), {"from": "arXiv page"}),
        (_lines({**SIMPLE, "first_hand": False, "withdrawn": True}), {"review": True, "withdrawn": True}),
        (gzip.compress(_lines(SIMPLE).encode(), mtime=0), {"from": "dump.jsonl.gz"}),
    ],
    ids=(
        "atom mark oai raw dublin-core openalex semantic-scholar snapshot no-parts crossref simple source review gzip"
    ).split(),
)
def test_every_form_of_dump_is_read(shelf: Shelf, content: str | bytes, entry: dict[str, object]) -> None:
    assert _search(shelf, content, "dump.jsonl.gz" if isinstance(content, bytes) else "dump.jsonl") == 0
    found = shelf.read()["papers"][MOTHS]
    assert {name: found[name] for name in entry} == entry
    assert len(found["authors"]) == 4
    assert shelf.told == ["1 found, 0 proposed, 2 not found, 0 left for the next time"]


@pytest.mark.parametrize(
    "value",
    [
        [SIMPLE],
        {"status": "ok", "message": {"items": [OF_MOTHS.work(), {"title": ["Mice"]}]}},
        {"meta": {"count": 1}, "results": [OPENALEX]},
        {"total": 1, "data": [SEMANTIC_SCHOLAR]},
        SIMPLE,
    ],
    ids="list crossref openalex semantic-scholar record".split(),
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_whole_answer_is_read(shelf: Shelf, value: object, indent: int | None) -> None:
    assert _search(shelf, "\ufeff" + json.dumps(value, indent=indent)) == 0
    assert shelf.read()["papers"].keys() == {MOTHS}
    assert shelf.told == ["1 found, 0 proposed, 2 not found, 0 left for the next time"]


def test_the_identifier_that_arxiv_registers_is_no_doi_of_its_own(shelf: Shelf) -> None:
    _search(shelf, _lines({**OPENALEX, "doi": "https://doi.org/10.48550/arXiv.2403.00001", "locations": []}))
    assert shelf.read()["papers"][MOTHS]["arxiv"] == "2403.00001"
    assert "doi" not in shelf.read()["papers"][MOTHS]


def _zip(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_of_one_file_is_read(shelf: Shelf) -> None:
    assert _search(shelf, _zip(moths=_lines(SIMPLE)), "dump.zip") == 0
    assert shelf.read()["papers"].keys() == {MOTHS}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_zip(), "expected a zip of one file, without a password, found 0 files"),
        (_zip(a="", b=""), "expected a zip of one file, without a password, found 2 files"),
        (_zip(a=_lines(SIMPLE))[:-30], "File is not a zip file"),
        (_zip(a=_lines(SIMPLE)).replace(b"\x14\x00\x00\x00\x08", b"\x14\x00\x01\x00\x08"), "without a password"),
    ],
    ids="empty two cut password".split(),
)
def test_another_zip_is_told(shelf: Shelf, content: bytes, told: str) -> None:
    assert _search(shelf, content, "dump.zip") == 2
    assert told in shelf.told[0]


@pytest.mark.skipif(os.name != "posix", reason="no named pipes")
def test_a_dump_may_come_from_a_pipe(shelf: Shelf) -> None:
    pipe = shelf.root / "pipe"
    os.mkfifo(pipe)
    threading.Thread(
        target=pipe.write_bytes, args=[gzip.compress(_lines(SIMPLE).encode(), mtime=0)], daemon=True
    ).start()
    assert shelf.enrich(dumps=(pipe,)) == 0
    assert shelf.read()["papers"].keys() == {MOTHS}


@pytest.mark.parametrize(
    "content",
    [_lines({"name": OF_MOTHS.title, "people": AUTHORS}), DUBLIN_CORE.replace("creator", "contributor")],
    ids="json xml".split(),
)
def test_nothing_is_absent_from_a_file_in_a_form_that_is_not_known(shelf: Shelf, content: str) -> None:
    assert _search(shelf, content) == 2
    assert shelf.told[0] == "dump.jsonl: expected records with a title and authors, found none"
    assert not shelf.file.exists()


def test_a_file_with_more_records_is_searched_again_for_what_was_absent(shelf: Shelf) -> None:
    mice = {"title": "Mice", "authors": ["Emil Elm"]}
    _search(shelf, _lines(mice))
    assert shelf.read()["absent"].keys() == {MOTHS, RAIN, WINGS}
    _search(shelf, _lines(mice, SIMPLE))
    assert shelf.read()["papers"].keys() == {MOTHS}
    assert shelf.read()["absent"].keys() == {RAIN, WINGS}


def test_a_limit_reaches_papers_that_were_not_looked_up(shelf: Shelf) -> None:
    mice = {"title": "Mice", "authors": ["Emil Elm"]}
    for count in (1, 2, 3):
        _search(shelf, _lines(mice), limit=1)
        assert len(shelf.read()["absent"]) == count


def test_authors_in_another_order_are_found_by_any_of_them(shelf: Shelf) -> None:
    people = ["Cleo Cedar", "Ada Alder", "Ben Birch", "Emil Elm"]
    _search(shelf, _lines({**SIMPLE, "authors": people, "title": "Why They Come to Light"}))
    (proposal,) = shelf.read()["proposed"][MOTHS]
    assert proposal["reason"].startswith("the first 3 authors are the same, and the titles alike to ")


@pytest.mark.parametrize("records", [[SNAPSHOT], [SIMPLE], [OF_MOTHS.work()]])
def test_a_dump_is_not_searched_again_for_what_is_known(shelf: Shelf, records: list[object]) -> None:
    _search(shelf, _lines(*records))
    before = shelf.file.read_bytes()
    assert _search(shelf, _lines({**SIMPLE, "authors": [*AUTHORS, "Emil Elm"], "arxiv": "2403.00009"}), limit=1) == 0
    assert shelf.file.read_bytes() == before


def test_records_that_are_none_are_told_and_nothing_is_absent(shelf: Shelf) -> None:
    content = _lines(OF_RAIN.work() | {"DOI": "10.1000/rain"}) + 'moths\n[1]\n{"title": 3}\n\n3\n' + _lines(SIMPLE)
    assert _search(shelf, content) == 0
    assert shelf.read().keys() == {"papers"}
    assert shelf.read()["papers"].keys() == {MOTHS, RAIN}
    assert [line.partition(" ")[0] for line in shelf.told[:-1]] == ["dump.jsonl:2:", "dump.jsonl:3:", "dump.jsonl:6:"]
    assert shelf.told[-1] == "2 found, 0 proposed, 0 not found, 1 left for the next time"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (FEED.format(OF_MOTHS.entry())[:-40], "expected whole XML, found an error"),
        (FEED.format(OF_MOTHS.entry() + "<entry>")[:-7], "expected whole XML, found an error"),
        ("<!DOCTYPE html><p>moths", "expected Atom or OAI-PMH, found a document type: 'html'"),
        ("<html/>", "expected Atom or OAI-PMH, found <html>"),
        ("<x xmlns='urn:\u202emoths'/>", "expected Atom or OAI-PMH, found <{urn:moths}x>"),
        (gzip.compress(b"[", mtime=0)[:-4], "Compressed file ended before the end-of-stream marker was reached"),
        (b"\x1f\x8bmoths and lanterns", "Unknown compression method"),
        (
            gzip.compress(_lines(SIMPLE).encode() * 999, mtime=0)[:-20] + b"moths" * 4,
            "; what comes after that is not read",
        ),
    ],
)
def test_a_dump_that_is_cut_or_something_else_is_told(shelf: Shelf, content: str | bytes, told: str) -> None:
    name = "dump.gz" if isinstance(content, bytes) else "dump.xml"
    status = _search(shelf, content, name)
    assert told in shelf.told[0]
    assert shelf.told[0].startswith(f"{name}: ")
    if shelf.file.exists():
        assert status == 0
        assert shelf.read().keys() == {"papers"}
    else:
        assert status == 2


@pytest.mark.parametrize("content", ["", "\n\n", FEED.format(""), "[\n{}\n]\n"])
def test_a_dump_without_records_changes_nothing(shelf: Shelf, content: str) -> None:
    assert _search(shelf, content) == 2
    assert not shelf.file.exists()


def test_the_entry_of_an_error_is_no_paper(shelf: Shelf) -> None:
    assert _search(shelf, FEED.format(ERROR_ENTRY + OF_MOTHS.entry())) == 0
    assert shelf.read()["papers"].keys() == {MOTHS}


@pytest.mark.parametrize(
    "wrong",
    [{"authors": [f"Ada Alder {n}" for n in range(10_000)]}, {"authors": ["Ada Alder", "\x00"]}, {"authors": [3]}],
    ids=["many", "empty", "number"],
)
def test_a_paper_whose_record_is_not_usable_is_left(shelf: Shelf, wrong: dict[str, object]) -> None:
    assert _search(shelf, _lines(SIMPLE | wrong, {"title": "Mice", "authors": ["Emil Elm"]})) == 0
    assert shelf.read()["absent"].keys() == {RAIN, WINGS}
    assert shelf.told[0].startswith("dump.jsonl: record 1: expected ")
    assert shelf.told[1].endswith("1 left for the next time")


def test_only_few_faults_are_told(shelf: Shelf) -> None:
    _search(shelf, "moths\n" * 1000 + _lines(SIMPLE))
    assert len(shelf.told) == 6


def test_a_refresh_replaces_what_was_proposed(shelf: Shelf) -> None:
    changed = {**SNAPSHOT, "title": "Moths and Lanterns: The Survey"}
    _search(shelf, _lines(changed))
    _search(shelf, _lines({**changed, "doi": "10.1000/new"}), "other.jsonl", refresh=True)
    assert [one["doi"] for one in shelf.read()["proposed"][MOTHS]] == ["10.1000/new"]
    _search(shelf, _lines(SNAPSHOT), "third.jsonl", refresh=True)
    assert "proposed" not in shelf.read()
    assert shelf.read()["papers"].keys() == {MOTHS}


def test_a_name_that_looks_like_two_stays_one(shelf: Shelf) -> None:
    _search(shelf, _lines({**SIMPLE, "authors": [*AUTHORS, "Emil Elm; Finn Fir"]}))
    assert shelf.read()["papers"][MOTHS]["authors"][-1] == "{Emil Elm; Finn Fir}"


def test_candidates_come_from_the_whole_dump(shelf: Shelf) -> None:
    other = {**SIMPLE, "arxiv": "2403.00009"}
    changed = {**SIMPLE, "title": "Moths and Lanterns: The Survey", "arxiv": "2403.00008"}
    _search(shelf, _lines(changed, SIMPLE, *({"title": f"Rain {n}", "authors": ["X Y"]} for n in range(50)), other))
    reasons = [one["reason"] for one in shelf.read()["proposed"][MOTHS]]
    assert reasons == ["2 papers with this title and first author were found"] * 2 + [
        "the titles are alike to 93 %, with the same first author"
    ]


def test_names_with_the_family_name_first_are_found(tmp_path: Path) -> None:
    listing = LISTING.replace("Ada Alder, Ben Birch, Cleo Cedar et al.", "Federico Garcia Lorca, Ben Birch")
    shelf = make_shelf(tmp_path / "shelf", listing)
    parts = [["Garcia Lorca", "Federico", ""], ["Birch", "Ben", ""]]
    _search(shelf, _lines({**SNAPSHOT, "title": "Moths & Lanterns: A New Survey", "authors_parsed": parts}))
    (proposal,) = shelf.read()["proposed"][MOTHS]
    assert proposal["authors"] == ["Garcia Lorca, Federico", "Ben Birch"]
