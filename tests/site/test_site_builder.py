"""The site builder makes what MkDocs makes alone, byte for byte, and only what has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import made_up
import pytest
from conftest import PUBLIC, made_up_project
from projects import BARE_NAV, FEATURES, build, check, config_of, configure, edit, files_of, say, unlike

from generator.pages import components, index_pages
from generator.site import workers
from generator.site.builder import SiteBuilder


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the build, which templates may ask for."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_FEW", 0)
    monkeypatch.setattr("generator.plugin.worker_count", lambda: 2)


def times_of(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which it is."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (stat.st_mtime_ns, stat.st_ino) for name, stat in found.items()}


@contextmanager
def mended(root: Path) -> Iterator[None]:
    """Builds a project, to be disturbed within, and holds what the next build makes of it against the first."""
    told, site, docs = build(root), files_of(root / "site"), files_of(root / "docs")
    yield
    assert build(root) == told
    assert unlike(files_of(root / "site"), site) == []
    assert unlike(files_of(root / "docs"), docs) == []


# ---- the same as MkDocs alone ----

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
    check(root)
    files = files_of(root / "site")
    build(root)
    assert unlike(files_of(root / "site"), files) == []


def test_a_site_without_papers(project: Path) -> None:
    (project / "seeds" / "twice.txt").unlink()
    (project / "seeds" / "papers.txt").write_text("", encoding="utf-8")
    check(project)


def test_navigation_features(tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project")
    configure(root, {"theme": config_of(root)["theme"] | {"features": FEATURES}})
    check(root)


def test_a_home_page_of_ones_own(project: Path) -> None:
    (project / "docs" / "index.md").write_text("# Welcome\n\nSee [all](papers/index.md).\n", encoding="utf-8")
    check(project)
    edit(project / "docs" / "index.md", "# Welcome", "---\nstatus: new\n---\n\n# Good Day")
    check(project)
    (project / "docs" / "index.md").unlink()
    check(project)


def test_a_site_without_pages_of_ones_own(project: Path) -> None:
    shutil.rmtree(project / "docs" / "about")
    nav = [item for item in config_of(project)["nav"] if "About" not in item]
    configure(project, {"nav": nav, "site_url": PUBLIC["site_url"]})
    check(project)


def write(path: Path, text: str = "# Mine\n\nSee [all](../papers/index.md).\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


AMONG_OURS: dict[str, Callable[[Path], object]] = {
    "a page": lambda docs: write(docs / "papers" / "mine.md"),
    "another index": lambda docs: write(docs / "topics" / "README.md"),
    "the page of one of our folders": lambda docs: write(docs / "papers.md", "# Mine\n"),
    "a folder": lambda docs: write(docs / "papers" / "more" / "mine.md", "# Mine\n"),
    "a page at the address of one of ours": lambda docs: write(docs / "explore" / "index.md", "# Mine\n"),
    "a page instead of one of ours": lambda docs: write(docs / "explore.mdown", "# Mine\n"),
    "a link to a folder": lambda docs: (docs / "papers" / "linked").symlink_to("../about"),
    "our folder as a link": lambda docs: (
        (docs / "years").rename(docs.parent / "elsewhere"),
        (docs / "years").symlink_to("../elsewhere"),
    ),
    "a file of the theme of the same name": lambda docs: (
        write(docs.parent / "overrides" / "search" / "engine.js", "mine"),
        write(docs.parent / "overrides" / "search" / "mine.js", "mine"),
    ),
}


@pytest.mark.parametrize("name", AMONG_OURS)
def test_what_stands_among_our_files(name: str, project: Path) -> None:
    configure(project, {"validation": {"nav": {"omitted_files": "warn"}}, "site_url": PUBLIC["site_url"]})
    build(project)
    AMONG_OURS[name](project / "docs")
    check(project)
    check(project, "the second time")


def test_links_to_anchors_of_our_pages_are_looked_at(project: Path) -> None:
    text = "# More\n\n[A](../authors/index.md#letter-b), [B](../authors/index.md#letter-x), [C](../papers/no.md).\n"
    (project / "docs" / "about" / "more.md").write_text(text, encoding="utf-8")
    check(project)
    check(project, "the second time")
    assert len([line for line in build(project) if "about/more.md" in line]) >= 2


@pytest.mark.usefixtures("two_processes")
def test_long_lists_in_two_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "PER_PAGE", 7)
    monkeypatch.setattr(index_pages, "_PER_INDEX_PAGE", 12)
    root = made_up_project(tmp_path / "project", papers=made_up.many(40, 30), **PUBLIC)
    check(root)
    assert any("page-2" in name or "/2" in name for name in files_of(root / "site"))
    (root / "seeds" / "papers.txt").write_text(made_up.many(36, 30), encoding="utf-8")
    check(root, "fewer papers")


@pytest.mark.parametrize("named", ["by the navigation", "by a template"])
def test_links_into_a_folder_that_pages_go_on_in(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "PER_PAGE", 2)
    root = made_up_project(tmp_path / "project", papers=made_up.many(40, 30), **PUBLIC)
    if named == "by the navigation":
        configure(root, {"nav": [*BARE_NAV, {"More of 2023": "years/2023/2.md"}]})
    else:
        say(root, "{{ 'years/2023/2/' | url }}")
    check(root)
    pages = [name for name in files_of(root / "site") if name.startswith("years/20") and name.count("/") == 3]
    assert len({name.split("/")[1] for name in pages}) > 2


def test_a_page_of_ours_that_was_edited_by_hand(project: Path) -> None:
    configure(project, {"nav": BARE_NAV})
    check(project)
    for title in ("Subjects", "Matters"):
        text = f"---\nstatus: new\n---\n\n# {title}\n\nBy hand.\n"
        (project / "docs" / "topics" / "index.md").write_text(text, encoding="utf-8")
        check(project, title)
    edit(project / "docs" / "topics" / "index.md", "status: new", "status: old")
    check(project, "another status")


# ---- templates, plugins and hooks of ones own ----

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


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_ones_own(name: str, tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE + LONG)
    say(root, TEMPLATES[name])
    build(root)
    (root / "seeds" / "twice.txt").unlink()
    edit(root / "seeds" / "papers.txt", "Lamps of 17 lights", "Lamps of 17 bright lights")
    check(root)  # most pages are still those of the first build


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
def test_what_the_builder_does_not_know_is_left_to_mkdocs(settings: dict[str, Any], project: Path) -> None:
    build(project)
    (project / "hook.py").write_text(HOOK, encoding="utf-8")
    extensions = config_of(project)["markdown_extensions"] + [settings[name] for name in settings if name == "more"]
    configure(
        project, {"markdown_extensions": extensions} | {name: settings[name] for name in settings if name != "more"}
    )
    check(project)


def test_an_icon_of_ones_own_is_looked_at(project: Path) -> None:
    icon = project / "overrides" / ".icons" / "own" / "moth.svg"
    icon.parent.mkdir(parents=True)
    icon.write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1"/></svg>', encoding="utf-8")
    configure(project, {"theme": config_of(project)["theme"] | {"icon": {"logo": "own/moth"}}})
    check(project)
    edit(icon, "M1 1", "M2 2")
    check(project, "another icon")


def test_a_page_that_is_a_link(project: Path) -> None:
    page = project / "docs" / "about" / "index.md"
    page.rename(project / "about.md")
    page.symlink_to("../../about.md")
    check(project)
    edit(project / "about.md", "# About", "# Of Moths")
    check(project, "a change where the link leads to")


def test_other_settings_and_templates_make_other_pages(project: Path) -> None:
    check(project)
    configure(project, {"copyright": "By moths"})
    check(project, "copyright")
    configure(project, {"theme": config_of(project)["theme"] | {"features": FEATURES}})
    check(project, "features")
    configure(project, {"nav": BARE_NAV})
    check(project, "navigation")
    edit(project / "docs" / "about" / "index.md", "# About", "# Of Moths")
    check(project, "the title of a page in the navigation")
    edit(project / "overrides" / "partials" / "papershelf-head.html", '"summary"', '"photo"')
    check(project, "a template")
    shutil.copy(project / "mkdocs.yml", project / "base.yml")
    (project / "mkdocs.yml").write_text("INHERIT: base.yml\ncopyright: By lamps\n", encoding="utf-8")
    check(project, "settings elsewhere")
    edit(project / "base.yml", "copyright: By moths", "copyright: By moths\nsite_author: Lamps")
    check(project, "settings that are inherited")


# ---- only what has changed ----


def test_the_template_makes_few_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE + made_up.PAPERS)
    rendered: list[str] = []
    render = SiteBuilder._render
    monkeypatch.setattr(SiteBuilder, "_render", lambda self, page: rendered.append(page.url) or render(self, page))
    build(root)
    made = list((root / "site").rglob("index.html"))
    assert len(rendered) < len(made) / 2


@pytest.mark.usefixtures("two_processes")
def test_only_what_differs_is_written(project: Path) -> None:
    build(project)
    times, before = times_of(project / "site"), files_of(project / "site")
    edit(project / "seeds" / "papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    check(project)
    now = times_of(project / "site")
    written = {name for name in now if name.startswith("papers/") and now[name] != times.get(name)}
    differ = {name for name in unlike(before, files_of(project / "site")) if name.startswith("papers/")}
    assert "papers/two-gardeners-and-a-moth/index.html" in differ
    assert written - differ <= {"papers/index.html"}  # it is in the navigation, so MkDocs makes it
    assert differ <= written
    assert len(written) < len([name for name in now if name.startswith("papers/")])


def test_without_the_cache_nothing_is_believed(project: Path) -> None:
    build(project)
    page = project / "site" / "papers" / "two-gardeners-and-a-moth" / "index.html"
    right, time = page.read_bytes(), page.stat().st_mtime_ns
    page.write_bytes(right.replace(b"Gardeners", b"gARDENERS"))
    os.utime(page, ns=(time, time))  # as nobody would
    build(project)
    assert page.read_bytes() != right
    build(project, use_cache=False)
    assert page.read_bytes() == right


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
    with mended(project):
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
    with mended(project):
        for name in ("papers/two-gardeners-and-a-moth/index.html", "feed.xml", "about/index.html"):
            (project / "site" / name).unlink()
            (project / "site" / name).symlink_to(elsewhere)
    assert elsewhere.read_text(encoding="utf-8") == "not ours"


@pytest.mark.parametrize("place", ["papers", "papers/two-gardeners-and-a-moth"])
@pytest.mark.parametrize("to", ["elsewhere", "nowhere", "itself"])
def test_a_link_in_place_of_a_folder_is_not_followed(to: str, place: str, project: Path) -> None:
    folder, elsewhere = project / "site" / place, project / "elsewhere"
    (elsewhere / "two-gardeners-and-a-moth").mkdir(parents=True)
    with mended(project):
        shutil.rmtree(folder)
        folder.symlink_to({"elsewhere": elsewhere, "nowhere": project / "nowhere", "itself": folder}[to])
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []


def test_what_begins_with_a_dot_stays(project: Path) -> None:
    (project / "site" / ".git").mkdir(parents=True)
    (project / "site" / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    build(project)
    assert (project / "site" / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"


def test_nothing_is_left_behind(project: Path) -> None:
    build(project)
    say(project, "{{ 1 / 0 }}")
    with pytest.raises(ZeroDivisionError):
        build(project)
    assert sorted(path.name for path in (project / ".cache" / "papershelf").iterdir()) == [
        "cache.sqlite",
        "lock",
        "templates",
    ]
    assert not [path for path in project.iterdir() if path.name.startswith(".site")]
