"""Parts of a site that are switched off: no page, no link and no file of them is left, and the rest is whole."""

from __future__ import annotations

import functools
import json
import posixpath
import re
from collections.abc import Iterator

import pytest
from html_reader import to_html
from made_up import PAPERS, SITE_DESCRIPTION, SITE_NAME, TOPICS, collection, docs_files, entry, many

from generator.config import PARTS, SiteConfig

LISTINGS = {"none": "", "one": entry(title="Moths at Night", authors="Ada Alder"), "some": PAPERS, "many": many(30)}
OFF: dict[str, tuple[str, ...]] = {"nothing": (), **{part: (part,) for part in PARTS}, "all": PARTS}
WORDS = {
    "areas": ["Subject areas", "## Areas", "All areas", "in Computation and Language"],
    "years": [],
    "affiliations": ["Affiliation", "old-harbour, uni-north"],
    "maps": [
        "(map.md)",
        "Show on the map",
        "Also near",
        "ps-near",
        "Each dot is a paper",
        "Topic map",
        "Co-author graph",
    ],
    "downloads": ["Download"],
    "meaning": [],
}
"""Texts that are on pages because of a part."""
BESIDE: dict[str, tuple[str, ...]] = dict.fromkeys(PARTS, ()) | {
    "maps": ("map.md", "search/map.js"),
    "meaning": ("search/meaning.js", "search/words-", "search/vectors-", "search/titles-"),
}
"""Files of parts that are not in a folder of theirs."""
Files = dict[str, str]


@functools.cache
def files_of(listing: str, off: str, *, folder: str = "", url: str = "") -> Files:
    site = SiteConfig(SITE_NAME, SITE_DESCRIPTION, url, folder=folder, off=OFF[off])
    return {file.src_uri: file.text for file in docs_files(collection(LISTINGS[listing], vocabulary=TOPICS), site)}


def body(markdown: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)


def links(files: Files) -> Iterator[tuple[str, str]]:
    """Yield each link of pages and `llms.txt`: the file that has it, and the file to which it leads."""
    for uri in (uri for uri in files if uri.endswith(".md")):
        for href in to_html(body(files[uri])).values("a", "href"):
            if not href.startswith(("#", "http")) and href.partition("#")[0].endswith((".md", ".xml", ".json", ".bib")):
                yield uri, posixpath.normpath(posixpath.join(posixpath.dirname(uri), href.partition("#")[0]))
    for href in re.findall(r"\]\(([^)]+)\)", files["llms.txt"]):
        yield "llms.txt", f"{href.rstrip('/')}.md" if href.endswith("/") else href


def is_there(target: str, files: Files) -> bool:
    return target in files or f"{target.removesuffix('.md')}/index.md" in files


@pytest.mark.parametrize("off", OFF)
@pytest.mark.parametrize("listing", LISTINGS)
def test_every_link_leads_to_a_file(listing: str, off: str) -> None:
    files = files_of(listing, off)
    found = list(links(files))
    assert len(found) > 4
    assert [(uri, target) for uri, target in found if not is_there(target, files)] == []


@pytest.mark.parametrize("off", [*PARTS, "all"])
@pytest.mark.parametrize("listing", LISTINGS)
def test_nothing_is_left_of_what_is_off(listing: str, off: str) -> None:
    files, whole = files_of(listing, off), files_of(listing, "nothing")
    assert {
        uri
        for uri in whole
        if uri.startswith(tuple(place for part in OFF[off] for place in (f"{part}/", *BESIDE[part])))
    } == whole.keys() - files.keys()
    assert files.keys() <= whole.keys()
    told = "\n".join(body(text) for uri, text in files.items() if uri.endswith((".md", ".txt")))
    for part in OFF[off]:
        assert f"{part}/" not in told
        assert [word for word in WORDS[part] if word in told] == []


def test_the_words_of_parts_are_there_at_all() -> None:
    files = files_of("some", "nothing")
    told = "\n".join(body(text) for uri, text in files.items() if uri.endswith((".md", ".txt")))
    assert {part for part, words in WORDS.items() if any(word in told for word in words)} == {*PARTS} - {
        "years",
        "meaning",
    }
    assert all(f"{part}/" in told for part in PARTS if part != "meaning")


@pytest.mark.parametrize("off", OFF)
def test_papers_keep_their_facts(off: str) -> None:
    """Papers state their area and day, and lists are grouped by year, even if areas and years have no pages."""
    files = files_of("many", off)
    assert all(f"\n## {year}\n" in files["papers/index.md"] for year in range(2019, 2027))
    page = to_html(body(files_of("some", off)["papers/weather-forecasts-from-moth-wings.md"])).text
    assert " ".join(page.split()).startswith(
        "Weather Forecasts from Moth Wings Gwen Ginkgo, Hugo Hazel, Ida Ivy et al."
    )
    assert "7 June 2025" in page
    assert re.search(r"\bCV\b", page)
    assert ("old-harbour" in page) is ("affiliations" not in OFF[off])


def catalogue(off: str) -> dict[str, object]:
    script = files_of("some", off)["search/catalogue.js"]
    found: dict[str, object] = json.loads(script.partition(" = ")[2].rstrip(";\n"))
    return found


@pytest.mark.parametrize("off", OFF)
def test_the_catalogue_tells_what_is_off(off: str) -> None:
    found, whole = catalogue(off), catalogue("nothing")
    assert found["off"] == list(OFF[off])
    if "affiliations" in OFF[off]:
        assert found.pop("affiliations") == {"label": [], "slug": {}}
        assert found.pop("affiliation") == {}
        assert whole["affiliation"]
    assert {name: value for name, value in found.items() if name != "off"}.items() <= whole.items()  # facets stay


def test_the_list_of_all_papers_leads_on() -> None:
    """The home page may be written by hand."""
    for off, parts in OFF.items():
        files = files_of("some", off)
        found = {target for uri, target in links(files) if uri == "papers/index.md"}
        lists = {f"{kind}/index.md" for kind in ("topics", "authors", "areas", "years", "affiliations")}
        assert {"explore.md", *(one for one in lists if one.partition("/")[0] not in parts)} <= found
        assert ("downloads/index.md" in found) is ("downloads" not in parts)
        assert ({"feed.xml", "feed.json"} <= found) is ("downloads" in parts)


def test_a_folder_changes_no_link_within_the_collection() -> None:
    one, other = files_of("some", "nothing"), files_of("some", "nothing", folder="lab/papers/")
    assert one.keys() - other.keys() == {"robots.txt"}  # it is read at the root of a host only
    differ = {uri for uri in other if one[uri] != other[uri]}
    papers = {uri for uri in other if re.fullmatch(r"papers/[^/]+\.md", uri)} - {"papers/index.md"}
    pages = {"index.md", "explore.md", "map.md", "saved.md", "feed.xml", "feed.json", "llms.txt", "CITATION.cff"}
    assert differ == pages | papers
    for uri in papers:  # structured data names the collection
        assert body(one[uri]) == body(other[uri])
    assert '<script src="../assets/javascripts/explore.js"' in one["explore.md"]
    assert '<script src="../../../assets/javascripts/explore.js"' in other["explore.md"]
    assert "# Papers\n" in other["index.md"]
    assert 'title: "Papers – Shelf & <Sons>"' in other["CITATION.cff"]
