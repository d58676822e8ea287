"""The catalogue of search: columns are there only if a paper has such values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from made_up import collection, collection_of, docs_files
from varied_papers import DATES, NO_AREA, UNDATED, VARIED, WHERE, titled

from generator.analysis.collection import Collection
from generator.config import SiteConfig
from generator.models import Paper

OPTIONAL = {"precision", "pdf", "arxiv", "withdrawn", "venue", "venues", "keyword", "keywords"}


def _catalogue(found: Collection) -> dict[str, Any]:
    (text,) = (file.text for file in docs_files(found, SiteConfig("Shelf")) if file.src_uri == "search/catalogue.js")
    read: dict[str, Any] = json.loads(text.split(" = ", 1)[1].rstrip(";\n"))
    return read


def _of(papers: Iterable[Paper]) -> dict[str, Any]:
    return _catalogue(collection_of(papers))


def test_a_listing_has_no_column_for_what_no_listing_has() -> None:
    assert not OPTIONAL & _catalogue(collection()).keys()
    assert _of(VARIED).keys() >= OPTIONAL


def test_dates_have_their_precision() -> None:
    found = _of(titled(f"Moths {at}", **dated) for at, dated in enumerate(DATES))
    assert found["precision"] == "3210"
    assert found["firstDay"] - sum(found["day"]) == 1


def test_days_of_arrival_are_there_if_there_are_several() -> None:
    days = [date(2031, 3, 4), date(2031, 4, 5), date(2031, 4, 7)]
    papers = [titled(f"Moths {at}", added=day) for at, day in enumerate(days)]
    first = replace(collection().addresses, first_day=days[0])
    found = _catalogue(replace(collection_of(papers), addresses=first))
    assert (date.fromordinal(found["firstAdded"]), sorted(found["added"])) == (days[1], [0, 1, 3])
    assert "added" not in _catalogue(replace(collection_of(papers[:1]), addresses=first))


def test_a_paper_without_an_area_has_none() -> None:
    found = _of([titled("Moths"), titled("Rain", **UNDATED, **NO_AREA)])
    assert found["area"] == [0, -1]
    assert found["areas"]["code"] == ["cs.CL"]


def test_venues_and_keywords_are_numbered() -> None:
    papers = [
        titled("Moths", **WHERE, keywords=("night", "light")),
        titled("Rain"),
        titled("Snow", **WHERE, keywords=("light",)),
    ]
    found = _of(papers)
    assert (found["venue"], found["venues"]["label"]) == ({"0": [0], "2": [0]}, [WHERE["venue"]])
    assert (found["keyword"], found["keywords"]["label"]) == ({"0": [0, 1], "2": [1]}, ["night", "light"])


def test_links_are_told_and_those_to_arxiv_by_their_identifiers() -> None:
    papers = [
        titled("Moths", arxiv="2402.04610"),
        titled("Rain", arxiv="2402.04611", pdf="https://moths.example.org/a.pdf", withdrawn=True),
        titled("Snow", code=True, code_url="https://code.example.org/snow"),
    ]
    found = _of(papers)
    assert found["pdf"] == {"1": "https://moths.example.org/a.pdf"}
    assert found["arxiv"] == {"0": "2402.04610", "1": "2402.04611"}
    assert found["codeUrl"] == {"2": "https://code.example.org/snow"}
    assert found["withdrawn"] == [1]


def test_every_author_is_found() -> None:
    (many,) = (shown for shown in VARIED if len(shown.authors) == 99)
    assert len(_of([many])["by"][0]) == 99
