"""Staging: the live site is always a whole old or a whole new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from conftest import needs_links
from projects import Tree, cut_off, files_of, write

from generator.site.staging import Staging

OLD = {"index.html": b"old", "moths/index.html": b"old moths", "gone/index.html": b"", "gone.xml": b"", "kept": b"kept"}
NEW = {"index.html": b"new", "moths/index.html": b"new moths", "lamps/deep/index.html": b"lamps", "kept": b"kept"}
DOTS = {".git/HEAD": b"main", ".git/refs/moths": b"moths", ".nojekyll": b""}
SYSTEMS: dict[str, Callable[[Path, Path], bool]] = {  # what cannot be moved, and where to
    "plain": lambda _source, _target: False,
    "a mount": lambda source, target: "site" in (source.name, target.name),
    "a disk apart": lambda source, _: source.name == ".site.new",
}


@pytest.fixture(params=SYSTEMS)
def live(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a live site, on each kind of system."""

    def rename(source: str, target: str) -> None:
        if SYSTEMS[request.param](Path(source), Path(target)):
            raise OSError(errno.EBUSY, "cannot be moved")
        real(source, target)

    real = os.rename
    monkeypatch.setattr(os, "rename", rename)
    return write(tmp_path / "site", OLD)


def publish(live: Path, files: Tree = NEW) -> bool:
    staging = Staging(live, live.parent)
    for uri, content in files.items():
        if uri == "kept" and (live / uri).exists():
            staging.keep(uri)
        else:
            staging.write(uri, content)
    return staging.publish()


def check(live: Path, files: Tree = NEW, after: object = "") -> None:
    assert files_of(live) == files, after
    assert [path.name for path in live.parent.iterdir()] == [live.name], after


def test_a_new_site_takes_the_place_of_the_old(live: Path, request: pytest.FixtureRequest) -> None:
    live.chmod(0o751)
    mode = live.stat().st_mode & 0o777  # on Windows, another
    os.utime(live / "kept", ns=(1, 1))
    for files in (NEW, OLD, NEW):
        assert publish(live, files) == ("[plain]" in request.node.name)
        check(live, files)
        assert (live.stat().st_mode & 0o777, (live / "kept").stat().st_mtime_ns) == (mode, 1)
    assert not (live / "gone").exists()
    shutil.rmtree(live)
    publish(live)
    check(live)


@needs_links
def test_what_is_in_the_way_goes_and_what_begins_with_a_dot_stays(live: Path) -> None:
    write(live, DOTS | {"is/folder/here.html": b"", "is-file": b"", ".well-known/moths": b"old"})
    (live / "empty").mkdir()
    (live / "is-link").symlink_to(live.parent)
    new = dict.fromkeys(
        ["is/folder", "is-file/a.html", "is-link/a.html", "empty", ".nojekyll", ".well-known/moths"], b"new"
    )
    for _ in range(2):
        publish(live, new)
        check(live, DOTS | new)


def test_a_site_that_is_given_up_leaves_the_old(live: Path) -> None:
    for give_up in (Staging.discard, lambda _: None):
        staging = Staging(live, Path())
        staging.write("stray.html", b"new")
        staging.keep("kept")
        give_up(staging)
        assert files_of(live) == OLD
    publish(live, OLD)
    check(live, OLD)


@needs_links
@pytest.mark.parametrize("before", ["nothing", "a file", "a link to nothing", "a link to a folder"])
def test_what_was_there_before(before: str, tmp_path: Path) -> None:
    live, elsewhere = tmp_path / "in" / "here" / "site", tmp_path / "there" / "www"
    write(live.parent, {"site": b""} if before == "a file" else {})
    write(elsewhere, OLD if before == "a link to a folder" else {})
    if "link" in before:
        live.parent.mkdir(parents=True)
        live.symlink_to(elsewhere)
    assert publish(live)
    check(live)
    assert live.is_symlink() == elsewhere.exists() == ("link" in before)


def test_a_mount_within_the_site_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = write(tmp_path / "site", OLD | DOTS)
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name == ".git")
    assert not publish(live)
    check(live, NEW | DOTS)


def test_nothing_of_a_site_that_is_given_up_is_published(live: Path) -> None:
    Staging(live, Path()).write(".well-known/moths", b"new")
    Staging(live, Path()).discard()
    check(live, OLD)


def test_a_site_on_another_disk(tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = write(elsewhere / "site", OLD | DOTS)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the folder that it is in may not be written
    cached = Staging(live, tmp_path)
    cached.keep("moths/index.html")
    cached.write("index.html", b"new")
    assert not cached.publish()
    assert list(tmp_path.iterdir()) == []
    check(live, {"index.html": b"new", "moths/index.html": b"old moths"} | DOTS)


def test_an_old_site_that_cannot_be_removed_is_not_in_the_way(live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows does not remove files that are open or read-only."""
    write(live.parent / ".site.old", OLD)
    remove = shutil.rmtree
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda path, **how: path.name == ".site.old" or remove(path, **how))
        assert not publish(live)
        assert files_of(live) == NEW
    publish(live, OLD)
    check(live, OLD)


def test_another_fault_is_raised(live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Staging, "_swap", Mock(side_effect=OSError(errno.EIO, "no moths")))
    with pytest.raises(OSError, match="no moths"):
        publish(live)
    check(live, OLD)


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "interrupted"])
def test_what_was_cut_off_is_mended(
    is_killed: bool, live: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in range(60):
        site = write(live.parent / str(step) / "site", OLD | DOTS)
        was_cut_off = cut_off(partial(publish, site), step, monkeypatch, is_killed=is_killed)
        Staging(site, Path()).discard()
        assert "plain" not in request.node.name or files_of(site) in (OLD | DOTS, NEW | DOTS), step
        publish(site)
        check(site, NEW | DOTS, step)
    assert not was_cut_off
