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

_LOST = re.compile(
    r"(?m)^[ \t]*@[ \t]*(?!(?i:comment|string|preamble)\b)[A-Za-z][\w.:+-]*\s*[{(]"
    r"|^[ \t]*(?:@[ \t]*[A-Za-z]\w*[ \t]|[A-Za-z]\w*[ \t]*\{)[^\s{},=\"]+,[ \t]*\n[ \t]*[\w-]+[ \t]*="
)
"""Head of an entry as the library does not read it; also one without its brace or its @."""
_LOOSE_FIELDS = re.compile(r"\s*,\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_HEAD = re.compile(r"(?m)^([ \t]*@)[ \t]*([A-Za-z][\w.:+-]*)(\s*)([{(])(?=\s*[^\s,{}()=\"]*\s*,)")
"""Head of an entry as BibTeX reads it; to the library, types are of letters and digits, on a line with their brace."""
_SIGNS = re.compile(r"\W")
_WITHIN = re.compile(r"@[A-Za-z]\w*[ \t]*[{(][^\s{}(),=\"]+,\s*[\w-]+\s*=")
"""Beginning of an entry as far as its first field."""
_BEGIN = re.compile(r"[^{(]*[{(]")
_BEGIN_WITH_KEY = re.compile(r"([^{(]*[{(][^,={}\"]*\S)(?=\s+[\w-]+\s*=)")
_TWO_COMMAS = re.compile(r",(?:\s*,)+")
_COMMENT_LINE = re.compile(r"(?m)^[ \t]*%.*$")
_ESCAPED_END = re.compile(r"(?m)\\\}(?=[ \t]*,?[ \t]*$)")
"""End of a value that is taken for an escaped brace, as the last one of `{C:\\moths\\}`."""
_BRACE = re.compile(r"(?<!\\)[{}]")
_FIELD_LINE = re.compile(r"(?m)(?P<comma>,?)[ \t]*\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*(?=[\"{\w])")
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
    text = _LOOKS_SPECIAL.sub("@x", _HEAD.sub(_usual_head, text))
    text = text.replace("\\\n", "\\ \n")  # the library does not count lines that end in a backslash
    file = _File(listing.path, text.split("\n"), {})
    before: Block | None = None
    for block, whole in _with_texts(_blocks(text), text):
        if isinstance(block, ImplicitComment):
            yield from _lost_entries(block, file)
            yield from _loose_fields(block, file) if isinstance(before, Entry) else ()
        else:
            yield from _read_block(block, whole, file)
        before = block


def _blocks(text: str) -> Sequence[Block]:
    return parse_string(text, parse_stack=[]).blocks


def _usual_head(head: re.Match[str]) -> str:
    """Return the head of an entry as the library reads it, with as many line ends."""
    return f"{head[1]}{_SIGNS.sub('', head[2])}{head[4]}{head[3]}"


def _with_texts(blocks: Sequence[Block], text: str) -> Iterator[tuple[Block, str]]:
    """Yield the blocks, each with the text from its beginning as far as the next entry."""
    place, starts = 0, []
    for block in blocks:
        raw = block.raw or ""
        start = max(place, text.find(raw, place))
        starts.append(start)
        place = start + (1 if isinstance(block, ParsingFailedBlock) else len(raw))  # the next one may begin within it
    end = len(text)
    ends = []
    for block, start in zip(reversed(blocks), reversed(starts), strict=True):
        ends.append(end)
        end = end if isinstance(block, ImplicitComment) else start
    for block, start, last in zip(blocks, starts, reversed(ends), strict=True):
        yield block, text[start:last] if isinstance(block, ParsingFailedBlock) else ""


def _line(block: Block | Field) -> int:
    """Return the number of the first line, counted from 0."""
    return block.start_line or 0


def _lost_entries(comment: ImplicitComment, file: _File) -> Iterator[Problem]:
    """Yield errors of what was meant as entries among the text between entries."""
    for found, line in _with_lines(_LOST.finditer(comment.comment), comment.comment):
        message = f"expected an entry such as '@article{{key,', found {quoted(found[0].strip())}: it is left out"
        yield Problem(file.location(_line(comment) + line), message, Severity.ERROR)


def _with_lines(matches: Iterator[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the matches in a text, in order, with the numbers of their lines, counted from 0."""
    line, place = 0, 0
    for match in matches:
        line, place = line + text.count("\n", place, match.start()), match.start()
        yield match, line


def _loose_fields(comment: ImplicitComment, file: _File) -> Iterator[Problem]:
    """Yield a warning of fields behind the end of an entry, which a brace too many ends too early."""
    if found := _LOOSE_FIELDS.match(comment.comment):
        message = f"expected the fields of an entry within its braces, found {quoted(found[0].strip())} after them"
        yield Problem(file.location(_line(comment)), f"{message}: they are left out")


def _read_block(block: Block, whole: str, file: _File) -> Iterator[BibtexEntry | Problem]:
    """Yield the entry of a block, and its problems; `whole` is the text as far as the next block."""
    line = _line(block)
    if file.lines[line].lstrip().startswith("%") and not _NO_ENTRY.match(block.raw or ""):
        yield Problem(file.location(line), "an entry is left out: its line is a comment", Severity.NOTE)
    elif isinstance(block, ParsingFailedBlock):
        inner = block.ignore_error_block
        if isinstance(inner, Entry | String):  # of a key or field that is there twice
            yield from _read_block(inner, whole, file)
        else:
            yield from _read_failed(block, whole, file)
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


def _read_failed(block: ParsingFailedBlock, whole: str, file: _File) -> Iterator[BibtexEntry | Problem]:
    first, raw = _line(block), block.raw or ""
    place = file.location(first)
    reason = quoted(" ".join(getattr(block.error, "abort_reason", "").split()), 160)
    if _NO_ENTRY.match(raw):
        yield Problem(place, f"expected a closing brace of {quoted(raw.split()[0], 30)}: {reason}")
        return
    entry = next(filter(None, map(_only_entry, _attempts(whole.rstrip()))), None)
    if entry:
        yield Problem(place, f"expected an entry with all its commas and braces: {reason}; check what is read")
        yield from _read_entry(entry, file, first)
    else:
        yield Problem(place, f"expected an entry that can be read: {reason}; it is left out", Severity.ERROR)
    for found, line in _with_lines(_WITHIN.finditer(whole, 1), whole):
        message = f"expected the end of the entry before {quoted(found[0], 60)}, found none: what follows is left out"
        yield Problem(file.location(first + line), message, Severity.ERROR)


def _only_entry(text: str) -> Entry | None:
    """Return the entry of a text that is one entry; None for any other text."""
    blocks = [one for one in _blocks(text) if not isinstance(one, ImplicitComment)]
    entry = getattr(blocks[0], "ignore_error_block", blocks[0]) if len(blocks) == 1 else None
    return entry if isinstance(entry, Entry) else None


def _attempts(whole: str) -> Iterator[str]:
    """Yield the text of an entry with what may be missing."""
    if _ESCAPED_END.search(whole):
        yield _ESCAPED_END.sub(r"\\ }", whole)
    if (closed := _with_values_closed(whole)) != whole:
        yield f"{closed}\n}}"
    yield f"{whole}\n}}}}"  # one too many does no harm
    if opened := _BEGIN_WITH_KEY.match(whole):
        yield f"{opened[1]},{whole[opened.end() :]}"
    if opened := _BEGIN.match(whole):
        yield f"{opened[0]},{whole[opened.end() :]}"
    yield _TWO_COMMAS.sub(",", whole)
    bare = _TWO_COMMAS.sub(",", _COMMENT_LINE.sub("", whole))
    yield bare
    yield f"{bare}\n}}}}"


def _with_values_closed(whole: str) -> str:
    """Return the text of an entry with the braces closed of each value that is open where the next field begins."""
    parts, place, depth, counted = [], 0, 0, 0
    for line in _FIELD_LINE.finditer(whole):
        for brace in _BRACE.finditer(whole, counted, line.start()):
            depth += 1 if brace[0] == "{" else -1
        counted = line.start()
        if depth > 1:
            parts += [whole[place : line.start()], "}" * (depth - 1)]
            place, depth = line.start(), 1
    return "".join([*parts, whole[place:]])


def _read_entry(entry: Entry, file: _File, first: int = 0) -> Iterator[BibtexEntry | Problem]:
    """Yield an entry, and problems of its fields; `first` is the line at which the parsed text begins."""
    place = file.location(first + _line(entry))
    stated: dict[str, Stated] = {}
    for one in entry.fields:
        name, raw, start = one.key.rpartition("\n")[2], one.value, 0
        line = first + _line(one)
        while not name.startswith("%"):  # else the field is a comment
            value = read_value(raw, file.macros, start)
            yield from _add_field(stated, name, value.text, file.location(line))
            if value.end == len(raw):
                break
            swallowed = swallowed_field(raw, value.end)
            if swallowed is None:
                found = quoted(raw[value.end :].strip(), 60)
                message = f"expected a comma after the value of {name.lower()}, found {found}"
                yield Problem(file.location(line), message)
                break
            message = f"expected a comma after the value of {name.lower()}, found the field {swallowed.name.lower()}"
            line += raw.count("\n", start, swallowed.start)
            yield Problem(file.location(line), message)
            name, start = swallowed.name, swallowed.value
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
