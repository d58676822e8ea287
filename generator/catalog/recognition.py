"""Recognition: which papers and entries are those of published addresses, whatever has been corrected in them.

Comes in: a ledger, and papers or entries with their marks. Goes out: rows of the ledger with what they are of. A paper
is known again by its title line, by its abstract or by the words of its title, so it may be corrected in each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple, TypeVar

from generator.catalog.keys import citekey
from generator.catalog.permalinks import Marks
from generator.models import Location, Paper
from generator.sources.listing import Entry
from generator.sources.permalinks import GONE, Ledger, Mark, Published

Item = TypeVar("Item", Entry, Paper)


def rows_of(ledger: Ledger, entries: Sequence[Entry], marks: Mapping[Location, Mark]) -> dict[Location, Published]:
    """Return the rows of the papers that entries are known to be, whichever of them are one paper.

    Entries that say the same share a row, or have several in the order of their dates.
    """
    ordered = sorted(
        entries, key=lambda entry: (entry.year is None, entry.year, entry.month, entry.day, entry.location)
    )
    known = _known_again(ledger, ordered, marks, (_BY_BOTH, _BY_LINE, _BY_ABSTRACT), is_shared=True)
    return {entry.location: row for row, entry in known}


def holders(ledger: Ledger, papers: Sequence[Paper], marks: Marks) -> dict[str, Paper]:
    """The papers that are those of published addresses, by the keys of these; `papers` are the oldest first."""
    if not ledger.published:
        return {}
    return {row.key: paper for row, paper in _known_again(ledger, papers, marks(), _WAYS)}


def _known_again(
    ledger: Ledger,
    items: Sequence[Item],
    marks: Mapping[Location, Mark],
    ways: Sequence[_Way],
    *,
    is_shared: bool = False,
) -> list[tuple[Published, Item]]:
    """Return rows with the items that they are of; a row may be shared by items that are the same for it."""
    found: list[tuple[Published, Item]] = []
    rows = [one for one in ledger.published if one.now in ("", GONE)]
    left = list(items)
    for way in ways:
        groups: dict[str, tuple[list[Published], list[Item]]] = defaultdict(lambda: ([], []))
        for row in rows:
            groups[way.of_row(row)][0].append(row)
        for item in left:
            groups[way.of_item(item, marks[item.location])][1].append(item)
        groups.pop("", None)
        for alike, others in groups.values():
            if alike and (not way.must_be_alone or len(alike) == len(others) == 1):
                found += zip(chain(alike, repeat(alike[-1], len(others) if is_shared else 0)), others, strict=False)
        used, known = {row.key for row, _ in found}, {item.location for _, item in found}
        rows = [row for row in rows if row.key not in used]
        left = [item for item in left if item.location not in known]
    return found


class _Way(NamedTuple):
    """A way to know papers again: by what is the same; empty where there is nothing to compare."""

    of_row: Callable[[Published], str]
    of_item: Callable[[Any, Mark], str]
    must_be_alone: bool = False


_BY_BOTH = _Way(lambda row: row.mark.both, lambda _, mark: mark.both)
_BY_LINE = _Way(lambda row: row.mark.line, lambda _, mark: mark.line)
_BY_ABSTRACT = _Way(lambda row: row.mark.abstract, lambda _, mark: mark.abstract, must_be_alone=True)
_WAYS = (
    _BY_BOTH,
    # Of papers without abstracts, such as prefaces, the year tells one from another.
    _Way(
        lambda row: row.citekey and f"{row.mark.line} {row.citekey}",
        lambda paper, mark: f"{mark.line} {citekey(paper)}",
    ),
    _BY_LINE,
    _BY_ABSTRACT,
    # What was given up may have been another paper of that title.
    _Way(lambda row: "" if row.now else row.key, lambda paper, _: paper.key),
)
"""The surest first."""
