"""The splits of all title lines: entries in, a split for each out; what an earlier build split is not split again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator import byline
from generator.byline import Candidate, Split
from generator.memory import Memory
from generator.models import fingerprint
from generator.sources.listing import Entry


def split_all(entries: Sequence[Entry], memory: Memory | None = None, jobs: int = 1) -> list[Split | None]:
    """Return the split of each entry's title line.

    With a memory, those that are not in it are made in so many processes.
    """
    if memory is None:
        return [byline.split(entry.title_line, entry.abstract) for entry in entries]
    keys = [f"split-{fingerprint(entry.title_line, entry.abstract)}" for entry in entries]
    return [_unpack(json.loads(packed)) for packed in memory.recall(entries, keys, _packed, jobs)]


def _packed(entry: Entry) -> Any:
    found = byline.split(entry.title_line, entry.abstract)
    if found is None:
        return None
    other = found.runner_up
    runner_up = (other.title, other.authors) if other else None
    return found.title, found.authors, found.et_al, found.affiliations, found.confidence, runner_up


def _unpack(packed: Any) -> Split | None:
    if packed is None:
        return None
    title, authors, et_al, affiliations, confidence, other = packed
    runner_up = Candidate(other[0], tuple(other[1])) if other else None
    return Split(title, tuple(authors), et_al, tuple(affiliations), confidence, runner_up)
