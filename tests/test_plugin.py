"""The MkDocs plugin: strict builds, pages that need no plugin, and nothing fetched from other sites."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import REPOSITORY, made_up_project
from html_reader import Html, read

from generator import mkdocs_runner
from generator.pages.routes import FOLDERS, ROOT_FILES
from generator.site.files import remove_all

POLICY = re.compile(rb'(?:<meta http-equiv="Content-Security-Policy"[^>]*>)?\n\s*')
"""With the space after it, or where it would be."""


def _mkdocs(root: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", *map(str, arguments)]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_strict_build_of_the_real_project(tmp_path: Path) -> None:
    for name in ("docs", "overrides", "seeds"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    for name in (*FOLDERS, *ROOT_FILES):
        remove_all(tmp_path / "docs" / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    done = _mkdocs(tmp_path, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site" / "papers").glob("*/index.html"))) == 50
    _check_origin(tmp_path / "site")


def test_a_fault_fails_a_strict_build_and_names_its_line(project: Path) -> None:
    done = _mkdocs(project, "build", "--strict")
    assert done.returncode == 1
    assert "seeds/twice.txt:1: warning: expected each paper once" in done.stderr
    assert "Aborted with 1 warnings in strict mode!" in done.stdout


@pytest.mark.parametrize("name", ["plain", "public"])
def test_nothing_comes_from_another_origin(name: str, built: Callable[[str], Path]) -> None:
    _check_origin(built(name))


def _check_origin(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        elsewhere = [url for url in _resources(read(page.read_text(encoding="utf-8"))) if urlsplit(url).netloc]
        assert elsewhere == [], page


def _resources(html: Html) -> Iterator[str]:
    """What a browser fetches on its own."""
    for element in ("script", "img", "iframe", "source", "video", "audio", "embed"):
        yield from html.values(element, "src")
    yield from html.values("object", "data")
    for name, facts in html.elements:
        if name == "link" and facts.get("rel") not in ("canonical", "prev", "next", "alternate", "author", "license"):
            yield facts.get("href") or ""


def test_resources_are_found_at_all() -> None:
    html = read(
        '<link rel="stylesheet" href="https://a.org/x.css"><script src="//b.org/x.js"></script><img src="x.png">'
    )
    assert [urlsplit(url).netloc for url in _resources(html)] == ["b.org", "", "a.org"]


def test_pages_need_no_plugin(sound_project: Path) -> None:
    """What the plugin wrote builds the same site without it, but for the policy of the pages."""
    shutil.copytree(REPOSITORY / "overrides", sound_project / "overrides", dirs_exist_ok=True)
    assert _mkdocs(sound_project, "build", "--strict", "--site-dir", "with").returncode == 0
    config = sound_project / "mkdocs.yml"
    lines = config.read_text(encoding="utf-8").split("\n")
    start = next(place for place, line in enumerate(lines) if line.startswith("- papershelf"))
    end = next(place for place in range(start + 1, len(lines)) if not lines[place].startswith("   "))
    config.write_text("\n".join(lines[:start] + lines[end:]), encoding="utf-8")
    done = _mkdocs(sound_project, "build", "--strict", "--site-dir", "without")
    assert done.returncode == 0, done.stderr
    one, other = (_files(sound_project / site) for site in ("with", "without"))
    one = {name: POLICY.sub(b"", content) for name, content in one.items() if name.endswith(".html")}
    assert [name for name, content in one.items() if content != POLICY.sub(b"", other.get(name, b""))] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.html", '{% extends "base.html" %}{% block scripts %}{% endblock %}'),
        ("main.html", "<!doctype html><title>{{ page.title }}</title>{{ page.content }}"),
        ("base.html", "<!doctype html><title>{{ page.title }}</title>{{ page.content }}"),
    ],
    ids=["no scripts", "another page", "another base"],
)
def test_a_template_without_our_script_fails_the_build(name: str, text: str, sound_project: Path) -> None:
    (sound_project / "overrides" / name).write_text(text, encoding="utf-8")
    done = _mkdocs(sound_project, "build")
    assert done.returncode != 0
    assert "papershelf: expected assets/javascripts/papershelf.js in each page, found none in " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (sound_project / "site").exists()


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("site_meta", "expected metadata in each page, found none in index.md"),
        (
            "header",
            "expected the theme's header in each page, found no element of the class md-header__inner in index.md",
        ),
    ],
)
def test_a_template_without_a_part_of_ours_is_a_warning(block: str, told: str, sound_project: Path) -> None:
    text = f'{{% extends "base.html" %}}{{% block {block} %}}<meta charset="utf-8">{{% endblock %}}'
    (sound_project / "overrides" / "main.html").write_text(text, encoding="utf-8")
    done = _mkdocs(sound_project, "build")
    assert done.returncode == 0
    assert done.stderr.count("papershelf: expected ") == done.stderr.count(f"papershelf: {told}") == 1


def test_a_page_by_hand_may_have_a_template_that_stands_alone(sound_project: Path) -> None:
    (sound_project / "overrides" / "alone.html").write_text("<title>x</title>{{ page.content }}", encoding="utf-8")
    (sound_project / "docs" / "alone.md").write_text("---\ntemplate: alone.html\n---\n# Alone\n", encoding="utf-8")
    done = _mkdocs(sound_project, "build")
    assert done.returncode == 0, done.stderr
    assert "papershelf: expected" not in done.stderr


def test_a_site_without_the_files_of_the_search_fails_the_build(tmp_path: Path) -> None:
    done = _mkdocs(made_up_project(tmp_path / "project", exclude_docs="search/\n"), "build")
    assert done.returncode != 0
    assert "papershelf: expected search/catalogue.js in the site, found none: search would not work" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_script_in_the_place_of_ours_fails_the_build(tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project")
    script = root / "docs" / "assets" / "javascripts" / "papershelf.js"
    script.parent.mkdir(parents=True)
    script.write_text("count();\n", encoding="utf-8")
    done = _mkdocs(root, "build")
    assert done.returncode != 0
    assert "papershelf: expected assets/javascripts/papershelf.js in the site to be the script of" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("fast", [True, False])
def test_pages_that_readers_would_not_find_are_a_warning(fast: bool, tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project", plugins=[{"papershelf": {"fast": fast}}], exclude_docs="/map.md\n")
    (root / "docs" / "README.md").write_text("# Home\n", encoding="utf-8")
    (root / "docs" / "papers.md").write_text("# Our papers\n", encoding="utf-8")
    done = _mkdocs(root, "build")
    assert done.returncode == 0
    assert done.stderr.count("leaves out map.md: links") == 1
    assert done.stderr.count("found papers.md and, from the seeds, papers/index.md") == 1
    assert done.stderr.count("found README.md, which MkDocs leaves out") == 1


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_a_theme_without_what_pages_need_fails_the_build(theme: str, tmp_path: Path) -> None:
    done = _mkdocs(made_up_project(tmp_path / "project", theme=theme, plugins=["papershelf"]), "build")
    assert done.returncode != 0
    assert f"expected the theme material, or one made from it, found '{theme}'" in done.stderr
    assert "Traceback" not in done.stderr


def test_pages_of_the_plugin_are_those_of_the_command(sound_project: Path) -> None:
    assert _mkdocs(sound_project, "build").returncode == 0
    before = _files(sound_project / "docs")
    command = [sys.executable, "-m", "generator", "pages"]
    done = subprocess.run(command, cwd=sound_project, capture_output=True, encoding="utf-8", check=True)
    assert "0 files written, 0 removed" in done.stderr
    assert _files(sound_project / "docs") == before


@pytest.mark.parametrize("fast", [True, False])
def test_the_progress_is_told(fast: bool, sound_project: Path) -> None:
    told: list[tuple[str, int, int]] = []
    loaded = mkdocs_runner.load(str(sound_project / "mkdocs.yml"))
    loaded.plugin.config["fast"] = fast
    mkdocs_runner.run_build(loaded, lambda *progress: told.append(progress))
    assert [what for what, _, _ in told] == sorted(what for what, _, _ in told)
    for stage in ("Pages", "Site") if fast else ("Pages",):
        done = [(count, whole) for what, count, whole in told if what == stage]
        assert done == sorted(done)
        assert done[-1] == (done[0][1], done[0][1])
        assert done[-1][0] > 20


@pytest.mark.parametrize(
    ("as_of", "year"), [("2030", 2030), ("2030-05-15", 2030), ("'2030'", 2030), ("'2030-01-07'", 2029), ("2033", 2031)]
)
def test_as_of(as_of: str, year: int, sound_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1943920000")  # 2031-08-08
    config = sound_project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("seeds_dir: seeds", f"seeds_dir: seeds\n    as_of: {as_of}"), encoding="utf-8")
    mkdocs_runner.run_build(mkdocs_runner.load(str(config)))
    assert (sound_project / "docs" / "years" / f"{year}.md").exists()
