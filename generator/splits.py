"""The splits of all title lines: entries in, a split for each out; what an earlier build has split is not split again.

How a line is split depends on itself, its abstract and what the listings show of a few words. What was asked of them is
remembered with the split, which holds as long as the answers do.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from generator import byline, processes
from generator.byline import Lexicon, Reading, Split
from generator.lexicon import PARTS, learn
from generator.listing import Entry
from generator.memory import Memory
from generator.model import fingerprint


def split_all(
    entries: Sequence[Entry], memory: Memory | None = None, lexicon: Memory | None = None, jobs: int = 1
) -> list[Split | None]:
    """The split of each entry's title line; with a memory, those that are not in it are made in so many processes.

    `lexicon` remembers what the listings show of words.
    """
    if memory is None:
        known = byline.learn({entry.title_line: None for entry in entries})
        return [byline.split(entry.title_line, known, entry.abstract) for entry in entries]
    learned = processes.begin(lambda: learn(entries, lexicon), processes.worth(entries, jobs))
    keys = [f"split-{fingerprint(entry.title_line, entry.abstract)}" for entry in entries]
    parsed = cache(json.loads)  # each is looked at twice
    written = memory.recall(entries, keys, _splitter(learned), jobs, _holder(learned, parsed))
    return [_split(parsed(one)[-1]) for one in written]


class _Consulted(Counter[str]):
    """Counts that are asked in place of others, and then are those that were asked for."""

    def __init__(self, counts: Counter[str]) -> None:
        super().__init__()
        self._counts = counts

    def __missing__(self, word: str) -> int:
        count = self[word] = self._counts[word]
        return count


def _splitter(learned: Callable[[], Lexicon]) -> Callable[[Entry], Any]:
    """Gives the split of an entry's line, as JSON has it, after what the lexicon said for it, part by part."""

    def split(entry: Entry) -> Any:
        consulted = Lexicon(*(_Consulted(getattr(learned(), part)) for part in PARTS))
        found = byline.split(entry.title_line, consulted, entry.abstract)
        return [*(getattr(consulted, part) for part in PARTS), _parts(found) if found else None]

    return split


def _holder(learned: Callable[[], Lexicon], parsed: Callable[[str], Any]) -> Callable[[str], bool]:
    """Tells of what `_splitter` gave whether it still would, as the lexicon says the same."""

    def holds(written: str) -> bool:
        *consulted, _ = parsed(written)
        lexicon = learned()
        return all(
            count == getattr(lexicon, part).get(word, 0)
            for part, asked in zip(PARTS, consulted, strict=True)
            for word, count in asked.items()
        )

    return holds


def _parts(split: Split) -> Any:
    other = split.runner_up
    runner_up = (other.title, other.authors) if other else None
    return split.title, split.authors, split.et_al, split.affiliations, split.confidence, runner_up


def _split(found: Any) -> Split | None:
    if found is None:
        return None
    title, authors, et_al, affiliations, confidence, other = found
    runner_up = Reading(other[0], tuple(other[1])) if other else None
    return Split(title, tuple(authors), et_al, tuple(affiliations), confidence, runner_up)
