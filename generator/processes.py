"""Work in several processes: one function, called once in each."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar, cast

Result = TypeVar("Result")
Item = TypeVar("Item")

_AT_ONCE = 8
"""Items that a process takes at once."""
_FEW = 200
"""Items up to which one process is as fast as several."""
_ONE_BY_ONE = 16
"""Items at the start, where the longest are, that processes take one by one."""


def how_many() -> int:
    """Processes that may run at once; one where a process cannot be forked, or not safely (macOS)."""
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worth(items: Sized, processes: int) -> int:
    """How many of so many processes are worth starting for some items: few are left to one, which is as fast."""
    return 1 if len(items) <= _FEW else processes


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """For work that makes many objects and hardly any garbage; nor is garbage looked for among them afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


@contextmanager
def with_rare_garbage_collection(*, goes_on: bool) -> Iterator[None]:
    """For work that makes many objects and some garbage: looking for it takes a tenth of the time otherwise.

    In a process that `goes_on`, it is looked for at the end.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        if goes_on:
            gc.collect()


def in_each(work: Callable[[int], Result], processes: int) -> list[Result]:
    """What `work` gives for 0, 1 and so on, each in a process that starts with everything that is in memory here.

    What it gives is pickled. Raises what it raises.
    """
    if processes == 1:
        return [work(0)]
    started = [_start(work, number) for number in range(processes)]
    try:
        answers = [_wait(*one) for one in started]
    except BaseException:  # somebody has interrupted us
        for process, _ in started:
            process.terminate()
            process.join()
        raise
    for _, fault in answers:
        if fault:
            raise fault
    return [found for found, _ in answers]


def begin(work: Callable[[], Result], processes: int) -> Callable[[], Result]:
    """Have something done meanwhile, where there may be several processes.

    What comes back waits for what it gives, here and in every process that is started later.
    """
    if processes == 1:
        return cache(work)
    context = multiprocessing.get_context("fork")
    ended, held = context.Pipe(duplex=False)  # nothing is sent: it ends with the process that holds it
    result = TemporaryFile()  # noqa: SIM115 (it stays as long as somebody may ask)
    context.Process(target=_run_aside, args=(held, result, work), daemon=True).start()
    held.close()

    @cache
    def finish() -> Result:
        with suppress(EOFError):
            ended.recv_bytes()
        written = os.pread(result.fileno(), os.fstat(result.fileno()).st_size, 0)
        try:
            found, fault = pickle.loads(written)
        except (EOFError, pickle.UnpicklingError):  # it was killed, or the disk is full
            found, fault = None, _cut_off()
        if fault:
            raise fault
        return cast(Result, found)

    return finish


def spread(work: Callable[[Item], Result], items: Sequence[Item], processes: int) -> list[Result]:
    """What `work` gives for each item, in their order."""
    processes = worth(items, processes)
    results: list[Any] = [None] * len(items)
    for number, part in enumerate(in_each(lambda n: [work(item) for item in items[n::processes]], processes)):
        results[number::processes] = part
    return results


def _start(work: Callable[[int], object], number: int) -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, work, number), daemon=True)  # ends if nobody waits for it
    process.start()
    theirs.close()
    return process, ours


def _run(answer: Connection, work: Callable[[int], object], number: int) -> None:
    """In the new process. Should the first one be gone, this one ends with its work."""
    found = _tried(lambda: work(number))
    with suppress(BrokenPipeError):
        answer.send(found)


def _run_aside(_held: Connection, result: IO[bytes], work: Callable[[], object]) -> None:
    """In the new process, too."""
    found = pickle.dumps(_tried(work), pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):  # the disk is full: that not all is there is told where somebody asks
        result.write(found)
        result.flush()


def _tried(work: Callable[[], object]) -> tuple[object, Exception | None]:
    """What some work gives in a process of its own, or what goes wrong with it."""
    gc.disable()  # it ends soon, and looking for garbage takes a sixth of its time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told, too, and ends the others
    try:
        return work(), None
    except Exception as error:
        return None, error


def _wait(process: BaseProcess, answer: Connection) -> tuple[Any, Exception | None]:
    try:
        found, fault = answer.recv()
    except EOFError:
        process.join()
        return None, _cut_off(f", with status {process.exitcode}")
    process.join()
    return found, fault


def _cut_off(how: str = "") -> ChildProcessError:
    return ChildProcessError(f"a process ended before its work was done{how}: was there too little memory or disk?")


def shared(items: Sequence[Item]) -> Callable[[int], Iterable[Item]]:
    """Items of which each goes to one of the processes that are forked later and ask for them, each by its number.

    One half of the processes takes them from the front and the other from the back, so that what one process makes is
    alike, and little is made twice that many items have in common.
    """
    return _Shared(items).take


class _Shared(Generic[Item]):
    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._left = multiprocessing.get_context("fork").Array("q", [0, len(items)])
        """Where the items begin that nobody has taken, and where they end."""

    def take(self, number: int) -> Iterator[Item]:
        while True:
            with self._left.get_lock():
                first, last = int(self._left[0]), int(self._left[1])
                many = min(last - first, 1 if first < _ONE_BY_ONE else _AT_ONCE)
                from_back = number % 2
                start = last - many if from_back else first
                self._left[from_back] = start if from_back else first + many
            if not many:
                return
            yield from self._items[start : start + many]
