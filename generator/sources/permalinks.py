"""Published addresses as `urls.csv` has them: the text of the file in, its rows and faults out, and the other way."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.models import Location, Problem, Severity, quoted
from generator.sources.header import YEARS
from generator.text.slugs import is_slug

GONE = "GONE"
"""Stands under `now` for a paper that is no longer listed; no key has capitals."""
_FIRST_COLUMNS = ("key", "now", "line", "abstract", "title")
"""Columns of every ledger; one that does not begin with their names has no others."""
_COLUMNS = (*_FIRST_COLUMNS, "citekey", "year", "id")
_CITEKEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/+-]{0,299}")


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
    citekey: str = ""
    """Short name of the paper in BibTeX; empty where none is written down."""
    year: int | None = None
    """Year that was inferred for the paper; None where it was stated, or none is written down."""
    feed_id: str = ""
    """Name of the paper in feeds where that is not the key."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All published addresses, by their keys."""

    path: str = ""
    """Of its file; empty where there is none."""
    published: tuple[Published, ...] = ()


def read_ledger(path: str, text: str) -> tuple[Ledger, tuple[Problem, ...]]:
    """Return the ledger of a file, and its faults; a faulty line is left out, or its cell if it can do without."""
    published: dict[str, Published] = {}
    problems: list[Problem] = []
    columns: Sequence[str] = _FIRST_COLUMNS
    given: set[tuple[str, str]] = set()
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    for cells in _rows(rows):
        location = Location(path, rows.line_num)
        faults: list[str] = []
        if "key" in cells and set(_FIRST_COLUMNS) <= set(cells):
            columns = cells
            faults += _faults_of_columns(columns)
        elif cells:
            row = dict(zip(columns, cells, strict=False))
            fault = _fault(row, cells, columns, published)
            if fault:
                faults.append(fault)
            else:
                mark = Mark(row["line"], row["abstract"])
                more = _later_cells(row, given, faults)
                published[row["key"]] = Published(row["key"], row["now"], mark, row["title"], location, *more)
        problems += (Problem(location, fault, Severity.ERROR) for fault in faults)
    for one in published.values():
        other = published.get(one.feed_id)
        if other and other is not one and other.now in ("", GONE) and not other.feed_id:  # its id is its key
            message = f"expected an id that is not the key of another paper, found {quoted(one.feed_id)}"
            problems.append(Problem(one.location, message, Severity.ERROR))
            published[one.key] = replace(one, feed_id="")
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


def _faults_of_columns(columns: Sequence[str]) -> Iterator[str]:
    unknown = [name for name in columns if name not in _COLUMNS]
    if unknown or len(set(columns)) < len(columns):
        yield f"expected the columns {','.join(_COLUMNS)}, each once, found {quoted(','.join(columns))}"


def _fault(row: Mapping[str, str], cells: Sequence[str], columns: Sequence[str], known: Collection[str]) -> str:
    if len(cells) > len(columns) or any(name not in row for name in _FIRST_COLUMNS):
        return f"expected {len(columns)} columns, {','.join(columns)}, found {quoted(','.join(cells))}"
    key, now = row["key"], row["now"]
    if not is_slug(key):
        return f"expected the key of a page, as in papers/<key>/, found {quoted(key)}"
    if now not in ("", GONE) and not is_slug(now):
        return f"expected the key of a page, nothing or '{GONE}' under now, found {quoted(now)}"
    return f"expected each key once, found {quoted(key)} again" if key in known else ""


def _later_cells(row: Mapping[str, str], given: set[tuple[str, str]], faults: list[str]) -> tuple[str, int | None, str]:
    """Return citekey, year and id of a row; no two rows may have the same citekey or id."""
    found = {}
    for name, (expected, is_right) in _LATER.items():
        cell = row.get(name, "")
        if cell and not is_right(cell):
            faults.append(f"expected {expected} or nothing under {name}, found {quoted(cell)}")
            cell = ""
        elif cell and name != "year":
            if (name, cell.lower()) in given:
                faults.append(f"expected each {name} once, found {quoted(cell)} again")
                cell = ""
            given.add((name, cell.lower()))
        found[name] = cell
    return found["citekey"], int(found["year"]) if found["year"] else None, found["id"]


_LATER: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "citekey": ("a BibTeX key such as alder2024moths", lambda cell: bool(_CITEKEY.fullmatch(cell))),
    "year": (f"a year from {YEARS[0]} to {YEARS[-1]}", frozenset(map(str, YEARS)).__contains__),
    "id": ("the key of a page", is_slug),
}
"""Columns that a row may leave empty: what is expected there, and what tells that it is."""


def written(ledger: Ledger) -> str:
    """The text of the file, in the order of the keys."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in sorted(ledger.published, key=lambda one: one.key):
        writer.writerow(
            [one.key, one.now, one.mark.line, one.mark.abstract, one.title, one.citekey, one.year or "", one.feed_id]
        )
    return out.getvalue()


def _digest(text: str) -> str:
    letters = "".join(text.casefold().split())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:12] if letters else ""
