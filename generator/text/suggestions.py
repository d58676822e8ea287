"""Suggestions: a name that means nothing and the names that would in; the one that may be meant out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from generator.models import quoted
from generator.text.search_words import search_words

_NEAR = 75
"""Least similarity of a name that is suggested, out of 100 (normalized indel similarity)."""
_BEGINNING = 6
"""Least number of characters of a name of which only the beginning is given."""
_MOST = 100
"""Number of names for which another one is looked up, as many are a mistake of another kind."""


class Suggestions:
    """Names that one that means nothing may stand for."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names; they are only gone through when one is asked for."""
        self._names = names
        self._asked = 0

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {name: _fold(name) for name in self._names}

    def nearest(self, wanted: str) -> str:
        """Return the name that is most like another one, whatever its capitals, accents and hyphens; empty if none is.

        >>> names = Suggestions(["Moths", "Paper Lanterns"])
        >>> names.nearest("paper lantrens"), names.nearest("Paper"), names.nearest("rain")
        ('Paper Lanterns', '', '')
        """
        from rapidfuzz import fuzz, process  # takes a while to import

        asked = _fold(wanted)
        self._asked += 1
        if not asked or self._asked > _MOST:
            return ""
        found = process.extractOne(asked, self._folded, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if found:
            return str(found[2])
        longer = (name for name, text in self._folded.items() if text.startswith(asked))
        return next(longer, "") if len(asked) >= _BEGINNING else ""


def did_you_mean(name: str) -> str:
    """Return the end of a message that suggests a name, empty if there is none."""
    return f"; did you mean {quoted(name)}?" if name else ""


def _fold(name: str) -> str:
    return " ".join(search_words(name))
