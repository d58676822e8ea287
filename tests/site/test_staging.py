"""Staging: the live site is always a whole old or a whole new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from disk import interrupt, write
from projects import Tree, files_of

from generator.site.staging import Staging

OLD = {"index.html": b"old", "moths/index.html": b"old moths", "gone/index.html": b"", "gone.xml": b"", "kept": b"kept"}
NEW = {"index.html": b"new", "moths/index.html": b"new moths", "lamps/deep/index.html": b"lamps", "kept": b"kept"}
DOTS = {".git/HEAD": b"main", ".git/refs/moths": b"moths", ".nojekyll": b""}


def publish(live: Path, files: Tree) -> str:
    staging = Staging(live, live.parent / "cache")
    for uri, content in files.items():
        if uri == "kept" and (live / uri).exists():
            staging.keep(uri)
        else:
            staging.write(uri, content)
    return staging.publish()


def check(live: Path, files: Tree, after: object = "") -> None:
    """Hold a live site against what it should be; nothing is left beside it."""
    assert files_of(live) == files, after
    assert [path.name for path in live.parent.iterdir()] == [live.name], after


SYSTEMS: dict[str, tuple[str, int, Callable[[Path, Path], bool]]] = {
    "plain": ("rename", 0, lambda _source, _target: False),
    "a mount": ("rename", errno.EBUSY, lambda source, target: "site" in (source.name, target.name)),
    "without links": ("link", errno.EPERM, lambda _, target: target.parent.is_dir()),
}
"""Functions that fail, how they do so, and from and to where."""


def set_up(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, number, fails = SYSTEMS[system]
    real = getattr(os, name)

    def call(source: str, target: str) -> None:
        if fails(Path(source), Path(target)):
            raise OSError(number, os.strerror(number), source)
        real(source, target)

    monkeypatch.setattr(os, name, call)


@pytest.fixture(params=SYSTEMS)
def live(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a live site, on each kind of system."""
    set_up(request.param, monkeypatch)
    return write(tmp_path / "site", OLD)


def test_a_new_site_takes_the_place_of_the_old(live: Path, request: pytest.FixtureRequest) -> None:
    live.chmod(0o751)
    os.utime(live / "kept", ns=(1, 1))
    for files in (NEW, OLD, NEW):
        assert ("cannot be moved" in publish(live, files)) == ("[a mount]" in request.node.name)
        check(live, files)
        assert (live.stat().st_mode & 0o777, (live / "kept").stat().st_mtime_ns) == (0o751, 1)
    assert not (live / "gone").exists()


def test_what_begins_with_a_dot_stays(live: Path) -> None:
    write(live, DOTS | {".well-known/moths": b"old"})
    for content in (b"new", b"newer"):
        publish(live, NEW | {".well-known/moths": content})  # but for what the site itself has
        check(live, NEW | DOTS | {".well-known/moths": content})


def test_a_file_for_a_folder_and_a_folder_for_a_file(live: Path) -> None:
    write(live, {"is/folder/here.html": b"", "is-file": b""})
    (live / "is-link").symlink_to(live.parent)
    new = {"is/folder": b"file", "is-file/here.html": b"here", "is-link/here.html": b"here"}
    publish(live, new)
    check(live, new)


def test_a_site_that_is_given_up_leaves_the_old(live: Path) -> None:
    for give_up in (Staging.discard, lambda _: Staging(live, live).discard()):
        staging = Staging(live, live.parent / "cache")
        staging.write("moths/index.html", b"new moths")
        staging.keep("kept")
        give_up(staging)
        check(live, OLD)


@pytest.mark.parametrize("before", ["nothing", "a file", "a link to nothing", "a link to a folder"])
def test_what_was_there_before(before: str, tmp_path: Path) -> None:
    live, elsewhere = tmp_path / "in" / "here" / "site", tmp_path / "there" / "www"
    write(live.parent, {"site": b""} if before == "a file" else {})
    write(elsewhere, OLD if before == "a link to a folder" else {})
    if "link" in before:
        live.parent.mkdir(parents=True)
        live.symlink_to(elsewhere)
    assert publish(live, NEW) == ""
    check(live, NEW)
    assert live.is_symlink() == elsewhere.exists() == ("link" in before)


def test_a_site_on_another_disk(tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = write(elsewhere / "site", OLD | DOTS)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the folder that it is in may not be written
    staging = Staging(live, tmp_path / "cache")
    staging.keep("moths/index.html")
    staging.write("index.html", b"new")
    assert staging.folder.parent == tmp_path / "cache"
    assert "cannot be moved" in staging.publish()
    check(live, {"index.html": b"new", "moths/index.html": b"old moths"} | DOTS)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_build_that_was_cut_off_is_mended(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(system, monkeypatch)
    for step in range(60):
        live = write(tmp_path / str(step) / "site", OLD | DOTS)
        was_cut_off = interrupt(step, lambda live=live: publish(live, NEW), monkeypatch)  # type: ignore[misc]
        whole = files_of(live if live.exists() else live.with_name(".site.old"))
        assert system == "a mount" or {uri: whole[uri] for uri in whole if uri[0] != "."} in (OLD, NEW), step
        Staging(live, live.parent).discard()
        assert (live / "index.html").exists(), step
        publish(live, NEW)
        check(live, NEW | DOTS, step)
    assert not was_cut_off
