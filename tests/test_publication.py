"""Publishing: the site is always a whole old or a whole new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import publication
from generator.publication import Publication, make_way

OLD = {"index.html": "old", "moths/index.html": "old moths", "lamps/index.html": "lamps", "gone/index.html": "gone"}
NEW = {"index.html": "new", "moths/index.html": "new moths", "lamps/index.html": "lamps", "kept": "kept"}


def _write(folder: Path, files: dict[str, str]) -> None:
    for uri, text in files.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_text(text)


def _files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def _without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_exchange", lambda _one, _other: False)


def _on_a_mount(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda _path: True)


def _on_a_mount_of_the_same_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def exchange(_one: Path, other: Path) -> bool:
        raise OSError(errno.EBUSY, "Device or resource busy", str(other))

    monkeypatch.setattr(publication, "_exchange", exchange)


def _without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)


WAYS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "exchanged": lambda _: None,
    "moved": _without_exchange,
    "changed in place": _on_a_mount,
    "found not to move": _on_a_mount_of_the_same_disk,
    "without links": _without_links,
}


@pytest.fixture(params=WAYS)
def live(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a live site, on each kind of system."""
    WAYS[request.param](monkeypatch)
    _write(tmp_path / "site", OLD | {"kept": "kept"})
    return tmp_path / "site"


def _publish(live: Path) -> bool:
    site = Publication(live, live.parent / "cache")
    put = {uri: text for uri, text in NEW.items() if uri.startswith("moths/")}
    for uri, text in put.items():
        make_way(site.fresh, uri)
        (site.fresh / uri).write_text(text)
    _write(site.made, {uri: text for uri, text in NEW.items() if uri != "kept" and uri not in put})
    return site.publish({"kept"}, put.keys())


def _beside(live: Path) -> list[str]:
    return sorted(path.name for path in live.parent.iterdir() if path.name != "cache")


def test_a_new_site_takes_the_place_of_the_old(live: Path) -> None:
    assert _publish(live)
    assert _files(live) == NEW
    assert _beside(live) == ["site"]
    assert not (live / "gone").exists()


def test_what_is_equal_is_not_written(live: Path) -> None:
    times = [(live / uri).stat().st_mtime_ns for uri in ("kept", "lamps/index.html")]
    _publish(live)
    assert [(live / uri).stat().st_mtime_ns for uri in ("kept", "lamps/index.html")] == times


def test_sites_that_come_and_go(live: Path) -> None:
    """Each is made of the one before the last."""
    chance = random.Random(1)
    names = [f"{folder}/{number}.html" for folder in ("a", "b", "b/c") for number in range(4)]
    now: dict[str, str] = {}
    for number in range(40):
        site = Publication(live, live.parent / "cache")
        kept = {uri for uri in now if chance.random() < 0.6}
        put = {uri: str(number) for uri in names if uri not in kept and chance.random() < 0.3}
        made = {
            uri: chance.choice("xy") for uri in names if uri not in kept and uri not in put and chance.random() < 0.5
        }
        for uri, text in put.items():
            make_way(site.fresh, uri)
            (site.fresh / uri).write_text(text)
        _write(site.made, made)
        if chance.random() < 0.2:
            site.discard()
        else:
            site.publish(kept, put.keys())
            now = {uri: now[uri] for uri in kept} | put | made
        if now:
            assert _files(live) == now


def test_an_equal_site_is_left_alone(live: Path) -> None:
    _publish(live)
    before = live.stat().st_ino
    assert not _publish(live)
    assert live.stat().st_ino == before
    assert _beside(live) == ["site"]


def test_what_begins_with_a_dot_stays(live: Path) -> None:
    _write(live, {".git/HEAD": "main", ".nojekyll": ""})
    _publish(live)
    assert _files(live) == {**NEW, ".git/HEAD": "main", ".nojekyll": ""}


def test_a_file_for_a_folder_and_a_folder_for_a_file(live: Path) -> None:
    _write(live, {"is/folder/here.html": "", "is-file": ""})
    for _ in range(2):  # the second time, the folder of the new site has what was in the way
        site = Publication(live, live.parent / "cache")
        _write(site.made, {"is/folder": "file", "is-file/here.html": "here"})
        site.publish((), ())
    assert _files(live) == {"is/folder": "file", "is-file/here.html": "here"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_in_place_of_folders_and_folders_in_place_of_pages(jobs: int, live: Path) -> None:
    _write(live, {"is/folder/here.html": "", "is-file": ""})
    new = {"is/folder": "file", "is-file/here.html": "here"}
    site = Publication(live, live.parent / "cache")
    site.prepare(jobs)
    site.wait()
    for uri, text in new.items():
        make_way(site.fresh, uri)
        (site.fresh / uri).write_text(text)
    site.publish((), new.keys())
    assert _files(live) == new


def test_a_site_that_is_given_up_leaves_the_old(live: Path) -> None:
    site = Publication(live, live.parent / "cache")
    _write(site.made, NEW)
    _write(site.fresh, {"moths/index.html": "new moths"})
    site.discard()
    assert _files(live) == OLD | {"kept": "kept"}
    assert _beside(live) == ["site"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_old_site_is_taken_over_meanwhile(jobs: int, live: Path) -> None:
    _publish(live)
    new = Publication(live, live.parent / "cache")
    make_way(new.fresh, "kept")
    _write(new.fresh, {"stray": "of an older site", "kept": "put by another build"})
    has_links = os.link.__module__ == "posix"
    new.prepare(jobs)
    new.wait()
    assert _files(new.fresh)["kept"] == "put by another build"
    if jobs == 2 and has_links and not os.path.ismount(live):
        assert _files(live).keys() <= _files(new.fresh).keys()
    make_way(new.fresh, "moths/index.html")
    _write(new.fresh, {"moths/index.html": "newer moths"})
    assert new.publish({"kept"}, {"moths/index.html"})
    assert _files(live) == {"kept": "kept", "moths/index.html": "newer moths"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_of_the_old_site_that_is_replaced_meanwhile(jobs: int, live: Path) -> None:
    _publish(live)
    new = Publication(live, live.parent / "cache")
    new.prepare(jobs)
    new.wait()
    (live / "draft").write_text("newer")
    (live / "draft").replace(live / "lamps" / "index.html")
    _write(new.made, {"lamps/index.html": "newer"})
    assert new.publish({"kept"}, ())
    assert _files(live) == {"kept": "kept", "lamps/index.html": "newer"}


def test_what_is_taken_over_and_given_up_is_gone(live: Path) -> None:
    _publish(live)
    before = _files(live)
    new = Publication(live, live.parent / "cache")
    new.prepare(2)
    new.discard()
    assert _files(live) == before
    assert not new.fresh.exists()


def test_there_was_no_site(tmp_path: Path) -> None:
    live = tmp_path / "in" / "here"
    site = Publication(live, tmp_path / "cache")
    _write(site.made, NEW)
    assert site.publish((), ())
    assert _files(live) == NEW


def test_a_site_on_another_disk(tmp_path: Path, elsewhere: Path) -> None:
    live = elsewhere / "site"
    for text in ("old", "new"):
        site = Publication(live, tmp_path / "cache")
        site.prepare(2)
        _write(site.made, {"index.html": text, "moths/index.html": text})
        make_way(site.fresh, "lamps/index.html")
        (site.fresh / "lamps/index.html").write_text(text)
        site.wait()
        assert site.publish(set(), {"lamps/index.html"})
        assert _files(live) == dict.fromkeys(["index.html", "moths/index.html", "lamps/index.html"], text)


def test_a_link_to_a_folder_leads_there_still(tmp_path: Path) -> None:
    _write(tmp_path / "volume" / "www", OLD | {"kept": "kept"})
    (tmp_path / "site").symlink_to(tmp_path / "volume" / "www")
    _publish(tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert _files(tmp_path / "volume" / "www") == NEW


def test_the_rights_of_the_folder_stay(live: Path) -> None:
    live.chmod(0o750)
    _publish(live)
    assert live.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("way", ["exchanged", "moved"])
def test_cut_off_at_each_step(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call that changes the disk fails once; what is live is whole, and the next build ends well."""
    WAYS[way](monkeypatch)
    names = ("link", "rename", "mkdir", "unlink", "rmdir")
    real = {name: getattr(os, name) for name in names}
    for step in range(1, 200):
        live = tmp_path / str(step) / "site"
        _write(live, OLD | {"kept": "kept", ".git/HEAD": "main"})
        left = step

        def failing(name: str) -> Callable[..., object]:
            def call(*arguments: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    raise KeyboardInterrupt
                return real[name](*arguments, **named)

            return call

        with monkeypatch.context() as patch:
            for name in names:
                patch.setattr(os, name, failing(name))
            try:
                _publish(live)
                is_over = left > 0
            except KeyboardInterrupt:
                is_over = False
        here = live if live.exists() else live.parent / "cache" / "site.old"
        site = {uri: text for uri, text in _files(here).items() if not uri.startswith(".")}
        assert site in (OLD | {"kept": "kept"}, NEW), step
        _publish(live)
        assert _files(live) == {**NEW, ".git/HEAD": "main"}, step
        assert _beside(live) == ["site"], step
        if is_over:
            break
    else:
        pytest.fail("there is no end to the steps")
    assert step > 10
