"""The command line: what it prints, and its exit status."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up import EXPORT_KEYS as KEYS

from generator import __version__, progress
from generator.cli import main
from generator.formats.export import FORMATS, extension

TWICE = (
    "seeds/twice.txt:1: warning: expected each paper once, found 'Lantern² Glows: Efficient Moth Attraction for Small "
    "Gardens' again, with the same first author as at seeds/papers.txt:1; only that one has a page; if they are two "
    "papers, put distinct: true under lantern2-glows-efficient-moth-attraction-for-small-gardens in corrections.yml"
)
YEAR = (
    "note: 1 date states no year: taken as 2026, the year after the latest stated; "
    "set as_of in mkdocs.yml to change this"
)
NOTE = f"seeds/papers.txt:17: {YEAR}"
NO_ADDRESS = "mkdocs.yml:3: note: expected the address of the site as site_url, found none: links in feeds are relative"


def _run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def _call(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def here(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def sound(sound_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(sound_project)
    return sound_project


def _break(project: Path) -> None:
    """A broken entry in the middle of the listing: its header is on line 5."""
    papers = project / "seeds" / "papers.txt"
    papers.write_text(papers.read_text(encoding="utf-8").replace("LGApr 5", "LGArp 5"), encoding="utf-8")


BROKEN = (
    "seeds/papers.txt:5: error: expected a header such as 'CLMay 9, 2021Code' or '99.7cs.CLApr 30', "
    "found 'LGArp 5, 2024'; lines 5 to 7 are left out"
)


@pytest.mark.parametrize(
    "command", [[], ["build"], ["pages"], ["serve"], ["check"], ["export"], ["diff"], ["enrich"]], ids=str
)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(command: list[str], option: str) -> None:
    result = _run(*command, option)
    assert (result.exit_code, result.output.split()[0]) == (0, "Usage:")


def test_version() -> None:
    assert _run("--version").output == f"papershelf, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["moths"],
        ["build", "--moths"],
        ["check", "nowhere.txt"],
        ["check", "."],
        ["export", "--format", "moths"],
        ["build", "extra"],
    ],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str]) -> None:
    assert _run(*arguments).exit_code == 2


NO_YEAR = "site_name: Shelf\nplugins:\n  - papershelf:\n      as_of: soon\n"


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (None, "papershelf: mkdocs.yml does not exist"),
        ("site_name: [", "papershelf: MkDocs encountered an error parsing the configuration file"),
        (
            "site_name: Shelf\nplugins: [search]\n",
            "papershelf: mkdocs.yml does not name the plugin papershelf under plugins:",
        ),
        ("site_name: Shelf\ntheme: moths\nplugins: [papershelf]\n", "Unrecognised theme name: 'moths'"),
        (NO_YEAR, "expected a year or a date such as 2026-05-15, found 'soon'"),
        (NO_YEAR.replace("soon", "226"), "expected a year or a date such as 2026-05-15, found 226"),
        (NO_YEAR.replace("soon", "2026-02-30"), "papershelf: mkdocs.yml cannot be read: day"),
        ("- moths\n", "papershelf: "),
        ("", "papershelf: "),
    ],
    ids=["missing", "syntax", "no plugin", "no theme", "no year", "a slip", "no day", "list", "empty"],
)
@pytest.mark.slow
def test_no_configuration(config: str | None, told: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    if config is not None:
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = _call("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize("command", ["build", "pages", "serve", "export"])
@pytest.mark.parametrize("config", [None, NO_YEAR], ids=["missing", "no year"])
def test_no_command_runs_without_configuration(
    command: str, config: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    if config is not None:
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    result = _run(command)
    assert (result.exit_code, result.stdout) == (2, "")


# ---- check ----


@pytest.mark.usefixtures("here")
def test_check() -> None:
    result = _run("check")
    assert (result.exit_code, result.stdout) == (1, f"{NOTE}\n{TWICE}\n")


@pytest.mark.usefixtures("sound")
def test_check_of_sound_seeds_notes_what_was_assumed() -> None:
    result = _run("check")
    assert (result.exit_code, result.stdout) == (0, f"{NOTE}\n")


@pytest.mark.usefixtures("here")
def test_check_as_json() -> None:
    result = _run("check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[1] == {
        "path": "seeds/twice.txt",
        "line": 1,
        "severity": "warning",
        "message": TWICE.split("warning: ")[1],
    }


def test_check_for_github(here: Path) -> None:
    _break(here)
    (here / "seeds" / "twice.txt").rename(here / "seeds" / "a,b:c.txt")
    lines = _run("check", "--format", "github").stdout.splitlines()
    assert f"::notice file=seeds/papers.txt,line=17::{YEAR.removeprefix('note: ')}" in lines
    assert f"::error file=seeds/papers.txt,line=5::{BROKEN.split('error: ')[1]}" in lines
    assert [line for line in lines if line.startswith("::warning file=seeds/a%2Cb%3Ac.txt,line=1::")] != []


def test_check_of_named_files_needs_no_project(here: Path) -> None:
    (here / "mkdocs.yml").unlink()
    result = _run("check", "seeds/papers.txt")
    assert (result.exit_code, result.stdout) == (0, f"{NOTE}\n")


def test_check_writes_nothing(here: Path) -> None:
    before = sorted(here.rglob("*"))
    _run("check")
    assert sorted(here.rglob("*")) == before


def test_check_tells_of_every_file_of_the_seeds(here: Path) -> None:
    (here / "seeds" / "corrections.yml").write_text("papers:\n  moths: {colour: red}\n", encoding="utf-8")
    (here / "seeds" / "topics.yml").write_text("Moths: x\n", encoding="utf-8")
    lines = _run("check").stdout.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "seeds/corrections.yml:2",
        "seeds/corrections.yml:2",
        "seeds/papers.txt:17",
        "seeds/topics.yml:1",
        "seeds/twice.txt:1",
    ]


# ---- export ----


@pytest.mark.usefixtures("here")
def test_export() -> None:
    result = _run("export")
    assert result.exit_code == 0
    assert [list(json.loads(line)) for line in result.stdout.splitlines()] == [KEYS] * 5
    assert TWICE in result.stderr


@pytest.mark.parametrize("format_name", FORMATS)
def test_export_of_named_files_needs_no_project(format_name: str, here: Path) -> None:
    (here / "mkdocs.yml").unlink()
    result = _run("export", "--format", format_name, "seeds/papers.txt")
    assert result.exit_code == 0
    assert "Two Gardeners and a Moth" in result.stdout


def test_export_leaves_with_1_if_an_entry_is_lost_and_prints_the_others(here: Path) -> None:
    _break(here)
    result = _run("export", "seeds/papers.txt")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 4)
    assert BROKEN in result.stderr


def test_export_writes_utf_8_whatever_the_locale(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    (here / "seeds" / "papers.txt").write_text(
        "CLMar 4, 2024\nMoths of ŁódźAda Alder, Ben Birch, Cleo Cedar et al.\n", encoding="utf-8"
    )
    assert "Moths of Łódź" in _call("export", "seeds/papers.txt").stdout


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format_name", FORMATS)
def test_export_to_a_file_is_what_is_printed(format_name: str) -> None:
    printed = _run("export", "--format", format_name).stdout_bytes
    for options in (["--format", format_name], []):
        name = f"out.{extension(format_name)}"
        result = _run("export", *options, "--output", name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert Path(name).read_bytes() == printed
    assert printed.startswith(b"\xef\xbb\xbf") is (format_name == "csv")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("place", ["nowhere/papers.csv", "."])
def test_export_to_no_file(place: str) -> None:
    result = _run("export", "-o", place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert place in result.stderr.splitlines()[-1]


# ---- where not every character can be shown, or nobody reads to the end ----


@pytest.fixture
def abroad(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of which the messages need characters that Western Windows does not have."""
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    listing = "CLMar 4, 2024\n灯 Moths of ŁódźAda Alder, Ben Birch, Cleo Cedar et al.\n" * 2
    (here / "seeds" / "papers.txt").write_text(listing, encoding="utf-8")
    return here


@pytest.mark.parametrize(
    ("format_name", "encoding", "shown"),
    [
        ("text", "cp1252", "\\u706f Moths of \\u0141ód\\u017a"),
        ("json", "utf-8", "灯 Moths of Łódź"),
        ("github", "utf-8", "灯 Moths of Łódź"),
    ],
)
def test_check_where_not_every_character_can_be_shown(
    format_name: str, encoding: str, shown: str, abroad: Path
) -> None:
    command = [sys.executable, "-m", "generator", "check", "--format", format_name, "seeds/papers.txt"]
    done = subprocess.run(command, capture_output=True, cwd=abroad, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert shown in done.stdout.decode(encoding)


@pytest.mark.parametrize("format_name", ["csv", "jsonl"])
def test_export_where_not_every_character_can_be_shown(format_name: str, abroad: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "export", "--format", format_name, "seeds/papers.txt"],
        capture_output=True,
        cwd=abroad,
        check=False,
    )
    assert done.returncode == 0
    assert "灯 Moths of Łódź" in done.stdout.decode("utf-8")
    assert done.stdout.startswith(b"\xef\xbb\xbfkey,") is (format_name == "csv")
    assert done.stdout.endswith(b"\r\n") is (format_name == "csv")


@pytest.mark.parametrize("command", ["export", "export --format csv", "check", "diff seeds/papers.txt"])
def test_nobody_reads_what_is_printed(command: str, here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *command.split()],
            stdout=writing,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=here,
            check=False,
        )
    finally:
        os.close(writing)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


# ---- pages ----


def test_pages(here: Path) -> None:
    result = _run("pages")
    assert (result.exit_code, result.stdout) == (0, "")
    told, told_twice, told_address, numbers = result.stderr.splitlines()
    assert (told, told_twice) == (NOTE, TWICE)
    assert told_address.startswith(NO_ADDRESS)
    assert numbers.startswith("5 papers, 10 authors, 2 topics, 1 warning: ")
    assert (here / "docs" / "papers" / "two-gardeners-and-a-moth.md").exists()
    assert not (here / "site").exists()
    assert _run("pages").stderr.endswith(": 0 files written, 0 removed\n")


@pytest.mark.usefixtures("here")
def test_strict_pages_leave_with_1() -> None:
    assert _run("pages", "--strict").exit_code == 1


@pytest.mark.usefixtures("sound")
def test_strict_pages_of_sound_seeds() -> None:
    assert _run("pages", "--strict").exit_code == 0


# ---- build ----


def test_build(here: Path) -> None:
    done = _call("build", cwd=here)
    assert (done.returncode, done.stdout) == (0, "")
    assert TWICE in done.stderr
    assert NOTE in done.stderr
    assert done.stderr.count(NO_ADDRESS) == 1
    assert "5 papers, 10 authors, 2 topics, 1 warning, " in done.stderr.splitlines()[-1]
    assert (here / "site" / "papers" / "two-gardeners-and-a-moth" / "index.html").exists()
    assert list((here / ".cache" / "papershelf" / "templates").iterdir())  # compiled, for the next build


def test_a_note_is_told_once_however_much_is_told(sound: Path) -> None:
    for options in ([], ["--verbose"]):
        told = _call("build", *options, cwd=sound).stderr
        assert (told.count(NOTE), told.count(NO_ADDRESS)) == (1, 1), (options, told)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_shows_the_progress_of_long_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0, 0.5])
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(seconds, 2))
    monkeypatch.setattr(sys, "stderr", _Terminal())
    bars = progress.ProgressBars()
    bars.show("Pages", 1, 4)
    assert sys.stderr.getvalue() == ""
    bars.show("Pages", 3, 4)
    bars.show("Pages", 4, 4)
    bars.show("Site", 1, 2)
    progress.EchoHandler(logging.INFO, bars).emit(
        logging.makeLogRecord({"msg": "A warning.", "levelno": logging.WARNING})
    )
    bars.show("Again", 6, 8)
    bars.show("Again", 2, 8)
    bars.end()
    bars.show("Nothing", 0, 0)
    bars.end()
    lines = [re.findall(r"Pages|Site|Again|Nothing|A warning|\d+%", line) for line in sys.stderr.getvalue().split("\n")]
    assert lines == [
        ["Pages", "75%", "Pages", "100%"],
        ["Site", "50%"],
        ["A warning"],
        ["Again", "75%"],
        ["Again", "25%"],
        [],
    ]


def test_no_bar_shows_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    bars = progress.ProgressBars()
    bars._started -= 60
    bars.show("Pages", 1, 4)
    bars.end()
    assert sys.stderr.getvalue() == ""


def test_strict_build_of_a_broken_entry(sound: Path) -> None:
    _break(sound)
    done = _call("build", "--strict", "--site-dir", "out", cwd=sound)
    assert done.returncode == 1
    assert BROKEN in done.stderr
    assert not (sound / "out").exists()


def test_strict_build_of_a_broken_entry_leaves_the_site(sound: Path) -> None:
    assert _run("build").exit_code == 0
    before = (sound / "site" / "papers" / "index.html").read_bytes()
    _break(sound)
    assert _run("build", "--strict").exit_code == 1
    assert (sound / "site" / "papers" / "index.html").read_bytes() == before
    assert _run("build").exit_code == 0
    assert (sound / "site" / "papers" / "index.html").read_bytes() != before


def test_strict_build_of_sound_seeds(sound: Path) -> None:
    done = _call("build", "--strict", "-f", sound / "mkdocs.yml", "-d", sound / "out", cwd=sound.parent)
    assert done.returncode == 0, done.stderr
    assert (sound / "out" / "index.html").exists()


def test_build_without_seeds(here: Path) -> None:
    for seed in (here / "seeds").glob("*.txt"):
        seed.unlink()
    done = _run("build")
    assert done.exit_code == 0
    assert (
        "seeds:1: error: expected a listing (*.txt, *.bib, *.csl.json, *.ris) in this folder, found none" in done.stderr
    )


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.slow
def test_the_command_without_a_configuration(command: str, tmp_path: Path) -> None:
    done = _call(command, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "papershelf: mkdocs.yml does not exist\n")


@pytest.mark.skipif(os.name == "nt", reason="shells have no head there")
def test_a_reader_that_stops_early_is_no_fault(here: Path) -> None:
    papers = here / "seeds" / "papers.txt"
    papers.write_text(
        "".join(f"CLMar 4, 2024\nMoths of Garden {n}Ada Alder, Ben Birch\n{'Moths. ' * 50}\n" for n in range(400)),
        encoding="utf-8",
    )
    command = f'"{sys.executable}" -m generator export seeds/papers.txt | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", cwd=here, check=False)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("day", ["", "yesterday", "-1"])
def test_a_day_of_the_build_that_is_none(day: str, sound: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build"],
        cwd=sound,
        env=os.environ | {"SOURCE_DATE_EPOCH": day},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert f"expected seconds since 1970 in SOURCE_DATE_EPOCH, found {day!r}" in done.stderr


def test_addresses_are_written_down_and_kept(sound: Path) -> None:
    done = _run("urls")
    assert (done.exit_code, done.stderr) == (0, "5 addresses recorded, of which 0 redirect\n")
    listing = sound / "seeds" / "papers.txt"
    text = listing.read_text(encoding="utf-8")
    listing.write_text(text.replace("Two Gardeners and a Moth", "Two Gardeners and Moths"), encoding="utf-8")
    assert _run("build", "--strict").exit_code == 0
    old = sound / "site" / "papers" / "two-gardeners-and-a-moth" / "index.html"
    assert 'content="0; url=../two-gardeners-and-moths/"' in old.read_text(encoding="utf-8")
    assert "of which 1 redirect" in _run("urls").stderr


def test_papers_that_are_lost_stop_a_strict_build(sound: Path) -> None:
    assert _run("urls").exit_code == 0
    assert _run("build").exit_code == 0
    before = sorted((sound / "site" / "papers").iterdir())
    listing = sound / "seeds" / "papers.txt"
    listing.write_text(listing.read_text(encoding="utf-8").split("\n\n")[0] + "\n", encoding="utf-8")
    done = _run("build", "--strict")
    assert done.exit_code == 1
    assert "seeds/urls.csv:1: error: expected the 5 papers whose addresses are published, found 1: 80%" in done.stderr
    assert sorted((sound / "site" / "papers").iterdir()) == before
    permalinks = (sound / "seeds" / "urls.csv").read_bytes()
    for arguments in (["--check"], []):
        done = _run("urls", *arguments)
        assert done.exit_code == 1
        assert "papers/two-gardeners-and-a-moth/ ('Two Gardeners and a Moth') is missing" in done.stderr
        if arguments:
            assert (sound / "seeds" / "urls.csv").read_bytes() == permalinks
    assert _run("urls", "--check", "--give-up").exit_code == 2
    assert _run("urls", "--give-up").exit_code == 0
    assert _run("build", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("name", "spoilt"),
    [
        ("urls.csv", "{}old-moths,two-gardeners-and-a-moth,,Old Moths\n"),
        ("urls.csv", "<<<<<<< HEAD\n{}"),
        ("corrections.yml", "papers: ["),
    ],
    ids=["a comma is missing", "a merge that is not resolved", "corrections"],
)
def test_addresses_are_not_written_down_where_they_are_not_sure(name: str, spoilt: str, sound: Path) -> None:
    assert _run("urls").exit_code == 0
    path = sound / "seeds" / name
    path.write_text(spoilt.format(path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8")
    before = (sound / "seeds" / "urls.csv").read_bytes()
    for arguments in ([], ["--check"], ["--give-up"]):
        done = _run("urls", *arguments)
        assert done.exit_code == 1
        assert f"seeds/{name}:" in done.stderr
        assert "addresses recorded" not in done.stderr
        assert (sound / "seeds" / "urls.csv").read_bytes() == before


def test_one_faulty_correction_does_not_keep_addresses_from_being_written_down(sound: Path) -> None:
    text = "papers:\n  two-gardeners-and-a-moth: {doi: none, arxiv: '2401.00001'}\n"
    (sound / "seeds" / "corrections.yml").write_text(text, encoding="utf-8")
    assert _run("urls").exit_code == 0


@pytest.mark.usefixtures("sound")
def test_a_difference_from_nothing_is_wrong_use() -> None:
    for names in ([""], ["seeds/papers.txt", ""]):
        done = _run("diff", *names)
        assert (done.exit_code, done.stderr) == (
            2,
            "papershelf: expected a listing, a folder or a revision, found ''\n",
        )


@pytest.mark.parametrize("name", ["cache.sqlite", "templates"])
def test_what_stands_in_place_of_the_cache_is_removed(name: str, sound: Path) -> None:
    path = sound / ".cache" / "papershelf" / name
    path.parent.mkdir(parents=True)
    if name == "templates":
        path.write_text("moths", encoding="utf-8")
    else:
        (path / "moths").mkdir(parents=True)
    assert _run("build", "--strict").exit_code == 0
    assert path.is_dir() == (name == "templates")
