"""Listings: the text of a seed file in; an `Entry` for each paper out, and a `Problem` for everything else.

Every line that is not blank is part of exactly one of these.

    99.7CLApr 30Code                                     header, which `header` reads
    Title of the PaperAda Lovelace, Alan Turing et al.   title and byline, which `byline` splits
    Abstract, over one line or several.                  up to the next header; may be missing

Where a header is missing, the title after it is among the lines of the abstract before, where `titles` finds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from generator.models import Location, Problem, Severity, quoted
from generator.sources.header import EXPECTED_HEADER, Header, InvalidHeader, read_header
from generator.sources.page_text import page_text_kind, without_label
from generator.sources.records import Record
from generator.sources.titles import Lines, find_titles, title_line
from generator.sources.wrapping import Wrapping, begins_small, ends_sentence


@dataclass(frozen=True, slots=True)
class Listing:
    """Text of a seed file."""

    path: str
    """Path of the file, as in messages."""
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a listing: its header, and the text of the rest."""

    location: Location
    """Location of the header line."""
    title_line: str
    """Title and byline, without a separator."""
    title_location: Location
    abstract: str
    """Lines as in the listing, without trailing spaces; empty where there are none."""
    area: str
    score: float | None
    month: int
    day: int
    year: int | None
    code: bool
    record: Record | None = None
    """Record of a file of references; None for an entry of a listing."""


class _Line(NamedTuple):
    number: int
    text: str


class _OfPage(NamedTuple):
    """Text of the page that the listing was copied from: a line, or the label of an abstract."""

    kind: str
    line: _Line


class _Block(NamedTuple):
    """A header line, or None before the first, and the lines up to the next."""

    line: _Line | None
    header: Header | InvalidHeader | None
    rest: Sequence[_Line]


_LABEL = "a label"
_MOST_NAMED = 10
"""Most lines that one note names."""


def read_entries(listing: Listing) -> Iterator[Entry | Problem]:
    """Yield the entries and problems of a listing, in order, then notes of text of the page it was copied from."""
    of_page: dict[str, list[_Line]] = defaultdict(list)
    for block in _blocks(_lines(listing.text)):
        for item in _read_block(block, listing.path):
            if isinstance(item, _OfPage):
                of_page[item.kind].append(item.line)
            else:
                yield item
    yield from (_note(listing.path, kind, lines) for kind, lines in of_page.items())


# ---- lines into blocks ----


def _lines(text: str) -> list[_Line]:
    # Not splitlines(): a form feed or U+2028 within an abstract does not start a line that editors count.
    raw = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_Line(number, line.rstrip()) for number, line in enumerate(raw, 1)]


def _blocks(lines: Sequence[_Line]) -> Iterator[_Block]:
    headers = {line.number: header for line in lines if (header := read_header(line.text))}
    for number in [*_dates_without_paper(lines, headers)]:
        del headers[number]
    numbers = [*headers, len(lines) + 1]
    yield _Block(None, None, lines[: numbers[0] - 1])
    for number, following in pairwise(numbers):
        yield _Block(lines[number - 1], headers[number], lines[number : following - 1])


def _dates_without_paper(lines: Sequence[_Line], headers: Mapping[int, Header | InvalidHeader]) -> Iterator[int]:
    """Yield the numbers of lines with only a date that are no headers: near one, before no paper, or in a sentence."""
    for number, header in headers.items():
        if not (isinstance(header, InvalidHeader) and header.is_date_alone):
            continue
        before = _nearest(lines, range(number - 1, 0, -1), headers)
        after = _nearest(lines, range(number + 1, len(lines) + 1), headers)
        if (
            after is None
            or after.number in headers
            or (before and isinstance(headers.get(before.number), Header))
            or begins_small(after.text)
            or (before and _goes_on_in(before.text, lines[number - 1].text))
        ):
            yield number


def _nearest(lines: Sequence[_Line], numbers: Iterable[int], headers: Mapping[int, object]) -> _Line | None:
    """Return the first of the lines with these numbers that is a header or may be of a paper."""
    some = (lines[number - 1] for number in numbers)
    return next(
        (line for line in some if line.text and (line.number in headers or not page_text_kind(line.text))), None
    )


def _goes_on_in(text: str, short: str) -> bool:
    """Return whether a text goes on in a single word on a line."""
    return not ends_sentence(text) and begins_small(short) and " " not in short


# ---- blocks into entries ----


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Lines of a block that are not blank, each in one of the fields."""

    own: Sequence[_Line]
    """Lines of the paper that the header is of."""
    title: str
    """Title and byline of the paper."""
    taken: int
    """Number of lines of the title and byline."""
    lost: Sequence[tuple[str, Sequence[_Line]]]
    """Titles whose headers are missing, each with its lines up to the next."""
    doubtful: Sequence[_Line]
    """Lines of the abstract that may be titles."""
    of_page: Sequence[_OfPage]


def _sorted_lines(block: _Block) -> _Sorted:
    filled = [line for line in block.rest if line.text]
    of_page, wrapping = _of_page(filled, has_header=block.header is not None)
    numbers = {item.line.number for item in of_page}
    lines = [line for line in filled if line.number not in numbers]
    texts = [line.text.strip() for line in lines]
    among = Lines(texts, wrapping)
    title, taken = title_line(among) if block.header and texts else ("", 0)
    titles = find_titles(among, taken)
    lost = [one for one in titles if one.is_certain]
    ends = [*(one.start for one in lost), len(lines)]
    return _Sorted(
        own=lines[: ends[0]],
        title=title,
        taken=taken,
        lost=[(texts[one.place], lines[one.start : end]) for one, end in zip(lost, ends[1:], strict=True)],
        doubtful=[lines[one.place] for one in titles if not one.is_certain and one.place < ends[0]],
        of_page=of_page,
    )


def _of_page(lines: Sequence[_Line], *, has_header: bool) -> tuple[list[_OfPage], Wrapping]:
    """Return the text of the page, without lines that are part of a sentence; and the wrapping of the other lines."""
    kinds = [page_text_kind(line.text) for line in lines]
    others = [line.text.strip() for line, kind in zip(lines, kinds, strict=True) if not kind]
    wrapping = Wrapping.of(others)
    found: list[_OfPage] = []
    before: list[str] = []
    passed = 0
    for line, kind in zip(lines, kinds, strict=True):
        text = line.text.strip()
        passed += not kind
        running = before[-1:] if len(before) > has_header else []  # a title does not run on into an abstract
        if kind and not _is_in_sentence(text, running, others[passed : passed + 1], wrapping):
            found.append(_OfPage(kind, line))
        else:
            before.append(text)
    return found, wrapping


def _is_in_sentence(text: str, before: Sequence[str], after: Sequence[str], wrapping: Wrapping) -> bool:
    """Return whether a line is part of a sentence; `before` and `after` are the lines next to it, or empty."""
    is_begun = any(
        _goes_on_in(line, text) or (wrapping.fills(line, text) and not ends_sentence(line)) for line in before
    )
    return is_begun or any(begins_small(line) for line in after)


def _read_block(block: _Block, path: str) -> Iterator[Entry | Problem | _OfPage]:
    found = _sorted_lines(block)
    left_out = [lines for _, lines in found.lost]
    if isinstance(block.header, Header):
        yield from _read_entry(block, found, path)
        yield from (_doubt(path, line) for line in found.doubtful)
    elif unread := [*([block.line] if block.line else []), *found.own]:
        left_out.append(unread)
        expected = block.header.expected if block.header else f"{EXPECTED_HEADER} before anything else"
        yield _unread(path, unread, f"expected {expected}, found {quoted(unread[0].text)}")
    for title, lines in found.lost:
        yield _unread(path, lines, _expected_before(title, lines[0]))
    told = {number for lines in left_out for number in range(lines[0].number, lines[-1].number)}
    yield from (item for item in found.of_page if item.line.number not in told)


def _read_entry(block: _Block, found: _Sorted, path: str) -> Iterator[Entry | Problem | _OfPage]:
    assert block.line
    assert isinstance(block.header, Header)
    location = Location(path, block.line.number)
    if not found.own:
        message = "expected a line with title and authors after the header, found none"
        yield Problem(location, message, Severity.ERROR)
        return
    first, last = found.own[0], found.own[found.taken - 1]
    of_page = {item.line.number for item in found.of_page}
    rest = [line for line in block.rest if last.number < line.number <= found.own[-1].number]
    abstract = "\n".join(line.text for line in rest if line.number not in of_page).strip()
    unlabelled = without_label(abstract)
    header = block.header
    yield Entry(
        location=location,
        title_line=found.title,
        title_location=Location(path, first.number),
        abstract=unlabelled,
        area=header.area,
        score=header.score,
        month=header.month,
        day=header.day,
        year=header.year,
        code=header.code,
    )
    if found.taken > 1:
        message = f"expected a title and its authors on one line, found them over lines {first.number} to {last.number}"
        yield Problem(Location(path, first.number), f"{message}; they are read as one")
    if unlabelled != abstract:
        yield _OfPage(_LABEL, found.own[found.taken])


# ---- problems ----


def _expected_before(title: str, first: _Line) -> str:
    """Return the message for a title without a header."""
    if first.text.strip() != title:
        return f"expected {EXPECTED_HEADER}, found {quoted(first.text)}"
    return f"expected {EXPECTED_HEADER} before a title with its authors, found none before {quoted(title)}"


def _doubt(path: str, line: _Line) -> Problem:
    message = f"expected {EXPECTED_HEADER} before this line, if it is a title with its authors"
    return Problem(Location(path, line.number), f"{message}; found {quoted(line.text)} within an abstract")


def _unread(path: str, lines: Sequence[_Line], message: str) -> Problem:
    first, last = lines[0].number, lines[-1].number
    left_out = f"; lines {first} to {last} are left out" if last > first else ""
    return Problem(Location(path, first), f"{message}{left_out}", Severity.ERROR)


def _note(path: str, kind: str, lines: Sequence[_Line]) -> Problem:
    """Return the note of left-out lines of a kind of page text, which names the first of many."""
    first = lines[0]
    if len(lines) == 1:
        what = f"{quoted(first.text)}, {kind}"
    else:
        what = f"{len(lines):,} lines, each {kind} such as {quoted(first.text)}"
    if kind == _LABEL:
        what = "the label of an abstract" if len(lines) == 1 else f"the labels of {len(lines):,} abstracts"
    where = f": lines {_numbers(lines)}" if len(lines) > 1 else ""
    message = f"left out {what}, from the page that the listing was copied from{where}"
    return Problem(Location(path, first.number), message, Severity.NOTE)


def _numbers(lines: Sequence[_Line]) -> str:
    """Return the numbers of two lines or more as text; of many, only the first."""
    named = [str(line.number) for line in lines[:_MOST_NAMED]]
    if more := len(lines) - len(named):
        return f"{', '.join(named)} and {more:,} more"
    return f"{', '.join(named[:-1])} and {named[-1]}"
