"""What builds remember of papers: results, each under a key that tells what it was made from.

A memory is written down between builds, in blocks: a head that tells who made it and whether the rest is whole, then a
line for each key and one for its result. What is new is added as a block of its own, in which a key may come again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from generator import processes

Item = TypeVar("Item")

_ENCODER = json.JSONEncoder(separators=(",", ":"))
"""Writes ASCII on one line."""
_SURPLUS = 0.25
"""How much more may stay written down than is asked for, as a part of that."""


class Memory:
    """The results of earlier builds, and those of this one."""

    def __init__(
        self,
        read: Callable[[], bytes] = bytes,
        made_by: str = "",
        write: Callable[[bytes], None] = lambda _: None,
        add: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        """`read` gives what a memory wrote down, when it is first needed. What follows something damaged, or is made by
        others than `made_by`, is not known. `write` takes all that is to be written down, `add` what is to be added to
        that.
        """
        self._read = read
        self._write = write
        self._add = add
        self._made_by = made_by
        self._asked: dict[str, str] = {}
        self._new: dict[str, str] = {}
        self._size = 0
        """Bytes that are written down; 0 where some of them are damaged or made by others."""

    @cached_property
    def _known(self) -> dict[str, str]:
        written = self._read()
        known: dict[str, str] = {}
        for end, lines in _blocks(written, self._made_by):
            self._size = end
            parted = lines.split("\n")
            known |= zip(parted[::2], parted[1::2], strict=False)  # after the last line there is an empty text
        if self._size < len(written):
            self._size = 0
        return known

    def recall(
        self,
        items: Sequence[Item],
        keys: Iterable[str],
        make: Callable[[Item], Any],
        jobs: int = 1,
    ) -> list[str]:
        """What is made of each item, in JSON: known under its key, or made now, in so many processes.

        Keys are of one line of ASCII. To read the JSON is left to those who need what it says: of most papers nobody
        does.
        """
        keys = list(keys)
        known = self._known
        missing = [(name, item) for name, item in zip(keys, items, strict=True) if name not in known]
        if missing:
            made = processes.spread(lambda one: (one[0], _json(make(one[1]))), missing, jobs)
            self._known.update(made)
            self._new.update(made)
        self._asked |= {name: self._known[name] for name in keys}
        return [self._known[name] for name in keys]

    def save(self) -> None:
        """Write down what has been asked for, to be known again: what is new where that will do, else all.

        What else there is may be forgotten.
        """
        known = self._known
        asked = sum(len(key) + len(result) + 2 for key, result in self._asked.items())
        if 0 < self._size <= (1 + _SURPLUS) * asked:
            if self._new:
                self._add(_block(self._new, self._made_by))
        elif self._new or len(self._asked) < len(known):
            self._write(_block(self._asked, self._made_by))


def _block(results: Mapping[str, str], made_by: str) -> bytes:
    lines = "\n".join([*chain.from_iterable(results.items()), ""]).encode("ascii")
    return _head(lines, made_by) + lines


def _head(lines: bytes | memoryview, made_by: str) -> bytes:
    return f"{made_by} {zlib.crc32(lines)} {len(lines)}\n".encode()


def _blocks(written: bytes, made_by: str) -> Iterator[tuple[int, str]]:
    """Where each block ends, and its lines, up to the first that is damaged or made by others."""
    end = 0
    while end < len(written):
        start = written.find(b"\n", end) + 1
        head = written[end:start]
        size = head.rpartition(b" ")[2].strip()
        lines = memoryview(written)[start : start + int(size[:18])] if size.isdigit() else memoryview(b"")
        if head != _head(lines, made_by):
            return
        end = start + len(lines)
        yield end, str(lines, "ascii")


@dataclass(frozen=True, slots=True)
class Memories:
    """What builds remember, by what is forgotten together."""

    terms: Memory = field(default_factory=Memory)
    """Splits, words and topics."""
    citations: Memory = field(default_factory=Memory)


def _json(value: Any) -> str:
    return _ENCODER.encode(value)
