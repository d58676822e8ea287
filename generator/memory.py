"""What builds remember of papers: results, each under a key that tells what it was made from.

A memory is written down between builds: a head that tells whether the rest is whole, then a line for each key and
one for its result.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from generator import processes

Item = TypeVar("Item")

_ENCODER = json.JSONEncoder(separators=(",", ":"))
"""Writes ASCII on one line."""


class Memory:
    """The results of earlier builds, and those of this one."""

    def __init__(
        self, read: Callable[[], bytes] = bytes, made_by: str = "", write: Callable[[bytes], None] = lambda _: None
    ) -> None:
        """`read` gives what a memory wrote down, when it is first needed. If that is damaged, or `made_by` something
        else, nothing is known. `write` takes what this one writes down.
        """
        self._read = read
        self._write = write
        self._made_by = made_by
        self._asked: dict[str, str] = {}
        self._has_new = False

    @cached_property
    def _known(self) -> dict[str, str]:
        head, _, lines = self._read().partition(b"\n")
        if head != self._head(lines):
            return {}
        parted = lines.decode("ascii").split("\n")
        return dict(zip(parted[::2], parted[1::2], strict=False))  # after the last line there is an empty text

    def recall(
        self,
        items: Sequence[Item],
        keys: Iterable[str],
        make: Callable[[Item], Any],
        jobs: int = 1,
        holds: Callable[[str], bool] = lambda _: True,
    ) -> list[str]:
        """What is made of each item, in JSON: known under its key, or made now, in so many processes.

        Keys are of one line of ASCII. What is known but does not hold is made anew. To read the JSON is left to those
        who need what it says: of most papers nobody does.
        """
        keys = list(keys)
        known = self._known
        missing = [
            (name, item) for name, item in zip(keys, items, strict=True) if name not in known or not holds(known[name])
        ]
        if missing:
            self._has_new = True
            made = processes.spread(lambda one: (one[0], _json(make(one[1]))), missing, jobs)
            self._known.update(made)
        self._asked |= {name: self._known[name] for name in keys}
        return [self._known[name] for name in keys]

    def everything(self) -> dict[str, str]:
        """All results that earlier builds have written down, in JSON, by their keys."""
        return dict(self._known)

    def keep(self, results: Mapping[str, str]) -> None:
        """Remember results that are in JSON."""
        self._has_new |= any(self._known.get(key) != result for key, result in results.items())
        self._asked |= results

    def save(self) -> None:
        """Write down what has been asked for, to be known again; the rest is forgotten."""
        if self._has_new or len(self._asked) < len(self._known):
            self._write(self._written())

    def _written(self) -> bytes:
        lines = "\n".join([*chain.from_iterable(self._asked.items()), ""]).encode("ascii")
        return self._head(lines) + b"\n" + lines

    def _head(self, lines: bytes) -> bytes:
        return f"{self._made_by} {zlib.crc32(lines)}".encode()


@dataclass(frozen=True, slots=True)
class Memories:
    """What builds remember, by what is forgotten together."""

    terms: Memory = field(default_factory=Memory)
    """Splits, words and topics."""
    lexicon: Memory = field(default_factory=Memory)
    """What the listings show of words, and where."""
    citations: Memory = field(default_factory=Memory)


def _json(value: Any) -> str:
    return _ENCODER.encode(value)
