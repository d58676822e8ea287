"""The press: the same site as MkDocs alone would make, whatever has changed since the build before, or cut it off."""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import made_up
import pytest
import yaml
from conftest import PUBLIC, made_up_project
from jinja2 import DictLoader, Environment
from limits import LONGEST
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, file_sort_key
from mkdocs.structure.pages import Page
from session import Session

from generator import host, processes
from generator.docs import MANIFEST
from generator.pages import components, index_pages
from generator.press import press
from generator.press.compiled import Compiled
from generator.press.outline import draw_outline
from generator.press.ready import ReadyPage, sort_key
from generator.press.shell import make_shell
from generator.press.site import Site
from generator.publication import Publication

SEQUENCES = int(os.environ.get("PRESS_SEQUENCES", "3"))
"""Random sequences of changes to try; 200 take a quarter of an hour."""
STEPS = 5
KILLS = int(os.environ.get("PRESS_KILLS", "3"))
"""Builds to kill."""
DAY = 1_900_000_000
EDITED_BY_HAND = "found a file written or edited by hand"

Tree = dict[str, bytes]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the build, which templates may ask for."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_FEW", 0)
    monkeypatch.setattr(press, "_FEW", 0)
    monkeypatch.setattr("generator.processes.how_many", lambda: 2)


def _files(folder: Path) -> Tree:
    """All files, but for the manifest of `docs/`, which tells when each was written."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _times(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which it is."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (stat.st_mtime_ns, stat.st_ino) for name, stat in found.items()}


def _build(root: Path, *, fast: bool = True, use_cache: bool = True) -> list[str]:
    """Builds the site of a project; gives what is warned of."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    with host.log_to(handler):
        loaded = host.load(str(root / "mkdocs.yml"))
        loaded.plugin.config["fast"] = fast
        host.build(loaded, use_cache=use_cache and fast)
    return sorted(told)


def _copy(root: Path) -> Path:
    """A copy of a project, without its site and its cache."""
    copies = (root.with_name(f"{root.name}-{number}") for number in count())
    to = next(path for path in copies if not path.exists())
    shutil.copytree(
        root, to, symlinks=True, ignore=lambda folder, _: ["site", ".cache"] if Path(folder) == root else []
    )
    return to


def _unlike(one: Tree, other: Tree) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _check(root: Path, after: object = "") -> None:
    """Builds a project by the press, and a copy of it by MkDocs alone, and holds the one against the other."""
    copy = _copy(root)
    expected = _build(copy, fast=False)
    told = _build(root)
    assert _unlike(_files(root / "site"), _files(copy / "site")) == [], after
    assert _unlike(_files(root / "docs"), _files(copy / "docs")) == [], after
    assert told == expected, after
    shutil.rmtree(copy)


def _started(work: Callable[[], object]) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    return process


@contextmanager
def _mended(root: Path) -> Iterator[None]:
    """Builds a project, to be disturbed within, and holds what the next build makes of it against the first."""
    told, site, docs = _build(root), _files(root / "site"), _files(root / "docs")
    yield
    assert _build(root) == told
    assert _unlike(_files(root / "site"), site) == []
    assert _unlike(_files(root / "docs"), docs) == []


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _configure(root: Path, settings: Mapping[str, Any]) -> None:
    path = root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(config | settings, sort_keys=False), encoding="utf-8")


def _config(root: Path) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    return config


# ---- the same as without ----


FEATURES = ["navigation.tabs", "navigation.footer", "navigation.path", "navigation.sections", "toc.integrate"]
BARE_NAV = ["index.md", "explore.md", {"Lists": ["papers/index.md", "topics/index.md"]}, "about/index.md"]
ODD = "\ue000title\ue001 \u2028 \x85 \ufeff \u200b \t \u202e odd \U0001f98b {{ x }} {% raw %} &amp; </script> \\"

SITES: dict[str, dict[str, Any]] = {
    "plain": {},
    "public": PUBLIC,
    "flat": {"use_directory_urls": False},
    "flat and public": {**PUBLIC, "use_directory_urls": False},
    "offline": {"plugins": ["search", {"offline": {"enabled": True}}, {"papershelf": {"seeds_dir": "seeds"}}]},
    "without search": {"plugins": [{"papershelf": {"seeds_dir": "seeds"}}]},
    "with other navigation": {"nav": BARE_NAV},
    "with a file in the navigation": {"nav": [*BARE_NAV, {"Bib": "downloads/papers.bib"}, "feed.xml"]},
    "with templates": {"extra_templates": ["robots.txt"], **PUBLIC},
    "with all in the navigation": {"nav": None, "site_url": PUBLIC["site_url"]},
    "with less": {"exclude_docs": "years/\nfeed.xml\n", "draft_docs": "areas/\n", "site_url": PUBLIC["site_url"]},
    "of one": {"papers": made_up.entry(title="Moths at Night", authors="Ada Alder"), "topics": ""},
    "of none": {"papers": "", "topics": ""},
    "wide": {"papers": made_up.WIDE, "topics": made_up.WIDE_TOPICS, "corrections": made_up.WIDE_CORRECTIONS},
    "odd": {
        "papers": made_up.PAPERS + "".join(made_up.entry(title=f"{ODD} {n}", abstract=ODD) for n in range(4)),
        "site_name": ODD,
        "site_description": ODD,
        **PUBLIC,
    },
}


@pytest.mark.parametrize("name", SITES)
def test_the_site_is_as_mkdocs_makes_it(name: str, tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project", **SITES[name])
    _check(root)
    files = _files(root / "site")
    _build(root)
    assert _unlike(_files(root / "site"), files) == []


def test_a_site_without_papers(project: Path) -> None:
    (project / "seeds" / "twice.txt").unlink()
    (project / "seeds" / "papers.txt").write_text("", encoding="utf-8")
    _check(project)


def test_navigation_features(tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project")
    _configure(root, {"theme": _config(root)["theme"] | {"features": FEATURES}})
    _check(root)


def test_a_home_page_of_ones_own(project: Path) -> None:
    (project / "docs" / "index.md").write_text("# Welcome\n\nSee [all](papers/index.md).\n", encoding="utf-8")
    _check(project)
    _edit(project / "docs" / "index.md", "# Welcome", "---\nstatus: new\n---\n\n# Good Day")
    _check(project)
    (project / "docs" / "index.md").unlink()
    _check(project)


def test_a_site_without_pages_of_ones_own(project: Path) -> None:
    shutil.rmtree(project / "docs" / "about")
    nav = [item for item in _config(project)["nav"] if "About" not in item]
    _configure(project, {"nav": nav, "site_url": PUBLIC["site_url"]})
    _check(project)


def _write(path: Path, text: str = "# Mine\n\nSee [all](../papers/index.md).\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


AMONG_OURS: dict[str, Callable[[Path], object]] = {
    "a page": lambda docs: _write(docs / "papers" / "mine.md"),
    "another index": lambda docs: _write(docs / "topics" / "README.md"),
    "the page of one of our folders": lambda docs: _write(docs / "papers.md", "# Mine\n"),
    "a folder": lambda docs: _write(docs / "papers" / "more" / "mine.md", "# Mine\n"),
    "a page at the address of one of ours": lambda docs: _write(docs / "explore" / "index.md", "# Mine\n"),
    "a page instead of one of ours": lambda docs: _write(docs / "explore.mdown", "# Mine\n"),
    "a link to a folder": lambda docs: (docs / "papers" / "linked").symlink_to("../about"),
    "our folder as a link": lambda docs: (
        (docs / "years").rename(docs.parent / "elsewhere"),
        (docs / "years").symlink_to("../elsewhere"),
    ),
    "a file of the theme of the same name": lambda docs: (
        _write(docs.parent / "overrides" / "search" / "engine.js", "mine"),
        _write(docs.parent / "overrides" / "search" / "mine.js", "mine"),
    ),
}


@pytest.mark.parametrize("name", AMONG_OURS)
def test_what_stands_among_our_files(name: str, project: Path) -> None:
    _configure(project, {"validation": {"nav": {"omitted_files": "warn"}}, "site_url": PUBLIC["site_url"]})
    _build(project)
    AMONG_OURS[name](project / "docs")
    _check(project)
    _check(project, "the second time")


def test_mkdocs_is_shown_no_folder_in_which_everything_is_ours(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    ours = ["index.md", "papers/moths.md", "papers/moths/cite.bib", "topics/night.md", "years/2024.md"]
    for uri in [*ours, "about/index.md", "topics/mine.md", "years/more/mine.md", "areas/mine.md"]:
        _write(docs / uri)
    assert draw_outline(str(docs), ours, tmp_path / "outline") == {"papers"}
    shown = {path.name for path in (tmp_path / "outline").iterdir()}
    assert shown == {"index.md", "about", "topics", "years", "areas"}
    assert (tmp_path / "outline" / "about" / "index.md").read_bytes() == (docs / "about" / "index.md").read_bytes()


def test_mkdocs_knows_where_pages_of_ones_own_are(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed: list[File] = []
    claim = press.Press.claim

    def note(self: press.Press, files: Files) -> Files:
        claimed.extend(found := claim(self, files))
        return found

    monkeypatch.setattr(press.Press, "claim", note)
    _build(project)
    assert str(project / "docs" / "about" / "index.md") in {file.abs_src_path for file in claimed}


@pytest.mark.parametrize("refused", ["pathlib.Path.symlink_to", "pathlib.Path.mkdir", "os.scandir"])
def test_where_there_can_be_no_outline_mkdocs_is_shown_everything(
    refused: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _build(project)
    files = _files(project / "site")

    def draw(*arguments: Any) -> set[str]:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError("not held by the client")

        with monkeypatch.context() as patched:
            patched.setattr(refused, refuse)
            hidden.append(draw_outline(*arguments))
        return hidden[-1]

    hidden: list[set[str]] = []
    monkeypatch.setattr(press, "draw_outline", draw)
    assert _build(project, use_cache=False) == expected
    assert hidden == [set()]
    assert _unlike(_files(project / "site"), files) == []


def test_files_stand_in_the_order_of_mkdocs() -> None:
    chance = random.Random(1)
    names = [
        "index.md",
        "README.md",
        "readme.md",
        "a.md",
        "a.b.md",
        "index",
        "index.html",
        ".index",
        "é.md",
        "a b",
        "Z",
    ]
    folders = ["", "a/", "a/b/", "a.b/", "a-b/", "index/", "b/", "B/"]
    files = [File(f"{folder}{name}", "docs", "site", use_directory_urls=True) for folder in folders for name in names]
    chance.shuffle(files)
    assert sorted(files, key=sort_key) == sorted(files, key=file_sort_key)


@pytest.mark.parametrize(
    "site_url",
    [
        "",
        "https://papers.example",
        "https://papers.example/a/b/",
        "https://papers.example/a/../b//c",
        "https://papers.example:8000/a%20b/é/?q=1#top",
    ],
)
@pytest.mark.parametrize("directory_urls", [True, False])
def test_pages_are_where_mkdocs_has_them(site_url: str, directory_urls: bool) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Mine", "site_url": site_url, "repo_url": "https://github.com/some/body"})
    config.validate()
    for src_uri in ["index.md", "explore.md", "papers/index.md", "papers/a-b.md", "papers/a b;c?d#e&é:f.md"]:
        file = File(src_uri, "docs", "site", use_directory_urls=directory_urls)
        assert vars(ReadyPage(None, file, config)) == vars(Page(None, file, config)), src_uri


def test_links_to_anchors_of_our_pages_are_looked_at(project: Path) -> None:
    text = "# More\n\n[A](../authors/index.md#letter-b), [B](../authors/index.md#letter-x), [C](../papers/no.md).\n"
    (project / "docs" / "about" / "more.md").write_text(text, encoding="utf-8")
    _check(project)
    _check(project, "the second time")
    assert len([line for line in _build(project) if "about/more.md" in line]) >= 2


@pytest.mark.usefixtures("two_processes")
def test_long_lists_in_two_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "PER_PAGE", 7)
    monkeypatch.setattr(index_pages, "_PER_INDEX_PAGE", 12)
    root = made_up_project(tmp_path / "project", papers=made_up.many(40, 30), **PUBLIC)
    _check(root)
    assert any("page-2" in name or "/2" in name for name in _files(root / "site"))
    (root / "seeds" / "papers.txt").write_text(made_up.many(36, 30), encoding="utf-8")
    _check(root, "fewer papers")


@pytest.mark.parametrize("named", ["by the navigation", "by a template"])
def test_links_into_a_folder_that_pages_go_on_in(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "PER_PAGE", 2)
    root = made_up_project(tmp_path / "project", papers=made_up.many(40, 30), **PUBLIC)
    if named == "by the navigation":
        _configure(root, {"nav": [*BARE_NAV, {"More of 2023": "years/2023/2.md"}]})
    else:
        _say(root, "{{ 'years/2023/2/' | url }}")
    _check(root)
    pages = [name for name in _files(root / "site") if name.startswith("years/20") and name.count("/") == 3]
    assert len({name.split("/")[1] for name in pages}) > 2


def test_the_setting_is_heeded(project: Path) -> None:
    _build(project)
    (own,) = (project / ".cache").rglob("site.json")
    shutil.rmtree(project / ".cache")
    plugins = [
        item if "papershelf" not in item else {"papershelf": {"fast": False}} for item in _config(project)["plugins"]
    ]
    _configure(project, {"plugins": plugins})
    files = _files(project / "site")
    host.build(host.load(str(project / "mkdocs.yml")))
    assert not own.exists()
    assert _unlike(_files(project / "site"), files) == []


def test_a_page_of_ours_that_was_edited_by_hand(project: Path) -> None:
    _configure(project, {"nav": BARE_NAV})
    _check(project)
    for title in ("Subjects", "Matters"):
        text = f"---\nstatus: new\n---\n\n# {title}\n\nBy hand.\n"
        (project / "docs" / "topics" / "index.md").write_text(text, encoding="utf-8")
        _check(project, title)
    _edit(project / "docs" / "topics" / "index.md", "status: new", "status: old")
    _check(project, "another status")


# ---- templates, plugins and hooks that the press does not know ----


LONG = made_up.entry(title="Long Tales of Moths", abstract="Moths tell long tales. " * 400)
MORE = "".join(made_up.entry(title=f"Lamp {number}", abstract=f"Lamps of {number} lights.") for number in range(11, 23))
TEMPLATES = {
    "by length": "{% if page.content | length > 3000 %}long{% endif %}",
    "by name": "{% if page and page.title == 'Lamp 15' %}five{% endif %}",
    "by address": "{% if page and page.url.startswith('papers/lamp-15') %}five{% endif %}",
    "its address": "{{ page.url }}{{ page.file.src_uri if page }}",
    "its size": "{{ page.content | length }}",
    "its first words": "{{ (page.content or '') | striptags | truncate(60) | e }}",
    "how many pages": "{{ pages | length }}",
    "all pages": "{% for file in pages %}{{ file.url }} {{ file.page.title }}\n{% endfor %}",
    "the home page": "{{ nav.homepage.title }} {{ nav.homepage.meta.description }}",
    "a page of ours": "{{ 'papers/lamp-15/' | url }}",
    "where its feed is": "{{ page.meta.feed if page else '' }}",
    "its contents": "{% for item in page.toc %}{{ item.title }}{{ item.id }}{% endfor %}",
    "its own data": "{{ (page.meta if page else 0) | tojson }}",
    "the day": "{{ build_date_utc }}",
}


def _say(root: Path, template: str) -> None:
    _edit(root / "overrides" / "main.html", "{% block extrahead %}", "{% block extrahead %}<!-- " + template + " -->")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_ones_own(name: str, tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE + LONG)
    _say(root, TEMPLATES[name])
    _build(root)
    (root / "seeds" / "twice.txt").unlink()
    _edit(root / "seeds" / "papers.txt", "Lamps of 17 lights", "Lamps of 17 bright lights")
    _check(root)  # most pages are still those of the first build


@pytest.mark.usefixtures("two_processes")
def test_a_template_of_ones_own_in_two_processes(tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE + LONG)
    _say(root, TEMPLATES["its size"])
    _check(root)


HOOK = "def on_page_content(html, **_):\n    return html.replace('Moth', 'Butterfly')\n"


@pytest.mark.parametrize(
    "settings",
    [
        {"hooks": ["hook.py"]},
        {"plugins": ["search", "tags", {"papershelf": {"seeds_dir": "seeds"}}]},
        {"more": "footnotes"},
        {"more": "smarty"},
    ],
    ids=["hook", "plugin", "footnotes", "smarty"],
)
def test_what_the_press_does_not_know_is_left_to_mkdocs(settings: dict[str, Any], project: Path) -> None:
    _build(project)
    (project / "hook.py").write_text(HOOK, encoding="utf-8")
    extensions = _config(project)["markdown_extensions"] + [settings[name] for name in settings if name == "more"]
    _configure(
        project, {"markdown_extensions": extensions} | {name: settings[name] for name in settings if name != "more"}
    )
    _check(project)


def test_an_icon_of_ones_own_is_looked_at(project: Path) -> None:
    icon = project / "overrides" / ".icons" / "own" / "moth.svg"
    icon.parent.mkdir(parents=True)
    icon.write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1"/></svg>', encoding="utf-8")
    _configure(project, {"theme": _config(project)["theme"] | {"icon": {"logo": "own/moth"}}})
    _check(project)
    _edit(icon, "M1 1", "M2 2")
    _check(project, "another icon")


# ---- only what has changed ----


def test_the_template_makes_few_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE + made_up.PAPERS)
    rendered: list[str] = []
    render = press.Press._render
    monkeypatch.setattr(press.Press, "_render", lambda self, page: rendered.append(page.url) or render(self, page))
    _build(root)
    papers = [url for url in rendered if url.startswith("papers/lamp")]
    assert len(list((root / "site" / "papers").glob("lamp-*"))) == 12
    assert 0 < len(papers) < 8


def test_mkdocs_makes_only_pages_of_ones_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[str] = set()
    build_page = mkdocs_build._build_page

    def note(page: Page, *arguments: Any, **settings: Any) -> None:
        made.add(page.file.src_uri)
        build_page(page, *arguments, **settings)

    monkeypatch.setattr(mkdocs_build, "_build_page", note)
    _build(project)
    assert made == {path.relative_to(project / "docs").as_posix() for path in (project / "docs" / "about").iterdir()}


def test_a_second_build_writes_nothing(project: Path) -> None:
    _build(project)
    times = _times(project / "site")
    _build(project)
    assert _times(project / "site") == times


@pytest.mark.usefixtures("two_processes")
def test_only_what_differs_is_written(project: Path) -> None:
    _build(project)
    times, files = _times(project / "site"), _files(project / "site")
    _edit(project / "seeds" / "papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    _check(project)
    after, now = _files(project / "site"), _times(project / "site")
    written = {name for name in now if now[name] != times.get(name)}
    differ = set(_unlike(files, after))
    assert "papers/two-gardeners-and-a-moth/index.html" in differ
    assert written == differ & now.keys()
    assert len(differ) < len(files) / 3


def test_without_the_cache_nothing_is_believed(project: Path) -> None:
    _build(project)
    page = project / "site" / "papers" / "two-gardeners-and-a-moth" / "index.html"
    right, time = page.read_bytes(), page.stat().st_mtime_ns
    page.write_bytes(right.replace(b"Gardeners", b"gARDENERS"))
    os.utime(page, ns=(time, time))  # as nobody would
    _build(project)
    assert page.read_bytes() != right
    _build(project, use_cache=False)
    assert page.read_bytes() == right


def test_what_comes_out_the_same_is_not_written(project: Path) -> None:
    _build(project)
    before = _times(project / "site")
    _build(project, use_cache=False)
    assert _times(project / "site") == before


@pytest.mark.parametrize(
    ("place", "now"),
    [
        ("papers", "file"),
        ("papers/two-gardeners-and-a-moth", "file"),
        ("about", "file"),
        ("about/index.html", "folder"),
        ("index.html", "folder"),
        ("feed.xml", "folder"),
    ],
)
def test_what_stands_in_the_way_is_cleared(place: str, now: str, project: Path) -> None:
    with _mended(project):
        path = project / "site" / place
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        if now == "file":
            path.write_text("in the way", encoding="utf-8")
        else:
            (path / "way").mkdir(parents=True)
            (path / "way" / "in.txt").write_text("in the way", encoding="utf-8")


def test_a_link_in_the_site_is_not_followed(project: Path) -> None:
    elsewhere = project / "elsewhere.html"
    elsewhere.write_text("not ours", encoding="utf-8")
    with _mended(project):
        for name in ("papers/two-gardeners-and-a-moth/index.html", "feed.xml", "about/index.html"):
            (project / "site" / name).unlink()
            (project / "site" / name).symlink_to(elsewhere)
    assert elsewhere.read_text(encoding="utf-8") == "not ours"


@pytest.mark.parametrize("place", ["papers", "papers/two-gardeners-and-a-moth"])
@pytest.mark.parametrize("to", ["elsewhere", "nowhere", "itself"])
def test_a_link_in_place_of_a_folder_is_not_followed(to: str, place: str, project: Path) -> None:
    folder, elsewhere = project / "site" / place, project / "elsewhere"
    (elsewhere / "two-gardeners-and-a-moth").mkdir(parents=True)
    with _mended(project):
        shutil.rmtree(folder)
        folder.symlink_to({"elsewhere": elsewhere, "nowhere": project / "nowhere", "itself": folder}[to])
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []


def test_what_begins_with_a_dot_stays(project: Path) -> None:
    (project / "site" / ".git").mkdir(parents=True)
    (project / "site" / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    _build(project)
    assert (project / "site" / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"


def test_nothing_is_left_behind(project: Path) -> None:
    _build(project)
    (cache,) = (project / ".cache" / "papershelf").glob("*/")
    assert [path.name for path in cache.iterdir()] == ["site.json"]
    _say(project, "{{ 1 / 0 }}")
    with pytest.raises(ZeroDivisionError):
        _build(project)
    assert [path.name for path in cache.iterdir()] == ["site.json"]


# ---- random changes ----


WORDS = "moth lantern lamp weather garden rain night wing light".split()
BY_HAND = ["about/more.md", "other.md", "index.md", "papers/mine.md", "topics/README.md"]
"""Pages that somebody may write and remove again."""
PIECES = ["$x^2$", "&", "<b>", "*so*", "{{ y }}", "\\textbf{z}", "“q”", "\ue000", "🦋", "</script>", '"', "|", "`c`"]


@dataclass
class Owner:
    """Somebody who changes a project at random."""

    root: Path
    chance: random.Random
    monkeypatch: pytest.MonkeyPatch
    papers: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for _ in range(self.chance.randrange(3, 7)):
            self.add_paper()
        (self.root / "seeds" / "twice.txt").unlink()

    def words(self, most: int = 6) -> str:
        found = self.chance.choices(WORDS, k=self.chance.randint(1, most))
        if self.chance.random() < 0.3:
            found.append(self.chance.choice(PIECES))
        return " ".join(found).capitalize()

    def authors(self) -> str:
        names = self.chance.sample(list(zip(made_up.GIVEN[:6], made_up.FAMILY[:6], strict=True)), 3)
        return ", ".join(" ".join(name) for name in names) + self.chance.choice(["", " et al.", " · uni-north"])

    def date(self) -> str:
        area = self.chance.choice("CL LG CV".split())
        return f"{area}Mar {self.chance.randint(1, 28)}, {self.chance.randint(2023, 2025)}" + self.chance.choice(
            ["", "Code"]
        )

    def list_papers(self) -> None:
        text = "".join(made_up.entry(**paper) for paper in self.papers)
        (self.root / "seeds" / "papers.txt").write_text(text, encoding="utf-8")

    # ---- seeds ----

    def add_paper(self) -> None:
        title = f"{self.words()} {self.chance.randrange(100)}"
        paper = {"header": self.date(), "title": title, "authors": self.authors(), "abstract": f"{self.words(20)}."}
        self.papers.insert(self.chance.randint(0, len(self.papers)), paper)
        self.list_papers()

    def remove_paper(self) -> None:
        if self.papers:
            self.papers.pop(self.chance.randrange(len(self.papers)))
        self.list_papers()

    def edit_paper(self) -> None:
        if self.papers:
            name = self.chance.choice(["header", "title", "authors", "abstract", "abstract"])
            ways: dict[str, Callable[[], str]] = {"header": self.date, "authors": self.authors}
            self.chance.choice(self.papers)[name] = ways.get(name, self.words)()
        self.list_papers()

    def reorder(self) -> None:
        self.chance.shuffle(self.papers)
        self.list_papers()

    def correct(self) -> None:
        fields = [("title", self.words()), ("abstract", self.words(9)), ("hide", True), ("score", 99.5), ("code", True)]
        some = {
            paper["title"]: dict([self.chance.choice(fields)]) for paper in self.papers if self.chance.random() < 0.4
        }
        text = yaml.safe_dump(
            {"papers": some, "names": {"Ada Alder": ["Ben Birch"]} if self.chance.random() < 0.3 else {}}
        )
        (self.root / "seeds" / "corrections.yml").write_text(text, encoding="utf-8")

    def place(self) -> None:
        topics = {
            word.capitalize(): {"about": self.words(), "phrases": [word]} for word in self.chance.sample(WORDS, 3)
        }
        (self.root / "seeds" / "topics.yml").write_text(yaml.safe_dump(topics), encoding="utf-8")

    # ---- settings and templates ----

    def set_up(self) -> None:
        config = _config(self.root)
        features = sorted({*config["theme"]["features"]} ^ {self.chance.choice(FEATURES)})
        settings = [
            {"site_name": self.words()},
            {"site_description": self.words()},
            {"theme": config["theme"] | {"features": features}},
            {"site_url": self.chance.choice(["", PUBLIC["site_url"]])},
            {"repo_url": self.chance.choice(["", PUBLIC["repo_url"]])},
            {"use_directory_urls": self.chance.random() < 0.5},
            {"nav": self.chance.choice([BARE_NAV, made_up_nav(), None])},
            {"copyright": self.words()},
            {"exclude_docs": self.chance.choice(["", "years/\n"])},
        ]
        _configure(self.root, self.chance.choice(settings))

    def edit_template(self) -> None:
        path = self.root / "overrides" / self.chance.choice(["main.html", "partials/papershelf-head.html", "404.html"])
        path.write_text(
            path.read_text(encoding="utf-8") + f"\n{{# {self.words()} #}}\n<!-- {self.words()} -->", encoding="utf-8"
        )

    def say(self) -> None:
        _say(self.root, self.chance.choice(["its size", "the home page", "its contents", f"<i>{self.words()}</i>"]))

    def style(self) -> None:
        path = self.root / self.chance.choice(["overrides/assets/stylesheets/papershelf.css", "docs/own.css"])
        with path.open("a", encoding="utf-8") as file:
            file.write(f"/* {self.words()} */\n")

    def wait_a_day(self) -> None:
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(os.environ["SOURCE_DATE_EPOCH"]) + 86_400))

    # ---- pages ----

    def write_page(self) -> None:
        path = self.root / "docs" / self.chance.choice([*BY_HAND, "about/index.md"])
        path.parent.mkdir(exist_ok=True)
        meta = self.chance.choice(["", "", "---\nstatus: new\n---\n\n", "---\ntitle: Named\n---\n\n"])
        links = f"[all]({'../' * (path.parent.name != 'docs')}papers/index.md#{self.chance.choice(['x', 'papers'])})"
        path.write_text(f"{meta}# {self.words()}\n\n{self.words(20)} {links}\n\n## {self.words()}\n", encoding="utf-8")

    def remove_page(self) -> None:
        (self.root / "docs" / self.chance.choice(BY_HAND)).unlink(missing_ok=True)

    def some_file(self, folder: str, pattern: str = "*") -> Path | None:
        paths = sorted(path for path in (self.root / folder).rglob(pattern) if path.is_file())
        return self.chance.choice([path for path in paths if path.name != MANIFEST]) if paths else None

    def disturb(self, path: Path | None) -> None:
        """Delete a file, touch it, cut it or add to it."""
        if path is None:
            return
        text = path.read_bytes()
        way = self.chance.randrange(4)
        if way == 0:
            path.unlink()
        elif way == 1:
            path.touch()
        else:
            path.write_bytes(text[: len(text) // 2] if way == 2 else text + b"\n\nMore.\n")

    def disturb_ours(self) -> None:
        self.disturb(self.some_file("docs", "*.md"))

    def disturb_one_of_a_kind(self) -> None:
        self.disturb(self.root / "docs" / self.chance.choice(["topics/index.md", "explore.md", "feed.xml"]))

    # ---- what was made ----

    def disturb_the_site(self) -> None:
        for _ in range(3):
            self.disturb(self.some_file("site"))

    def remove_a_folder(self) -> None:
        shutil.rmtree(self.root / "site" / self.chance.choice(["", "papers", "about", "assets"]), ignore_errors=True)

    def add_to_the_site(self) -> None:
        path = self.root / "site" / self.chance.choice(["papers", "odd", "about"]) / "added" / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("added", encoding="utf-8")

    def forget(self) -> None:
        shutil.rmtree(self.root / self.chance.choice([".cache", ".cache", "docs/papers"]), ignore_errors=True)

    def forget_the_manifest(self) -> None:
        (self.root / "docs" / MANIFEST).unlink(missing_ok=True)

    def break_the_record(self) -> None:
        for path in (self.root / ".cache").rglob("*.json"):
            path.write_bytes(self.chance.choice([path.read_bytes()[:-9], b"", b"{}", b"[]", b"\xff", b'{"files": 3}']))

    def rest(self) -> None:
        """Change nothing."""


def made_up_nav() -> list[Any]:
    return [{"Home": "index.md"}, "papers/index.md", "topics/index.md", {"Years": ["years/index.md"]}, "about/index.md"]


CHANGES: tuple[Callable[[Owner], None], ...] = (
    *([Owner.edit_paper] * 3),
    *([Owner.add_paper, Owner.remove_paper, Owner.set_up, Owner.write_page, Owner.disturb_the_site] * 2),
    Owner.reorder,
    Owner.correct,
    Owner.place,
    Owner.edit_template,
    Owner.style,
    Owner.wait_a_day,
    Owner.remove_page,
    Owner.disturb_ours,
    Owner.disturb_one_of_a_kind,
    Owner.remove_a_folder,
    Owner.add_to_the_site,
    Owner.forget,
    Owner.forget_the_manifest,
    Owner.break_the_record,
    Owner.rest,
)


def _change(owner: Owner) -> str:
    changes = owner.chance.choices(CHANGES, k=owner.chance.choice([1, 1, 2]))
    for change in changes:
        change(owner)
    return " and ".join(change.__name__ for change in changes)


@pytest.mark.parametrize("seed", range(0, SEQUENCES, 2))
def test_after_any_change_the_site_is_as_if_made_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Owner(made_up_project(tmp_path / "project"), random.Random(seed), monkeypatch)
    done: list[str] = []
    for _ in range(STEPS):
        _check(owner.root, done)
        done.append(_change(owner))
    _check(owner.root, done)


@pytest.mark.parametrize("seed", range(1, SEQUENCES, 2))
def test_after_any_change_the_site_that_is_served_is_as_if_made_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Owner(made_up_project(tmp_path / "project"), random.Random(seed), monkeypatch)
    session = Session(owner.root)
    done: list[str] = []
    for _ in range(STEPS):
        pages = sorted(path.relative_to(session.site).as_posix() for path in session.site.rglob("*.html"))
        session.look_at(*(page.removesuffix("index.html") for page in owner.chance.choices(pages, k=3)))
        done.append(_change(owner))
        copy = _copy(owner.root)
        alone = _started(partial(Session.once, copy))
        session.rebuild()
        alone.join()
        assert _unlike(_files(session.site), _files(copy / "site")) == [], done
        shutil.rmtree(copy)
    session.end()


def test_other_settings_and_templates_make_other_pages(project: Path) -> None:
    _check(project)
    _configure(project, {"copyright": "By moths"})
    _check(project, "copyright")
    _configure(project, {"theme": _config(project)["theme"] | {"features": FEATURES}})
    _check(project, "features")
    _configure(project, {"nav": BARE_NAV})
    _check(project, "navigation")
    _edit(project / "docs" / "about" / "index.md", "# About", "# Of Moths")
    _check(project, "the title of a page in the navigation")
    _edit(project / "overrides" / "partials" / "papershelf-head.html", '"summary"', '"photo"')
    _check(project, "a template")
    shutil.copy(project / "mkdocs.yml", project / "base.yml")
    (project / "mkdocs.yml").write_text("INHERIT: base.yml\ncopyright: By lamps\n", encoding="utf-8")
    _check(project, "settings elsewhere")
    _edit(project / "base.yml", "copyright: By moths", "copyright: By moths\nsite_author: Lamps")
    _check(project, "settings that are inherited")


# ---- builds that are cut off, and at once ----


def _ends(group: int) -> bool:
    """Whether all processes of a group end on their own."""
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return False


def _build_until(root: Path, most: int, after: float) -> None:
    """Build in a process group of its own; the process that writes, moves or removes so many files is killed then."""
    os.setpgid(0, 0)
    left = most

    def count_down(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        is_written = event == "open" and isinstance(arguments[1], str) and arguments[1][:1] in "wa"
        left -= is_written or event in ("os.rename", "os.remove", "os.mkdir")
        if left == 0:
            left = -1
            threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()

    sys.addaudithook(count_down)
    _build(root)


@pytest.mark.usefixtures("two_processes")
@pytest.mark.parametrize("seed", range(KILLS))
def test_after_a_build_that_was_killed(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Owner(made_up_project(tmp_path / "project"), random.Random(seed), monkeypatch)
    if seed % 2:
        _build(owner.root)
    for change in (Owner.add_paper, Owner.edit_paper, Owner.remove_paper, Owner.set_up):
        change(owner)
    fresh = _copy(owner.root)
    expected = _build(fresh, fast=False)
    most, after = owner.chance.randint(1, 400), owner.chance.uniform(0, 0.002)
    old = _files(owner.root / "site")
    process = _started(partial(_build_until, owner.root, most, after))
    process.join(LONGEST)
    assert _files(owner.root / "site") in (old, _files(fresh / "site")), "half a site is published"
    told = _build(owner.root)
    ended = _ends(process.pid or 0)
    assert [line for line in told if EDITED_BY_HAND in line] == []
    assert told == expected
    assert _unlike(_files(owner.root / "site"), _files(fresh / "site")) == []
    assert _unlike(_files(owner.root / "docs"), _files(fresh / "docs")) == []
    assert ended, "processes of the build that was killed go on"


@pytest.mark.usefixtures("two_processes")
@pytest.mark.parametrize("later", [False, True], ids=["the first", "later ones"])
def test_two_builds_at_once(later: bool, project: Path) -> None:
    if later:
        _build(project)
        _edit(project / "seeds" / "papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    fresh = _copy(project)
    expected = _build(fresh, fast=False)
    builds = [_started(partial(_build, project)) for _ in range(2)]
    for build in builds:
        build.join(LONGEST)
    assert [build.exitcode for build in builds] == [0, 0]
    assert _unlike(_files(project / "site"), _files(fresh / "site")) == []
    assert _unlike(_files(project / "docs"), _files(fresh / "docs")) == []
    assert _build(project) == expected
    assert _unlike(_files(project / "site"), _files(fresh / "site")) == []


# ---- the parts of the press ----


HOSTILE = {"title": "<b>R&amp;D</b> \"x\" & 'y'", "text": "\ue000title\ue001 <p>\n</p> {{ title }} \\1"}
RENDER = Environment(autoescape=False).from_string


@pytest.mark.parametrize(
    "template",
    [
        "",
        "nothing of it",
        "{{ title }}",
        "<title>{{ title | e }}</title>",
        "{{ title | striptags }}",
        "{{ title | striptags | e }} - {{ title }}{{ text }}",
        "{% if title %}{{ text }}{% endif %}{{ title | safe }}{{ text }}",
        "{{ title }}{{ title }}{{ text ~ title }}",
    ],
)
def test_a_shell_is_filled_as_its_template_is(template: str) -> None:
    shell = make_shell(HOSTILE, RENDER(template).render)
    assert shell is not None
    for values in (HOSTILE, {"title": "", "text": ""}, {"title": "Moths", "text": "Lamps"}):
        assert shell.fill(values).decode() == RENDER(template).render(values)


@pytest.mark.parametrize(
    "way",
    [
        "title | upper",
        "title | e | forceescape",
        "title | truncate(6)",
        "title | replace('<h1>', '')",
        "title[:4]",
        "title | reverse",
        "(title ~ text) | striptags | wordwrap(3)",
        "'moth' in title",
        "title == 'moth'",
    ],
)
def test_there_is_no_shell_where_a_value_is_written_in_another_way(way: str) -> None:
    assert make_shell(HOSTILE, RENDER("{{ title }}{{ " + way + " }}{{ text }}").render) is None


def test_there_is_no_shell_where_a_template_has_marks_of_its_own() -> None:
    assert make_shell(HOSTILE, RENDER("{{ title }} \ue000 moths").render) is None
    assert make_shell(HOSTILE, RENDER("{{ title }} \ue000moths\ue001").render) is None


@pytest.mark.usefixtures("two_processes")
def test_processes_compile_templates_at_once(tmp_path: Path) -> None:
    def load(_: int) -> str:
        env = Environment(loader=DictLoader(templates), bytecode_cache=Compiled(tmp_path / "templates"))
        return "".join(env.get_template(name).render() for name in templates)

    templates = {f"{number}.html": f"{number} moths" for number in range(40)}
    assert len(set(processes.in_each(load, 4))) == 1
    assert len(list((tmp_path / "templates").iterdir())) == 40


def test_templates_that_cannot_be_kept_are_compiled(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("in the way")
    env = Environment(loader=DictLoader({"a.html": "moths"}), bytecode_cache=Compiled(tmp_path / "templates"))
    assert env.get_template("a.html").render() == "moths"


@pytest.mark.parametrize("damage", ["", "cut off", "another byte"])
def test_compiled_templates_are_kept(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compile_ = Environment.compile
    monkeypatch.setattr(Environment, "compile", lambda self, *args: made.append(args[1]) or compile_(self, *args))
    loader = DictLoader({"moths.html": "{{ moths }} moths"})
    for _ in range(2):
        env = Environment(loader=loader, bytecode_cache=Compiled(tmp_path / "templates"))
        assert env.get_template("moths.html").render(moths=3) == "3 moths"
        (path,) = (tmp_path / "templates").iterdir()
        whole = path.read_bytes()
        changed = {"cut off": whole[:-9], "another byte": whole[:-9] + b"\x01" + whole[-8:]}
        path.write_bytes(changed.get(damage, whole))
    assert made == ["moths.html"] * (2 if damage else 1)


class _Round:
    """A site in the making, with its record."""

    def __init__(self, folder: Path, made_by: str = "us", shows: str = "menu") -> None:
        self.publication = Publication(folder / "site", folder / "cache")
        self.site = Site(self.publication.live, self.publication.fresh, folder / "site.json", made_by)
        self.site.shows(shows)
        self.has, self.keep, self.put = self.site.has, self.site.keep, self.site.put

    def finish(self) -> None:
        self.publication.publish(self.site.kept, self.site.put_there)
        self.site.remember()


_again = _Round


@pytest.fixture
def put(tmp_path: Path) -> Path:
    """The folder of a site with a file, of which its record knows."""
    site = _Round(tmp_path)
    site.put("moths/index.html", "one", b"Moths")
    site.put("feed.xml", "two", Path(__file__).read_bytes())
    site.finish()
    return tmp_path


def test_what_was_put_is_there(put: Path) -> None:
    assert _files(put / "site") == {"moths/index.html": b"Moths", "feed.xml": Path(__file__).read_bytes()}
    assert _again(put).has("moths/index.html", "one")
    assert _again(put).has("feed.xml", "two")


@pytest.mark.parametrize(
    ("uri", "stamp", "made_by", "shows"),
    [
        ("moths/index.html", "other", "us", "menu"),
        ("moths/index.html", "one", "others", "menu"),
        ("moths/index.html", "one", "us", "another menu"),
        ("moths/other.html", "one", "us", "menu"),
    ],
)
def test_what_was_made_from_something_else_is_not_up_to_date(
    uri: str, stamp: str, made_by: str, shows: str, put: Path
) -> None:
    assert not _again(put, made_by, shows).has(uri, stamp)


def _write_something_as_long(path: Path) -> None:
    """When it was written is known to some milliseconds only."""
    before = path.stat().st_mtime_ns
    while path.stat().st_mtime_ns == before:
        path.write_bytes(b"Lamps")


def _make_its_folder_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"")


@pytest.mark.parametrize(
    "touch",
    [
        Path.unlink,
        _write_something_as_long,
        lambda path: os.utime(path, ns=(0, 0)),
        lambda path: shutil.rmtree(path.parent),
        _make_its_folder_a_file,
    ],
    ids=["removed", "written", "touched", "without its folder", "with a file for its folder"],
)
def test_what_somebody_touched_is_not_up_to_date(touch: Callable[[Path], object], put: Path) -> None:
    touch(put / "site" / "moths" / "index.html")
    assert not _again(put).has("moths/index.html", "one")


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{}",
        "[]",
        "3",
        "nonsense",
        '{"made_by": "us"}',
        '{"made_by": "us", "shows": "menu", "files": []}',
        '{"made_by": "us", "shows": "menu", "files": {"moths/index.html": []}}',
        '{"made_by": "us", "shows": "menu", "files": {"moths/index.html": ["one", "a", "b"]}}',
        '{"made_by": "us", "shows": "menu", "files": {"moths/index.html": ["one", null, 3]}}',
        '{"made_by": "us", "shows": "menu", "files": {"moths/index.html": ["one", Infinity, 3]}}',
        '{"made_by": "us", "shows": "menu", "files": {"moths/index.html": ["one", 1, 3]}',
        "[" * 100_000,
    ],
    ids=lambda record: record[:90],
)
def test_a_record_that_cannot_be_read_is_none(record: str, put: Path) -> None:
    (put / "site.json").write_text(record, encoding="utf-8")
    assert not _again(put).has("moths/index.html", "one")


def test_only_what_is_kept_or_put_is_known(put: Path) -> None:
    site = _again(put)
    site.keep(["moths/index.html"])
    site.put("lamps.html", "three", b"Lamps")
    site.finish()
    assert _files(put / "site") == {"moths/index.html": b"Moths", "lamps.html": b"Lamps"}
    assert _again(put).has("moths/index.html", "one")
    assert _again(put).has("lamps.html", "three")
    assert not _again(put).has("feed.xml", "two")
