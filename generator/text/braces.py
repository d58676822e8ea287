"""Braces: which belong together, and which only keep BibTeX from changing the capitals in them."""

from __future__ import annotations

import re
from bisect import bisect_left

_LETTER = re.compile(r"[^\W\d_]")
# What a set, a formula or a piece of code has in its braces, such as `{a, b}`, `{x_1}` and `{"a": 1}`, or before them.
_OTHERWISE_USED = re.compile(r"(?<!\\)[,;:|=<>()\[\]_^*\"%#]")
_OTHERWISE_BEGUN = re.compile(r"[]_^$#@%*]|[^\W_](?!\{[A-Z][^{}]*\}[a-z])")
_OF_A_WORD = re.compile(r"(?<![\w{}\])])\{(?:[A-Z](?=\}[a-z])|[A-Z][A-Za-z0-9]+(?=\}(?:[A-Za-z]|-\w)))")
_MOST_AROUND = 12
"""Pairs of braces around one another that are looked through."""


class Braces:
    """The braces of a text, of which a title's are protective unless they look otherwise, another's if they look so."""

    def __init__(self, source: str, title: bool) -> None:
        self._source = source
        self._title = title
        self.closing = _matching(source) if "{" in source else {}
        """Each opening brace with its closing one; escaped braces do not count."""
        self._letters = self._places(_LETTER)
        self._otherwise_used = self._places(_OTHERWISE_USED)
        self._arguments: set[int] = set()
        self._first = len(source) - len(source.lstrip())
        self._last = len(source.rstrip()) - 1

    def _places(self, pattern: re.Pattern[str]) -> list[int]:
        return [match.start() for match in pattern.finditer(self._source)] if self._title and self.closing else []

    def note_arguments(self, place: int) -> None:
        """Note that the groups from `place` on belong to an unknown command, which is shown as it is written."""
        while place in self.closing and place not in self._arguments:
            self._arguments.add(place)
            place = self.closing[place] + 1

    def are_around_all(self, opening: int) -> bool:
        """Return whether a whole title stands in these braces."""
        return self._title and (opening, self.closing[opening]) == (self._first, self._last)

    def are_protective(self, opening: int) -> bool:
        """Return whether the braces of which one opens at `opening` are there for BibTeX only."""
        if opening in self._arguments or _OTHERWISE_BEGUN.match(self._source, max(0, opening - 1)):
            return False
        if not self._title:
            return _OF_A_WORD.match(self._source, opening) is not None
        closing = self.closing[opening]
        if self._source[closing + 1 : closing + 2] in ("_", "^"):
            return False
        for _ in range(_MOST_AROUND):
            if self.closing.get(opening + 1) != closing - 1:
                break
            opening, closing = opening + 1, closing - 1
        first, last = self._source[opening + 1], self._source[closing - 1]
        return (
            (first.isalnum() or first in "${`'“‘")
            and not last.isspace()
            and _any_between(self._letters, opening, closing)
            and not _any_between(self._otherwise_used, opening, closing)
        )


def _any_between(places: list[int], start: int, end: int) -> bool:
    found = bisect_left(places, start)
    return found < len(places) and places[found] < end


def _matching(source: str) -> dict[int, int]:
    pairs, waiting = {}, []
    for match in re.finditer(r"\\.|[{}]", source, re.DOTALL):
        if match[0] == "{":
            waiting.append(match.start())
        elif match[0] == "}" and waiting:
            pairs[waiting.pop()] = match.start()
    return pairs
