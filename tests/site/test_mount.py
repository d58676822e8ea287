"""A collection below a folder of an existing site: all of it is there, nothing else is touched, and links hold."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from conftest import PUBLIC, made_up_project
from html_reader import read
from mkdocs.exceptions import ConfigurationError
from projects import build, check, configure, files_of, say, write

from generator import mkdocs_runner
from generator.config import PARTS
from generator.site.docs_folder import MANIFEST

ADDRESS = str(PUBLIC["site_url"])
BY_HAND = {
    "index.md": b"# Moth Lab\n\nOur [papers](PAPERS).\n",
    "about/index.md": b"# About\n\nA shelf of made-up papers.\n",
    "lab/news.md": b"# News\n\nMoths.\n",
}
"""Pages of the site around the collection."""
REDIRECT = "old-moths,two-gardeners-and-a-moth"


def mounted(root: Path, folder: str, **settings: Any) -> Path:
    """Return a project whose collection is in a folder of a site with pages of its own."""
    plugin = {**PUBLIC["plugin"], "folder": folder, **settings.pop("plugin", {})}
    made_up_project(
        root, **{**PUBLIC, "nav": None, "not_in_nav": f"/{folder.strip('/')}/**", **settings, "plugin": plugin}
    )
    (root / "seeds" / "twice.txt").unlink()
    place = f"{folder.strip('/')}/index.md".lstrip("/")
    write(root / "docs", {uri: text.replace(b"PAPERS", place.encode()) for uri, text in BY_HAND.items()})
    return root


def notes(root: Path) -> list[str]:
    """Build a project; return all messages about files under `docs/`, including notes."""
    told: list[str] = []
    handler = logging.Handler(logging.INFO)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    with mkdocs_runner.log_to(handler):
        mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))
    return [line for line in told if line.startswith("docs/")]


# ---- the site ----


@pytest.fixture(scope="module", params=["papers", "a/b/", "lab"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a site, and that of the collection within it."""
    root = mounted(tmp_path_factory.mktemp("mounted") / "project", request.param)
    (root / "seeds" / "urls.csv").write_text(f"key,now,line,abstract,title\n{REDIRECT},,,Moths\n", encoding="utf-8")
    assert build(root) == []
    return root / "site", f"{request.param.rstrip('/')}/"


def links_of(page: str) -> Iterator[str]:
    for name, facts in read(page).elements:
        for attribute in ("href", "src", "action", "data-site"):
            if facts.get(attribute) is not None:
                yield facts[attribute] or ""
        if name == "meta" and facts.get("property") == "og:url":
            yield facts["content"] or ""


def lost(site: Path, link: str) -> bool:
    """Return whether an absolute address leads to no file of the site at that address."""
    if not link.startswith(ADDRESS):
        return urlsplit(link).netloc == urlsplit(ADDRESS).netloc
    path = site / unquote(urlsplit(link).path.removeprefix(urlsplit(ADDRESS).path))
    return not (path / "index.html" if path.is_dir() else path).is_file()


def lost_links(site: Path) -> list[str]:
    """Return all addresses in pages, except in `404.html`, that lead to no file."""
    found = []
    for page in (page for page in site.rglob("*.html") if page.name != "404.html"):
        here = ADDRESS + page.relative_to(site).as_posix().removesuffix("index.html")
        found += [urljoin(here, link) for link in links_of(page.read_text(encoding="utf-8"))]
    assert len(found) > 100
    return sorted({link for link in found if lost(site, link)})


def test_every_link_leads_to_a_file(site: tuple[Path, str]) -> None:
    assert lost_links(site[0]) == []


def test_only_assets_are_out_of_the_folder(site: tuple[Path, str]) -> None:
    folder, mount = site
    ours = {
        "explore",
        "saved",
        "new",
        "browse",
        "map",
        "previews",
        "papers",
        "topics",
        "authors",
        "areas",
        "years",
        "affiliations",
        "maps",
        "downloads",
        "search",
    }
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    outside = {uri for uri in found if not uri.startswith(mount)}
    pages = {uri.replace("index.md", "index.html").replace(".md", "/index.html") for uri in BY_HAND}
    theme = {"404.html", "sitemap.xml", "sitemap.xml.gz"}
    assert {uri for uri in outside if not uri.startswith("assets/")} == (pages | theme) - {
        uri for uri in pages if uri.startswith(mount)
    }
    within = {uri.removeprefix(mount).split("/")[0] for uri in found if uri.startswith(mount)}
    files = {"index.html", "feed.xml", "feed.json", "llms.txt", "opensearch.xml", "CITATION.cff"}
    assert within - {"news"} == ours | files


def test_whole_addresses_are_those_of_the_folder(site: tuple[Path, str]) -> None:
    folder, mount = site
    paper = (folder / mount / "papers/two-gardeners-and-a-moth/index.html").read_text(encoding="utf-8")
    html = read(paper)
    address = f"{ADDRESS}{mount}papers/two-gardeners-and-a-moth/"
    (facts,) = (json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', paper))
    assert facts["@id"] == facts["url"] == address
    assert facts["isPartOf"] == {"@type": "Collection", "name": "Papers – Shelf & <Sons>", "url": f"{ADDRESS}{mount}"}
    rels = {given.get("rel"): given.get("href") for name, given in html.elements if name == "link"}
    assert rels["canonical"] == address
    metas = {given.get("name"): given.get("content") for name, given in html.elements if name == "meta"}
    assert metas["papershelf-folder"] == mount
    assert metas["citation_abstract_html_url"] == address
    search = (folder / mount / "opensearch.xml").read_text(encoding="utf-8")
    assert f'template="{ADDRESS}{mount}?q={{searchTerms}}"' in search
    every = [loc.text or "" for loc in ElementTree.parse(folder / "sitemap.xml").iter() if loc.tag.endswith("loc")]
    assert address in every
    assert [link for link in every if lost(folder, link)] == []
    told = re.findall(r"\]\(([^)]+)\)", (folder / mount / "llms.txt").read_text(encoding="utf-8"))
    assert len(told) > 10
    assert [link for link in told if lost(folder, link) or not link.startswith(f"{ADDRESS}{mount}")] == []


def test_feeds_are_those_of_the_folder(site: tuple[Path, str]) -> None:
    folder, mount = site
    feeds = sorted(folder.rglob("feed.json"))
    assert len(feeds) > 5
    for path in feeds:
        feed = json.loads(path.read_text(encoding="utf-8"))
        atom = ElementTree.fromstring(path.with_suffix(".xml").read_bytes())
        places = [link.attrib["href"] for link in atom.iter("{http://www.w3.org/2005/Atom}link")]
        told = [feed["home_page_url"], feed["feed_url"], *(item["url"] for item in feed["items"])]
        assert feed["feed_url"] == ADDRESS + path.relative_to(folder).as_posix()
        assert [link for link in told + places if lost(folder, link) or not link.startswith(ADDRESS + mount)] == []


def test_the_page_of_the_site_stays_its_home(site: tuple[Path, str]) -> None:
    folder, mount = site
    home = read((folder / "index.html").read_text(encoding="utf-8"))
    assert "Moth Lab" in home.text
    assert {f"{mount}feed.xml", f"{mount}feed.json", f"{mount}opensearch.xml"} <= set(home.values("link", "href"))
    assert read((folder / mount / "index.html").read_text(encoding="utf-8")).values("h1", "id") == ["papers"]


def test_a_former_address_leads_to_the_page(site: tuple[Path, str]) -> None:
    folder, mount = site
    page = (folder / mount / "papers/old-moths/index.html").read_text(encoding="utf-8")
    new = "papers/two-gardeners-and-a-moth/"
    assert f'<link rel="canonical" href="{ADDRESS}{mount}{new}">' in page
    assert f'<a href="../two-gardeners-and-a-moth/">{mount}{new}</a>' in page


# ---- the same as MkDocs alone ----

SHAPES: dict[str, dict[str, Any]] = {
    "public": {},
    "local": {"site_url": ""},
    "flat": {"use_directory_urls": False, "site_url": ""},
    "in the navigation": {
        "nav": ["index.md", {"Papers": ["a/b/index.md", "a/b/authors/index.md", "a/b/years/2024.md"]}, "lab/news.md"]
    },
    "everything off": {"plugin": dict.fromkeys(PARTS, False)},
    "one paper, everything off": {
        "papers": "CLMar 4, 2024\nMoths at NightAda Alder\nMoths.\n",
        "topics": "",
        "plugin": dict.fromkeys(PARTS, False),
    },
    "no paper, everything off": {"papers": "", "topics": "", "plugin": dict.fromkeys(PARTS, False)},
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_site_is_as_mkdocs_makes_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    root = mounted(tmp_path / "project", "a/b", **SHAPES[name])
    check(root)
    files = files_of(root / "site")
    assert lost_links(root / "site") == []
    check(root, "the second time")
    assert files_of(root / "site") == files


# ---- the folder changes ----

FOLDERS = ["papers", "", "lab", "papers/papers", "a/b", "a", "papers", ""]


def generated(root: Path) -> dict[str, bytes]:
    """Return the files under `docs/`, except those that were there before."""
    return {uri: text for uri, text in files_of(root / "docs").items() if uri not in BY_HAND}


def test_another_folder_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "lab")
    (root / "docs" / "index.md").unlink()
    for number, folder in enumerate(FOLDERS):
        configure(root, {"plugins": [{"papershelf": {"folder": folder}}]})
        assert notes(root) == []
        fresh = mounted(tmp_path / f"fresh-{number}", folder)
        (fresh / "docs" / "index.md").unlink()
        configure(fresh, {"plugins": [{"papershelf": {"folder": folder}}]})
        notes(fresh)
        assert files_of(root / "docs") == files_of(fresh / "docs"), folder
        assert (root / "docs" / MANIFEST).read_bytes() == (fresh / "docs" / MANIFEST).read_bytes()
        assert not [path for path in (root / "docs").rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_pages_by_hand_in_the_folder_are_kept_and_told(tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "papers")
    mine = {"papers/index.md": b"# Our papers\n\n[All](papers/index.md)\n", "papers/guide.md": b"# Guide\n"}
    write(root / "docs", mine)
    assert build(root) == []
    for _ in range(2):
        (told,) = notes(root)
        assert told.startswith("docs/papers/index.md:1: note: expected a page as the build wrote it")
        assert mine.items() <= files_of(root / "docs").items()
    assert "Our papers" in (root / "site" / "papers" / "index.html").read_text(encoding="utf-8")
    assert lost_links(root / "site") == []


def test_an_edited_page_of_a_former_folder_is_kept_and_told(tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "lab")
    build(root)
    write(root / "docs", {"lab/explore.md": b"# Mine\n"})
    configure(root, {"plugins": [{"papershelf": {"folder": "papers"}}]})
    for _ in range(2):
        (told,) = notes(root)
        assert told.startswith("docs/lab/explore.md:1: warning: expected a page as the build wrote it")
        within = [uri for uri in files_of(root / "docs") if uri.startswith("lab/")]
        assert sorted(within) == ["lab/explore.md", "lab/news.md"]


def test_a_home_page_by_hand_in_a_former_folder_is_no_fault(tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "lab")
    build(root)
    write(root / "docs", {"lab/index.md": b"# Mine\n"})
    configure(root, {"plugins": [{"papershelf": {"folder": "papers"}}]})
    assert build(root) == []


def test_a_build_notes_changes_around_and_within_the_folder(tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "a/b")
    write(root / "docs", {"a/near.md": b"# Near\n", "a/b/within.md": b"# Within\n"})
    for uri in ("index.md", "a/near.md", "a/b/within.md"):
        build(root)
        write(root / "docs", {uri: b"# Changed\n"})
        build(root)
        page = root / "site" / uri.replace("index.md", "index.html").replace(".md", "/index.html")
        assert "Changed" in page.read_text(encoding="utf-8"), uri


@pytest.mark.parametrize(
    "folder", ["../papers", "/papers", "a//b", ".papers", "a/../b", "péters", "a b", "a\\b", 7, True]
)
def test_a_folder_that_cannot_be_one_is_told(folder: object, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = mounted(tmp_path / "project", "papers")
    configure(root, {"plugins": [{"papershelf": {"folder": folder}}]})
    with pytest.raises(ConfigurationError):
        mkdocs_runner.load(str(root / "mkdocs.yml"))
    assert "expected a folder within the site, such as papers or lab/papers" in caplog.text
    assert f"found {folder!r}" in caplog.text
    assert not (root / "docs" / "papers").exists()


def test_settings_for_templates_of_ones_own_are_kept(tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "papers")
    configure(root, {"extra": {"moth": "hawk moth"}})
    say(root, "{{ config.extra.moth }} {{ config.extra.papershelf.folder }}")
    build(root)
    assert "<!-- hawk moth papers/ -->" in (root / "site" / "about" / "index.html").read_text(encoding="utf-8")


class Watcher:
    """A server that only notes what it is to watch."""

    def __init__(self, docs: Path) -> None:
        self.watched = {str(docs)}
        self.watch = self.watched.add
        self.unwatch = self.watched.remove


@pytest.mark.parametrize("by_hand", [True, False])
def test_the_server_watches_what_is_not_ours(by_hand: bool, tmp_path: Path) -> None:
    root = mounted(tmp_path / "project", "a/b")
    write(root / "docs", {"a/near.md": b"# Near\n", "a/b/within.md": b"# Within\n"})
    if by_hand:
        write(root / "docs", {"a/b/index.md": b"# Home\n"})
    loaded = mkdocs_runner.load(str(root / "mkdocs.yml"))
    mkdocs_runner.run_build(loaded)
    server = Watcher(root / "docs")
    loaded.plugin.on_serve(server, config=loaded.config, builder=None)  # type: ignore[arg-type]
    found = {Path(path).relative_to(root).as_posix() for path in server.watched}
    others = {f"docs/{uri}" for uri in ("index.md", "about", "lab", "a/near.md", "a/b/within.md")}
    assert found == {"seeds", *others, *(["docs/a/b/index.md"] if by_hand else [])}
