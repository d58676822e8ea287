"""The built site, file by file: whatever it links to is there, and nothing is there twice."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from conftest import SITES
from html_reader import Html, read

from generator.pages.routes import ROOT_FILES

Built = Callable[[str], Path]
LOCAL = "http://localhost/"


@pytest.fixture(scope="module", params=[name for name in SITES if name != "wide"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(name: str, built: Built) -> Path:
    return built(name)


@pytest.fixture(scope="module")
def address(name: str) -> str:
    """Where the site stands."""
    return str(SITES[name].get("site_url", LOCAL))


@functools.cache
def _html(path: Path) -> Html:
    return read(path.read_text(encoding="utf-8"))


def _page_address(site: Path, path: Path, address: str) -> str:
    return address + path.relative_to(site).as_posix().removesuffix("index.html")


def _links(html: Html) -> Iterator[str]:
    """Every address in a page, in the order of the page."""
    for name, facts in html.elements:
        for attribute in ("href", "src", "action", "data", "poster", "xlink:href"):
            if facts.get(attribute) is not None:
                yield facts[attribute] or ""
        if name == "meta" and facts.get("property") == "og:url":
            yield facts["content"] or ""


def _lost(site: Path, address: str, link: str) -> str:
    """What is wrong with a whole address: empty for one that leads to a file and a place in it, or elsewhere."""
    if not link.startswith(address):
        inside = urlsplit(link).netloc == urlsplit(address).netloc
        return f"{link} leads out of the site" if inside else ""
    parts = urlsplit(link)
    path = site / unquote(parts.path.removeprefix(urlsplit(address).path))
    path = path / "index.html" if path.is_dir() else path
    if not path.is_file():
        return f"{link} leads nowhere"
    ids = {facts.get("id") for _, facts in _html(path).elements} if parts.fragment and path.suffix == ".html" else None
    return f"{link} leads to no place of its page" if ids is not None and unquote(parts.fragment) not in ids else ""


def test_every_link_of_every_page_leads_somewhere(site: Path, address: str) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    lost, followed = set(), 0
    for page in pages:
        for link in _links(_html(page)):
            followed += 1
            lost.add(_lost(site, address, urljoin(_page_address(site, page, address), link)))
    assert sorted(lost - {""}) == []
    assert followed > 20 * len(pages)


def test_drawings_have_links_at_all(built: Built) -> None:
    for name in ("plain", "flat", "many"):
        (page,) = (path for path in built(name).rglob("*.html") if "co-authors" in path.as_posix())
        drawn = [facts for _, facts in _html(page).elements if facts.get("tabindex") == "-1" and "xlink:href" in facts]
        assert len(drawn) > 8
        assert {facts.get("role") for facts in drawn} == {"link"}  # Lighthouse takes others for broken links


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("papers/", ""),
        ("papers/nowhere/", "leads nowhere"),
        ("#nowhere", "leads to no place of its page"),
        ("authors/#letter-a", ""),
        ("https://elsewhere.example.org/", ""),
        ("/../x", "leads nowhere"),
    ],
)
def test_lost_links_are_told(link: str, fault: str, built: Built) -> None:
    assert _lost(built("plain"), LOCAL, urljoin(LOCAL, link)).endswith(fault)
    assert bool(_lost(built("plain"), LOCAL, urljoin(LOCAL, link))) is bool(fault)


def _feed_links(path: Path) -> Iterator[str]:
    if path.suffix == ".xml":
        for element in ElementTree.fromstring(path.read_bytes()).iter("{http://www.w3.org/2005/Atom}link"):
            yield element.attrib["href"]
    else:
        feed = json.loads(path.read_text(encoding="utf-8"))
        yield from (feed[key] for key in ("home_page_url", "feed_url") if key in feed)
        yield from (item["url"] for item in feed["items"])


def test_every_link_of_every_feed_leads_somewhere(site: Path, address: str) -> None:
    feeds = [*site.rglob("feed.xml"), *site.rglob("feed.json")]
    assert len(feeds) >= 2
    lost = set()
    for feed in feeds:
        for link in _feed_links(feed):
            lost.add(_lost(site, address, urljoin(_page_address(site, feed, address), link)))
            assert address == LOCAL or link.startswith(address)
    assert sorted(lost - {""}) == []


def test_every_link_for_crawlers_leads_somewhere(site: Path, address: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert len(links) >= 5
    links += [
        unquote(loc.text or "") for loc in ElementTree.parse(site / "sitemap.xml").iter() if loc.tag.endswith("loc")
    ]
    links += re.findall(r"Sitemap: (.+)", (site / "robots.txt").read_text(encoding="utf-8"))
    assert sorted({_lost(site, address, urljoin(address, link)) for link in links} - {""}) == []


def test_the_sitemap_has_every_page_once_where_the_address_is_known(name: str, site: Path, address: str) -> None:
    places = [loc.text for loc in ElementTree.parse(site / "sitemap.xml").iter() if loc.tag.endswith("loc")]
    assert max(Counter(places).values(), default=1) == 1
    pages = {page.relative_to(site).as_posix() for page in site.rglob("*.html")} - {"404.html"}
    if "flat" not in name:
        pages = {page.removesuffix("index.html") for page in pages}
    assert set(places) == ({address + page for page in pages} if "public" in name else set())


def test_the_ids_of_a_page_are_its_own(site: Path) -> None:
    twice = {
        (page.relative_to(site).as_posix(), element)
        for page in site.rglob("*.html")
        for element, number in Counter(facts["id"] for _, facts in _html(page).elements if facts.get("id")).items()
        if number > 1
    }
    assert twice == set()


def test_a_page_has_one_heading_of_the_first_order(site: Path) -> None:
    counts = {page.relative_to(site).as_posix(): len(_html(page).values("h1", "id")) for page in site.rglob("*.html")}
    assert {page: number for page, number in counts.items() if number != 1} == {}


def test_what_labels_and_controls_point_to_is_there(site: Path) -> None:
    lost = set()
    for page in site.rglob("*.html"):
        elements = _html(page).elements
        ids = {facts.get("id") for _, facts in elements}
        for _, facts in elements:
            for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                lost |= {(attribute, wanted) for wanted in (facts.get(attribute) or "").split() if wanted not in ids}
    assert lost - {("for", "__toc")} == set()  # the theme's own, on pages without a table of contents


def test_files_of_the_root_are_published(name: str, site: Path) -> None:
    known = {file for file in ROOT_FILES if not file.endswith(".md")}
    assert {file for file in known if not (site / file).exists()} == (set() if "public" in name else {"opensearch.xml"})


def test_the_manifest_is_not_published(site: Path) -> None:
    assert not list(site.rglob(".papershelf*"))


# ---- the head of a page ----

PAPER = "papers/two-gardeners-and-a-moth/index.html"
AUTHOR = "authors/ada-alder/index.html"


def _metas(html: Html) -> dict[str, str]:
    return {
        facts.get("property") or facts.get("name") or "": facts.get("content") or ""
        for name, facts in html.elements
        if name == "meta"
    }


def _rels(html: Html) -> dict[str, list[str]]:
    rels: dict[str, list[str]] = {}
    for name, facts in html.elements:
        if name == "link":
            rels.setdefault(facts.get("rel") or "", []).append(facts.get("href") or "")
    return rels


def test_the_head_of_a_page_whose_address_is_known(built: Built) -> None:
    home, paper = (_html(built("public") / page) for page in ("index.html", PAPER))
    address = "https://shelf.example.org/papers/"
    assert _rels(home)["canonical"] == [address]
    assert _rels(paper)["canonical"] == [f"{address}papers/two-gardeners-and-a-moth/"]
    assert _metas(paper)["og:url"] == f"{address}papers/two-gardeners-and-a-moth/"
    assert _rels(paper)["search"] == ["../../opensearch.xml"]


def test_the_head_of_a_page_whose_address_is_not_known(built: Built) -> None:
    for page in ("index.html", PAPER):
        html = _html(built("plain") / page)
        assert "canonical" not in _rels(html)
        assert "search" not in _rels(html)
        assert "og:url" not in _metas(html)


@pytest.mark.parametrize("name", ["plain", "public"])
def test_what_a_preview_shows(name: str, built: Built) -> None:
    home, paper, author = (_metas(_html(built(name) / page)) for page in ("index.html", PAPER, AUTHOR))
    assert (home["og:title"], home["og:type"]) == ("Shelf & <Sons>", "website")
    assert home["og:description"] == "Papers on *lanterns*, moths and the {{ weather }}."
    assert (paper["og:title"], paper["og:type"]) == ("Two Gardeners and a Moth", "article")
    assert paper["og:description"] == paper["description"]
    assert paper["description"].startswith("Gardeners keep moths. Moth attraction is")
    assert (author["og:title"], author["og:type"]) == ("Ada Alder", "website")
    assert home["og:site_name"] == paper["og:site_name"] == "Shelf & <Sons>"


@pytest.mark.parametrize("name", ["plain", "public", "flat"])
def test_feeds_are_found_from_a_page(name: str, built: Built) -> None:
    site = built(name)
    home, author = (
        _html(next(path for path in site.rglob("*.html") if path.relative_to(site).as_posix() in pages))
        for pages in (("index.html",), (AUTHOR, "authors/ada-alder.html"))
    )
    up = "../" if name == "flat" else "../../"
    own = "ada-alder/" if name == "flat" else ""
    assert _rels(home)["alternate"] == ["feed.xml", "feed.json"]
    assert _rels(author)["alternate"] == [f"{up}feed.xml", f"{up}feed.json", f"{own}feed.xml", f"{own}feed.json"]


def test_open_search(built: Built) -> None:
    root = ElementTree.parse(built("public") / "opensearch.xml").getroot()
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    assert root.findtext(f"{space}ShortName") == "Shelf & <Sons>"
    (url,) = root.iter(f"{space}Url")
    assert url.attrib == {"type": "text/html", "template": "https://shelf.example.org/papers/?q={searchTerms}"}


def test_a_page_that_is_not_found_says_where_to_go(built: Built) -> None:
    for name in ("plain", "public", "flat"):
        html = _html(built(name) / "404.html")
        assert "Page not found" in html.text
        assert len(html.values("form", "action")) >= 1
