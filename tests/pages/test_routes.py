"""Paths, addresses, and links to the repository of the listings."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from made_up import paper

from generator.config import Repository, SiteConfig
from generator.models import Location
from generator.pages.routes import beside, is_web

DIRECTORIES, FLAT = SiteConfig("Shelf"), SiteConfig("Shelf", directory_urls=False)
PUBLIC = SiteConfig("Shelf", url="https://a.example.org/x/")


@pytest.mark.parametrize(
    ("src_uri", "directories", "flat"),
    [
        ("index.md", "", "index.html"),
        ("papers/index.md", "papers/", "papers/index.html"),
        ("papers/moths.md", "papers/moths/", "papers/moths.html"),
        ("papers/myindex.md", "papers/myindex/", "papers/myindex.html"),
        ("topics/moths/2.md", "topics/moths/2/", "topics/moths/2.html"),
        ("feed.xml", "feed.xml", "feed.xml"),
        ("topics/moths/papers.bib", "topics/moths/papers.bib", "topics/moths/papers.bib"),
        ("CITATION.cff", "CITATION.cff", "CITATION.cff"),
    ],
)
def test_path(src_uri: str, directories: str, flat: str) -> None:
    assert (DIRECTORIES.url_path(src_uri), FLAT.url_path(src_uri)) == (directories, flat)


@pytest.mark.parametrize(
    ("src_uri", "seen_from", "directories", "flat"),
    [
        ("papers/a.md", "index.md", "papers/a/", "papers/a.html"),
        ("papers/a.md", "papers/index.md", "a/", "a.html"),
        ("papers/a.md", "papers/b.md", "../a/", "a.html"),
        ("papers/a.md", "papers/a.md", "./", "a.html"),
        ("authors/a.md", "maps/co-authors.md", "../../authors/a/", "../authors/a.html"),
        ("index.md", "papers/b.md", "../../", "../index.html"),
        ("index.md", "index.md", "./", "index.html"),
        ("index.md", "feed.xml", "./", "index.html"),
        ("index.md", "topics/a/feed.xml", "../../", "../../index.html"),
        ("topics/a.md", "topics/a/feed.xml", "./", "../a.html"),
        ("papers/b.md", "topics/a/feed.xml", "../../papers/b/", "../../papers/b.html"),
        ("feed.xml", "topics/a.md", "../../feed.xml", "../feed.xml"),
        ("downloads/papers.bib", "llms.txt", "downloads/papers.bib", "downloads/papers.bib"),
    ],
)
def test_relative(src_uri: str, seen_from: str, directories: str, flat: str) -> None:
    # `topics/a/` and `.` mean the same to whoever follows them.
    for facts, expected in ((DIRECTORIES, directories), (FLAT, flat)):
        base = f"https://a.example.org/{facts.url_path(seen_from)}"
        assert urljoin(base, facts.relative_url(src_uri, seen_from)) == urljoin(base, expected)
        assert urljoin(base, expected) == f"https://a.example.org/{facts.url_path(src_uri)}"


def test_an_address_is_absolute_if_the_site_has_one() -> None:
    assert PUBLIC.url_for("papers/a.md", "topics/a/feed.xml") == "https://a.example.org/x/papers/a/"
    assert PUBLIC.url_for("index.md", "feed.xml") == "https://a.example.org/x/"
    assert DIRECTORIES.url_for("papers/a.md", "feed.xml") == "papers/a/"
    assert FLAT.url_for("papers/a.md", "feed.xml") == "papers/a.html"


@pytest.mark.parametrize(
    ("src_uri", "place"),
    [
        ("index.md", "feed.xml"),
        ("topics/a.md", "topics/a/feed.xml"),
        ("papers/index.md", "papers/index/feed.xml"),
    ],
)
def test_beside(src_uri: str, place: str) -> None:
    assert beside(src_uri, "feed.xml") == place


@pytest.mark.parametrize(
    ("address", "web"), [("https://a.example.org", True), ("papers/index.md#a", False), ("index.md", False)]
)
def test_is_web(address: str, web: bool) -> None:
    assert is_web(address) is web


# ---- the repository ----

PLACE = Location("seeds/more papers#1.txt", 12)


@pytest.mark.parametrize(
    ("url", "source_uri", "line"),
    [
        ("https://github.com/a/b", "", "https://github.com/a/b/blob/main/{}#L12"),
        ("https://github.com/a/b/", "", "https://github.com/a/b/blob/main/{}#L12"),
        ("https://github.example.org/a/b", "", "https://github.example.org/a/b/blob/main/{}#L12"),
        ("https://gitlab.com/a/b", "", "https://gitlab.com/a/b/-/blob/main/{}#L12"),
        ("https://bitbucket.org/a/b", "", "https://bitbucket.org/a/b/src/main/{}#lines-12"),
        ("https://codeberg.org/a/b", "", "https://codeberg.org/a/b/src/branch/main/{}#L12"),
        ("https://github.com/a/b", "blob/trunk", "https://github.com/a/b/blob/trunk/{}#L12"),
        ("https://github.com/a/b", "/blob/trunk/shelf/", "https://github.com/a/b/blob/trunk/shelf/{}#L12"),
        ("https://codeberg.org/github/b", "", "https://codeberg.org/github/b/src/branch/main/{}#L12"),
    ],
)
def test_line(url: str, source_uri: str, line: str) -> None:
    assert Repository(url, source_uri).line_url(PLACE) == line.format("seeds/more%20papers%231.txt")


@pytest.mark.parametrize(
    ("url", "address", "fields"),
    [
        ("https://github.com/a/b/", "https://github.com/a/b/issues/new", {"template", "title", "paper", "place"}),
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/issues/new", {"issue[title]", "issue[description]"}),
        ("https://bitbucket.org/a/b", "https://bitbucket.org/a/b/issues/new", {"title", "body"}),
        ("https://codeberg.org/a/b", "https://codeberg.org/a/b/issues/new", {"title", "body"}),
    ],
)
def test_report(url: str, address: str, fields: set[str]) -> None:
    parts = urlsplit(Repository(url).issue_url(paper(plain_title="Moths & Lanterns? #1", location=PLACE)))
    said = parse_qs(parts.query)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == address
    assert set(said) == fields
    told = " ".join(text for (text,) in said.values())
    assert "Correction: Moths & Lanterns? #1" in told
    assert "lanterns" in told
    assert "seeds/more papers#1.txt:12" in told
    assert parts.fragment == ""


def test_a_report_of_a_long_title_is_short() -> None:
    assert len(Repository("https://github.com/a/b").issue_url(paper(plain_title="é" * 5000))) < 2000
