"""The ledger of published addresses: what stood where, so that no address that readers may have kept leads nowhere.

Comes in: the text of `urls.csv`, and papers. Goes out: the keys that papers keep, where addresses lead that no paper
has any more, and the ledger as it should be now. A paper is known again by its title line, by its abstract or by the
words of its title, so it may be corrected in each of them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from generator.model import Location, Paper, Problem, Severity, quoted
from generator.text.cells import cell
from generator.text.slug import has_suffix, is_slug

GONE = "GONE"
"""Stands under `now` for a paper that is no longer listed; no key has capitals."""
MOST_LOST = 0.2
"""The share of published papers that may be missing before something must have gone wrong."""
_COLUMNS = ("key", "now", "line", "abstract", "title")
_LONGEST = 300
"""Letters of a title in the file."""
_SHOWN = 10
"""Missing papers that a message names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a paper is known again by, whatever is corrected: digests of what the listing says, empty for nothing."""

    line: str
    """Of the title line."""
    abstract: str

    @property
    def both(self) -> str:
        """The two in one, where there are both."""
        return f"{self.line} {self.abstract}" if self.line and self.abstract else ""

    @classmethod
    def of(cls, title_line: str, abstract: str) -> Mark:
        """The mark of an entry."""
        return cls(_digest(title_line), _digest(abstract))


@dataclass(frozen=True, slots=True)
class Published:
    """A published address."""

    key: str
    """Of the paper that stood there."""
    now: str
    """The key of the page to which the address leads; empty where the paper still stands there; or `GONE`."""
    mark: Mark
    title: str
    """For people who read the ledger."""
    location: Location


@dataclass(frozen=True, slots=True)
class Ledger:
    """All published addresses, by their keys."""

    path: str = ""
    """Of its file; empty where there is none."""
    published: tuple[Published, ...] = ()


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


# ---- the file ----


def read_ledger(path: str, text: str) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger of a file, and its faults; a faulty line is left out."""
    published: dict[str, Published] = {}
    problems: list[Problem] = []
    rows = csv.reader(io.StringIO(text))
    for cells in _rows(rows):
        location = Location(path, rows.line_num)
        fault = _fault(cells, published)
        if fault:
            problems.append(Problem(location, fault, Severity.ERROR))
        elif cells and tuple(cells) != _COLUMNS:
            key, now, line, abstract, title = cells
            published[key] = Published(key, now, Mark(line, abstract), title, location)
    return Ledger(path, tuple(published.values())), tuple(problems)


def _rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows of a file; one that is too long for the reader, as where a quotation mark is never closed, is empty."""
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield [str(error)]


def _fault(cells: Sequence[str], known: Collection[str]) -> str:
    if not cells or tuple(cells) == _COLUMNS:
        return ""
    if len(cells) != len(_COLUMNS):
        return f"expected {len(_COLUMNS)} columns, {','.join(_COLUMNS)}, found {quoted(','.join(cells))}"
    key, now, *_ = cells
    if not is_slug(key):
        return f"expected the key of a page, as in papers/<key>/, found {quoted(key)}"
    if now not in ("", GONE) and not is_slug(now):
        return f"expected the key of a page, nothing or '{GONE}' under now, found {quoted(now)}"
    return f"expected each key once, found {quoted(key)} again" if key in known else ""


def written(ledger: Ledger) -> str:
    """The text of the file, in the order of the keys."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in sorted(ledger.published, key=lambda one: one.key):
        writer.writerow([one.key, one.now, one.mark.line, one.mark.abstract, one.title])
    return out.getvalue()


def without_lost(settled: Settled) -> Ledger:
    """The ledger as it should be, in which what is lost is given up."""
    lost = set(settled.lost)
    rows = (replace(one, now=GONE) if one in lost else one for one in settled.ledger.published)
    return replace(settled.ledger, published=tuple(rows))


# ---- papers ----


def keys_by_line(ledger: Ledger) -> dict[str, str]:
    """The keys of papers that still stand at their addresses, by the marks of their title lines."""
    return {one.mark.line: one.key for one in ledger.published if one.mark.line and not one.now}


def holders(ledger: Ledger, papers: Sequence[Paper], marks: Marks) -> dict[str, Paper]:
    """The papers that are those of published addresses, by the keys of these; `papers` are the oldest first."""
    found: dict[str, Paper] = {}
    if not ledger.published:
        return found
    mark_of = marks()
    rows = [one for one in ledger.published if one.now in ("", GONE)]
    left = list(papers)
    for way in _WAYS:
        groups: dict[str, tuple[list[Published], list[Paper]]] = defaultdict(lambda: ([], []))
        for row in rows:
            groups[way.of_row(row)][0].append(row)
        for paper in left:
            groups[way.of_paper(paper, mark_of[paper.location])][1].append(paper)
        groups.pop("", None)
        for alike, others in groups.values():
            if not way.must_be_alone or len(alike) == len(others) == 1:
                found |= {row.key: paper for row, paper in zip(alike, others, strict=False)}
        known = {paper.location for paper in found.values()}
        rows = [row for row in rows if row.key not in found]
        left = [paper for paper in left if paper.location not in known]
    return found


class _Way(NamedTuple):
    """A way to know papers again: by what is the same; empty where there is nothing to compare."""

    of_row: Callable[[Published], str]
    of_paper: Callable[[Paper, Mark], str]
    must_be_alone: bool = False


_WAYS = (
    _Way(lambda row: row.mark.both, lambda _, mark: mark.both),
    _Way(lambda row: row.mark.line, lambda _, mark: mark.line),
    _Way(lambda row: row.mark.abstract, lambda _, mark: mark.abstract, must_be_alone=True),
    # What was given up may have been another paper of that title.
    _Way(lambda row: "" if row.now else row.key, lambda paper, _: paper.key),
)
"""The surest first."""


def kept_keys(ledger: Ledger, held_by: Mapping[str, Paper]) -> dict[Location, str]:
    """The keys that papers keep, as the words of their titles are the same; a paper's `key` is what these make."""
    kept = {}
    rows = {one.key: one for one in ledger.published}
    ends = _ends(rows)
    for key, paper in held_by.items():
        former = rows.get(paper.key)
        if key == paper.key or has_suffix(key, paper.key):
            kept[paper.location] = key
        elif former and ends.get(former.key, former.key) == key:  # it has the title again that it had before
            kept[paper.location] = paper.key
    return kept


def settle(ledger: Ledger, held_by: Mapping[str, Paper], papers: Sequence[Paper], marks: Marks) -> Settled:
    """What becomes of the addresses of a ledger, now that the `papers` have their keys."""
    ends = _ends({one.key: one for one in ledger.published})
    keys = {paper.location: paper.key for paper in papers}
    leads_to = {key: keys[paper.location] for key, paper in held_by.items() if paper.location in keys}
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
    return Settled(moved, tuple(lost), cache(lambda: _brought_up_to_date(ledger, moved, papers, marks())))


def _brought_up_to_date(
    ledger: Ledger, moved: Mapping[str, str], papers: Sequence[Paper], marks: Mapping[Location, Mark]
) -> Ledger:
    rows = {one.key: replace(one, now=moved[one.key]) if one.key in moved else one for one in ledger.published}
    for paper in papers:
        title = cell(paper.plain_title[:_LONGEST])
        rows[paper.key] = Published(paper.key, "", marks[paper.location], title, paper.location)
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


# ---- problems ----


def problems_of(ledger: Ledger, settled: Settled, most_lost: float) -> list[Problem]:
    """What is wrong with the addresses, and what is not yet written down."""
    if not ledger.path:
        return []
    place = Location(ledger.path, 1)
    expected = sum(not one.now for one in ledger.published)
    found = [*_missing(settled.lost, expected, place, most_lost)]
    before = {one.key: one.now for one in ledger.published}
    after = {one.key: one.now for one in settled.ledger.published}
    news = sum(before.get(key) != now for key, now in after.items())
    if news:
        many = f"{news:,} addresses are new or lead" if news > 1 else "1 address is new or leads"
        message = f"{many} elsewhere than before: `papershelf urls` writes that down"
        found.append(Problem(place, message, Severity.NOTE))
    return found


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


def _digest(text: str) -> str:
    letters = "".join(text.casefold().split())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:12] if letters else ""
