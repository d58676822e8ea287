"""The pipeline: what is wrong with seeds and settings is told, and pages depend on what seeds say, not on how."""

from __future__ import annotations

import dataclasses
import random
import re
from pathlib import Path

import made_up
import pytest
from conftest import PROCESSES

from generator.build import read_listings, write_docs
from generator.config import Project, SiteConfig, build_day
from generator.models import Severity
from generator.site import workers
from generator.site.cache import Cache
from generator.site.docs_folder import MANIFEST


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "papers.txt").write_text(made_up.PAPERS, encoding="utf-8")
    (tmp_path / "seeds" / "topics.yml").write_text(made_up.TOPICS, encoding="utf-8")
    return Project(tmp_path, tmp_path / "seeds", tmp_path / "docs", SiteConfig("Shelf"))


def told(project: Project, *, notes: bool = False, processes: int = 1) -> list[str]:
    with Cache(project.root / ".cache") as cache:
        problems = write_docs(project, cache, processes).problems
    return [str(problem) for problem in problems if (problem.severity is Severity.NOTE) == notes]


def pages_of(project: Project, processes: int = 1) -> dict[Path, list[str]]:
    """All files by line, but for where an entry stands; data for other programs without the order of the listing."""
    assert told(project, processes=processes) == []
    found = {}
    for path in project.docs_dir.rglob("*.*"):
        text = re.sub(r"\S+\.txt(:\d+|, line \d+)?", "a line", path.read_text(encoding="utf-8"))
        found[path] = sorted(re.split(",?\n", text)) if path.name.startswith("papers.") else text.split("\n")
    found.pop(project.docs_dir / MANIFEST)
    return found


def test_bytes_that_are_no_utf_8_are_told_once_a_line(project: Project) -> None:
    lines = made_up.PAPERS.encode().split(b"\n")
    lines[2] += b" \xe9 \xe9"
    lines[10] = b"\xff" + lines[10] + "é".encode()
    message = "seeds/papers.txt:{}: error: expected UTF-8, found the byte {}; what cannot be read is shown as �"
    (project.seeds_dir / "papers.txt").write_bytes(b"\r\n".join(lines))
    for _ in range(2):  # at the second build, nothing is made
        problems = [problem for problem in told(project) if "UTF-8" in problem]
        assert problems == [message.format(3, "0xe9"), message.format(11, "0xff")]
    assert "�Gardeners" in (project.docs_dir / "papers/two-gardeners-and-a-moth.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_files_in_other_unicode_encodings_are_read(project: Project, encoding: str) -> None:
    expected = told(project)
    (project.seeds_dir / "papers.txt").write_text(made_up.PAPERS, encoding=encoding)
    assert told(project) == expected


def test_lines_of_references_that_are_no_utf_8_are_read_as_windows_1252(project: Project) -> None:
    lines = ["@misc{a,", " title = {Möths}, journal = {ŋ},", " author = {Ænn Alder},", "}"]
    encoded = [line.encode("utf-8" if "ŋ" in line else "cp1252") for line in lines]
    (project.seeds_dir / "refs.bib").write_bytes(b"\r\n".join(encoded))
    message = "seeds/refs.bib:3: error: expected UTF-8, found the byte 0xc6; the line is read as Windows-1252"
    assert [one for one in told(project) if "UTF-8" in one] == [message]
    assert "Ænn Alder" in (project.docs_dir / "papers/moths.md").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_told(project: Project) -> None:
    (project.seeds_dir / "folder.txt").mkdir()
    (message,) = told(project)  # it ends with what the system says
    assert message.startswith("seeds/folder.txt:1: error: expected a file to read, found an error: ")
    (project.seeds_dir / "folder.txt").rmdir()
    (project.seeds_dir / "papers.txt").unlink()
    assert told(project) == [
        "seeds:1: error: expected a listing (*.txt, *.bib, *.csl.json, *.ris) in this folder, found none"
    ]


def test_the_order_of_entries_and_their_files_change_no_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = made_up.PAPERS.strip().split("\n\n")
    pages = pages_of(project)
    monkeypatch.setattr(workers, "_FEW", 0)
    for processes in (1, PROCESSES):
        random.Random(processes).shuffle(others)
        (project.seeds_dir / "more.txt").write_text(first, encoding="utf-8")
        (project.seeds_dir / "papers.txt").write_text("\n\n".join(others), encoding="utf-8")
        assert pages_of(project, processes) == pages


CONFIGS = [
    ("site_name: Shelf\nsite_url: ''\n", "mkdocs.yml", 2),
    ("# site_url:\r\n\r\nsite_url: !ENV [SITE_URL, '']\r\n", "mkdocs.yml", 3),
    ("\nsite_url:\n", "other.yml", 2),
    ("site_name: Shelf\n", "mkdocs.yml", 1),
    (None, "mkdocs.yml", 1),
]


@pytest.mark.parametrize(("config", "name", "line"), CONFIGS)
def test_a_site_without_an_address_is_noted(config: str | None, name: str, line: int, project: Project) -> None:
    if config:
        (project.root / name).write_text(config, encoding="utf-8", newline="")
    notes = [note for note in told(dataclasses.replace(project, config_name=name), notes=True) if "site_url" in note]
    assert notes[0].startswith(f"{name}:{line}: note: expected the address of the site as site_url, found none")
    addressed = dataclasses.replace(project, site=SiteConfig("Shelf", url="https://a.example.org/"))
    assert "site_url" not in str(told(addressed, notes=True))


def test_listings_alone_need_no_project(project: Project) -> None:
    (project.seeds_dir / "more.txt").write_bytes(b"\xff")
    found = read_listings([project.seeds_dir / "more.txt", project.seeds_dir / "papers.txt"])
    assert len(found.bibliography) == 5
    assert f"{project.seeds_dir / 'more.txt'}:1: error: expected UTF-8" in str([str(one) for one in found.problems])
    assert not project.docs_dir.exists()


DAYS = [("0", "1970-01-01"), ("1893455999", "2029-12-31"), ("1893456000", "2030-01-01"), ("9" * 30, None), ("", None)]


@pytest.mark.parametrize(("seconds", "day"), DAYS)
def test_the_day_of_a_build(seconds: str, day: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.5)
    assert str(build_day()) == (day or "2033-05-18")
