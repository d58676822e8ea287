"""What builds remember: as made anew, whatever has become of what was written down."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import made_up
import pytest
from conftest import Disk, made_up_project
from hypothesis import given
from hypothesis import strategies as st

from generator import host
from generator.analysis.tokens import read_terms
from generator.memory import Memory
from generator.shelf import CACHE, read_collection

WORDS = ["moth", "lamp", "\u2028", "\x1f\n", "\ud800", "🦋", ""]


def _recall(memory: Memory, items: list[str], made: list[str]) -> list[list[str]]:
    def make(item: str) -> list[str]:
        made.append(item)
        return [item, item * 2]

    keys = (item.encode("utf-8", "surrogatepass").hex() or "0" for item in items)
    return [json.loads(found) for found in memory.recall(items, keys, make)]


@given(st.lists(st.text() | st.sampled_from(WORDS), max_size=8))
def test_what_was_written_down_is_known(items: list[str]) -> None:
    disk = Disk()
    expected = [[item, item * 2] for item in items]
    memory = disk.memory()
    assert _recall(memory, items, []) == expected
    memory.save()
    made: list[str] = []
    unasked = partial(pytest.fail, "there is nothing new")
    again = Memory(lambda: disk.content, "moths", unasked, unasked)
    assert _recall(again, items, made) == expected
    assert made == []
    again.save()


def test_each_is_made_once() -> None:
    made: list[str] = []
    memory = Memory()
    _recall(memory, ["moth", "lamp"], made)
    _recall(memory, ["moth", "lamp", "rain"], made)
    assert made == ["moth", "lamp", "rain"]


def test_what_nobody_asks_for_is_forgotten() -> None:
    disk = Disk()
    for items in (["moth", "lamp"], ["lamp"]):
        memory = disk.memory()
        _recall(memory, items, [])
        memory.save()
    made: list[str] = []
    _recall(disk.memory(), ["moth", "lamp"], made)
    assert made == ["moth"]


def test_what_others_made_is_not_known() -> None:
    disk = Disk()
    memory = disk.memory()
    _recall(memory, ["moth"], [])
    memory.save()
    made: list[str] = []
    _recall(disk.memory("lamps"), ["moth"], made)
    assert made == ["moth"]


@given(st.lists(st.lists(st.sampled_from("abcdefghijkl"), max_size=12), max_size=6))
def test_what_is_asked_for_is_known_from_build_to_build(builds: list[list[str]]) -> None:
    disk = Disk()
    before: set[str] = set()
    for items in builds:
        memory = disk.memory()
        made: list[str] = []
        assert _recall(memory, items, made) == [[item, item * 2] for item in items]
        assert not set(made) & before
        memory.save()
        before = set(items)


def test_what_is_new_is_added() -> None:
    items = [str(number) for number in range(100)]
    disk = Disk()
    memory = disk.memory()
    _recall(memory, items, [])
    memory.save()
    first = disk.content
    memory = disk.memory()
    _recall(memory, [*items[:90], "moth"], [])
    memory.save()
    assert disk.content.startswith(first)
    assert len(disk.content) < 1.1 * len(first)
    made: list[str] = []
    _recall(disk.memory(), [*items, "moth"], made)
    assert made == []


def test_where_much_is_asked_for_no_more_it_is_forgotten() -> None:
    items = [str(number) for number in range(100)]
    disk = Disk()
    sizes = []
    for first in range(0, 100, 10):
        memory = disk.memory()
        _recall(memory, items[first:], [])
        memory.save()
        sizes.append(len(disk.content) / len(items[first:]))
    assert max(sizes) < 1.3 * sizes[0]


@given(st.data())
def test_what_is_damaged_is_not_believed(data: st.DataObject) -> None:
    disk = Disk()
    items = ["moth", "lamp", "rain", "night" * 9]
    for many in (3, 4):
        memory = disk.memory()
        _recall(memory, items[:many], [])
        memory.save()
    whole = disk.content
    at = data.draw(st.integers(0, len(whole) - 1))
    with_other_byte = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    damaged = data.draw(st.sampled_from([whole[:at], with_other_byte, whole + b"more", b"\xff" * at]))
    disk.content = damaged
    for _ in range(2):
        memory = disk.memory()
        assert _recall(memory, items, []) == [[item, item * 2] for item in items]
        memory.save()
    made: list[str] = []
    _recall(disk.memory(), items, made)
    assert made == []


@pytest.mark.parametrize("name", ["terms.txt", "citations.txt"])
def test_a_damaged_file_is_made_anew(name: str, tmp_path: Path) -> None:
    root = made_up_project(tmp_path / "project")
    host.build(host.load(str(root / "mkdocs.yml")))
    whole = (root / CACHE / name).read_bytes()
    page = (root / "docs" / "papers" / "two-gardeners-and-a-moth.md").read_bytes()
    (root / CACHE / name).write_bytes(whole[: len(whole) // 2])
    (root / CACHE / "step.json").unlink()
    (root / "docs" / ".papershelf.json").unlink()
    host.build(host.load(str(root / "mkdocs.yml")))
    assert (root / CACHE / name).read_bytes() == whole
    assert (root / "docs" / "papers" / "two-gardeners-and-a-moth.md").read_bytes() == page


def test_a_file_that_may_not_be_written_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if mode == "ab":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, mode, *args, **more)

    root = made_up_project(tmp_path / "project")
    host.build(host.load(str(root / "mkdocs.yml")))
    before = (root / CACHE / "terms.txt").read_bytes()
    papers = root / "seeds" / "papers.txt"
    papers.write_text(papers.read_text(encoding="utf-8") + made_up.entry(title="Rain on Wings"), encoding="utf-8")
    real = Path.open
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", opened)
        host.build(host.load(str(root / "mkdocs.yml")))
    after = (root / CACHE / "terms.txt").read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)


def test_terms_in_several_processes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.processes._FEW", 0)
    root = made_up_project(tmp_path / "project")
    bibliography = read_collection(host.load(str(root / "mkdocs.yml")).project).bibliography
    assert read_terms(bibliography, jobs=2) == read_terms(bibliography)
