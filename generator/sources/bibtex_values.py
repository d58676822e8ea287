r"""Values of fields as BibTeX files write them: `{moths}`, `"moths"`, `2024`, `mar # "~5"` in, their text out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_BRACES = re.compile(r"(?<!\\)[{}]")
_BRACES_AND_QUOTES = re.compile(r"(?<!\\)[{}\"]")
_BARE = re.compile(r"[^\s#{}\",=]+")
_BLANKS = re.compile(r"\s*")
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w:+-]*)\s*=\s*(?=[\w{\"])")
LONGEST_MACRO = 2000
"""Number of characters of the longest text that is put in place of a macro; small files could become huge by others."""


class Value(NamedTuple):
    """Text of a value, without its delimiters."""

    text: str
    rest: str = ""
    """Text that follows the value though it should be its end; empty where there is none."""


class SwallowedField(NamedTuple):
    """Field after a missing comma, which the parser takes for the end of the value before."""

    name: str
    raw: str
    lines_before: int
    """Number of ends of lines before it within the rest."""


def read_value(raw: str, macros: Mapping[str, str]) -> Value:
    r"""Return a value; macros that are unknown stay as text.

    >>> read_value('{Moths} year = 2024', {})
    Value(text='Moths', rest=' year = 2024')
    >>> read_value('mar # "~5"', {"mar": "March"}).text
    'March~5'
    """
    if raw[:1] == "{" and _BRACES.search(raw, 1, len(raw) - 1) is None and _BRACES.match(raw, len(raw) - 1):
        return Value(raw[1:-1])  # the usual case
    pieces: list[str] = []
    position = 0
    while True:
        start = _BLANKS.match(raw, position).end()  # type: ignore[union-attr]
        piece, position = _read_piece(raw, start, macros)
        pieces.append(piece)
        after = _BLANKS.match(raw, position).end()  # type: ignore[union-attr]
        if not raw.startswith("#", after) or after + 1 >= len(raw):
            break
        position = after + 1
    rest = raw[position:]
    if not rest.strip(" \t\r\n#"):
        return Value("".join(pieces))
    if raw[:1] not in ("{", '"') and "=" not in rest:  # several words without delimiters
        return Value(raw.strip())
    if raw[:1] == '"' and raw[-1:] == '"' and "=" not in rest:  # quotation marks within quotation marks
        return Value(raw[1:-1])
    return Value("".join(pieces), rest)


def swallowed_field(rest: str) -> SwallowedField | None:
    """Return the field that the rest of a value is; None if it is none."""
    found = _NEXT_FIELD.match(rest)
    if found is None:
        return None
    return SwallowedField(found[1], rest[found.end() :], rest.count("\n", 0, found.start(1)))


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


def _end_of_braces(raw: str, start: int) -> int:
    depth = 0
    for match in _BRACES.finditer(raw, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(raw)


def _end_of_quotes(raw: str, start: int) -> int:
    depth = 0
    for match in _BRACES_AND_QUOTES.finditer(raw, start + 1):
        if match[0] == '"':
            if depth == 0:
                return match.start()
        else:
            depth = max(0, depth + (1 if match[0] == "{" else -1))
    return len(raw)
