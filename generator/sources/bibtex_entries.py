"""Entries of BibTeX files: the text of a file in, entries with the texts and lines of their fields out.

The library splits the file into blocks. Entries that it gives up are tried again with what is most often missing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    Entry,
    ExplicitComment,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)

from generator.models import Location, Problem, Severity, quoted
from generator.sources.bibtex_values import LONGEST_MACRO, read_value, swallowed_field
from generator.sources.listing import Listing
from generator.sources.record_fields import Stated

# What it logs is a `Problem` here.
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL + 1)

_LOST = re.compile(r"(?m)^[ \t]*@[ \t]*(?!(?i:comment|string|preamble)\b)[A-Za-z][\w.:+-]*\s*[{(]")
_BEGIN = re.compile(r"[^{(]*[{(]")
_TWO_COMMAS = re.compile(r",(?:\s*,)+")
_LOOKS_SPECIAL = re.compile(r"(?i)@(?=(?:comment|string|preamble)\w)")
"""Beginning of an entry such as `@commentary`, which the library takes for a comment."""
_NO_ENTRY = re.compile(r"(?i)@(?:comment|string|preamble)\b")


@dataclass(frozen=True, slots=True)
class BibtexEntry:
    """Entry of a BibTeX file."""

    location: Location
    type: str
    """Type, in lower case, without the @."""
    citekey: str
    fields: Mapping[str, Stated] = field(default_factory=dict)
    """Fields by their names in lower case, without those that are empty."""


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    lines: Sequence[str]
    macros: dict[str, str]

    def location(self, line: int) -> Location:
        """Return the location of a line that is counted from 0, as the library does."""
        return Location(self.path, line + 1)


def read_bibtex_entries(listing: Listing) -> Iterator[BibtexEntry | Problem]:
    """Yield the entries and problems of a file, in order."""
    text = listing.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _LOOKS_SPECIAL.sub("@x", text)
    text = text.replace("\\\n", "\\ \n")  # the library does not count lines that end in a backslash
    file = _File(listing.path, text.split("\n"), {})
    blocks: Sequence[Block] = parse_string(text, parse_stack=[]).blocks
    starts = [_line(block) for block in blocks if not isinstance(block, ImplicitComment)]
    ends = iter([*starts[1:], len(file.lines)])
    for block in blocks:
        if isinstance(block, ImplicitComment):
            yield from _lost_entries(block, file)
            continue
        yield from _read_block(block, next(ends), file)


def _line(block: Block | Field) -> int:
    """Return the number of the first line, counted from 0."""
    return block.start_line or 0


def _lost_entries(comment: ImplicitComment, file: _File) -> Iterator[Problem]:
    """Yield errors of what was meant as entries among the text between entries."""
    if "@" in comment.comment:
        line, place = _line(comment), 0
        for found in _LOST.finditer(comment.comment):
            line, place = line + comment.comment.count("\n", place, found.start()), found.start()
            message = f"expected an entry such as '@article{{key,', found {quoted(found[0].strip())}: it is left out"
            yield Problem(file.location(line), message, Severity.ERROR)


def _read_block(block: Block, end: int, file: _File) -> Iterator[BibtexEntry | Problem]:
    """Yield the entry of a block, which ends before the line `end`, and its problems."""
    line = _line(block)
    if file.lines[line].lstrip().startswith("%") and not _NO_ENTRY.match(block.raw or ""):
        yield Problem(file.location(line), "an entry is left out: its line is a comment", Severity.NOTE)
    elif isinstance(block, ParsingFailedBlock):
        inner = block.ignore_error_block
        if isinstance(inner, Entry | String):  # of a key or field that is there twice
            yield from _read_block(inner, end, file)
        else:
            yield from _read_failed(block, end, file)
    elif isinstance(block, Entry):
        yield from _read_entry(block, file)
    elif isinstance(block, String):
        yield from _define_macro(block, file)
    elif not isinstance(block, Preamble | ExplicitComment):
        yield Problem(file.location(_line(block)), "expected an entry, found something unknown", Severity.ERROR)


def _define_macro(block: String, file: _File) -> Iterator[Problem]:
    text = read_value(block.value, file.macros).text
    if len(text) <= LONGEST_MACRO:
        file.macros[block.key.lower()] = text
    else:
        message = f"expected a @string of at most {LONGEST_MACRO:,} characters, found {len(text):,}: its name is used"
        yield Problem(file.location(_line(block)), message)


def _read_failed(block: ParsingFailedBlock, end: int, file: _File) -> Iterator[BibtexEntry | Problem]:
    first, raw = _line(block), block.raw or ""
    place = file.location(first)
    reason = quoted(" ".join(getattr(block.error, "abort_reason", "").split()), 160)
    if _NO_ENTRY.match(raw):
        yield Problem(place, f"expected a closing brace of {quoted(raw.split()[0], 30)}: {reason}")
        return
    for attempt in _attempts("\n".join(file.lines[first:end])):
        blocks = [one for one in parse_string(attempt, parse_stack=[]).blocks if not isinstance(one, ImplicitComment)]
        entry = getattr(blocks[0], "ignore_error_block", blocks[0]) if len(blocks) == 1 else None
        if isinstance(entry, Entry):
            yield Problem(place, f"expected an entry with all its commas and braces: {reason}; check what is read")
            yield from _read_entry(entry, file, first)
            return
    yield Problem(place, f"expected an entry that can be read: {reason}; it is left out", Severity.ERROR)


def _attempts(text: str) -> Iterator[str]:
    """Yield the text of an entry with what may be missing."""
    if not text:
        return
    whole = text.rstrip()
    yield f"{whole}\n}}}}"  # one too many does no harm
    if opened := _BEGIN.match(whole):
        yield f"{opened[0]},{whole[opened.end() :]}"
    yield _TWO_COMMAS.sub(",", whole)


def _read_entry(entry: Entry, file: _File, first: int = 0) -> Iterator[BibtexEntry | Problem]:
    """Yield an entry, and problems of its fields; `first` is the line at which the parsed text begins."""
    place = file.location(first + _line(entry))
    stated: dict[str, Stated] = {}
    for one in entry.fields:
        name, raw, line = one.key, one.value, first + _line(one)
        while True:
            value = read_value(raw, file.macros)
            yield from _add_field(stated, name, value.text, file.location(line))
            if not value.rest:
                break
            swallowed = swallowed_field(value.rest)
            if swallowed is None:
                message = f"expected a comma after the value of {name.lower()}, found {quoted(value.rest.strip(), 60)}"
                yield Problem(file.location(line), message)
                break
            message = f"expected a comma after the value of {name.lower()}, found the field {swallowed.name.lower()}"
            line += raw.count("\n", 0, len(raw) - len(value.rest)) + swallowed.lines_before
            yield Problem(file.location(line), message)
            name, raw = swallowed.name, swallowed.raw
    yield BibtexEntry(place, entry.entry_type.lower(), entry.key, stated)


def _add_field(fields: dict[str, Stated], name: str, text: str, place: Location) -> Iterator[Problem]:
    """Add a field, if it has a text; yield a problem if there is another of its name."""
    name = name.strip().lower()
    if not text.strip():
        return
    known = fields.get(name)
    if known is None:
        fields[name] = Stated(text, place)
    elif known.text.split() != text.split():
        message = (
            f"expected one field {quoted(name, 40)}, found another one in line {known.location.line}, which is used"
        )
        yield Problem(place, message)
