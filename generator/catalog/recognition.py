"""Recognition: published addresses and entries or papers in; which paper is that of which address, out.

A paper is recognized by its title line, by its abstract or by the words of its title, so that each of them may be
corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple, TypeVar

from generator.catalog.keys import citekey
from generator.models import Location, Paper
from generator.sources.listing import Entry
from generator.sources.permalinks import GONE, EntryDigests, Permalink, Permalinks

_Item = TypeVar("_Item", Entry, Paper)


def recognize_entries(
    permalinks: Permalinks, entries: Sequence[Entry], digests: Mapping[Location, EntryDigests]
) -> dict[Location, Permalink]:
    """Return the rows of entries, before it is known which of these are one paper.

    Entries with the same text share a row, or have several in the order of their dates.
    """
    by_date = sorted(
        entries, key=lambda entry: (entry.year is None, entry.year, entry.month, entry.day, entry.location)
    )
    found = _recognize(permalinks, by_date, digests, (_BY_BOTH, _BY_LINE, _BY_ABSTRACT), is_shared=True)
    return {entry.location: row for row, entry in found}


def recognize_papers(
    permalinks: Permalinks, papers: Sequence[Paper], digests: Mapping[Location, EntryDigests]
) -> dict[str, Paper]:
    """Return the papers of published addresses, by the keys of these; `papers` are sorted, the oldest first."""
    return {row.key: paper for row, paper in _recognize(permalinks, papers, digests, _RULES)}


def _recognize(
    permalinks: Permalinks,
    items: Sequence[_Item],
    digests: Mapping[Location, EntryDigests],
    rules: Sequence[_Rule],
    *,
    is_shared: bool = False,
) -> list[tuple[Permalink, _Item]]:
    """Return rows, each with its item; with `is_shared`, all items of which a rule sees the same have one."""
    found: list[tuple[Permalink, _Item]] = []
    rows = [one for one in permalinks.rows if one.now in ("", GONE)]
    left = list(items)
    for rule in rules:
        if not (rows and left):
            break
        groups: dict[str, tuple[list[Permalink], list[_Item]]] = defaultdict(lambda: ([], []))
        for row in rows:
            groups[rule.of_row(row)][0].append(row)
        for item in left:
            groups[rule.of_item(item, digests[item.location])][1].append(item)
        groups.pop("", None)
        for alike, others in groups.values():
            if alike and (not rule.must_be_alone or len(alike) == len(others) == 1):
                found += zip(chain(alike, repeat(alike[-1], len(others) if is_shared else 0)), others, strict=False)
        used, known = {row.key for row, _ in found}, {item.location for _, item in found}
        rows = [row for row in rows if row.key not in used]
        left = [item for item in left if item.location not in known]
    return found


class _Rule(NamedTuple):
    """Rule that a row and an item are of one paper if two texts are the same, and not empty."""

    of_row: Callable[[Permalink], str]
    of_item: Callable[[Any, EntryDigests], str]
    must_be_alone: bool = False
    """Whether no other row and no other item may have the text."""


_BY_BOTH = _Rule(lambda row: row.digests.both, lambda _, digests: digests.both)
_BY_LINE = _Rule(lambda row: row.digests.line, lambda _, digests: digests.line)
_BY_ABSTRACT = _Rule(lambda row: row.digests.abstract, lambda _, digests: digests.abstract, must_be_alone=True)
_RULES = (
    _BY_BOTH,
    # Of papers without abstracts, such as prefaces, the year tells one from another.
    _Rule(
        lambda row: row.citekey and f"{row.digests.line} {row.citekey}",
        lambda paper, digests: f"{digests.line} {citekey(paper)}",
    ),
    _BY_LINE,
    _BY_ABSTRACT,
    # What was given up may have been another paper of that title.
    _Rule(lambda row: "" if row.now else row.key, lambda paper, _: paper.key),
)
"""Rules for papers, the surest first."""
