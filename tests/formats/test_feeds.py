"""Feeds: parsed again by a feed reader; identifiers never change."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_up import PAPERS, SITE_NAME, TOPICS, collection, docs_files, entry, many, paper

from generator.analysis.collection import Collection
from generator.config import SiteConfig
from generator.formats.citations import credit
from generator.formats.feeds import MAX_ENTRIES, Feed, FeedEntry, FeedLink, atom, json_feed, opml
from generator.models import DatePrecision
from generator.sources.permalinks import permalinks_to_csv
from generator.text.markdown import printable

SOUP = [
    "]]>",
    "<![CDATA[",
    "</script>",
    "<b>",
    "&amp;",
    "&",
    '"',
    "'",
    "\\",
    "\n",
    "\x00",
    "\x02",
    "\x1f",
    "\x7f",
    "\x85",
]
SOUP += [
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\u2028",
    "<?xml?>",
    "</entry>",
    "<!--",
    "--",
    "moth",
    " ",
    "é",
    "陈",
    "🦋",
]
TEXTS = st.lists(st.sampled_from(SOUP), min_size=1, max_size=6).map("".join) | st.text(min_size=1, max_size=20)
ATOM = "{http://www.w3.org/2005/Atom}"


def _feed(*entries: FeedEntry, **facts: Any) -> Feed:
    made = {"name": "shelf/index.md", "title": "Shelf", "description": "Moths.", "home": "https://a.example.org/"}
    made |= {"address": "https://a.example.org/feed.xml"}
    return Feed(**(made | facts), entries=entries)


def _entry(
    title: str = "Lanterns", abstract: str = "Moths come.", tags: tuple[str, ...] = ("cs.CL",), **facts: Any
) -> FeedEntry:
    shown = paper(**({"plain_title": title, "key": "lanterns"} | facts))
    return FeedEntry(shown, "https://a.example.org/papers/lanterns/", abstract, tags)


def _atom(feed: Feed) -> ElementTree.Element:
    return ElementTree.fromstring(_bytes(atom(feed)))


def _bytes(text: str) -> bytes:
    """Return text as it is written to files."""
    return text.encode("utf-8", "replace")


def _json(feed: Feed) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_bytes(json_feed(feed)))
    return read


@pytest.mark.parametrize(
    ("added", "facts", "published", "updated"),
    [
        (None, {}, "2024-03-04", "2024-03-04"),
        (date(2031, 5, 6), {}, "2024-03-04", "2031-05-06"),
        (date(2024, 3, 4), {}, "2024-03-04", "2024-03-04"),
        (date(2023, 5, 6), {}, "2024-03-04", "2024-03-04"),
        (date(2031, 5, 6), {"date": date.min, "date_precision": DatePrecision.NONE}, None, "2031-05-06"),
        (None, {"date": date.min, "date_precision": DatePrecision.NONE}, None, "1970-01-01"),
    ],
    ids=["first papers", "added later", "added at once", "added before its date", "undated", "undated first papers"],
)
def test_when_a_paper_was_published_and_updated(
    added: date | None, facts: dict[str, Any], published: str | None, updated: str
) -> None:
    feed = _feed(dataclasses.replace(_entry(**facts), added=added))
    root = _atom(feed)
    (entry,) = root.iter(f"{ATOM}entry")
    assert [(one.findtext(f"{ATOM}updated") or "")[:10] for one in (root, entry)] == [updated, updated]
    assert (entry.findtext(f"{ATOM}published") or "")[:10] == (published or "")
    (item,) = _json(feed)["items"]
    assert item.get("date_published", "")[:10] == (published or "")
    assert item.get("date_modified", "")[:10] == (updated if added and updated != published else "")


def test_addresses_in_atom_are_ascii() -> None:
    root = _atom(_feed(home="https://a.example.org/käfer/?a=1&b=%41#lamp", address="https://a.example.org/蛾/feed.xml"))
    assert {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")} == {
        "alternate": "https://a.example.org/k%C3%A4fer/?a=1&b=%41#lamp",
        "self": "https://a.example.org/%E8%9B%BE/feed.xml",
    }


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@example("]]>", "</script>", "\x00", "\ud800")
def test_atom_of_hostile_text(title: str, abstract: str, name: str, tag: str) -> None:
    feed = _feed(
        _entry(title, abstract, (tag,), authors=[name.strip() or "x", "Ben Birch"]),
        title=title,
        description=abstract,
    )
    root = _atom(feed)
    (entry,) = root.iter(f"{ATOM}entry")
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} <= set(
        "feed title link id updated published author name subtitle entry summary category uri rights".split()
    )
    assert _lined(entry.findtext(f"{ATOM}title")) == _lined(printable(title))
    assert _lined(root.findtext(f"{ATOM}title")) == _lined(printable(title))
    assert [element.attrib["term"].split() for element in entry.iter(f"{ATOM}category")] == [printable(tag).split()]
    assert len(list(entry.iter(f"{ATOM}author"))) == 2
    assert not feedparser.parse(_bytes(atom(feed))).bozo


def _lined(text: str | None) -> list[str]:
    """Return the lines of a text, as XML normalizes line ends."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@example("]]>", "</script>", "\x00", "\ud800")
def test_json_feed_of_hostile_text(title: str, abstract: str, name: str, tag: str) -> None:
    feed = _feed(
        _entry(title, abstract, (tag,), authors=[name.strip() or "x", "Ben Birch"]),
        title=title,
        description=abstract,
    )
    read = _json(feed)
    (item,) = read["items"]
    assert read["title"] == _encoded(title)
    assert item["title"] == _encoded(title)
    assert item["tags"] == [_encoded(tag)]
    assert len(item["authors"]) == 2
    assert _encoded(abstract).strip() in item["content_text"]


def _encoded(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_hostile_html_is_escaped() -> None:
    feed = _feed(_entry("<script>alert(1)</script>", "<img src=x onerror=alert(2)> & <b>moths</b>"))
    (entry,) = feedparser.parse(atom(feed), sanitize_html=False).entries
    assert "<img" not in entry.summary
    assert "&lt;img src=x onerror=alert(2)&gt; &amp; &lt;b&gt;moths&lt;/b&gt;" in entry.summary
    assert entry.title_detail.type == "text/plain"


@pytest.mark.parametrize("et_al", [True, False])
def test_entry(et_al: bool) -> None:
    entry = _entry(tags=("cs.CL", "Lanterns"), et_al=et_al)
    (read,) = feedparser.parse(atom(_feed(entry))).entries
    (item,) = _json(_feed(entry))["items"]
    names = ["Ada Alder", "Ben Birch", "Cleo Cedar"]
    assert [author.name for author in read.authors] == [author["name"] for author in item["authors"]] == names
    assert (read.title, item["title"]) == ("Lanterns", "Lanterns")
    assert read.link == item["url"] == "https://a.example.org/papers/lanterns/"
    assert read.id == item["id"]
    assert [tag.term for tag in read.tags] == item["tags"] == ["cs.CL", "Lanterns"]
    for shown in (read.summary, item["content_text"]):
        assert credit(entry.paper) in shown
        assert "Moths come." in shown
        assert ("et al." in shown) is et_al


def test_dates() -> None:
    feed = _feed(*(_entry(date=day, key=str(day)) for day in (date(2024, 3, 4), date(2026, 1, 2), date(2019, 12, 31))))
    read = feedparser.parse(atom(feed))
    days = [(2024, 3, 4), (2026, 1, 2), (2019, 12, 31)]
    assert [entry.published_parsed[:3] for entry in read.entries] == days
    assert [entry.updated_parsed[:3] for entry in read.entries] == days
    assert read.feed.updated_parsed[:3] == (2026, 1, 2)
    assert [item["date_published"] for item in _json(feed)["items"]] == [
        f"{year}-{month:02}-{day:02}T00:00:00+00:00" for year, month, day in days
    ]


def test_no_entries() -> None:
    feed = _feed()
    read = feedparser.parse(atom(feed))
    assert not read.bozo
    assert (read.entries, read.feed.title, read.feed.updated_parsed[:3]) == ([], "Shelf", (1970, 1, 1))
    assert _json(feed)["items"] == []


def test_required_elements_of_atom() -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    root = _atom(_feed(_entry()))
    (entry,) = root.iter(f"{ATOM}entry")
    for element in (root, entry):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
    assert {(link.get("rel", "alternate"), link.get("href")) for link in root.findall(f"{ATOM}link")} == {
        ("alternate", "https://a.example.org/"),
        ("self", "https://a.example.org/feed.xml"),
    }
    assert _json(_feed())["version"] == "https://jsonfeed.org/version/1.1"


# ---- the feeds of a site ----

READERS: dict[str, Callable[[str], list[str]]] = {
    "feed.xml": lambda text: [entry.id for entry in feedparser.parse(text).entries],
    "feed.json": lambda text: [item["id"] for item in json.loads(text)["items"]],
}


def _site_feeds(listing: str = PAPERS, vocabulary: str = TOPICS, **facts: Any) -> dict[str, str]:
    files = docs_files(collection(listing, vocabulary=vocabulary), SiteConfig(SITE_NAME, **facts))
    return {file.src_uri: file.text for file in files if file.src_uri.endswith(tuple(READERS))}


def _ids(feeds: dict[str, str]) -> dict[str, list[str]]:
    return {name: READERS[name.split("/")[-1]](text) for name, text in feeds.items()}


def test_every_topic_author_and_area_has_feeds() -> None:
    found = collection(vocabulary=TOPICS)
    headings = [h for index in (found.topics, found.authors, found.areas) for h in index.headings]
    folders = ["", *(f"{heading.src_uri.removesuffix('.md')}/" for heading in headings)]
    assert set(_site_feeds()) == {f"{folder}{name}" for folder in folders for name in READERS}


def test_a_feed_has_the_papers_of_its_page() -> None:
    feeds = _site_feeds()
    assert len(READERS["feed.xml"](feeds["feed.xml"])) == 5
    titles = [item["title"] for item in json.loads(feeds["authors/ada-alder/feed.json"])["items"]]
    assert [title.split()[0] for title in titles] == ["Reading", "Lantern²"]
    assert [entry.title for entry in feedparser.parse(feeds["authors/ada-alder/feed.xml"]).entries] == titles


def test_identifiers_stay_when_the_address_or_the_order_changes() -> None:
    ids = _ids(_site_feeds())
    assert _ids(_site_feeds(url="https://a.example.org/")) == ids
    assert _ids(_site_feeds(url="https://b.example.org/x/", directory_urls=False)) == ids
    assert _ids(_site_feeds("\n\n".join(reversed(PAPERS.strip().split("\n\n"))) + "\n")) == ids
    (first, *rest) = ids["feed.xml"]
    more = _ids(_site_feeds(PAPERS.replace("Gardeners keep", "Gardeners love")))
    assert more["feed.xml"] == [first, *rest]


CORRECTED = {
    "in the corrections": (PAPERS, "papers: {two-gardeners-and-a-moth: {title: Two Gardeners and Many Moths}}"),
    "under another name": (PAPERS, "papers: {Two Gardeners and a Moth: {title: Moths, authors: [Finn Fir]}}"),
    "in the listing": (PAPERS.replace("Two Gardeners and a Moth", "Two Gardeners and Many Moths"), ""),
    "in both": (
        PAPERS.replace("Two Gardeners and a Moth", "Two Gardeners and Many Moths"),
        "papers: {two-gardeners-and-many-moths: {title: Moths}}",
    ),
}


@pytest.mark.parametrize(("listing", "corrections"), CORRECTED.values(), ids=CORRECTED)
@pytest.mark.parametrize("columns", [8, 5], ids=["all columns", "the first columns"])
def test_identifiers_stay_when_a_title_is_corrected(listing: str, corrections: str, columns: int) -> None:
    before = collection()
    rows = csv.reader(io.StringIO(permalinks_to_csv(before.addresses.updated)))
    permalinks = "".join(f"{','.join(row[:columns])}\n" for row in rows)
    for text in (
        permalinks,
        permalinks_to_csv(collection(listing, corrections, permalinks=permalinks).addresses.updated),
    ):
        after = collection(listing, corrections, permalinks=text)
        assert [paper.key for paper in after.bibliography] != [paper.key for paper in before.bibliography]
        assert _ids_of(after) == _ids_of(before)
    back = collection(permalinks=text)
    assert _ids_of(back) == _ids_of(before)
    assert [paper.feed_id for paper in back.bibliography] == [""] * 5


@pytest.mark.parametrize("name", ["in the corrections", "under another name"])
def test_identifiers_stay_without_permalinks_when_a_correction_comes(name: str) -> None:
    assert _ids_of(collection(*CORRECTED[name])) == _ids_of(collection())


def test_a_title_that_a_correction_frees_changes_neither_identifiers_nor_the_other_address() -> None:
    older = entry("CLMay 9, 2020", "Rain on Wings", "Ada Alder", "Of rain.")
    younger = entry("CLMay 9, 2021", "Rain on Wings", "Ben Birch", "Of other rain.")
    after = collection(older + younger, "papers: {rain-on-wings: {title: Snow on Wings}}")
    before = collection(older + younger)
    assert [paper.key for paper in after.bibliography] == ["snow-on-wings", before.bibliography.papers[1].key]
    assert _ids_of(after) == _ids_of(before)


def _ids_of(found: Collection) -> list[str]:
    """Return the identifiers of all papers in the order of the listing, which are equal in both formats."""
    entries = [FeedEntry(paper, "https://a.example.org/", "", ()) for paper in found.bibliography]
    ids = [item["id"] for item in _json(_feed(*entries))["items"]]
    assert [read.id for read in feedparser.parse(atom(_feed(*entries))).entries] == ids
    assert len(set(ids)) == len(ids)
    return ids


def test_identifiers_tell_all_feeds_and_papers_apart() -> None:
    feeds = _site_feeds()
    whole = [feedparser.parse(text).feed.id for name, text in feeds.items() if name.endswith(".xml")]
    assert len(set(whole)) == len(whole)
    of_papers = _ids(feeds)["feed.xml"]
    assert len(set(of_papers)) == 5
    assert not set(whole) & set(of_papers)
    assert _ids(feeds)["feed.json"] == of_papers


def test_addresses_are_relative_where_that_of_the_site_is_not_known() -> None:
    feed = json.loads(_site_feeds()["authors/finn-fir/feed.json"])
    assert feed["home_page_url"] == "./"
    assert "feed_url" not in feed
    assert feed["items"][0]["url"] == "../../papers/two-gardeners-and-a-moth/"
    flat = json.loads(_site_feeds(directory_urls=False)["authors/finn-fir/feed.json"])
    assert flat["home_page_url"] == "../finn-fir.html"
    assert flat["items"][0]["url"] == "../../papers/two-gardeners-and-a-moth.html"


def test_addresses_are_whole_where_that_of_the_site_is_known() -> None:
    feed = json.loads(_site_feeds(url="https://a.example.org/")["authors/finn-fir/feed.json"])
    assert feed["home_page_url"] == "https://a.example.org/authors/finn-fir/"
    assert feed["feed_url"] == "https://a.example.org/authors/finn-fir/feed.json"
    assert feed["items"][0]["url"] == "https://a.example.org/papers/two-gardeners-and-a-moth/"


def test_an_empty_site_has_empty_feeds() -> None:
    feeds = _site_feeds("", "")
    assert set(feeds) == set(READERS)
    assert _ids(feeds) == {"feed.xml": [], "feed.json": []}


def test_a_feed_has_only_the_newest() -> None:
    feeds = _site_feeds(many(MAX_ENTRIES + 10), "")
    ids = _ids(feeds)
    assert len(ids["feed.xml"]) == len(ids["feed.json"]) == MAX_ENTRIES
    days = [item["date_published"] for item in json.loads(feeds["feed.json"])["items"]]
    assert days == sorted(days, reverse=True)
    assert days[0].startswith("2026")


# ---- the list of feeds ----


def _outlines(text: str) -> dict[str, list[dict[str, str]]]:
    """The feeds of a list in OPML 2.0, by the names of their groups."""
    root = ElementTree.fromstring(text)
    assert (root.tag, root.attrib, [part.tag for part in root]) == ("opml", {"version": "2.0"}, ["head", "body"])
    assert root.findtext("head/title")
    found: dict[str, list[dict[str, str]]] = {"": []}
    for outline in root.iterfind("body/outline"):
        if "xmlUrl" in outline.attrib:
            found[""].append(outline.attrib)
        else:
            assert outline.attrib == {"text": outline.attrib["text"], "title": outline.attrib["text"]}
            found[outline.attrib["text"]] = [one.attrib for one in outline]
    for one in (one for group in found.values() for one in group):
        assert set(one) == {"type", "text", "title", "xmlUrl", "htmlUrl"}
        assert one["type"] == "rss"
        assert one["text"]
    return found


def test_the_list_of_feeds_has_all_that_are_worth_following() -> None:
    found, site = (
        collection(many(60, authors=30), vocabulary=TOPICS),
        SiteConfig("Moths & Co", url="https://example.org/moths/"),
    )
    files = {file.src_uri: file.text for file in docs_files(found, site)}
    groups = _outlines(files["downloads/feeds.opml"])
    assert list(groups) == ["", "Topics", "Authors", "Subject areas"]
    recurring = {one.label for one in found.authors.headings if len(one.papers) > 1}
    assert {one["text"] for one in groups["Authors"]} == recurring
    assert {one["text"] for one in groups["Topics"]} == {one.label for one in found.topics.headings}
    assert groups[""] == [
        {
            "type": "rss",
            "text": "Moths & Co",
            "title": "Moths & Co",
            "xmlUrl": "https://example.org/moths/feed.xml",
            "htmlUrl": "https://example.org/moths/",
        }
    ]
    for one in (one for group in groups.values() for one in group):
        assert one["xmlUrl"].removeprefix(site.url) in files
    assert "feeds.opml](" in files["downloads/index.md"]


@pytest.mark.parametrize(
    "site", [SiteConfig("Moths"), SiteConfig("Moths", url="https://example.org/", off=("downloads",))]
)
def test_there_is_no_list_of_feeds_without_whole_addresses_or_downloads(site: SiteConfig) -> None:
    files = {file.src_uri: file.text for file in docs_files(collection(), site)}
    assert "downloads/feeds.opml" not in files
    assert not any("feeds.opml" in text for text in files.values())


@given(st.text(), st.text())
def test_any_title_is_listed(title: str, group: str) -> None:
    text = opml(
        title or "Moths", {group: [FeedLink(title or "Moths", "https://example.org/feed.xml", "https://example.org/")]}
    )
    ElementTree.fromstring(text)
