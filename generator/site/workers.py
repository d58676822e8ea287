"""Work in several processes, which start as copies of this one: only what they return goes from one to another."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

Progress = Callable[[int, int], None]
"""Called with the number of items done and the number of all."""
_FEW = 200
"""Items up to which one process is as fast as several."""
_AT_ONCE = 16
"""Items that a process takes at once."""
_work: tuple[Callable[[Any], Any], Sequence[Any]]
"""The function and the items of a worker process."""


def worker_count() -> int:
    """Return how many processes may run at once; one where a process cannot be forked, or not safely (macOS)."""
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    function: Callable[[_Item], _Result], items: Sequence[_Item], workers: int, on_progress: Progress | None = None
) -> list[_Result]:
    """Return what a function returns for each item, in their order, in up to `workers` processes.

    Raises what the function raises, and ChildProcessError where a process is killed.
    """
    results: list[_Result] = []
    starts = range(0, len(items), _AT_ONCE)
    if workers == 1 or len(items) <= _FEW:
        parts: Iterator[list[_Result]] = ([function(item) for item in items[at : at + _AT_ONCE]] for at in starts)
    else:
        parts = _in_processes(function, items, workers, starts)
    for part in parts:
        results += part
        if on_progress:
            on_progress(len(results), len(items))
    return results


def _in_processes(
    function: Callable[[_Item], _Result], items: Sequence[_Item], workers: int, starts: range
) -> Iterator[list[_Result]]:
    gc.freeze()  # so that looking for garbage does not copy what the processes share
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(function, items))
    try:
        yield from pool.map(_do, starts)
    except BrokenProcessPool as error:
        message = "a process ended before its work was done: was there too little memory or disk?"
        raise ChildProcessError(message) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Prepare a worker process."""
    global _work
    _work = function, items
    gc.disable()  # it ends soon
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process gets it, too, and ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # which it sends to end them
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _do(start: int) -> list[Any]:
    function, items = _work
    return [function(item) for item in items[start : start + _AT_ONCE]]


def _end_with_parent() -> None:
    """End this process as soon as the first one, for which it works, has ended."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
