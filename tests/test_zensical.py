"""Zensical, which runs no plugins, builds a whole site from what `papershelf pages` writes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from conftest import PUBLIC, REPOSITORY, Shared, made_up_project
from html_reader import Html, read
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COMMANDS = {"site": ("mkdocs", "build", "-q"), "zensical": ("zensical", "build", "--strict")}
ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)


@pytest.fixture
def project(shared: Shared) -> Path:
    """Return a project of which MkDocs has built `site`, and Zensical `zensical`."""

    def build(folder: Path) -> None:
        root = made_up_project(folder / "project", **PUBLIC)
        (root / "seeds" / "twice.txt").unlink()
        shutil.copytree(REPOSITORY / "overrides", root / "overrides", dirs_exist_ok=True)
        _run(root, "generator", "pages")
        for name, command in COMMANDS.items():
            shutil.rmtree(root / "site", ignore_errors=True)
            _run(root, *command)
            (root / "site").rename(root / f"by-{name}")

    return shared("zensical", build) / "project"


def _run(root: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _pages(project: Path) -> Iterator[tuple[str, Html, Html]]:
    """Yield the pages of both sites, each with its path."""
    one, other = project / "by-site", project / "by-zensical"
    for page in sorted(one.rglob("*.html")):
        path = page.relative_to(one)
        if path.name != "404.html" and 'http-equiv="refresh"' not in page.read_text(encoding="utf-8"):
            yield path.as_posix(), *(read((site / path).read_text(encoding="utf-8")) for site in (one, other))


def test_pages_have_the_same_text_and_links(project: Path) -> None:
    compared = 0
    for page in sorted((project / "by-site").rglob("index.html")):
        path = page.relative_to(project / "by-site")
        articles = [
            ARTICLE.search((project / by / path).read_text(encoding="utf-8")) for by in ("by-site", "by-zensical")
        ]
        one, other = (read(article[0]) for article in articles if article)
        assert one.text.split() == other.text.split(), path
        for element, attribute in (("a", "href"), ("math", "display"), ("h2", "id"), ("img", "src")):
            said = [_resolved(path, html.values(element, attribute)) for html in (one, other)]
            assert said[0] == said[1], path
        compared += 1
    assert compared > 20


def _resolved(path: Path, values: list[str]) -> list[str]:
    """Return the values that are not empty, with absolute addresses."""
    return [urljoin(f"https://shelf.example.org/{path.as_posix()}", value) for value in values if value]


PICTURE = {"og:image", "og:image:width", "og:image:height", "twitter:card"}
"""Metadata of the pictures of link previews, which only the plugin draws."""


def test_pages_have_the_same_metadata(project: Path) -> None:
    for path, one, other in _pages(project):
        said = [
            [
                (facts.get("name") or facts.get("property"), facts.get("content"))
                for name, facts in html.elements
                if name == "meta"
                and not {"http-equiv", "charset"} & facts.keys()
                and not {facts.get("name"), facts.get("property")} & {"generator", *PICTURE}
            ]
            for html in (one, other)
        ]
        assert said[0] == said[1], path
        linked = [
            {
                (facts["rel"], *_resolved(Path(path), [facts["href"] or ""]))
                for name, facts in html.elements
                if name == "link"
            }
            for html in (one, other)
        ]
        wanted = {(rel, *href) for rel, *href in linked[0] if rel in ("canonical", "alternate", "search")}
        assert wanted == {(rel, *href) for rel, *href in linked[1] if rel in ("canonical", "alternate", "search")}, path
        assert ("application/ld+json" in other.values("script", "type")) == (
            "application/ld+json" in one.values("script", "type")
        ), path


def test_files_beside_pages_are_the_same(project: Path) -> None:
    for name in ("feed.xml", "downloads/papers.bib", "search/engine.js", "search/catalogue.js", "llms.txt"):
        assert (project / "by-zensical" / name).read_bytes() == (project / "by-site" / name).read_bytes()
    one, other = (
        sorted(re.findall("<loc>(.*?)</loc>", (project / by / "sitemap.xml").read_text(encoding="utf-8")))
        for by in ("by-site", "by-zensical")
    )
    assert one == [address.replace("&#x2f;", "/") for address in other] != []


@pytest.fixture
def opened(
    project: Path, serve: Callable[[Path], AbstractContextManager[str]], browser: Browser
) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens a page of the site built by Zensical, and fails on errors in it."""
    faults: list[str] = []
    with serve(project / "by-zensical") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})

        def open_page(path: str) -> Page:
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.goto(address + path, wait_until="networkidle")
            return page

        yield open_page
        context.close()
    assert faults == []


def test_search_finds_papers_and_pages(opened: Callable[[str], Page]) -> None:
    page = opened("papers/two-gardeners-and-a-moth/")
    page.keyboard.press("/")
    box = page.locator("dialog.ps-search input[type=search]")
    for query, path in (("weather forecasts from moth wings", "papers/weather-forecasts"), ("shelf", "about/")):
        box.fill(query)
        expect(page.locator("a.ps-search__result").first).to_have_attribute("href", re.compile(f"/{path}"))
    expect(page.locator(".md-header [for=__search]")).to_be_hidden()


def test_explore_and_maps_work(opened: Callable[[str], Page]) -> None:
    page = opened("explore/")
    expect(page.get_by_role("group", name="Year")).to_be_visible()
    expect(page.locator(".ps-explore .ps-papers .ps-title").first).to_be_visible()
    page = opened("map/")
    expect(page.get_by_role("application", name="Map of papers")).to_be_visible()
    expect(page.get_by_label("Year")).to_be_enabled()


def test_pages_have_our_styles(opened: Callable[[str], Page]) -> None:
    page = opened("papers/two-gardeners-and-a-moth/")
    radius = page.locator(".ps-chip").first.evaluate("chip => getComputedStyle(chip).borderTopLeftRadius")
    assert radius != "0px"


def test_a_wrong_address_leads_on(project: Path) -> None:
    html = read((project / "by-zensical" / "404.html").read_text(encoding="utf-8"))
    assert "Page not found" in html.text
    assert any(href.endswith("papers/") for href in html.values("a", "href"))
