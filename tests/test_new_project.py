"""New projects: files that are written or kept, messages, and a build of the result."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import REPOSITORY, needs_links, needs_rights
from mkdocs.utils.yaml import yaml_load

from generator import __version__
from generator.build import read_project
from generator.cli import main
from generator.mkdocs_runner import load
from generator.pages.routes import FOLDERS, ROOT_FILES
from generator.sources.git import list_tree

SEEDS = {"seeds/papers.txt", "seeds/corrections.yml", "seeds/topics.yml"}
SITE = {"mkdocs.yml", "docs/about.md", ".gitignore", "requirements.txt", "README.md"}


def _new(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["new", *map(str, arguments)])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _told(result: Result, word: str, root: Path) -> set[str]:
    """Return the paths of the lines that begin with a word."""
    begin = f"{word} {root}{os.sep}"
    lines = (line for line in result.output.splitlines() if line.startswith(begin))
    return {line.removeprefix(begin).removesuffix(", which was there").replace("\\", "/") for line in lines}


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_a_new_project_is_what_the_command_says(tmp_path: Path) -> None:
    result = _new(root := tmp_path / "deep" / "moths")
    assert result.exit_code == 0
    assert set(_files(root)) == _told(result, "wrote", root) == SEEDS | SITE
    assert f"In {root}, run 'papershelf build'" in result.output
    assert (root / "requirements.txt").read_text(encoding="utf-8").endswith(f"papershelf~={__version__}\n")
    assert (root / "README.md").read_text(encoding="utf-8").startswith("# moths\n")


def test_the_current_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "\nRun 'papershelf build'" in _new().output
    assert set(_files(tmp_path)) == SEEDS | SITE


def test_files_are_the_same_bytes_everywhere(tmp_path: Path) -> None:
    _new(tmp_path / "moths")
    for path, content in _files(tmp_path).items():
        text = content.decode("utf-8")
        assert "\r" not in text, path
        assert text.endswith("\n"), path
        assert "@" not in text, path  # no placeholder is left


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "papers.txt").write_bytes(b"Mine\r\n")
    (tmp_path / "README.md").write_bytes(b"")
    result = _new(tmp_path)
    assert _told(result, "kept", tmp_path) == {"seeds/papers.txt", "README.md"}
    assert _told(result, "wrote", tmp_path) == (SEEDS | SITE) - {"seeds/papers.txt", "README.md"}
    files = _files(tmp_path)
    assert (files["seeds/papers.txt"], files["README.md"]) == (b"Mine\r\n", b"")
    again = _new(tmp_path)
    assert (_told(again, "wrote", tmp_path), _files(tmp_path)) == (set(), files)


@needs_links
def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "moths").mkdir()
    (tmp_path / "moths" / "README.md").symlink_to(tmp_path / "elsewhere.md")
    assert _told(_new(tmp_path / "moths"), "kept", tmp_path / "moths") == {"README.md"}
    assert not (tmp_path / "elsewhere.md").exists()


NAMES = [
    "moths",
    "1",
    "yes",
    "Moths & <Lanterns>",
    "a: #b",
    "'",
    '"',
    "*",
    "Żółw 陈大文",
    "--- x",
    "moths\u2028@title@",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_folder_names_the_site(name: str, tmp_path: Path) -> None:
    if os.name == "nt" and set(name) & set('<>:"*'):
        pytest.skip("no folder can have this name on Windows")
    assert _new(tmp_path / name).exit_code == 0
    config = yaml_load((tmp_path / name / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["site_name"] == " ".join(name.split())


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_name_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    assert _new(os.fsdecode(os.fsencode(tmp_path) + b"/m\xffths")).exit_code == 0
    (root,) = tmp_path.iterdir()
    assert yaml_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["site_name"] == "m?ths"


def test_what_is_told_need_not_be_shown_in_full(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "new", "Żółw 灯"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "In \\u017bó\\u0142w \\u706f, run" in done.stdout.decode("cp1252")
    assert yaml_load((tmp_path / "Żółw 灯" / "mkdocs.yml").read_text(encoding="utf-8"))["site_name"] == "Żółw 灯"


def _file(path: Path) -> None:
    path.write_bytes(b"")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _closed(path: Path) -> None:
    path.mkdir(mode=0o500)


@pytest.mark.parametrize(
    ("there", "folder"),
    [
        (_file, "x"),
        (_file, "x/deeper"),
        pytest.param(_dangling, "x", marks=needs_links),
        pytest.param(_closed, "x", marks=needs_rights),
        pytest.param(_closed, "x/deeper", marks=needs_rights),
        (lambda path: path.mkdir(), "x/" + 300 * "m"),
        (lambda path: (path.mkdir(), _file(path / "seeds")), "x"),
    ],
)
def test_a_folder_that_cannot_be_written(there: Any, folder: str, tmp_path: Path) -> None:
    there(tmp_path / "x")
    result = _new(tmp_path / folder)
    assert result.exit_code == 2
    assert str(tmp_path / "x") in result.output


def test_a_mkdocs_project_gets_seeds_and_the_entry_to_add(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Lab\n# papershelf may come here\n", encoding="utf-8")
    result = _new(tmp_path)
    assert set(_files(tmp_path)) == SEEDS | {"mkdocs.yml"}
    assert _told(result, "kept", tmp_path) == {"mkdocs.yml"}
    assert "under plugins:\n\n  - papershelf:\n      folder: papers" in result.output


@pytest.mark.parametrize(
    "plugins",
    [
        "[search, papershelf]",
        "\n  - papershelf",
        "\n- papershelf:\n    fast: false",
        "\n  papershelf: {}",
        "{papershelf: {}}",
    ],
)
def test_a_mkdocs_project_with_the_plugin_needs_no_entry(plugins: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Lab\nplugins: {plugins}\n", encoding="utf-8")
    assert "plugins" not in _new(tmp_path).output


def test_a_list_of_ignored_files_is_completed_by_hand(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("/site/\n/.venv/\n", encoding="utf-8")
    told = _new(tmp_path).output.partition("Add to .gitignore")[2].splitlines()
    assert {"/docs/papers/", "/.cache/"} <= set(told)
    assert "/site/" not in told


def test_the_workflow_is_added_where_it_is_asked_for(tmp_path: Path) -> None:
    _new(tmp_path)
    result = _new(tmp_path, "--github")
    assert _told(result, "wrote", tmp_path) == {".github/workflows/site.yml"}
    workflow = _files(tmp_path)[".github/workflows/site.yml"].decode()
    assert "${{ github.repository }}" in workflow
    assert re.search("uses: actions/checkout@[0-9a-f]{40} ", workflow)


def test_the_workflow_of_a_mkdocs_project_has_what_it_installs(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: The lab\n", encoding="utf-8")
    assert SEEDS | {"requirements.txt", ".github/workflows/site.yml"} == _told(
        _new(tmp_path, "--github"), "wrote", tmp_path
    )


@pytest.fixture
def moths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _new(tmp_path / "moths")
    monkeypatch.chdir(tmp_path / "moths")
    return tmp_path / "moths"


def test_a_new_project_has_no_problems(moths: Path) -> None:
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.output) == (0, "")
    collection = read_project(load(str(moths / "mkdocs.yml")).project)
    assert [paper.plain_title.partition(":")[0] for paper in collection.bibliography.papers] == [
        "Lantern Glows",
        "Moths at Night",
        "Counting Moths in Pictures of Dark Gardens",
    ]
    assert {heading.label for heading in collection.topics.headings} == {"Lanterns", "Moths"}


def test_the_examples_of_corrections_are_valid(moths: Path) -> None:
    path = moths / "seeds" / "corrections.yml"
    examples = path.read_text(encoding="utf-8").partition("\n# papers:")[2]
    text = "papers:" + examples.replace("\n# ", "\n").replace("\n#\n", "\n\n")
    path.write_text(text, encoding="utf-8")
    collection = read_project(load(str(moths / "mkdocs.yml")).project)
    assert collection.problems == ()
    assert "2601.00001" in {paper.arxiv for paper in collection.bibliography.papers}
    assert "A. Alder" not in {heading.label for heading in collection.authors.headings}


def test_git_sees_what_is_the_users_and_nothing_that_is_built(moths: Path) -> None:
    _git(moths, "init", "-q")
    result = CliRunner().invoke(main, ["pages"])
    assert result.exit_code == 0, result.output
    (moths / "site").mkdir()
    (moths / "site" / "index.html").write_bytes(b"")
    _git(moths, "add", "--all")
    _git(moths, "commit", "-q", "-m", "Begin")
    assert {entry.name for entry in list_tree(moths, "HEAD", ".") if not entry.is_folder} == SEEDS | SITE
    made = {path.name for path in (moths / "docs").iterdir()}
    assert made >= {*FOLDERS, *ROOT_FILES} - {"opensearch.xml", "new"}  # which need an address and many new papers


def _build(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "build", "--strict"]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_a_new_project_builds_as_it_is(moths: Path) -> None:
    done = _build(moths)
    assert done.returncode == 0, done.stderr
    assert "3 papers, 6 authors, 2 topics, 0 warnings" in done.stderr
    home = (moths / "site" / "index.html").read_text(encoding="utf-8")
    assert "Lantern Glows" in home
    assert (moths / "site" / "about" / "index.html").exists()


@pytest.mark.slow
def test_a_new_project_has_styles_and_search(moths: Path) -> None:
    assert _build(moths).returncode == 0
    home = (moths / "site" / "index.html").read_text(encoding="utf-8")
    for asset in ("assets/stylesheets/papershelf.css", "assets/javascripts/papershelf.js"):
        assert (moths / "site" / asset).exists()
        assert asset in home
    assert (moths / "site" / "assets" / "javascripts" / "search" / "worker.js").exists()
    assert "{:" not in home


def test_the_overrides_are_added_where_they_are_asked_for(tmp_path: Path) -> None:
    _new(tmp_path)
    listing = tmp_path / "seeds" / "papers.txt"
    listing.rename(listing.with_name("mine.txt"))
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "404.html").write_text("mine", encoding="utf-8")
    result = _new(tmp_path, "--overrides")
    shipped = {f"overrides/{path}": content for path, content in _files(REPOSITORY / "overrides").items()}
    assert _told(result, "wrote", tmp_path) == shipped.keys() - {"overrides/404.html"}
    assert {path: _files(tmp_path)[path] for path in shipped} == {**shipped, "overrides/404.html": b"mine"}
    assert not listing.exists()


def test_a_project_can_start_from_files_of_ones_own(tmp_path: Path) -> None:
    references = tmp_path / "refs.bib"
    references.write_text("@article{alder, title={Moths}, author={Ada Alder}, year=2024}\n", encoding="utf-8")
    result = _new(tmp_path / "site", "--from", references)
    assert _told(result, "wrote", tmp_path / "site") == {"seeds/refs.bib", *SITE}
    papers = read_project(load(str(tmp_path / "site" / "mkdocs.yml")).project).bibliography.papers
    assert [(paper.plain_title, paper.citekey) for paper in papers] == [("Moths", "alder")]


def test_other_files_are_no_start(tmp_path: Path) -> None:
    (tmp_path / "refs.pdf").write_bytes(b"")
    result = _new(tmp_path / "site", "--from", tmp_path / "refs.pdf")
    assert result.exit_code == 2
    assert "expected *.txt, *.bib, *.csl.json, *.ris, found" in result.output
    assert not (tmp_path / "site").exists()


def test_two_files_of_one_name_are_no_start(tmp_path: Path) -> None:
    files = [tmp_path / name / "refs.bib" for name in ("a", "b")]
    for file in files:
        file.parent.mkdir()
        file.write_text("@article{alder, title={Moths}, author={Ada Alder}}\n", encoding="utf-8")
    result = _new(tmp_path / "site", "--from", files[0], "--from", files[1])
    assert result.exit_code == 2
    assert "expected files of different names, found refs.bib twice" in result.output
    assert not (tmp_path / "site").exists()


def test_the_example_is_described_only_where_it_is(tmp_path: Path) -> None:
    references = tmp_path / "refs.bib"
    references.write_text("@article{alder, title={Moths}, author={Ada Alder}}\n", encoding="utf-8")
    for name, arguments in (("own", ("--from", references)), ("example", ())):
        _new(tmp_path / name, *arguments)
    described = {
        name: "moths" in (tmp_path / name / "mkdocs.yml").read_text(encoding="utf-8") for name in ("own", "example")
    }
    assert described == {"own": False, "example": True}
