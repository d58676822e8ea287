"""Look-ups in dumps of all forms, whole and broken."""

from __future__ import annotations

import gzip
import json
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
        (
            _lines(SNAPSHOT),
            {"arxiv": "2403.00001", "withdrawn": True, "doi": "10.1000/moths", "venue": "Moths 12 (2025)"},
        ),
        (_lines({**SNAPSHOT, "authors_parsed": []}), {"arxiv": "2403.00001", "from": "arXiv", "authors": AUTHORS}),
        (_lines(OF_MOTHS.work()), {"doi": "10.1000/moths", "from": "Crossref", "kind": "conference"}),
        (_lines(SIMPLE), {"arxiv": "2403.00001", "from": "dump.jsonl", "published": "2024-03", "authors": AUTHORS}),
        (_lines({**SIMPLE, "source": "arXiv page", "first_hand": True}), {"from": "arXiv page"}),
        (_lines({**SIMPLE, "first_hand": False, "withdrawn": True}), {"review": True, "withdrawn": True}),
        (gzip.compress(_lines(SIMPLE).encode()), {"from": "dump.jsonl.gz"}),
    ],
    ids="atom mark oai snapshot no-parts crossref simple source review gzip".split(),
)
def test_every_form_of_dump_is_read(shelf: Shelf, content: str | bytes, entry: dict[str, object]) -> None:
    assert _search(shelf, content, "dump.jsonl.gz" if isinstance(content, bytes) else "dump.jsonl") == 0
    found = shelf.read()["papers"][MOTHS]
    assert {name: found[name] for name in entry} == entry
    assert len(found["authors"]) == 4
    assert shelf.told == ["1 found, 0 proposed, 2 not found, 0 left for the next time"]


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
        (gzip.compress(b"[")[:-4], "Compressed file ended before the end-of-stream marker was reached"),
        (b"moths", "Not a gzipped file"),
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
    assert _search(shelf, _lines(SIMPLE | wrong)) == 0
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
