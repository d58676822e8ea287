"""Look-ups at services: what is asked, how patiently, and what comes of answers of all kinds."""

from __future__ import annotations

import dataclasses
import gzip
import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from listed_projects import LISTING, MOTHS, OF_MOTHS, OF_RAIN, RAIN, WINGS, Shelf, make_shelf
from made_up_services import ERROR_ENTRY, FEED, Answer, running

from generator.config import build_day
from generator.sources.enriched import read_enriched


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return make_shelf(tmp_path)


def test_what_arxiv_has_is_written(shelf: Shelf) -> None:
    with running(OF_MOTHS, dataclasses.replace(OF_RAIN, comment="This paper has been withdrawn.")) as services:
        assert shelf.enrich(services) == 0
    assert shelf.read() == {
        "papers": {
            MOTHS: {
                "authors": ["Ada Alder", "Ben Birch", "Cleo Cedar", "Dora Dogwood"],
                "et_al": False,
                "published": date(2024, 3, 4),
                "arxiv": "2403.00001",
                "doi": "10.1000/moths",
                "pdf": "https://arxiv.org/pdf/2403.00001v2",
                "from": "arXiv",
                "retrieved": build_day(),
            },
            RAIN: {
                "authors": ["Finn Fir", "Gwen Ginkgo", "Hugo Hazel", "Ida Ivy"],
                "et_al": False,
                "published": date(2023, 5, 6),
                "arxiv": "2305.00002",
                "pdf": "https://arxiv.org/pdf/2305.00002v2",
                "kind": "preprint",
                "withdrawn": True,
                "from": "arXiv",
                "retrieved": build_day(),
            },
        },
        "absent": {WINGS: {"arXiv": build_day()}},
    }
    assert shelf.told[-1] == "2 found, 0 proposed, 1 not found, 0 left for the next time"


def test_crossref_adds_where_a_paper_appeared(shelf: Shelf) -> None:
    moths = dataclasses.replace(OF_MOTHS, doi="")
    with running(moths) as services:
        shelf.enrich(services)
        services.works = [dataclasses.replace(OF_MOTHS, published="2025-07")]
        assert shelf.enrich(services, source="crossref") == 0
    entry = shelf.read()["papers"][MOTHS]
    assert entry["from"] == "arXiv, Crossref"
    assert (entry["arxiv"], entry["doi"], entry["published"]) == ("2403.00001", "10.1000/moths", date(2024, 3, 4))
    assert (entry["venue"], entry["kind"], entry["pages"]) == ("Proceedings of Moths", "conference", "12–34")
    assert entry["publisher"] == "Moth & Sons"


def test_both_services_are_asked_where_none_is_named(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        assert shelf.enrich(services, source=None) == 0
        assert {urlsplit(path).path for path in services.asked} == {"/api/query", "/works"}
        assert shelf.enrich(services, source=None, check=True) == 0
    assert shelf.read()["papers"][MOTHS]["from"] == "arXiv, Crossref"
    assert shelf.read()["absent"][RAIN].keys() == {"arXiv", "Crossref"}


def test_a_service_is_not_asked_for_what_another_has_found(shelf: Shelf) -> None:
    shelf.file.write_text(
        f"papers:\n  {MOTHS}: {{arxiv: 2403.00001, doi: 10.1000/moths, venue: Moths, authors: [Ada], from: arXiv}}\n"
        f"  {RAIN}: {{arxiv: 2305.00002, doi: 10.1000/rain, authors: [Finn], from: arXiv}}\n",
        encoding="utf-8",
        newline="\n",
    )
    with running() as services:
        shelf.enrich(services, source="crossref")
        assert [parse_qs(urlsplit(path).query)["query.author"] for path in services.asked] == [["Fir"], ["Ivy"]]
        services.asked.clear()
        shelf.enrich(services, source="crossref", refresh=True)
        assert len(services.asked) == 3


def test_a_changed_title_is_found_by_the_authors_and_proposed(shelf: Shelf) -> None:
    with running(dataclasses.replace(OF_MOTHS, title="Why They Come to Light")) as services:
        assert shelf.enrich(services) == 0
    (proposal,) = shelf.read()["proposed"][MOTHS]
    assert proposal["reason"] == "the first 3 authors are the same, and the titles alike to 24 %"
    assert proposal["title"] == "Why They Come to Light"
    assert "papers" not in shelf.read()


def test_two_candidates_are_proposed(shelf: Shelf) -> None:
    with running(OF_MOTHS, dataclasses.replace(OF_MOTHS, arxiv="2404.00009")) as services:
        shelf.enrich(services)
    assert [one["arxiv"] for one in shelf.read()["proposed"][MOTHS]] == ["2403.00001", "2404.00009"]


def test_a_second_run_asks_for_nothing_and_a_refresh_for_everything(shelf: Shelf) -> None:
    with running(OF_MOTHS, dataclasses.replace(OF_RAIN, authors=OF_RAIN.authors[:3])) as services:
        shelf.enrich(services)
        assert shelf.read().keys() == {"papers", "proposed", "absent"}
        services.asked.clear()
        before = shelf.file.stat().st_mtime_ns
        assert shelf.enrich(services) == 0
        assert services.asked == []
        assert shelf.file.stat().st_mtime_ns == before
        services.works = [OF_MOTHS, OF_RAIN]
        assert shelf.enrich(services, refresh=True) == 0
    assert shelf.read()["papers"].keys() == {MOTHS, RAIN}
    assert shelf.read().keys() == {"papers", "absent"}


def test_check_tells_what_was_not_looked_up(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        assert shelf.enrich(services, limit=2) == 0
        services.asked.clear()
        assert shelf.enrich(services, check=True) == 1
        assert services.asked == []
    assert shelf.told == [f"{WINGS}: not looked up in arXiv yet", "1 of 3 papers not looked up yet"]


def test_a_dry_run_shows_what_it_finds_and_writes_nothing(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        assert shelf.enrich(services, dry_run=True) == 0
    assert f"{MOTHS}: found in arXiv, with 4 authors" in shelf.told
    assert not shelf.file.exists()


# ---- pace and patience ----


def test_requests_are_three_seconds_apart_and_say_who_asks(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        shelf.enrich(services, mailto="ada@example.org")
        assert shelf.fake.slept == [3.0] * (len(services.asked) - 1)
        assert len(shelf.fake.slept) > 2
        assert all(agent.startswith("papershelf/") for agent in services.agents)
        assert all(agent.endswith("; mailto:ada@example.org)") for agent in services.agents)


def test_crossref_sets_the_pace_by_its_headers(shelf: Shelf) -> None:
    headers = {"X-Rate-Limit-Limit": "5", "X-Rate-Limit-Interval": "2s"}
    with running() as services:
        services.told[""] = Answer('{"message": {"items": []}}', headers=headers)
        shelf.enrich(services, source="crossref", mailto="ada@example.org")
        assert shelf.fake.slept == pytest.approx([0.4, 0.4])
        assert all(parse_qs(urlsplit(path).query)["mailto"] == ["ada@example.org"] for path in services.asked)


def test_arxiv_is_asked_no_faster_whatever_its_headers_say(shelf: Shelf) -> None:
    with running() as services:
        headers = {"X-Rate-Limit-Limit": "50", "X-Rate-Limit-Interval": "1s"}
        services.told[""] = Answer(FEED.format(""), headers=headers)
        shelf.enrich(services)
        assert set(shelf.fake.slept) == {3.0}


def test_a_redirect_within_the_service_is_followed_at_its_pace(shelf: Shelf) -> None:
    with running(OF_MOTHS) as services:
        services.queued = [Answer("", status, {"Location": "/api/query?id_list=2403.00001"}) for status in (301, 307)]
        assert shelf.enrich(services, limit=1) == 0
        assert shelf.fake.slept == [3.0, 3.0]
    assert shelf.read()["papers"].keys() == {MOTHS}


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "ftp://127.0.0.1/moths", "http://moths.example/api/query", "//moths.example/"),
        *("http://[::1", "data:text/plain,moths", "javascript:alert(1)", ""),
    ],
)
def test_a_redirect_to_elsewhere_is_told(shelf: Shelf, address: str) -> None:
    with running() as services:
        services.told[""] = Answer("", 302, {"Location": address})
        assert shelf.enrich(services, limit=1) == 2
        assert len(services.asked) == 1
    assert f": expected an answer, found a redirect to '{address}'; " in shelf.told[0]


def test_redirects_without_end_are_told(shelf: Shelf) -> None:
    with running() as services:
        services.told[""] = Answer("", 302, {"Location": "/api/query"})
        assert shelf.enrich(services, limit=1) == 2
        assert len(services.asked) == 4
    assert ": expected an answer, found 4 redirects; " in shelf.told[0]


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry-After": "17"}, [17.0, 17.0]),
        ({"Retry-After": "1"}, [3.0, 3.0]),
        ({}, [6.0, 12.0]),
        ({"Retry-After": "soon"}, [6.0, 12.0]),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, [3.0, 3.0]),
        ({"Retry-After": "-9"}, [3.0, 3.0]),
        ({"Retry-After": "1e9"}, [6.0, 12.0]),
        ({"Retry-After": "9" * 5000}, [6.0, 12.0]),
        ({"Retry-After": "Wed, 21 Oct 99999999999999 07:28:00 GMT"}, [6.0, 12.0]),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 +99999999"}, [6.0, 12.0]),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_when_it_says(
    shelf: Shelf, status: int, headers: dict[str, str], waits: list[float]
) -> None:
    with running(OF_MOTHS) as services:
        services.queued = [Answer("slow down", status, headers)] * 2
        assert shelf.enrich(services, limit=1) == 0
        assert len(services.asked) == 3
    assert shelf.fake.slept == waits
    assert shelf.read()["papers"].keys() == {MOTHS}


@pytest.mark.parametrize(("stated", "seconds"), [("3600", "3600"), ("9" * 400, "1000000000")])
def test_a_service_that_wants_to_be_left_alone_for_long_is(shelf: Shelf, stated: str, seconds: str) -> None:
    with running(OF_MOTHS) as services:
        services.told["Rain"] = Answer("", 429, {"Retry-After": stated})
        assert shelf.enrich(services) == 0
        assert "Weather" not in "".join(services.asked)
    told = f"found the status 429; it wants to be asked again in {seconds} s; it is left for the next time"
    assert f"arXiv: {RAIN}: {told}" in shelf.told
    assert shelf.read().keys() == {"papers"}
    assert shelf.told[-1] == "1 found, 0 proposed, 0 not found, 2 left for the next time"


def test_a_service_that_answers_nobody_is_left_alone_after_three_papers(shelf: Shelf) -> None:
    more = LISTING + "".join(f"\nCLJun 8, 2025\nMoth {n} of ManyAda Alder\nMoth {n}.\n" for n in range(5))
    (shelf.root / "seeds" / "papers.txt").write_text(more, encoding="utf-8", newline="\n")
    with running() as services:
        services.told[""] = Answer("", 500)
        assert shelf.enrich(services) == 2
        assert len(services.asked) == 3 * 4
    assert not shelf.file.exists()


def test_without_a_network_nothing_changes(shelf: Shelf) -> None:
    with running() as services:
        url = services.url
    shelf.file.write_text("papers: {}\n", encoding="utf-8", newline="\n")
    assert shelf.enrich(endpoint=url, source="arxiv") == 2
    assert shelf.file.read_text(encoding="utf-8") == "papers: {}\n"
    assert shelf.told[0].startswith(f"arXiv: {MOTHS}: found no answer: ")
    assert shelf.fake.slept == [6.0]
    assert shelf.told[-1] == "0 found, 0 proposed, 0 not found, 3 left for the next time"


# ---- answers that are none ----

WHOLE = FEED.format(OF_MOTHS.entry())
TOTAL = '<os:totalResults xmlns:os="http://a9.com/-/spec/opensearch/1.1/">12</os:totalResults>'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "moths">'
    + "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in zip("bcdefghij", "abcdefghi", strict=True))
    + ']><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&j;</title></entry></feed>'
)
MANY = FEED.format(dataclasses.replace(OF_MOTHS, authors=[f"Ada Alder{n}" for n in range(10_000)]).entry())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(WHOLE[:-30]), "expected whole XML, found an error"),
        (Answer(WHOLE.replace("</title>", "")), "expected whole XML, found an error"),
        (Answer("<!DOCTYPE html><html><body>Moths</body></html>"), "expected Atom or OAI-PMH, found a document type"),
        (Answer("<html><body>Moths</body></html>"), "expected Atom or OAI-PMH, found <html>"),
        (Answer("Moths"), "expected whole XML, found an error"),
        (Answer(""), "expected whole XML, found an error"),
        (Answer(b"\xff\xfe\x00<"), "expected whole XML, found an error"),
        (Answer(BOMB), "expected Atom or OAI-PMH, found a document type: 'feed'"),
        (Answer(FEED.format("<a>" * 100 + "</a>" * 100)), "expected at most 50 levels of elements, found more"),
        (Answer(FEED.format(f"<entry>{'moths ' * 400_000}</entry>")), "expected at most 2,000,000 letters in an entry"),
        (Answer(FEED.format(ERROR_ENTRY)), "found an error in place of papers: 'incorrect id format for moths'"),
        (
            Answer(FEED.format(TOTAL)),
            "expected the entries that the feed counts, found none",
        ),
        (
            Answer(gzip.compress(WHOLE.encode()), headers={"Content-Encoding": "gzip"}),
            "expected an answer that is not compressed, found 'gzip'",
        ),
        (Answer(MANY), "but expected at most 5,000 authors, found more"),
        (Answer("no", 404), "expected an answer, found the status 404"),
        (Answer(WHOLE, length=len(WHOLE) + 10), "found an answer that is cut, after 4 tries"),
        (Answer(b"<feed>" + b" " * 20_000_001), "expected at most 20,000,000 bytes, found more"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_answer_of_arxiv_is_told_and_the_paper_left_for_the_next_time(
    shelf: Shelf, answer: Answer, told: str
) -> None:
    with running(OF_MOTHS, OF_RAIN) as services:
        services.told["Lanterns"] = services.told["Ada"] = answer
        assert shelf.enrich(services) == 0
        faults = [line for line in shelf.told if "left for the next time" in line][:-1]
        (fault,) = faults
        assert told in fault
        assert fault.startswith(f"arXiv: {MOTHS}: ")
        assert shelf.read()["papers"].keys() == {RAIN}
        assert shelf.read()["absent"].keys() == {WINGS}
        services.told.clear()
        assert shelf.enrich(services) == 0
        assert shelf.read()["papers"].keys() == {MOTHS, RAIN}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Moths", "expected JSON, found an error"),
        ('{"message"', "expected JSON, found an error"),
        ("[" * 100_000, "expected JSON, found an error"),
        ('{"message": []}', "expected an answer with message.items, found other JSON"),
        ("[]", "expected an answer with message.items, found other JSON"),
        ("<html/>", "expected JSON, found an error"),
    ],
)
def test_a_faulty_answer_of_crossref_is_told(shelf: Shelf, content: str, told: str) -> None:
    with running() as services:
        services.told["Moths"] = Answer(content)
        assert shelf.enrich(services, source="crossref") == 0
    assert [line for line in shelf.told if told in line and line.startswith(f"Crossref: {MOTHS}: ")]
    assert shelf.read()["absent"].keys() == {RAIN, WINGS}


ODD = {
    **OF_MOTHS.work(),
    "title": ["<i>Moths</i> and\u202e Lanterns:\x00 A&nbsp;Survey"],
    "container-title": ["<script>alert(1)</script>Moths \x1b[2J" + "m" * 30],
    "volume": ["1"],
    "issue": {"a": 1},
    "page": "m" * 10_000,
    "publisher": None,
    "URL": "javascript:alert(1)",
    "issued": {"date-parts": [[99999, 13, True]]},
    "author": [
        {"given": "Ada", "family": "Alder"},
        {"given": "Ben", "family": "Birch\n"},
        {"given": "Cleo", "family": "Cedar"},
        {"name": "Moths, Lamps and Co"},
        {"given": "Federico", "family": "García Lorca"},
    ],
}


def test_odd_values_are_cleaned_or_left_out(shelf: Shelf) -> None:
    junk = [None, 1, {}, {"title": 3, "DOI": 4}, {"title": [None], "author": "x"}, {"title": [], "author": [1, {}]}]
    with running() as services:
        services.told["Moths"] = Answer(json.dumps({"message": {"items": [*junk, ODD]}}))
        assert shelf.enrich(services, source="crossref", limit=1) == 0
    entry = shelf.read()["papers"][MOTHS]
    assert entry.keys() == {"authors", "et_al", "doi", "venue", "kind", "from", "retrieved"}
    assert entry["authors"][3:] == ["{Moths, Lamps and Co}", "García Lorca, Federico"]
    assert entry["venue"] == "alert(1)Moths [2J" + "m" * 30
    records, problems = read_enriched("e", shelf.file.read_text(encoding="utf-8"))
    assert problems == ()
    assert records[0].record.authors[4].filed_as == "García Lorca, Federico"


def test_a_subtitle_belongs_to_the_title_and_a_retraction_is_told(shelf: Shelf) -> None:
    parts = {"title": ["Moths and Lanterns"], "subtitle": ["A <b>Survey</b>"], "updated-by": [{"type": "retraction"}]}
    with running() as services:
        services.told["Moths"] = Answer(json.dumps({"message": {"items": [{**OF_MOTHS.work(), **parts}]}}))
        shelf.enrich(services, source="crossref", limit=1)
    entry = shelf.read()["papers"][MOTHS]
    assert entry["withdrawn"] is True
    assert "title" not in entry


def test_the_title_stays_as_the_first_service_has_it(shelf: Shelf) -> None:
    with running(dataclasses.replace(OF_MOTHS, doi="")) as services:
        shelf.enrich(services)
        services.works = [dataclasses.replace(OF_MOTHS, title="MOTHS AND LANTERNS. A SURVEY")]
        shelf.enrich(services, source="crossref")
    entry = shelf.read()["papers"][MOTHS]
    assert entry["from"] == "arXiv, Crossref"
    assert "title" not in entry


def test_an_address_that_is_no_web_address_is_left_out(shelf: Shelf) -> None:
    entry = OF_MOTHS.entry().replace("https://arxiv.org/pdf/2403.00001v2", "javascript:alert(1)")
    with running() as services:
        services.told["Moths"] = Answer(FEED.format(entry))
        shelf.enrich(services, limit=1)
    assert "pdf" not in shelf.read()["papers"][MOTHS]


def test_words_of_a_title_are_asked_without_signs(tmp_path: Path) -> None:
    shelf = make_shelf(tmp_path, LISTING.replace("Moths and Lanterns: A Survey", r'"Moths" AND (\emph{ti}:C++) $x^2$'))
    with running() as services:
        shelf.enrich(services, limit=1)
        query = parse_qs(urlsplit(services.asked[0]).query)["search_query"]
    assert query[0].count('"') == 2
    assert "Moths AND ti C" in query[0]
