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
from conftest import PROCESSES

from generator.models import Location
from generator.site import cache, workers
from generator.site.cache import Cache, plain_map

made: list[tuple[Any, ...]] = []


def make(*item: Any) -> Any:
    made.append(item)
    return [item, Location("moths.txt", len(item))]


def run(folder: Path | None, *calls: Sequence[tuple[Any, ...]], function: Callable[..., Any] = make) -> Any:
    """Map a function over some items in one build; return those for which it was called."""
    made.clear()
    with Cache(folder) as opened:
        found = [opened.slow_map(PROCESSES)(function, items) for items in calls]
    called = made.copy()
    assert found == [plain_map(function, items) for items in calls]
    return called


def of(*items: str) -> list[tuple[str]]:
    return [(item,) for item in items]


WORDS = of("moth", "lamp", "\u2028", "\x1f\n", "\ud800", "🦋", "")


def test_what_was_made_is_taken_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(None, WORDS, WORDS[::-1]) == run(None, WORDS * 2) == run(tmp_path, WORDS) == WORDS
    assert run(tmp_path, [*WORDS[::-1], ("rain",)], WORDS) == of("rain")
    monkeypatch.setattr(workers, "_FEW", 0)
    assert run(tmp_path, of("night", "wing")) == []  # it is made in other processes
    assert run(tmp_path, of("night", "wing")) == []
    monkeypatch.undo()
    assert run(tmp_path, of("night", "wing")) == []


def test_results_are_known_by_functions_items_types_and_keys(tmp_path: Path) -> None:
    items: list[tuple[Any, ...]] = [("1",), (1,), ("1", 2), ("1", "2"), (("1", 2),), ("1 ",), (None,), ("None",)]
    assert run(tmp_path, items) == items
    assert run(tmp_path, items, function=lambda *item: make(*item)) == items
    slow_map = Cache(None).slow_map(1)
    slow_map(make, of("moth", "lamp"), ["a", "b"])
    found = slow_map(make, of("rain", "night", "wing"), ["b", "c", "a"])
    assert [item for item, _ in found] == of("lamp", "night", "moth")


def test_what_is_not_asked_for_is_forgotten(tmp_path: Path) -> None:
    run(tmp_path, of("moth", "lamp"), of("rain"))
    assert run(tmp_path, of("moth")) == []  # a build that ends early
    with Cache(tmp_path) as opened:
        opened.slow_map(1)(make, of("moth", "rain"))
        opened.forget_unused()
    assert run(tmp_path, of("moth", "lamp", "rain")) == of("lamp")


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """The file of a cache that knows of all words."""
    with Cache(tmp_path) as opened:
        opened.slow_map(1)(make, WORDS)
        opened.put("moths", {"site/index.html": (1, "moths")})
    return tmp_path / "cache.sqlite"


def set_values(value: object, path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE result SET value = ?", [value])


FOREIGN = [
    b"cposix\nmkdir\n(Vlamps\ntR.",
    b"\x80\4cgenerator.site.files\nos.mkdir\n(Vlamps\ntR.",
    pickle.dumps(Path("moths")),
]
VALUES = [b"", b"moth", b"\0\0\0\0" + pickle.dumps(1), *(zlib.crc32(one).to_bytes(4, "big") + one for one in FOREIGN)]
DAMAGES: list[Callable[[Path], object]] = [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"moths" * 999),
    lambda path: path.write_bytes(path.read_bytes()[:-4096]),
    lambda path: [path.unlink(), (path / "moths").mkdir(parents=True)],
    *(partial(set_values, value) for value in [*VALUES, 3, "moths"]),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_mended(damage: Callable[[Path], object], known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(known.parent)
    damage(known)
    assert [run(known.parent, WORDS) for _ in range(2)] == [WORDS, []]
    assert not Path("lamps").exists()


@pytest.mark.parametrize("start", range(0, 12288, 1024))
def test_any_damage_is_mended(start: int, known: Path) -> None:
    whole = known.read_bytes()
    for at in [at for at in range(start, start + 1024) if whole[at] or at % 64 == 0]:
        known.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        with Cache(known.parent) as opened:
            assert opened.get("moths") in (None, {"site/index.html": (1, "moths")}), at
            opened.put("moths", 3)
        run(known.parent, WORDS)
        assert run(known.parent, WORDS) == [], at


def test_no_function_of_ours_is_called(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(known.parent)
    Path("lamps").mkdir()
    content = b"cgenerator.site.files\nremove_all\n(cgenerator.site.files\nPath\n(Vlamps\ntRtR."
    set_values(zlib.crc32(content).to_bytes(4, "big") + content, known)
    assert run(known.parent, WORDS) == WORDS
    assert Path("lamps").exists()


def test_records_and_results_of_other_code_are_forgotten(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code, expected in ((cache.code_version(), {"site/index.html": (1, "moths")}), ("other", None)):
        monkeypatch.setattr(cache, "code_version", lambda code=code: code)
        with Cache(known.parent) as opened:
            assert (opened.get("moths"), opened.get("lamps")) == (expected, None)
    assert [run(known.parent, WORDS) for _ in range(2)] == [WORDS, []]


def test_another_version_of_a_package_is_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "requires", lambda _: ["rispy>=0.9,<1", "uv>=0.9; extra == 'dev'"])
    found = []
    for other in ("", "rispy", "uv"):
        monkeypatch.setattr(cache, "version", lambda name, other=other: "99" if name == other else version(name))
        found.append(cache.code_version.__wrapped__())
    assert [found.index(one) for one in found] == [0, 1, 0]
