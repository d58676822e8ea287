"""Work in several processes: one function, called once in each."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")
Item = TypeVar("Item")

_AT_ONCE = 8
"""Items that a process takes at once."""

_work: Callable[[int], Any] | None = None


def how_many() -> int:
    """Processes that may run at once; one where a process cannot be forked, or not safely (macOS)."""
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_each(work: Callable[[int], Result], processes: int) -> list[Result]:
    """What `work` gives for 0, 1 and so on, each in a process that starts with everything that is in memory here.

    What it gives is pickled. Raises what it raises.
    """
    if processes == 1:
        return [work(0)]
    global _work
    _work = work
    gc.collect()
    gc.freeze()  # so that the processes share the memory for longer
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_call, range(processes)))
    finally:
        gc.unfreeze()
        _work = None


def shared(items: Sequence[Item]) -> Iterable[Item]:
    """Items of which each goes to one of the processes that are forked later and ask for them."""
    return _Shared(items)


class _Shared(Generic[Item]):
    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._taken = multiprocessing.get_context("fork").Value("q", 0)

    def __iter__(self) -> Iterator[Item]:
        while True:
            with self._taken.get_lock():
                start = self._taken.value
                self._taken.value = start + _AT_ONCE
            if start >= len(self._items):
                return
            yield from self._items[start : start + _AT_ONCE]


def _call(number: int) -> Any:
    if _work is None:
        raise RuntimeError("there is nothing to do")
    return _work(number)
