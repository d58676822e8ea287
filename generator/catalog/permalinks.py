"""The ledger of published addresses: what stood where, so that no address that readers may have kept leads nowhere.

Comes in: the text of `urls.csv`, and papers. Goes out: the keys, citekeys, years and ids that papers keep, where
addresses lead that no paper has any more, and the ledger as it should be now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from generator.catalog.keys import Given
from generator.models import Location, Paper, Problem, Severity, quoted
from generator.sources.permalinks import GONE, Ledger, Mark, Published
from generator.text.csv_cells import escape_cell
from generator.text.slugs import has_suffix

_LONGEST = 300
"""Letters of a title in the file."""
_SHOWN = 10
"""Missing papers that a message names."""


Marks = Callable[[], Mapping[Location, Mark]]
"""Gives the marks of entries: only a ledger is interested in them."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the addresses of a ledger."""

    moved: Mapping[str, str]
    """Keys of pages that are no more, each with the key of the one to which its address leads."""
    lost: tuple[Published, ...]
    """Addresses that would lead nowhere."""
    bring_up_to_date: Callable[[], Ledger] = field(compare=False)
    """Gives the ledger as it should be now, which takes a while once."""

    @property
    def ledger(self) -> Ledger:
        """As it should be now."""
        return self.bring_up_to_date()


def given_names(ledger: Ledger, held_by: Mapping[str, Paper]) -> tuple[Given, Given, Given]:
    """Return the keys, the citekeys and the ids in feeds that are published, and which of them papers keep."""
    rows = {one.key: one for one in ledger.published}
    held = [(rows[key], paper.location) for key, paper in held_by.items()]
    ids = {one.feed_id for one in ledger.published if one.feed_id}
    return (
        Given(_kept_keys(rows, held_by), rows.keys() | ids),
        Given(
            {place: row.citekey for row, place in held if row.citekey}, {row.citekey.lower() for row in rows.values()}
        ),
        Given({place: row.feed_id or row.key for row, place in held}, rows.keys() | ids),
    )


def _kept_keys(rows: Mapping[str, Published], held_by: Mapping[str, Paper]) -> dict[Location, str]:
    """The keys that papers keep, as the words of their titles are the same; a paper's `key` is what these make."""
    kept = {}
    ends = _ends(rows)
    for key, paper in held_by.items():
        former = rows.get(paper.key)
        if key == paper.key or has_suffix(key, paper.key):
            kept[paper.location] = key
        elif former and ends.get(former.key, former.key) == key:  # it has the title again that it had before
            kept[paper.location] = paper.key
    return kept


def settle(
    ledger: Ledger,
    held_by: Mapping[str, Paper],
    joined: Mapping[str, Paper],
    papers: Sequence[Paper],
    marks: Marks,
) -> Settled:
    """Return what becomes of the addresses of a ledger, now that the `papers` have their keys.

    `held_by` are the papers of its rows; `joined` those that stand for the papers of others.
    """
    ends = _ends({one.key: one for one in ledger.published})
    keys = {paper.location: paper.key for paper in papers}
    holding = {**joined, **held_by}
    leads_to = {key: keys[paper.location] for key, paper in holding.items() if paper.location in keys}
    current = set(keys.values())
    moved: dict[str, str] = {}
    lost = []
    for one in ledger.published:
        if one.key in current:
            continue
        end = ends.get(one.key, one.key)
        target = leads_to.get(end, end)
        if target in current:
            moved[one.key] = target
        elif end != GONE:
            lost.append(one)
    return Settled(moved, tuple(lost), cache(lambda: _brought_up_to_date(ledger, held_by, moved, papers, marks())))


def _brought_up_to_date(
    ledger: Ledger,
    held_by: Collection[str],
    moved: Mapping[str, str],
    papers: Sequence[Paper],
    marks: Mapping[Location, Mark],
) -> Ledger:
    rows = {one.key: one for one in ledger.published}
    for key, now in moved.items():
        rows[key] = replace(rows[key], now=now)
        if key in held_by:  # the rest goes with the paper to its new row
            rows[key] = replace(rows[key], citekey="", year=None, feed_id="")
    for paper in papers:
        title = escape_cell(paper.plain_title[:_LONGEST])
        year = paper.date.year if paper.date_inferred else None
        row = Published(paper.key, "", marks[paper.location], title, paper.location, paper.citekey, year, paper.feed_id)
        rows[paper.key] = row
    return replace(ledger, published=tuple(rows.values()))


def _ends(rows: Mapping[str, Published]) -> dict[str, str]:
    """The keys to which addresses lead in the end, as the ledger has it; those of a ring lead to themselves."""
    ends: dict[str, str] = {}
    for key in rows:
        way: dict[str, None] = {}
        while key in rows and rows[key].now and key not in ends and key not in way:
            way[key] = None
            key = rows[key].now
        end = ends.get(key, key)
        ends.update(dict.fromkeys(way, end))
    return ends


def without_lost(settled: Settled) -> Ledger:
    """The ledger as it should be, in which what is lost is given up."""
    lost = set(settled.lost)
    rows = (replace(one, now=GONE) if one in lost else one for one in settled.ledger.published)
    return replace(settled.ledger, published=tuple(rows))


# ---- problems ----


def problems_of(ledger: Ledger, settled: Settled, most_lost: float) -> list[Problem]:
    """What is wrong with the addresses, and what is not yet written down."""
    if not ledger.path:
        return []
    place = Location(ledger.path, 1)
    expected = sum(not one.now for one in ledger.published)
    found = [*_missing(settled.lost, expected, place, most_lost)]
    before = {one.key: one for one in ledger.published}
    news = facts = 0
    for one in settled.ledger.published:
        known = before.get(one.key)
        news += known is None or known.now != one.now
        facts += known is not None and known.now == one.now and _facts(known) != _facts(one)
    if news:
        many = f"{news:,} addresses are new or lead" if news > 1 else "1 address is new or leads"
        message = f"{many} elsewhere than before: `papershelf urls` writes that down"
        found.append(Problem(place, message, Severity.NOTE))
    if facts:
        many = f"{facts:,} papers have" if facts > 1 else "1 paper has"
        message = f"{many} a citekey, year or id that is not the one written here: `papershelf urls` writes it down"
        found.append(Problem(place, message, Severity.NOTE))
    return found


def _facts(row: Published) -> tuple[str, int | None, str]:
    return row.citekey, row.year, row.feed_id


def _missing(lost: Sequence[Published], expected: int, place: Location, most_lost: float) -> Iterator[Problem]:
    papers = [one for one in lost if not one.now]
    if len(papers) > 1 and len(papers) > most_lost * expected:
        named = ", ".join(f"papers/{one.key}/" for one in papers[:_SHOWN])
        more = f" and {len(papers) - _SHOWN:,} more" if len(papers) > _SHOWN else ""
        message = (
            f"expected the {expected:,} papers whose addresses are published, found {expected - len(papers):,}: "
            f"{len(papers) / expected:.0%} are missing, which is more than most_lost allows ({most_lost:.0%}): "
            f"{named}{more}; if they are not to come back, `papershelf urls --give-up` writes that down"
        )
        yield Problem(place, message, Severity.ERROR)
        return
    for one in lost:
        message = (
            f"expected the paper {quoted(one.title)}, as its address papers/{one.key}/ is published, found none like "
            f"it; put the key of the paper to which it is to lead, or {GONE}, under now"
        )
        yield Problem(one.location, message)
