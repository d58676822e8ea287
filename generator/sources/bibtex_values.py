r"""Values of fields as BibTeX files write them: `{moths}`, `"moths"`, `2024`, `mar # "~5"` in, their text out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_BRACES = re.compile(r"[{}]")
_BRACES_AND_QUOTES = re.compile(r"[{}\"]")
_TEXT = r"(?:[^{}\\]++|\\[^{}])"
_WHOLE = re.compile(rf"\{{(?:{_TEXT}|\{{(?:{_TEXT}|\{{{_TEXT}*+\}})*+\}})*+\}}", re.DOTALL)
"""Value in braces, with two more within one another at most, as nearly all are."""
_BARE = re.compile(r"[^\s#{}\",=]+")
_BLANKS = re.compile(r"\s*")
_BLANKS_AND_SIGNS = re.compile(r"[\s#]*")
_NEXT_FIELD = re.compile(r"[\s;]*([A-Za-z][\w:+-]*)\s*=\s*(?=[\w{\"])")
LONGEST_MACRO = 2000
"""Number of characters of the longest text that is put in place of a macro; small files could become huge by others."""
_MOST_EXPANDED = 100_000
"""Number of characters of a value after which macros stay as text."""


class Value(NamedTuple):
    """Text of a value, without its delimiters."""

    text: str
    end: int
    """Position after the value: the end of the text that it is read from, unless something follows."""


class SwallowedField(NamedTuple):
    """Field after a missing comma, which the parser takes for the end of the value before."""

    name: str
    start: int
    """Position of its name."""
    value: int
    """Position of its value."""


def read_value(raw: str, macros: Mapping[str, str], first: int = 0) -> Value:
    r"""Return the value that begins at the position `first`; macros that are unknown stay as text.

    >>> read_value('{Moths} year = 2024', {})
    Value(text='Moths', end=7)
    >>> read_value('mar # "~5"', {"mar": "March"}).text
    'March~5'
    """
    last = len(raw) - 1
    opening = raw[first : first + 1]
    if opening == "{" and _WHOLE.fullmatch(raw, first):
        return Value(raw[first + 1 : last], len(raw))  # the usual case
    pieces: list[str] = []
    position, expanded = first, 0
    while True:
        start = _BLANKS.match(raw, position).end()  # type: ignore[union-attr]
        piece, position = _read_piece(raw, start, macros if expanded < _MOST_EXPANDED else {})
        pieces.append(piece)
        expanded += len(piece)
        after = _BLANKS.match(raw, position).end()  # type: ignore[union-attr]
        if not raw.startswith("#", after) or after + 1 >= len(raw):
            break
        position = after + 1
    if _BLANKS_AND_SIGNS.match(raw, position).end() == len(raw):  # type: ignore[union-attr]
        return Value("".join(pieces), len(raw))
    if raw.find("=", position) < 0:
        if opening not in ("{", '"'):  # several words without delimiters
            return Value(raw[first:].strip(), len(raw))
        if opening == raw[last] == '"':  # quotation marks within quotation marks
            return Value(raw[first + 1 : last], len(raw))
    return Value("".join(pieces), position)


def swallowed_field(raw: str, end: int) -> SwallowedField | None:
    """Return the field that follows a value at the position `end`; None if there is none."""
    found = _NEXT_FIELD.match(raw, end)
    return SwallowedField(found[1], found.start(1), found.end()) if found else None


def _read_piece(raw: str, start: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """Return the text of the part of a value that begins at `start`, and the position after it."""
    if raw.startswith("{", start):
        end = _end_of_braces(raw, start)
        return raw[start + 1 : end], min(end + 1, len(raw))
    if raw.startswith('"', start):
        end = _end_of_quotes(raw, start)
        return raw[start + 1 : end], min(end + 1, len(raw))
    bare = _BARE.match(raw, start)
    if bare is None:
        return "", start
    return macros.get(bare[0].lower(), bare[0]), bare.end()


def _unescaped(pattern: re.Pattern[str], raw: str, start: int) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(raw, start) if raw[match.start() - 1 : match.start()] != "\\")


def _end_of_braces(raw: str, start: int) -> int:
    depth = 0
    for match in _unescaped(_BRACES, raw, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(raw)


def _end_of_quotes(raw: str, start: int) -> int:
    depth = 0
    for match in _unescaped(_BRACES_AND_QUOTES, raw, start + 1):
        if match[0] == '"':
            if depth == 0:
                return match.start()
        else:
            depth = max(0, depth + (1 if match[0] == "{" else -1))
    return len(raw)
