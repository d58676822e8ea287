"""Matching of braces, and detection of those that only protect capitals in BibTeX, as in `{B}ayes`."""

from __future__ import annotations

import re
from bisect import bisect_left

_LETTER = re.compile(r"[^\W\d_]")
_CODE_INSIDE = re.compile(r"(?<!\\)[,;:|=<>()\[\]_^*\"%#]")
"""Characters within the braces of a set, formula or piece of code, such as `{a, b}`, `{x_1}` and `{"a": 1}`."""
_CODE_BEFORE = re.compile(r"[]_^$#@%*]|[^\W_](?!\{[A-Z][^{}]*\}[a-z])")
"""Character before the braces of a formula or piece of code, such as `x_{1}`."""
_WITHIN_WORD = re.compile(r"(?<![\w{}\])])\{(?:[A-Z](?=\}[a-z])|[A-Z][A-Za-z0-9]+(?=\}(?:[A-Za-z]|-\w)))")
_MAX_NESTED = 12
"""Maximum number of pairs of braces directly within one another that are considered."""


class Braces:
    """Braces of a text. Those of a title are protective unless they look like code; those of other texts are not."""

    def __init__(self, source: str, title: bool) -> None:
        self._source = source
        self._title = title
        self.closing = _matching(source) if "{" in source else {}
        """Position of the closing brace by that of the opening one; escaped braces are left out."""
        self._letters = self._positions(_LETTER)
        self._code = self._positions(_CODE_INSIDE)
        self._arguments: set[int] = set()
        self._first = len(source) - len(source.lstrip())
        self._last = len(source.rstrip()) - 1

    def _positions(self, pattern: re.Pattern[str]) -> list[int]:
        return [match.start() for match in pattern.finditer(self._source)] if self._title and self.closing else []

    def mark_arguments(self, position: int) -> None:
        """Mark the groups that begin at `position` as arguments of an unknown command, which is shown as written."""
        while position in self.closing and position not in self._arguments:
            self._arguments.add(position)
            position = self.closing[position] + 1

    def enclose_title(self, opening: int) -> bool:
        """Return whether the braces that open at `opening` enclose the whole title."""
        return self._title and (opening, self.closing[opening]) == (self._first, self._last)

    def are_protective(self, opening: int) -> bool:
        """Return whether the braces that open at `opening` only protect capitals in BibTeX."""
        if opening in self._arguments or _CODE_BEFORE.match(self._source, max(0, opening - 1)):
            return False
        if not self._title:
            return _WITHIN_WORD.match(self._source, opening) is not None
        closing = self.closing[opening]
        if self._source[closing + 1 : closing + 2] in ("_", "^"):
            return False
        for _ in range(_MAX_NESTED):
            if self.closing.get(opening + 1) != closing - 1:
                break
            opening, closing = opening + 1, closing - 1
        first, last = self._source[opening + 1], self._source[closing - 1]
        return (
            (first.isalnum() or first in "${`'“‘")
            and not last.isspace()
            and _any_between(self._letters, opening, closing)
            and not _any_between(self._code, opening, closing)
        )


def _any_between(positions: list[int], start: int, end: int) -> bool:
    return bisect_left(positions, start) < bisect_left(positions, end)


def _matching(source: str) -> dict[int, int]:
    pairs, openings = {}, []
    for match in re.finditer(r"\\.|[{}]", source, re.DOTALL):
        if match[0] == "{":
            openings.append(match.start())
        elif match[0] == "}" and openings:
            pairs[openings.pop()] = match.start()
    return pairs
