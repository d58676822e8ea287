"""Processes: each gets its number, all are waited for, and what goes wrong in one is raised here."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
import weakref
from pathlib import Path

import pytest
from limits import LONGEST

from generator import processes


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_does_its_part(number: int) -> None:
    known = {"moths": 3}  # everything in memory is there
    assert processes.in_each(lambda at: at * known["moths"], number) == [at * 3 for at in range(number)]


def test_all_but_the_first_are_processes_of_their_own() -> None:
    first, *others = processes.in_each(lambda _: os.getpid(), 3)
    assert first == os.getpid()
    assert len({first, *others}) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_each_item_goes_to_one(number: int) -> None:
    told: list[tuple[int, int]] = []
    taken = processes.shared(range(100), number, lambda *progress: told.append(progress))
    parts = processes.in_each(lambda at: list(taken(at)), number)
    assert sorted(item for part in parts for item in part) == list(range(100))
    assert told == sorted(told)
    assert told[-1] == (100, 100)


@pytest.mark.parametrize("faulty", [0, 1])
def test_a_fault_is_raised_when_none_works_any_more(faulty: int, tmp_path: Path) -> None:
    def work(number: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        if number == faulty:
            raise ValueError("moths")
        if number > 1:
            time.sleep(LONGEST)
            (tmp_path / "done").touch()

    with pytest.raises(ValueError, match="moths"):
        processes.in_each(work, 3)
    assert not multiprocessing.active_children()
    assert not (tmp_path / "done").exists()


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(ChildProcessError, match="ended before its work was done"):
        processes.in_each(lambda number: os._exit(9) if number else None, 2)


def test_garbage_is_collected_again() -> None:
    with processes.without_garbage_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_of_a_build_goes_where_another_follows() -> None:
    class Moth:
        pass

    with processes.with_rare_garbage_collection(at_the_end=False):
        with processes.without_garbage_collection():
            moth = Moth()
            moth.itself = moth  # type: ignore[attr-defined]
            seen = weakref.ref(moth)
            del moth
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
    assert seen() is not None
    with processes.with_rare_garbage_collection(at_the_end=False):
        assert seen() is not None
    with processes.with_rare_garbage_collection(at_the_end=True):
        assert seen() is not None
    assert seen() is None


def test_a_process_that_is_killed_is_told_as_a_fault_of_the_system() -> None:
    with pytest.raises(OSError, match="before its work was done, with status -9"):
        processes.in_each(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number else None, 2)


def test_an_interruption_ends_all(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have us started without it

    def work(_: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(LONGEST)

    def interrupt() -> None:
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            processes.in_each(work, 2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_begun_is_done_once(jobs: int, tmp_path: Path) -> None:
    def work() -> str:
        with (tmp_path / "done").open("a") as file:
            file.write("moth")
        return "moth"

    result = processes.begin(work, jobs)
    assert [result(), result()] == ["moth", "moth"]
    assert (tmp_path / "done").read_text() == "moth"


def test_what_is_begun_is_known_in_processes_of_later() -> None:
    first = processes.begin(lambda: [os.getpid()] * 100_000, 2)
    second = processes.begin(lambda: first()[0], 2)
    asked = processes.in_each(lambda _: (first()[0], second(), os.getpid()), 3)
    assert {(one, other) for one, other, _ in asked} == {(first()[0], first()[0])}
    assert len({first()[0], *(pid for _, _, pid in asked)}) == 4


def test_a_fault_of_what_is_begun_is_raised_where_somebody_asks() -> None:
    def work() -> None:
        raise ValueError("moths")

    result = processes.begin(work, 2)
    with pytest.raises(ValueError, match="moths"):
        result()
    with pytest.raises(ValueError, match="moths"):
        processes.in_each(lambda _: result(), 2)


def test_what_is_begun_and_killed_is_told() -> None:
    result = processes.begin(lambda: os.kill(os.getpid(), signal.SIGKILL), 2)
    with pytest.raises(ChildProcessError, match="ended before its work was done"):
        result()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_what_is_begun_on_a_full_disk_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("w+b", buffering=0) as full:
        monkeypatch.setattr(processes, "TemporaryFile", lambda: full)
        result = processes.begin(lambda: "moth" * 100_000, 2)
        with pytest.raises(ChildProcessError, match="too little memory or disk"):
            result()
    assert capfd.readouterr().err == ""
