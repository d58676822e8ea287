"""The cache: what it returns is what would be made anew, whatever has become of its file."""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.models import Location
from generator.site import cache, workers
from generator.site.cache import Cache, SiteFile, plain_map

made: list[tuple[Any, ...]] = []


def make(*item: Any) -> Any:
    made.append(item)
    return [item, Location("moths.txt", len(item))]


def run(folder: Path | None, *calls: Sequence[tuple[Any, ...]], function: Callable[..., Any] = make) -> Any:
    """Map a function over some items in one build; return those for which it was called."""
    made.clear()
    with Cache(folder) as opened:
        found = [opened.slow_map(2)(function, items) for items in calls]
    called = made.copy()
    assert found == [plain_map(function, items) for items in calls]
    return called


def of(*items: str) -> list[tuple[str]]:
    return [(item,) for item in items]


WORDS = of("moth", "lamp", "\u2028", "\x1f\n", "\ud800", "🦋", "")


@given(items=st.lists(st.tuples(st.text() | st.none() | st.integers()), unique=True, max_size=8))
def test_each_result_is_made_once_in_a_build(items: list[tuple[Any]]) -> None:
    assert run(None, items, items[::-1], items[2:]) == items


def test_what_was_made_is_taken_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tmp_path, WORDS) == WORDS
    assert run(tmp_path, [*WORDS[::-1], ("rain",)], WORDS) == of("rain")
    monkeypatch.setattr(workers, "_FEW", 0)
    assert run(tmp_path, of("night", "wing")) == []  # it is made in other processes
    assert run(tmp_path, of("night", "wing")) == []
    assert run(tmp_path, of("night"), function=lambda *item: make(*item)) == []


def test_results_differ_by_functions_items_and_types(tmp_path: Path) -> None:
    items: list[tuple[Any, ...]] = [("1",), (1,), ("1", 2), ("1", "2"), (("1", 2),), ("1 ",), (None,), ("None",)]
    assert run(tmp_path, items) == items
    assert run(tmp_path, items, function=lambda *item: make(*item)) == items


def test_keys_stand_for_items() -> None:
    slow_map = Cache(None).slow_map(1)
    slow_map(make, of("moth", "lamp"), ["a", "b"])
    found = slow_map(make, of("rain", "night", "wing"), ["b", "c", "a"])
    assert [item for item, _ in found] == of("lamp", "night", "moth")


def test_what_is_not_asked_for_is_forgotten(tmp_path: Path) -> None:
    run(tmp_path, of("moth", "lamp"), of("rain"))
    run(tmp_path)  # a build that asks for nothing, as it ends early
    assert run(tmp_path, of("moth"), of("rain")) == []
    assert run(tmp_path, of("moth", "lamp", "rain")) == of("lamp")


FILE = SiteFile("key", 1_900_000_000_000_000_001, 9)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """The file of a cache that knows of all words and a site."""
    (tmp_path / "site").mkdir()
    with Cache(tmp_path) as opened:
        opened.slow_map(1)(make, WORDS)
        opened.remember_site(tmp_path / "site", {"moths/index.html": FILE})
    return tmp_path / "cache.sqlite"


def set_values(value: bytes, path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE result SET value = ?", [value])


FOREIGN = [b"cposix\nmkdir\n(Vmoths\ntR.", b"cbuiltins\nint\n.", pickle.dumps(Path("moths"))]
VALUES = [b"", b"moth", b"\0\0\0\0" + pickle.dumps(1), *(zlib.crc32(one).to_bytes(4, "big") + one for one in FOREIGN)]
DAMAGES: list[Callable[[Path], object]] = [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"moths" * 999),
    lambda path: path.write_bytes(path.read_bytes()[:-4096]),
    lambda path: [path.unlink(), (path / "moths").mkdir(parents=True)],
    *(partial(set_values, value) for value in VALUES),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_or_foreign_is_made_again(
    damage: Callable[[Path], object], known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(known.parent)
    damage(known)
    assert [run(known.parent, WORDS) for _ in range(2)] == [WORDS, []]
    assert not Path("moths").exists()


def test_what_other_code_made_is_made_again(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "code_version", lambda: "other")
    assert Cache(known.parent).site_files(known.parent / "site") == {}
    assert [run(known.parent, WORDS) for _ in range(2)] == [WORDS, []]


def test_another_version_of_a_package_is_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "requires", lambda _: ["rispy>=0.9,<1", "uv>=0.9; extra == 'dev'"])
    found = []
    for other in ("", "rispy", "uv"):
        monkeypatch.setattr(cache, "version", lambda name, other=other: "99" if name == other else version(name))
        found.append(cache.code_version.__wrapped__())
    assert [found.index(one) for one in found] == [0, 1, 0]


def test_the_files_of_sites_are_remembered(known: Path) -> None:
    one, two = known.with_name("site"), known.with_name("\udcff")
    two.mkdir()
    for number in range(2):
        with Cache(known.parent) as opened:
            assert opened.site_files(one) == {"moths/index.html": FILE}
            assert list(opened.site_files(two)) == ["0.html"][:number]
            opened.remember_site(two, {f"{number}.html": FILE})
    one.rmdir()
    with Cache(known.parent) as opened:
        opened.remember_site(two, {"2.html": FILE})
        assert [list(opened.site_files(site)) for site in (one, two)] == [[], ["2.html"]]
