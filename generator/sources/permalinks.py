"""Published addresses, as `urls.csv` records them: the text of the file in, its rows and faults out, and back."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.models import Location, Problem, Severity, quoted
from generator.sources.header import YEARS
from generator.text.slugs import is_slug

GONE = "GONE"
"""Value of `now` for a paper that is no longer listed; no key has capitals."""
_FIRST_COLUMNS = ("key", "now", "line", "abstract", "title")
"""Columns that every file has; a file without a header has no others."""
_COLUMNS = (*_FIRST_COLUMNS, "citekey", "year", "id", "added")
_CITEKEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/+-]{0,299}")


@dataclass(frozen=True, slots=True)
class EntryDigests:
    """Digests of the text of an entry, by which its paper is recognized after corrections; empty for no text."""

    line: str
    """Digest of the title line."""
    abstract: str

    @property
    def both(self) -> str:
        """Both digests in one text; empty where one is missing."""
        return f"{self.line} {self.abstract}" if self.line and self.abstract else ""

    @classmethod
    def of(cls, title_line: str, abstract: str) -> EntryDigests:
        """Return the digests of the text of an entry."""
        return cls(_digest(title_line), _digest(abstract))


@dataclass(frozen=True, slots=True)
class Permalink:
    """A published address: a row of `urls.csv`."""

    key: str
    """Key of the paper that was published there."""
    now: str
    """Key of the page to which the address redirects, or `GONE`; empty where the paper is still there."""
    digests: EntryDigests
    title: str
    """Title of the paper, for people who read the file."""
    location: Location
    citekey: str = ""
    """BibTeX key of the paper; empty where none is recorded."""
    year: int | None = None
    """Year that was inferred for the paper; None where it is stated, or none is recorded."""
    feed_id: str = ""
    """Identifier of the paper in feeds; empty where it is the key."""
    added: date | None = None
    """Day on which the paper was added; None where it was recorded before days were."""


@dataclass(frozen=True, slots=True)
class Permalinks:
    """All published addresses."""

    path: str = ""
    """Path of the file; empty where there is none."""
    rows: tuple[Permalink, ...] = ()
    """Rows of the file, of which no two have the same key."""

    @property
    def first_day(self) -> date | None:
        """Day of the first record; None if there is none, or if days were recorded later only."""
        days = [one.added for one in self.rows]
        return min(filter(None, days), default=None) if all(days) else None


def read_permalinks(path: str, text: str) -> tuple[Permalinks, tuple[Problem, ...]]:
    """Return the permalinks of a file, and its faults.

    A row without the first columns, or with a faulty cell there, is left out; a faulty cell of a later column is
    taken as empty.
    """
    rows: dict[str, Permalink] = {}
    problems: list[Problem] = []
    columns: Sequence[str] = _FIRST_COLUMNS
    seen: set[tuple[str, str]] = set()
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    for cells in filter(None, _read_rows(reader)):
        location = Location(path, reader.line_num)
        row = dict(zip(columns, cells, strict=False))
        faults: list[str] = []
        if set(_FIRST_COLUMNS) <= set(cells):
            columns = cells
            faults += _faults_of_columns(columns)
        elif fault := _fault_of_row(row, cells, columns, rows):
            faults.append(fault)
        else:
            rows[row["key"]] = _read_row(row, location, seen, faults)
        problems += (Problem(location, fault, Severity.ERROR) for fault in faults)
    for one in rows.values():
        other = rows.get(one.feed_id)
        if other and other is not one and other.now in ("", GONE) and not other.feed_id:  # its id is its key
            message = f"expected an id that is not the key of another paper, found {quoted(one.feed_id)}"
            problems.append(Problem(one.location, message, Severity.ERROR))
            rows[one.key] = replace(one, feed_id="")
    return Permalinks(path, tuple(rows.values())), tuple(problems)


def permalinks_to_csv(permalinks: Permalinks) -> str:
    """Return the text of the file, in the order of the keys."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in sorted(permalinks.rows, key=lambda one: one.key):
        first = one.key, one.now, one.digests.line, one.digests.abstract, one.title
        writer.writerow([*first, one.citekey, one.year or "", one.feed_id, one.added or ""])
    return out.getvalue()


def _read_rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the cells of each row; the error alone of a row that is too long, as after a quotation mark left open."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [str(error)]


def _faults_of_columns(columns: Sequence[str]) -> Iterator[str]:
    unknown = [name for name in columns if name not in _COLUMNS]
    if unknown or len(set(columns)) < len(columns):
        yield f"expected the columns {','.join(_COLUMNS)}, each once, found {quoted(','.join(columns))}"


def _fault_of_row(row: Mapping[str, str], cells: Sequence[str], columns: Sequence[str], known: Collection[str]) -> str:
    """Return the fault for which a row is left out; empty where there is none."""
    if len(cells) > len(columns) or any(name not in row for name in _FIRST_COLUMNS):
        return f"expected {len(columns)} columns, {','.join(columns)}, found {quoted(','.join(cells))}"
    key, now = row["key"], row["now"]
    if not is_slug(key):
        return f"expected the key of a page, as in papers/<key>/, found {quoted(key)}"
    if now not in ("", GONE) and not is_slug(now):
        return f"expected the key of a page, nothing or '{GONE}' under now, found {quoted(now)}"
    return f"expected each key once, found {quoted(key)} again" if key in known else ""


def _read_row(row: Mapping[str, str], location: Location, seen: set[tuple[str, str]], faults: list[str]) -> Permalink:
    """Return the permalink of a row; no two rows may have the same citekey or id, of which `seen` keeps record."""
    found = {}
    for name, (expected, is_valid) in _LATER_COLUMNS.items():
        cell = row.get(name, "")
        if cell and not is_valid(cell):
            faults.append(f"expected {expected} or nothing under {name}, found {quoted(cell)}")
            cell = ""
        elif cell and name in _UNIQUE:
            if (name, cell.lower()) in seen:
                faults.append(f"expected each {name} once, found {quoted(cell)} again")
                cell = ""
            seen.add((name, cell.lower()))
        found[name] = cell
    return Permalink(
        key=row["key"],
        now=row["now"],
        digests=EntryDigests(row["line"], row["abstract"]),
        title=row["title"],
        location=location,
        citekey=found["citekey"],
        year=int(found["year"]) if found["year"] else None,
        feed_id=found["id"],
        added=date.fromisoformat(found["added"]) if found["added"] else None,
    )


def _is_day(cell: str) -> bool:
    """Return whether a cell is a day in ISO 8601, with its hyphens.

    >>> _is_day("2026-11-22"), _is_day("20261122"), _is_day("2026-11-31")
    (True, False, False)
    """
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


_LATER_COLUMNS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "citekey": ("a BibTeX key such as alder2024moths", lambda cell: bool(_CITEKEY.fullmatch(cell))),
    "year": (f"a year from {YEARS[0]} to {YEARS[-1]}", frozenset(map(str, YEARS)).__contains__),
    "id": ("the key of a page", is_slug),
    "added": ("a day such as 2026-11-22", _is_day),
}
"""Columns that may be empty, each with what is expected there and a function that checks it."""
_UNIQUE = ("citekey", "id")
"""Later columns in which each value stands once."""


def _digest(text: str) -> str:
    letters = "".join(text.casefold().split())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:12] if letters else ""
