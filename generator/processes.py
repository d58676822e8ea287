"""Work in several processes: one function, called once in each; this process is one of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache, partial
from multiprocessing.connection import Connection
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar, cast

Result = TypeVar("Result")
Item = TypeVar("Item")
Progress = Callable[[int, int], None]
"""Is told how much has been done or begun, of how much."""

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
    """For work that makes many objects and hardly any garbage.

    Nor is it looked for among them later, until `with_rare_garbage_collection` around it ends.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


@contextmanager
def with_rare_garbage_collection(*, at_the_end: bool) -> Iterator[None]:
    """For work that makes many objects and some garbage: looking for it takes a tenth of the time otherwise.

    It is looked for `at_the_end` where more such work will follow in this process.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        if at_the_end:
            gc.collect()


def in_each(work: Callable[[int], Result], processes: int) -> list[Result]:
    """What `work` gives for 0, 1 and so on: for 0 here, for each other in a process that starts with what is in memory.

    What they give is pickled. Raises what it raises, when none works any more.
    """
    others = [_Started(partial(work, number)) for number in range(1, processes)]
    try:
        return [work(0), *(one.result() for one in others)]
    except BaseException:  # a fault, or somebody has interrupted us
        for one in others:
            one.end()
        raise


def begin(work: Callable[[], Result], processes: int) -> Callable[[], Result]:
    """Have something done meanwhile, where there may be several processes.

    What comes back waits for what it gives, here and in every process that is started later.
    """
    if processes == 1:
        return cache(work)
    return cache(_Started(work).result)


def spread(work: Callable[[Item], Result], items: Sequence[Item], processes: int) -> list[Result]:
    """What `work` gives for each item, in their order."""
    processes = worth(items, processes)
    results: list[Any] = [None] * len(items)
    for number, part in enumerate(in_each(lambda n: [work(item) for item in items[n::processes]], processes)):
        results[number::processes] = part
    return results


class _Started(Generic[Result]):
    """Some work in a process of its own; what it gives is known here, and in every process that is started later."""

    def __init__(self, work: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._ended, held = context.Pipe(duplex=False)  # nothing is sent: it ends with the process that holds it
        self._written = TemporaryFile()  # noqa: SIM115 (it stays as long as somebody may ask)
        self._process = context.Process(target=_run, args=(held, self._written, work), daemon=True)
        self._process.start()
        self._first = os.getpid()
        held.close()

    def wait(self) -> None:
        """Until the process has ended."""
        with suppress(EOFError):
            self._ended.recv_bytes()
        if os.getpid() == self._first:
            self._process.join()

    def result(self) -> Result:
        """What the work gives. Raises what it raises."""
        self.wait()
        written = os.pread(self._written.fileno(), os.fstat(self._written.fileno()).st_size, 0)
        try:
            found, fault = pickle.loads(written)
        except (EOFError, pickle.UnpicklingError):  # it was killed, or the disk is full
            found, fault = None, self._cut_off()
        if fault:
            raise fault
        return cast(Result, found)

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.terminate()
        self._process.join()

    def _cut_off(self) -> ChildProcessError:
        status = f", with status {self._process.exitcode}" if os.getpid() == self._first else ""
        return ChildProcessError(
            f"a process ended before its work was done{status}: was there too little memory or disk?"
        )


def _run(_held: Connection, result: IO[bytes], work: Callable[[], object]) -> None:
    """In the new process, which holds its end of the pipe while it works, even where the first process is gone."""
    gc.disable()  # it ends soon, and looking for garbage takes a sixth of its time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told, too, and ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # by which it ends them
    found: object = None
    fault = None
    try:
        found = work()
    except Exception as error:
        fault = error
    with suppress(OSError):  # the disk is full: that not all is there is told where somebody asks
        result.write(pickle.dumps((found, fault), pickle.HIGHEST_PROTOCOL))
        result.flush()


def shared(
    items: Sequence[Item], processes: int, on_progress: Progress | None = None
) -> Callable[[int], Iterable[Item]]:
    """Items of which each goes to one of the processes that are forked later and ask for them, each by its number.

    One half of the processes takes them from the front and the other from the back, so that what one process makes is
    alike, and little is made twice that many items have in common. The first process tells of the progress of all.
    """
    return _Shared(items, processes, on_progress).take


class _Shared(Generic[Item]):
    def __init__(self, items: Sequence[Item], processes: int, on_progress: Progress | None) -> None:
        self._items = items
        self._on_progress = on_progress
        self._left: Any = [0, len(items)]
        """Where the items begin that nobody has taken, and where they end."""
        self._lock: AbstractContextManager[Any] = nullcontext()
        if processes > 1:
            self._left = multiprocessing.get_context("fork").Array("q", self._left)
            self._lock = self._left.get_lock()

    def take(self, number: int) -> Iterator[Item]:
        while True:
            with self._lock:
                first, last = int(self._left[0]), int(self._left[1])
                many = min(last - first, 1 if first < _ONE_BY_ONE else _AT_ONCE)
                from_back = number % 2
                start = last - many if from_back else first
                self._left[from_back] = start if from_back else first + many
            if self._on_progress and number == 0:
                self._on_progress(len(self._items) - (last - first), len(self._items))
            if not many:
                return
            yield from self._items[start : start + many]
