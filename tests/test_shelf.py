"""The disk: pages written once, pruned when stale, left alone when somebody else wrote them."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import made_up
import pytest

from generator import docs, shelf
from generator.config import Project, SiteConfig
from generator.disk import digest_of
from generator.docs import MANIFEST
from generator.models import Severity
from generator.pages import stamps
from generator.shelf import build_day, make_pages, read_listings, settle_addresses

FOREIGN = (
    "warning: expected a page as the build wrote it, found a file written or edited by hand; it is left as it is "
    "(remove it to have it made again; what is wrong in it belongs into seeds/corrections.yml)"
)


@pytest.fixture
def place(tmp_path: Path) -> Project:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "papers.txt").write_text(made_up.PAPERS, encoding="utf-8")
    (tmp_path / "seeds" / "topics.yml").write_text(made_up.TOPICS, encoding="utf-8")
    return Project(tmp_path, tmp_path / "seeds", tmp_path / "docs", SiteConfig("Shelf"))


def _files(place: Project) -> dict[str, bytes]:
    """Every file; of the manifest what does not depend on when files were written."""
    files = {
        path.relative_to(place.docs_dir).as_posix(): path.read_bytes()
        for path in place.docs_dir.rglob("*")
        if path.is_file()
    }
    try:
        manifest = json.loads(files[MANIFEST])
        units = sorted(
            (name, stamp, {uri: imprint.split()[0] for uri, imprint in made.items()})
            for name, (stamp, made) in manifest["units"].items()
        )
        files[MANIFEST] = json.dumps({"units": units, "edited": manifest["edited"]}).encode()
    except (KeyError, ValueError, TypeError):
        pass  # there is none, or a broken one
    return files


def _times(place: Project) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in place.docs_dir.rglob("*")}


def _told(place: Project) -> list[str]:
    return [str(problem) for problem in make_pages(place).problems if problem.severity is not Severity.NOTE]


def _seed(place: Project, text: str | bytes, name: str = "papers.txt") -> None:
    (place.seeds_dir / name).write_bytes(text.encode() if isinstance(text, str) else text)


WITHOUT_THE_FIRST = made_up.PAPERS.split("\n\n", 1)[1]
FIRST_PAGE = "papers/lantern2-glows-efficient-moth-attraction-for-small-gardens.md"


def test_the_manifest_names_every_page(place: Project) -> None:
    outcome = make_pages(place)
    files = _files(place)
    manifest = json.loads(files.pop(MANIFEST))
    assert {uri for _, _, made in manifest["units"] for uri in made} == set(files)
    assert (outcome.docs.written, outcome.docs.removed) == (len(files), 0)


def test_a_second_run_writes_nothing(place: Project) -> None:
    make_pages(place)
    times = _times(place)
    outcome = make_pages(place)
    assert (outcome.docs.written, outcome.docs.removed) == (0, 0)
    assert _times(place) == times


def test_only_what_changes_is_written(place: Project) -> None:
    make_pages(place)
    times, files = _times(place), _files(place)
    _seed(place, made_up.PAPERS.replace("Gardeners keep moths.", "Gardeners love moths."))
    written = make_pages(place).docs.written
    changed = {name for name, text in _files(place).items() if text != files.get(name)} - {MANIFEST}
    touched = {path for path, time in _times(place).items() if times.get(path) != time and path.is_file()}
    assert touched == {place.docs_dir / name for name in (*changed, MANIFEST)}
    assert written == len(changed)
    # The paper's own page, lists that show its abstract, and data that has it; no other paper's page.
    assert {name for name in changed if name.startswith("papers/")} == {
        "papers/index.md",
        "papers/two-gardeners-and-a-moth.md",
    }
    assert "authors/ada-alder.md" not in changed
    assert "authors/finn-fir.md" in changed


def test_stale_pages_and_empty_folders_are_removed(place: Project) -> None:
    make_pages(place)
    _seed(place, WITHOUT_THE_FIRST)
    make_pages(place)
    assert FIRST_PAGE not in _files(place)
    afresh = Project(place.root, place.seeds_dir, place.root / "afresh", place.facts)
    make_pages(afresh)
    assert _files(place) == _files(afresh)


def test_a_page_that_is_gone_is_made_again(place: Project) -> None:
    make_pages(place)
    files = _files(place)
    (place.docs_dir / FIRST_PAGE).unlink()
    assert make_pages(place).docs.written == 1
    assert _files(place) == files


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_page_edited_by_hand_is_left_alone(place: Project, times: int) -> None:
    make_pages(place)
    (place.docs_dir / FIRST_PAGE).write_text("Mine.\n", encoding="utf-8")
    for _ in range(times):
        assert _told(place) == [f"docs/{FIRST_PAGE}:1: {FOREIGN}"]
    assert (place.docs_dir / FIRST_PAGE).read_text(encoding="utf-8") == "Mine.\n"


@pytest.mark.parametrize("times", [1, 2])
def test_a_stale_page_edited_by_hand_is_left_alone(place: Project, times: int) -> None:
    make_pages(place)
    (place.docs_dir / FIRST_PAGE).write_text("Mine.\n", encoding="utf-8")
    _seed(place, WITHOUT_THE_FIRST)
    for _ in range(times):
        assert _told(place) == [f"docs/{FIRST_PAGE}:1: {FOREIGN}"]
    assert (place.docs_dir / FIRST_PAGE).read_text(encoding="utf-8") == "Mine.\n"


def test_a_page_that_was_there_first_is_left_alone(place: Project) -> None:
    (place.docs_dir / "papers").mkdir(parents=True)
    (place.docs_dir / "papers" / "index.md").write_text("My papers.\n", encoding="utf-8")
    assert _told(place) == [f"docs/papers/index.md:1: {FOREIGN}"]
    assert (place.docs_dir / "papers" / "index.md").read_text(encoding="utf-8") == "My papers.\n"


def test_a_home_page_of_ones_own_is_no_fault(place: Project) -> None:
    (place.docs_dir).mkdir()
    (place.docs_dir / "index.md").write_text("My home.\n", encoding="utf-8")
    told = [problem for problem in make_pages(place).problems if problem.location.path == "docs/index.md"]
    assert [problem.severity for problem in told] == ["note"]
    assert (place.docs_dir / "index.md").read_text(encoding="utf-8") == "My home.\n"


def test_other_files_are_left_alone(place: Project) -> None:
    for name in ("about/index.md", "papers/mine.md", "papers/picture.png"):
        (place.docs_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (place.docs_dir / name).write_text("Mine.", encoding="utf-8")
    make_pages(place)
    (place.seeds_dir / "papers.txt").unlink()
    make_pages(place)
    assert {"about/index.md", "papers/mine.md", "papers/picture.png"} <= set(_files(place))


def test_an_edit_undone_is_ours_again(place: Project) -> None:
    make_pages(place)
    page = place.docs_dir / FIRST_PAGE
    before = page.read_bytes()
    page.write_text("Mine.\n", encoding="utf-8")
    make_pages(place)
    page.write_bytes(before)
    assert _told(place) == []
    _seed(place, WITHOUT_THE_FIRST)
    make_pages(place)
    assert not page.exists()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        '{"units": 1, "edited": {}}',
        '{"units": {"home": ["1", {"index.md": 5}]}, "edited": {}}',
        '{"units": {"home": ["1", {"../x": "1 2 3"}]}, "edited": {}}',
        '{"units": {}, "edited": {"../x": ["1"]}}',
        '{"units": {}, "edited": 1}',
        "\udcff",
    ],
)
def test_a_lost_or_broken_manifest_is_made_again(place: Project, text: str | None) -> None:
    make_pages(place)
    files = _files(place)
    if text is None:
        (place.docs_dir / MANIFEST).unlink()
    else:
        (place.docs_dir / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert _told(place) == []
    assert _files(place) == files


def test_a_manifest_does_not_reach_out_of_the_folder(place: Project) -> None:
    make_pages(place)
    outside = place.root / "outside.md"
    outside.write_text("Mine.", encoding="utf-8")
    manifest = json.loads((place.docs_dir / MANIFEST).read_text(encoding="utf-8"))
    digest = digest_of(b"Mine.")
    manifest["edited"]["../outside.md"] = [digest]
    manifest["units"]["outside"] = ["", {"../outside.md": f"{digest} 1 2"}]
    (place.docs_dir / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    make_pages(place)
    assert outside.exists()


def test_a_manifest_of_an_earlier_version_tells_what_is_ours(place: Project) -> None:
    make_pages(place)
    path = place.docs_dir / MANIFEST
    (place.docs_dir / "index.md").write_text("Mine.", encoding="utf-8")
    digests = {name: [digest_of(text)] for name, text in _files(place).items() if name != "index.md"}
    path.write_text(json.dumps({"pages": digests, "states": {}, "units": {"home": ["1", ["index.md"]]}}))
    _seed(place, WITHOUT_THE_FIRST)
    assert _told(place) == []
    assert FIRST_PAGE not in _files(place)


@pytest.mark.parametrize(
    "name", ["papers/", "papers/a\0b.md", "papers/\ud800.md", f"papers/{'a' * 300}.md", "papers/."]
)
def test_what_is_no_name_of_a_file_is_not_believed(name: str, place: Project) -> None:
    make_pages(place)
    files = _files(place)
    manifest = json.loads((place.docs_dir / MANIFEST).read_text(encoding="utf-8"))
    manifest["units"]["other"] = ["1", {name: "1 2 3"}]
    (place.docs_dir / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    journal = place.docs_dir / ".papershelf-0.journal"
    journal.write_bytes(f"1 {name}\n1 papers/".encode("utf-8", "surrogatepass"))
    assert _told(place) == []
    assert _files(place) == files


@pytest.mark.parametrize("then", [made_up.PAPERS, WITHOUT_THE_FIRST, ""], ids=["all", "without the first", "none"])
@pytest.mark.parametrize("cut", [0, 1, 4, 8])
@pytest.mark.parametrize("first", ["", made_up.PAPERS], ids=["first build", "later build"])
def test_a_build_cut_off_midway_recovers(
    place: Project, first: str, cut: int, then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if first:
        make_pages(place)
        _seed(place, WITHOUT_THE_FIRST.replace("Gardeners keep moths.", "Gardeners love moths."))
    with monkeypatch.context() as patched:
        patched.setattr(docs, "write", _cut_off_after(cut, docs.write))
        patched.setattr(docs, "remove", _cut_off_after(cut, docs.remove))
        with pytest.raises(KeyboardInterrupt):
            make_pages(place)
    _seed(place, then)
    assert [problem for problem in _told(place) if "by hand" in problem] == []
    afresh = Project(place.root, place.seeds_dir, place.root / "afresh", place.facts)
    make_pages(afresh)
    assert _files(place) == _files(afresh)


def _cut_off_after(cut: int, apply: Callable[..., None]) -> Callable[..., None]:
    left = iter(range(cut))

    def cut_off(*args: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        apply(*args)

    return cut_off


def test_bytes_that_are_no_utf_8_are_told_with_their_line(place: Project) -> None:
    _seed(place, made_up.PAPERS.encode().replace(b"Gardeners keep", b"Gardeners\xe9 keep"))
    assert _told(place) == [
        "seeds/papers.txt:11: error: expected UTF-8, found the byte 0xe9; what cannot be read is shown as �"
    ]
    assert "Gardeners�" in _files(place)["papers/two-gardeners-and-a-moth.md"].decode()


def test_each_line_that_is_no_utf_8_is_told_once(place: Project) -> None:
    lines = made_up.PAPERS.encode().split(b"\n")
    lines[2] += b" \xe9 \xe9"
    lines[10] = b"\xff" + lines[10] + "é".encode()
    _seed(place, b"\r\n".join(lines))
    told = [problem.partition(";")[0] for problem in _told(place) if "UTF-8" in problem]
    assert told == [
        "seeds/papers.txt:3: error: expected UTF-8, found the byte 0xe9",
        "seeds/papers.txt:11: error: expected UTF-8, found the byte 0xff",
    ]


def test_utf_16_is_told(place: Project) -> None:
    _seed(place, made_up.PAPERS.encode("utf-16"))
    assert _told(place)[0] == (
        "seeds/papers.txt:1: error: expected UTF-8, found the byte 0xff; what cannot be read is shown as �"
    )


def test_no_listing_is_told(place: Project) -> None:
    (place.seeds_dir / "papers.txt").unlink()
    assert _told(place) == ["seeds:1: error: expected a listing (*.txt) in this folder, found none"]


def test_a_folder_called_like_a_listing_is_told(place: Project) -> None:
    (place.seeds_dir / "folder.txt").mkdir()
    assert _told(place) == ["seeds/folder.txt:1: error: expected a file to read, found a fault: Is a directory"]


@pytest.mark.parametrize(
    ("config", "name", "line"),
    [
        ("site_name: Shelf\nsite_url: ''\n", "mkdocs.yml", 2),
        ("# site_url:\r\n\r\nsite_url: !ENV [SITE_URL, '']\r\n", "mkdocs.yml", 3),
        ("site_name: Shelf\n", "other.yml", 1),
        (None, "mkdocs.yml", 1),
    ],
    ids=["empty", "of the environment", "not named", "no file"],
)
def test_a_site_without_an_address_is_noted(config: str | None, name: str, line: int, place: Project) -> None:
    if config:
        (place.root / name).write_text(config, encoding="utf-8", newline="")
    for _ in range(2):  # at the second build, nothing is made
        problems = make_pages(dataclasses.replace(place, config_name=name)).problems
        notes = [problem for problem in problems if "site_url" in problem.message]
        assert [(str(note.location), note.severity) for note in notes] == [(f"{name}:{line}", Severity.NOTE)]
    addressed = dataclasses.replace(place, facts=SiteConfig("Shelf", url="https://a.example.org/"))
    assert "site_url" not in str(make_pages(addressed).problems)


def test_the_order_of_entries_changes_no_page(place: Project) -> None:
    entries = made_up.PAPERS.strip().split("\n\n")
    make_pages(place)
    pages = _pages_of(place)
    for seed in range(3):
        random.Random(seed).shuffle(entries)
        _seed(place, "\n\n".join(entries))
        make_pages(place)
        assert _pages_of(place) == pages


def test_entries_in_several_files_make_the_same_pages(place: Project) -> None:
    make_pages(place)
    pages = _pages_of(place)
    first, rest = made_up.PAPERS.split("\n\n", 1)
    _seed(place, rest)
    _seed(place, first, "another.txt")
    make_pages(place)
    assert _pages_of(place) == pages


def _pages_of(place: Project) -> dict[str, list[str]]:
    """All files by line, but for where an entry stands; data for other programs without the order of the listing."""
    files = {name: data.decode() for name, data in _files(place).items() if name != MANIFEST}
    lines = {
        name: re.sub(r"(line \d+ of )?\S+\.txt(:\d+)?", "a line", text).split("\n") for name, text in files.items()
    }
    return {
        name: sorted(line.rstrip(",") for line in text) if name.startswith("downloads/papers.") else text
        for name, text in lines.items()
    }


def test_listings_alone_need_no_project(place: Project) -> None:
    found = read_listings([place.seeds_dir / "papers.txt"])
    assert len(found.bibliography) == 5
    assert not place.docs_dir.exists()


@pytest.mark.parametrize(
    ("seconds", "day"), [("0", "1970-01-01"), ("1893455999", "2029-12-31"), ("1893456000", "2030-01-01")]
)
def test_the_day_of_a_reproducible_build(seconds: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert str(build_day()) == day


STATED = made_up.PAPERS.replace("Jan 8", "Jan 8, 2024")
UNDATED = made_up.entry("CLMar 2", "Moths in Spring", abstract="Of spring.")
AGES = {
    # listing, whether there is urls.csv, days of three builds, whether the third reads the seeds again
    "all are stated": (STATED, False, ("2026-05-01", "2026-05-02", "2040-01-01"), False),
    "the year is over": (made_up.PAPERS, False, ("2027-05-01", "2027-05-02", "2040-01-01"), False),
    "before the day comes again": (UNDATED, False, ("2026-05-01", "2026-05-02", "2027-03-01"), False),
    "the day comes again": (UNDATED, False, ("2026-05-01", "2026-05-02", "2027-03-02"), True),
    "the clock is turned back": (UNDATED, False, ("2026-05-01", "2026-05-02", "2026-02-01"), True),
    "urls.csv knows": (UNDATED, True, ("2026-05-01", "2026-05-02", "2040-01-01"), False),
}


@pytest.mark.parametrize(("listing", "has_permalinks", "days", "is_read"), AGES.values(), ids=AGES)
def test_another_day_reads_the_seeds_again_only_where_it_matters(
    listing: str,
    has_permalinks: bool,
    days: tuple[str, str, str],
    is_read: bool,
    place: Project,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collected: list[object] = []
    collect = shelf.collect
    _seed(place, listing)
    monkeypatch.setattr(shelf, "build_day", lambda: date.fromisoformat(days[0]))
    if has_permalinks:
        settle_addresses(place, give_up=False, check=False)
    monkeypatch.setattr(shelf, "collect", lambda *args, **named: collected.append(args) or collect(*args, **named))
    for day, reads in zip(days, (1, 1, 1 + is_read), strict=True):
        monkeypatch.setattr(shelf, "build_day", lambda day=day: date.fromisoformat(day))
        make_pages(place)
        assert len(collected) == reads, day
    files = _files(place)
    make_pages(place, use_cache=False)
    assert _files(place) == files


def test_another_version_of_a_package_makes_all_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamps.sources()
    monkeypatch.setattr(stamps, "version", lambda name: "99" if name == "rispy" else version(name))
    assert stamps.sources.__wrapped__() != before
    monkeypatch.setattr(stamps, "version", version)
    assert stamps.sources.__wrapped__() == before
