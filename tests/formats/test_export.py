"""Exports: every format is parsed again."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import PurePath
from typing import Any

import bibtexparser
import pytest
import rispy
from hostile import ATTACKS
from hypothesis import given
from hypothesis import strategies as st
from made_up import EXPORT_KEYS as KEYS
from made_up import PAPERS, TOPICS, collection, entry

from generator.formats.citations import MORE_AUTHORS
from generator.formats.export import FORMATS, export, format_of
from generator.text.latex import plain

MARK = "\ufeff"
CORRECTIONS = """papers:
  two-gardeners-and-a-moth:
    doi: 10.1000/moth_182~a%23
    arxiv: hep-th/9901001
    code_url: https://code.example.org/~moth_lab/a?b=1&c=%20#d
    links: {Slides; last: https://a.example.org/s_1, "Edition, two": "https://b.example.org/x;y"}
"""


def _jsonl(listing: str = PAPERS, vocabulary: str = TOPICS, corrections: str = "") -> list[dict[str, Any]]:
    text = export(collection(listing, corrections, vocabulary), "jsonl")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def test_jsonl_has_the_keys_in_their_order() -> None:
    assert [list(record) for record in _jsonl()] == [KEYS] * 5


def test_jsonl_record() -> None:
    assert _jsonl()[3] | {"confidence": 1} == {
        "key": "weather-forecasts-from-moth-wings",
        "url": "papers/weather-forecasts-from-moth-wings/",
        "title": "Weather Forecasts from Moth Wings",
        "authors": ["Gwen Ginkgo", "Hugo Hazel", "Ida Ivy"],
        "et_al": True,
        "area": "CV",
        "date": "2025-06-07",
        "date_inferred": False,
        "code": True,
        "code_url": None,
        "score": 99.7,
        "affiliations": ["old-harbour", "uni-north"],
        "topics": ["Weather"],
        "abstract": "Wings foretell the weather, as they do. The weather of tomorrow is weather on wings of today.",
        "source": "seeds.txt:13",
        "confidence": 1,
        "needs_review": False,
        "arxiv": None,
        "doi": None,
        "links": [],
        "citekey": "ginkgo2025weather",
        **dict.fromkeys("kind venue volume number pages publisher pdf".split()),
        "keywords": [],
        "awards": [],
        "withdrawn": False,
        "sources": {},
        "added": None,
    }


def test_jsonl_has_what_corrections_add() -> None:
    record = _jsonl(corrections=CORRECTIONS)[2]
    assert (record["doi"], record["arxiv"]) == ("10.1000/moth_182~a%23", "hep-th/9901001")
    assert record["links"] == [
        {"label": "Slides; last", "url": "https://a.example.org/s_1"},
        {"label": "Edition, two", "url": "https://b.example.org/x;y"},
    ]
    assert record["citekey"] == collection(corrections=CORRECTIONS).bibliography.papers[2].citekey


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_jsonl_has_a_line_for_each_paper_whatever_ends_a_line(end: str) -> None:
    text = export(collection(entry(title=f"Moths{end}at Night", abstract=f"Moths{end}come.")), "jsonl")
    (line,) = text.splitlines()
    assert json.loads(line)["abstract"] == f"Moths{end}come."


def test_jsonl_keeps_the_listing_as_it_is() -> None:
    first, *_, last = _jsonl()
    assert first["title"].startswith("Lantern$^2$ Glows")
    assert r"$2.8\times$ more moths, at 5\% of the cost" in first["abstract"]
    assert (last["area"], last["date"], last["date_inferred"], last["abstract"]) == ("cs.CL", "2026-01-08", True, "")


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV file, without its byte-order mark."""
    return list(csv.reader(io.StringIO(text.encode().decode("utf-8-sig"), newline="")))


def test_csv_begins_with_one_byte_order_mark() -> None:
    for listing in (PAPERS, ""):
        text = export(collection(listing), "csv")
        assert text.startswith(f"{MARK}key,url,")
        assert text.count(MARK) == 1


def test_csv_reads_back() -> None:
    head, *lines = _rows(export(collection(PAPERS, CORRECTIONS, TOPICS), "csv"))
    assert head == KEYS
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    for row, record in zip(rows, _jsonl(corrections=CORRECTIONS), strict=True):
        assert (row["title"], row["abstract"]) == (record["title"], record["abstract"])
        assert row["authors"].split("; ") == record["authors"]
        assert row["et_al"] == str(record["et_al"]).lower()
        assert row["score"] == ("" if record["score"] is None else str(record["score"]))
        assert (row["doi"], row["arxiv"]) == (record["doi"] or "", record["arxiv"] or "")
        assert row["citekey"] == record["citekey"]
        assert row["links"] == "; ".join(f"{link['label']}: {link['url']}" for link in record["links"])
    assert rows[2]["links"].startswith("Slides; last: https://a.example.org/s_1; Edition, two: https://")


@given(
    st.lists(
        st.sampled_from(
            ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'", '"', ",", ";", "\t", "1", "moth", "=1", "\n"]
        ),
        min_size=1,
    ).map("".join)
)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    listing = entry(title=f"{text.strip() or '='} Moths", abstract=text)
    for row in _rows(export(collection(listing), "csv")):
        assert len(row) == len(KEYS)
        assert not any(cell.startswith(tuple("=+-@＝＋－＠\t\r\n")) for cell in row)


def test_bibtex_has_every_paper() -> None:
    library = bibtexparser.parse_string(export(collection(), "bibtex"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [paper.citekey for paper in collection().bibliography]
    assert [entry["author"].endswith(" and others") for entry in library.entries] == [True, True, False, True, True]


def test_ris_has_every_paper() -> None:
    records = rispy.loads(export(collection(), "ris"))
    assert [record["title"] for record in records] == [paper.plain_title for paper in collection().bibliography]


def test_csl_json_has_every_paper() -> None:
    items = json.loads(export(collection(), "csl-json"))
    assert [item["title"] for item in items] == [paper.plain_title for paper in collection().bibliography]


@pytest.mark.parametrize("format_name", FORMATS)
def test_ends_in_a_newline(format_name: str) -> None:
    assert export(collection(), format_name).endswith("\n")


@pytest.mark.parametrize(
    ("format_name", "text"),
    [("jsonl", ""), ("bibtex", ""), ("ris", ""), ("csl-json", "[]"), ("csv", MARK + ",".join(KEYS) + "\r\n")],
)
def test_no_papers(format_name: str, text: str) -> None:
    exported = export(collection(""), format_name)
    assert ("".join(exported.split()) if format_name == "csl-json" else exported) == text


# ---- what reference managers read ----

HOSTILE = "".join(
    entry(title=f"Moths {number} {attack} at Night", authors="Ada Alder, Ben Birch", abstract=f"We say {attack} twice.")
    for number, attack in enumerate(attack for kind in ("references", "tables", "yaml") for attack in ATTACKS[kind])
)
NAMED = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"}
NAMED |= {"textasciicircum": "^"}


def _from_latex(text: str) -> str:
    """Return plain text without its escapes for LaTeX."""
    return re.sub(r"\\(?:(text\w+)\{\}|([&%$#_]))", lambda found: NAMED[found[1]] if found[1] else found[2], text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("listing", [PAPERS, HOSTILE], ids=["some", "hostile"])
def test_files_for_reference_managers_say_what_json_lines_say(listing: str) -> None:
    corrections = CORRECTIONS if listing is PAPERS else ""
    found = collection(listing, corrections, TOPICS)
    records = _jsonl(listing, corrections=corrections)
    entries = bibtexparser.parse_string(export(found, "bibtex")).entries
    references = rispy.loads(export(found, "ris"))
    items = json.loads(export(found, "csl-json"))
    assert len(records) == len(found.bibliography) > 4
    for record, paper, bib, ris, csl in zip(records, found.bibliography, entries, references, items, strict=True):
        bib = {name: _from_latex(field.value) for name, field in bib.fields_dict.items()} | {"key": bib.key}
        note = csl.get("note", "").split("\n")
        assert bib["key"] == ris["id"] == csl["id"] == record["citekey"]
        abstract = _one_line(plain(record["abstract"]))
        assert bib.get("abstract", "") == ris.get("abstract", "") == _one_line(csl.get("abstract", "")) == abstract
        keywords = [paper.area.code, *record["topics"]]
        assert bib["keywords"].split(", ") == ris["keywords"] == csl["keyword"].split(", ") == keywords
        assert (bib.get("doi"), bib.get("eprint")) == (record["doi"], record["arxiv"])
        assert ris.get("doi") == csl.get("DOI") == record["doi"]
        arxiv = record["arxiv"] and f"arXiv:{record['arxiv']}"
        assert ris.get("accession_number") == csl.get("number") == arxiv
        links = [link["url"] for link in record["links"]]
        links += [record["code_url"]] if record["code_url"] else []
        for said in (bib.get("annote", ""), "".join(ris.get("notes", [])), "".join(note)):
            assert said.count("https://") == len(links)
            assert all(url in said for url in links)
        assert [MORE_AUTHORS in said for said in (ris.get("notes", []), note)] == [record["et_al"]] * 2


def test_a_topic_is_one_keyword_whatever_its_name() -> None:
    vocabulary = "Lamps, lanterns; and more:\n  about: Lights.\n  phrases: [moth attraction, lantern]\n"
    found = collection(vocabulary=vocabulary)
    (first, *_) = bibtexparser.parse_string(export(found, "bibtex")).entries
    assert first["keywords"] == "cs.CL, Lamps lanterns and more"
    assert rispy.loads(export(found, "ris"))[0]["keywords"] == ["cs.CL", "Lamps lanterns and more"]


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("a.bib", "bibtex"),
        ("a.RIS", "ris"),
        ("a.json", "csl-json"),
        ("a.jsonl", "jsonl"),
        ("a.b.csv", "csv"),
        ("a.txt", None),
        ("csv", None),
        (".csv", None),
    ],
)
def test_format_of_a_file(name: str, format_name: str | None) -> None:
    assert format_of(PurePath(name)) == format_name
