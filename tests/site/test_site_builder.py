"""The site builder makes what MkDocs makes alone, byte for byte, and only what has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_up
import pytest
from conftest import PROCESSES, PUBLIC, made_up_project, needs_links
from projects import BARE_NAV, FEATURES, build, check, config_of, configure, edit, files_of, own, say, unlike

from generator.pages import components, index_pages
from generator.pages.html import EXTENSIONS, HARMLESS
from generator.site import workers
from generator.site.builder import SiteBuilder
from generator.site.files import remove_all


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the build, which templates may ask for."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_FEW", 0)
    monkeypatch.setattr("generator.plugin.worker_count", lambda: PROCESSES)


def times_of(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which it is."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (stat.st_mtime_ns, stat.st_ino) for name, stat in found.items()}


# ---- the same as MkDocs alone ----

ODD = "\ue000title\ue001 \u2028 \x85 \ufeff \u200b \t \u202e odd \U0001f98b {{ x }} {% raw %} &amp; </script> \\"

SITES: dict[str, dict[str, Any]] = {  # besides those of tests/test_digests.py
    "plain": {},
    "flat and public": {**PUBLIC, "use_directory_urls": False},
    "offline": {"plugins": ["search", {"offline": {"enabled": True}}, {"papershelf": {"seeds_dir": "seeds"}}]},
    "without search": {"plugins": [{"papershelf": {"seeds_dir": "seeds"}}]},
    "with other navigation": {"nav": BARE_NAV},
    "with a file in the navigation": {"nav": [*BARE_NAV, {"Bib": "downloads/papers.bib"}, "feed.xml"]},
    "with templates": {"extra_templates": ["robots.txt"], **PUBLIC},
    "with all in the navigation": {"nav": None, "site_url": PUBLIC["site_url"]},
    "with less": {"exclude_docs": "years/\nfeed.xml\n", "draft_docs": "areas/\n", "site_url": PUBLIC["site_url"]},
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


def test_a_site_without_pages_of_ones_own(project: Path) -> None:
    shutil.rmtree(project / "docs" / "about")
    nav = [item for item in config_of(project)["nav"] if "About" not in item]
    configure(project, {"nav": nav, "site_url": PUBLIC["site_url"]})
    check(project)


def write(path: Path, text: str = "# Mine\n\nSee [all](../papers/index.md).\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _links_marked(name: str) -> Any:
    return pytest.param(name, marks=needs_links if "link" in name else ())


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


@pytest.mark.parametrize("name", [_links_marked(name) for name in AMONG_OURS])
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


@pytest.mark.parametrize("uri", ["index.md", "topics/index.md"])
def test_a_page_of_ours_that_is_written_by_hand(uri: str, project: Path) -> None:
    configure(project, {"nav": BARE_NAV})
    check(project)
    for title, status in (("Subjects", "new"), ("Matters", "new"), ("Matters", "old")):
        write(project / "docs" / uri, f"---\nstatus: {status}\n---\n\n# {title}\n\nBy hand.\n")
        check(project, (title, status))
    (project / "docs" / uri).unlink()
    check(project, "its removal")


# ---- templates, plugins and hooks of ones own ----

MORE = "".join(made_up.entry(title=f"Lamp {number}", abstract=f"Lamps of {number} lights.") for number in range(11, 23))
TEMPLATE = """
{{ page.url }} {{ page.file.src_uri if page }} {{ page.title if page }} {{ (page.meta if page else 0) | tojson }}
{{ page.content | length }} {{ (page.content or '') | striptags | truncate(60) | e }}
{% for item in page.toc %}{{ item.title }} {{ item.id }}{% endfor %}
{% for file in pages %}{{ file.url }} {{ file.page.title }}{% endfor %} {{ 'papers/lamp-15/' | url }}
{{ nav.homepage.title }} {{ nav.homepage.meta.description }} {{ build_date_utc }}
"""
"""Looks at all that the shipped templates let alone."""


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE)
    say(root, TEMPLATE)
    build(root)
    (root / "seeds" / "twice.txt").unlink()
    edit(root / "seeds" / "papers.txt", "Lamps of 17 lights", "Lamps of 17 bright lights")
    check(root)  # most pages are still those of the first build
    assert b"papers/lamp-15/ papers/lamp-15.md Lamp 15" in (root / "site" / "papers/lamp-15/index.html").read_bytes()


MATERIAL = [
    *({name: {}} for name in sorted(HARMLESS | EXTENSIONS.keys())),
    {"toc": {"permalink": True}},
    {"pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span", "pygments_lang_class": True}},
    {"pymdownx.tabbed": {"alternate_style": True}},
]
"""Extensions that the documentation of the theme recommends, but for those that change our pages."""


def test_extensions_that_leave_our_pages_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = made_up_project(tmp_path / "project", papers=MORE + made_up.PAPERS, **PUBLIC)
    configure(root, {"markdown_extensions": MATERIAL})
    build(root)
    assert "MkDocs makes all pages" not in caplog.text
    check(root)
    configure(root, {"markdown_extensions": [*MATERIAL, {"abbr": {"glossary": {"Moth": "an insect"}}}]})
    build(root)
    assert "MkDocs makes all pages: the Markdown extension abbr" in caplog.text


def test_a_file_that_a_page_includes(project: Path) -> None:
    configure(project, {"markdown_extensions": [*MATERIAL, {"pymdownx.snippets": {"base_path": [str(project)]}}]})
    write(project / "docs" / "about" / "index.md", '# About\n\n--8<-- "words.txt"\n')
    for word in ("Moths", "Lanterns"):
        write(project / "words.txt", f"{word}.\n")
        build(project)
        assert f"<p>{word}.</p>" in (project / "site" / "about" / "index.html").read_text(encoding="utf-8")


HOOK = "def on_page_content(html, **_):\n    return html.replace('Moth', 'Butterfly')\n"
UNKNOWN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "hook": lambda _: {"hooks": ["hook.py"]},
    "plugin": lambda _: {"plugins": ["search", "tags", {"papershelf": {"seeds_dir": "seeds"}}]},
    "extension": lambda config: {"markdown_extensions": [*config["markdown_extensions"], "nl2br"]},
    "line numbers": lambda _: {"markdown_extensions": [*MATERIAL, {"pymdownx.highlight": {"linenums": True}}]},
    "fence": lambda _: {"markdown_extensions": [*MATERIAL, {"pymdownx.superfences": {"custom_fences": [FENCE]}}]},
}
FENCE = {"name": "text", "class": "own"}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_builder_does_not_know_is_left_to_mkdocs(name: str, project: Path) -> None:
    build(project)
    write(project / "hook.py", HOOK)
    configure(project, UNKNOWN[name](config_of(project)))
    check(project)


def test_an_icon_of_ones_own_is_looked_at(project: Path) -> None:
    icon = project / "overrides" / ".icons" / "own" / "moth.svg"
    write(icon, '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1"/></svg>')
    configure(project, {"theme": config_of(project)["theme"] | {"icon": {"logo": "own/moth"}}})
    check(project)
    edit(icon, "M1 1", "M2 2")
    check(project, "another icon")


@needs_links
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
    edit(own(project, "partials/papershelf-head.html"), "'summary'", "'photo'")
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


IN_THE_WAY: dict[str, Callable[[Path, Path], object]] = {
    "a file": lambda path, _: write(path),
    "a folder": lambda path, _: write(path / "way" / "in.txt"),
    "a link elsewhere": lambda path, elsewhere: path.symlink_to(elsewhere),
    "a link to nowhere": lambda path, elsewhere: path.symlink_to(elsewhere / "nowhere"),
    "a link to itself": lambda path, _: path.symlink_to(path),
}


@pytest.mark.parametrize("what", [_links_marked(name) for name in IN_THE_WAY])
def test_what_stands_in_the_way_is_cleared(what: str, project: Path) -> None:
    told, site = build(project), files_of(project / "site")
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    for place in ("papers", "topics/lanterns", "about", "explore/index.html", "index.html", "feed.xml"):
        assert (project / "site" / place).exists()
        remove_all(project / "site" / place)
        IN_THE_WAY[what](project / "site" / place, elsewhere)
    assert build(project) == told
    assert unlike(files_of(project / "site"), site) == []
    assert list(elsewhere.iterdir()) == []


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
