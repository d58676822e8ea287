"""Worker processes: results come in order, what goes wrong in one is raised, and none outlives the first process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import needs_processes
from limits import LONGEST

from generator.site import workers
from generator.site.workers import spread


@pytest.fixture(autouse=True)
def _even_few_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_FEW", 1)
    monkeypatch.setattr(workers, "_AT_ONCE", 4)


@pytest.mark.parametrize(
    "processes", [1, pytest.param(2, marks=needs_processes), pytest.param(3, marks=needs_processes)]
)
@pytest.mark.parametrize("number", [0, 1, 4, 41])
def test_results_come_in_the_order_of_the_items(number: int, processes: int) -> None:
    moths = 3  # what is in memory is there for all
    told: list[tuple[int, int]] = []
    made = spread(lambda item: (item * moths, os.getpid()), range(number), processes, lambda *now: told.append(now))
    assert [result for result, _ in made] == [item * moths for item in range(number)]
    assert told == [(min(done, number), number) for done in range(4, number + 4, 4)]
    assert all((pid == os.getpid()) == (processes == 1 or number == 1) for _, pid in made)


_in_several = partial(pytest.param, marks=needs_processes)
WRONG: list[Any] = [
    (lambda item: 1 / (item - 9), 1, ZeroDivisionError, "division"),
    _in_several(lambda item: 1 / (item - 9), 3, ZeroDivisionError, "division"),
    _in_several(lambda _: os.kill(os.getpid(), signal.SIGKILL), 2, ChildProcessError, "too little memory or disk"),
    _in_several(lambda _: os._exit(0), 2, ChildProcessError, "too little memory or disk"),
]


@pytest.mark.parametrize(("work", "processes", "error", "message"), WRONG)
def test_faults_are_raised(work: Callable[[int], Any], processes: int, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        spread(work, range(40), processes)
    assert multiprocessing.active_children() == []


def wait_for(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no list of processes")
def test_all_end_with_the_first(tmp_path: Path) -> None:
    def work(_: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(LONGEST)

    first = multiprocessing.get_context("fork").Process(target=spread, args=(work, range(40), 2))
    first.start()
    wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
    first.kill()
    first.join()
    wait_for(lambda: not any(Path("/proc", path.name).exists() for path in tmp_path.iterdir()))
