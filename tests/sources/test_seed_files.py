"""Files of seeds: which are read, which are reported, and that it is the same in a revision of git."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import made_up
import pytest
from conftest import needs_links, needs_rights

from generator.build import gather
from generator.models import Severity
from generator.sources.loader import Seeds, read_named, read_seeds

ENTRY = made_up.entry(title="Moths at Night", authors="Ada Alder", abstract="Moths.")


def _write(root: Path, *names: str, text: str = ENTRY) -> Path:
    for name in names:
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


def _in_folder(root: Path) -> Seeds:
    return read_seeds(root / "seeds", root)


def _in_revision(root: Path) -> Seeds:
    for command in ("init -q", "add -A", "-c user.name=Ada -c user.email=a@example.org commit -q -m Seeds"):
        subprocess.run(["git", "-C", str(root), *command.split()], check=True, capture_output=True)
    return read_named("HEAD", root / "seeds", root)


both = pytest.mark.parametrize("read", [_in_folder, _in_revision], ids=["in a folder", "in a revision"])
Read = Callable[[Path], Seeds]


@both
def test_listings_in_any_folder_are_read_by_their_paths(read: Read, tmp_path: Path) -> None:
    names = [
        "papers.txt",
        "MORE.TXT",
        "sub/b.txt",
        "sub/a.Txt",
        "sub/deep/er/c.txt",
        "a-b/x.txt",
        "a/x.txt",
        ".draft.txt",
    ]
    seeds = read(_write(tmp_path, *names))
    assert [one.path for one in seeds.listings] == [
        f"seeds/{name}" for name in sorted(names, key=lambda name: name.split("/"))
    ]
    assert {one.text for one in seeds.listings} == {ENTRY}
    assert seeds.problems == ()


@both
def test_what_systems_and_editors_leave_is_passed_over(read: Read, tmp_path: Path) -> None:
    junk = (
        "._papers.txt .#papers.txt sub/._x.txt .DS_Store .gitkeep papers.txt~ #papers.txt# papers.txt.bak "
        "papers.txt.orig .papers.txt.swp Thumbs.db desktop.ini README README.md readme.txt LICENSE .git-old/papers.txt "
        ".ipynb_checkpoints/papers-checkpoint.txt sub/.hidden/x.txt __MACOSX/papers.txt"
    ).split()
    seeds = read(_write(tmp_path, "papers.txt", *junk, text=ENTRY))
    assert [one.path for one in seeds.listings] == ["seeds/papers.txt"]
    assert seeds.problems == ()


@needs_links
def test_a_lock_of_an_editor_is_passed_over_though_it_leads_nowhere(tmp_path: Path) -> None:
    _write(tmp_path, "papers.txt")
    (tmp_path / "seeds" / ".#papers.txt").symlink_to("ada@example.org.1234")
    assert _in_folder(tmp_path).problems == ()


WANTED = "(*.txt, *.bib, *.csl.json, *.ris)"
ALONE = f"expected a listing {WANTED}, found another file, which is not read"
TOLD = {
    ("papers.md",): [f"seeds/papers.md:1: note: {ALONE}"],
    ("papers",): [f"seeds/papers:1: note: {ALONE}"],
    ("sub/papers.text",): [f"seeds/sub/papers.text:1: note: {ALONE}"],
    ("corrections.yaml",): [f"seeds/corrections.yaml:1: note: {ALONE}"],
    ("b.pdf", "a.PDF", "sub/c.pdf"): [
        f"seeds/a.PDF:1: note: expected listings {WANTED}, found 3 files that end in .pdf, which are not read"
    ],
    ("one", "two"): [
        f"seeds/one:1: note: expected listings {WANTED}, found 2 files without an ending, which are not read"
    ],
    ("sub/corrections.yml", "sub/urls.csv"): [
        "seeds/sub/corrections.yml:1: warning: expected corrections.yml in seeds itself, found it in a folder within: "
        "it is not read",
        "seeds/sub/urls.csv:1: warning: expected urls.csv in seeds itself, found it in a folder within: it is not read",
    ],
    ("corrections.yml", "topics.yml", "urls.csv"): [],
}


@both
@pytest.mark.parametrize("names", TOLD, ids=" ".join)
def test_files_that_are_not_read_are_told(names: tuple[str, ...], read: Read, tmp_path: Path) -> None:
    _write(tmp_path, *names, text="")
    seeds = read(_write(tmp_path, "papers.txt"))
    assert [str(problem) for problem in seeds.problems] == TOLD[names]


@both
def test_a_folder_without_listings_is_an_error_whatever_else_it_has(read: Read, tmp_path: Path) -> None:
    seeds = read(_write(tmp_path, "papers.md", "._papers.txt", "sub/.x/papers.txt"))
    assert [problem.severity for problem in seeds.problems] == [Severity.ERROR, Severity.NOTE]
    assert (
        str(seeds.problems[0])
        == "seeds:1: error: expected a listing (*.txt, *.bib, *.csl.json, *.ris) in this folder, found none"
    )


@both
def test_a_folder_called_like_a_listing_is_an_error(read: Read, tmp_path: Path) -> None:
    seeds = read(_write(tmp_path, "papers.txt", "sub/more.txt/x.txt"))
    assert [one.path for one in seeds.listings] == ["seeds/papers.txt"]
    assert [str(problem).partition(", found")[0] for problem in seeds.problems] == [
        "seeds/sub/more.txt:1: error: expected a file to read"
    ]


@both
def test_a_folder_called_like_the_corrections_is_an_error(read: Read, tmp_path: Path) -> None:
    seeds = read(_write(tmp_path, "papers.txt", "corrections.yml/papers.txt"))
    assert [one.path for one in seeds.listings] == ["seeds/papers.txt"]
    assert seeds.corrections is None
    assert [str(problem).partition(", found")[0] for problem in seeds.problems] == [
        "seeds/corrections.yml:1: error: expected a file to read"
    ]


@needs_links
def test_a_link_to_corrections_that_are_not_there_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "papers.txt")
    (tmp_path / "seeds" / "corrections.yml").symlink_to("nowhere.yml")
    (problem,) = _in_folder(tmp_path).problems
    assert str(problem).startswith("seeds/corrections.yml:1: error: expected a file to read, found an error")


@both
@needs_links
def test_links_to_folders_are_told_and_not_followed(read: Read, tmp_path: Path) -> None:
    _write(tmp_path, "papers.txt", "sub/x.txt")
    (tmp_path / "seeds" / "sub" / "round").symlink_to("..")
    (tmp_path / "seeds" / "sub" / "again").symlink_to(".")
    seeds = read(tmp_path)
    assert [one.path for one in seeds.listings] == ["seeds/papers.txt", "seeds/sub/x.txt"]
    assert ["2 files without an ending" in str(problem) for problem in seeds.problems] == [True]


@needs_rights
def test_a_closed_folder_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "papers.txt", "sub/x.txt")
    (tmp_path / "seeds" / "sub").chmod(0)
    try:
        (problem,) = _in_folder(tmp_path).problems
    finally:
        (tmp_path / "seeds" / "sub").chmod(0o700)
    assert str(problem) == "seeds/sub:1: error: expected a folder to read, found an error: Permission denied"


def test_notes_leave_addresses_settled(tmp_path: Path) -> None:
    _write(tmp_path, "papers.txt", "papers.md", "sub/urls.csv")
    found = gather(_in_folder(tmp_path), None, date(2031, 1, 1))
    assert found.unsettled == ()
    assert len(found.bibliography) == 1


def test_a_listing_of_page_text_alone_is_told_to_have_no_papers(tmp_path: Path) -> None:
    _write(tmp_path, "papers.txt", text="Load more\nView PDF\n")
    found = gather(_in_folder(tmp_path), None, date(2031, 1, 1))
    told = [str(problem) for problem in found.problems if problem.severity is Severity.WARNING]
    assert told == ["seeds/papers.txt:1: warning: expected papers, found none"]
