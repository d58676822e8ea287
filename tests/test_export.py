"""Exports: every format read back."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from made_up import PAPERS, TOPICS, collection, entry

from generator.export import FORMATS, export

KEYS = (
    "key url title authors et_al area date date_inferred code code_url score affiliations topics abstract source "
    "confidence needs_review"
).split()


def _jsonl(listing: str = PAPERS, vocabulary: str = TOPICS) -> list[dict[str, Any]]:
    text = export(collection(listing, vocabulary=vocabulary), "jsonl")
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
    }


def test_jsonl_keeps_the_listing_as_it_is() -> None:
    first, *_, last = _jsonl()
    assert first["title"].startswith("Lantern$^2$ Glows")
    assert r"$2.8\times$ more moths, at 5\% of the cost" in first["abstract"]
    assert (last["area"], last["date"], last["date_inferred"], last["abstract"]) == ("cs.CL", "2026-01-08", True, "")


def test_csv_reads_back() -> None:
    rows = list(csv.DictReader(io.StringIO(export(collection(vocabulary=TOPICS), "csv"), newline="")))
    assert [list(row) for row in rows] == [KEYS] * 5
    for row, record in zip(rows, _jsonl(), strict=True):
        assert (row["title"], row["abstract"]) == (record["title"], record["abstract"])
        assert row["authors"].split("; ") == record["authors"]
        assert row["et_al"] == str(record["et_al"]).lower()
        assert row["score"] == ("" if record["score"] is None else str(record["score"]))


@given(
    st.lists(
        st.sampled_from(["=", "+", "-", "@", "'", '"', ",", ";", "\t", "1", "moth", "=1+1", "\n"]), min_size=1
    ).map("".join)
)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    listing = entry(title=f"{text.strip() or '='} Moths", abstract=text)
    for row in csv.reader(io.StringIO(export(collection(listing), "csv"), newline="")):
        assert len(row) == len(KEYS)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)


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
    [("jsonl", ""), ("bibtex", ""), ("ris", ""), ("csl-json", "[]"), ("csv", ",".join(KEYS) + "\r\n")],
)
def test_nothing_to_export(format_name: str, text: str) -> None:
    exported = export(collection(""), format_name)
    assert ("".join(exported.split()) if format_name == "csl-json" else exported) == text
