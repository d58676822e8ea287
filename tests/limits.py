"""Limits that hold on any machine: how the time of some work grows with its size, and how long tests wait for others.

Processor time is compared with processor time, and the best of several tries counts, so that a slow or busy machine
makes no difference. It is not steps that are counted, as a regular expression does not show its own.
"""

from __future__ import annotations

import functools
import gc
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import settings

NIGHTLY = "nightly"
"""Name of the Hypothesis profile under which tests try more, and larger, texts."""
LONGEST = 300
"""Seconds after which a test gives up waiting for a server or another process. No test judges how fast they are."""

_TIMES = 4
_AT_MOST = 10
"""How often the time of some work that of `_TIMES` as much may be: 4 is in proportion, 16 is quadratic."""
_STEPS = 3
"""Enlargements up to the largest size."""
_LEAST = 0.02
"""Seconds below which chance decides."""
_TRIES = 5
_CACHED = type(functools.lru_cache(len))


def is_nightly() -> bool:
    return settings.get_current_profile_name() == NIGHTLY


def examples(number: int) -> int:
    """Return how many examples a test tries that is to try so many by day."""
    return number * (5 if is_nightly() else 1)


def check_growth(work: Callable[[int], object], most: int) -> None:
    """Fails where the time of `work`, which is told a size, is not in proportion to it; `most` is the largest size.

    By day, the first enlargement counts that takes long enough to tell; in the nightly run, the last one does. Two that
    are out of proportion, one after the other, save trying the larger sizes.
    """
    seconds = functools.cache(
        functools.partial(_seconds, work)
    )  # the larger size of one step is the smaller of the next
    first = max(1, most // _TIMES**_STEPS)
    excess = 0
    for step in range(_STEPS):
        size = first * _TIMES**step
        small, large = _least(seconds, size)
        excess = excess + 1 if _is_out_of_proportion(small, large) else 0
        if excess and (excess > 1 or step == _STEPS - 1):
            pytest.fail(f"size {size} takes {small:.3f} s, and {_TIMES} times as much takes {large:.3f} s")
        if large > _LEAST and not excess and not is_nightly():
            return


def _least(seconds: Callable[[int], float], size: int) -> tuple[float, float]:
    """The time of a size, and of `_TIMES` as much: the best of several tries where the first is out of proportion."""
    small = large = float("inf")
    for more in range(_TRIES):
        small = min(small, seconds(size + more))
        large = min(large, seconds((size + more) * _TIMES))
        if not _is_out_of_proportion(small, large):
            break
    return small, large


def _is_out_of_proportion(small: float, large: float) -> bool:
    return large > max(_LEAST, _AT_MOST * small)


def _seconds(work: Callable[[int], object], size: int) -> float:
    """Return the processor time of this thread, with nothing remembered of earlier texts."""
    _forget()
    was_on = gc.isenabled()
    gc.disable()  # to look for garbage among what other tests have left takes longer than what is measured
    try:
        start = time.thread_time()
        work(size)
        return time.thread_time() - start
    finally:
        if was_on:
            gc.enable()


def _forget() -> None:
    """Empty the caches of functions; those without a limit hold data files, which do not depend on a text."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "generator":
            for function in vars(module).values():
                if isinstance(function, _CACHED) and function.cache_parameters()["maxsize"] is not None:
                    function.cache_clear()
